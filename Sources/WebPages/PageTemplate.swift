internal import Mustache

/// What pages are filled into. Texts that come from outside are escaped before (``Swift/String/html``).
enum PageTemplate {
    /// Head and body of a page.
    static let envelope = template(PackageResources.page_mustache)

    private static func template(_ bytes: [UInt8]) -> MustacheTemplate {
        guard let template = try? MustacheTemplate(string: String(decoding: bytes, as: UTF8.self)) else {
            preconditionFailure("the templates are ours")
        }
        return template
    }
}
