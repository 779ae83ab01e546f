/// The arrays of a model's layers, found as its files name them.
struct KerasVariables {
    private let areByPath: Bool
    private var byPath: [String: [StoredTensor]] = [:]
    /// In older files: the arrays of each layer of the whole model, with the names that theirs are behind.
    private var byOwner: [String: [(scope: [String], tensor: StoredTensor)]] = [:]

    init(_ layers: KerasLayers) {
        areByPath = layers.areByPath
        for group in layers.groups {
            if areByPath {
                byPath[group.place] = group.tensors
                continue
            }
            for tensor in group.tensors {
                let roots = ["model_weights/\(group.place)/", "\(group.place)/"]
                let root = roots.first { tensor.name.hasPrefix($0) } ?? ""
                let steps = tensor.name.dropFirst(root.count).split(separator: "/").map(String.init)
                byOwner[group.place, default: []].append((steps.dropLast(), tensor))
            }
        }
    }

    /// The arrays of a layer, in the order in which it makes them; none where the file has none.
    ///
    /// - Parameters:
    ///   - path: in newer files.
    ///   - scope: the layer of the whole model that it is or lies in, the models between, itself, and a part of it.
    func tensors(path: String, scope: [String]) -> [StoredTensor] {
        if areByPath { return byPath[path] ?? [] }
        let arrays = scope.first.flatMap { byOwner[$0] } ?? []
        // Some versions name all that an array lies in, others the last of it.
        func within(_ scope: ArraySlice<String>) -> [StoredTensor] {
            arrays.filter { scope.suffix($0.scope.count).elementsEqual($0.scope) }.map(\.tensor)
        }
        let own = within(scope[...])
        guard own.isEmpty else { return own }
        // A layer in a layer may have its arrays under that one's name; one that was renamed has them under its old name.
        return scope.count > 1 ? within(scope.dropLast()) : arrays.map(\.tensor)
    }
}
