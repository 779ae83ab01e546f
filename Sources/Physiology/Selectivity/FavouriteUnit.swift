public import Inference
public import Planes

/// A unit of a layer that stands for those that prefer the first category, with its answer to every picture.
public struct FavouriteUnit: Sendable {
    /// A picture and the answer to it.
    public struct Answer: Sendable {
        /// The picture's category, by its place.
        public let category: Int
        /// As the network was shown it.
        public let picture: Image
        /// What the unit answered.
        public let value: Float
    }

    /// The layer.
    public let layer: MapLayer
    /// The unit.
    public let unit: LocalizerStudy.Unit
    /// Of each category its answers, in the order of the pictures.
    public let answers: [[Float]]
    /// The largest answers, from the largest down.
    public let best: [Answer]
    /// The smallest answers, from the smallest up.
    public let worst: [Answer]
}

extension LocalizerStudy {
    /// Pictures at either end.
    private static let shown = 5

    /// Of each layer the unit whose d′ for the first category is largest, or where none prefers it, for any category.
    ///
    /// - Parameters:
    ///   - network: that of the study.
    ///   - layers: its layers.
    ///   - pictures: its categories.
    ///   - finished: hears how many pictures were shown once more.
    /// - Throws: as the study.
    public func favourites(
        _ network: RunnableNetwork, layers: [MapLayer], categories pictures: [Category],
        finished: @escaping @Sendable (Int) -> Void = { _ in }
    ) throws -> [FavouriteUnit] {
        let trained = findings.filter { $0.condition == .trained }
        let chosen = zip(layers.indices, trained).compactMap { layer, finding -> (layer: Int, unit: Unit)? in
            let first = finding.tested.filter { $0.category == 0 }
            return (first.isEmpty ? finding.tested : first)
                .max { $0.selectivity.dPrime < $1.selectivity.dPrime }.map { (layer, $0) }
        }
        guard !chosen.isEmpty else { return [] }
        let all = pictures.flatMap(\.pictures)
        let categories = pictures.enumerated().flatMap { index, category in category.pictures.map { _ in index } }
        let answers = try LayerRuns(of: layers, in: network).answers(
            of: chosen.map { ($0.layer, $0.unit.channel, $0.unit.row, $0.unit.column) }, to: all, finished: finished)
        return try zip(chosen, answers).map { chosen, values in
            let order = values.indices.sorted { (values[$1], $0) < (values[$0], $1) }
            func shown(_ places: some Sequence<Int>) throws -> [FavouriteUnit.Answer] {
                try places.map { place in
                    FavouriteUnit.Answer(
                        category: categories[place], picture: try network.fitted(all[place]()), value: values[place])
                }
            }
            return FavouriteUnit(
                layer: layers[chosen.layer], unit: chosen.unit,
                answers: pictures.indices.map { category in
                    values.indices.filter { categories[$0] == category }.map { values[$0] }
                }, best: try shown(order.prefix(Self.shown)), worst: try shown(order.suffix(Self.shown).reversed()))
        }
    }
}
