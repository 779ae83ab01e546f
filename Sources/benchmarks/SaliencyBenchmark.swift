import Archives
import Planes
import Retinotopy
import Workers

/// Lateral sums of a photograph by Fourier transform beside the plain ones, and the whole of its saliency.
enum SaliencyBenchmark {
    static func run() throws {
        let photograph = try ImageFile(path: "data/photos/coffee.png").image().encoded.luminance
        let plane = Plane(size: PixelSize(height: 384, width: 512)) { photograph[$0, $1] }
        let grid = try HypercolumnGrid(photograph: plane.size)
        let (one, two) = (Workers(1), Workers(2))
        let sheet = MirroredSheet(of: PhotographInput(of: plane, on: grid, workers: two).sheet).sheet
        print("saliency: a photograph of \(plane.size), \(grid.size) hypercolumns on a sheet of \(sheet.size)")
        let (direct, fourier) = (DirectSums(size: sheet.size), FourierSums(size: sheet.size, workers: two))
        let activity = LiCircuit(sums: fourier).response(to: sheet, workers: two).values
        let active = activity.joined().filter { $0 != 0 }.count
        let plain = Benchmarks.best(of: 2) { _ = direct.sums(of: activity, workers: one) }
        let fast = Benchmarks.best(of: 5) { _ = fourier.sums(of: activity, workers: one) }
        let shared = Benchmarks.best(of: 5) { _ = fourier.sums(of: activity, workers: two) }
        let difference = difference(direct.sums(of: activity, workers: two), fourier.sums(of: activity, workers: two))
        Benchmarks.row("direct sums, \(active) units active, 1 worker", plain, "")
        Benchmarks.row("Fourier sums, 1 worker", fast, "ratio \(plain / fast), largest difference \(difference)")
        Benchmarks.row("Fourier sums, 2 workers", shared, "ratio \(fast / shared)")
        let front = Benchmarks.best(of: 2) { _ = PhotographInput(of: plane, on: grid, workers: two) }
        Benchmarks.row("complex cells, 2 workers", front, "")
        let prepared = Benchmarks.best(of: 2) { _ = FourierSums(size: sheet.size, workers: two) }
        Benchmarks.row("spectra of the connections, 2 workers", prepared, "")
        let circuit = Benchmarks.best(of: 2) { _ = LiCircuit(sums: fourier).response(to: sheet, workers: two) }
        Benchmarks.row("120 steps of the circuit, 2 workers", circuit, "")
        let all = Benchmarks.best(of: 2) { _ = PhotographSaliency(of: plane, on: grid, workers: two) }
        Benchmarks.row("photograph to map, 2 workers", all, "")
    }

    private static func difference(
        _ a: (excitation: [[Double]], inhibition: [[Double]]), _ b: (excitation: [[Double]], inhibition: [[Double]])
    ) -> Double {
        func largest(_ a: [[Double]], _ b: [[Double]]) -> Double {
            zip(a.joined(), b.joined()).reduce(0) { max($0, abs($1.0 - $1.1)) }
        }
        return max(largest(a.excitation, b.excitation), largest(a.inhibition, b.inhibition))
    }
}
