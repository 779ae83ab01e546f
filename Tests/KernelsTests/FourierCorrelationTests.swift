import Planes
import Testing
import Workers

@testable import Kernels

@Suite struct FourierCorrelationTests {
    private let bank = KernelBank(
        name: "test",
        kernels: (0..<3).map { kernel in
            Kernel(channels: [
                Plane(size: PixelSize(side: 5)) { row, column in Float((row * 7 + column * 3 + kernel * 5) % 11) - 5 }
            ])
        })
    private let image = Plane(size: PixelSize(height: 20, width: 30)) { row, column in
        Float((row * row + 3 * column) % 17)
    }

    private func maps(budget: Int = .max, workers: Workers = Workers(2)) -> [Plane] {
        let layout = Layout(
            imageSize: image.size, kernelSize: bank.size, channels: 1, boundary: .wrap, stride: 1)
        let window = PixelWindow(ofWeightsIn: bank.kernels.flatMap(\.channels))
        let correlation = FourierCorrelation(
            [0, 1, 2], of: bank, tiles: FourierTiles(window: window, layout: layout), layout: layout,
            workers: workers, budget: budget)
        var maps: [Plane] = []
        MapMemory.provide(&maps, count: 3, size: layout.units)
        MapMemory.lend(0..<3, of: &maps) {
            correlation.write(
                of: ContinuedImage([image], layout: layout, workers: Workers(1)), to: $0, starts: [1, 2, 3],
                workers: workers)
        }
        return maps
    }

    @Test func `spectra that are kept and spectra made anew give the same bytes`() {
        #expect(maps(budget: 0) == maps(budget: .max))
    }

    @Test(arguments: [2, 3, 8])
    func `workers that share transforms, or the lines of each, give the bytes of one worker`(count: Int) {
        #expect(maps(workers: Workers(count)) == maps(workers: Workers(1)))
    }

    @Test func `transforms are long enough for image and kernel, of lengths that transform fast`() {
        let layout = Layout(
            imageSize: PixelSize(height: 1024, width: 300), kernelSize: PixelSize(side: 217), channels: 1,
            boundary: .zero, stride: 1)
        let window = PixelWindow(ofWeightsIn: [Plane(size: PixelSize(side: 217)) { _, _ in 1 }])
        let tiles = FourierTiles(window: window, layout: layout)
        #expect(tiles.size == PixelSize(height: 1280, width: 640) && tiles.rows == 1 && tiles.columns == 1)
    }
}
