internal import Files
internal import Foundation
public import Physiology

/// What a survey has found out already, kept beside its folder so that it goes on where it was stopped.
public struct SurveyNotes {
    private let folder: String
    private let version: String

    /// The notes of a survey whose results go to a folder: `out/survey.rows` beside `out/survey`.
    ///
    /// - Parameters:
    ///   - out: the folder.
    ///   - version: the tool's; what another version found is not taken over.
    public init(beside out: String, version: String) { (folder, self.version) = (out + ".rows", version) }

    /// Whether there are some.
    public var isThere: Bool { FileKind(at: folder) == .folder }

    /// Where a model's rows are: by its name, its contents and all that was asked.
    private func file(of model: SurveyedModel) -> String {
        let parts = [version, model.path, FileDigest.sha256(fileAt: model.path) ?? ""] + model.settings
        return "\(folder)/\(FileDigest.sha256(Array(parts.joined(separator: "\n").utf8))).json"
    }

    /// A model's rows: those that are known, or else those that are found, which are then kept.
    ///
    /// - Throws: an error of Foundation where they cannot be kept.
    public func rows(of model: SurveyedModel, _ found: () -> [SurveyRow]) throws -> [SurveyRow] {
        let file = file(of: model)
        if let bytes = try? FileReader.bytes(of: file),
            let known = try? JSONDecoder().decode([SurveyRow].self, from: Data(bytes))
        {
            return known
        }
        let rows = found()
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys]
        let data = try encoder.encode(rows)
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        // Written beside and renamed, so that what is there is whole.
        try data.write(to: URL(fileURLWithPath: file), options: .atomic)
        return rows
    }
}
