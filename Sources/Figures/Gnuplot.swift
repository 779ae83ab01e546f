public import Foundation

/// The gnuplot program, which draws charts where it is installed.
public struct Gnuplot: Hashable, Sendable {
    /// Where it lies.
    public let executable: URL
    /// After how many seconds a run is stopped.
    public let timeLimit: Double

    /// gnuplot at a known place.
    public init(executable: URL, timeLimit: Double = 30) {
        self.executable = executable
        self.timeLimit = timeLimit
    }

    /// The first `gnuplot` in the folders of a search path, by default that of the environment; `nil` where there is none.
    public static func find(path: String? = ProcessInfo.processInfo.environment["PATH"]) -> Gnuplot? {
        for folder in (path ?? "").split(separator: ":") where folder.hasPrefix("/") {
            let file = URL(fileURLWithPath: String(folder)).appendingPathComponent("gnuplot")
            var isFolder: ObjCBool = false
            guard FileManager.default.fileExists(atPath: file.path, isDirectory: &isFolder), !isFolder.boolValue,
                FileManager.default.isExecutableFile(atPath: file.path)
            else { continue }
            return Gnuplot(executable: file)
        }
        return nil
    }

    /// Draws a chart: the same chart gives the same bytes on the same gnuplot.
    ///
    /// - Throws: ``FigureError/gnuplot(chart:reason:)`` with gnuplot's own last message, or
    ///   ``FigureError/timedOut(chart:seconds:)``.
    public func render(_ plot: some Plot) throws(FigureError) -> (png: [UInt8], svg: [UInt8], script: String) {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("striate-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        let script = plot.script
        do {
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            try Data(script.utf8).write(to: folder.appendingPathComponent("chart.gnuplot"))
            let message = try run(in: folder, chart: plot.name)
            func bytes(_ kind: String) throws -> [UInt8] {
                let file = folder.appendingPathComponent("\(plot.name).\(kind)")
                guard let data = try? Data(contentsOf: file), !data.isEmpty else {
                    let reason = message.isEmpty ? "it wrote no \(kind) file" : message
                    throw FigureError.gnuplot(chart: plot.name, reason: reason)
                }
                return Array(data)
            }
            return (try bytes("png"), try bytes("svg"), script)
        } catch let error as FigureError {
            throw error
        } catch {
            throw .gnuplot(chart: plot.name, reason: error.localizedDescription)
        }
    }

    /// Runs the script in the folder and gives what gnuplot said; its messages go to a file, so no pipe can fill up.
    private func run(in folder: URL, chart: String) throws -> String {
        let messages = folder.appendingPathComponent("messages.txt")
        try Data().write(to: messages)
        let sink = try FileHandle(forWritingTo: messages)
        defer { try? sink.close() }
        let process = Process()
        process.executableURL = executable
        process.arguments = ["-d", "chart.gnuplot"]
        process.currentDirectoryURL = folder
        process.environment = ProcessInfo.processInfo.environment.merging(["LC_ALL": "C.UTF-8"]) { _, new in new }
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        process.standardError = sink
        let ended = DispatchSemaphore(value: 0)
        process.terminationHandler = { _ in ended.signal() }
        try process.run()
        if ended.wait(timeout: .now() + timeLimit) == .timedOut {
            kill(process.processIdentifier, SIGKILL)
            _ = ended.wait(timeout: .now() + 5)
            throw FigureError.timedOut(chart: chart, seconds: timeLimit)
        }
        let said = String(decoding: (try? Data(contentsOf: messages)) ?? Data(), as: UTF8.self)
        let line = said.split(whereSeparator: \.isNewline).last { !$0.allSatisfy { " ^".contains($0) } } ?? ""
        let reason = line.trimmingCharacters(in: .whitespaces)
        guard process.terminationReason == .exit, process.terminationStatus == 0 else {
            let status = "status \(process.terminationStatus)"
            throw FigureError.gnuplot(chart: chart, reason: reason.isEmpty ? status : reason)
        }
        return reason
    }
}
