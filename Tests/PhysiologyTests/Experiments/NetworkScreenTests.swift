import Inference
import Planes
import Testing

@testable import Physiology

@Suite struct NetworkScreenTests {
    private let screen = NetworkScreen(
        input: "image", size: PixelSize(height: 6, width: 7), top: 1, left: 2, window: PixelSize(height: 3, width: 4),
        black: [0, 1], white: [2, 7])

    private func stimulus(_ stirred: [Int: Float]) -> Plane {
        Plane(size: screen.window, values: (0..<12).map { stirred[$0] ?? 0 })
    }

    @Test func `stimuli have the box of what they stir, and a grey one a pixel`() {
        #expect(screen.box(of: [stimulus([:])]) == MapBox(rows: 1..<2, columns: 2..<3))
        #expect(screen.box(of: [stimulus([6: 0.5])]) == MapBox(rows: 2..<3, columns: 4..<5))
        let both = screen.box(of: [stimulus([6: 0.5]), stimulus([8: -1, 9: 1])])
        #expect(both == MapBox(rows: 2..<4, columns: 2..<5))
        let line = NetworkScreen(
            input: "image", size: PixelSize(height: 1, width: 5), top: 0, left: 0,
            window: PixelSize(height: 1, width: 5), black: [0], white: [1])
        #expect(line.box(of: [Plane(size: line.window) { _, _ in 0 }]) == MapBox(rows: 0..<1, columns: 0..<1))
    }

    @Test func `what is shown in a box is what the whole screen has there`() {
        let stimuli = [stimulus([5: 0.25, 10: -0.5]), stimulus([6: 1])]
        let (box, whole) = (screen.box(of: stimuli), screen.shown(stimuli))
        let pieces = screen.pieces(stimuli, in: box)
        var expected: [Float] = []
        for map in 0..<4 {
            for row in box.rows { expected += box.columns.map { whole.values[(map * 6 + row) * 7 + $0] } }
        }
        #expect(pieces.values == expected && pieces.shape == [2, 2, 2, 2])
    }
}
