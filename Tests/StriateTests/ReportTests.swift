import Foundation
import Testing

@Suite struct ReportTests {
    @Test(arguments: [
        Striate.quick, ["bank"], ["bank", "--family", "dog"], ["bank", "--preset", "macaque-v1", "--count", "16"],
        ["kernels", Striate.model], ["kernels", "data/alexnet/alexnet-features.onnx"],
        ["saliency", "--scene", "texture-border"],
    ])
    func `a report is at most 80 columns wide and a quiet run says nothing on stderr`(command: [String]) throws {
        let run = try Striate(command + ["--quiet"])
        #expect(run.status == 0 && run.errors.isEmpty)
        let lines = run.output.split(separator: "\n")
        #expect(lines.count > 3)
        for line in lines { #expect(line.count <= 80, "\(line)") }
        #expect(!run.output.contains("nan") && !run.output.contains("\u{1B}") && !run.output.contains("\r"))
    }

    @Test func `the folder holds the report, every table and pictures`() throws {
        try withPlace { place in
            let run = try Striate(Striate.quick + ["--out", place, "--quiet"])
            #expect(run.status == 0 && run.errors.isEmpty)
            #expect(try String(contentsOfFile: place + "/report.txt", encoding: .utf8) == run.output)
            let tables = try FileManager.default.contentsOfDirectory(atPath: place + "/tables").sorted()
            #expect(tables == ["bank.csv", "kernels.csv", "matches.csv", "population.csv", "tuning_curves.csv"])
            let printed = try Striate(Striate.quick + ["--table", "kernels"]).output
            #expect(try String(contentsOfFile: place + "/tables/kernels.csv", encoding: .utf8) == printed)
            let figures = try FileManager.default.contentsOfDirectory(atPath: place + "/figures")
            #expect(figures.contains { $0.hasSuffix(".png") })
        }
    }

    @Test func `without gnuplot the run succeeds and the report says what was left out`() throws {
        try withPlace { place in
            let run = try Striate(Striate.quick + ["--out", place], path: "/nonexistent")
            #expect(run.status == 0, "\(run.errors)")
            #expect(run.output.contains("gnuplot"))
            let figures = try FileManager.default.contentsOfDirectory(atPath: place + "/figures")
            #expect(figures.contains { $0.hasSuffix(".png") } && !figures.contains { $0.hasSuffix(".gnuplot") })
            for line in run.output.split(separator: "\n") where !line.contains(place) {
                #expect(line.count <= 80, "\(line)")
            }
        }
    }

    @Test func `a forced run replaces the earlier one`() throws {
        try withPlace { place in
            let runs = [["--size", "9"], ["--size", "9"], ["--size", "11", "--force"]]
            let statuses = try runs.map { try Striate(["bank", "--out", place] + $0).status }
            #expect(statuses == [0, 73, 0])
        }
    }

    @Test func `the doctor names the libraries and gnuplot, there or not`() throws {
        let run = try Striate(["doctor"])
        #expect(run.status == 0 && run.errors.isEmpty)
        for name in [
            "striate", "GSL", "BLAS", "libpng 1.", "libturbojpeg.so.", "libtiff ", "libwebp ", "zlib 1.", "libhdf5 1.",
            "gnuplot",
        ] {
            #expect(run.output.contains(name))
        }
        let without = try Striate(["doctor"], path: "/nonexistent")
        #expect(without.status == 0 && without.output.contains("absent: apt-get install gnuplot-nox"))
    }

    @Test func `the version and help go to stdout`() throws {
        let version = try Striate(["--version"])
        #expect(version.status == 0 && version.output == "0.1.0\n" && version.errors.isEmpty)
        for command in ["compare", "kernels", "bank", "teach", "doctor"] {
            let help = try Striate([command, "--help"])
            #expect(help.status == 0 && help.output.contains("striate \(command)") && help.errors.isEmpty)
        }
    }
}
