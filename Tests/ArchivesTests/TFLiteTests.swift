import Archives
import Foundation
import Kernels
import Networks
import Testing

@Suite struct TFLiteTests {
    private struct Reference: Decodable {
        let model: Data
        let layers: [ReferenceLayer]
    }

    private static func reference() throws -> Reference {
        try JSONDecoder().decode(Reference.self, from: Data(referenceFile("tflite_layers.json")))
    }

    /// The model of the reference.
    static func model() throws -> [UInt8] { try Array(reference().model) }

    @Test func `the three convolutions are read in floats, halves and bytes`() throws {
        let reference = try Self.reference()
        try withFile("m", Array(reference.model)) { path in
            let file = try ModelFile(path: path)
            #expect(file.format == .tflite && file.hasGraph)
            #expect(file.layers.map(\.name) == reference.layers.map(\.name))
            #expect(file.layers.map(\.op.name) == ["Conv", "Conv", "Conv", "ConvTranspose", "Conv", "Conv"])
            for (layer, expected) in zip(file.layers, reference.layers) { try expected.check(layer, of: file) }
            #expect(try file.choice(of: nil).layer.name == "conv/kernel")
        }
    }

    /// A root of two fields' room whose offset, list of fields or vector leads where it should not.
    @Test func `offsets that lead out of the file are refused`() throws {
        let head: (Int32) -> [UInt8] = { bytes($0) + Array("TFL3".utf8) }
        #expect(
            try refusal("m", head(1000) + [0, 0, 0, 0])
                == "m: an offset is malformed; it leads to byte 1000, the file has 12")
        #expect(
            try refusal("m", head(8) + bytes(Int32(500)))
                == "m: an offset is malformed; it leads to byte -492, the file has 12")
        #expect(
            try refusal("m", head(8) + bytes(Int32(-4)) + bytes(Int16(2)))
                == "m: the table at byte 8 is malformed; a list of its fields is expected")
        // Field 2, the graphs, is a list of 2^31 tables.
        let list = bytes(Int16(10)) + bytes(Int16(8)) + bytes(Int16(0)) + bytes(Int16(0)) + bytes(Int16(4))
        let table = bytes(Int32(-8)) + bytes(Int32(14)) + list + bytes(UInt32(1 << 31))
        #expect(
            try refusal("m", head(8) + table)
                == "m: truncated: the list at byte 26 needs 8589934592 bytes, 0 are there; copy or download the file again"
        )
    }

    @Test func `operators without settings are no network, and keep nobody from the kernels`() throws {
        try withFile("m", Self.model()) { path in
            let error = try #require(throws: ArchiveError.self) { try Network(path: path) }
            #expect("\(error)".hasSuffix(": the operator that gives 'd' is malformed; its steps are from 1"))
            #expect(try ModelFile(path: path).layers.count == 6)
        }
    }

    @Test func `a model without a graph has no convolution`() throws {
        let empty = bytes(Int32(12)) + Array("TFL3".utf8) + bytes(Int16(4)) + bytes(Int16(4)) + bytes(Int32(4))
        #expect(try refusal("m", empty).hasPrefix("m: no two-dimensional convolution"))
    }
}
