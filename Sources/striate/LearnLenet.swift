public import ArgumentParser
import Archives
import Figures
import Foundation
public import Learning
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

    @Option(help: ArgumentHelp("The layers: \(Architecture.Kind.names).", valueName: "name"))
    var network = Architecture.Kind.lenet5

    @Option(help: ArgumentHelp("Behind each layer: \(Architecture.Activation.names).", valueName: "name"))
    var activation = Architecture.Activation.relu

    @Option(help: ArgumentHelp("What makes LeNet-5's maps smaller: \(Architecture.Pooling.names).", valueName: "name"))
    var pooling = Architecture.Pooling.max

    @Option(help: ArgumentHelp("The rule that changes weights: \(Descent.Rule.names).", valueName: "name"))
    var optimizer = Descent.Rule.adam

    @Option(help: ArgumentHelp("Of the first step (default: adam 0.002, sgd 0.05); it falls to 0.", valueName: "n"))
    var rate: Double?

    @Option(help: ArgumentHelp("Of sgd: how much of a change goes on.", valueName: "n"))
    var momentum = 0.9

    @Option(help: ArgumentHelp("Digits of a step.", valueName: "n"))
    var batch = 16

    @Option(help: ArgumentHelp("Passes over the digits.", valueName: "n"))
    var epochs = 10

    @Option(help: ArgumentHelp("Digits to learn from (default: all that are not held back).", valueName: "n"))
    var count: Int?

    @Option(help: ArgumentHelp("Digits held back, to be marked on.", valueName: "n"))
    var held = 1000

    @OptionGroup var keeping: CheckpointOptions
    @OptionGroup var options: RunOptions

    private static let rates: [Descent.Rule: Double] = [.adam: 0.002, .sgd: 0.05]

    func validate() throws {
        if let rate, !(rate > 0 && rate <= 100) { throw ValidationError("--rate: \(rate) is not possible; above 0") }
        if !(0..<1).contains(momentum) {
            throw ValidationError("--momentum: \(momentum) is not possible; 0 to below 1")
        }
        if !(1...10_000).contains(batch) { throw ValidationError("--batch: \(batch) is not possible; from 1 to 10000") }
        if !(1...1000).contains(epochs) { throw ValidationError("--epochs: \(epochs) is not possible; from 1 to 1000") }
        if let count, count < 1 { throw ValidationError("--count: \(count) is not possible; at least 1") }
        if held < 1 { throw ValidationError("--held: \(held) is not possible; at least 1") }
    }

    /// What decides how a network learns.
    private func settings(_ kind: Architecture.Kind) -> Learner.Settings {
        Learner.Settings(
            architecture: Architecture(kind, activation: activation, pooling: pooling),
            descent: Descent(optimizer, rate: rate ?? Self.rates[optimizer] ?? 0.01, momentum: momentum), batch: batch,
            epochs: epochs, seed: options.seed)
    }

    func run() throws {
        let run = try Run(self, tables: PupilReport.tableNames(of: settings(network).architecture))
        let file = try DigitFile(digits, count: count, held: held, seed: options.seed)
        let course = try course(network, file, isKept: true)
        let rival = network == .dense ? nil : try self.course(.dense, file, isKept: false)
        let report = PupilReport(
            try pupil(course, file, kernels: series(course)), beside: try rival.map { try pupil($0, file) })
        let figures = run.drawsFigures ? report.figures(gnuplot: Gnuplot.find()) : FigureSet()
        let output = try run.output()
        for table in report.tables { try output.append(table) }
        for figure in figures.files { try output.write("figures/\(figure.name)", figure.data) }
        if run.drawsFigures { try write(course, to: output) }
        try output.finish(
            report: report.text(place: options.out, figures: figures), title: "A network learns digits",
            record: run.record(inputs: [digits], settled: ["rate": "\(course.learner.settings.descent.rate)"]))
    }

    private func pupil(
        _ course: Course, _ file: DigitFile, kernels: KernelSeries? = nil
    ) throws -> PupilReport.Pupil {
        PupilReport.Pupil(
            course, learnt: file.learnt.count, moved: try course.mark(movingBy: PupilReport.shift), kernels: kernels)
    }

    /// The first layer at each snapshot, examined.
    private func series(_ course: Course) -> KernelSeries? {
        let sets = course.snapshots.compactMap { snapshot in
            course.kernels(at: snapshot).map { (name: "\(snapshot.step)", layer: $0) }
        }
        return sets.isEmpty
            ? nil : KernelSeries(sets, seed: options.seed, nullCount: keeping.nulls, workers: Workers(options.jobs))
    }

    /// The network and its snapshots, each an ONNX file.
    private func write(_ course: Course, to output: RunOutput) throws {
        let places = course.snapshots.map { snapshot in
            (
                TrainingRecord.fileName(ofStep: snapshot.step, of: course.learner.steps) + ".onnx",
                course.network(at: snapshot)
            )
        }
        for (name, network) in [("network.onnx", course.learner.learnt)] + places {
            try output.write(name, network.onnx())
        }
    }

    private func course(_ kind: Architecture.Kind, _ file: DigitFile, isKept: Bool) throws -> Course {
        let settings = settings(kind)
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

extension Architecture.Kind: ExpressibleByArgument {}
extension Architecture.Activation: ExpressibleByArgument {}
extension Architecture.Pooling: ExpressibleByArgument {}
extension Descent.Rule: ExpressibleByArgument {}

extension CaseIterable where Self: RawRepresentable<String> {
    /// All choices, for help.
    fileprivate static var names: String { allCases.map(\.rawValue).joined(separator: ", ") }
}
