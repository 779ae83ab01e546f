import Inference
public import Networks
public import Planes
public import ReceptiveFields

/// A layer on the way from a picture to an answer: what it does, and what it gave for the picture.
public struct LayerActivation: Sendable {
    /// A channel of maps, or a unit of a layer without maps.
    struct Part: Sendable {
        let index: Int
        /// Of the layer's squared activations.
        let share: Double
        /// The largest in size, with its sign.
        let peak: Float
        /// The unit that gave it; `nil` without maps.
        let place: (row: Int, column: Int)?
    }

    let field: TensorField
    /// A sentence without its end.
    let purpose: String
    /// As it was computed.
    let shape: [Int]
    /// All of them: the strongest channels first, of a layer without maps the highest units.
    let parts: [Part]
    /// The strongest channels' maps; `nil` where units are no maps.
    let wall: ChannelMontage?
    /// The values of a layer without maps, as many as are drawn.
    let strip: [Float]
    /// Lowest and highest activation; `nil` without units.
    let range: ClosedRange<Float>?
    let mean: Double
    /// The part of the units above 0.
    let activeShare: Double

    /// Maps that are drawn of a layer: two rows.
    private static let mostMaps = 18
    /// Units that are drawn of a layer without maps.
    private static let mostUnits = 1 << 16

    /// What a layer gave.
    ///
    /// - Parameters:
    ///   - field: the layer, and what its units see.
    ///   - instance: the layer's node, with what is known of its inputs.
    ///   - activity: what it gave for one picture; of a batch the first is looked at where units are maps.
    public init(_ field: TensorField, instance: OperatorInstance, activity: Tensor<Float>) {
        self.field = field
        purpose = LayerPurpose(of: instance, learned: field.cost.parameters).text
        shape = activity.shape
        let values = activity.values
        range = values.min().flatMap { low in values.max().map { low...$0 } }
        mean = values.isEmpty ? 0 : values.reduce(0) { $0 + Double($1) } / Double(values.count)
        activeShare = values.isEmpty ? 0 : Double(values.count { $0 > 0 }) / Double(values.count)
        let maps = field.order.flatMap { activity.shape.count == 4 ? activity.channelsFirst(from: $0) : nil }
        guard let maps, maps.shape[2] * maps.shape[3] > 1, !values.isEmpty else {
            (wall, strip) = (nil, Array(values.prefix(Self.mostUnits)))
            // Units stand for classes and features by what they give, not by its size: the highest first.
            let energies = values.map { Double($0) * Double($0) }
            let all = max(energies.reduce(0, +), .leastNonzeroMagnitude)
            parts = values.indices.sorted { (values[$1], $0) < (values[$0], $1) }.map {
                Part(index: $0, share: energies[$0] / all, peak: values[$0], place: nil)
            }
            return
        }
        let planes = (0..<maps.shape[1]).map { maps.plane(ofChannel: $0) }
        (wall, strip) = (ChannelMontage(planes, atMost: Self.mostMaps), [])
        parts = Self.strongest(planes.map { $0.norm * $0.norm }) { Self.peak(of: planes[$0]) }
    }

    private static func strongest(
        _ energies: [Double], _ peak: (Int) -> (Float, (row: Int, column: Int)?)
    ) -> [Part] {
        let all = max(energies.reduce(0, +), .leastNonzeroMagnitude)
        return energies.indices.sorted { (energies[$1], $0) < (energies[$0], $1) }.map { index in
            let (value, place) = peak(index)
            return Part(index: index, share: energies[index] / all, peak: value, place: place)
        }
    }

    private static func peak(of plane: Plane) -> (Float, (row: Int, column: Int)?) {
        let place = plane.values.indices.max { abs(plane.values[$0]) < abs(plane.values[$1]) } ?? 0
        return (plane.values[place], (place / plane.size.width, place % plane.size.width))
    }

    /// `64 × 55 × 55`, or `1000`.
    var sizeText: String { sizes(shape.count > 1 ? Array(shape.dropFirst()) : shape) }

    /// What a unit sees of the picture.
    var fieldText: String {
        if field.rows.isGlobal, field.columns.isGlobal { return "sees the whole picture" }
        return "sees \(field.rows.sizeText) × \(field.columns.sizeText) pixels" + (field.isExact ? "" : " at most")
    }
}

/// `5 × 5 × 3`.
func sizes(_ values: [Int]) -> String { values.map(String.init).joined(separator: " × ") }
