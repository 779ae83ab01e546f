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

    @Option(help: ArgumentHelp("Digits to learn from (default: all that are in no other part).", valueName: "n"))
    var count: Int?

    @Option(help: ArgumentHelp("Digits held back, to be tested on once, at the end.", valueName: "n"))
    var held = 1000

    @Option(help: ArgumentHelp("Digits looked at after each snapshot; choose by these.", valueName: "n"))
    var validation = 500

    @Option(
        help: ArgumentHelp(
            "Splits of the digits, by this seed and the next, each learnt anew; the first is kept.", valueName: "n"))
    var splits = 5

    @OptionGroup var keeping: CheckpointOptions
    @OptionGroup var options: RunOptions

    func validate() throws {
        try expect("--count", count, 1...)
        try expect("--held", held, 1...)
        try expect("--validation", validation, 1...)
        try expect("--splits", splits, 1...100)
    }

    func run() throws {
        let settings = learner.settings(seed: options.seed)
        let run = try Run(self, tables: TrainingReport.tableNames(of: settings.architecture))
        let digits = BundledFiles.path(digits)
        let file = try DigitFile(digits, count: count, validationCount: validation, testCount: held)
        let isBaseline = settings.architecture.kind == .dense
        // The first is kept from snapshot to snapshot, its digits are those that its file names.
        let parts = try file.parts(seed: options.seed)
        let training = try learn(settings, from: file, parts, isKept: true)
        let dense = learner.settings(of: .dense, seed: options.seed)
        let baseline = isBaseline ? nil : try learn(dense, from: file, parts, isKept: false)
        var results = [try test(training, parts)]
        var others = try baseline.map { [try test($0, parts)] } ?? []
        for split in 1..<max(splits, 1) {
            let seed = options.seed &+ UInt64(split)
            let parts = try file.parts(seed: seed)
            let again = try learn(learner.settings(seed: seed), from: file, parts, isKept: false)
            results.append(try test(again, parts))
            if !isBaseline {
                let dense = try learn(learner.settings(of: .dense, seed: seed), from: file, parts, isKept: false)
                others.append(try test(dense, parts))
            }
        }
        let series = KernelSeries(
            of: training, seed: options.seed, nullCount: keeping.chance.nulls, workers: Workers(options.jobs))
        let report = TrainingReport(
            .init(training, trainingCount: file.trainingCount, results: results, kernels: series),
            beside: baseline.map { .init($0, trainingCount: file.trainingCount, results: others) })
        let figures = run.drawsFigures ? report.figures(gnuplot: Gnuplot.find()) : FigureSet()
        let output = try run.output()
        for table in report.tables { try output.append(table) }
        for figure in figures.files { try output.write("figures/\(figure.name)", figure.data) }
        if run.drawsFigures {
            try write(training, UnseenDigits(digest: file.digest, rows: parts.testRows).metadata, to: output)
        }
        try output.finish(
            report: report.text(place: options.out, figures: figures), title: "A network learns digits",
            record: run.record(inputs: [digits], settled: ["rate": "\(training.learner.settings.optimizer.rate)"]))
    }

    /// How a network does on digits that it never saw.
    private func test(_ training: Training, _ parts: DigitFile.Parts) throws -> TestResult {
        try training.tested(on: parts.test, movingBy: TrainingReport.shift)
    }

    /// The network and its snapshots, each an ONNX file that says which digits it never saw.
    private func write(_ training: Training, _ unseen: [String: String], to output: RunOutput) throws {
        try output.write("network.onnx", training.learner.trainedNetwork.noting(unseen).onnx())
        for snapshot in training.snapshots {
            let name = TrainingRecord.fileName(ofStep: snapshot.step, of: training.learner.steps)
            try output.write("\(name).onnx", training.network(at: snapshot).noting(unseen).onnx())
        }
    }

    /// Learns to the end; of what is kept, from the checkpoint if it is there.
    private func learn(
        _ settings: Learner.Settings, from file: DigitFile, _ parts: DigitFile.Parts, isKept: Bool
    ) throws -> Training {
        var training = Training(
            settings, training: parts.training, validation: parts.validation, workers: Workers(options.jobs))
        let origin = TrainingOrigin(
            settings, digits: file.digest, trainingCount: file.trainingCount, validationCount: file.validationCount,
            testCount: file.testCount)
        let progress = Progress(
            training.learner.steps,
            "steps of \(settings.architecture.title), split \(settings.seed &- options.seed + 1) of \(splits),",
            quiet: options.quiet)
        if isKept {
            try keeping.finish(&training, of: origin, finished: progress.done)
        } else {
            while !training.isFinished { try training.advance(finished: progress.done) }
        }
        return training
    }
}
