import Foundation
import Testing

/// `score`, and recorded cells that the user brings, as typed.
@Suite struct ScoreTests {
    private static let alexNet = ["score", "data/alexnet/alexnet-features.onnx", "--layer", "relu1", "--quiet"]
    private static let mouse = "data/cells/mouse_v1_neuropixels.csv"

    @Test func `a layer's card, its pictures and tables are the same for any number of threads`() throws {
        try withPlace { place in
            var tables: [String: [Data]] = [:]
            for jobs in ["1", "2"] {
                let run = try Striate(
                    Self.alexNet + ["--jobs", jobs, "--cells", Self.mouse, "--out", "\(place)/\(jobs)"])
                #expect(run.status == 0 && run.errors.isEmpty, "\(run.errors)")
                #expect(run.output.hasPrefix("relu1 has the V1 score 0.6"))
                #expect(run.output.split(separator: "\n").allSatisfy { $0.count <= 80 }, "\(run.output)")
                for name in ["score", "scorecard", "units"] {
                    tables[name, default: []].append(
                        try Data(contentsOf: URL(fileURLWithPath: "\(place)/\(jobs)/tables/\(name).csv")))
                }
                for name in ["families", "histograms"] {
                    #expect(FileManager.default.fileExists(atPath: "\(place)/\(jobs)/figures/\(name).png"))
                }
            }
            for (name, bytes) in tables { #expect(bytes.count == 2 && bytes[0] == bytes[1], "\(name)") }
            let rows = records(try #require(tables["score"].map { String(decoding: $0[0], as: UTF8.self) }))
            // 15 properties, and gosi and dsi of all mouse cells and of types of at least 20 that have one.
            #expect(rows.dropFirst().count { !$0[2].isEmpty } == 15)
            let own = rows.dropFirst().filter { $0[2].isEmpty }
            #expect(own.allSatisfy { $0[3].hasPrefix("mouse_v1_neuropixels") })
            #expect(Set(own.map { $0[1] }) == ["gosi", "dsi"])
            let all = try #require(own.first { $0[1] == "gosi" })
            #expect(all[3] == "mouse_v1_neuropixels" && all[5] == "1529")
        }
    }

    private static let lenet = ["data/lenet/lenet-5.onnx", "--quiet"]

    /// The V1 scores of LeNet's two layers of maps, from the table `scorecard`.
    private func lenetScores(_ more: [String]) throws -> [String] {
        let run = try Striate(["score"] + Self.lenet + more + ["--table", "scorecard"])
        #expect(run.status == 0, "\(run.errors)")
        return records(run.output).dropFirst().map { $0[1] }
    }

    @Test func `a network with permuted weights has other scores, which a survey sets beside the first`() throws {
        let (learnt, permuted) = (try lenetScores([]), try lenetScores(["--permuted"]))
        #expect(learnt.count == 2 && learnt != permuted)
        let run = try Striate(
            ["survey"] + Self.lenet + ["--layers", "all", "--nulls", "19", "--score", "--table", "models"])
        #expect(run.status == 0, "\(run.errors)")
        let rows = records(run.output)
        func column(_ name: String) -> [String] {
            rows[0].firstIndex(of: name).map { place in rows.dropFirst().map { $0[place] } } ?? []
        }
        // Of each layer its own; the third convolution gives no map.
        #expect(column("v1_score").filter { !$0.isEmpty } == learnt)
        #expect(column("v1_score_permuted").filter { !$0.isEmpty } == permuted.filter { !$0.isEmpty })
    }

    @Test func `what few pixels and few units cannot tell is said`() throws {
        let text = try Striate(["score"] + Self.lenet + ["--permuted"]).output.replacing("\n", with: " ")
        #expect(text.contains("lenet-5.onnx, weights permuted: 28 × 28 pixels taken to span 8°"))
        // 2^(−1.375 + k/4) cycles/degree above 1.75, half of 3.5 pixels/degree: from k = 9 on.
        #expect(text.contains("The 13 highest of the gratings' frequencies are too high for these pixels"))
        #expect(text.contains("Fewer than 5 units of C1.relu"))
    }

    @Test func `one family can be listed alone`() throws {
        let run = try Striate(Self.alexNet + ["--family", "spatial_frequency", "--table", "score"])
        #expect(run.status == 0, "\(run.errors)")
        #expect(
            records(run.output).dropFirst().map { $0[1] } == ["peak_sf_cpd", "sf_bandwidth_pct", "sf_selective"])
    }

    struct Refusal: Sendable {
        let words: [String]
        let line: String
        var status: Int32 = 64
    }

    @Test(arguments: [
        Refusal(words: alexNet + ["--degrees", "0"], line: "--degrees: 0.0 is not possible; above 0"),
        Refusal(
            words: alexNet + ["--cells-columns", "gosi=dsi"], line: "--cells-columns: columns of what? add --cells FILE"
        ),
        Refusal(
            words: alexNet + ["--cells", mouse, "--cells-columns", "gosi"],
            line: "--cells-columns: 'gosi' is not possible; ours=theirs is expected"),
        Refusal(
            words: alexNet + ["--cells", mouse, "--cells-columns", "speed=gosi"],
            line: "--cells-columns: 'speed' is no property of units; there are circular_variance, gosi"),
        Refusal(
            words: alexNet + ["--cells", "data/kernels/ORIGIN.md"],
            line: "data/kernels/ORIGIN.md: ", status: 65),
        Refusal(
            words: ["score", "data/lenet/lenet-5.onnx", "--layer", "F6"],
            line: "is no map of channels, rows and columns", status: 65),
        Refusal(
            words: ["tune", "--cells", "simple", "--cells", "complex"],
            line: "--cells: simple and complex are one too many"),
    ]) func `what cannot be is refused in one line`(_ refusal: Refusal) throws {
        let run = try Striate(refusal.words)
        #expect(run.status == refusal.status && run.output.isEmpty, "\(run.errors)")
        #expect(run.errors.contains(refusal.line), "\(run.errors)")
        #expect(run.errors.split(separator: "\n").count == 1)
    }

    @Test(arguments: ["score", "compare", "tune"]) func `cells that there are without a file are listed`(
        _ command: String
    ) throws {
        for words in [[command, "--cells", "list"], [command, "data/alexnet/alexnet-features.onnx", "--cells=list"]] {
            let run = try Striate(words)
            #expect(run.status == 0 && run.output.contains("ringach2002: 308 cells"), "\(run.errors)")
            #expect(run.output.contains(Self.mouse))
        }
    }

    @Test func `kernels and designed cells are set beside cells that the user brings`() throws {
        let own = try Striate(Striate.quick + ["--cells", Self.mouse, "--table", "population"])
        #expect(own.status == 0, "\(own.errors)")
        let rows = records(own.output).dropFirst()
        let all = rows.first { $0[0] == "gosi" }
        #expect(all.map { [$0[1], $0[3]] } == ["mouse_v1_neuropixels", "1529"])
        // The exact p-value and the area between the distributions.
        #expect(rows.allSatisfy { Double($0[11]) != nil && Double($0[14]) != nil })
        let changed = try Striate(
            ["tune", "--orientations", "4", "--wavelengths", "6", "--size", "13", "--cells", "linear", "--cells"]
                + [Self.mouse, "--cells-columns", "circular_variance=1-gosi", "--table", "population"])
        #expect(changed.status == 0, "\(changed.errors)")
        #expect(
            Set(records(changed.output).dropFirst().map { $0[0] }) == ["circular_variance", "gosi", "dsi"])
        // Pairs in space and time tell one direction from the other, which no unit without time can.
        func direction(_ kind: String) throws -> Double? {
            let run = try Striate(
                ["tune", "--orientations", "4", "--wavelengths", "6", "--phases", "0,90", "--size", "13", "--cells"]
                    + [kind, "--cells", Self.mouse, "--table", "population"])
            return records(run.output).first { $0[0] == "dsi" }.flatMap { Double($0[4]) }
        }
        #expect(try direction("linear") == 0)
        #expect(try #require(try direction("directional")) > 0.2)
    }

