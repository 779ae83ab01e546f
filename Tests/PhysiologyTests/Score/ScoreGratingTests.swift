import Inference
import Networks
import Planes
import Testing
import Workers

@testable import Physiology

@Suite struct ScoreGratingTests {
    @Test func `there are as many gratings as the protocol has, of its frequencies and radii`() {
        #expect(ScoreGrating.mapping.count == 3528)
        #expect(ScoreGrating.orientation.count == 1152)
        #expect(ScoreGrating.spatialFrequency.count == 2112)
        #expect(ScoreGrating.size.count == 2304)
        #expect(ScoreStudy.pictures == 9096)
        // 2^-1.375 and 2^3.875; half of 2^-2.25 and 2^3.25.
        #expect(abs(ScoreGrating.frequencies[0] - 0.385553) < 1e-6)
        #expect(abs(ScoreGrating.frequencies[21] - 14.672065) < 1e-6)
        #expect(abs(ScoreGrating.radii[0] - 0.105112) < 1e-6 && abs(ScoreGrating.radii[11] - 4.756828) < 1e-6)
        #expect(ScoreGrating.mapping[8].x == -2.25 && ScoreGrating.mapping[8].y == -2.5)
    }

    private static func screen() throws -> ScoreScreen {
        let weight = Constant(name: "w", shape: [1, 1, 1, 1], type: .float32, source: .floats([1]))
        let network = try Network(
            opset: 17, inputs: [.init(name: "x", shape: [1, 1, 16, 24].map { .known($0) })], outputs: ["y"],
            nodes: [Node(op: "Conv", inputs: ["x", "w"], outputs: ["y"])], constants: ["w": weight])
        return try ScoreScreen(
            before: RunnableNetwork(network, preprocessing: Preprocessing.none, workers: Workers(1)), degrees: 6)
    }

    @Test func `a disc of a grating has the shades that the formula gives`() throws {
        // 4 pixels per degree; the middle of the disc is 2 pixels right of the image's and 1 below.
        let screen = try Self.screen()
        #expect(screen.pixelsPerDegree == 4)
        let grating = ScoreGrating(x: 0.5, y: 0.25, radius: 1, frequency: 0.5, waveAngle: 0, phase: 90)
        let box = screen.box(of: grating)
        #expect(box == MapBox(rows: 5..<14, columns: 10..<19))
        var shades = [UInt8](repeating: 0, count: box.count)
        screen.draw(grating, in: box, &shades)
        // A bright bar in the middle, black a degree away; sin 135° is .7071, of 255 217.66.
        let middle = (0..<9).map { shades[4 * 9 + $0] }
        #expect(middle == [0, 37, 127, 217, 255, 217, 127, 37, 0])
        // Corners lie outside.
        #expect(shades[0] == 128 && shades[8] == 128 && shades[80] == 128)
        // The disc's edge is in it.
        #expect(shades[4] == 255)
    }

    @Test func `waves run down where their angle is 90°`() throws {
        let screen = try Self.screen()
        let grating = ScoreGrating(x: 0, y: 0, radius: 1, frequency: 0.5, waveAngle: 90, phase: 0)
        let box = screen.box(of: grating)
        var shades = [UInt8](repeating: 0, count: box.count)
        screen.draw(grating, in: box, &shades)
        // Brightest half a degree below the middle.
        #expect(shades[6 * 9 + 4] == 255 && shades[2 * 9 + 4] == 0 && shades[4 * 9 + 4] == 127)
    }

    @Test func `what is drawn reaches the network as its preprocessing says`() throws {
        let screen = try Self.screen()
        let grating = ScoreGrating(x: 0, y: 0, radius: 0.5, frequency: 0.5, waveAngle: 0, phase: 90)
        let box = screen.box(of: grating)
        let drawn = screen.drawn([grating], in: box)
        #expect(drawn.shape == [1, 1, 5, 5] && drawn[0, 0, 2, 2] == 1 && drawn[0, 0, 0, 0] == 128 / 255.0)
        #expect(screen.blank.values.allSatisfy { $0 == 128 / 255.0 })
    }
}
