import Archives
import Kernels
import Testing

@Suite struct SafetensorsTests {
    private static func entry(_ name: String, _ type: String, _ shape: String, _ offsets: String) -> String {
        "\"\(name)\":{\"dtype\":\"\(type)\",\"shape\":\(shape),\"data_offsets\":\(offsets)}"
    }

    @Test func `layers come in the order of their bytes, with the bias that fits`() throws {
        let header =
            "{\"__metadata__\":null," + Self.entry("a.weight", "F32", "[1,1,1,2]", "[16,24]") + ","
            + Self.entry("z.weight", "F32", "[2,1,1,1]", "[0,8]") + "," + Self.entry("z.bias", "F32", "[2]", "[8,16]")
            + "}  "
        try withFile("m.safetensors", safetensors(header, bytes([1, 2, 3, 4, 5, 6]))) { path in
            let file = try ModelFile(path: path)
            #expect(file.format == .safetensors && !file.hasGraph && file.byteCount == header.utf8.count + 32)
            #expect(file.layers.map(\.name) == ["z", "a"] && file.layers.map(\.bias) == ["z.bias", nil])
            #expect(try file.kernels(of: file.layers[0]).kernels.map(\.values) == [[1], [2]])
            #expect(try file.bias(of: file.layers[0]) == [3, 4])
            #expect(try file.kernels(of: file.layers[1]).kernels.map(\.values) == [[5, 6]])
        }
    }

    @Test(arguments: [
        ("F64", bytes((-2.5).bitPattern)), ("F32", bytes(Float(-2.5).bitPattern)),
        ("F16", bytes(Float16(-2.5).bitPattern)), ("BF16", [0x20, 0xC0]),
    ])
    func `floats of every width are read`(type: String, content: [UInt8]) throws {
        #expect(try only(type, content) == -2.5)
    }

    @Test(
        arguments: [
            ("I8", [0xFE], -2), ("U8", [0xFE], 254), ("I16", [0xFE, 0xFF], -2), ("U16", [0xFE, 0xFF], 65534),
            ("I32", [0xFE, 0xFF, 0xFF, 0xFF], -2), ("I64", [0xFE] + [UInt8](repeating: 0xFF, count: 7), -2),
        ] as [(String, [UInt8], Float)])
    func `integers of every width are read`(type: String, content: [UInt8], value: Float) throws {
        #expect(try only(type, content) == value)
    }

    private func only(_ type: String, _ content: [UInt8]) throws -> Float {
        let header = "{" + Self.entry("w", type, "[1,1,1,1]", "[0,\(content.count)]") + "}"
        return try withFile("m", safetensors(header, content)) { path in
            let file = try ModelFile(path: path)
            return try file.kernels(of: file.layers[0]).kernels[0].values[0]
        }
    }

    private func message(_ entries: String..., data: Int = 8) throws -> String {
        let header = "{" + entries.joined(separator: ",") + "}"
        return try refusal("m", safetensors(header, [UInt8](repeating: 0, count: data)))
    }

    @Test func `what contradicts itself is refused by the tensor's name`() throws {
        let entry = Self.entry
        #expect(
            try message(entry("w", "F32", "[1,1,1,1]", "[0,8]"))
                == "m: tensor 'w' is malformed; F32 of shape 1 × 1 × 1 × 1 is 4 bytes, its data_offsets span 8")
        #expect(
            try message(entry("w", "F32", "[1,1,1,1]", "[4,0]"))
                == "m: tensor 'w' is malformed; data_offsets are a begin and an end not before it")
        #expect(
            try message(entry("w", "F32", "[1,1,1,4]", "[0,16]"))
                == "m: truncated: tensor 'w' needs 16 bytes, 8 are there; copy or download the file again")
        #expect(
            try message(entry("w", "F32", "[1000000,1000000,1000000,1000000]", "[0,8]"))
                == "m: tensor 'w' is malformed; sizes are not negative and fit in memory")
        #expect(
            try message(entry("w", "F32", "[1000000,1000000,1,1]", "[0,8]"))
                == "m: tensor 'w' is malformed; F32 of shape 1000000 × 1000000 × 1 × 1 is 4000000000000 bytes, "
                + "its data_offsets span 8")
        #expect(
            try message(entry("v", "F32", "[2]", "[0,8]"), entry("w", "F32", "[1]", "[4,8]"))
                == "m: tensor 'w' is malformed; its bytes overlap those of 'v', each tensor has its own")
        #expect(
            try message(entry("w", "C32", "[1,1,2,4]", "[0,8]"))
                == "m: tensor 'w' has elements of type C32; floats of 8 to 64 bits and integers are read")
        #expect(
            try message("\"w\":{\"dtype\":\"F32\",\"shape\":[1]}")
                == "m: the header's entry 'w' is malformed; "
                + "a JSON object of dtype, shape and data_offsets for each tensor is expected")
    }

    @Test func `a broken header is refused`() throws {
        #expect(
            try refusal("m", safetensors("{\"w\":", []))
                == "m: the header is malformed; "
                + "a JSON object of dtype, shape and data_offsets for each tensor is expected")
        #expect(
            try refusal("m", bytes(UInt64(50)) + Array("{}".utf8))
                == "m: truncated: the header needs 50 bytes, 2 are there; copy or download the file again")
        #expect(
            try refusal("m", bytes(UInt64(100_000_001)) + Array("{}".utf8))
                == "m: the header's length, 100000001 bytes, is malformed; at most 100 MB is allowed")
    }
}
