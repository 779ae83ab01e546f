import Archives
import Planes
import Retinotopy
import Workers

/// Li's circuit on a photograph, its lateral sums by Fourier transform and unit by unit, and the whole way to the map.
enum SaliencyBenchmark {
    static func run(_ log: Log) throws {
        let picture = try ImageFile(path: "data/photos/coffee.png").image().encoded.luminance
        let plane = Plane(size: PixelSize(height: 384, width: 512)) { picture[$0, $1] }
        let grid = try HypercolumnGrid(photograph: plane.size)
        let (one, two) = (Workers(1), Workers(2))
        let sheet = MirroredSheet(of: PhotographInput(of: plane, on: grid, workers: two).sheet).sheet
        log.say("saliency: a photograph of \(plane.size), \(grid.size) hypercolumns on a sheet of \(sheet.size)")
        let plain = LiCircuit(sums: DirectSums(size: sheet.size))
        let fast = LiCircuit(sums: FourierSums(size: sheet.size, workers: two))
        var (expected, found) = (sheet, sheet)
        let plainTime = Benchmarks.best(of: 1) { expected = plain.response(to: sheet, workers: two) }
        let fastTime = Benchmarks.best(of: 3) { found = fast.response(to: sheet, workers: two) }
        let oneTime = Benchmarks.best(of: 3) { _ = fast.response(to: sheet, workers: one) }
        let difference = zip(expected.values.joined(), found.values.joined()).reduce(0) { max($0, abs($1.0 - $1.1)) }
        let steps = "\(LiCircuit.stepCount) steps"
        log.add("saliency circuit", "\(steps), direct sums, 2 workers", plainTime)
        log.add(
            "saliency circuit", "\(steps), Fourier sums, 2 workers", fastTime,
            "ratio \(plainTime / fastTime), largest difference \(difference)")
        log.add(
            "saliency circuit", "\(steps), Fourier sums, 1 worker", oneTime, "ratio \(oneTime / fastTime) to 2 workers")
        let cells = Benchmarks.best(of: 3) { _ = PhotographInput(of: plane, on: grid, workers: two) }
        log.add("saliency", "complex cells, 2 workers", cells)
        let spectra = Benchmarks.best(of: 3) { _ = FourierSums(size: sheet.size, workers: two) }
        log.add("saliency", "spectra of the connections, 2 workers", spectra)
        let whole = Benchmarks.best(of: 3) { _ = PhotographSaliency(of: plane, on: grid, workers: two) }
        log.add("saliency", "photograph to map, 2 workers", whole)
    }
}
