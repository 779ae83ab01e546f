import Archives
import Foundation
import FoundationNetworking
import Planes
import Testing

@Suite struct ExploreTests {
    /// Starts the page, asks it something, ends it by Ctrl-C; its first line, the answer and how it ended.
    private static func served(
        _ arguments: [String], path: String
    ) async throws -> (line: String, answer: String, signal: Int32) {
        let process = Process()
        let pipe = Pipe()
        process.executableURL = Striate.executable
        process.arguments = ["explore", "--no-open"] + arguments
        process.currentDirectoryURL = Striate.root
        process.standardOutput = pipe
        try process.run()
        let line = String(decoding: pipe.fileHandleForReading.availableData, as: UTF8.self)
        let answer: String
        if let url = URL(string: line.trimmingCharacters(in: .newlines) + path) {
            let data = try? await URLSession.shared.data(from: url).0
            answer = data.map { String(decoding: $0, as: UTF8.self) } ?? ""
        } else {
            answer = ""
        }
        kill(process.processIdentifier, SIGINT)
        process.waitUntilExit()
        return (line, answer, process.terminationReason == .uncaughtSignal ? process.terminationStatus : -1)
    }

    @Test(arguments: [
        ([], "\"model\":\"lenet-5.onnx\""), ([], "\"startsWithPicture\":false"),
        (
            ["data/lenet/lenet-5.onnx", "data/digits/mnist_5k.csv.gz", "--every", "2500"],
            "\"pictures\":[\"mnist_5k.csv.gz, row 0\",\"mnist_5k.csv.gz, row 2500\"],\"startsWithPicture\":true"
        ),
        (
            ["data/alexnet/alexnet-features.onnx", "data/photos/coffee.png", "data/photos/brick.png"],
            "\"pictures\":[\"coffee.png\",\"brick.png\"]"
        ),
        (["data/photos/coffee.png"], "\"model\":\"alexnet-features.onnx\""),
        (["data/kernels/alexnet_stlpips.npy"], "\"kernels\":64"),
    ])
    func `the address is printed, the page is there, and Ctrl-C ends it`(arguments: [String], part: String) async throws
    {
        let (line, answer, signal) = try await Self.served(arguments, path: "api/scene")
        #expect(line.wholeMatch(of: /http:\/\/127\.0\.0\.1:\d+\/[0-9a-f]{32}\/\n/) != nil, "\(line)")
        #expect(answer.contains(part), "\(answer.prefix(300))")
        #expect(signal == SIGINT)
    }

    private struct Patch: Decodable {
        struct Pixels: Decodable {
            let shape: [Int]
            let data: String
        }
        let image: String
        let value: Double
        let pixels: Pixels
    }

    @Test func `a run's patches are cut from its pictures, and a run of another network is refused`() async throws {
        let place = FileManager.default.temporaryDirectory.appendingPathComponent("striate-out-\(UUID().uuidString)")
            .path
        defer { try? FileManager.default.removeItem(atPath: place) }
        let digits = "data/digits/mnist_5k.csv.gz"
        let run = try Striate([
            "prefer", "data/lenet/lenet-5.onnx", "--layer", "C1", "--images", digits, "--every", "1000", "--top", "2",
            "--out", place, "--quiet",
        ])
        #expect(run.status == 0, "\(run.errors)")
        let (_, answer, _) = try await Self.served(
            ["data/lenet/lenet-5.onnx", "--preferred", place], path: "api/preferred?layer=1&channel=3")
        let patches = try JSONDecoder().decode([Patch].self, from: Data(answer.utf8))
        let table = records(try String(contentsOfFile: place + "/tables/preferred.csv", encoding: .utf8))
        let rows = table.dropFirst().map { Dictionary(zip(table[0], $0), uniquingKeysWith: { $1 }) }
            .filter { $0["channel"] == "3" }
        #expect(patches.count == 2 && rows.count == 2)
        let pictures = try PictureSource([Striate.root.appendingPathComponent(digits).path], every: 1).pictures
        for (patch, row) in zip(patches, rows) {
            func number(_ name: String) throws -> Int { try #require(row[name].flatMap { Int($0) }) }
            let index = try number("image_row")
            #expect("\(patch.value)" == row["value"] && patch.image == "mnist_5k.csv.gz, row \(index)")
            let plane = try pictures[index].image().encoded.planes[0]
            var cut: [Float] = []
            for y in try number("first_y_px")...number("last_y_px") {
                for x in try number("first_x_px")...number("last_x_px") { cut.append(plane[y, x]) }
            }
            let pixels = try #require(Data(base64Encoded: patch.pixels.data)).withUnsafeBytes {
                Array($0.bindMemory(to: Float.self))
            }
            #expect(pixels == cut && patch.pixels.shape.reduce(1, *) == cut.count)
        }
        for (arguments, words) in [
            (["data/alexnet/alexnet-features.onnx", "--preferred", place], "this run is of another network, "),
            (["--preferred", "data/photos"], "data/photos: this is no folder of striate prefer"),
        ] {
            let refused = try Striate(["explore", "--no-open"] + arguments)
            #expect(refused.status == 64 && refused.errors.hasPrefix("striate: --preferred: "), "\(refused.errors)")
            #expect(refused.errors.contains(words), "\(refused.errors)")
        }
    }

    @Test func `an array alone is a file of kernels, and no picture`() async throws {
        let (_, answer, _) = try await Self.served(["data/kernels/alexnet_stlpips.npy"], path: "api/scene")
        #expect(answer.contains("\"model\":\"alexnet_stlpips.npy\"") && answer.contains("\"kernels\":64"), "\(answer)")
    }

    @Test(arguments: [
        (["absent.onnx"], 66, "striate: absent.onnx: no such file"),
        (["--port", "70000"], 64, "striate: --port: 70000"),
        (["data/lenet/lenet-5.onnx", "README.md"], 65, "striate: README.md: "),
    ])
    func `what cannot be shown is refused in one line`(arguments: [String], status: Int32, start: String) throws {
        let run = try Striate(["explore", "--no-open"] + arguments)
        #expect(run.status == status && run.errors.hasPrefix(start), "\(run.errors)")
        #expect(run.output.isEmpty && run.errors.split(separator: "\n").count == 1)
    }
}
