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
        let run = try Run(self, tables: PupilReport.tableNames(of: settings.architecture))
        let file = try DigitFile(digits, count: count, held: held, seed: options.seed)
        let course = try learn(settings, from: file, isKept: true)
        let dense = learner.settings(of: .dense, seed: options.seed)
        let rival = settings == dense ? nil : try learn(dense, from: file, isKept: false)
        let series = KernelSeries(
            of: course, seed: options.seed, nullCount: keeping.chance.nulls, workers: Workers(options.jobs))
        let report = PupilReport(
            try .init(course, learnt: file.learnt.count, kernels: series),
            beside: try rival.map { try .init($0, learnt: file.learnt.count) })
        let figures = run.drawsFigures ? report.figures(gnuplot: Gnuplot.find()) : FigureSet()
        let output = try run.output()
        for table in report.tables { try output.append(table) }
        for figure in figures.files { try output.write("figures/\(figure.name)", figure.data) }
        if run.drawsFigures { try write(course, to: output) }
        try output.finish(
            report: report.text(place: options.out, figures: figures), title: "A network learns digits",
            record: run.record(inputs: [digits], settled: ["rate": "\(course.learner.settings.descent.rate)"]))
    }

    /// The network and its snapshots, each an ONNX file.
    private func write(_ course: Course, to output: RunOutput) throws {
        try output.write("network.onnx", course.learner.learnt.onnx())
        for snapshot in course.snapshots {
            let name = TrainingRecord.fileName(ofStep: snapshot.step, of: course.learner.steps)
            try output.write("\(name).onnx", course.network(at: snapshot).onnx())
        }
    }

    /// Learns to the end; of what is kept, from the checkpoint if it is there.
    private func learn(_ settings: Learner.Settings, from file: DigitFile, isKept: Bool) throws -> Course {
        var course = Course(settings, learning: file.learnt, holding: file.held, workers: Workers(options.jobs))
        let origin = CourseOrigin(settings, digits: file.digest, learnt: file.learnt.count, held: file.held.count)
        let progress = Progress(course.learner.steps, "steps", quiet: options.quiet)
        if isKept {
            try keeping.finish(&course, of: origin, finished: progress.done)
        } else {
            while !course.isFinished { try course.goOn(finished: progress.done) }
        }
        return course
    }
}
