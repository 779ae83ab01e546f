import Foundation
import ReferenceData
import Testing

/// `striate activations` and `striate merge`, from pictures to arrays.
@Suite struct ActivationsTests {
    static let lenet = "data/lenet/lenet-5.onnx"
    static let quick = [
        "activations", lenet, "data/photos", "--layer", "C1", "--layer", "C3", "--pool", "max", "--quiet",
    ]

    /// All files but the record and the page, which say how it was run, and of the report what does not name the folder.
    static func contents(_ folder: String) throws -> [String: Data] {
        let names = FileManager.default.enumerator(atPath: folder)?.allObjects.compactMap { $0 as? String } ?? []
        var files: [String: Data] = [:]
        for name in names where name != "run.json" && name != "report.html" {
            guard let data = FileManager.default.contents(atPath: "\(folder)/\(name)") else { continue }
            let text = name == "report.txt" ? String(decoding: data, as: UTF8.self) : nil
            // Lines break where the folder's name lets them.
            files[name] = text.map { Data($0.replacing(folder, with: "").filter { !$0.isWhitespace }.utf8) } ?? data
        }
        return files
    }

    /// Some small pictures, each another, and the folder's path.
    static func withPictures(_ count: Int, side: Int = 16, _ body: (String) throws -> Void) throws {
        try withScratchFolder { folder in
            var generator = Xorshift(state: 7)
            try FileManager.default.createDirectory(atPath: "\(folder)/in", withIntermediateDirectories: true)
            for index in 0..<count {
                let name = "\(folder)/in/\(1000 + index).pgm"
                var bytes = Data("P5 \(side) \(side) 255\n".utf8)
                for _ in 0..<side * side { bytes.append(UInt8.random(in: 0...255, using: &generator)) }
                try bytes.write(to: URL(fileURLWithPath: name))
            }
            try body(folder)
        }
    }

    @Test func `arrays hold what the network gives, as the layer's map does`() throws {
        try withPlace { place in
            let layer = ["--layer", "C1"]
            let run = try Striate(
                ["activations", Self.lenet, "data/photos/chelsea.png", "--out", "\(place)/a", "--csv", "long"] + layer)
            #expect(run.status == 0 && run.errors.isEmpty, "\(run.errors)")
            let map = try Striate(
                ["map", "data/photos/chelsea.png", "--model", Self.lenet, "--table", "activation_map"] + layer)
            let array = try ReferenceArray(URL(fileURLWithPath: "\(place)/a/responses/C1.npy"))
            // Units by channel, row and column: as the rows of the map's table.
            let header = records(map.output)[0]
            let column = try #require(header.firstIndex(of: "activation"))
            let expected = records(map.output).dropFirst().compactMap { Float($0[column]) }
            #expect(array.shape == [1, expected.count] && array.values.map { Float($0) } == expected)
            let csv = try String(contentsOfFile: "\(place)/a/tables/activations.csv", encoding: .utf8)
            #expect(records(csv).dropFirst().compactMap { Float($0[5]) } == expected)
            let units = try records(String(contentsOfFile: "\(place)/a/tables/units.csv", encoding: .utf8))
            #expect(units.count == expected.count + 1 && units[2].prefix(5) == ["C1", "1", "0", "0", "1"])
        }
    }

    @Test func `units of a channel are pooled, and one is chosen`() throws {
        try withPlace { place in
            func array(_ name: String, _ more: [String]) throws -> ReferenceArray {
                let base = ["activations", Self.lenet, "data/photos/chelsea.png", "--layer", "C3", "--quiet"]
                let run = try Striate(base + ["--out", "\(place)/\(name)"] + more)
                #expect(run.status == 0, "\(run.errors)")
                return try ReferenceArray(URL(fileURLWithPath: "\(place)/\(name)/responses/C3.npy"))
            }
            let all = try array("all", [])
            let channels = try array("mean", ["--pool", "mean"]).values.count
            let each = all.values.count / channels
            let side = Int(Double(each).squareRoot())
            let maps = (0..<channels).map { Array(all.values[$0 * each..<($0 + 1) * each]) }
            #expect(try array("max", ["--pool", "max"]).values == maps.map { $0.max() })
            let centre = (side / 2) * side + side / 2
            #expect(try array("centre", ["--pool", "centre"]).values == maps.map { $0[centre] })
            let means = try array("again", ["--pool", "mean"]).values
            #expect(zip(means, maps).allSatisfy { abs($0 - $1.reduce(0, +) / Double(each)) < 1e-6 })
            let corner = try array("at", ["--at", "fixation", "--fixation", "0,0", "--units", "C3:1-2"])
            #expect(corner.values == [maps[1][0], maps[2][0]])
        }
    }

