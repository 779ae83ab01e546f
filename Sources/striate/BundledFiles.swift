import Foundation

/// The files of `data/`, which come with the program: they are found from any folder.
enum BundledFiles {
    /// Where `data/` may lie: beside an installed program's folder, in `share/striate`; else in the checkout that the
    /// program was built in.
    static let folders: [URL] = {
        guard let program = Bundle.main.executableURL?.resolvingSymlinksInPath() else { return [] }
        let place = program.deletingLastPathComponent()
        var folders = [place.deletingLastPathComponent().appending(path: "share/striate")]
        var folder = place
        while folder.path != "/" {
            if FileManager.default.fileExists(atPath: folder.appending(path: "Package.swift").path) {
                folders.append(folder)
            }
            folder.deleteLastPathComponent()
        }
        return folders
    }()

    /// A path as it was typed where there is such a file, else that of the bundled file of that name, if there is one.
    static func path(_ typed: String) -> String {
        guard typed.hasPrefix("data/"), !FileManager.default.fileExists(atPath: typed) else { return typed }
        return folders.map { $0.appending(path: typed).path }.first(where: FileManager.default.fileExists) ?? typed
    }

    /// The words of a command line, names of bundled files brought to their paths; where something is to be written to
    /// is left as it is.
    static func resolved(_ words: [String]) -> [String] {
        words.enumerated().map { place, word in
            let isOutput = place > 0 && ["--out", "--checkpoint"].contains(words[place - 1])
            return isOutput ? word : path(word)
        }
    }
}
