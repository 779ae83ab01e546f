import Networks
import Planes

/// Why something cannot be laid out on the cortex.
public enum RetinotopyError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What is chosen by whoever asks for a map.
    public enum Quantity: String, CaseIterable, Sendable {
        /// Degrees that a picture's width spans.
        case field
        /// The pixel looked at.
        case fixation
        /// Pixels from unit to unit.
        case stride
        /// What cells make of their filters.
        case cells
        /// The contrast at which activity is half of its largest.
        case normalization
        /// The layers of the LGN.
        case relay = "LGN"
        /// Pixels that the cells are tuned to.
        case wavelength
    }

    /// A value that cannot be.
    case invalid(Quantity, value: String, expected: String)
    /// More hypercolumns than are worked on, the mirrored ones about a picture with them.
    case tooManyHypercolumns(height: Int, width: Int, limit: Int)
    /// More memory than one answer may take: of what, and which quantities make it less.
    case tooLarge(String, bytes: Double, ways: [Quantity])
    /// A layer whose units are no lattice on the image; the last map where none was named.
    case unevenUnits(layer: String?)
    /// A layer of more values than are laid out.
    case tooManyValues(layer: String, shape: [Int])
    /// A layer that gave another shape than its network foresees.
    case otherShape(layer: String)

    /// One line: what is wrong, what would be right.
    public var description: String { text { $0.rawValue } }

    /// The same line, with quantities called as whoever set them knows them.
    public func text(naming name: (Quantity) -> String) -> String {
        switch self {
        case .invalid(let quantity, let value, let expected):
            "\(name(quantity)): \(value) is not possible; \(expected)"
        case .tooManyHypercolumns(let height, let width, let limit):
            "\(height) × \(width) hypercolumns, with the mirrored ones about the picture, are more than \(limit); choose a longer \(name(.wavelength))"
        case .tooLarge(let what, let bytes, let ways):
            "\(what) would take \(MemoryBudget.text(bytes)), more than \(MemoryBudget.text(MemoryBudget.most)); take a smaller picture, or another \(ways.map(name).joined(separator: " or "))"
        case .unevenUnits(let layer):
            "the units of '\(layer ?? "the last map")' do not lie evenly on the image; name a layer of rows and columns"
        case .tooManyValues(let layer, let shape):
            "'\(layer)' has \(shapeText(shape)) values; name a layer of fewer, or a smaller image"
        case .otherShape(let layer): "'\(layer)' has not the shape that was foreseen"
        }
    }
}
