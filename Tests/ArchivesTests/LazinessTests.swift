import Archives
import Foundation
import Kernels
import Testing

@Suite struct LazinessTests {
    /// The weights that nobody asks for are 2³³ bytes of hole on the disk; the system tells which of its pages were read.
    @Test func `only the layer asked for is touched`() throws {
        let hole = 1 << 33
        let nodes = [
            Proto.node("Conv", "first", ["x", "small"], "a"), Proto.node("Conv", "second", ["a", "large"], "b"),
        ]
        let large =
            Proto.tensor("large", [1 << 15, 1 << 14, 2, 2], []) + Proto.varint(9 << 3 | 2) + Proto.varint(1 << 33)
        let content = nodes.flatMap { Proto.bytes(1, $0) } + Proto.bytes(5, Proto.raw("small", [1, 1, 1, 2], [3, 4]))
        let graph = content + Proto.varint(5 << 3 | 2) + Proto.varint(UInt64(large.count + hole)) + large
        let head = Proto.number(1, 8) + Proto.varint(7 << 3 | 2) + Proto.varint(UInt64(graph.count + hole)) + graph
        try withFile("m.onnx", head) { path in
            let handle = try #require(FileHandle(forWritingAtPath: path))
            try handle.truncate(atOffset: UInt64(head.count + hole))
            try handle.close()
            let file = try ModelFile(path: path)
            #expect(file.layers.map(\.name) == ["first", "second"] && file.byteCount == head.count + hole)
            #expect(try file.kernels(of: file.choice(of: nil).layer).kernels.map(\.values) == [[3, 4]])
            // The system reads ahead of what is touched, by far less than this.
            #expect(try resident(path, file.byteCount) < 1 << 24)
        }
    }

    /// Bytes of the file that lie in memory.
    private func resident(_ path: String, _ count: Int) throws -> Int {
        let descriptor = open(path, O_RDONLY)
        defer { close(descriptor) }
        let mapping = try #require(mmap(nil, count, PROT_READ, MAP_SHARED, descriptor, 0))
        try #require(mapping != MAP_FAILED)
        defer { munmap(mapping, count) }
        let page = Int(getpagesize())
        var pages = [UInt8](repeating: 0, count: (count + page - 1) / page)
        try #require(mincore(mapping, count, &pages) == 0)
        return pages.count { $0 & 1 == 1 } * page
    }
}
