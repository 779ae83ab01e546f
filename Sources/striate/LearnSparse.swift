public import ArgumentParser
import Archives
import Figures
import Foundation
import Kernels
public import Learning
import Physiology
import Planes
import Reports
import Runs
import Tables
import Workers

/// `striate learn sparse`: kernels from patches of photographs.
struct LearnSparse: RecordedCommand {
    static let configuration = CommandConfiguration(
        commandName: "sparse", abstract: "Learns kernels that describe photographs by few of them at a time.",
        discussion: """
            Example:
              striate learn sparse --out out/sparse
              striate learn sparse --goal ica --out out/ica
              striate learn sparse photographs/ --size 16 --count 256 --checkpoint kernels.safetensors
            """)

    @Argument(help: "Photographs and folders of them (default: data/photos).")
    var photographs: [String] = ["data/photos"]

    @Option(help: "What kernels should be: sparse (Olshausen & Field 1996) or ica (Bell & Sejnowski 1997).")
    var goal = PatchSettings.Goal.sparse

    @Option(help: ArgumentHelp("Rows and columns of a patch.", valueName: "n"))
    var size = 12

    @Option(help: ArgumentHelp("Kernels (default: sparse 144, ica 100).", valueName: "n"))
    var count: Int?

    @Option(help: ArgumentHelp("Updates of the kernels (default: sparse 1500, ica 4000).", valueName: "n"))
    var steps: Int?

    @Option(help: ArgumentHelp("Patches of an update.", valueName: "n"))
    var batch = 200

    @Option(help: ArgumentHelp("Of sparse: what a coefficient of 1 costs; patches have variance 1.", valueName: "n"))
    var penalty = 1.0

    @Option(help: ArgumentHelp("Of the first update (default: sparse 2, ica 0.05); it falls to 0.", valueName: "n"))
    var rate: Double?

    @OptionGroup var keeping: CheckpointOptions
    @OptionGroup var options: RunOptions

    func validate() throws {
        func refuse(_ option: String, _ value: any CustomStringConvertible, _ right: String) throws {
            throw ValidationError("--\(option): \(value) is not possible; \(right)")
        }
        if !(4...32).contains(size) { try refuse("size", size, "from 4 to 32") }
        if let count, !(1...2048).contains(count) { try refuse("count", count, "from 1 to 2048") }
        if let steps, !(1...1_000_000).contains(steps) { try refuse("steps", steps, "from 1 to 1000000") }
        if !(1...10_000).contains(batch) { try refuse("batch", batch, "from 1 to 10000") }
        if !(penalty > 0 && penalty <= 1000) { try refuse("penalty", penalty, "above 0, at most 1000") }
        if let rate, !(rate > 0 && rate <= 100) { try refuse("rate", rate, "above 0, at most 100") }
    }

    private var settings: PatchSettings {
        let isSparse = goal == .sparse
        return PatchSettings(
            goal: goal, side: size, count: count ?? (isSparse ? 144 : 100), steps: steps ?? (isSparse ? 1500 : 4000),
            batch: batch, penalty: penalty, rate: rate ?? (isSparse ? 2 : 0.05), seed: options.seed)
    }

    func run() throws {
        var run = try Run(self, tables: PatchReport.tableNames)
        let pictures = try PictureList(photographs)
        if let warning = pictures.warning { run.warn(warning) }
        let course = try learn(from: pictures)
        // Learnt on whitened photographs; looked at as they weigh the photographs themselves.
        let sets = course.snapshots.map { ("step \($0.step)", KernelBank($0).seenThrough(.olshausen)) }
        let progress = Progress(sets.count * course.settings.count, "kernels examined", quiet: options.quiet)
        let series = KernelSeries(
            sets, seed: options.seed, nullCount: keeping.nulls, workers: Workers(options.jobs), finished: progress.done)
        let report = PatchReport(course, series: series, photographs: pictures.pictures.count)
        let figures = run.drawsFigures ? report.figures(gnuplot: Gnuplot.find()) : FigureSet()
        let output = try run.output()
        for table in report.tables { try output.append(table) }
        for figure in figures.files { try output.write("figures/\(figure.name)", figure.data) }
        if run.drawsFigures { try write(course, to: output) }
        try output.finish(
            report: report.text(place: options.out, figures: figures), title: "Kernels learnt from photographs",
            record: run.record(inputs: pictures.pictures.map(\.file.path), settled: settled))
    }

    /// The kernels and their snapshots, whose names sort by step.
    private func write(_ course: PatchCourse, to output: RunOutput) throws {
        for snapshot in course.snapshots {
            let array = NumpyArray(shape: snapshot.kernels.shape, values: snapshot.kernels.values)
            try output.write(TrainingRecord.fileName(ofStep: snapshot.step, of: settings.steps) + ".npy", array.bytes)
            if course.step == snapshot.step { try output.write("kernels.npy", array.bytes) }
        }
    }

    private var settled: [String: String] {
        ["count": "\(settings.count)", "steps": "\(settings.steps)", "rate": "\(settings.rate)"]
    }

    /// Learns to the end, from the checkpoint if it is there.
    private func learn(from pictures: PictureList) throws -> PatchCourse {
        let planes = try pictures.pictures.map { ($0.name, try $0.file.image().luminance) }
        let white = try WhitenedPhotographs(planes, patch: PixelSize(side: size))
        var course = try PatchCourse(settings, on: white, workers: Workers(options.jobs))
        let digests = pictures.pictures.map { FileDigest.sha256(fileAt: $0.file.path) ?? "" }
        let progress = Progress(settings.steps, "updates", quiet: options.quiet)
        try keeping.finish(
            &course, of: CourseOrigin(settings, photographs: digests.joined(separator: " ")), finished: progress.done)
        return course
    }
}

extension KernelBank {
    /// The kernels of a snapshot.
    init(_ snapshot: PatchCourse.Snapshot) {
        let shape = snapshot.kernels.shape
        self.init(
            name: "kernels after \(snapshot.step) updates", outputs: shape[0], inputs: shape[1],
            size: PixelSize(height: shape[2], width: shape[3]), weights: snapshot.kernels.values)
    }
}

extension PatchSettings.Goal: ExpressibleByArgument {}
