import Foundation
import GSL
import Planes
import Testing

@testable import Learning

@Suite struct WhitenedPhotographsTests {
    private static let size = PixelSize(height: 40, width: 48)

    /// A grating of whole cycles across the picture.
    private static func grating(_ cycles: Int) -> Plane {
        Plane(size: size) { _, column in Float(0.5 + 0.2 * sin(2 * .pi * Double(cycles * column) / 48)) }
    }

    @Test func `two gratings are weighed as the filter says, and the picture has variance 1`() throws {
        let sum = Plane(size: Self.size) { row, column in
            Self.grating(4)[row, column] + Self.grating(12)[row, column]
        }
        let white = try #require(WhitenedPhotographs.whitened(sum))
        #expect(abs(white.mean) < 1e-6 && abs(white.norm * white.norm / Double(Self.size.count) - 1) < 1e-5)
        func amplitude(_ cycles: Int) -> Double {
            (0..<48).reduce(0.0) { $0 + Double(white[7, $1]) * sin(2 * .pi * Double(cycles * $1) / 48) } / 24
        }
        let (low, high) = (4.0 / 48, 12.0 / 48)
        let f0 = 200.0 / 512
        let expected = high * exp(-pow(high / f0, 4)) / (low * exp(-pow(low / f0, 4)))
        #expect(abs(amplitude(12) / amplitude(4) - expected) < 1e-4)
    }

    @Test func `patches come from all pictures and keep away from the edges`() throws {
        // Rows differ, so that a patch tells where it is from.
        let small = Plane(size: PixelSize(height: 21, width: 20)) { row, column in Float(row * row + 3 * column) }
        let pictures = [("a", Self.grating(3)), ("b", small)]
        let patch = PixelSize(height: 4, width: 4)
        let white = try WhitenedPhotographs(pictures, patch: patch)
        let patches = white.patches(400, using: MersenneTwister(seed: 1))
        let places = white.planes.enumerated().flatMap { picture, plane in
            (8...plane.size.height - 12).flatMap { top in
                (8...plane.size.width - 12).map { left in
                    (picture, (0..<16).map { plane[top + $0 / 4, left + $0 % 4] })
                }
            }
        }
        #expect(places.count == 21 * 29 + 2)
        var seen: Set<Int> = []
        for index in 0..<400 {
            let values = patches.rows(index..<index + 1).values
            let found = try #require(places.first { $0.1 == values })
            seen.insert(found.0)
        }
        #expect(seen.contains(0))
        #expect(white.patches(3, using: MersenneTwister(seed: 1)).values == patches.rows(0..<3).values)
    }

    @Test func `a picture without room or contrast is refused`() {
        let patch = PixelSize(height: 12, width: 12)
        let small = PixelSize(height: 27, width: 90)
        let error = LearningError.noPatch(picture: "a.png", size: small, patch: patch)
        #expect(throws: error) {
            _ = try WhitenedPhotographs([("a.png", Plane(size: small) { $0 + $1 > 3 ? 1 : 0 })], patch: patch)
        }
        #expect(
            "\(error)" == "a.png: is 27 × 90, too small for patches of 12 × 12 that keep 8 pixels from its edges; "
                + "give larger pictures, or a smaller size")
        let flat = LearningError.flat(picture: "b.png")
        #expect(throws: flat) {
            _ = try WhitenedPhotographs([("b.png", Plane(size: Self.size) { _, _ in 0.5 })], patch: patch)
        }
        #expect("\(flat)" == "b.png: has no contrast to learn from; leave it out" && flat.exitCode == 65)
    }
}
