import Files
import Foundation
import Testing

/// `-` for a picture or a table.
@Suite struct StandardInputTests {
    /// A grey picture of 32 × 24 pixels with an upright white bar.
    private static let picture: [UInt8] =
        Array("P5 32 24 255\n".utf8)
        + (0..<32 * 24).map { (20...21).contains($0 % 32) && (6...17).contains($0 / 32) ? 230 : 100 }

    private func withFile(_ name: String, _ bytes: [UInt8], _ body: (_ file: String, _ place: String) throws -> Void)
        throws
    {
        try withPlace { place in
            try FileManager.default.createDirectory(atPath: place, withIntermediateDirectories: false)
            try Data(bytes).write(to: URL(fileURLWithPath: "\(place)/\(name)"))
            try body("\(place)/\(name)", place)
        }
    }

    @Test func `a picture that comes through a pipe is seen as its file is, and named`() throws {
        try withFile("bar.pgm", Self.picture) { file, place in
            let command = "$striate saliency - --wavelength 16"
            let piped = try Striate.shell("cat '\(file)' | \(command) --out '\(place)/out'")
            #expect(piped.status == 0 && piped.errors.isEmpty, "\(piped.errors)")
            let own = try Striate(["saliency", file, "--wavelength", "16"])
            #expect(piped.output.hasPrefix("standard input (24 × 32)"), "\(piped.output)")
            #expect(
                piped.output.split(separator: "\n").prefix(4).dropFirst()
                    == own.output.split(separator: "\n").prefix(4).dropFirst())
            let record = try String(contentsOfFile: place + "/out/run.json", encoding: .utf8)
            #expect(record.contains("\"path\" : \"standard input\""))
            #expect(record.contains(FileDigest.sha256(Self.picture)))
            #expect(FileManager.default.fileExists(atPath: place + "/out/figures/standard-input-saliency.png"))
            let table = try Striate.shell("\(command) --table peaks < '\(file)'").output
            #expect(records(table).dropFirst().allSatisfy { $0[0] == "standard input" } && records(table).count > 1)
        }
    }

    @Test func `a table may come so too`() throws {
        let bars = "row,column,orientation_deg\n0,0,0\n0,1,0\n1,0,0\n1,1,90\n"
        try withFile("bars.csv", Array(bars.utf8)) { file, _ in
            let own = try Striate(["saliency", "--bars", file, "--table", "saliency"])
            let piped = try Striate(["saliency", "--bars", "-", "--table", "saliency"], input: bars)
            #expect(own.status == 0 && piped.status == 0, "\(piped.errors)")
            let numbers = { (run: Striate) in records(run.output).map { $0.dropFirst() } }
            #expect(numbers(own) == numbers(piped))
        }
        let layers = try String(contentsOf: Striate.root.appending(path: "data/networks/lenet-5.csv"), encoding: .utf8)
        let own = try Striate(["rf", "data/networks/lenet-5.csv", "--table", "receptive_fields"])
        #expect(try Striate(["rf", "-", "--table", "receptive_fields"], input: layers).output == own.output)
    }

    @Test func `nothing at all is refused by name`() throws {
        let run = try Striate(["saliency", "-"], input: "")
        #expect(run.status != 0 && run.output.isEmpty)
        #expect(run.errors.hasPrefix("striate: standard input: is empty;"), "\(run.errors)")
        let words = try Striate(["saliency", "-"], input: "no picture at all")
        #expect(words.errors.hasPrefix("striate: standard input: begins with "), "\(words.errors)")
    }
}
