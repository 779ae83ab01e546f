import Foundation

/// The layers of a Keras file that hold arrays, in the model's order where the file tells it.
///
/// There are two ways of naming. The older one lists the layers' names, and for each layer its arrays' names, in
/// attributes; the newer has a group `vars` for each layer, in groups that are called after the layers' classes.
struct KerasLayers {
    /// A layer and its arrays.
    struct Group {
        /// The name its author gave it.
        let name: String
        /// Words that tell what it is, in lower case: its class, or its name.
        let kind: String
        /// How many groups the channels of a convolution are parted in.
        let channelGroups: Int
        /// The arrays in the layer's order.
        let tensors: [StoredTensor]
        /// Where it lies: in newer files its path, in older ones the layer of the whole model that it belongs to.
        let place: String
    }

    /// The layers.
    private(set) var groups: [Group] = []
    /// Whether their order is the model's.
    private(set) var areOrdered = true
    /// Whether they are named in the newer way, by paths.
    private(set) var areByPath = false

    init(_ contents: HDF5Contents, _ config: KerasConfig) {
        for root in ["model_weights", "."] where groups.isEmpty { readNames(root, contents, config) }
        if groups.isEmpty { readVariables(contents, config) }
    }

    /// Reads the older way: attributes `layer_names` of the root and `weight_names` of each layer.
    private mutating func readNames(_ root: String, _ contents: HDF5Contents, _ config: KerasConfig) {
        // Each layer and each array is taken once, however often it is named.
        var tensors = Dictionary(contents.tensors.map { ($0.name, $0) }) { first, _ in first }
        var seen: Set<String> = []
        for layer in Self.list("layer_names", of: contents.texts[root]) where seen.insert(layer).inserted {
            let path = root == "." ? layer : "\(root)/\(layer)"
            var parts: [(name: String, tensors: [StoredTensor])] = []
            for weight in Self.list("weight_names", of: contents.texts[path]) {
                guard let tensor = tensors.removeValue(forKey: "\(path)/\(weight)") else { continue }
                // A model in the model lists the arrays of all its layers, each under its layer's name.
                let steps = weight.split(separator: "/")
                let name = steps.count > 1 ? String(steps[steps.count - 2]) : layer
                if parts.last?.name != name { parts.append((name, [])) }
                parts[parts.count - 1].tensors.append(tensor)
            }
            for (name, tensors) in parts {
                let known = config.layer(named: name)
                groups.append(
                    Group(
                        name: name, kind: (known?.className ?? name).lowercased(), channelGroups: known?.groups ?? 1,
                        tensors: tensors, place: layer))
            }
        }
    }

    /// A list of names, which Keras parts over attributes of numbered names if it is long.
    private static func list(_ name: String, of texts: [String: [String]]?) -> [String] {
        guard let texts else { return [] }
        if let whole = texts[name] { return whole }
        return (0..<texts.count).lazy.map { texts[name + "\($0)"] }.prefix { $0 != nil }.flatMap { $0 ?? [] }
    }

    /// Reads the newer way: groups `vars` whose arrays are called by numbers.
    private mutating func readVariables(_ contents: HDF5Contents, _ config: KerasConfig) {
        var found: [String: [StoredTensor]] = [:]
        for tensor in contents.tensors {
            let steps = tensor.name.split(separator: "/")
            guard steps.count > 2, steps[steps.count - 2] == "vars", Int(steps[steps.count - 1]) != nil else {
                continue
            }
            found[steps.dropLast(2).joined(separator: "/"), default: []].append(tensor)
        }
        areByPath = true
        let places = Dictionary(config.layers.enumerated().map { ($1.path, $0) }) { first, _ in first }
        areOrdered = found.keys.allSatisfy { places[$0] != nil }
        let paths = found.keys.sorted { first, second in
            let (one, other) = (places[first] ?? .max, places[second] ?? .max)
            return one == other ? first.naturallyPrecedes(second) : one < other
        }
        for path in paths {
            let known = places[path].map { config.layers[$0] }
            let last = path.split(separator: "/").last.map(String.init) ?? path
            let given = contents.texts[path + "/vars"]?["name"]?.first
            groups.append(
                Group(
                    name: given ?? known?.name ?? last, kind: (known?.className ?? last).lowercased(),
                    channelGroups: known?.groups ?? 1,
                    tensors: (found[path] ?? []).sorted { $0.name.naturallyPrecedes($1.name) },
                    place: path))
        }
    }
}

extension String {
    /// Whether the text comes before another when numbers in them count as numbers: `conv_2` before `conv_10`.
    fileprivate func naturallyPrecedes(_ other: String) -> Bool {
        compare(other, options: [.numeric, .literal]) == .orderedAscending
    }
}
