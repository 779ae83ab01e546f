import Files
import Foundation
import Physiology

/// What a survey has found out already, kept beside its folder so that it goes on where it was stopped.
struct SurveyNotes {
    private let folder: String

    /// The notes of a survey whose results go to a folder: `out/survey.rows` beside `out/survey`.
    init(beside out: String) { folder = out + ".rows" }

    /// Whether there are some.
    var isThere: Bool { FileKind(at: folder) == .folder }

    /// What a file's rows are found by: its name, its contents and all that was asked.
    static func key(_ path: String, _ settings: [String]) -> String {
        let parts = [Striate.version, path, FileDigest.sha256(fileAt: path) ?? ""] + settings
        return FileDigest.sha256(Array(parts.joined(separator: "\n").utf8))
    }

    /// A file's rows, if they are known.
    func rows(_ key: String) -> [SurveyRow]? {
        guard let bytes = try? FileReader.bytes(of: "\(folder)/\(key).json") else { return nil }
        return try? JSONDecoder().decode([SurveyRow].self, from: Data(bytes))
    }

    /// Keeps them: written beside and renamed, so that what is there is whole.
    func keep(_ rows: [SurveyRow], _ key: String) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys]
        let data = try encoder.encode(rows)
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try data.write(to: URL(fileURLWithPath: "\(folder)/\(key).json"), options: .atomic)
    }
}