    @Test func `parts of a run give the same bytes as the whole, in any order and number`() throws {
        try withPlace { place in
            let all = ["--rdm", "euclidean", "--csv", "wide"]
            #expect(try Striate(Self.quick + all + ["--out", "\(place)/whole"]).status == 0)
            for count in [2, 9] {
                for index in 1...count {
                    let part = ["--shard", "\(index)/\(count)", "--out", "\(place)/\(count)/\(index)", "--jobs", "1"]
                    let run = try Striate(Self.quick + all + part)
                    #expect(run.status == 0, "\(run.errors)")
                }
                let merged = try Striate(["merge", "\(place)/\(count)", "--out", "\(place)/merged-\(count)"])
                #expect(merged.status == 0 && merged.errors.isEmpty, "\(merged.errors)")
                let record = try Data(contentsOf: URL(fileURLWithPath: "\(place)/merged-\(count)/run.json"))
                let json = try #require(JSONSerialization.jsonObject(with: record) as? [String: Any])
                #expect((json["options"] as? [String: String])?["shards"] == "\(place)/\(count)")
                #expect((json["work"] as? [String: Any])?["command"] as? String == "activations")
                let (whole, parts) = (
                    try Self.contents("\(place)/whole"), try Self.contents("\(place)/merged-\(count)")
                )
                #expect(whole.keys.sorted() == parts.keys.sorted())
                for (name, data) in whole { #expect(parts[name] == data, "\(name) of \(count)") }
            }
            let missing = try Striate(["merge", "\(place)/2/1", "--out", "\(place)/none"])
            #expect(missing.status == 65)
            #expect(missing.errors == "striate: part 0/2 is missing; give all parts of the run\n")
        }
    }

    @Test func `killed twenty times at any moment, a run ends with the same bytes`() throws {
        try Self.withPictures(60) { folder in
            let command = [
                "activations", Self.lenet, "\(folder)/in", "--layer", "C1", "--pool", "mean", "--quiet", "--jobs", "2",
            ]
            #expect(try Striate(command + ["--out", "\(folder)/whole"]).status == 0)
            var generator = Xorshift(state: 11)
            for _ in 0..<20 {
                let pause = UInt32.random(in: 1_000...90_000, using: &generator)
                try Striate.run(
                    command + ["--out", "\(folder)/killed"],
                    until: {
                        usleep(pause)
                        return true
                    })
            }
            let last = try Striate(command + ["--out", "\(folder)/killed", "--force"])
            #expect(last.status == 0, "\(last.errors)")
            #expect(try Self.contents("\(folder)/killed") == Self.contents("\(folder)/whole"))
        }
    }

    @Test func `a picture that is broken, gone or another's is a row with its error`() throws {
        try Self.withPictures(3) { folder in
            let files = ["1000.pgm", "broken.pgm", "gone.png", "1001.pgm"]
            try Data("P5 16 16 255\nfew".utf8).write(to: URL(fileURLWithPath: "\(folder)/in/broken.pgm"))
            let list = "\(folder)/in/list.csv"
            try ("path,kind\n" + files.map { "\($0),\"a \"\"\($0.count)\"\"\"\n" }.joined())
                .write(toFile: list, atomically: false, encoding: .utf8)
            let run = try Striate([
                "activations", Self.lenet, "--stimuli", list, "--layer", "C1", "--pool", "max", "--table", "stimuli",
            ])
            #expect(run.status == 0, "\(run.errors)")
            let rows = records(run.output)
            #expect(rows[0] == ["stimulus", "path", "sha256", "height_px", "width_px", "error", "kind"])
            #expect(
                rows.dropFirst().map { $0[1] } == files
                    && rows.dropFirst().map { $0[5].isEmpty } == [true, false, false, true])
            #expect(rows[1][2].count == 64 && rows[2][2].isEmpty && rows[3][5].contains("gone.png: no such file"))
            #expect(rows[2][5].contains("broken.pgm: truncated"), "\(rows[2][5])")
            let none = try Striate(["activations", Self.lenet, "\(folder)/in/broken.pgm", "--layer", "C1"])
            #expect(none.status == 65 && none.errors.hasPrefix("striate: \(folder)/in/broken.pgm: truncated"))
        }
    }

