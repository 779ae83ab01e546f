import Foundation
import Testing

/// What `--help` shows as an example can be typed.
@Suite struct ExampleTests {
    /// One example, with the words that call its command.
    struct Example: Sendable, CustomTestStringConvertible {
        let line: String
        let command: [String]
        var testDescription: String { line }

        /// As the shell parts it, without the program's name.
        var words: [String] {
            var words = [""]
            var quote: Character?
            for letter in line {
                switch letter {
                case "'" where quote != "\"", "\"" where quote != "'": quote = quote == nil ? letter : nil
                case " " where quote == nil: words.append("")
                default: words[words.count - 1].append(letter)
                }
            }
            return Array(words.dropFirst())
        }

        /// Files of the reader's own, which are not there.
        var absent: [String] {
            words.filter {
                $0.contains(/^[a-z0-9-]+\.(onnx|jpg|npy|txt)$/) || $0.hasSuffix("/")
            }
        }
    }

    static let examples =
        (try? CommandHelp.all()).map { commands in
            commands.flatMap { words, help in
                help.examples.map { Example(line: $0, command: words.isEmpty ? ["compare"] : words) }
            }
        } ?? []

    /// What makes a run short, by command; what is given twice counts as it is given last.
    private static let shorter: [String: [String]] = [
        "learn lenet": ["--epochs", "1", "--count", "20", "--held", "10", "--splits", "1", "--nulls", "19"],
        "learn sparse": ["--steps", "1", "--count", "4", "--batch", "10", "--nulls", "19"],
        "classify": ["--every", "1000"], "compare": ["--nulls", "19", "--count", "16"],
        "explain": ["--steps", "2", "--unchecked"], "localize": ["--every", "50"],
        "prefer": ["--every", "250", "--starts", "1"],
        "saliency": ["--wavelength", "60"],
        "map": ["--stride", "64"],
    ]

    @Test func `every command has an example`() throws {
        let commands = try CommandHelp.all().map(\.words).filter { !$0.isEmpty && $0 != ["help"] }
        for command in commands {
            #expect(Self.examples.contains { $0.words.starts(with: command) }, "\(command.joined(separator: " "))")
        }
    }

    @Test(arguments: examples)
    func `an example is read as it is meant`(example: Example) throws {
        // They have no tables.
        guard !["doctor", "explore", "install"].contains(example.words[0]) else { return }
        let run = try Striate(example.words + ["--table", "list"])
        #expect(run.status == 0 && !run.output.isEmpty, "\(run.errors)")
    }

    // A page is served until it is ended: `ExploreTests` does. What is removed was installed before: `InstallTests`.
    @Test(arguments: examples.filter { $0.absent.isEmpty && !["explore", "install"].contains($0.words[0]) })
    func `an example of bundled files runs`(example: Example) throws {
        try withPlace { place in
            var words = example.words
            let isLong = words[0] == "compare" || words[0] == "tune"
            for index in words.indices where isLong && words[index] == "data/alexnet/alexnet-features.onnx" {
                words[index] = Striate.model
            }
            for index in words.indices.dropFirst() where words[index - 1] == "--out" { words[index] = place }
            let checkpoint = place + ".safetensors"
            defer { try? FileManager.default.removeItem(atPath: checkpoint) }
            for index in words.indices.dropFirst() where words[index - 1] == "--checkpoint" {
                words[index] = checkpoint
            }
            let key = words.prefix(words[0] == "learn" ? 2 : 1).joined(separator: " ")
            let more = words.contains("--scene") || words.contains("--model") ? [] : Self.shorter[key] ?? []
            let run = try Striate(words + more)
            #expect(run.status == 0 && !run.output.isEmpty, "\(run.errors)")
            #expect(FileManager.default.fileExists(atPath: place + "/run.json") == words.contains("--out"))
        }
    }
}
