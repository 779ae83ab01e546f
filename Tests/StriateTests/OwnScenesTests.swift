import Foundation
import Testing

/// Bars of one's own for `saliency`; what `classify` gets wrong.
@Suite struct OwnScenesTests {
    /// The pop-out of 90°, typed as a file.
    private static let popout =
        "row,column,orientation_deg\n"
        + stride(from: 0, to: 24, by: 2).flatMap { row in
            stride(from: 0, to: 24, by: 2).map { "\(row),\($0),\(row == 12 && $0 == 12 ? 90 : 0)\n" }
        }.joined()

    private func withFile(_ text: String, _ body: (String) throws -> Void) throws {
        try withPlace { place in
            let file = place + "-bars.csv"
            try text.write(toFile: file, atomically: true, encoding: .utf8)
            defer { try? FileManager.default.removeItem(atPath: file) }
            try body(file)
        }
    }

    @Test func `a demonstration typed as bars is as salient as the built-in one`() throws {
        try withFile(Self.popout) { file in
            let own = try Striate(["saliency", "--bars", file, "--table", "saliency"])
            let built = try Striate(["saliency", "--scene", "popout-90", "--table", "saliency"])
            #expect(own.status == 0 && own.errors.isEmpty, "\(own.errors)")
            func values(_ csv: String) -> [[String]] { records(csv).dropFirst().map { Array($0.dropFirst()) } }
            #expect(values(own.output) == values(built.output) && values(own.output).count == 576)
            let report = try Striate(["saliency", "--bars", file]).output
            #expect(report.contains("row 12, column 12"), "\(report)")
        }
    }

    @Test(arguments: [
        ("row,column\n1,2\n", "the header is malformed; columns row, column and orientation_deg are expected"),
        ("row,column,orientation_deg\n1,2,20\n", "line 2, orientation_deg '20' is malformed; a multiple of 15"),
        ("row,column,orientation_deg\n1,2,15\n1,2,30\n", "line 3 is malformed; one bar at a place is expected"),
        ("row,column,orientation_deg\n1,999,15\n", "line 2, column '999' is malformed; a whole number from 0 to 255"),
        ("row,column,orientation_deg,contrast\n1,2,15,0\n", "line 2, contrast '0' is malformed; a number above 0"),
        ("row,column,orientation_deg\n1,2,x\n", "line 2, orientation_deg 'x'"),
    ]) func `bars that cannot be are refused in one line`(text: String, line: String) throws {
        try withFile(text) { file in
            let run = try Striate(["saliency", "--bars", file])
            #expect(run.status == 65 && run.output.isEmpty && run.errors.count(where: \.isNewline) == 1)
            #expect(run.errors.contains(line), "\(run.errors)")
        }
    }

    @Test func `the confusion matrix counts every digit, and mistakes are those off its diagonal`() throws {
        let digits = ["classify", "data/lenet/lenet-5.onnx", "data/digits/mnist_5k.csv.gz", "--every", "50", "--quiet"]
        let confusion = records(try Striate(digits + ["--table", "confusion"]).output)
        #expect(confusion[0] == ["truth", "guess", "pictures", "share_frac"])
        #expect(confusion.dropFirst().reduce(0) { $0 + (Int($1[2]) ?? 0) } == 100)
        let off = confusion.dropFirst().filter { $0[0] != $0[1] }.reduce(0) { $0 + (Int($1[2]) ?? 0) }
        let mistakes = records(try Striate(digits + ["--table", "mistakes"]).output)
        #expect(mistakes.count - 1 == off && mistakes.dropFirst().allSatisfy { $0[2] != $0[3] && $0[5] != "1" })
        let report = try Striate(digits).output
        #expect(report.contains("What is (rows) and what it is taken for (columns):"))
        #expect(report.split(separator: "\n").allSatisfy { $0.count <= 80 })
    }
}
