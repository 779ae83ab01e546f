import Foundation
import Testing

/// `tune` and `stimulus` as a user types them.
@Suite struct TuneTests {
    private static let bank = ["tune", "--orientations", "4", "--wavelengths", "6", "--size", "13"]

    @Test func `a bank of simple cells answers at the orientations it was designed for`() throws {
        let run = try Striate(Self.bank + ["--table", "tuning"])
        #expect(run.status == 0 && run.errors.isEmpty)
        let rows = run.output.split(separator: "\n").map { $0.split(separator: ",", omittingEmptySubsequences: false) }
        let gratings = rows.filter { $0[1] == "grating" }
        #expect(gratings.count == 8)
        for (row, expected) in zip(gratings, [0, 0, 45, 45, 90, 90, 135, 135] as [Double]) {
            let found = try #require(Double(row[2]))
            #expect(abs(found - expected) < 1 || abs(found - 180 - expected) < 1)
        }
    }

    @Test func `the report says how far experiment and transform differ`() throws {
        let run = try Striate(Self.bank)
        #expect(run.output.contains("Two ways, one answer: over 28800 pairs of unit and grating"))
        #expect(run.output.split(separator: "\n").allSatisfy { $0.count <= 80 })
    }

    @Test func `only of a network is its resolution an assumption`() throws {
        let assumption = "an assumption that the network does not settle"
        #expect(try Striate(["tune", Striate.model, "--quiet"]).output.replacing("\n", with: " ").contains(assumption))
        let bank = try Striate(Self.bank).output.replacing("\n", with: " ")
        #expect(!bank.contains("settle") && bank.contains("pixels are a degree"))
    }

    private static let alexNet = ["tune", "data/alexnet/alexnet-features.onnx", "--quiet"]

    @Test func `units of a layer that is run are recorded, and their derivatives looked at`() throws {
        let run = try Striate(Self.alexNet + ["--layer", "relu1", "--units", "4-6"])
        let words = run.output.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        #expect(run.status == 0 && run.errors.isEmpty, "\(run.errors)")
        #expect(words.contains("layer relu1 (Relu): 64 units at row"))
        #expect(words.contains("each seeing 11 × 11 of the"))
        #expect(words.contains("Subspace check: of 3 tuned units"))
        // Unit 4 has 5.3°.
        #expect(words.contains("1 of 3 (33 %) of the tuned units have half-widths below 8°, two of these steps"))
        #expect(run.output.split(separator: "\n").allSatisfy { $0.count <= 80 })
    }

    @Test func `layers are compared, and tables tell them apart`() throws {
        try withPlace { place in
            let command = Self.alexNet + ["--layer", "conv1", "--layer", "relu1", "--units", "0-4"]
            let run = try Striate(command + ["--out", place])
            #expect(run.status == 0, "\(run.errors)")
            #expect(run.output.hasPrefix("Of 2 layers "))
            #expect(run.output.split(separator: "\n").allSatisfy { $0.count <= 80 || $0.contains(place) })
            let tuning = records(
                try String(contentsOfFile: place + "/tables/tuning.csv", encoding: .utf8))
            let layer = try #require(tuning[0].firstIndex(of: "layer"))
            #expect(Set(tuning.dropFirst().map { $0[layer] }) == ["conv1", "relu1"])
            for file in ["figures/layers.png", "figures/layer-conv1.png", "tables/resolutions.csv"] {
                #expect(FileManager.default.fileExists(atPath: "\(place)/\(file)"), "\(file)")
            }
        }
    }

    @Test(arguments: [
        (
            ["--layer", "relu1", "--units", "64"],
            "64 striate: --units: there is no unit 64 in 'relu1'; they are 0 to 63"
        ),
        (["--units", "3"], "64 striate: --units, --preprocess and --input are for a layer that is run"),
        (["--layer", "relu9"], "65 striate: data/alexnet/alexnet-features.onnx: no layer 'relu9'"),
        (["--layer", "conv1", "--layer", "conv1"], "64 striate: --layer: each layer once"),
        (
            ["--layer", "relu2", "--normalize", "0.3"],
            "64 striate: --normalize: units of a running network are as they are"
        ),
    ])
    func `what cannot be run is refused in one line`(options: [String], beginning: String) throws {
        let run = try Striate(Self.alexNet + options)
        #expect("\(run.status) \(run.errors)".hasPrefix(beginning), "\(run.errors)")
        #expect(run.output.isEmpty && run.errors.count(where: \.isNewline) == 1)
    }

