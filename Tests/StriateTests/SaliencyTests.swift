import Foundation
import Testing

@Suite struct SaliencyTests {
    /// A grey picture of 32 × 24 pixels with an upright white bar at columns 20 and 21.
    private static let picture: [UInt8] =
        Array("P5 32 24 255\n".utf8)
        + (0..<32 * 24).map { (20...21).contains($0 % 32) && (6...17).contains($0 / 32) ? 230 : 100 }

    private func withPicture(_ body: (String) throws -> Void) throws {
        try withPlace { place in
            try FileManager.default.createDirectory(atPath: place, withIntermediateDirectories: false)
            try Data(Self.picture).write(to: URL(fileURLWithPath: place + "/bar.pgm"))
            try body(place)
        }
    }

    @Test(arguments: [
        ("popout-90", "Scene popout-90: the turned bar has saliency 0.535, z = 11.5 above all bars: it\npops out."),
        ("popout-30", "Scene popout-30: the turned bar has saliency 0.334, z = 9.0 above all bars: it\npops out."),
        ("texture-border", "Scene texture-border: bars beside the border have saliency up to 0.489, z = 1.8."),
        ("homogeneous", "Scene homogeneous: all bars are alike, and none is more salient than another."),
    ])
    func `a scene's report leads with what pops out`(name: String, answer: String) throws {
        let run = try Striate(["saliency", "--scene", name])
        #expect(run.status == 0 && run.errors.isEmpty)
        #expect(run.output.hasPrefix(answer + "\n"))
    }

    @Test func `the eyes go to a bar, in pixels and degrees, with the same bytes whatever the number of workers`()
        throws
    {
        try withPicture { place in
            let command = ["saliency", place + "/bar.pgm", "--field", "8", "--quiet"]
            let tables = try ["1", "3"].map { try Striate(command + ["--table", "peaks", "--jobs", $0]) }
            #expect(tables.allSatisfy { $0.status == 0 && $0.errors.isEmpty })
            #expect(tables[0].output == tables[1].output)
            let rows = records(tables[0].output)
            let first = Dictionary(uniqueKeysWithValues: zip(rows[0], rows[1]))
            let (x, y) = (Double(first["x_px"] ?? "") ?? -1, Double(first["y_px"] ?? "") ?? -1)
            #expect((18...24).contains(x) && (4...19).contains(y))
            // 4 pixels to a degree, the middle at (15.5, 11.5), y up.
            #expect(Double(first["x_deg"] ?? "") == (x - 15.5) / 4 && Double(first["y_deg"] ?? "") == (11.5 - y) / 4)
        }
    }

    @Test func `the folder holds both tables and a picture for every photograph`() throws {
        try withPicture { place in
            let picture = place + "/bar.pgm"
            let run = try Striate(
                ["saliency", picture, picture, "--wavelength", "16", "--out", place + "/out", "--quiet"])
            #expect(run.status == 0 && run.errors.isEmpty)
            let files = try FileManager.default.contentsOfDirectory(atPath: place + "/out/figures").sorted()
            #expect(files == ["saliency-1.png", "saliency-2.png"])
            // 4 × 3 hypercolumns, twice.
            let map = try String(contentsOfFile: place + "/out/tables/saliency.csv", encoding: .utf8)
            #expect(records(map).count == 1 + 2 * 12)
        }
    }

    @Test(arguments: [
        ([], "striate: give photographs, or one scene, such as --scene popout-90; try striate --help\n"),
        (
            ["data/photos/coffee.png", "--scene", "popout-90"],
            "striate: give photographs, or one scene, such as --scene popout-90; try striate --help\n"
        ),
        (
            ["--scene", "popout-90", "--wavelength", "8"],
            "striate: --scene: a scene has no pixels; leave out --wavelength and --field; try striate --help\n"
        ),
        (
            ["data/photos/coffee.png", "--peaks", "0"],
            "striate: --peaks: 0 is not possible; from 1 to 1000; try striate --help\n"
        ),
        (
            ["data/photos/coffee.png", "--wavelength", "3"],
            "striate: --wavelength: 3.0 is not possible; from 4 pixels to 600, the photograph's longer side\n"
        ),
        (
            ["data/photos/coffee.png", "--field", "0"],
            "striate: --field: 0.0 is not possible; above 0 and at most 180 degrees\n"
        ),
    ])
    func `what cannot be is refused in one line`(arguments: [String], error: String) throws {
        let run = try Striate(["saliency"] + arguments)
        #expect(run.status == 64 && run.output.isEmpty)
        #expect(run.errors == error)
    }

    @Test func `a table of more than a million rows is refused before any work, with the ways out`() throws {
        let photographs = [String](repeating: "data/photos/astronaut.png", count: 17)
        let run = try Striate(["saliency"] + photographs + ["--wavelength", "4", "--table", "saliency"])
        #expect(run.status == 64 && run.output.isEmpty)
        #expect(
            run.errors
                == "striate: the table saliency would have 1114112 rows, more than 1048576; take fewer photographs, a longer --wavelength, or --table peaks without --out; try striate --help\n"
        )
    }

    @Test func `what is no picture ends with 65, what is not there with 66`() throws {
        let (text, missing) = try (Striate(["saliency", "README.md"]), Striate(["saliency", "missing.png"]))
        #expect(text.status == 65 && missing.status == 66)
        #expect(text.errors.hasPrefix("striate: README.md: ") && missing.errors.hasPrefix("striate: missing.png: "))
    }
}
