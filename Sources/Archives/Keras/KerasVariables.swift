/// The arrays of a model's layers, found as its files name them.
struct KerasVariables {
    private let areByPath: Bool
    private var byPath: [String: [StoredTensor]] = [:]
    /// In older files: groups of one layer of the whole model, and of one name, in order.
    private var byOwner: [String: [String: ArraySlice<[StoredTensor]>]] = [:]
    /// What has been found of a layer, which may be called more than once.
    private var found: [String: [StoredTensor]] = [:]

    init(_ layers: KerasLayers) {
        areByPath = layers.areByPath
        for group in layers.groups {
            if areByPath {
                byPath[group.place] = group.tensors
            } else {
                byOwner[group.place, default: [:]][group.name, default: []].append(group.tensors)
            }
        }
    }

    /// The arrays of a layer, in the order in which it makes them; none where the file has none.
    ///
    /// - Parameters:
    ///   - path: in newer files.
    ///   - owner: the layer of the whole model that it is or lies in.
    ///   - name: its own.
    mutating func tensors(path: String, owner: String, name: String) -> [StoredTensor] {
        if areByPath { return byPath[path] ?? [] }
        if let known = found[path] { return known }
        // Of layers of one name in one model the first stands first.
        let tensors = byOwner[owner]?[name]?.popFirst() ?? []
        found[path] = tensors
        return tensors
    }
}
