internal import Files
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
    public func render(_ plot: some Plot) throws(FigureError) -> (
        png: [UInt8], svg: [UInt8], pdf: [UInt8], script: String
    ) {
        let script = plot.script
        let draft: Draft
        do throws(SystemError) {
            let place = FileManager.default.temporaryDirectory.appendingPathComponent("striate-\(UUID().uuidString)")
            draft = try Draft(of: place.path, as: .folder)
            try FileWriter.write(Array(script.utf8), to: draft.path + "/chart.gnuplot")
        } catch {
            throw .gnuplot(chart: plot.name, reason: error.reason)
        }
        let message = try run(in: draft.path, chart: plot.name)
        func bytes(_ kind: String) throws(FigureError) -> [UInt8] {
            let bytes = (try? FileReader.bytes(of: "\(draft.path)/\(plot.name).\(kind)")) ?? []
            guard bytes.isEmpty else { return bytes }
            throw .gnuplot(chart: plot.name, reason: message.isEmpty ? "it wrote no \(kind) file" : message)
        }
        return (
            PictureWords.adding(plot.words, to: try bytes("png")), try bytes("svg"),
            PrintedFile.settled(pdf: try bytes("pdf")), script
        )
    }

    /// Runs the script in the folder and gives what gnuplot said; its messages go to a file, so no pipe can fill up.
    private func run(in folder: String, chart: String) throws(FigureError) -> String {
        let environment = ProcessInfo.processInfo.environment.merging(["LC_ALL": "C.UTF-8", "TZ": "UTC"]) { $1 }
        let program = HelperProgram(
            executable: executable.path, arguments: ["-d", "chart.gnuplot"], folder: folder, messages: "messages.txt",
            environment: environment.map { "\($0)=\($1)" }.sorted())
        let end = program.run(seconds: timeLimit)
        if end == .timedOut { throw .timedOut(chart: chart, seconds: timeLimit) }
        let said = String(decoding: (try? FileReader.bytes(of: folder + "/messages.txt")) ?? [], as: UTF8.self)
        let line = said.split(whereSeparator: \.isNewline).last { !$0.allSatisfy { " ^".contains($0) } } ?? ""
        let reason = line.trimmingCharacters(in: .whitespaces)
        switch end {
        case .exited(0): return reason
        case .exited(let status): throw .gnuplot(chart: chart, reason: reason.isEmpty ? "status \(status)" : reason)
        default: throw .gnuplot(chart: chart, reason: reason.isEmpty ? "it could not run to its end" : reason)
        }
    }
}
