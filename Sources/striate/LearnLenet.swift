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
        let study = try SplitStudy(
            settings, beside: isBaseline ? nil : learner.settings(of: .dense, seed: options.seed), splits: splits,
            movingBy: TrainingReport.shift, parts: file.parts
        ) { try learn($0, from: file, $1, isKept: $2) }
        let series = KernelSeries(
            of: study.learner.training, seed: options.seed, nullCount: keeping.null.nulls,
            workers: Workers(options.jobs))
        let report = TrainingReport(
            .init(study.learner, trainingCount: file.trainingCount, kernels: series),
            beside: study.baseline.map { .init($0, trainingCount: file.trainingCount) })
        let figures = run.drawsFigures ? report.figures(gnuplot: Gnuplot.find()) : FigureSet()
        let output = try run.output()
        for table in report.tables { try output.append(table) }
        try output.write(figures)
        if run.drawsFigures {
            // Each says which digits it never saw.
            let unseen = UnseenDigits(digest: file.digest, rows: study.testRows)
            for (name, network) in study.learner.training.networks(noting: unseen.metadata) {
                try output.write("\(name).onnx", network.onnx())
            }
        }
        try output.finish(
            report: report.text(place: options.out, figures: figures), title: "A network learns digits",
            record: run.record(inputs: [digits], settled: ["rate": "\(settings.optimizer.rate)"]))
    }

    /// Learns to the end; of what is kept, from the checkpoint if it is there.
    private func learn(
        _ settings: Learner.Settings, from file: DigitFile, _ parts: SplitStudy.Parts, isKept: Bool
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
