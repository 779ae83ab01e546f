import Archives
import Foundation
import Planes
import Testing

@Suite struct TensorFileTests {
    private let file = TensorFile(
        metadata: ["step": "12", "remark": "a \"quoted\" line"],
        tensors: [
            "b.weight": Tensor(shape: [2, 1, 1, 2], values: [1, -0.5, .leastNonzeroMagnitude, 3e38]),
            "a": Tensor(shape: [], values: [7]), "none": Tensor(shape: [0, 3], values: []),
        ])

    private func path() -> String {
        FileManager.default.temporaryDirectory.appending(path: "tensors-\(UUID().uuidString)").path
    }

    @Test func `what is written is read, and the same contents give the same bytes`() throws {
        let path = path()
        defer { try? FileManager.default.removeItem(atPath: path) }
        try file.write(to: path)
        #expect(try TensorFile(path: path) == file)
        #expect(try Data(contentsOf: URL(filePath: path)) == Data(file.bytes))
        // Over an older file too, and nothing is left beside it.
        try file.write(to: path)
        let folder = URL(filePath: path).deletingLastPathComponent()
        let name = URL(filePath: path).lastPathComponent
        #expect(
            try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasPrefix(name) } == [name])
    }

    @Test func `it is a safetensors file with its kernels`() throws {
        let path = path()
        defer { try? FileManager.default.removeItem(atPath: path) }
        try file.write(to: path)
        let model = try ModelFile(path: path)
        #expect(model.format == .safetensors)
        #expect(model.layers.map(\.name) == ["b"])
    }

    @Test(arguments: Array(stride(from: 1, to: 200, by: 7))) func `a file cut short is refused in one line`(length: Int)
        throws
    {
        let path = path()
        defer { try? FileManager.default.removeItem(atPath: path) }
        try Data(file.bytes.prefix(length)).write(to: URL(filePath: path))
        let error = try #require(throws: ArchiveError.self) { try TensorFile(path: path) }
        #expect(!"\(error)".contains("\n"))
    }

    @Test func `a place that cannot be written is named`() {
        #expect(throws: ArchiveError.unwritable(file: "/nowhere/x", reason: "no such file or directory")) {
            try file.write(to: "/nowhere/x")
        }
        #expect(
            "\(ArchiveError.unwritable(file: "x", reason: "read-only file system"))"
                == "x: cannot be written (read-only file system); choose another place")
        #expect(ArchiveError.unwritable(file: "x", reason: "").exitCode == 74)
    }

    @Test func `no damage of a byte gives other contents`() throws {
        let path = path()
        defer { try? FileManager.default.removeItem(atPath: path) }
        for place in file.bytes.indices {
            for change: UInt8 in [1, 0x20, 0x80] {
                var bytes = file.bytes
                bytes[place] ^= change
                try Data(bytes).write(to: URL(filePath: path))
                do throws(ArchiveError) {
                    #expect(try TensorFile(path: path) == file, "byte \(place)")
                } catch {
                    #expect(error.file == path && "\(error)".hasPrefix(path))
                }
            }
        }
    }

    @Test func `a file without a checksum is refused, and one with another's`() throws {
        let path = path()
        defer { try? FileManager.default.removeItem(atPath: path) }
        let text = String(decoding: file.bytes, as: Unicode.ASCII.self)
        #expect(text.contains("striate.sha256"))
        var bytes = file.bytes
        bytes[bytes.count - 1] ^= 1
        try Data(bytes).write(to: URL(filePath: path))
        #expect(throws: ArchiveError.otherChecksum(file: path)) { try TensorFile(path: path) }
        #expect(
            ArchiveError.otherChecksum(file: "x").description
                == "x: is damaged: it does not hold what its checksum is of; give a copy that is whole")
        let name = try #require(text.range(of: "striate.sha256"))
        bytes = file.bytes
        bytes[text.distance(from: text.startIndex, to: name.lowerBound)] = UInt8(ascii: "z")
        try Data(bytes).write(to: URL(filePath: path))
        #expect(throws: ArchiveError.noChecksum(file: path)) { try TensorFile(path: path) }
    }
}
