/// What a Keras model's description, a JSON object, says of its layers: names, classes and groups, in order.
///
/// What cannot be read is left out: the arrays tell most of it themselves.
struct KerasConfig {
    /// A layer, those in models in the model included.
    struct Layer: Hashable {
        /// The name its author gave it.
        let name: String
        /// The class: `Conv2D`.
        let className: String
        /// How many groups the channels are parted in.
        let groups: Int
        /// Where newer files keep its arrays: `layers/conv2d_1`.
        let path: String
    }

    /// The longest description that is read.
    static let mostBytes = 1 << 24

    /// The layers.
    private(set) var layers: [Layer] = []
    private var byName: [String: Layer] = [:]

    /// A description that says nothing.
    init() {}

    /// The layers of a description.
    init(_ description: JSONValue) {
        add(Self.entries(in: description["config"]), under: "")
        byName = Dictionary(layers.map { ($0.name, $0) }) { first, _ in first }
    }

    /// The layers in a model's settings, which in a sequential model's were once a bare list of layers.
    private static func entries(in config: JSONValue?) -> [JSONValue] { config?["layers"]?.list ?? config?.list ?? [] }

    /// The layer of a name.
    func layer(named name: String) -> Layer? { byName[name] }

    /// Appends layers; of several of one class in a model the second is called `_1`, and so on.
    private mutating func add(_ entries: [JSONValue], under parent: String) {
        // Models lie in models a few deep, or the paths would outgrow the description.
        guard parent.utf8.count < 256 else { return }
        var used: [String: Int] = [:]
        for entry in entries {
            guard let className = entry["class_name"]?.text else { continue }
            let stem = Self.pathName(className)
            let count = used[stem, default: 0]
            used[stem] = count + 1
            let path = "\(parent)layers/\(stem)\(count == 0 ? "" : "_\(count)")"
            let config = entry["config"]
            layers.append(
                Layer(
                    name: config?["name"]?.text ?? stem, className: className, groups: config?["groups"]?.int ?? 1,
                    path: path))
            add(Self.entries(in: config), under: path + "/")
        }
    }

    /// A class's name as Keras writes it in paths: `Conv2DTranspose` is `conv2d_transpose`.
    static func pathName(_ className: String) -> String {
        // Paths have the class's own name, not the one it is known by.
        if className == "GroupQueryAttention" { return "grouped_query_attention" }
        let letters = Array(className)
        var name = ""
        for (index, letter) in letters.enumerated() {
            if index > 0, letter.isUppercase {
                let startsWord = index + 1 < letters.count && letters[index + 1].isLowercase
                if startsWord || letters[index - 1].isLowercase { name.append("_") }
            }
            name.append(contentsOf: letter.lowercased())
        }
        return name
    }
}
