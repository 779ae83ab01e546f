import ArgumentParser
import Files
import Foundation

/// The program with its data, manual pages and completions, as a system wants them below a folder such as `/usr/local`.
struct Installation {
    /// One file of it: where it goes, below the folder, and what it holds.
    private struct Item {
        let path: String
        let bytes: () throws -> [UInt8]
        var isProgram = false
    }

    /// Names every file, so that exactly these are removed again.
    private static let list = "share/striate/installed.txt"

    /// Such as `/usr/local`.
    let prefix: String

    /// Puts every file in its place; one that is there is replaced.
    ///
    /// - Returns: how many.
    func install() throws -> Int {
        let items = try items
        for item in items { try write(try item.bytes(), item.path, isProgram: item.isProgram) }
        let names = items.map(\.path) + [Self.list]
        try write(Array((names.joined(separator: "\n") + "\n").utf8), Self.list)
        return names.count
    }

    /// Removes the files that were installed, and folders of `share/striate` that are empty then.
    ///
    /// - Returns: how many.
    func remove() throws -> Int {
        let file = place(Self.list)
        guard FileManager.default.fileExists(atPath: file) else { throw InstallationError.notInstalled(list: file) }
        let names = try String(decoding: read(file), as: UTF8.self).split(separator: "\n").map(String.init)
        guard names.allSatisfy({ !$0.hasPrefix("/") && !$0.split(separator: "/").contains("..") }) else {
            throw InstallationError.foreignList(file)
        }
        for name in names where FileManager.default.fileExists(atPath: place(name)) {
            try naming(name) { () throws(SystemError) in try Folder.removeFile(place(name)) }
        }
        let folders = Set(names.flatMap(Self.folders)).filter { $0.hasPrefix("share/striate") }
        // The deepest first; one that holds what somebody put there stays.
        for folder in folders.sorted(by: { $0.count > $1.count }) { try? Folder.removeEmpty(place(folder)) }
        return names.count
    }

    private var items: [Item] {
        get throws {
            guard let program = Bundle.main.executableURL?.resolvingSymlinksInPath().path else {
                throw InstallationError.noData
            }
            guard let folder = BundledFiles.folders.first(where: { isFolder($0.appending(path: "data").path) }) else {
                throw InstallationError.noData
            }
            let data = try names(in: folder.appending(path: "data").path, below: "data").map { name in
                Item(path: "share/striate/\(name)", bytes: { try read(folder.appending(path: name).path) })
            }
            let manual = try ManualPages(help: Striate._dumpHelp(), version: Striate.version).pages.map { page in
                Item(path: "share/man/man1/\(page.name)", bytes: { Array(page.text.utf8) })
            }
            let completions: [(CompletionShell, String)] = [
                (.bash, "bash-completion/completions/striate"), (.zsh, "zsh/site-functions/_striate"),
                (.fish, "fish/vendor_completions.d/striate.fish"),
            ]
            return [Item(path: "bin/striate", bytes: { try read(program) }, isProgram: true)] + data + manual
                + completions.map { shell, path in
                    Item(path: "share/\(path)", bytes: { Array(Striate.completionScript(for: shell).utf8) })
                }
        }
    }

    /// The files below a folder, by their paths from `name` on.
    private func names(in folder: String, below name: String) throws -> [String] {
        let inside = try naming(name) { () throws(SystemError) in try Folder.names(in: folder) }
        return try inside.flatMap { entry in
            let path = "\(folder)/\(entry)"
            return isFolder(path) ? try names(in: path, below: "\(name)/\(entry)") : ["\(name)/\(entry)"]
        }
    }

    private func isFolder(_ path: String) -> Bool {
        var isFolder: ObjCBool = false
        return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && isFolder.boolValue
    }

    private func read(_ path: String) throws -> [UInt8] {
        do throws(SystemError) { return try FileReader.bytes(of: path) } catch {
            throw InstallationError.unreadable(file: path, reason: error.reason)
        }
    }

    private func place(_ name: String) -> String { "\(prefix)/\(name)" }

    private static func folders(of name: String) -> [String] {
        let parts = name.split(separator: "/")
        return (1..<parts.count).map { parts.prefix($0).joined(separator: "/") }
    }

    private func write(_ bytes: [UInt8], _ name: String, isProgram: Bool = false) throws {
        try naming(name) { () throws(SystemError) in
            try Folder.make(URL(fileURLWithPath: place(name)).deletingLastPathComponent().path)
            try FileWriter.replace(place(name), with: bytes)
        }
        if isProgram {
            try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: place(name))
        }
    }

    /// Says which file it is that cannot be written.
    private func naming<Result>(_ name: String, _ body: () throws(SystemError) -> Result) throws -> Result {
        do throws(SystemError) { return try body() } catch {
            throw InstallationError.refused(file: place(name), reason: error.reason)
        }
    }
}

/// Why the program could not be installed or removed.
enum InstallationError: ModuleError, CustomStringConvertible {
    case refused(file: String, reason: String)
    case unreadable(file: String, reason: String)
    case notInstalled(list: String)
    case foreignList(String)
    case noData

    /// Cannot be written, or input that is missing, of sysexits.
    var exitCode: Int32 {
        switch self {
        case .refused: 73
        case .unreadable, .notInstalled, .noData: 66
        case .foreignList: 65
        }
    }

    var description: String {
        switch self {
        case .refused(let file, let reason):
            "\(file): cannot be written (\(reason)); name a folder that is yours with --prefix, or use sudo"
        case .unreadable(let file, let reason): "\(file): cannot be read (\(reason))"
        case .notInstalled(let list): "\(list): is not there, so nothing is installed; name its folder with --prefix"
        case .foreignList(let list): "\(list): names files outside its folder; it was not written by this program"
        case .noData: "data/ is not beside the program; install from the folder that it was built in"
        }
    }
}
