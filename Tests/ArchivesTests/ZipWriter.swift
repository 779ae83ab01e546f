import CZlib

/// ZIP archives, written: honest ones by default, and such as lie where a test wants it.
enum Zip {
    /// A file of an archive, and what may be said of it that is not so.
    struct Entry {
        var name: String
        var data: [UInt8]
        var isDeflated = false
        var method: Int?
        var size: Int?
        var packedSize: Int?
        var checksum: UInt32?
        var flags = 0
        /// The name in the local header.
        var localName: String?
        /// Whether sizes and place stand in a 64-bit extra field.
        var isWide = false
        /// Moves the place that the directory gives.
        var shift = 0
    }

    static func archive(_ entries: [Entry], comment: String = "", count: Int? = nil, wide: Bool = false) -> [UInt8] {
        var file: [UInt8] = []
        var directory: [UInt8] = []
        for entry in entries {
            let packed = entry.isDeflated ? deflated(entry.data) : entry.data
            let (method, place) = (entry.method ?? (entry.isDeflated ? 8 : 0), file.count + entry.shift)
            let (size, packedSize) = (entry.size ?? entry.data.count, entry.packedSize ?? packed.count)
            let sum = entry.checksum ?? checksum(entry.data)
            let name = Array((entry.localName ?? entry.name).utf8)
            file += signature(3, 4) + two(20, entry.flags, method, 0, 0) + bytes(sum) + four(packedSize, size)
            file += two(name.count, 0) + name + packed
            let full = 0xFFFF_FFFF
            let extra = entry.isWide ? two(1, 24) + eight(size, packedSize, place) : []
            directory += signature(1, 2) + two(20, 20, entry.flags, method, 0, 0) + bytes(sum)
            directory += entry.isWide ? four(full, full) : four(packedSize, size)
            directory += two(entry.name.utf8.count, extra.count, 0, 0, 0) + four(0, entry.isWide ? full : place)
            directory += Array(entry.name.utf8) + extra
        }
        let (start, announced) = (file.count, count ?? entries.count)
        file += directory
        if wide {
            let record = file.count
            file += signature(6, 6) + eight(44) + two(45, 45) + four(0, 0)
            file += eight(announced, announced, directory.count, start) + signature(6, 7) + four(0) + eight(record)
            file += four(1)
        }
        file += signature(5, 6) + two(0, 0) + (wide ? two(0xFFFF, 0xFFFF) : two(announced, announced))
        file += wide ? four(0xFFFF_FFFF, 0xFFFF_FFFF) : four(directory.count, start)
        return file + two(comment.utf8.count) + Array(comment.utf8)
    }

    private static func signature(_ first: UInt8, _ second: UInt8) -> [UInt8] { Array("PK".utf8) + [first, second] }
    private static func two(_ numbers: Int...) -> [UInt8] { numbers.flatMap { bytes(UInt16(truncatingIfNeeded: $0)) } }
    private static func four(_ numbers: Int...) -> [UInt8] { numbers.flatMap { bytes(UInt32(truncatingIfNeeded: $0)) } }
    private static func eight(_ numbers: Int...) -> [UInt8] { numbers.flatMap { bytes(UInt64($0)) } }

    private static func checksum(_ data: [UInt8]) -> UInt32 {
        UInt32(truncatingIfNeeded: crc32(0, data, UInt32(data.count)))
    }

    /// Deflated, without zlib's own header.
    static func deflated(_ data: [UInt8]) -> [UInt8] {
        var stream = z_stream()
        deflateInit2_(&stream, 9, Z_DEFLATED, -15, 8, 0, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
        defer { deflateEnd(&stream) }
        var (input, output) = (data, [UInt8](repeating: 0, count: Int(compressBound(UInt(data.count))) + 16))
        return input.withUnsafeMutableBufferPointer { input in
            output.withUnsafeMutableBufferPointer { output in
                (stream.next_in, stream.avail_in) = (input.baseAddress, UInt32(input.count))
                (stream.next_out, stream.avail_out) = (output.baseAddress, UInt32(output.count))
                deflate(&stream, Z_FINISH)
                return Array(output[..<Int(stream.total_out)])
            }
        }
    }
}
