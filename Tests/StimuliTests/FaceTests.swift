import Planes
import Testing

@testable import Stimuli

@Suite struct FaceTests {
    private static let size = PixelSize(side: 64)

    @Test func `the mean face is even about its middle, and its parts are where they belong`() throws {
        let plane = try Face(height: 60).drawn(on: Self.size)
        for row in 0..<64 {
            for column in 0..<32 { #expect(abs(plane[row, column] - plane[row, 63 - column]) < 1e-6) }
        }
        // The outline ends where the picture is grey; hair is dark, the chin bright, an iris black, the mouth dark.
        #expect(plane[0, 0] == 0 && plane[5, 31] == -0.8 && abs(plane[57, 31] - 0.5) < 1e-6)
        #expect(plane[28, 40] == -1 && plane[48, 31] < -0.5)
    }

    @Test func `an inverted face is the upright one turned, and a scrambled one has the same outline`() throws {
        let upright = try Face(height: 60).drawn(on: Self.size)
        let inverted = try Face(arrangement: .inverted, height: 60).drawn(on: Self.size)
        #expect(zip(inverted.values, upright.values.reversed()).allSatisfy { abs($0 - $1) < 1e-6 })
        let scrambled = try Face(arrangement: .scrambled, height: 60).drawn(on: Self.size)
        #expect(scrambled != upright && scrambled[0, 0] == 0)
        #expect(zip(scrambled.values, upright.values).allSatisfy { ($0 == 0) == ($1 == 0) })
        // The same parts: white of two eyes.
        func white(_ plane: Plane) -> Int { plane.values.count { $0 == 1 } }
        #expect(abs(white(scrambled) - white(upright)) <= white(upright) / 4)
    }

    @Test(arguments: Face.Features.names)
    func `every feature changes the face`(name: String) throws {
        let mean = try Face(height: 60).drawn(on: Self.size)
        let low = try Face(Face.Features([name: -1]), height: 60).drawn(on: Self.size)
        let high = try Face(Face.Features([name: 1]), height: 60).drawn(on: Self.size)
        #expect(low != high && low != mean && high != mean)
    }

    @Test func `what is no face is refused`() {
        #expect(throws: StimulusError.noSuchFeature("ears")) { try Face.Features(["ears": 1]) }
        #expect(
            "\(StimulusError.noSuchFeature("ears"))"
                == "a face has no feature 'ears'; there are aspect, hair, eye-distance, eye-height, eye-size, iris-size, brow-slant, brow-height, nose-width, nose-length, mouth-width, mouth-curve, direction"
        )
        #expect(throws: StimulusError.self) { try Face.Features(["hair": 1.5]) }
        #expect(throws: StimulusError.self) { try Face(height: 0) }
        #expect(throws: StimulusError.self) { try Face(height: 10, polarity: 2) }
    }
}
