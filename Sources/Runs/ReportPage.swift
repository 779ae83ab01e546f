internal import Files
internal import Mustache
internal import WebPages

/// `report.html`: a run on one page that opens from disk and may be sent.
struct ReportPage {
    /// A file of the run's folder.
    struct File {
        let path: String
        let bytes: Int
    }

    let report: String
    let title: String
    let tables: [TableExcerpt]
    /// All that stands in the folder.
    let files: [File]
    let record: RunRecord
    /// What was read, with sizes and digests.
    let inputs: [RunRecord.File]

    /// Bytes of the report that are shown.
    private static let mostReport = 1 << 20
    /// Left for what is not counted: styles, names, facts.
    private static let reserve = 500_000

    private static let template: MustacheTemplate = {
        let text = String(decoding: PackageResources.report_mustache, as: UTF8.self)
        guard let template = try? MustacheTemplate(string: text) else { preconditionFailure("the template is ours") }
        return template
    }()

    /// The file.
    ///
    /// - Parameters:
    ///   - limit: bytes that it may have; pictures and tables that would make it larger are left out, and it is said.
    ///   - contents: bytes of a file of the folder; `nil` where it cannot be read.
    func bytes(limit: Int = SelfContainedPage.mostBytes, contents: (String) -> [UInt8]?) -> [UInt8] {
        let shown = shortened(report, to: Self.mostReport)
        var room = limit - Self.reserve - shown.text.utf8.count
        var tableRoom = min(room / 2, 4_000_000)
        let tables = self.tables.map { $0.fields(&tableRoom) }
        room -= tables.reduce(0) { $0 + $1.size }
        let pictures = PagePictures(files)
        let shownPictures = pictures.fields(&room, contents)
        let fields: [String: Any] = [
            "version": record.version.html, "title": title.html, "report": shown.text,
            "reportRest": shown.isWhole ? [] : ["The rest of the report is in report.txt."],
            "hasPictures": !shownPictures.isEmpty, "pictures": shownPictures,
            "hasTables": !tables.isEmpty, "tables": tables.map(\.fields),
            "command": command, "seed": "\(record.seed)", "options": options,
            "hasInputs": !inputs.isEmpty, "inputs": inputs.map(Self.fact),
            "hasWarnings": !record.warnings.isEmpty, "warnings": record.warnings.map(\.html),
            "hasOthers": !pictures.others.isEmpty,
            "others": pictures.others.map { ["name": $0.path.html, "facts": PageNumber.size($0.bytes)] },
        ]
        return SelfContainedPage(
            title: title, style: PageResource.style, scripts: [PageResource.tables],
            body: Self.template.render(fields)
        ).bytes
    }

    private func shortened(_ text: String, to limit: Int) -> (text: String, isWhole: Bool) {
        let lines = text.htmlLines
        guard lines.utf8.count > limit else { return (lines, true) }
        let start = String(decoding: lines.utf8.prefix(limit), as: UTF8.self)
        return (String(start[..<(start.lastIndex(of: "\n") ?? start.startIndex)]), false)
    }

    /// The command as a shell takes it.
    private var command: String {
        record.command.map { word in
            let isPlain = !word.isEmpty && word.utf8.allSatisfy { Self.plain.contains($0) }
            return isPlain ? word : "'" + word.replacing("'", with: "'\\''") + "'"
        }.joined(separator: " ").html
    }

    private static let plain = Set(
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_./,:=+@%".utf8)

    /// Options that have a value, by name.
    private var options: [[String: String]] {
        record.options.filter { !$0.value.isEmpty && !record.incidental.contains($0.key) && $0.key != "seed" }
            .sorted { $0.key < $1.key }.map { ["name": $0.key.html, "value": $0.value.html] }
    }

    private static func fact(_ file: RunRecord.File) -> [String: String] {
        let size = file.bytes.map { PageNumber.size($0) }
        let facts = [size, file.sha256.map { "SHA-256 \($0)" }].compactMap(\.self)
        return [
            "name": file.path.html, "facts": facts.isEmpty ? "changed during the run" : facts.joined(separator: ", "),
        ]
    }
}
