import GSL
public import Planes
import Stimuli

extension LocalizerStudy.Category {
    /// Pictures in each category of ``cartoonFaces(on:seed:)``.
    public static let cartoons = 40

    /// Cartoon faces after Freiwald, Tsao & Livingstone (2009); the same faces with their parts at each other's places, and
    /// turned by half a turn; and shapes that are no parts of a face. All pictures have one mean luminance and one RMS
    /// contrast; the faces of three categories differ in nothing but their arrangement.
    ///
    /// - Parameters:
    ///   - size: of the pictures.
    ///   - seed: of the features of faces, and of what shapes are there.
    public static func cartoonFaces(on size: PixelSize, seed: UInt64) -> [LocalizerStudy.Category] {
        let arrangements: [(String, Face.Arrangement?)] = [
            ("faces", .upright), ("scrambled-faces", .scrambled), ("inverted-faces", .inverted), ("shapes", nil),
        ]
        return arrangements.map { name, arrangement in
            LocalizerStudy.Category(
                name,
                pictures: (0..<cartoons).map { index in
                    { @Sendable in
                        var generator = MersenneTwister(seed: seed, stream: UInt64(index))
                        guard let arrangement else {
                            return try Self.shapes(on: size, using: &generator).shownAtEqualContrast
                        }
                        return try Self.face(arrangement, on: size, using: &generator).shownAtEqualContrast
                    }
                })
        }
    }

    /// A face of drawn features, about 3/4 of the picture high, a little off its middle.
    private static func face(
        _ arrangement: Face.Arrangement, on size: PixelSize, using generator: inout MersenneTwister
    ) throws -> Plane {
        let side = Double(min(size.height, size.width))
        let features = Face.Features(using: &generator)
        let height = side * Double.random(in: 0.65...0.8, using: &generator)
        let (x, y) = (Double.random(in: -1...1, using: &generator), Double.random(in: -1...1, using: &generator))
        return try Face(features, arrangement: arrangement, height: height)
            .drawn(on: size, centerX: x * side / 20, centerY: y * side / 20)
    }

    /// Bars and discs of contrast, bright and dark, over each other.
    private static func shapes(on size: PixelSize, using generator: inout MersenneTwister) throws -> Plane {
        let side = Double(min(size.height, size.width))
        var plane = Plane(size: size) { _, _ in 0 }
        for _ in 0..<6 {
            let bar = try Bar(
                orientation: Orientation(degrees: Double.random(in: 0..<180, using: &generator)),
                width: side * Double.random(in: 0.08...0.3, using: &generator),
                length: side * Double.random(in: 0.15...0.5, using: &generator),
                polarity: Bool.random(using: &generator) ? 0.8 : -0.8)
            let (x, y) = (
                Double.random(in: -0.3...0.3, using: &generator), Double.random(in: -0.3...0.3, using: &generator)
            )
            let drawn = bar.drawn(on: size, centerX: x * side, centerY: y * side)
            plane = Plane(size: size) { row, column in
                drawn[row, column] == 0 ? plane[row, column] : drawn[row, column]
            }
        }
        return plane
    }
}

extension Plane {
    /// Of every picture.
    private static let (luminance, contrast): (Float, Float) = (0.5, 0.35)

    /// As a grey picture of mean luminance one half and RMS contrast 0.35. What is cut off at black and white is made up for
    /// by the rest, as far as it can be.
    fileprivate var shownAtEqualContrast: Image {
        let (luminance, contrast) = (Self.luminance, Self.contrast)
        let own = Float(mean)
        guard deviation > 0 else { return Image(grey: Plane(size: size) { _, _ in luminance }, encoding: .sRGB) }
        var (gain, offset) = (contrast * luminance / deviation, luminance)
        var shown = self
        for _ in 0..<60 {
            shown = Plane(size: size, values: values.map { min(max(gain * ($0 - own) + offset, 0), 1) })
            let (mean, deviation) = (Float(shown.mean), shown.deviation)
            guard deviation > 0 else { break }
            let isThere = abs(mean - luminance) < 1e-4 && abs(deviation / luminance - contrast) < 1e-4
            if isThere { break }
            gain *= contrast * luminance / deviation
            offset += luminance - mean
        }
        return Image(grey: shown, encoding: .sRGB)
    }

    /// √(mean square difference from the mean).
    private var deviation: Float {
        let mean = Float(mean)
        return Float(
            (values.reduce(0.0) { $0 + Double(($1 - mean) * ($1 - mean)) } / Double(size.count)).squareRoot())
    }
}
