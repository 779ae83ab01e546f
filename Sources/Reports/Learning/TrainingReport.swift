public import Figures
import Kernels
import Networks
import Physiology
public import Learning
public import Tables

/// What `learn lenet` shows: how well a network reads digits it never saw, what its convolutions were good for, and how it
/// got there.
public struct TrainingReport: Sendable {
    /// A network that has learnt.
    public struct TrainedNetwork: Sendable {
        let settings: Learner.Settings
        let weights, trainingCount: Int
        /// Of the split whose network is kept, then of the others.
        let results: [TestResult]
        let records: [TrainingRecord]
        let kernels: KernelSeries?

        /// A network at the end of its training run.
        ///
        /// - Parameters:
        ///   - outcome: its run, and how it does on digits that it never saw, over the splits.
        ///   - trainingCount: how many digits it learnt from.
        ///   - kernels: of the first layer at each snapshot, examined; `nil` without a convolution.
        /// - Precondition: the training run is finished.
        public init(_ outcome: SplitStudy.Outcome, trainingCount: Int, kernels: KernelSeries? = nil) {
            let training = outcome.training
            precondition(training.isFinished, "what has learnt is tested")
            settings = training.learner.settings
            weights = training.parameterCount
            self.trainingCount = trainingCount
            results = outcome.results
            self.kernels = kernels
            records = training.snapshots.enumerated().map { index, snapshot in
                TrainingRecord(
                    step: snapshot.step, epoch: snapshot.epoch, loss: snapshot.loss,
                    accuracy: snapshot.accuracy.fraction,
                    kernels: kernels?.snapshots[index])
            }
        }

        /// Its name; what learns beside a network with convolutions is that network without them.
        fileprivate var title: String { settings.architecture.title }
        /// How it does on digits that it never saw, over the splits.
        fileprivate var tested: Spread { Spread(of: results.map(\.test.fraction)) }
        /// The same, with these moved.
        fileprivate var moved: Spread { Spread(of: results.map(\.moved.fraction)) }
    }

    private let trained: TrainedNetwork
    private let baseline: TrainedNetwork?

    /// How far digits are moved, in pixels.
    public static let shift = 2

    /// A report on a network, and on one without convolutions that learnt beside it.
    public init(_ trained: TrainedNetwork, beside baseline: TrainedNetwork?) {
        self.trained = trained
        self.baseline = baseline
    }

    /// Names of the tables for a network: the kernels of the first layer have one, where it is a convolution.
    public static func tableNames(of architecture: Architecture) -> [String] {
        [TrainingRecord.tableName, SplitTable.name]
            + (architecture.firstKernels == nil ? [] : [KernelSeries.tableName])
    }

    /// Its tables.
    public var tables: [Table] {
        [TrainingRecord.table(trained.records), splits] + (trained.kernels.map { [$0.table] } ?? [])
    }

    /// The table `splits`.
    private var splits: Table {
        SplitTable.table(
            [trained, baseline].compactMap(\.self).flatMap { network in
                network.results.enumerated().map {
                    SplitTable.Row(network: network.title, split: $0.offset, result: $0.element)
                }
            })
    }

    /// The report.
    public func text(place: String?, figures: FigureSet) -> String {
        let blocks = [
            wrapped(answer), accuracies.lines, gain, training.lines, kernels, wrapped(way), whereabouts(place, figures),
        ]
        return blocks.filter { !$0.isEmpty }.map { $0.joined(separator: "\n") }.joined(separator: "\n\n") + "\n"
    }

    private var answer: String {
        let (first, epochs) = (trained.results[0].test, trained.settings.epochs)
        let count = trained.results.count
        let (own, part) = ("\(first.right) of \(first.count)", percent(first.fraction, 1))
        let after = "after \(counted(epochs, "pass", "passes")) over \(trained.trainingCount) others"
        if count == 1 { return "\(trained.title) reads \(own) digits that it never saw (\(part)), \(after)." }
        return
            "\(trained.title) reads \(share(trained.tested)) of digits that it never saw, \(after): the mean and standard deviation of \(count) splits of the digits, each learnt anew from other first weights. Of the first split, whose network is kept, it reads \(own) (\(part))."
    }

    /// `97.4 ± 0.3 %`.
    private func share(_ spread: Spread) -> String {
        guard let deviation = spread.deviation else { return percent(spread.mean, 1) }
        return "\(rounded(100 * spread.mean, 1)) ± \(percent(deviation, 1))"
    }

    private var accuracies: TextTable {
        TextTable(
            columns: [
                ("network", .left), ("weights", .right), ("validation", .right), ("never seen", .right),
                ("moved by \(Self.shift) px", .right),
            ],
            rows: [trained, baseline].compactMap(\.self).map {
                [
                    $0.title, "\($0.weights)", share(Spread(of: $0.results.map(\.validation.fraction))),
                    share($0.tested), share($0.moved),
                ]
            })
    }

    /// What differs between the two, and what moving costs each.
    private var gain: [String] {
        guard let baseline else { return [] }
        let whose = trained.settings.architecture.kind == .lenet5 ? "the first one's" : "LeNet-5's"
        func cost(_ trained: TrainedNetwork) -> String {
            rounded(100 * (trained.tested.mean - trained.moved.mean), 1)
        }
        return wrapped(
            "The second network is \(whose) fully connected layers, put on the pixels themselves: what it lacks is convolution. Nobody learnt from moved digits; moving those never seen \(Self.shift) pixels right, left, up and down costs the first \(cost(trained)) points of 100 and the second \(cost(baseline))."
        )
    }

