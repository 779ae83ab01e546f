import Foundation

/// Debian's Chromium without a window, where it is there.
public enum HeadlessBrowser {
    /// Its program; `nil` where there is none.
    public static let program = ["/usr/bin/chromium", "/usr/bin/chromium-browser"].first {
        FileManager.default.isExecutableFile(atPath: $0)
    }

    /// What a page's only `pre` holds after its scripts have run.
    public static func text(ofPage bytes: [UInt8]) throws -> String? {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("striate-page-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appendingPathComponent("page.html")
        try Data(bytes).write(to: file)
        let process = Process()
        process.executableURL = URL(fileURLWithPath: program ?? "")
        process.arguments = [
            "--headless", "--no-sandbox", "--disable-gpu", "--user-data-dir=\(folder.path)/profile",
            "--virtual-time-budget=20000", "--dump-dom", file.absoluteString,
        ]
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = FileHandle.nullDevice
        try process.run()
        let text = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        return text.firstMatch(of: /<pre>(.*)<\/pre>/).map { String($0.output.1) }
    }
}
