import Foundation
import Testing

@Suite struct MapTests {
    /// Few small filters, for speed.
    static let quick = ["--wavelengths", "4", "--orientations", "4", "--aspect", "1", "--stride", "8"]

    /// Vertical bars of 4 pixels, brighter to the right; raw PGM.
    private static func picture(width: Int = 48, height: Int = 32, brightness: Int = 50) -> Data {
        let values = (0..<height * width).map {
            UInt8(truncatingIfNeeded: brightness + $0 % width + ($0 % width % 4 < 2 ? 60 : 0))
        }
        return Data("P5 \(width) \(height) 255\n".utf8 + values)
    }

    /// Runs the body with a folder of pictures, and a place for results that is not there yet.
    private func withPictures(
        _ pictures: [String: Data], _ body: (_ folder: String, _ place: String) throws -> Void
    ) throws {
        try withPlace { place in
            let folder = place + "/pictures"
            for (name, data) in pictures {
                let file = URL(fileURLWithPath: "\(folder)/\(name)")
                try FileManager.default.createDirectory(
                    at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
                try data.write(to: file)
            }
            try body(folder, place + "/out")
        }
    }

    private func table(_ path: String) throws -> [[String]] {
        records(try String(contentsOfFile: path, encoding: .utf8))
    }

    @Test func `white noise prefers no more than chance, and bars do`() throws {
        let noise = (0..<10).map { seed in
            var state = UInt32(seed + 1)
            let values = (0..<128 * 128).map { _ in
                state = state &* 1_664_525 &+ 1_013_904_223
                return UInt8(state >> 24)
            }
            return Data("P5 128 128 255\n".utf8 + values)
        }
        let pictures = Dictionary(uniqueKeysWithValues: noise.enumerated().map { ("noise\($0).pgm", $1) })
        let words = "no more than if each part of it preferred one by chance"
        try withPictures(pictures.merging(["bars.pgm": Self.picture()]) { $1 }) { folder, _ in
            let claims = try pictures.keys.filter { name in
                let run = try Striate(["map", "\(folder)/\(name)", "--wavelengths", "4", "--stride", "4"])
                let report = run.output.replacingOccurrences(of: "\n", with: " ")
                #expect(run.status == 0 && report.contains("All units together prefer bars"))
                return !report.contains(words)
            }
            // One in twenty is what chance is.
            #expect(claims.count <= 3, "\(claims)")
            let bars = try Striate(["map", folder + "/bars.pgm"] + Self.quick)
            let report = bars.output.replacingOccurrences(of: "\n", with: " ")
            #expect(report.contains("All units together prefer bars of 90°") && !report.contains(words), "\(report)")
        }
    }

    @Test(arguments: [
        (
            "activation_map",
            "image,layer,channel,row,col,x_px,y_px,x_deg,y_deg,eccentricity_deg,polar_angle_deg,hemisphere,cortex_x_mm,cortex_y_mm,activation"
        ),
        (
            "retinotopy",
            "image,layer,row,col,x_deg,y_deg,eccentricity_deg,polar_angle_deg,hemisphere,cortex_x_mm,cortex_y_mm,magnification_mm_per_deg,energy,preferred_orientation_deg,orientation_selectivity,best_channel,best_activation"
        ),
        (
            "channels",
            "image,layer,channel,cells,filters,orientation_deg,wave_direction_deg,frequency_cpp,frequency_cpd,phase_deg,mean_activation,max_activation,max_row,max_col,energy_frac"
        ),
        (
            "flat_map",
            "image,layer,hemisphere,row,col,cortex_x_mm,cortex_y_mm,x_deg,y_deg,eccentricity_deg,polar_angle_deg,energy,preferred_orientation_deg,orientation_selectivity"
        ),
    ])
    func `a table has the promised columns, in order of its keys`(name: String, header: String) throws {
        try withPictures(["bars.pgm": Self.picture()]) { folder, _ in
            let run = try Striate(["map", folder + "/bars.pgm", "--table", name] + Self.quick)
            #expect(run.status == 0 && run.errors.isEmpty, "\(run.errors)")
            let rows = records(run.output)
            #expect(rows[0].joined(separator: ",") == header)
            #expect(rows.count > 4 && rows.allSatisfy { $0.count == rows[0].count })
            #expect(!rows.joined().contains { ["nan", "inf", "-inf", "-nan"].contains($0) })
        }
    }

    @Test func `vertical bars are vertical in the table, in the right hemispheres, and 48 pixels are 16 degrees`()
        throws
    {
        try withPictures(["bars.pgm": Self.picture()]) { folder, _ in
            let rows = records(
                try Striate(["map", folder + "/bars.pgm", "--table", "retinotopy"] + Self.quick).output
            ).dropFirst()
            #expect(rows.count == 24)
            for row in rows {
                let (x, y) = (try #require(Double(row[4])), try #require(Double(row[5])))
                #expect(x == (8 * (Double(row[3]) ?? 0) - 23.5) / 3 && y == (15.5 - 8 * (Double(row[2]) ?? 0)) / 3)
                #expect(row[8] == (x >= 0 ? "left" : "right"))
                #expect(abs(try #require(Double(row[13])) - 90) < 1)
            }
        }
    }

    @Test func `a run writes report, tables, pictures and arrays`() throws {
        try withPictures(["bars.pgm": Self.picture()]) { folder, place in
            let run = try Striate(["map", folder + "/bars.pgm", "--npy", "--out", place] + Self.quick)
            #expect(run.status == 0, "\(run.errors)")
            #expect(try String(contentsOfFile: place + "/report.txt", encoding: .utf8) == run.output)
            #expect(run.output.split(separator: "\n").allSatisfy { $0.count <= 80 })
            for name in ["field", "orientation", "scales", "cortex"] {
                let png = try Data(contentsOf: URL(fileURLWithPath: "\(place)/figures/bars-\(name).png"))
                #expect(png.count > 1000)
            }
            let array = try Data(contentsOf: URL(fileURLWithPath: "\(place)/arrays/bars-activation.npy"))
            #expect(String(decoding: array.prefix(128), as: UTF8.self).contains("'shape': (4, 4, 6)"))
            let last = array.suffix(4).reversed().reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
            let rows = try table(place + "/tables/activation_map.csv")
            #expect(rows.count == 1 + 4 * 24)
            #expect(rows.last?.last.flatMap { Float($0) } == Float(bitPattern: last))
        }
    }

    @Test func `folders and files in one run: every picture once, by name, memory of one`() throws {
        let pictures = [
            "b.pgm": Self.picture(), "a.pgm": Self.picture(width: 40, brightness: 20), "notes.txt": Data("no".utf8),
            "deeper/c.pgm": Self.picture(),
        ]
        try withPictures(pictures) { folder, place in
            let run = try Striate(["map", folder, folder + "/deeper/c.pgm", "--out", place] + Self.quick)
            #expect(run.status == 0)
            #expect(run.errors.hasPrefix("striate: 1 file is passed over, as it is no picture that is read\n"))
            let rows = try table(place + "/tables/retinotopy.csv").dropFirst().map { $0[0] }
            let expected = ["a.pgm", "b.pgm", "c.pgm"].flatMap {
                [String](repeating: $0, count: $0 == "a.pgm" ? 20 : 24)
            }
            #expect(rows == expected)
            #expect(FileManager.default.fileExists(atPath: place + "/figures/c-cortex.png"))
            #expect(run.output.hasPrefix("3 pictures."))
        }
    }

    @Test func `pictures of one name in two folders keep apart`() throws {
        try withPictures(["one/p.pgm": Self.picture(), "two/p.pgm": Self.picture()]) { folder, place in
            let run = try Striate(["map", folder + "/one", folder + "/two", "--out", place] + Self.quick)
            #expect(run.status == 0, "\(run.errors)")
            let names = Set(try table(place + "/tables/channels.csv").dropFirst().map { $0[0] })
            #expect(names == ["\(folder)/one/p.pgm", "\(folder)/two/p.pgm"])
            #expect(try FileManager.default.contentsOfDirectory(atPath: place + "/figures").count == 2 * 4 * 3)
        }
    }

    @Test func `tables have the same bytes whatever the number of threads`() throws {
        try withPictures(["bars.pgm": Self.picture()]) { folder, _ in
            for table in ["activation_map", "flat_map"] {
                let runs = try ["1", "2"].map { jobs in
                    try Striate(
                        ["map", folder + "/bars.pgm", "--foveate", "--lgn", "parvo", "--jobs", jobs, "--table", table]
                            + Self.quick)
                }
                #expect(runs.allSatisfy { $0.status == 0 } && runs[0].output == runs[1].output)
            }
        }
    }

    /// 50 pixels a degree, so that the lattice carries every recorded cell; fixation and the far corner, 5° away, where fields
    /// are twice as wide.
    @Test func `by eccentricity field every place is seen as by the bank of its own eccentricity`() throws {
        try withPictures(["bars.pgm": Self.picture(width: 201, height: 151)]) { folder, _ in
            func activity(_ eccentricity: String) throws -> [[String]: [(activation: Double, degrees: Double)]] {
                let run = try Striate([
                    "map", folder + "/bars.pgm", "--field", "4.02", "--fixation", "0,0", "--stride", "50", "--preset",
                    "macaque-v1", "--count", "4", "--seed", "3", "--eccentricity", eccentricity, "--table",
                    "activation_map",
                ])
                #expect(run.status == 0 && run.errors.isEmpty, "\(run.errors)")
                let rows = records(run.output)
                return try Dictionary(grouping: rows.dropFirst()) { [$0[3], $0[4]] }.mapValues { rows in
                    try rows.map { (try #require(Double($0[14])), try #require(Double($0[9]))) }
                }
            }
            let (field, atFive, atZero) = (try activity("field"), try activity("5"), try activity("0"))
            #expect(field.count == 20)
            for (place, plain, degrees) in [(["3", "4"], atFive, 5.0), (["0", "0"], atZero, 0)] {
                let (own, other) = (try #require(field[place]), try #require(plain[place]))
                #expect(own.count == 2)
                for (a, b) in zip(own, other) {
                    #expect(abs(a.degrees - degrees) < 1e-12)
                    #expect(abs(a.activation - b.activation) < 1e-5 * max(b.activation, 0.01), "\(a) \(b)")
                }
            }
            // In between neither of the two sees what the place does.
            let (own, near, far) = try (
                #require(field[["1", "2"]]), #require(atZero[["1", "2"]]), #require(atFive[["1", "2"]])
            )
            #expect(abs(own[0].activation - near[0].activation) > 1e-4)
            #expect(abs(own[0].activation - far[0].activation) > 1e-4)
        }
    }

    @Test(arguments: [
        (
            ["bank", "--preset", "macaque-v1", "--eccentricity", "field"],
            "--eccentricity: field is for map, which knows where each filter looks; a number of degrees; try striate bank --help"
        ),
        (
            ["tune", "--preset", "macaque-v1", "--eccentricity", "field"],
            "--eccentricity: field is for map, which knows where each filter looks; a number of degrees; try striate tune --help"
        ),
        (
            ["map", "data/photos/camera.png", "--preset", "macaque-v1", "--eccentricity", "field", "--size", "33"],
            "--size: windows grow with fields that do (--eccentricity field); leave it out; try striate map --help"
        ),
        (
            ["map", "data/photos/camera.png", "--preset", "macaque-v1", "--eccentricity", "field", "--explain"],
            "--explain: filters that grow (--eccentricity field) are applied anew on every ring; name degrees to see how; try striate map --help"
        ),
    ])
    func `filters that grow outwards need a field to look at`(arguments: [String], error: String) throws {
        let run = try Striate(arguments)
        #expect(run.status == 64 && run.output.isEmpty)
        #expect(run.errors == "striate: \(error)\n")
    }

    @Test func `a table that would be huge is refused with the ways out, and arrays are one`() throws {
        try withPictures(["bars.pgm": Self.picture()]) { folder, place in
            let arguments = ["map", folder + "/bars.pgm", "--max-rows", "50"] + Self.quick
            let refused = try Striate(arguments + ["--table", "activation_map"])
            #expect(refused.status == 64 && refused.output.isEmpty)
            #expect(
                refused.errors
                    == "striate: the table activation_map would have 96 rows, more than 50; take a larger --stride, fewer --channels, arrays in its place with --npy, or more --max-rows; try striate map --help\n"
            )
            let flat = try Striate(arguments + ["--table", "flat_map"])
            #expect(flat.status == 64 && flat.errors.hasPrefix("striate: the table flat_map would have "))
            #expect(try Striate(arguments + ["--table", "activation_map", "--channels", "1,2"]).status == 0)
            #expect(try Striate(arguments + ["--out", place]).status == 64)
            #expect(!FileManager.default.fileExists(atPath: place))
            let run = try Striate(arguments + ["--out", place, "--npy"])
            #expect(run.output.contains("Left out: the table activation_map (96 rows); the arrays hold its values."))
            #expect(
                try FileManager.default.contentsOfDirectory(atPath: place + "/tables").sorted()
                    == ["channels.csv", "retinotopy.csv"])
        }
    }

    @Test func `channels are picked by number and range`() throws {
        try withPictures(["bars.pgm": Self.picture()]) { folder, _ in
            let arguments = ["map", folder + "/bars.pgm", "--table", "activation_map"] + Self.quick
            let rows = records(try Striate(arguments + ["--channels", "0,2-3"]).output).dropFirst()
            #expect(Set(rows.map { $0[2] }) == ["0", "2", "3"])
            let run = try Striate(arguments + ["--channels", "4"])
            #expect(run.status == 64)
            #expect(
                run.errors == "striate: --channels: there is no channel 4; they are 0 to 3; try striate map --help\n")
        }
    }

    @Test(arguments: [
        ["--field", "0"], ["--field", "200"], ["--field", "1e-300"], ["--fixation", "1e9,3"],
        ["--stride", "99999999999"], ["--lgn", "magno", "--field", "2"], ["--preset", "macaque-v1", "--field", "0.5"],
        ["--fixation", "3"], ["--stride", "0"],
        ["--stride", "wide"],
        ["--cells", "odd"], ["--boundary", "mirror"], ["--cortex", "v9"], ["--channels", "3-1"], ["--max-rows", "0"],
        ["--npy"], ["--phases", "0"], ["--lgn", "konio"], ["--normalize", "0"],
        ["--cells", "linear", "--normalize", "0.1"],
    ])
    func `wrong usage ends with 64 and says so on stderr only`(options: [String]) throws {
        let run = try Striate(["map", "data/photos/camera.png"] + options)
        #expect(run.status == 64 && run.output.isEmpty && run.errors.hasPrefix("striate: "), "\(run.errors)")
        #expect(run.errors.split(separator: "\n").count == 1, "\(run.errors)")
    }

    @Test func `pictures that cannot be read end the run in one line`() throws {
        let missing = try Striate(["map", "nowhere.png"])
        #expect(missing.status == 66)
        #expect(missing.errors == "striate: nowhere.png: no such file; give the path of one that is there\n")
        let other = try Striate(["map", "Package.swift"])
        #expect(other.status == 65 && other.errors.contains("as no known picture does; PNG, JPEG, TIFF"))
        try withPictures(["empty/notes.txt": Data([1])]) { folder, _ in
            let empty = try Striate(["map", folder + "/empty"])
            #expect(empty.status == 66)
            #expect(
                empty.errors
                    == "striate: \(folder)/empty: no picture lies in this folder; PNG, JPEG, TIFF, WebP, BMP, PGM/PPM in grey or RGB, and .npy, are read\n"
            )
        }
    }

    @Test func `a picture damaged inside leaves no folder behind`() throws {
        var data = try Data(contentsOf: Striate.root.appending(path: "data/photos/camera.png"))
        data[data.count / 2] ^= 0xFF
        try withPictures(["a.pgm": Self.picture(), "b.png": data]) { folder, place in
            let run = try Striate(["map", folder, "--quiet", "--out", place] + Self.quick)
            #expect(run.status == 65 && run.output.isEmpty)
            #expect(run.errors.hasPrefix("striate: \(folder)/b.png: the PNG data ("))
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder + "/..") == ["pictures"])
        }
    }

    @Test func `without a limit of one's own the long table is left out by name, and the rest is written`() throws {
        try withPlace { place in
            let run = try Striate(["map", "data/photos/coffee.png", "--stride", "2", "--quiet", "--out", place])
            #expect(run.status == 0, "\(run.errors)")
            let words = run.output.split(whereSeparator: \.isWhitespace).joined(separator: " ")
            #expect(words.contains("Left out: the table activation_map (1440000 rows); take a larger --stride"))
            #expect(
                try FileManager.default.contentsOfDirectory(atPath: place + "/tables").sorted()
                    == ["channels.csv", "flat_map.csv", "retinotopy.csv"])
        }
    }

    @Test func `an even picture has empty cells for what it does not evoke`() throws {
        try withPictures(["flat.pgm": Data("P5 48 32 255\n".utf8 + [UInt8](repeating: 90, count: 48 * 32))]) {
            folder, _ in
            let rows = records(
                try Striate(["map", folder + "/flat.pgm", "--table", "retinotopy"] + Self.quick).output)
            #expect(rows.dropFirst().allSatisfy { $0[12] == "0.0" && $0[13...16].allSatisfy(\.isEmpty) })
            let report = try Striate(["map", folder + "/flat.pgm"] + Self.quick).output
            #expect(report.contains("Nothing in it stirs a cell."))
        }
    }

    @Test func `what is normalised is in no units of contrast`() throws {
        try withPictures(["bars.pgm": Self.picture()]) { folder, place in
            let arguments = ["map", folder + "/bars.pgm", "--out", place] + Self.quick
            let run = try Striate(arguments + ["--normalize", "0.1"])
            #expect(!run.output.contains("units of contrast") && run.output.contains("parts of the largest possible"))
            let package = try String(contentsOfFile: place + "/datapackage.json", encoding: .utf8)
            #expect(!package.contains("\"contrast\"") && !package.contains("contrast squared"))
        }
    }

    @Test func `a map that would take more memory than any answer may is refused with the way out`() throws {
        try withPlace { place in
            try FileManager.default.createDirectory(atPath: place, withIntermediateDirectories: false)
            let file = place + "/large.pgm"
            try Data("P5 8192 8192 255\n".utf8 + [UInt8](repeating: 0, count: 1 << 26))
                .write(to: URL(fileURLWithPath: file))
            let run = try Striate(["map", file, "--stride", "1"])
            #expect(run.status == 64 && run.output.isEmpty)
            #expect(
                run.errors.hasPrefix("striate: large.pgm: 8192 × 8192 units of 24 channels would take ")
                    && run.errors.hasSuffix(" GB, more than 4.0 GB; take a smaller picture, or another --stride\n"),
                "\(run.errors)")
        }
    }
}
