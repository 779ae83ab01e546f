import CZlib

/// What a deflated range of a file unpacks to.
struct Inflated {
    /// As many as were asked for; fewer where the data are damaged or end.
    var bytes: [UInt8] = []
    /// CRC-32 of the bytes.
    var checksum: UInt32 = 0
    /// Whether the data ended by themselves.
    var isWhole = false
    /// Where in the file they did.
    var end = 0
}

/// The first bytes of a deflated range of a file, at most `limit`.
///
/// One piece of the range is held at a time, and the result grows as it is unpacked, whatever was announced.
/// - SeeAlso: Deutsch (1996), RFC 1951.
func inflate(_ range: Range<Int>, of file: LazyFile, first limit: Int) -> Inflated {
    var stream = z_stream()
    // A negative window: deflated bytes alone, without zlib's own header.
    guard inflateInit2_(&stream, -15, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK else {
        return Inflated()
    }
    defer { inflateEnd(&stream) }
    var bytes: [UInt8] = []
    var output = [UInt8](repeating: 0, count: 1 << 16)
    var checksum = crc32(0, nil, 0)
    var status = Z_OK
    var (start, end) = (range.lowerBound, range.lowerBound)
    while start < range.upperBound, status == Z_OK, bytes.count < limit {
        let piece = start..<min(start + 1 << 16, range.upperBound)
        var input = file.withBytes(in: piece) { Array($0) }
        input.withUnsafeMutableBufferPointer { input in
            stream.next_in = input.baseAddress
            stream.avail_in = UInt32(input.count)
            // A full buffer may hide more output of input already taken.
            repeat {
                output.withUnsafeMutableBufferPointer { output in
                    stream.next_out = output.baseAddress
                    stream.avail_out = UInt32(output.count)
                    status = inflate(&stream, Z_NO_FLUSH)
                    let made = min(output.count - Int(stream.avail_out), limit - bytes.count)
                    bytes.append(contentsOf: output[..<made])
                    checksum = crc32(checksum, output.baseAddress, UInt32(made))
                }
                // Nothing left to take is no damage.
                if status == Z_BUF_ERROR { status = Z_OK }
            } while status == Z_OK && stream.avail_out == 0 && bytes.count < limit
        }
        start = piece.upperBound
        end = start - Int(stream.avail_in)
    }
    return Inflated(
        bytes: bytes, checksum: UInt32(truncatingIfNeeded: checksum), isWhole: status == Z_STREAM_END, end: end)
}
