import Foundation
import Testing

/// One network of two convolutions and a rectifier in a file of each format of networks: every command that takes one says
/// the same of all, and what NumPy and SciPy say.
@Suite struct FormatAgreementTests {
    private static let folder = "Tests/StriateTests/Reference/same"
    private static let formats = ["onnx", "pt2", "caffemodel", "keras", "h5", "tflite"]

    /// The rows of a table of each format, which are compared with the first one's: texts as they are, numbers to a part
    /// of the largest of their column.
    private func rows(
        _ command: String, _ arguments: [String], within part: Double, but others: Set<String> = []
    ) throws -> [[String]] {
        var first: [[String]] = []
        for format in Self.formats {
            let shown = ["kernels", "rf"].contains(command) && !arguments.contains("--image")
            let run = try Striate(
                [command] + (command == "map" ? ["--model"] : []) + ["\(Self.folder)/same.\(format)"] + arguments
                    + (shown ? [] : ["--preprocess", "none"]) + ["--quiet"])
            #expect(run.status == 0 && run.errors.isEmpty, "\(format): \(run.errors)")
            let rows = records(run.output)
            if first.isEmpty { first = rows }
            #expect(rows.count == first.count && rows[0] == first[0], "\(format)")
            for (column, name) in first[0].enumerated() where !others.contains(name) {
                let pairs = zip(rows, first).dropFirst().map { ($0[column], $1[column]) }
                let largest = pairs.compactMap { Double($0.1).map(abs) }.max() ?? 0
                for (found, wanted) in pairs where found != wanted {
                    let far = abs((Double(found) ?? .infinity) - (Double(wanted) ?? 0))
                    #expect(far <= part * largest, "\(format), \(name): \(found), not \(wanted)")
                }
            }
        }
        return first
    }

    private func near(_ text: String, _ value: Double) -> Bool { abs((Double(text) ?? .nan) - value) < 1e-5 }

    @Test func `kernels are the same numbers`() throws {
        // A float or a text of it: a Caffe model's channels are turned round, and sums rounded otherwise.
        let rows = try rows("kernels", ["--table", "kernels"], within: 1e-6, but: ["layer"])
        #expect(rows.count == 5 && near(rows[1][7], 2.2614382201947905))
    }

    @Test func `every layer sees the same pixels`() throws {
        let rows = try rows("rf", ["--table", "receptive_fields"], within: 0, but: ["tensor"])
        #expect(
            rows.dropFirst().map { Array($0[1...2] + $0[7...8]) } == [
                ["a", "Conv", "3", "3"], ["r", "Relu", "3", "3"], ["b", "Conv", "5", "5"],
            ])
    }

    @Test func `a layer gives the same maps, and its units have the same tuning`() throws {
        let maps = try rows(
            "map", ["\(Self.folder)/p/0.png", "--layer", "r", "--table", "channels"], within: 1e-5)
        #expect(maps.count == 5)
        let tuning = try rows("tune", ["--layer", "r", "--table", "tuning"], within: 1e-4)
        #expect(tuning.count > 4)
    }

    @Test func `effective fields are the same`() throws {
        let rows = try rows(
            "rf", ["--effective", "--layer", "b", "--image", "\(Self.folder)/p/0.png", "--table", "effective"],
            within: 1e-5)
        #expect(rows.count == 5)
    }

    @Test func `explain gives the same maps`() throws {
        let explained = [
            "\(Self.folder)/p/0.png", "--unit", "b:1:8,5", "--layer", "r", "--unchecked", "--samples", "8", "--method",
        ]
        let rows = try rows(
            "explain",
            explained + ["gradient,input-x-gradient,integrated-gradients,guided-backprop,occlusion,grad-cam"]
                + ["--table", "attribution"], within: 1e-5)
        // Central differences of NumPy's run.
        func gradient(_ place: [String]) -> String {
            rows.first { $0[1] == "gradient" && $0[2...4] == place[...] }?[5] ?? ""
        }
        #expect(near(gradient(["0", "8", "5"]), -0.1125719448769047))
        #expect(near(gradient(["2", "6", "7"]), -0.11987760473175513))
        #expect(near(gradient(["1", "8", "6"]), 1.3882641838325327))
        let answers = try self.rows("explain", explained + ["gradient", "--table", "explained"], within: 1e-5)
        #expect(near(answers[1][6], 1.4717186098050257) && near(answers[1][8], 1.4409450395103107))
    }

    @Test func `prefer finds the same patches, and makes the same pictures`() throws {
        let rows = try rows(
            "prefer",
            [
                "--layer", "b", "--images", "\(Self.folder)/p", "--images", "\(Self.folder)/q", "--top", "1",
                "--synthesise", "--starts", "2", "--steps", "10", "--table", "preferred",
            ], within: 1e-4)
        // The largest of all NumPy's activations.
        let natural = rows.filter { $0.last == "natural" }
        #expect(natural.map { Array($0[4...5]) } == [["14", "5"], ["9", "1"], ["13", "1"]])
        for (row, value) in zip(natural, [3.0690560332082564, 3.082363115687342, 2.271437951087775]) {
            #expect(near(row[10], value))
        }
        #expect(rows.count { $0.last == "synthetic" } == 6)
    }

    @Test func `localize finds the same units`() throws {
        let rows = try rows(
            "localize",
            [
                "--layer", "r", "--category", "p=\(Self.folder)/p", "--category", "q=\(Self.folder)/q", "--table",
                "selectivity",
            ], within: 1e-5)
        // SciPy's Welch test on NumPy's activations.
        func unit(_ place: [String]) -> [String] { rows.first { $0[1...3] == place[...] } ?? [] }
        #expect(near(unit(["3", "15", "0"])[5], 2.254598428702657) && unit(["3", "15", "0"])[4] == "p")
        #expect(near(unit(["3", "4", "9"])[5], 2.1566873708300585) && unit(["3", "4", "9"])[4] == "q")
        #expect(near(unit(["3", "4", "9"])[6], 0.09908877458456128))
    }
}
