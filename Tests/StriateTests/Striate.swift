import Foundation

/// The built program, run from the root of the repository.
struct Striate {
    let status: Int32
    let output: String
    let errors: String

    static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    static let model = "data/kernels/dlib_face_resnet_conv1.npy"

    /// Fewer noise kernels and filters than by default, for speed.
    static let quick = ["compare", model, "--nulls", "19", "--count", "16"]

    /// Beside the test bundle, whose path is an argument of the test process; else in the debug build.
    static let executable: URL = {
        let folders = CommandLine.arguments.compactMap { argument -> URL? in
            guard let range = argument.range(of: ".xctest") else { return nil }
            return URL(fileURLWithPath: String(argument[..<range.lowerBound])).deletingLastPathComponent()
        }
        let candidates = folders + [root.appendingPathComponent(".build/debug")]
        let files = candidates.map { $0.appendingPathComponent("striate") }
        return files.first { FileManager.default.isExecutableFile(atPath: $0.path) } ?? files[0]
    }()

    /// Runs a line of a shell in which `$striate` is the program.
    static func shell(_ line: String) throws -> Striate {
        try Striate(
            ["-c", line], environment: ["striate": executable.path], executable: URL(fileURLWithPath: "/bin/bash"))
    }

    /// Runs it until a file is there, and sends it a signal then; how it ended.
    ///
    /// - Parameter errors: a file that takes what it says on standard error.
    @discardableResult
    static func run(
        _ arguments: [String], until isThere: () -> Bool, signal: Int32 = SIGKILL, errors: FileHandle = .nullDevice
    ) throws -> Int32 {
        let process = Process()
        process.executableURL = executable
        process.arguments = arguments
        process.currentDirectoryURL = root
        process.standardOutput = FileHandle.nullDevice
        process.standardError = errors
        try process.run()
        while process.isRunning, !isThere() { usleep(5_000) }
        kill(process.processIdentifier, signal)
        process.waitUntilExit()
        return process.terminationReason == .uncaughtSignal ? process.terminationStatus : -process.terminationStatus
    }

    /// Runs it to the end. Both streams go to files, so that neither can fill a pipe.
    ///
    /// - Parameter input: what stands on its standard input; nothing if `nil`.
    init(
        _ arguments: [String], path: String? = nil, input: String? = nil, environment: [String: String] = [:],
        executable: URL = Self.executable
    ) throws {
        let scratch = FileManager.default.temporaryDirectory.appendingPathComponent("striate-run-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: scratch, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: scratch) }
        let streams = ["out", "err"].map { scratch.appendingPathComponent($0) }
        for stream in streams { try Data().write(to: stream) }
        let process = Process()
        process.executableURL = executable
        process.arguments = arguments
        process.currentDirectoryURL = Self.root
        let changes = environment.merging(path.map { ["PATH": $0] } ?? [:]) { $1 }
        process.environment = ProcessInfo.processInfo.environment.merging(changes) { $1 }
        process.standardInput = FileHandle.nullDevice
        if let input {
            let file = scratch.appendingPathComponent("in")
            try Data(input.utf8).write(to: file)
            process.standardInput = try FileHandle(forReadingFrom: file)
        }
        process.standardOutput = try FileHandle(forWritingTo: streams[0])
        process.standardError = try FileHandle(forWritingTo: streams[1])
        try process.run()
        process.waitUntilExit()
        status = process.terminationStatus
        output = try String(contentsOf: streams[0], encoding: .utf8)
        errors = try String(contentsOf: streams[1], encoding: .utf8)
    }
}

/// Runs the body with the path of a folder that is not there yet, and removes it afterwards.
func withPlace(_ body: (String) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory.resolvingSymlinksInPath()
        .appendingPathComponent("striate-out-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    try body(folder.path)
}

/// RFC 4180, read strictly enough to count columns.
func records(_ csv: String) -> [[String]] {
    var rows: [[String]] = []
    var row: [String] = []
    var field = ""
    var isQuoted = false
    for scalar in csv.unicodeScalars {
        switch scalar {
        case "\"": isQuoted.toggle()
        case "," where !isQuoted:
            row.append(field)
            field = ""
        case "\n" where !isQuoted:
            rows.append(row + [field])
            row = []
            field = ""
        default: field.unicodeScalars.append(scalar)
        }
    }
    return rows
}
