internal import Files
internal import Foundation
internal import Mustache

/// A page in one file: it opens from disk, asks no other place for anything, and may be sent.
///
/// Its content security policy lets run only the style and the scripts that are written in it, by their SHA-256, and shows
/// only pictures that are written in it; text that slipped through as markup could do nothing.
/// - SeeAlso: W3C, *Content Security Policy Level 3*.
public struct SelfContainedPage: Sendable {
    /// Of the window.
    public let title: String
    /// CSS.
    public let style: String
    /// JavaScript, run in this order when the body is there.
    public let scripts: [String]
    /// Numbers and words for the scripts, as JSON, by the element's id.
    public let data: [(id: String, json: String)]
    /// HTML; texts in it have been escaped.
    public let body: String

    /// The most bytes of a page that is still sent by mail.
    public static let mostBytes = 15_000_000

    /// A page.
    public init(
        title: String, style: String, scripts: [String], data: [(id: String, json: String)] = [], body: String
    ) {
        (self.title, self.style, self.scripts, self.data, self.body) = (title, style, scripts, data, body)
    }

    /// The file.
    public var bytes: [UInt8] {
        let policy =
            "default-src 'none'; img-src data:; style-src \(Self.source(style)); script-src "
            + (scripts.isEmpty ? "'none'" : scripts.map(Self.source).joined(separator: " "))
            + "; base-uri 'none'; form-action 'none'"
        let page = PageTemplate.envelope.render(
            [
                "policy": policy, "title": title.html, "style": style, "body": body,
                "scripts": scripts, "data": data.map { ["id": $0.id.html, "json": Self.inScript($0.json)] },
            ] as [String: Any])
        return Array(page.utf8)
    }

    /// `'sha256-…'`, as a policy names a script.
    static func source(_ text: String) -> String {
        let digest = FileDigest.sha256(Array(text.utf8))
        let bytes = stride(from: 0, to: digest.count, by: 2).compactMap { place in
            UInt8(digest.dropFirst(place).prefix(2), radix: 16)
        }
        return "'sha256-\(Data(bytes).base64EncodedString())'"
    }

    /// JSON that no `</script>` can end: its `<` only stands in strings, where it has another spelling.
    static func inScript(_ json: String) -> String { json.replacingOccurrences(of: "<", with: "\\u003c") }
}
