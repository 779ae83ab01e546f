import Inference
import Networks
import ReceptiveFields

/// A layer whose units may lie where the stimuli are.
struct ScoredLayer: Sendable {
    let name, tensor: String
    let channels: Int
    let order: MapOrder
    /// Rows and columns of the units near the stimuli: those that see a disc there, and whose receptive field is centred
    /// within ``ScoreStudy/farthest`` of it.
    let candidates: MapBox

    /// A layer of maps.
    ///
    /// - Throws: ``RecordingError``: no map, or too many units.
    init(_ field: TensorField, _ units: TensorUnits, on screen: ScoreScreen) throws(RecordingError) {
        guard let order = field.mapOrder, let channels = field.channels, units.height > 0, units.width > 0 else {
            throw .noMap(layer: field.node.label)
        }
        (name, tensor) = (field.node.label, field.tensor)
        (self.order, self.channels) = (order, channels)
        // The disc's middle, and so the field's, is at most this far beyond what a unit sees.
        let reach = (ScoreGrating.mappingRadius + ScoreStudy.nearness) * screen.pixelsPerDegree
        let farthest = ScoreStudy.farthest * screen.pixelsPerDegree
        func near(
            _ count: Int, _ middle: Double, _ axis: (center: Double?, stride: Double?), _ seen: (Int) -> PixelSet
        ) -> Range<Int> {
            let places = (0..<count).filter { place in
                // Where centres lie on no grid, what is seen decides alone.
                if let center = axis.center, let stride = axis.stride,
                    abs(center + stride * Double(place) - middle) > farthest
                {
                    return false
                }
                let pixels = seen(place)
                return !pixels.isEmpty && Double(pixels.first) - reach <= middle
                    && middle <= Double(pixels.last) + reach
            }
            guard let first = places.first, let last = places.last else { return 0..<0 }
            return first..<last + 1
        }
        candidates = MapBox(
            rows: near(
                units.height, screen.row(of: ScoreGrating.position), (field.rows.center, field.rows.stride)
            ) {
                units.field(row: $0, column: units.width / 2, strictly: true).rows
            },
            columns: near(
                units.width, screen.column(of: ScoreGrating.position), (field.columns.center, field.columns.stride)
            ) {
                units.field(row: units.height / 2, column: $0, strictly: true).columns
            })
        guard count <= Self.mostUnits else {
            throw .tooManyUnits(count, layer: field.node.label, limit: Self.mostUnits)
        }
    }

    /// The most units that may be near: 64 MB of answers to one grating.
    private static let mostUnits = 1 << 24

    /// How many units may be near.
    var count: Int { candidates.count * channels }
}
