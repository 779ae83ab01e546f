import Archives
import Foundation
import Kernels
import Testing

@Suite struct LazyFileTests {
    private static let array = npy(dictionary("<f4", "(65536, 1, 1, 1)"), bytes([Float](repeating: 1, count: 65536)))

    /// Opens the array, changes its file, and says what reading it then says.
    private func message(_ change: (FileHandle) throws -> Void) throws -> String? {
        try withFile("m.npy", Self.array) { path in
            let file = try ModelFile(path: path)
            let handle = try #require(FileHandle(forUpdatingAtPath: path))
            try change(handle)
            try handle.close()
            do throws(ArchiveError) {
                _ = try file.kernels(of: file.layers[0])
                return nil
            } catch { return error == .changed(file: path) ? error.description.replacing(path, with: "m") : "\(error)" }
        }
    }

    @Test func `a file cut short or written to while it is read is refused and stops nothing`() throws {
        let expected = "m: was written to while it was read; wait until it is whole and try again"
        #expect(try message { try $0.truncate(atOffset: 100) } == expected)
        #expect(try message { try $0.truncate(atOffset: 0) } == expected)
        #expect(try message { try $0.write(contentsOf: Data([0x93])) } == expected)
        #expect(try message { _ in } == nil)
    }

    @Test func `a file put in the place of another leaves the open one as it was`() throws {
        try withFile("m.npy", Self.array) { path in
            let file = try ModelFile(path: path)
            try Data("other".utf8).write(to: URL(fileURLWithPath: path), options: .atomic)
            #expect(try file.kernels(of: file.layers[0]).count == 65536)
        }
    }

    @Test func `elements that straddle pieces of reading are whole`() throws {
        let values = (0..<300_000).map(Float.init)
        let content = npy(dictionary("<f4", "(300000, 1, 1, 1)"), bytes(values))
        try withFile("m.npy", content) { path in
            let file = try ModelFile(path: path)
            #expect(try file.kernels(of: file.layers[0]).kernels.flatMap(\.values) == values)
        }
    }
}
