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
        (
            "popout-90",
            "Scene popout-90: the turned bar has saliency 0.535, z = 40.3 from the other\nbars: it pops out."
        ),
        (
            "popout-30",
            "Scene popout-30: the turned bar has saliency 0.334, z = 13.8 from the other\nbars: it pops out."
        ),
        (
            "texture-border",
            "Scene texture-border: the upright bars beside the border have saliency 0.489,\nz = 1.8 from the other bars."
        ),
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

    @Test func `one may look far beside a picture, but not at one without width`() throws {
        try withPicture { place in
            let command = ["saliency", place + "/bar.pgm", "--wavelength", "16", "--quiet", "--field"]
            let beside = try Striate(command + ["8", "--fixation", "700,0", "--out", place + "/out"])
            #expect(beside.status == 0 && beside.errors.isEmpty)
            let narrow = try Striate(command + ["1e-320"])
            #expect(narrow.status == 64 && narrow.output.isEmpty)
            #expect(narrow.errors == "striate: --field: 1e-320 is not possible; above 0 and at most 180 degrees\n")
            let nowhere = try Striate(command + ["8", "--fixation", "1e300,0"])
            #expect(
                nowhere.status == 64 && nowhere.errors.hasPrefix("striate: --fixation: 1e+300,0.0 is not possible; "))
        }
    }

    @Test func `the folder holds both tables and a picture for every photograph`() throws {
        try withPicture { place in
            try Data(Self.picture).write(to: URL(fileURLWithPath: place + "/again.pgm"))
            try Data("no picture".utf8).write(to: URL(fileURLWithPath: place + "/notes.txt"))
            let run = try Striate(["saliency", place, "--wavelength", "16", "--out", place + "/out"])
            #expect(run.status == 0)
            #expect(run.errors == "striate: 1 file is passed over, as it is no picture that is read\n")
            #expect(run.output.hasPrefix("2 pictures, and where V1 sends the eyes first in each.\n"))
            let files = try FileManager.default.contentsOfDirectory(atPath: place + "/out/figures")
            #expect(files.filter { $0.hasSuffix(".png") }.sorted() == ["again-saliency.png", "bar-saliency.png"])
            // 4 × 3 hypercolumns, twice.
            let map = try records(String(contentsOfFile: place + "/out/tables/saliency.csv", encoding: .utf8))
            #expect(map.count == 1 + 2 * 12)
            #expect(map.dropFirst().map { $0[0] }.sorted() == map.dropFirst().map { $0[0] })
        }
    }

    @Test func `a wavelength by visual angle is that of the picture's own width`() throws {
        try withPicture { place in
            func map(_ options: [String]) throws -> String {
                let run = try Striate(
                    ["saliency", place + "/bar.pgm", "--table", "saliency", "--quiet"] + options)
                #expect(run.status == 0, "\(run.errors)")
                return run.output
            }
            // 32 pixels wide at 4 degrees: 8 pixels to a degree.
            let pixels = try map(["--field", "4", "--wavelength", "16"])
            #expect(try map(["--field", "4", "--wavelength", "2deg"]) == pixels)
            #expect(try map(["--field", "4", "--wavelength", "0.5cpd"]) == pixels)
            let unknown = try Striate(["saliency", place + "/bar.pgm", "--wavelength", "2deg"])
            #expect(unknown.status == 64)
            #expect(
                unknown.errors
                    == "striate: --wavelength: 2deg is an angle, and nothing says how many pixels a degree has; add --field, or give pixels; try striate saliency --help\n"
            )
        }
    }

    @Test func `on a picture of one pixel nothing is salient, and it is drawn`() throws {
        try withPlace { place in
            try FileManager.default.createDirectory(atPath: place, withIntermediateDirectories: false)
            try Data("P2 1 1 255 200\n".utf8).write(to: URL(fileURLWithPath: place + "/dot.pgm"))
            let run = try Striate(["saliency", place + "/dot.pgm", "--out", place + "/out", "--quiet"])
            #expect(run.status == 0 && run.errors.isEmpty)
            #expect(run.output.hasPrefix("dot.pgm (1 × 1): nothing in it stirs V1.\n"))
            let files = try FileManager.default.contentsOfDirectory(atPath: place + "/out/figures").sorted()
            #expect(files == ["pdf", "png", "svg"].map { "dot-saliency.\($0)" })
            let peaks = try String(contentsOfFile: place + "/out/tables/peaks.csv", encoding: .utf8)
            #expect(records(peaks).count == 1)
        }
    }

    @Test(arguments: [
        (
            [],
            "striate: give pictures, or one scene, such as --scene popout-90 or --bars FILE; try striate saliency --help\n"
        ),
        (
            ["data/photos/coffee.png", "--scene", "popout-90"],
            "striate: give pictures, or one scene, such as --scene popout-90 or --bars FILE; try striate saliency --help\n"
        ),
        (
            ["--scene", "popout-90", "--wavelength", "8"],
            "striate: --scene: a scene has no pixels; leave out --wavelength and --field; try striate saliency --help\n"
        ),
        (
            ["data/photos/coffee.png", "--peaks", "0"],
            "striate: --peaks: 0 is not possible; from 1 to 1000; try striate saliency --help\n"
        ),
        (
            ["data/photos/coffee.png", "--fixation", "3,4"],
            "striate: --fixation: 3,4 is not possible; two numbers, x,y, with --field; try striate saliency --help\n"
        ),
        (
            ["data/photos/coffee.png", "--max-rows", "0"],
            "striate: --max-rows: 0 is not possible; at least 1; try striate saliency --help\n"
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

    @Test func `a table of too many rows is refused before any work, with the ways out`() throws {
        let command = ["saliency", "data/photos/coffee.png", "--max-rows", "9599"]
        let run = try Striate(command + ["--table", "saliency"])
        #expect(run.status == 64 && run.output.isEmpty)
        #expect(
            run.errors
                == "striate: the table saliency would have 9600 rows, more than 9599; take fewer pictures, a longer --wavelength, or more --max-rows; try striate saliency --help\n"
        )
    }

    @Test func `what is no picture ends with 65, what is not there with 66`() throws {
        let (text, missing) = try (Striate(["saliency", "README.md"]), Striate(["saliency", "missing.png"]))
        #expect(text.status == 65 && missing.status == 66)
        #expect(text.errors.hasPrefix("striate: README.md: ") && missing.errors.hasPrefix("striate: missing.png: "))
    }
}
