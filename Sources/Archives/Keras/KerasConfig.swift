import Foundation

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

    /// Reads a description.
    init(json: String) {
        guard json.utf8.count <= Self.mostBytes,
            let model = try? JSONDecoder().decode(Entry.self, from: Data(json.utf8))
        else { return }
        add(model.config?.layers ?? [], under: "")
        byName = Dictionary(layers.map { ($0.name, $0) }) { first, _ in first }
    }

    /// The layer of a name.
    func layer(named name: String) -> Layer? { byName[name] }

    /// Appends layers; of several of one class in a model the second is called `_1`, and so on.
    private mutating func add(_ entries: [Entry], under parent: String) {
        // Models lie in models a few deep, or the paths would outgrow the description.
        guard parent.utf8.count < 256 else { return }
        var used: [String: Int] = [:]
        for entry in entries {
            let stem = Self.pathName(entry.className)
            let count = used[stem, default: 0]
            used[stem] = count + 1
            let path = "\(parent)layers/\(stem)\(count == 0 ? "" : "_\(count)")"
            let name = entry.config?.name ?? stem
            layers.append(
                Layer(name: name, className: entry.className, groups: entry.config?.groups ?? 1, path: path))
            add(entry.config?.layers ?? [], under: path + "/")
        }
    }

    /// A class's name as Keras writes it in paths: `Conv2DTranspose` is `conv2d_transpose`.
    private static func pathName(_ className: String) -> String {
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

    private struct Entry: Decodable {
        let className: String
        let config: Config?

        enum CodingKeys: String, CodingKey {
            case className = "class_name"
            case config
        }

        init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: CodingKeys.self)
            className = try container.decode(String.self, forKey: .className)
            config = try? container.decode(Config.self, forKey: .config)
        }
    }

    /// A layer's settings; of a sequential model's they were once a bare list of layers.
    private struct Config: Decodable {
        var name: String?
        var groups: Int?
        var layers: [Entry]?

        enum CodingKeys: CodingKey {
            case name, groups, layers
        }

        init(from decoder: any Decoder) throws {
            if let entries = try? decoder.singleValueContainer().decode([Entry].self) {
                layers = entries
                return
            }
            let container = try decoder.container(keyedBy: CodingKeys.self)
            name = try? container.decode(String.self, forKey: .name)
            groups = try? container.decode(Int.self, forKey: .groups)
            layers = try? container.decode([Entry].self, forKey: .layers)
        }
    }
}