    @Test func `units of a fully connected layer are recorded`() throws {
        let run = try Striate([
            "tune", "data/lenet/lenet-5.onnx", "--layer", "F6", "--units", "0-1", "--quiet",
        ])
        let words = run.output.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        #expect(run.status == 0 && run.errors.isEmpty, "\(run.errors)")
        #expect(words.contains("84 units, each seeing"))
        #expect(words.contains("of the units are tuned for orientation"))
    }

    @Test func `directional cells tell a drift from its reverse`() throws {
        let run = try Striate(Self.bank + ["--cells", "directional", "--exponent", "2", "--table", "tuning"])
        let rows = records(run.output)
        let place = try #require(rows[0].firstIndex(of: "dsi"))
        let found = rows.filter { $0[1] == "grating" }.compactMap { Double($0[place]) }
        #expect(found.count == 4 && found.allSatisfy { $0 > 0.9 })
    }

    @Test func `complex cells are not simple`() throws {
        let run = try Striate(Self.bank + ["--cells", "complex"])
        let words = run.output.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        #expect(words.contains("0 answer like simple cells (F1 above F0), 4 like complex ones"))
    }

    @Test(arguments: [
        (["tune", Striate.model, "--cells", "complex"], "--cells: complex is not possible for a learned layer"),
        (["tune", "--surround", "2"], "--surround: the pool of what? add --normalize 0.1"),
        (["tune", "--normalize", "0.1", "--surround", "9"], "--surround: 9 is not possible; from 0 to 4"),
        (["tune", "--cells", "linear", "--exponent", "2"], "--exponent: a linear unit answers with its sign"),
        (
            ["tune", Striate.model, "--cells", "directional"],
            "--cells: directional is not possible for a learned layer"
        ),
        (["tune", "--normalize", "0"], "--normalize: 0.0 is not possible; above 0"),
        (["tune", "--phases", "0", "--cells", "complex"], "--cells: complex is not possible without quadrature pairs"),
        (
            ["stimulus", "grating", "--frequency", "0.7"],
            "a grating of 0.7 cycles/pixel with bars at 90.0° would be seen"
        ),
        (["stimulus", "edge", "--frames", "3"], "--frames: bars, edges, faces and checkerboards do not drift"),
        (["stimulus", "ring", "--animation"], "--animation: one picture does not move; add --frames 16"),
        (["stimulus", "bar", "--width", "0.5deg"], "--width: 0.5deg is an angle, and nothing says how many pixels"),
        (["stimulus", "bar", "--size", "2deg"], "--size: 2deg is an angle, and nothing says how many pixels"),
        (["bank", "--wavelengths", "4cpd"], "--wavelengths: 4cpd is an angle, and nothing says how many pixels"),
        (["bank", "--size", "7.5"], "--size: 7.5 is not possible; whole pixels"),
        (["stimulus", "bar", "--size", "0x9"], "--size: 0x9 is not possible; HxW or one number"),
    ])
    func `what cannot be is refused in one line`(arguments: [String], beginning: String) throws {
        let run = try Striate(arguments)
        #expect(run.status == 64 && run.output.isEmpty)
        #expect(run.errors.hasPrefix("striate: " + beginning) && run.errors.count(where: \.isNewline) == 1)
    }

