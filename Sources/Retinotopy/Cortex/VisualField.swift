public import Planes

/// Where a picture lies in the visual field: how many degrees it spans, and which pixel one looks at.
///
/// Every pixel has the same angle, degrees/width, along both axes: exact for a small field or a curved screen. On a flat
/// screen seen from the front, tan *E* takes the place of *E*: 2 % at 14°.
public struct VisualField: Hashable, Sendable, Codable {
    /// Rows and columns of the picture.
    public let size: PixelSize
    /// Degrees that the picture's width spans, from its left edge to its right edge.
    public let degrees: Double
    /// The pixel that is looked at: x to the right, y down, pixel centres at integers. It may lie outside.
    public var fixation: (x: Double, y: Double) { (fixationX, fixationY) }
    private let fixationX, fixationY: Double

    /// The most pixels to a degree: one to an arc second, about the thirtieth part of a foveal cone.
    public static let finest = 3600.0

    /// A picture that spans an angle, looked at in its middle or at a given pixel.
    ///
    /// - Throws: ``RetinotopyError`` where the angle is not above 0 and at most 180°, a pixel is less than an arc second, the
    ///   fixation is no number, or part of the picture would be more than 180° from it.
    public init(
        size: PixelSize, degrees: Double, fixation: (x: Double, y: Double)? = nil
    ) throws(RetinotopyError) {
        guard degrees > 0, degrees <= 180, PixelsPerDegree(Double(size.width) / degrees) != nil else {
            throw .invalid(.field, value: "\(degrees)", expected: "above 0 and at most 180 degrees")
        }
        let fixation = fixation ?? size.center
        guard fixation.x.isFinite, fixation.y.isFinite else {
            throw .invalid(
                .fixation, value: "\(fixation.x),\(fixation.y)",
                expected: "two finite numbers, pixels to the right and down")
        }
        self.size = size
        self.degrees = degrees
        (fixationX, fixationY) = fixation
        let narrowest = Double(size.width) / Self.finest
        guard degrees >= narrowest else {
            throw .invalid(
                .field, value: "\(degrees)",
                expected: "at least \((narrowest * 1000).rounded(.up) / 1000) degrees, an arc second to a pixel")
        }
        guard largestEccentricity <= 180 else {
            throw .invalid(
                .fixation, value: "\(fixation.x),\(fixation.y)",
                expected: "no part of the picture more than 180° away; a pixel nearer to it, or a narrower field")
        }
    }

    /// Pixels to a degree.
    public var resolution: PixelsPerDegree {
        guard let resolution = PixelsPerDegree(Double(size.width) / degrees) else {
            preconditionFailure("a width over an angle above 0 is positive and finite")
        }
        return resolution
    }

    /// Degrees that the picture's height spans.
    public var degreesHigh: Double { Double(size.height) / resolution.value }

    /// The place in the visual field of a place in the picture.
    public func point(x: Double, y: Double) -> VisualPoint {
        // Adding 0 makes −0 a plain 0.
        VisualPoint(x: (x - fixation.x) / resolution.value + 0, y: (fixation.y - y) / resolution.value + 0)
    }

    /// The place in the picture of a place in the visual field.
    public func pixel(of point: VisualPoint) -> (x: Double, y: Double) {
        (fixation.x + point.x * resolution.value, fixation.y - point.y * resolution.value)
    }

    /// The eccentricity of the corner that is farthest from fixation.
    public var largestEccentricity: Double {
        let (right, bottom) = (Double(size.width) - 0.5, Double(size.height) - 0.5)
        return [(-0.5, -0.5), (right, -0.5), (-0.5, bottom), (right, bottom)]
            .map { point(x: $0.0, y: $0.1).eccentricity }.max() ?? 0
    }
}

extension VisualField {
    /// Eccentricities for rings on it, degrees: doublings of a degree that are neither crowded nor outside.
    public var rings: [Double] {
        let largest = largestEccentricity
        let doublings: [Double] = [1 / 64, 1 / 32, 1 / 16, 1 / 8, 1 / 4, 1 / 2, 1, 2, 4, 8, 16, 32, 64, 128]
        return doublings.filter { $0 < largest && $0 > largest / 32 }
    }
}
