import ArgumentParser
import Archives
import Foundation
import GaborBanks
import Reports

/// The command line.
@main
struct Striate: ParsableCommand {
    static let version = "0.1.0"

    static let configuration = CommandConfiguration(
        commandName: "striate",
        abstract: "Looks at a network's first layer as a physiologist looks at primary visual cortex (V1).",
        discussion: """
            Example:
              striate compare data/alexnet/alexnet-features.onnx --out out/alexnet
            """,
        version: version,
        subcommands: [Compare.self, Kernels.self, Bank.self, Doctor.self])

    /// Runs a command; an error is one line on stderr and an exit code of sysexits.
    static func main() {
        do {
            var command = try parseAsRoot()
            try command.run()
        } catch let error as ArchiveError {
            stop("\(error)", error.exitCode)
        } catch let error as RunFolderError {
            stop("\(error)", error.exitCode)
        } catch let error as BankError {
            stop("\(error)", 64)
        } catch {
            exit(withError: error)
        }
    }

    private static func stop(_ message: String, _ code: Int32) -> Never {
        FileHandle.standardError.write(Data("striate: \(message)\n".utf8))
        Foundation.exit(code)
    }
}
