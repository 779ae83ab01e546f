import ArgumentParser
import Files

/// `striate install`: puts the program where systems look for it, or takes it away again.
struct Install: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "install",
        abstract: "Puts the program, its data, manual pages and completions where systems look for them.",
        discussion: """
            Example:
              striate install --prefix out/usr
              striate install --prefix out/usr --remove
            """, shouldDisplay: false)

    @Option(help: ArgumentHelp("The folder that has bin and share.", valueName: "dir"))
    var prefix = "/usr/local"

    @Flag(help: "Remove what was installed there.")
    var remove = false

    func run() throws {
        let installation = Installation(prefix: prefix)
        let count = try remove ? installation.remove() : installation.install()
        try StandardStream.print("\(count) files \(remove ? "removed from" : "installed in") \(prefix)\n")
    }
}
