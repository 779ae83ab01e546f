import ArgumentParser
import Archives
import Figures
import Files
import Foundation
import Learning
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
              striate learn sparse data/photos --size 16 --count 256 --checkpoint kernels.safetensors
            """)

    @Argument(help: "Photographs and folders of them (default: data/photos).")
    var photographs: [String] = ["data/photos"]

    @OptionGroup var patches: PatchOptions
    @OptionGroup var keeping: CheckpointOptions
    @OptionGroup var options: RunOptions

    private var settings: PatchSettings { patches.settings(seed: options.seed) }

    func run() throws {
        var run = try Run(self, tables: PatchReport.tableNames)
        let pictures = try PictureList(photographs.map(BundledFiles.path))
        if let warning = pictures.warning { run.warn(warning) }
        let training = try learn(from: pictures)
        let progress = Progress(
            training.snapshots.count * training.settings.count, "kernels examined", quiet: options.quiet)
        let series = KernelSeries(
            of: training, seed: options.seed, nullCount: keeping.null.nulls, workers: Workers(options.jobs),
            finished: progress.done)
        let report = PatchReport(training, series: series, photographs: pictures.pictures.count)
        let figures = run.drawsFigures ? report.figures(gnuplot: Gnuplot.find()) : FigureSet()
        let output = try run.output()
        for table in report.tables { try output.append(table) }
        try output.write(figures)
        if run.drawsFigures { try write(training, to: output) }
        try output.finish(
            report: report.text(place: options.out, figures: figures), title: "Kernels learnt from photographs",
            record: run.record(inputs: pictures.pictures.map(\.file.path), settled: patches.settled))
    }

    /// The kernels and their snapshots, whose names sort by step.
    private func write(_ training: PatchTraining, to output: RunOutput) throws {
        for snapshot in training.snapshots {
            let array = NumpyArray(shape: snapshot.kernels.shape, values: snapshot.kernels.values)
            try output.write(TrainingRecord.fileName(ofStep: snapshot.step, of: settings.steps) + ".npy", array.bytes)
            if training.step == snapshot.step { try output.write("kernels.npy", array.bytes) }
        }
    }

    /// Learns to the end, from the checkpoint if it is there.
    private func learn(from pictures: PictureList) throws -> PatchTraining {
        let planes = try pictures.pictures.map { ($0.name, try $0.file.image().luminance) }
        let white = try WhitenedPhotographs(planes, patch: PixelSize(side: patches.size))
        var training = try PatchTraining(settings, on: white, workers: Workers(options.jobs))
        let digests = try pictures.pictures.map { try FileDigest.ofRead($0.file.path) }
        let progress = Progress(settings.steps, "updates", quiet: options.quiet)
        try keeping.finish(
            &training, of: TrainingOrigin(settings, photographs: digests.joined(separator: " ")),
            finished: progress.done)
        return training
    }
}
