import ReferenceData
import Files
import Foundation
import Runs
import Testing

@Suite struct RunRecordTests {
    private struct Record: Decodable {
        struct File: Decodable {
            let path, sha256: String
            let bytes: Int
        }

        let version, started: String
        let commandLine, warnings: [String]
        let options: [String: String]
        let seed: UInt64
        let seconds: Double
        let inputs, outputs: [File]
    }

    @Test func `the record says how the run was made and has the digest of every file read and written`() throws {
        try withScratchFolder { scratch in
            let input = scratch + "/a b.onnx"
            try Data("abc".utf8).write(to: URL(fileURLWithPath: input))
            try RunFolder(path: scratch + "/out", force: false).write(smallRun(), record: smallRecord(inputs: [input]))
            let data = try Data(contentsOf: URL(fileURLWithPath: scratch + "/out/run.json"))
            let record = try JSONDecoder().decode(Record.self, from: data)
            #expect(record.version == "0.1" && record.seed == 3 && record.options == ["jobs": "2"])
            #expect(record.commandLine == ["striate", "compare", "a b.onnx"] && record.warnings == ["no gnuplot"])
            #expect(record.started == "1970-01-01T00:00:00Z" && record.seconds > 0)
            // FIPS 180-4, the message "abc".
            let abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
            #expect(record.inputs.map(\.sha256) == [abc])
            #expect(record.inputs.map(\.path) == [input] && record.inputs.map(\.bytes) == [3])
            #expect(
                record.outputs.map(\.path).sorted()
                    == ["datapackage.json", "figures/kernels.png", "report.html", "report.txt", "tables/kernels.csv"])
            for output in record.outputs {
                #expect(FileDigest.sha256(fileAt: "\(scratch)/out/\(output.path)") == output.sha256)
            }
        }
    }

    @Test func `a file that changed since it was read has no digest, and the record and the caller say so`() throws {
        try withScratchFolder { scratch in
            let input = scratch + "/a.onnx"
            try Data("abc".utf8).write(to: URL(fileURLWithPath: input))
            let descriptor = try FileReader.descriptor(input)
            OpenedFiles.note(input, descriptor)
            close(descriptor)
            try Data("xyz".utf8).write(to: URL(fileURLWithPath: input))
            let changed = try RunFolder(path: scratch + "/out", force: false)
                .write(smallRun(), record: smallRecord(inputs: [input]))
            #expect(changed == [input])
            struct Part: Decodable {
                struct File: Decodable { let path: String, sha256: String? }
                let inputs: [File], warnings: [String]
            }
            let data = try Data(contentsOf: URL(fileURLWithPath: scratch + "/out/run.json"))
            let record = try JSONDecoder().decode(Part.self, from: data)
            #expect(record.inputs.map(\.path) == [input] && record.inputs[0].sha256 == nil)
            #expect(record.warnings.last == RunRecord.warning(onChanged: input))
        }
    }
}
