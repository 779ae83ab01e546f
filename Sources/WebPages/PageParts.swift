internal import Mustache

/// Pages that have parts in common.
public enum PageParts {
    /// A page in which `{{> name}}` stands for the part of that name.
    ///
    /// - Precondition: page and parts are ours: Mustache that can be read.
    public static func page(_ template: [UInt8], parts: [String: [UInt8]]) -> [UInt8] {
        var templates = parts
        templates["page"] = template
        let library = MustacheLibrary(
            templates: templates.mapValues { bytes in
                guard let part = try? MustacheTemplate(string: String(decoding: bytes, as: UTF8.self)) else {
                    preconditionFailure("the templates are ours")
                }
                return part
            })
        return Array((library.render([String: String](), withTemplate: "page") ?? "").utf8)
    }
}
