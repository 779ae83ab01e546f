import Planes
import Stimuli
import Testing

@Suite struct GratingTests {
    private func grating(
        _ degrees: Double, _ frequency: Double, phase: Double = 0, contrast: Double = 1, aperture: Aperture = .full
    ) throws -> Grating {
        try Grating(
            orientation: Orientation(degrees: degrees), frequency: SpatialFrequency(cyclesPerPixel: frequency),
            phase: Phase(degrees: phase), contrast: contrast, aperture: aperture)
    }

    @Test func `vertical bars change along the rows alone, bright in the middle at phase 0`() throws {
        let drawn = try grating(90, 0.125).drawn(on: PixelSize(height: 5, width: 9))
        #expect(abs(drawn[2, 4] - 1) < 1e-6)
        #expect(abs(drawn[2, 0] + 1) < 1e-6 && abs(drawn[2, 8] + 1) < 1e-6)
        for row in 0..<5 {
            for column in 0..<9 { #expect(abs(drawn[row, column] - drawn[0, column]) < 1e-6) }
        }
    }

    /// Single precision, which patterns are drawn in, has steps of 6e-8 below 1.
    @Test(arguments: [0.0, 37, 90, -118, 180])
    func `a grating of any phase and contrast is a sum of two waves, a plaid of four, a bar one bright one`(
        phase: Double
    ) throws {
        let seen = try grating(30, 0.09, phase: phase, contrast: 0.4, aperture: Aperture(diameter: 11, softness: 2))
        let other = try grating(125, 0.2, phase: -phase, contrast: 0.5)
        let bar = try Bar(orientation: Orientation(degrees: 20), width: 3, polarity: -1)
        let size = PixelSize(height: 15, width: 17)
        let shown: [(any Stimulus, Int)] = [(seen, 2), (other, 2), (try Plaid(seen, other), 4), (bar, 1)]
        for (stimulus, count) in shown {
            let parts = stimulus.parts
            #expect(parts.count == count)
            let planes = parts.map { $0.pattern.drawn(on: size, centerX: 1.5, centerY: -0.7) }
            let whole = stimulus.drawn(on: size, centerX: 1.5, centerY: -0.7)
            for place in whole.values.indices {
                let sum = zip(parts, planes).reduce(0) { $0 + $1.0.weight * Double($1.1.values[place]) }
                #expect(abs(sum - Double(whole.values[place])) < 3e-7)
            }
        }
        // All moments and contrasts of a drift share their waves.
        let patterns = try Set(
            seen.frames(16).flatMap { $0.parts + $0.dimmed(to: 0.3).parts }.map {
                try #require($0.pattern as? Grating)
            })
        #expect(patterns.count == 2)
    }

    @Test func `bars at 45 degrees rise to the right as seen`() throws {
        // Along the bars, one to the right and one up, the contrast stays.
        let drawn = try grating(45, 0.1).drawn(on: PixelSize(side: 7))
        for step in 1...3 { #expect(abs(drawn[3 - step, 3 + step] - drawn[3, 3]) < 1e-5) }
        #expect(drawn[6, 6] < 0.9)
    }

    @Test(arguments: [(90.0, 0.51), (0, 0.6), (30, 0.58)])
    func `what the lattice would show as another grating is refused`(degrees: Double, frequency: Double) {
        let error = #expect(throws: StimulusError.self) { _ = try grating(degrees, frequency) }
        #expect(
            error?.description
                == "a grating of \(frequency) cycles/pixel with bars at \(degrees)° would be seen as another one, as rows and columns carry at most 0.5 cycles/pixel; a lower frequency is expected"
        )
    }

    @Test func `an oblique grating may be finer than half a cycle per pixel`() throws {
        // 45°: rows and columns carry 0.6·√½ = 0.42.
        _ = try grating(45, 0.6)
    }

    @Test(arguments: [-0.1, 1.5, .nan]) func `contrast is from 0 to 1`(contrast: Double) {
        let error = #expect(throws: StimulusError.self) { _ = try grating(0, 0.1, contrast: contrast) }
        #expect(error?.description == "contrast \(contrast) is not possible; from 0 to 1 is expected")
    }

    @Test func `a drift moves the bright bar along the wave vector, and back when reversed`() throws {
        // Vertical bars: the wave vector points to the right.
        let size = PixelSize(height: 1, width: 17)
        let frames = try grating(90, 0.0625).frames(16)
        let brightest = frames.prefix(4).map { frame -> Int in
            let plane = frame.drawn(on: size)
            return (0..<16).max { plane[0, $0] < plane[0, $1] } ?? -1
        }
        #expect(brightest == [8, 9, 10, 11])
        let reversed = try grating(90, 0.0625).frames(16, isReversed: true)[2].drawn(on: size)
        #expect((0..<16).max { reversed[0, $0] < reversed[0, $1] } == 6)
    }

    @Test func `a disc is grey outside, a ring also inside, half at the rim`() throws {
        let flat = try grating(90, 0, aperture: Aperture(diameter: 10, hole: 4, softness: 2))
        #expect(flat.contrast(x: 0, y: 0) == 0)
        #expect(flat.contrast(x: 0, y: 3.5) == 1)
        #expect(flat.contrast(x: 6.1, y: 0) == 0)
        #expect(abs(flat.contrast(x: 0, y: -5) - 0.5) < 1e-12)
        #expect(abs(flat.contrast(x: 2, y: 0) - 0.5) < 1e-12)
    }

    @Test func `apertures that cannot be are refused`() {
        let messages = [
            #expect(throws: StimulusError.self) { _ = try Aperture(diameter: 0) },
            #expect(throws: StimulusError.self) { _ = try Aperture(diameter: 4, hole: 4) },
            #expect(throws: StimulusError.self) { _ = try Aperture(diameter: 4, softness: 0.5) },
        ].map { $0?.description }
        #expect(
            messages == [
                "diameter 0.0 is not possible; above 0 pixels is expected",
                "inner diameter 4.0 is not possible; from 0 to less than the outer one is expected",
                "softness 0.5 is not possible; at least 1 pixel is expected",
            ])
    }

    @Test func `a plaid is the sum of its gratings, and no brighter than the screen`() throws {
        let (first, second) = (try grating(0, 0.1, contrast: 0.5), try grating(90, 0.2, contrast: 0.4))
        let plaid = try Plaid(first, second)
        #expect(plaid.contrast(x: 1, y: 2) == first.contrast(x: 1, y: 2) + second.contrast(x: 1, y: 2))
        let error = #expect(throws: StimulusError.self) { _ = try Plaid(first, try grating(90, 0.2, contrast: 0.6)) }
        #expect(error?.description == "summed contrast 1.1 is not possible; at most 1 is expected")
    }
}
