internal import Files
internal import Foundation
public import Planes

/// Tensors by name and words about them, kept in a file of the safetensors format: what a learner needs to go on.
///
/// Other programs read it as any safetensors file, and so does ``ModelFile``. Its metadata hold a checksum of all that it
/// says, so that a damaged file is not gone on from.
public struct TensorFile: Hashable, Sendable {
    /// Words by name, `__metadata__` in the file.
    public let metadata: [String: String]
    /// Tensors of 32-bit floats by name.
    public let tensors: [String: Tensor<Float>]

    /// A file's contents.
    public init(metadata: [String: String], tensors: [String: Tensor<Float>]) {
        self.metadata = metadata
        self.tensors = tensors
    }

    /// Reads a file.
    ///
    /// - Throws: ``ArchiveError``: no such file, no safetensors, truncated, malformed, without a checksum or with another's.
    /// - Complexity: linear in the size of the file.
    public init(path: String) throws(ArchiveError) {
        let file = try LazyFile(path: path)
        let format = try RecognizedFile(file).format
        guard format == .safetensors else {
            throw .malformed(
                file: path, place: "the beginning, that of \(format.displayName),",
                expectation: "a safetensors file is expected")
        }
        self = try ModelFile.unchanged(file) { () throws(ArchiveError) in
            let contents = try SafetensorsFormat.contents(of: file)
            var tensors: [String: Tensor<Float>] = [:]
            for tensor in contents.tensors {
                tensors[tensor.name] = Tensor(shape: tensor.shape, values: try tensor.values(in: file))
            }
            var metadata = contents.metadata
            guard let checksum = metadata.removeValue(forKey: Self.checksumName) else {
                throw .noChecksum(file: path)
            }
            let found = TensorFile(metadata: metadata, tensors: tensors)
            guard found.checksum == checksum else { throw .otherChecksum(file: path) }
            return found
        }
    }

    /// The file's bytes; the same contents give the same bytes.
    public var bytes: [UInt8] {
        struct Entry: Encodable {
            let dtype = "F32"
            let shape, offsets: [Int]

            enum CodingKeys: String, CodingKey {
                case dtype, shape
                case offsets = "data_offsets"
            }
        }
        struct Header: Encodable {
            let metadata: [String: String]
            let entries: [String: Entry]

            func encode(to encoder: any Encoder) throws {
                var container = encoder.container(keyedBy: Name.self)
                try container.encode(metadata, forKey: Name(stringValue: "__metadata__"))
                for (name, entry) in entries { try container.encode(entry, forKey: Name(stringValue: name)) }
            }
        }
        var (entries, data): ([String: Entry], [UInt8]) = ([:], [])
        for (name, tensor) in tensors.sorted(by: { $0.key < $1.key }) {
            let start = data.count
            for value in tensor.values { withUnsafeBytes(of: value.bitPattern.littleEndian) { data += $0 } }
            entries[name] = Entry(shape: tensor.shape, offsets: [start, data.count])
        }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let metadata = metadata.merging([Self.checksumName: checksum]) { $1 }
        guard var header = try? encoder.encode(Header(metadata: metadata, entries: entries)) else {
            preconditionFailure("words and numbers can be written")
        }
        // The tensors begin at a multiple of 8 bytes.
        header.append(contentsOf: repeatElement(UInt8(ascii: " "), count: (8 - header.count % 8) % 8))
        return withUnsafeBytes(of: UInt64(header.count).littleEndian) { Array($0) } + header + data
    }

    /// In the metadata of the file, and of nothing that is read from it.
    private static let checksumName = "striate.sha256"

    /// SHA-256 of all words, names, shapes and numbers, each after its length, in the order of their names.
    private var checksum: String {
        var bytes: [UInt8] = []
        func add(_ count: Int) { withUnsafeBytes(of: UInt64(count).littleEndian) { bytes += $0 } }
        func add(_ text: String) {
            add(text.utf8.count)
            bytes += text.utf8
        }
        add(metadata.count)
        for (name, words) in metadata.sorted(by: { $0.key < $1.key }) {
            add(name)
            add(words)
        }
        for (name, tensor) in tensors.sorted(by: { $0.key < $1.key }) {
            add(name)
            add(tensor.shape.count)
            tensor.shape.forEach(add)
            for value in tensor.values { withUnsafeBytes(of: value.bitPattern.littleEndian) { bytes += $0 } }
        }
        return FileDigest.sha256(bytes)
    }

    /// Writes the file beside its name, and gives it the name when it is whole and on the disk: whoever is stopped leaves
    /// the old file or the new one, never half of one.
    ///
    /// - Throws: ``ArchiveError/unwritable(file:reason:)``.
    public func write(to path: String) throws(ArchiveError) {
        do throws(SystemError) { try FileWriter.replace(path, with: bytes) } catch {
            throw .unwritable(file: path, reason: error.reason)
        }
    }
}

/// The name of a tensor as a key.
private struct Name: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }
    init(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
}
