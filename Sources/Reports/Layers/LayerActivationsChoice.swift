import Networks
public import ReceptiveFields

/// Which layers a walk shows where none are named.
public struct LayerActivationsChoice: Sendable {
    /// In network order.
    public let layers: [TensorField]
    /// How many there are to choose from.
    let count: Int

    /// Layers that are shown at most.
    static let most = 24

    /// All layers that change something, if they are few; of a deep network the last one of each size of map, and what is
    /// no map; where even those are many, some of them, evenly spread, the last always.
    public init(of fields: ReceptiveFields) {
        let all = fields.tensors.filter { $0.tensor == $0.node.outputs.first && !$0.node.op.passesValues }
        count = all.count
        guard all.count > Self.most else {
            layers = all
            return
        }
        let ends = all.indices.filter { index in
            let (field, next) = (all[index], index + 1 < all.count ? all[index + 1] : nil)
            return next.map { $0.height != field.height || $0.width != field.width } ?? true
                || (field.height == nil && field.cost.parameters > 0)
        }
        let kept = min(ends.count, Self.most)
        layers = (1...kept).map { all[ends[$0 * ends.count / kept - 1]] }
    }

    /// A sentence on what is left out; `nil` where nothing is.
    public var note: String? {
        layers.count == count
            ? nil
            : "Of \(count) layers \(layers.count) are shown, the last of each size of map; --layers NAME,… or '*' shows others."
    }
}
