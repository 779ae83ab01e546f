/// How each format lays out a large file; the readers in `Archives` do the reverse.
extension LargeFile {
    var onnx: [Piece] {
        func varint(_ value: Int) -> [UInt8] {
            value < 0x80 ? [UInt8(value)] : [UInt8(value & 0x7F) | 0x80] + varint(value >> 7)
        }
        func field(_ number: Int, _ content: [UInt8]) -> [UInt8] {
            varint(number << 3 | 2) + varint(content.count) + content
        }
        func node(_ index: Int, _ weight: String) -> [UInt8] {
            let texts = [(1, "x\(index)"), (1, weight), (2, "x\(index + 1)"), (3, "conv\(index)"), (4, "Conv")]
            return field(1, texts.flatMap { field($0.0, Array($0.1.utf8)) })
        }
        let nodes = weights.filter { $0.shape.count == 4 }.enumerated().flatMap { node($0, $1.name) }
        // Each tensor's message ends with the weight itself.
        let heads = weights.map { weight -> [UInt8] in
            var message: [UInt8] = weight.shape.flatMap { [1 << 3] + varint($0) }
            message += [2 << 3, 1]
            message += field(8, Array(weight.name.utf8))
            message += varint(9 << 3 | 2) + varint(weight.bytes)
            return varint(5 << 3 | 2) + varint(message.count + weight.bytes) + message
        }
        let length = nodes.count + zip(heads, weights).reduce(0) { $0 + $1.0.count + $1.1.bytes }
        return [.bytes([0x08, 8] + field(2, Array("striate".utf8)) + varint(7 << 3 | 2) + varint(length) + nodes)]
            + zip(heads, weights).flatMap { [.bytes($0), .weight($1.bytes)] }
    }

    var safetensors: [Piece] {
        var offset = 0
        let entries = weights.map { weight in
            defer { offset += weight.bytes }
            return "\"\(weight.name)\":{\"dtype\":\"F32\",\"shape\":\(weight.shape),"
                + "\"data_offsets\":[\(offset),\(offset + weight.bytes)]}"
        }
        let header = Array("{\(entries.joined(separator: ","))}".utf8)
        return [.bytes(Self.little(header.count, 8) + header)] + weights.map { .weight($0.bytes) }
    }

    func npy(_ shape: [Int], _ bytes: Int) -> [Piece] {
        let sizes = shape.map(String.init).joined(separator: ", ")
        let header = Array("{'descr': '<f4', 'fortran_order': False, 'shape': (\(sizes)), }\n".utf8)
        return [.bytes([0x93] + Array("NUMPY".utf8) + [1, 0] + Self.little(header.count, 2) + header), .weight(bytes)]
    }

    /// The state dictionary, tensor after tensor, with storage 0, 1, 2…
    var pickle: [UInt8] {
        func text(_ text: String) -> [UInt8] { Array("X".utf8) + Self.little(text.utf8.count, 4) + Array(text.utf8) }
        func number(_ number: Int) -> [UInt8] { Array("J".utf8) + Self.little(number, 4) }
        func tuple(_ items: [[UInt8]]) -> [UInt8] { Array("(".utf8) + items.joined() + Array("t".utf8) }
        let tensors = weights.enumerated().map { index, weight -> [UInt8] in
            let (shape, count) = (weight.shape, weight.bytes / 4)
            let strides = shape.indices.map { shape[($0 + 1)...].reduce(1, *) }
            let id = [
                text("storage"), Array("ctorch\nFloatStorage\n".utf8), text("\(index)"), text("cpu"), number(count),
            ]
            let arguments = [
                tuple(id) + Array("Q".utf8), number(0), tuple(shape.map(number)), tuple(strides.map(number)),
            ]
            return text(weight.name) + Array("ctorch._utils\n_rebuild_tensor_v2\n".utf8) + tuple(arguments)
                + Array("R".utf8)
        }
        return [0x80, 2] + Array("}(".utf8) + tensors.joined() + Array("u.".utf8)
    }

    /// Stored entries; checksums are left 0, as `torch.save` may leave them.
    func archive(_ entries: [(name: String, pieces: [Piece])]) -> [Piece] {
        var (pieces, directory, offset): ([Piece], [UInt8], Int) = ([], [], 0)
        for (name, content) in entries {
            let size = content.reduce(0) { $0 + Self.size($1) }
            let facts =
                Self.little(0, 4) + Self.little(size, 4) + Self.little(size, 4) + Self.little(name.utf8.count, 2)
            let method = [UInt8](repeating: 0, count: 8)
            let local = Array("PK\u{3}\u{4}\u{14}\0".utf8) + method + facts + [0, 0] + Array(name.utf8)
            directory += Array("PK\u{1}\u{2}\u{14}\0\u{14}\0".utf8) + method + facts
            directory += [UInt8](repeating: 0, count: 12) + Self.little(offset, 4) + Array(name.utf8)
            pieces += [.bytes(local)] + content
            offset += local.count + size
        }
        let count = Self.little(entries.count, 2)
        let end = Array("PK\u{5}\u{6}\0\0\0\0".utf8) + count + count + Self.little(directory.count, 4)
        return pieces + [.bytes(directory + end + Self.little(offset, 4) + [0, 0])]
    }

    private static func size(_ piece: Piece) -> Int {
        switch piece {
        case .bytes(let bytes): bytes.count
        case .weight(let count): count
        }
    }

    private static func little(_ number: Int, _ count: Int) -> [UInt8] {
        (0..<count).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
    }
}
