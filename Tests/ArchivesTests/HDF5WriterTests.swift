import Files
import ReferenceData
import Testing

@testable import Archives

@Suite(.enabled(if: ReadingLibraries.hdf5 != nil, "libhdf5 is not here")) struct HDF5WriterTests {
    @Test func `what is written is read again by name, with its notes`() throws {
        try withScratchFolder { folder in
            let path = "\(folder)/a.h5"
            let writer = try HDF5Writer(path: path)
            try writer.write("/responses/relu1", rows: 2, columns: 3) { row in (0..<3).map { Float(10 * row + $0) } }
            try writer.write("/units/channel", [3, -1])
            try writer.write("/stimuli/path", ["a.png", "ü"])
            try writer.note("AlexNet", "model")
            try writer.close()
            let file = try LazyFile(path: path)
            let contents = try HDF5Contents(file, 0..<file.count)
            func values(_ name: String) throws -> [Float]? {
                try contents.tensors.first { $0.name.hasSuffix(name) }?.values(in: file)
            }
            #expect(try values("responses/relu1") == [0, 1, 2, 10, 11, 12])
            #expect(try values("units/channel") == [3, -1])
            let bytes = file.bytes(first: file.count)
            #expect(bytes.indices.contains { bytes[$0...].starts(with: Array("AlexNet".utf8)) })
        }
    }

    @Test func `a folder that is not there is refused, a row that cannot be read ends the writing`() throws {
        #expect(throws: ArchiveError.self) { try HDF5Writer(path: "/nothing/here/a.h5") }
        try withScratchFolder { folder in
            let writer = try HDF5Writer(path: "\(folder)/a.h5")
            #expect(throws: SystemError.self) {
                try writer.write("/a", rows: 2, columns: 1) { row throws in
                    guard row == 0 else { throw SystemError(5) }
                    return [1]
                }
            }
        }
    }
}
