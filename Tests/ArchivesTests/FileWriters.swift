import Foundation

import Archives

/// A folder in memory where the system has one: thousands of files on a disk are slow, and no test of this program.
let scratch =
    FileManager.default.isWritableFile(atPath: "/dev/shm")
    ? URL(fileURLWithPath: "/dev/shm") : FileManager.default.temporaryDirectory

/// Bytes in a file of its own, for as long as `body` runs; the text is what an error calls the file.
func withFile<Result>(_ name: String, _ bytes: [UInt8], _ body: (String) throws -> Result) throws -> Result {
    let folder = scratch.appending(path: "striate-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appending(path: name)
    try Data(bytes).write(to: file)
    return try body(file.path)
}

/// What opening the file, choosing the layer and reading it says, the folder taken away; empty if all is well.
func refusal(_ name: String, _ bytes: [UInt8], layer: String? = nil) throws -> String {
    try withFile(name, bytes) { path in
        do throws(ArchiveError) {
            let file = try ModelFile(path: path)
            let layer = try file.choice(of: layer).layer
            _ = try file.kernels(of: layer)
            _ = try file.bias(of: layer)
            return ""
        } catch {
            return error.description.replacing(path.dropLast(name.count), with: "")
        }
    }
}

/// The lowest byte first.
func bytes<Value: FixedWidthInteger>(_ value: Value) -> [UInt8] {
    withUnsafeBytes(of: value.littleEndian) { Array($0) }
}

func bytes(_ values: [Float]) -> [UInt8] { values.flatMap { bytes($0.bitPattern) } }

/// Protocol Buffers, written: the counterpart of the reader in thirty lines.
enum Proto {
    static func varint(_ value: UInt64) -> [UInt8] {
        value < 0x80 ? [UInt8(value)] : [UInt8(value & 0x7F) | 0x80] + varint(value >> 7)
    }
    static func number(_ field: UInt64, _ value: Int) -> [UInt8] {
        varint(field << 3) + varint(UInt64(bitPattern: Int64(value)))
    }
    static func bytes(_ field: UInt64, _ content: [UInt8]) -> [UInt8] {
        varint(field << 3 | 2) + varint(UInt64(content.count)) + content
    }
    static func text(_ field: UInt64, _ text: String) -> [UInt8] { bytes(field, Array(text.utf8)) }

    static func tensor(_ name: String, _ shape: [Int], type: Int = 1, _ content: [UInt8]) -> [UInt8] {
        shape.flatMap { number(1, $0) } + number(2, type) + text(8, name) + content
    }
    static func raw(_ name: String, _ shape: [Int], _ values: [Float]) -> [UInt8] {
        tensor(name, shape, bytes(9, little(values)))
    }
    static func node(
        _ op: String, _ name: String, _ inputs: [String], _ output: String, _ attributes: [[UInt8]] = []
    ) -> [UInt8] {
        inputs.flatMap { text(1, $0) } + text(2, output) + text(3, name) + text(4, op)
            + attributes.flatMap { bytes(5, $0) }
    }
    static func group(_ count: Int) -> [UInt8] { text(1, "group") + number(3, count) }
    static func model(_ nodes: [[UInt8]], _ tensors: [[UInt8]]) -> [UInt8] {
        let graph = nodes.flatMap { bytes(1, $0) } + tensors.flatMap { bytes(5, $0) }
        return number(1, 8) + text(2, "tests") + bytes(7, graph)
    }
    private static func little(_ values: [Float]) -> [UInt8] {
        values.flatMap { value in (0..<4).map { UInt8(truncatingIfNeeded: value.bitPattern >> (8 * $0)) } }
    }
}

/// A safetensors file of a JSON header and the bytes after it.
func safetensors(_ header: String, _ data: [UInt8]) -> [UInt8] {
    bytes(UInt64(header.utf8.count)) + Array(header.utf8) + data
}

/// A .npy file of version 1, or of a version with a longer length.
func npy(_ header: String, _ data: [UInt8], version: UInt8 = 1) -> [UInt8] {
    let length = version == 1 ? bytes(UInt16(header.utf8.count)) : bytes(UInt32(header.utf8.count))
    return [0x93] + Array("NUMPY".utf8) + [version, 0] + length + Array(header.utf8) + data
}

/// The header of an array.
func dictionary(_ descr: String, _ shape: String, fortran: String = "False") -> String {
    "{'descr': '\(descr)', 'fortran_order': \(fortran), 'shape': \(shape), }\n"
}