    @Test func `a stimulus is written as pictures and an array, and says what it is`() throws {
        try withPlace { place in
            let run = try Striate(["stimulus", "annulus", "--size", "32", "--frames", "2", "--out", place])
            #expect(run.status == 0)
            #expect(
                run.output.contains(
                    "0: sine grating, bars at 90.0° (wave 0.0°), 0.0625 cycles/pixel, phase 0.0°,\n   contrast 1.0, through a ring from 12.0 to 24.0 px across with a rim of 1.0 px"
                ))
            for file in ["figures/frame-0.png", "figures/frame-1.png", "arrays/stimulus.npy", "tables/stimulus.csv"] {
                #expect(FileManager.default.fileExists(atPath: "\(place)/\(file)"), "\(file)")
            }
            let array = try Data(contentsOf: URL(fileURLWithPath: place + "/arrays/stimulus.npy"))
            #expect(array.count == 128 + 4 * 2 * 32 * 32)
        }
    }

    @Test func `a turning wedge is written as an animation too, with its numbers as columns`() throws {
        try withPlace { place in
            let run = try Striate([
                "stimulus", "wedge", "--size", "2deg", "--ppd", "16", "--width", "4px", "--frames", "3", "--animation",
                "--diameter", "1.5deg", "--out", place,
            ])
            #expect(run.status == 0, "\(run.errors)")
            let file = try Data(contentsOf: URL(fileURLWithPath: place + "/figures/animation.png"))
            #expect(file.range(of: Data("acTL".utf8)) != nil)
            let rows = records(try String(contentsOfFile: place + "/tables/stimulus.csv", encoding: .utf8))
            #expect(rows[0].suffix(3) == ["contrast", "diameter_px", "width_px"])
            #expect(rows.count == 4 && rows[1].suffix(3) == ["1.0", "24.0", "4.0"], "\(rows)")
        }
    }

    @Test func `angles are pixels at so many a degree`() throws {
        func table(_ options: [String]) throws -> String {
            let run = try Striate(options)
            #expect(run.status == 0, "\(run.errors)")
            return run.output
        }
        let bank = ["bank", "--orientations", "2", "--table", "bank", "--ppd", "16"]
        let pixels = try table(bank + ["--wavelengths", "4,8", "--size", "16"])
        #expect(try table(bank + ["--wavelengths", "4cpd,0.5deg", "--size", "1deg"]) == pixels)
        let bar = ["stimulus", "grating", "--table", "stimulus", "--ppd", "16"]
        #expect(
            try table(bar + ["--frequency", "2cpd", "--diameter", "2deg"])
                == table(bar + ["--frequency", "8px", "--diameter", "32"]))
        let moved = ["stimulus", "bar", "--ppd", "16", "--table", "stimulus", "--position"]
        #expect(try table(moved + ["-0.5deg"]) == table(moved + ["-8"]))
    }

    @Test func `what is no more than rounding is an empty cell`() throws {
        let rows = records(try Striate(Self.bank + ["--table", "tuning"]).output)
        let edges = rows.filter { $0[1] == "edge" }
        // Even filters answer no edge through their middle, odd ones do.
        #expect(edges.map { $0[2].isEmpty } == [true, false, true, false, true, false, true, false])
    }

    @Test func `peak and vector mean are columns of their own, at the end`() throws {
        let rows = records(try Striate(Self.bank + ["--table", "tuning"]).output)
        #expect(
            rows[0].suffix(3)
                == ["peak_orientation_deg", "vector_mean_orientation_deg", "peak_wave_direction_deg"])
    }

    @Test(arguments: [
        (["--preset", "macaque-v1", "--orientations", "8"], "--orientations"), (["--count", "16"], "--count"),
        (["--family", "dog", "--phases", "0"], "--phases"), (["--family", "log-gabor", "--aspect", "1"], "--aspect"),
    ])
    func `options of a bank that have no part in it are refused`(options: [String], name: String) throws {
        for command in ["bank", "tune"] {
            let run = try Striate([command] + options)
            #expect(
                run.status == 64 && run.output.isEmpty && run.errors.hasPrefix("striate: \(name): "), "\(run.errors)")
        }
    }

    @Test func `a model's tuning takes layout and channels, and no bank`() throws {
        let model = "data/kernels/dlib_face_resnet_conv1.npy"
        let bank = try Striate(["tune", model, "--wavelengths", "4"])
        #expect(bank.status == 64 && bank.errors.hasPrefix("striate: --wavelengths: "))
        let layout = try Striate(["tune", "--layout", "OIHW"])
        #expect(layout.status == 64 && layout.errors.hasPrefix("striate: --layout: "))
    }

    @Test(
        arguments: [
            (["stimulus", "bar", "--contrast", "-1", "--table", "stimulus"], 0),
            (["bank", "--phases", "-90,0", "--wavelengths", "6", "--orientations", "1", "--table", "bank"], 0),
            (["stimulus", "bar", "--position", "-2.5", "--table", "stimulus"], 0),
            (["bank", "--orientations", "-3"], 64),
        ] as [([String], Int32)])
    func `negative values are values`(command: [String], status: Int32) throws {
        let run = try Striate(command)
        #expect(run.status == status && !run.errors.contains("Missing"), "\(run.errors)")
    }

    @Test func `pictures and tables beyond all memory are refused with their size`() throws {
        let frames = try Striate(["stimulus", "grating", "--size", "4096", "--frames", "100"])
        #expect(frames.status == 64)
        #expect(
            frames.errors
                == "striate: 100 frames of 4096 × 4096 pixels would take 20.1 GB, more than 4.0 GB; fewer frames, or a smaller picture\n"
        )
        let values = try Striate(["bank", "--orientations", "3600", "--size", "37", "--table", "bank_values"])
        #expect(values.status == 64 && values.output.isEmpty)
        #expect(values.errors.hasPrefix("striate: the table bank_values would have 29570400 rows, more than 1000000; "))
    }

    // Drawing these filters takes some seconds of the processor.
    @Test func `a table that is too long is refused before its bank is drawn`() throws {
        let run = try Striate.shell("ulimit -t 1; $striate bank --orientations 3600 --table bank_values")
        #expect(run.status == 64, "\(run.errors)")
        #expect(run.errors.hasPrefix("striate: the table bank_values would have 65340000 rows, more than 1000000; "))
    }
}
