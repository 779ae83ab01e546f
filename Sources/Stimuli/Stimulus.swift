public import Planes

/// Something shown to a unit: a pattern of contrast around a grey mean, as an experimenter describes it.
///
/// Contrast is signed, −1…1: 0 is the grey of the screen, 1 twice as bright, −1 black. Lengths are in pixels; x runs to the
/// right and y **down** from the middle of the pattern.
public protocol Stimulus: Sendable {
    /// The contrast of the pixel whose centre is at a place, edges averaged over the pixel.
    func contrast(x: Double, y: Double) -> Double
    /// The pattern on a lattice, its middle at a place measured from the lattice's centre.
    ///
    /// - Returns: signed contrast, one value per pixel.
    func drawn(on size: PixelSize, centerX: Double, centerY: Double) -> Plane
    /// Patterns whose weighted sum it is, contrast by contrast: a grating of any phase and contrast is one of two waves.
    var parts: [(pattern: any Stimulus, weight: Double)] { get }
    /// What is drawn, in one line with all its numbers.
    var summary: String { get }
    /// What is drawn, in numbers.
    var measures: StimulusMeasures { get }
}

extension Stimulus {
    /// Itself alone.
    public var parts: [(pattern: any Stimulus, weight: Double)] { [(self, 1)] }
}

extension Stimulus {
    /// The pattern on a lattice, pixel by pixel.
    public func drawn(on size: PixelSize, centerX: Double, centerY: Double) -> Plane {
        let center = size.center
        return Plane(size: size) { row, column in
            Float(contrast(x: Double(column) - center.x - centerX, y: Double(row) - center.y - centerY))
        }
    }

    /// The pattern in the middle of a lattice.
    public func drawn(on size: PixelSize) -> Plane { drawn(on: size, centerX: 0, centerY: 0) }
}

/// Why a stimulus cannot be drawn.
public enum StimulusError: Error, Hashable, Sendable, CustomStringConvertible {
    /// A grating that a lattice would show as another one.
    case aliased(frequency: Double, orientation: Double)
    /// A number that the stimulus cannot have.
    case impossible(quantity: String, value: Double, expected: String)

    /// A feature that a face does not have.
    case noSuchFeature(String)
    /// More memory than one answer may take.
    case tooLarge(frames: Int, size: PixelSize, bytes: Double)

    /// One line: what is wrong, what would be right.
    public var description: String {
        switch self {
        case .aliased(let frequency, let orientation):
            "a grating of \(frequency) cycles/pixel with bars at \(orientation)° would be seen as another one, as rows and "
                + "columns carry at most 0.5 cycles/pixel; a lower frequency is expected"
        case .impossible(let quantity, let value, let expected):
            "\(quantity) \(value) is not possible; \(expected)"
        case .noSuchFeature(let name):
            "a face has no feature '\(name)'; there are \(Face.Features.names.joined(separator: ", "))"
        case .tooLarge(let frames, let size, let bytes):
            "\(frames) frames of \(size) pixels would take \(MemoryBudget.text(bytes)), more than \(MemoryBudget.text(MemoryBudget.most)); fewer frames, or a smaller picture"
        }
    }
}

/// Checks a number that a stimulus is made with.
func check(_ isRight: Bool, _ quantity: String, _ value: Double, _ expected: String) throws(StimulusError) {
    if !isRight { throw .impossible(quantity: quantity, value: value, expected: expected) }
}
