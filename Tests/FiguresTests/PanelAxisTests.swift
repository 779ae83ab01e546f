import Planes
import Testing

@testable import Figures

@Suite struct PanelAxisTests {
    @Test func `a logarithmic axis has equal steps for equal factors, a linear one for equal differences`() {
        let octaves = PanelAxis("contrast", from: 0.05, to: 0.8, isLogarithmic: true)
        #expect(
            octaves.part(0.05) == 0 && abs(octaves.part(0.1) - 0.25) < 1e-12 && abs(octaves.part(0.2) - 0.5) < 1e-12)
        let line = PanelAxis("answer", from: -1, to: 3)
        #expect(line.part(-1) == 0 && line.part(0) == 0.25 && line.part(3) == 1)
    }

    @Test(arguments: [0.0, 5, -2]) func `an axis of one value is drawn`(value: Double) throws {
        let canvas = try Canvas(size: PixelSize(side: 200))
        let axis = PanelAxis("answer", from: value, to: value)
        axis.drawLeft(PanelAxis.plot(in: Frame(x: 0, y: 0, width: 200, height: 200)), on: canvas)
        #expect(axis.part(value) == 0)
        #expect(try canvas.png().count > 200)
    }

    @Test func `ticks stand where their values lie, on both axes`() throws {
        let canvas = try Canvas(size: PixelSize(side: 200))
        let plot = Frame(x: 60, y: 30, width: 100, height: 100)
        PanelAxis("", from: 0, to: 4).drawBelow(plot, on: canvas)
        PanelAxis("", from: 0, to: 4).drawLeft(plot, on: canvas)
        let pixel = try CanvasFilesTests.pixels(of: canvas)
        func isInk(_ row: Int, _ column: Int) -> Bool { pixel(row, column)[0] < 250 }
        // 0 … 4 has ticks at every whole number, 25 pixels apart.
        for tick in 0...4 {
            #expect(isInk(plot.bottom + 2, 60 + 25 * tick) && isInk(plot.bottom - 25 * tick, 58))
            #expect(!isInk(plot.bottom + 2, 60 + 25 * tick + 12) && !isInk(plot.bottom - 25 * tick - 12, 58))
        }
    }

    @Test func `the plot leaves room for both axes`() {
        let frame = Frame(x: 10, y: 20, width: 230, height: 210)
        let plot = PanelAxis.plot(in: frame)
        #expect(frame.contains(plot) && plot.x - frame.x >= 30 && frame.bottom - plot.bottom >= 28)
        #expect(plot.y - frame.y >= 12)
    }
}
