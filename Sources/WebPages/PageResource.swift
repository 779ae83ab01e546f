/// The styles and scripts of pages.
public enum PageResource {
    /// Colours and letters of all pages, light and dark, and on paper.
    public static let style = text(PackageResources.page_css)
    /// Sorts tables by the heading that is pressed.
    public static let tables = text(PackageResources.tables_js)

    static func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }
}
