import Foundation
import Networks
import Testing

@testable import Archives

/// Files of TensorFlow, TensorFlow.js and Flax are named, with the way to a file that is read.
@Suite struct OtherFrameworksTests {
    private static func varint(_ value: Int) -> [UInt8] {
        value < 128 ? [UInt8(value)] : [UInt8(value & 127) | 128] + varint(value >> 7)
    }

    /// A field of a Protocol Buffers message that holds bytes.
    private static func field(_ number: UInt8, _ value: [UInt8]) -> [UInt8] {
        [number << 3 | 2] + varint(value.count) + value
    }

    private static func node(_ name: String, _ op: String) -> [UInt8] {
        field(1, field(1, Array(name.utf8)) + field(2, Array(op.utf8)) + field(5, [UInt8](repeating: 0x20, count: 200)))
    }

    private static let files: [(bytes: [UInt8], kind: String)] = [
        (node("input", "Placeholder") + node("conv", "Conv2D"), OtherFrameworks.frozenGraph),
        ([0x08, 0x01] + field(2, field(1, [0x12, 0x00]) + node("x", "Identity")), OtherFrameworks.savedModel),
        (
            Array(#"{"format": "layers-model", "modelTopology": {}, "weightsManifest": []}"#.utf8),
            OtherFrameworks.layersModel
        ),
        (
            Array(#"{"format": "graph-model", "modelTopology": {}, "weightsManifest": []}"#.utf8),
            OtherFrameworks.graphModel
        ),
        ([0x81, 0xA6] + Array("params".utf8) + [0x80], OtherFrameworks.flax),
    ]

    @Test(arguments: files.indices) func `a file is named, and the way out said`(index: Int) throws {
        let (bytes, kind) = Self.files[index]
        try withFile("m", bytes) { path in
            let expected = ArchiveError.otherFormat(file: path, kind: kind)
            #expect(throws: expected) { try ModelFile(path: path) }
            #expect(throws: expected) { try Network(path: path) }
            #expect(!"\(expected)".contains("\n"))
        }
    }

    @Test func `the folder of a SavedModel is named too, another folder is a folder`() throws {
        try withFile("saved_model.pb", Self.files[1].bytes) { path in
            let folder = URL(filePath: path).deletingLastPathComponent().path
            let named = ArchiveError.otherFormat(file: folder, kind: OtherFrameworks.savedModel)
            #expect(throws: named) { try Network(path: folder) }
            let above = URL(filePath: folder).deletingLastPathComponent().path
            #expect(throws: ArchiveError.isDirectory(file: above)) { try Network(path: above) }
        }
    }

    /// Of the kinds' own beginnings nothing is taken away: these are ONNX and Caffe, cut short, and no format.
    @Test func `what only begins alike is none of these`() throws {
        for bytes in [[0x08, 0x08, 0x12, 0x00], [0x08, 0x01, 0x12, 0x01, 0x70], [0x81, 0x01, 0x02, 0x03]] as [[UInt8]] {
            try withFile("m", bytes) { path in
                let file = try LazyFile(path: path)
                #expect(OtherFrameworks.kind(of: file) == nil)
            }
        }
    }
}
