import Planes
import Testing

@testable import Physiology

/// Cartoon faces, their controls, and that nothing but arrangement tells them apart.
@Suite struct CartoonFacesTests {
    private static func pictures(_ size: PixelSize, seed: UInt64 = 0) throws -> [[Plane]] {
        try LocalizerStudy.Category.cartoonFaces(on: size, seed: seed).map { category in
            try category.pictures.map { try $0().planes[0] }
        }
    }

    /// The mean, and √(mean square difference from it) over it.
    private static func luminance(_ plane: Plane) -> (mean: Double, contrast: Double) {
        let values = plane.values.map(Double.init)
        let mean = values.reduce(0, +) / Double(values.count)
        let square = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count)
        return (mean, square.squareRoot() / mean)
    }

    @Test(arguments: [PixelSize(side: 32), PixelSize(height: 24, width: 40)])
    func `every picture has the luminance and the contrast of the others`(size: PixelSize) throws {
        let categories = try Self.pictures(size)
        #expect(categories.map(\.count) == [40, 40, 40, 40])
        for (index, category) in categories.enumerated() {
            let found = category.map(Self.luminance)
            // Thousands of pixels are within 1e-4, rounding of single precision beside.
            let farthest = found.map { max(abs($0.mean - 0.5), abs($0.contrast - 0.35)) }.max() ?? 1
            #expect(farthest < 3e-4, "\(index)")
        }
    }

    @Test func `an inverted face is the upright one upside down, and the seed decides which faces they are`() throws {
        let names = LocalizerStudy.Category.cartoonFaces(on: PixelSize(side: 32), seed: 0).map(\.name)
        #expect(names == ["faces", "scrambled-faces", "inverted-faces", "shapes"])
        let categories = try Self.pictures(PixelSize(side: 32))
        #expect(try Self.pictures(PixelSize(side: 32)) == categories)
        #expect(try Self.pictures(PixelSize(side: 32), seed: 1)[0][0] != categories[0][0])
        #expect(Set(categories[0]).count == 40)
    }
}
