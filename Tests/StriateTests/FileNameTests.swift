import Foundation
import Testing

/// Names that are made to mislead, or of bytes that are no text.
@Suite struct FileNameTests {
    private static let quick = MapTests.quick.joined(separator: " ")

    /// What a terminal takes as a command, or a reader for another text.
    private static func drives(_ text: String) -> Bool {
        text.unicodeScalars.contains { $0 != "\n" && [.control, .format].contains($0.properties.generalCategory) }
    }

    /// A network on paper whose layers have such names, and a folder for results.
    private func withNetwork(_ body: (_ file: String, _ place: String) throws -> Void) throws {
        try withPlace { place in
            try FileManager.default.createDirectory(atPath: place, withIntermediateDirectories: true)
            let layers =
                "layer,op,kernel,stride,channels\n\u{1B}[2Jconv,Conv,3,1,4\n\u{202E}loop\u{9B}1m,MaxPool,2,2,\n"
            try Data(layers.utf8).write(to: URL(fileURLWithPath: place + "/net.csv"))
            try body(place + "/net.csv", place + "/out")
        }
    }

    @Test func `a report shows names spelled out, and a table has them in quotes as they are`() throws {
        try withNetwork { file, place in
            let run = try Striate(["rf", file, "--input", "16x16", "--out", place])
            #expect(run.status == 0 && run.output.contains("\\u{1b}[2Jconv") && !Self.drives(run.output + run.errors))
            #expect(try String(contentsOfFile: place + "/report.txt", encoding: .utf8) == run.output)
            let csv = try Striate(["rf", file, "--input", "16x16", "--table", "receptive_fields"]).output
            #expect(csv.contains("\"\u{1B}[2Jconv\"") && csv.contains("\"\u{202E}loop\u{9B}1m\""))
            #expect(records(csv).contains { $0.contains("\u{1B}[2Jconv") })
        }
    }

    @Test func `a message shows names spelled out`() throws {
        try withNetwork { file, _ in
            let run = try Striate(["rf", file, "--layer", "\u{1B}[2Jcnov\n\u{7}"])
            #expect(run.status != 0 && !Self.drives(run.errors) && run.errors.count { $0 == "\n" } == 1)
        }
    }

    @Test func `a picture whose name is Latin-1 is mapped, and so is one in a folder`() throws {
        try withPlace { place in
            let run = try Striate.shell(
                "mkdir -p \(place)/in && cp data/photos/gravel.png \(place)/in/$'caf\\xe9.png' && "
                    + "$striate map \(place)/in/$'caf\\xe9.png' \(Self.quick) --table channels > \(place)/one && "
                    + "$striate map \(place)/in \(Self.quick) --table channels > \(place)/two && cmp \(place)/one \(place)/two && "
                    + "$striate map \(place)/in \(Self.quick) --quiet --out \(place)/out > \(place)/report && "
                    + "$striate map \(place)/in \(Self.quick) --quiet --out \(place)/out --force > \(place)/report")
            #expect(run.status == 0 && run.errors.isEmpty, "\(run.errors)")
            let table = try String(contentsOfFile: place + "/one", encoding: .utf8)
            #expect(records(table)[1][0] == "caf\\x{e9}.png")
            #expect(try String(contentsOfFile: place + "/report", encoding: .utf8).contains("caf\\x{e9}"))
            let record = try String(contentsOfFile: place + "/out/run.json", encoding: .utf8)
            #expect(record.contains("caf\\\\x{e9}.png") && record.contains("sha256"))
        }
    }

    @Test func `a model whose name is Latin-1 opens, and a missing one is named`() throws {
        try withPlace { place in
            let run = try Striate.shell(
                "mkdir \(place) && cp \(Striate.model) \(place)/$'mod\\xe8le.npy' && "
                    + "$striate kernels \(place)/$'mod\\xe8le.npy' > /dev/null && $striate kernels \(place)/$'\\xff.npy'"
            )
            #expect(
                "\(run.status) \(run.errors)"
                    == "66 striate: \(place)/\\x{ff}.npy: no such file; give the path of one that is there\n")
        }
    }

    private static let canDropRights =
        (try? Striate.shell("setpriv --reuid 65534 --regid 65534 --clear-groups $striate --version"))?.status == 0

    @Test(.enabled(if: canDropRights, "no setpriv, no root, or a program that others may not run"))
    func `a folder that may not be read is said to be unreadable`() throws {
        try withPlace { place in
            let run = try Striate.shell(
                "mkdir -m 700 \(place) && setpriv --reuid 65534 --regid 65534 --clear-groups $striate map \(place)")
            #expect(
                "\(run.status) \(run.errors)"
                    == "66 striate: \(place): cannot be read (permission denied); give a file you may read\n")
        }
    }
}
