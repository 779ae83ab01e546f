import Foundation
import Planes

/// A cartoon face in front view, of few parts with a parameter for each of their shapes and places.
///
/// Eyes white with dark irises, brows, nose and mouth on a bright oval under dark hair, on grey.
///
/// - SeeAlso: Freiwald, Tsao & Livingstone (2009), *Nat. Neurosci.* 12:1187, whose cartoons vary in the same way.
public struct Face: Hashable, Sendable {
    /// How a face differs from the mean one: each number from −1 to 1, 0 the mean.
    public struct Features: Hashable, Sendable {
        /// Their names, in order.
        public static let names = [
            "aspect", "hair", "eye-distance", "eye-height", "eye-size", "iris-size", "brow-slant", "brow-height",
            "nose-width", "nose-length", "mouth-width", "mouth-curve", "direction",
        ]
        /// One number for each name.
        public let values: [Double]
        /// The mean face.
        public static let mean = Features(unchecked: [Double](repeating: 0, count: names.count))

        private init(unchecked values: [Double]) { self.values = values }

        /// Features by their names; those left out are the mean's.
        ///
        /// - Throws: ``StimulusError/impossible(quantity:value:expected:)``, ``StimulusError/noSuchFeature(_:)``.
        public init(_ given: [String: Double]) throws(StimulusError) {
            for (name, value) in given.sorted(by: { $0.key < $1.key }) {
                guard Self.names.contains(name) else { throw .noSuchFeature(name) }
                try check((-1...1).contains(value), name, value, "from -1 to 1 is expected")
            }
            values = Self.names.map { given[$0] ?? 0 }
        }

        /// Features drawn evenly.
        public init(using generator: inout some RandomNumberGenerator) {
            values = Self.names.map { _ in Double.random(in: -1...1, using: &generator) }
        }

        subscript(name: String) -> Double { Self.names.firstIndex(of: name).map { values[$0] } ?? 0 }
    }

    /// How the parts are put together.
    public enum Arrangement: String, Hashable, Sendable, CaseIterable {
        /// As in a face.
        case upright
        /// Turned by half a turn.
        case inverted
        /// Each part at the place of another, the outline as it was.
        case scrambled
    }

    /// How it differs from the mean face.
    public let features: Features
    /// How the parts are put together.
    public let arrangement: Arrangement
    /// From the top of the outline to its end, pixels.
    public let height: Double
    /// Of the whole, −1…1; below 0 its negative.
    public let polarity: Double

    /// A face.
    ///
    /// - Throws: ``StimulusError/impossible(quantity:value:expected:)``.
    public init(
        _ features: Features = .mean, arrangement: Arrangement = .upright, height: Double, polarity: Double = 1
    ) throws(StimulusError) {
        try check(height > 0 && height.isFinite, "diameter", height, "above 0 pixels is expected")
        try check((-1...1).contains(polarity), "contrast", polarity, "from -1 to 1 is expected")
        (self.features, self.arrangement, self.height, self.polarity) = (features, arrangement, height, polarity)
    }

    /// The places of the parts, in half heights from the middle: eyes, brows, nose, mouth.
    private var places: [(x: Double, y: Double)] {
        let side = 0.3 * (1 + 0.25 * features["eye-distance"])
        let (eye, shift) = (-0.12 - 0.08 * features["eye-height"], 0.1 * features["direction"])
        let brow = eye - 0.2 - 0.05 * features["brow-height"]
        let upright = [
            (-side + shift, eye), (side + shift, eye), (-side + shift, brow), (side + shift, brow),
            (shift, 0.2), (shift, 0.58),
        ]
        guard arrangement == .scrambled else { return upright }
        return [5, 3, 4, 0, 2, 1].map { upright[$0] }
    }
}

extension Face: Stimulus {
    /// As ``Stimulus``: the mean of nine samples.
    public func contrast(x: Double, y: Double) -> Double {
        let (places, turn) = (places, arrangement == .inverted ? -1.0 : 1.0)
        return polarity
            * pixelAverage(x: x, y: y) { shade(turn * $0 / (height / 2), turn * $1 / (height / 2), places) }
    }

    /// The contrast at a place in half heights.
    private func shade(_ x: Double, _ y: Double, _ places: [(x: Double, y: Double)]) -> Double {
        let width = 0.72 * (1 + 0.15 * features["aspect"])
        guard Self.isInside(x, y, width, 1) else { return 0 }
        for (index, place) in places.enumerated() {
            if let shade = part(index, x - place.x, y - place.y) { return shade }
        }
        return y < -0.62 + 0.12 * features["hair"] ? -0.8 : 0.5
    }

    /// The shade of a part at a place from its middle; `nil` beside it.
    private func part(_ index: Int, _ x: Double, _ y: Double) -> Double? {
        switch index {
        case 0, 1:
            let size = 1 + 0.3 * features["eye-size"]
            guard Self.isInside(x, y, 0.16 * size, 0.09 * size) else { return nil }
            let iris = 0.07 * (1 + 0.3 * features["iris-size"])
            return Self.isInside(x, y, iris, iris) ? -1 : 1
        case 2, 3:
            let slope = 0.4 * features["brow-slant"] * (index == 2 ? 1 : -1)
            return abs(x) < 0.17 && abs(y - slope * x) < 0.035 ? -0.8 : nil
        case 4:
            let (width, length) = (1 + 0.4 * features["nose-width"], 1 + 0.3 * features["nose-length"])
            return Self.isInside(x, y, 0.07 * width, 0.17 * length) ? -0.2 : nil
        default:
            let curved = y + features["mouth-curve"] * (x * x * 2 - 0.04)
            return abs(x) < 0.27 * (1 + 0.3 * features["mouth-width"]) && abs(curved) < 0.045 ? -0.7 : nil
        }
    }

    private static func isInside(_ x: Double, _ y: Double, _ width: Double, _ height: Double) -> Bool {
        x * x / (width * width) + y * y / (height * height) < 1
    }

    /// As ``Stimulus``.
    public var measures: StimulusMeasures { StimulusMeasures(contrast: polarity, diameter: height) }

    /// As ``Stimulus``.
    public var summary: String {
        let changed = zip(Features.names, features.values).filter { $0.1 != 0 }.map { "\($0.0) \($0.1)" }
        return "\(arrangement.rawValue) cartoon face \(height) px high, contrast \(polarity), "
            + (changed.isEmpty ? "the mean face" : changed.joined(separator: ", "))
    }
}