    @Test func `cells are told apart by the texts of any file's columns`() throws {
        let cells = "Tests/ArchivesTests/Reference/cells/text.mat"
        func references(_ more: [String]) throws -> Set<String> {
            let run = try Striate(Striate.quick + ["--cells", cells, "--table", "population"] + more)
            #expect(run.status == 0, "\(run.errors)")
            return Set(records(run.output).dropFirst().map { $0[1] })
        }
        #expect(try references([]) == ["text", "text: Exc é", "text: PV"])
        #expect(try references(["--cells-columns", "cell_type=area"]) == ["text", "text: LGN", "text: V1"])
    }

    @Test func `maps of cells are measured as kernels are`() throws {
        let file = "data/kernels/dlib_face_resnet_conv1.npy"
        let run = try Striate(["compare", file, "--nulls", "19", "--cells", file, "--table", "population", "--quiet"])
        #expect(run.status == 0 && run.errors.isEmpty, "\(run.errors)")
        let rows = records(run.output)
        // Beside themselves, they are no different.
        #expect(rows.dropFirst().map { $0[0] }.contains("orientation_deg") && rows.count > 5)
        for row in rows.dropFirst() { #expect(row[2] == row[3] && (Double(row[6]) ?? 0) == 0, "\(row)") }
        // The array of a MATLAB file, on either side.
        let maps = "Tests/ArchivesTests/Reference/cells/maps.mat"
        let own = try Striate(["compare", maps, "--nulls", "19", "--quiet"])
        #expect(own.status == 0 && own.output.contains("maps.mat (MATLAB .mat), layer rf: 4 kernels of 1 × 3 × 5"))
        let beside = try Striate(["compare", file, "--nulls", "19", "--cells", maps, "--quiet"])
        #expect(beside.status == 0 && beside.output.contains("maps: 4 cells, measured on their maps 'rf' of 3 × 5"))
    }
}
