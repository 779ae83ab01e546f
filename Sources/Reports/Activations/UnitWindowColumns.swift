import Physiology
import ReceptiveFields
import Tables

extension ActivationLayer.Unit {
    /// Columns of what a unit sees of the network's image; empty where it sees nothing.
    static let windowFields: [TableLayout<ActivationLayer.Unit>.Field] = [
        edge("first_y_px", "First row", \.rows, \.first), edge("last_y_px", "Last row", \.rows, \.last),
        edge("first_x_px", "First column", \.columns, \.first), edge("last_x_px", "Last column", \.columns, \.last),
    ]

    private static func edge(
        _ name: String, _ words: String, _ axis: @escaping @Sendable (ActivationLayer.Unit) -> PixelSet,
        _ end: @escaping @Sendable (PixelSet) -> Int
    ) -> TableLayout<ActivationLayer.Unit>.Field {
        .init(Column(name, .integer, unit: "pixel", "\(words) of the network's image that it sees")) {
            let seen = axis($0)
            return seen.isEmpty ? .absent : .integer(end(seen))
        }
    }
}
