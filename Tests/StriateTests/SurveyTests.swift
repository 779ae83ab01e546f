import Foundation
import Testing

/// `survey` as a user types it.
@Suite struct SurveyTests {
    private static let kernels = "data/kernels/dlib_face_resnet_conv1.npy"
    private static let survey = ["survey", kernels, "data/kernels/ORIGIN.md", "--nulls", "19"]

    @Test func `a model that fails is a row with its error, and the run goes on`() throws {
        let run = try Striate(Self.survey + ["--table", "models", "--quiet"])
        #expect(run.status == 0, "\(run.errors)")
        let rows = records(run.output)
        let place = try #require(rows[0].firstIndex(of: "error"))
        #expect(rows.count == 3 && rows[2][0] == Self.kernels && rows[2][3] == "32" && rows[2][place].isEmpty)
        #expect(rows[1][0] == "data/kernels/ORIGIN.md" && rows[1][3].isEmpty && !rows[1][place].isEmpty)
        let shares = zip(rows[0], rows[2]).filter { $0.0.hasSuffix("_frac") && !$0.0.contains("shape") }
        // The classes, without the noise's.
        let sum = shares.filter { $0.0 != "noise_gabor_frac" }.compactMap { Double($0.1) }.reduce(0, +)
        #expect(abs(sum - 1) < 1e-9)
    }

    @Test func `what is done is not done again, and the folder is whole after each run`() throws {
        try withPlace { place in
            defer { try? FileManager.default.removeItem(atPath: place + ".rows") }
            let first = try Striate(Self.survey + ["--out", place])
            #expect(first.status == 0 && first.errors.contains("1 of 2: \(Self.kernels)"), "\(first.errors)")
            let table = try Data(contentsOf: URL(fileURLWithPath: place + "/tables/models.csv"))
            #expect(FileManager.default.fileExists(atPath: place + "/figures/models.png"))
            let second = try Striate(Self.survey + ["--out", place])
            #expect(second.status == 0 && !second.errors.contains(" of 2: "), "\(second.errors)")
            #expect(try Data(contentsOf: URL(fileURLWithPath: place + "/tables/models.csv")) == table)
            #expect(second.output == first.output)
            // Another question is asked anew.
            let other = try Striate(Self.survey.dropLast() + ["29", "--out", place])
            #expect(other.status == 0 && other.errors.contains("1 of 2: \(Self.kernels)"), "\(other.errors)")
        }
    }

    @Test func `models are ranked by a column that there is`() throws {
        let run = try Striate(["survey", Self.kernels, "--sort", "beauty"])
        #expect(run.status == 64 && run.output.isEmpty)
        #expect(
            run.errors.contains(
                "--sort: 'beauty' is not possible; gabor_frac, edge_frac, unstructured_frac, v1_score"))
    }

    @Test func `models that are level share the first place`() throws {
        let run = try Striate(
            ["survey", "data/graphs/residual.keras", "data/graphs/residual.tflite", "--nulls", "19", "--quiet"])
        #expect(run.output.hasPrefix("Of 2 models 2 rows share the most Gabor-like kernels, 0.00.\n"))
    }
}
