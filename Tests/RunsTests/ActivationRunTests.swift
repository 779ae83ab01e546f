import Archives
import Foundation
import Inference
import Networks
import Physiology
import ReferenceData
import Reports
import Runs
import Testing
import Workers

/// Activations of pictures, recorded by the library alone.
@Suite struct ActivationRunTests {
    private static let repository = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    /// Two pictures, each of one grey, and between them a file that is none.
    private static func pictures(in folder: String) throws -> [String] {
        let greys: [UInt8?] = [200, nil, 50]
        return try greys.enumerated().map { index, grey in
            let path = "\(folder)/\(index).pgm"
            let bytes = grey.map { "P5 16 16 255\n".utf8 + [UInt8](repeating: $0, count: 256) } ?? Array("P5".utf8)
            try Data(bytes).write(to: URL(filePath: path))
            return path
        }
    }

    private static func run(
        _ pictures: [String], hasUnits: Bool = true
    ) throws -> (ActivationRecorder, ActivationRun) {
        let network = try Network(path: repository.appending(path: "data/lenet/lenet-5.onnx").path)
        let recorder = try ActivationRecorder(
            RunnableNetwork(network, workers: Workers(2)), layers: ["C1"], pooling: .mean, units: [])
        let facts = ActivationFacts(
            recorder, model: "lenet-5.onnx", pooling: .mean, at: nil, degrees: 16, fixation: (13.5, 13.5))
        return (recorder, ActivationRun(recorder, facts, of: try StimulusList(pictures), hasUnits: hasUnits))
    }

    /// Records a part of the pictures, or all.
    private static func record(
        _ run: ActivationRun, in folder: String, shard: Shard? = nil, from parts: ShardSet? = nil
    ) throws -> RunItems<String> {
        let work = RunWork(
            command: "activations", version: "0.1", options: [:], digests: [:], items: 3, shard: shard,
            arrays: run.arrays)
        let place = try RunFolder(path: folder, force: false)
        var items = try RunItems<String>(
            parts == nil ? RunDraft(place, keeping: work) : RunDraft(place), work, from: parts)
        try run.record(&items, workers: Workers(2))
        return items
    }

    @Test func `a layer that an operation gives which is not run is refused with the operation`() throws {
        let network = try Network(
            opset: 17, inputs: [.init(name: "x", shape: [.known(1), .known(1), .known(2), .known(2)])], outputs: ["y"],
            nodes: [Node(name: "strange", op: Operator("Foo", domain: "bar"), inputs: ["x"], outputs: ["y"])])
        #expect(throws: InferenceError.missingOperator(node: "strange", op: "Foo", layers: [])) {
            try ActivationRecorder(RunnableNetwork(network, workers: Workers(1)), layers: [], pooling: .none)
        }
    }

    @Test(arguments: [[1, 1, 4_194_304, 4_194_304], [2_097_152, 3, 2_097_152, 2_097_152]])
    func `a layer of more units than there can be is refused before a list of them is made`(sizes: [Int]) throws {
        let network = try Network(
            opset: 17, inputs: [.init(name: "x", shape: [.known(1), .known(1), .known(1), .known(1)])], outputs: ["y"],
            nodes: [Node(name: "wide", op: "Expand", inputs: ["x", "sizes"], outputs: ["y"])],
            constants: ["sizes": Constant(name: "sizes", shape: [4], type: .int64, source: .integers(sizes))])
        #expect {
            try ActivationRecorder(RunnableNetwork(network, workers: Workers(1)), layers: [], pooling: .none)
        } throws: { error in
            "\(error)".hasPrefix("node 'wide' is not run: with it the network asks for more than 50331904 elements")
        }
    }

    @Test func `the table of the units is not made where nobody asks for it`() throws {
        try withScratchFolder { folder in
            let pictures = try Self.pictures(in: folder)
            for hasUnits in [true, false] {
                let run = try Self.run(pictures, hasUnits: hasUnits).1
                let items = try Self.record(run, in: "\(folder)/\(hasUnits)")
                #expect(items.draft.tableNames == (hasUnits ? ["stimuli", "units"] : ["stimuli"]))
                var outputs = ActivationOutputs()
                outputs.hasFigures = false
                let text = try run.report(items.draft, writing: outputs, workers: Workers(1))
                    .text(place: nil, tables: items.draft.tableNames, others: [])
                #expect(!text.contains("Left out"))
            }
        }
    }

    @Test func `rows are what the network gives, and what cannot be shown has no numbers`() throws {
        try withScratchFolder { folder in
            let pictures = try Self.pictures(in: folder)
            let (recorder, run) = try Self.run(pictures)
            let items = try Self.record(run, in: "\(folder)/out")
            #expect(items.findings.map(\.isEmpty) == [true, false, true])
            let report = try run.report(items.draft, workers: Workers(1))
            let text = report.text(place: "\(folder)/out", tables: items.draft.tableNames, others: [])
            #expect(text.hasPrefix("lenet-5.onnx on 3 pictures: 1 layer, 6 numbers of each picture."))
            #expect(items.draft.tableNames == ["stimuli", "units"])
            try items.draft.finish(report: text, title: "Activations", record: smallRecord())
            let array = try ReferenceArray(URL(filePath: "\(folder)/out/responses/C1.npy"))
            #expect(array.shape == [3, 6])
            let rows = (0..<3).map { Array(array.values[6 * $0..<6 * $0 + 6]) }
            #expect(rows[1].allSatisfy { $0.isNaN })
            for index in [0, 2] {
                let shown = try StimulusList([pictures[index]]).stimuli[0].read().shown
                let values = try recorder.values(of: shown)[0].map { Double($0) }
                #expect(values == rows[index])
            }
            #expect(rows[0] != rows[2])
        }
    }

    @Test func `a table that is left out is said, and what follows from it`() throws {
        try withScratchFolder { folder in
            let (recorder, whole) = try Self.run(try Self.pictures(in: folder))
            let list = try StimulusList((0..<3).map { "\(folder)/\($0).pgm" })
            let run = ActivationRun(recorder, whole.facts, of: list) { table, rows in
                rows > 5 ? "Left out: \(table) of \(rows) rows." : nil
            }
            let items = try Self.record(run, in: "\(folder)/out")
            var outputs = ActivationOutputs()
            outputs.table = .long
            let text = try run.report(items.draft, writing: outputs, workers: Workers(1))
                .text(place: nil, tables: [], others: [])
            #expect(items.draft.tableNames == ["stimuli"])
            #expect(text.contains("Left out: units of 6 rows.") && text.contains("the table activations, as units is."))
        }
    }

    @Test func `parts give the arrays and tables of the whole`() throws {
        try withScratchFolder { folder in
            let (_, run) = try Self.run(try Self.pictures(in: folder))
            func finished(_ name: String, _ items: RunItems<String>) throws {
                try items.draft.finish(report: "done\n", title: "Activations", record: smallRecord())
            }
            try finished("whole", Self.record(run, in: "\(folder)/whole"))
            for part in 0..<2 {
                try finished("\(part)", Self.record(run, in: "\(folder)/\(part)", shard: Shard(part, of: 2)))
            }
            let parts = try ShardSet(["\(folder)/1", "\(folder)/0"])
            try finished("merged", Self.record(run, in: "\(folder)/merged", from: parts))
            for name in ["responses/C1.npy", "tables/stimuli.csv", "tables/units.csv"] {
                let whole = try Data(contentsOf: URL(filePath: "\(folder)/whole/\(name)"))
                #expect(try Data(contentsOf: URL(filePath: "\(folder)/merged/\(name)")) == whole, "\(name)")
            }
        }
    }
}