    private var training: TextTable {
        let isExamined = trained.kernels != nil
        let tuned: [(heading: String, alignment: TextTable.Alignment)] =
            isExamined ? [("selectivity", .right), ("Gabor", .right), ("of noise", .right)] : []
        return TextTable(
            columns: [("epoch", .right), ("step", .right), ("loss", .right), ("validation", .right)] + tuned,
            rows: trained.records.map { record in
                let examined = record.kernels.map {
                    [rounded($0.orientationSelectivity, 2), percent($0.gaborFraction), percent($0.nullGaborFraction)]
                }
                return [
                    rounded(record.epoch, 2), "\(record.step)", rounded(record.loss, 3),
                    rounded(record.accuracy.map { 100 * $0 }, 1) + " %",
                ] + (examined ?? [])
            })
    }

    /// What became of the first layer.
    private var kernels: [String] {
        guard let series = trained.kernels else { return [] }
        let (first, last) = (series.snapshots[0], series.last)
        let (count, size) = (last.layer.count, last.layer.size)
        let kept = zip(first.layer.kernels, last.layer.kernels).map(Self.cosine).median
        let gabors = last.gaborCount
        return wrapped(
            "The first layer's \(counted(count, "kernel", "kernels")) of \(size) end with an orientation selectivity (median of 1 − circular variance) of \(rounded(last.orientationSelectivity, 2)), from \(rounded(first.orientationSelectivity, 2)) as they were drawn; \(gabors) \(gabors == 1 ? "is" : "are") Gabor-like, where noise of their spectra gives \(percent(last.nullGaborFraction)). \(size) pixels have hardly room for the side bars that tell a Gabor from an edge. The median cosine of a kernel with what it began as is \(rounded(kept, 2)) (1: only its size has changed)."
        )
    }

    /// Between two kernels of one shape; 0 where one has no weight.
    private static func cosine(_ a: Kernel, _ b: Kernel) -> Double {
        let product = zip(a.values, b.values).reduce(0.0) { $0 + Double($1.0) * Double($1.1) }
        let norms = a.norm * b.norm
        return norms > 0 ? product / norms : 0
    }

    private var way: String {
        let (settings, layers) = (trained.settings, trained.settings.architecture)
        let pools = layers.kind == .lenet5 ? ", \(layers.pooling == .max ? "largest" : "mean") of 2 × 2 as pools" : ""
        let rule =
            switch settings.optimizer.rule {
            case .adam: "Adam"
            case .sgd: "gradient descent with momentum \(settings.optimizer.momentum)"
            }
        return
            "\(layers.activation == .relu ? "ReLU" : "tanh") behind each layer\(pools); cross-entropy; \(rule), rate \(settings.optimizer.rate) falling to 0, \(settings.batch) digits a step; seed \(settings.seed). Loss is the mean since the line before. While it learns only the \(trained.results[0].validation.count) validation digits are looked at, to choose by; those never seen are tested on once, at the end."
    }

    private func whereabouts(_ place: String?, _ figures: FigureSet) -> [String] {
        guard let place else {
            return wrapped(
                "The network as an ONNX file, its snapshots and pictures: --out DIR. Numbers for programs: --table \(tables.map(\.name).joined(separator: "|"))."
            )
        }
        let pictures =
            figures.pictures.isEmpty
            ? "" : "; pictures in \(place)/figures: \(figures.pictures.joined(separator: ", "))"
        return wrapped(
            "The network is \(place)/network.onnx, its snapshots are in \(place)/snapshots; tables in \(place)/tables: \(tables.map(\.name).joined(separator: ", "))\(pictures)."
        ) + figures.leftOut
    }
}

extension TrainingReport {
    /// Its pictures, drawn.
    public func figures(gnuplot: Gnuplot?) -> FigureSet {
        var set = FigureSet()
        set.add({ () throws(FigureError) in try chart }, by: gnuplot)
        if let kernels = trained.kernels { set.add(kernels.figures(gnuplot: gnuplot)) }
        return set
    }

    /// How the mistakes became fewer, the network's and its baseline's; where there is none left the line ends.
    private var chart: Chart {
        get throws(FigureError) {
            func line(_ trained: TrainedNetwork) -> Chart.Marks {
                let points = trained.records.compactMap { record in
                    record.accuracy.map { Point(x: record.epoch ?? 0, y: 100 * (1 - $0)) }
                }
                return .line(points.filter { $0.y > 0 })
            }
            let beside = baseline.map { [Chart.Series($0.title, line($0), color: .cellGrey)] } ?? []
            return try Chart(
                name: "learning", title: "\(trained.title) learns to read",
                subtitle: "of \(trained.results[0].validation.count) validation digits, those read wrongly",
                xAxis: .init("passes over \(trained.trainingCount) digits", range: 0...Double(trained.settings.epochs)),
                yAxis: .init(
                    "wrong, percent", range: 0.5...100, isLogarithmic: true, ticks: [0.5, 1, 2, 5, 10, 20, 50, 100]),
                series: beside + [.init(trained.title, line(trained), color: .kernelBlue)])
        }
    }
}
