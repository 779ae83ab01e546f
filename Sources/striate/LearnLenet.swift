import ArgumentParser
import Archives
import Figures
import Foundation
import Learning
import Networks
import Reports
import Workers

/// `striate learn lenet`: a network that learns to read digits.
struct LearnLenet: RecordedCommand {
    static let configuration = CommandConfiguration(
        commandName: "lenet", abstract: "Learns to read handwritten digits by backpropagation.",
        discussion: """
            Example:
              striate learn lenet --out out/lenet
              striate learn lenet --network lenet-1989 --activation tanh --optimizer sgd
              striate learn lenet --checkpoint lenet.safetensors
            """)

    @Option(help: ArgumentHelp("Pictures with labels, one per row (CSV, gzipped or not).", valueName: "file"))
    var digits = "data/digits/mnist_5k.csv.gz"

    @OptionGroup var learner: LearnerOptions

    @Option(help: ArgumentHelp("Digits to learn from (default: all that are not held back).", valueName: "n"))
    var count: Int?

    @Option(help: ArgumentHelp("Digits held back, to be marked on.", valueName: "n"))
    var held = 1000

    @OptionGroup var keeping: CheckpointOptions
    @OptionGroup var options: RunOptions

    func validate() throws {
        try expect("--count", count, 1...)
        try expect("--held", held, 1...)
    }

    func run() throws {
        let settings = learner.settings(seed: options.seed)
        let run = try Run(self, tables: TrainingReport.tableNames(of: settings.architecture))
        let file = try DigitFile(digits, count: count, testCount: held, seed: options.seed)
        let training = try learn(settings, from: file, isKept: true)
        let dense = learner.settings(of: .dense, seed: options.seed)
        let baseline = settings == dense ? nil : try learn(dense, from: file, isKept: false)
        let series = KernelSeries(
            of: training, seed: options.seed, nullCount: keeping.chance.nulls, workers: Workers(options.jobs))
        let report = TrainingReport(
            try .init(training, trainingCount: file.training.count, kernels: series),
            beside: try baseline.map { try .init($0, trainingCount: file.training.count) })
        let figures = run.drawsFigures ? report.figures(gnuplot: Gnuplot.find()) : FigureSet()
        let output = try run.output()
        for table in report.tables { try output.append(table) }
        for figure in figures.files { try output.write("figures/\(figure.name)", figure.data) }
        if run.drawsFigures { try write(training, to: output) }
        try output.finish(
            report: report.text(place: options.out, figures: figures), title: "A network learns digits",
            record: run.record(inputs: [digits], settled: ["rate": "\(training.learner.settings.optimizer.rate)"]))
    }

    /// The network and its snapshots, each an ONNX file.
    private func write(_ training: Training, to output: RunOutput) throws {
        try output.write("network.onnx", training.learner.trainedNetwork.onnx())
        for snapshot in training.snapshots {
            let name = TrainingRecord.fileName(ofStep: snapshot.step, of: training.learner.steps)
            try output.write("\(name).onnx", training.network(at: snapshot).onnx())
        }
    }

    /// Learns to the end; of what is kept, from the checkpoint if it is there.
    private func learn(_ settings: Learner.Settings, from file: DigitFile, isKept: Bool) throws -> Training {
        var training = Training(settings, training: file.training, test: file.test, workers: Workers(options.jobs))
        let origin = TrainingOrigin(
            settings, digits: file.digest, trainingCount: file.training.count, testCount: file.test.count)
        let progress = Progress(training.learner.steps, "steps", quiet: options.quiet)
        if isKept {
            try keeping.finish(&training, of: origin, finished: progress.done)
        } else {
            while !training.isFinished { try training.advance(finished: progress.done) }
        }
        return training
    }
}
