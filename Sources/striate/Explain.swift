import ArgumentParser
import Archives
import Foundation
import Inference
import Physiology
import Reports
import Runs
import Tables
import Workers

/// `striate explain`: why a network answers as it does.
struct Explain: RecordedCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain",
        abstract: "Says which pixels make a network answer as it does.",
        discussion: """
            Example:
              striate explain data/lenet/lenet-5.onnx data/digits/mnist_5k.csv.gz --rows 7
              striate explain data/alexnet/alexnet-features.onnx data/photos/coffee.png --unit relu5:10 --out out/why
            """)

    @Argument(help: .network)
    var model: String

    @Argument(help: .networkPictures)
    var images: [String]

    @Option(
        help: ArgumentHelp(
            "A class by number, or by name with --labels (default: the first guess).", valueName: "n|name"))
    var `class`: String?

    @Option(
        help: ArgumentHelp(
            "In place of a class: a channel's mean, or one unit.", valueName: "layer:channel[:row,col]"))
    var unit: ChannelName?

    @Option(help: ArgumentHelp("Names of the classes, one per line.", valueName: "file"))
    var labels: String?

    @Option(help: ArgumentHelp("Of a CSV: rows, such as 7,20-29 (default: all).", valueName: "list"))
    var rows: IndexList?

    @OptionGroup var how: ExplanationOptions
    @OptionGroup var input: InputOptions
    @OptionGroup var lengths: RowOptions

    @Flag(help: "Also write arrays (.npy); a table beyond --max-rows is then left out.")
    var npy = false

    @OptionGroup var options: RunOptions

    func validate() throws {
        if unit != nil, self.class != nil { throw ValidationError("--class: leave out one of it and --unit") }
        if npy, options.out == nil { throw ValidationError("--npy: arrays are files; name a folder with --out") }
    }

    func run() throws {
        var run = try Run(self, tables: ExplainedPicture.tableNames)
        let source = try PictureSource(images, every: 1)
        if let warning = source.warning { run.warn(warning) }
        let pictures = try chosen(source.pictures)
        let arrays = (count: pictures.count { $0.arrayShape != nil }, shape: source.arrays.shape)
        let network = try input.network(
            model, arrays: arrays, of: pictures.count, workers: Workers(options.jobs))
        let names = try classNames(of: network)
        let study = try naming(model) {
            let target = try unit?.target(in: network) ?? wantedClass(names)
            let explainer = try Explainer(network, target: target)
            return try ExplanationStudy(
                network, target: target, methods: how.methods(on: network, explaining: explainer.tensor),
                isChecked: !how.unchecked, seed: options.seed)
        }
        let output = try run.output()
        let progress = Progress(pictures.count * study.runs, "runs", quiet: options.quiet)
        var report = AttributionReport(
            model: URL(fileURLWithPath: model).lastPathComponent, study: study,
            preprocessing: network.preprocessingSummary(arrays: arrays.count, of: pictures.count))
        var leftOut: [String] = []
        for (index, picture) in pictures.enumerated() {
            let ready = try naming(model, picture: picture.path) { try network.ready(picture.shown()) }
            let found = try explaining {
                try study.explanation(of: ready) { progress.done(index * study.runs + $0) }
            }
            let explained = ExplainedPicture(
                name: picture.name, row: picture.row, explanation: found, target: unit?.words, labels: names)
            if index == 0 { leftOut = try tooLong(explained.attributionRows * pictures.count, run) }
            try output.append(explained.explainedTable)
            if leftOut.isEmpty, run.writes("attribution") { try output.append(explained.attributionTable) }
            try write(explained, to: output, run)
            report.add(explained)
        }
        try output.finish(
            report: report.text(place: options.out, hasArrays: npy, tooLong: leftOut),
            title: "Why \(model.fileName) answers as it does",
            record: run.record(
                inputs: [model] + source.paths + (labels.map { [$0] } ?? []),
                settled: input.settled(network, arrays: arrays.count, of: pictures.count).merging(lengths.settled) {
                    $1
                }
                .merging(how.settled(study.methods)) { $1 }))
    }

    private func write(_ explained: ExplainedPicture, to output: RunOutput, _ run: Run) throws {
        guard run.drawsFigures else { return }
        let name = URL(fileURLWithPath: model).lastPathComponent
        for figure in try explained.figures(model: name) { try output.write("figures/\(figure.name)", figure.data) }
        if npy { for (name, array) in explained.arrays { try output.write("arrays/\(name)", array.bytes) } }
    }

    private func tooLong(_ count: Int, _ run: Run) throws -> [String] {
        try lengths.leftOut(
            [("attribution", count, "take fewer pictures or methods, arrays in its place with --npy, ")], in: run,
            others: npy ? "the arrays hold its values" : nil
        ).map(\.sentence)
    }
}

extension Explain {
    private func chosen(_ all: [PictureSource.Picture]) throws -> [PictureSource.Picture] {
        guard let rows else { return all }
        let found = all.filter { $0.row.map(rows.indices.contains) ?? true }
        for row in rows.indices where !found.contains(where: { $0.row == row }) {
            throw ValidationError(
                "--rows: there is no picture \(row); they are 0 to \((all.compactMap(\.row).max() ?? 0))")
        }
        return found
    }

    /// Names of the classes, as many as the answer has.
    private func classNames(of network: RunnableNetwork) throws -> [String]? {
        guard let labels else { return nil }
        guard unit == nil else { throw ValidationError("--labels: units have no names; leave it out") }
        let blank = try naming(model) { try Explainer(network).answerCount }
        return try LabelFile(path: labels, count: blank).labels
    }

    private func wantedClass(_ names: [String]?) throws -> AttributionTarget {
        guard let wanted = self.class else { return .likeliest }
        if let index = names?.firstIndex(of: wanted) ?? Int(wanted), index >= 0 { return .score(ofClass: index) }
        throw ValidationError(
            "--class: there is no class '\(wanted)'; "
                + (names == nil ? "a number, or a name of --labels" : "a number, or one of the names in the file"))
    }

    /// An error names the file, or the option that it is about.
    private func explaining<Result>(_ body: () throws -> Result) throws -> Result {
        do { return try body() } catch {
            switch error {
            case InferenceError.noSuchClass: throw ValidationError("--class: \(error)")
            case InferenceError.noSuchChannel, InferenceError.noSuchPlace: throw ValidationError("--unit: \(error)")
            case InferenceError.noClasses(let tensor, let shape) where unit == nil:
                throw ArchiveError.notANetwork(
                    file: model,
                    reason:
                        "'\(tensor)' holds \(shape.map(String.init).joined(separator: " × ")) numbers, not one for each class; name a channel with --unit LAYER:CHANNEL"
                )
            default: return try naming(model) { throw error }
            }
        }
    }
}
