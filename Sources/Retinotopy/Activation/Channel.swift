public import Planes

/// What all units of one map have in common: the filter or the quadrature pair that they look through.
public struct Channel: Hashable, Sendable, Codable {
    /// 0-based, in the order of the model.
    public let index: Int
    /// Places of its filters in the bank: one, or the even and the odd of a pair.
    public let filters: [Int]
    /// Of the bars; `nil` for round filters.
    public let orientation: Orientation?
    /// The filters' peak; `nil` where they have none.
    public let spatialFrequency: SpatialFrequency?
    /// `nil` for a pair, which has none.
    public let phase: Phase?
    /// What it answers to white noise, root mean square of an amount that all channels share: what a channel has that looks
    /// for nothing in particular.
    public let noise: Double

    /// A channel; what it has not is `nil`.
    public init(
        index: Int, filters: [Int], orientation: Orientation? = nil, spatialFrequency: SpatialFrequency? = nil,
        phase: Phase? = nil, noise: Double = 1
    ) {
        self.index = index
        self.filters = filters
        self.orientation = orientation
        self.spatialFrequency = spatialFrequency
        self.phase = phase
        self.noise = noise
    }

    /// The same channel where fields are so many times wider.
    func grown(by growth: Double) -> Channel {
        Channel(
            index: index, filters: filters, orientation: orientation,
            spatialFrequency: spatialFrequency.map { SpatialFrequency(cyclesPerPixel: $0.cyclesPerPixel / growth) },
            phase: phase, noise: noise)
    }
}
