import WebPages

/// The files of the page, which lie in the program.
enum PageFiles {
    /// A file by its name.
    static func file(_ name: String) -> PageResponse? {
        guard let (type, bytes) = files[name] else { return nil }
        return PageResponse(type: type, body: bytes)
    }

    /// The modules of the page in an order in which each comes after those that it imports.
    static let modules: [(name: String, bytes: [UInt8])] = [
        ("numbers.js", PackageResources.numbers_js), ("page.js", PackageResources.page_js),
        ("paint.js", PackageResources.paint_js), ("provider.js", PackageResources.provider_js),
        ("picture.js", PackageResources.picture_js), ("walls.js", PackageResources.walls_js),
        ("unit.js", PackageResources.unit_js), ("walk.js", PackageResources.walk_js),
        ("drawing.js", PackageResources.drawing_js), ("kernels.js", PackageResources.kernels_js),
        ("cortex.js", PackageResources.cortex_js), ("why.js", PackageResources.why_js),
        ("explore.js", PackageResources.explore_js),
    ]

    /// A page with the parts that the live page and the sent one have alike.
    static func page(_ template: [UInt8]) -> [UInt8] {
        PageParts.page(
            template, parts: ["gets": PackageResources.gets_html, "layers": PackageResources.layers_html])
    }

    private static let files: [String: (type: String, bytes: [UInt8])] = {
        var files = [
            "": ("text/html; charset=utf-8", page(PackageResources.index_html)),
            "explore.css": ("text/css; charset=utf-8", PackageResources.explore_css),
            "icon.svg": ("image/svg+xml", PackageResources.icon_svg),
        ]
        for (name, bytes) in modules { files[name] = ("text/javascript; charset=utf-8", bytes) }
        return files
    }()
}
