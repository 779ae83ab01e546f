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
    /// - Parameter size: of the pictures.
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
    /// As a grey picture of mean luminance one half and RMS contrast 0.35, but for what is cut off at black and white.
    fileprivate var shownAtEqualContrast: Image {
        let (mean, spread) = (Float(mean), Float(centered.norm / Double(size.count).squareRoot()))
        let scale: Float = spread > 0 ? 0.35 / spread : 0
        return Image(
            grey: Plane(size: size, values: values.map { min(max(0.5 + 0.5 * ($0 - mean) * scale, 0), 1) }),
            encoding: .sRGB)
    }

    private var centered: Plane {
        let mean = Float(mean)
        return Plane(size: size, values: values.map { $0 - mean })
    }
}
