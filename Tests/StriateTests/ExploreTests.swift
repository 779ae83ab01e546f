import Foundation
import FoundationNetworking
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
        ([], "\"model\":\"lenet-5.onnx\""),
        (["data/alexnet/alexnet-features.onnx", "data/photos/coffee.png"], "\"pictures\":[\"coffee.png\"]"),
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
