import ArgumentParser
import Archives
import Foundation
import Kernels
import Runs
import Tables
import Testing

@testable import striate

/// All that a command is, as a new one in a file of its own would be.
private struct Count: RecordedCommand {
    static let configuration = CommandConfiguration(abstract: "Counts the kernels of a layer.")

    @OptionGroup var model: ModelOptions
    @OptionGroup var options: RunOptions

    func run() throws {
        var run = try Run(self, tables: ["counts"])
        let (file, choice) = try model.open(in: &run)
        let count = try file.kernels(of: choice.layer).count
        let table = TableLayout<Int>(
            name: "counts", title: "Kernels, counted",
            fields: [.init(Column("kernels", .integer, "How many")) { .integer($0) }]
        ).table([count])
        try run.finish(
            RunContents(
                report: "\(choice.layer.name) has \(count) kernels.\n", tables: [table], title: "Kernels, counted",
                figures: []),
            inputs: [model.model], settled: model.settled(choice.layer))
    }
}

@Suite struct CommandTests {
    @Test func `folder, record and every option come with what all commands take`() throws {
        try withPlace { place in
            let file = Striate.root.appending(path: "data/lenet/lenet-5.onnx").path
            try Count.parse([file, "--layer", "C3", "--out", place, "--quiet"]).run()
            func written(_ name: String) throws -> String {
                try String(contentsOfFile: "\(place)/\(name)", encoding: .utf8)
            }
            #expect(try written("tables/counts.csv") == "kernels\n16\n")
            #expect(try written("report.txt") == "C3 has 16 kernels.\n")
            let record = try JSONSerialization.jsonObject(with: Data(written("run.json").utf8))
            let json = try #require(record as? [String: Any])
            let options = try #require(json["options"] as? [String: String])
            #expect(options["layer"] == "C3" && options["seed"] == "0" && options["out"] == place)
            #expect(((json["inputs"] as? [[String: Any]])?.first?["path"] as? String) == file)
        }
        #expect(throws: (any Error).self) { try Count.parse(["m.onnx", "--jobs", "0"]) }
    }
}
