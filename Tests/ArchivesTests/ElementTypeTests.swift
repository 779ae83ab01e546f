import Archives
import Kernels
import Testing

/// Eight-bit floats against torch 2.15: `torch.arange(256, dtype=torch.uint8).view(TYPE).double()`.
@Suite struct ElementTypeTests {
    private func values(_ type: String, _ content: [UInt8]) throws -> [Float] {
        let header =
            "{\"w\":{\"dtype\":\"\(type)\",\"shape\":[\(content.count),1,1,1],"
            + "\"data_offsets\":[0,\(content.count)]}}"
        return try withFile("m", safetensors(header, content)) { path in
            let file = try ModelFile(path: path)
            return try file.kernels(of: file.layers[0]).kernels.flatMap(\.values)
        }
    }

    @Test(
        arguments: [
            ("F8_E4M3", [0, 0.001953125, 0.013671875, 0.015625, 1, 1.5, -0.001953125, -3.25, 352, 384], 10815.75),
            (
                "F8_E5M2",
                [0, 1.52587890625e-05, 0.0001068115234375, 0.0001220703125, 0.5, 1, -1.52587890625e-05, -5, 57344],
                720895.9995117188
            ),
            (
                "F8_E4M3FNUZ", [0, 0.0009765625, 0.0068359375, 0.0078125, 0.5, 0.75, -0.0009765625, -1.625, 176, 192],
                5887.875
            ),
            (
                "F8_E5M2FNUZ",
                [
                    0, 7.62939453125e-06, 5.340576171875e-05, 6.103515625e-05, 0.25, 0.5, -7.62939453125e-06, -2.5,
                    28672,
                    32768,
                ], 720895.9997558594
            ),
        ] as [(String, [Float], Double)])
    func `floats of eight bits are torch's`(type: String, expected: [Float], sum: Double) throws {
        let bits: [UInt8] = [0x00, 0x01, 0x07, 0x08, 0x38, 0x3C, 0x81, 0xC5, 0x7B, 0x7C]
        #expect(try values(type, Array(bits[..<expected.count])) == expected)
        let finite = (0...255 as ClosedRange<UInt8>).compactMap { try? values(type, [$0]).first }
        #expect(finite.reduce(0) { $0 + Double(abs($1)) } == sum)
        let refused = ["F8_E4M3": 2, "F8_E5M2": 8, "F8_E4M3FNUZ": 1, "F8_E5M2FNUZ": 1]
        #expect(256 - finite.count == refused[type])
    }

    @Test func `a truth value is 0 or 1`() throws {
        #expect(try values("BOOL", [0, 1, 2]) == [0, 1, 1])
    }
}
