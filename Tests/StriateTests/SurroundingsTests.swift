import Foundation
import Testing

/// The same command gives the same bytes, whatever is around it.
@Suite struct SurroundingsTests {
    private static let command = "compare \(Striate.model) --nulls 19 --count 16 --quiet"

    /// All bytes of a run, its record's times and command line aside.
    private static func bytes(_ before: String, _ place: String) throws -> String {
        let run = try Striate.shell("\(before) $striate \(command) --out \(place)")
        #expect(run.status == 0 && run.errors.isEmpty, "\(before): \(run.errors)")
        let files = "find . -type f ! -name run.json ! -name 'report.*'"
        let sums = try Striate.shell("cd \(place) && \(files) | sort | xargs sha256sum")
        let page = try Striate.shell("sed 's|\(place)||g' \(place)/report.html | sha256sum")
        return sums.output + page.output + run.output.replacing(place, with: "")
    }

    @Test func `language, time zone, colour, folder for drafts and few open files change no byte`() throws {
        try withPlace { place in
            let plain = try Self.bytes("", place + "/p")
            let others = [
                "LANG=de_DE.UTF-8 LC_ALL=tr_TR.UTF-8 LC_NUMERIC=de_DE.UTF-8", "TZ=Asia/Kolkata", "env -u TMPDIR",
                "NO_COLOR=1 TERM=dumb", "CLICOLOR_FORCE=1 FORCE_COLOR=1 TERM=xterm-256color", "ulimit -n 16;",
            ]
            for (index, before) in others.enumerated() {
                let own = "\(place)/\(index)"
                #expect(try Self.bytes(before, own) == plain, "\(before)")
            }
        }
    }

    @Test(arguments: [16, 12, 8, 5]) func `with few open files a run is as it is, or ends in one line`(count: Int)
        throws
    {
        let plain = try Striate.shell("$striate teach size")
        let run = try Striate.shell("ulimit -n \(count); $striate teach size")
        if run.status == 0 {
            #expect(run.output == plain.output)
        } else {
            #expect(
                "\(run.status) \(run.output)\(run.errors)"
                    == "69 striate: \(count) open files at once are too few; allow more (ulimit -n 64)\n")
        }
    }
}
