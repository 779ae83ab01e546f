import Foundation
import Testing

/// `striate compare … --series`.
@Suite struct SeriesTests {
    private static let files = [
        "data/kernels/dlib_face_resnet_conv1.npy", "data/kernels/omniart_eye_resnet18_conv1.npy",
    ]

    @Test func `one file after another has a row, a curve, and the same numbers as alone`() throws {
        try withPlace { place in
            let model = Striate.model
            let twice = ["compare", model, model, "--series", "--nulls", "19", "--quiet"]
            let run = try Striate(twice + ["--out", place])
            #expect(run.status == 0, "\(run.errors)")
            let words = run.output.replacing("\n", with: " ")
            #expect(words.hasPrefix("From \(model) to \(model), Gabor-like kernels go from "), "\(run.output)")
            let rows = records(try String(contentsOfFile: place + "/tables/snapshots.csv", encoding: .utf8))
            #expect(rows.count == 3 && rows[1].dropFirst(2) == rows[2].dropFirst(2))
            #expect(FileManager.default.fileExists(atPath: place + "/figures/film.png"))
            // Circular variance and the share of Gabors as `compare` has them.
            let kernels = records(try Striate(Striate.quick + ["--table", "kernels", "--quiet"]).output)
            let column = { (name: String) in kernels[0].firstIndex(of: name) ?? 0 }
            let classes = kernels.dropFirst().map { $0[column("class")] }
            let values = zip(classes, kernels.dropFirst()).filter { $0.0 != "dead" }
                .compactMap { Double($0.1[column("circular_variance")]) }.sorted()
            let middle = (values[(values.count - 1) / 2] + values[values.count / 2]) / 2
            let row = Dictionary(uniqueKeysWithValues: zip(rows[0], rows[1]))
            #expect(abs((Double(row["circular_variance"] ?? "") ?? -1) - middle) < 1e-6)
            let gabors = Double(classes.count { $0.hasSuffix("gabor") }) / Double(classes.count)
            #expect(abs((Double(row["gabor_frac"] ?? "") ?? -1) - gabors) < 1e-6)
        }
    }

    @Test func `several files without --series are refused`() throws {
        let run = try Striate(["compare"] + Self.files)
        #expect(run.status == 64 && run.output.isEmpty)
        #expect(
            run.errors
                == "striate: '\(Self.files[1])' is one file too many; one model, or several in order with --series; try striate compare --help\n"
        )
    }

    @Test func `a file of the series that is not there is named`() throws {
        let run = try Striate(["compare", Self.files[0], "nowhere.npy", "--series"])
        #expect(run.status == 66 && run.errors.hasPrefix("striate: nowhere.npy: no such file"))
    }
}
