import Retinotopy

/// How tables, pictures and reports speak of a map's activity: from the stages that made it, in one place.
extension ActivityQuantity {
    /// Its unit in tables; a network's activations have none.
    var unit: String? {
        switch self {
        case .contrast: "contrast"
        case .normalized, .ofNetwork: nil
        }
    }

    /// The unit of its square.
    var squaredUnit: String? { unit.map { "\($0) squared" } }

    /// What a number of it means.
    var meaning: String {
        switch self {
        case .contrast: "Response, 1 to the filter's own grating from black to white"
        case .normalized: "Response divided by that of all cells of the place, 0 to 1"
        case .ofNetwork: "The layer's value"
        }
    }

    /// The same as a sentence of a report.
    var sentence: String {
        switch self {
        case .contrast: "Activations are in units of contrast: 1 to a filter's own grating from black to white."
        case .normalized: "Activations are parts of the largest possible: divided by those of all cells of a place."
        case .ofNetwork: "Units stand at the centres of their receptive fields, activations are the layer's own."
        }
    }

    /// What the root of its energy is in.
    var scale: String {
        switch self {
        case .contrast: "√energy, contrast units"
        case .normalized: "√energy, normalised"
        case .ofNetwork: "√energy, the layer's units"
        }
    }

    /// What the column `layer` names.
    var source: String { self == .ofNetwork ? "The network's layer" : "The bank of filters" }

    /// What the column `filters` holds.
    var filters: String {
        self == .ofNetwork
            ? "The layer's channel, 0-based" : "Filters of the bank, 0-based: one, or the even and the odd of a pair"
    }
}