    @Test func `what cannot be is refused in one line`() throws {
        func refusal(_ more: [String]) throws -> String {
            let run = try Striate(["activations", Self.lenet] + more)
            #expect(run.status != 0 && run.output.isEmpty)
            return run.errors
        }
        let photo = "data/photos/chelsea.png"
        #expect(
            try refusal([])
                == "striate: give pictures, folders of them, or a list with --stimuli; try striate activations --help\n"
        )
        #expect(
            try refusal([photo, "--layer", "C1", "--units", "C3:0"])
                == "striate: --units: no layer 'C3' is recorded; there are C1; try striate activations --help\n")
        #expect(
            try refusal([photo, "--layer", "C1", "--units", "99"])
                == "striate: --units: there is no channel 99 in 'C1'; they are 0 to 5; try striate activations --help\n"
        )
        #expect(
            try refusal([photo, "--shard", "1/2"])
                == "striate: --shard: a part is a folder; name it with --out; try striate activations --help\n")
        #expect(try refusal([photo, "--table", "rdm"]).hasPrefix("striate: --table: rdm is made with --rdm; try"))
        #expect(
            try refusal([photo, "--layer", "C1", "--compare-with", "data/kernels/dlib_face_resnet_conv1.npy"])
                == "striate: data/kernels/dlib_face_resnet_conv1.npy: has 32 rows; 1 are expected, one for each picture\n"
        )
        #expect(try refusal(["data/photos/none.png"]).hasPrefix("striate: data/photos/none.png: no such file"))
    }

    @Test func `a run compared with itself is the same, and with noise is not`() throws {
        try withPlace { place in
            #expect(try Striate(Self.quick + ["--out", "\(place)/a"]).status == 0)
            let run = try Striate(
                Self.quick + ["--compare-with", "\(place)/a", "--permutations", "99", "--table", "similarity"])
            #expect(run.status == 0, "\(run.errors)")
            let rows = records(run.output).dropFirst()
            let same = rows.filter { $0[1].hasSuffix(":\($0[0])") }
            #expect(same.count == 6 && same.allSatisfy { abs((Double($0[3]) ?? 0) - 1) < 1e-9 && $0[5] == "7" })
            // One order of seven pictures is the true one; few others come near.
            #expect(same.allSatisfy { (Double($0[4]) ?? 1) <= 0.05 })
        }
    }

    @Test func `an array of a run with a broken picture is compared with, without that picture`() throws {
        try Self.withPictures(6) { folder in
            let command = ["activations", Self.lenet, "\(folder)/in", "--layer", "C1", "--pool", "mean"]
            let whole = try Data(contentsOf: URL(fileURLWithPath: "\(folder)/in/1002.pgm"))
            let broken = URL(fileURLWithPath: "\(folder)/in/1002.pgm")
            try Data("P5 16 16 255\nfew".utf8).write(to: broken)
            #expect(try Striate(command + ["--out", "\(folder)/a"]).status == 0)
            try whole.write(to: broken)
            let other = ["--compare-with", "\(folder)/a/responses/C1.npy", "--permutations", "9"]
            let run = try Striate(command + other)
            #expect(run.status == 0, "\(run.errors)")
            #expect(
                run.output.split(whereSeparator: \.isWhitespace).joined(separator: " ")
                    .contains("\(folder)/a/responses/C1.npy has no numbers for 1 picture, left out there."),
                "\(run.output)")
            let rows = records(try Striate(command + other + ["--table", "similarity"]).output).dropFirst()
            #expect(rows.count == 3 && rows.allSatisfy { $0[5] == "5" && abs((Double($0[3]) ?? 0) - 1) < 1e-6 })
        }
    }

    @Test(.enabled(if: geteuid() == 0, "mounting a small disk takes root"))
    func `a full disk is one line, and what is finished is kept`() throws {
        try Self.withPictures(40) { folder in
            let disk = "\(folder)/disk"
            try FileManager.default.createDirectory(atPath: disk, withIntermediateDirectories: true)
            let mount = try Striate.shell("mount -t tmpfs -o size=200k none '\(disk)'")
            guard mount.status == 0 else { return }
            defer { _ = try? Striate.shell("umount '\(disk)'") }
            let command = ["activations", Self.lenet, "\(folder)/in", "--layer", "C1", "--pool", "mean"]
            try Data(count: 170_000).write(to: URL(fileURLWithPath: "\(disk)/other"))
            let full = try Striate(command + ["--out", "\(disk)/a"])
            #expect(full.status == 74 && full.errors.split(separator: "\n").count == 1, "\(full.errors)")
            #expect(full.errors.hasPrefix("striate: \(disk)/a: cannot be written (no space left on device)"))
            try FileManager.default.removeItem(atPath: "\(disk)/other")
            let again = try Striate(command + ["--out", "\(disk)/a"])
            #expect(again.status == 0, "\(again.errors)")
            #expect(again.errors.contains("of 40 pictures that are done"))
            #expect(try Striate(command + ["--out", "\(folder)/whole"]).status == 0)
            #expect(try Self.contents("\(disk)/a") == Self.contents("\(folder)/whole"))
        }
    }

    /// The names of the layers that a pattern takes.
    private func layers(_ model: String, _ picture: String, _ options: String...) throws -> [String] {
        let run = try Striate(
            ["activations", model, picture, "--layer", "*", "--pool", "mean", "--table", "units", "--quiet"] + options)
        #expect(run.status == 0, "\(run.errors)")
        return records(run.output).dropFirst().reduce(into: []) { if $0.last != $1[0] { $0.append($1[0]) } }
    }

    @Test func `a pattern takes the layers that can be recorded`() throws {
        let folder = "Tests/StriateTests/Reference"
        // A dropout's mask is not computed, nor what lies behind an operation that nobody knows.
        #expect(try layers("\(folder)/dropout-mask.onnx", "data/photos/camera.png") == ["conv", "drop", "relu"])
        #expect(try layers("\(folder)/unknown-end.onnx", "data/photos/camera.png") == ["edges"])
        let mask = try Striate([
            "activations", "\(folder)/dropout-mask.onnx", "data/photos/camera.png", "--layer", "mask", "--quiet",
        ])
        #expect(
            mask.status == 65
                && mask.errors
                    == "striate: \(folder)/dropout-mask.onnx: node 'drop' (Dropout) cannot run: its output 'mask', which is read, is not computed\n"
        )
    }

    @Test func `an array's size is taken where the file leaves its own open`() throws {
        let model = "Tests/InferenceTests/Reference/keras/open.keras"
        let command = ["activations", model, "data/graphs/input.npy", "--quiet"]
        let run = try Striate(command)
        #expect(run.status == 0, "\(run.errors)")
        #expect(run.output.replacing("\n", with: " ").contains("none: arrays as they are; 29 × 37 pixels"))
        let refused = try Striate(command + ["--preprocess", "none"])
        #expect(
            refused.status == 64
                && refused.errors.hasPrefix("striate: --preprocess: arrays go in as they are; leave it out"))
        let piped = try Striate.shell(
            "$striate \(command[0]) \(model) - --table stimuli --quiet < data/graphs/input.npy")
        #expect(piped.status == 0 && records(piped.output)[1].contains("standard input"), "\(piped.errors)")
    }
}
