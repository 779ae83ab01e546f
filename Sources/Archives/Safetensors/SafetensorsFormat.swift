import Foundation
internal import Networks

/// Hugging Face's safetensors: the header's length in 8 bytes, lowest first, a JSON header, then the tensors' bytes.
///
/// - SeeAlso: the format's description in github.com/huggingface/safetensors.
enum SafetensorsFormat: WeightFormat {
    static let format = ModelFormat(
        "safetensors", displayName: "safetensors", endings: [".safetensors"],
        sign: "safetensors: a JSON header, then tensors")

    /// The format's own limit on the header, 100 MB.
    static let headerLimit = 100_000_000

    static func recognizes(_ file: LazyFile) -> Bool {
        // The upper bytes of the length of any header, even one beyond the limit, are zero.
        file.count > 8 && file[8] == UInt8(ascii: "{") && file.littleEndian(in: 5..<8) == 0
    }

    static func index(_ file: LazyFile) throws(ArchiveError) -> ArchiveIndex {
        ArchiveIndex(axesUnknown: try contents(of: file).tensors)
    }

    /// The tensors in the order of their bytes, and what the file says of itself, as far as that is words.
    ///
    /// - Precondition: the file is recognized.
    static func contents(
        of file: LazyFile
    ) throws(ArchiveError) -> (tensors: [StoredTensor], metadata: [String: String]) {
        let length = Int(file.littleEndian(in: 0..<8))
        guard length <= headerLimit else {
            throw .malformed(
                file: file.path, place: "the header's length, \(length) bytes,",
                expectation: "at most 100 MB is allowed")
        }
        guard length <= file.count - 8 else {
            throw .truncated(file: file.path, place: "the header", needed: length, found: file.count - 8)
        }
        let data = 8 + length..<file.count
        var places: [(tensor: StoredTensor, range: Range<Int>)] = []
        let header = try header(file, 8..<8 + length)
        for (name, entry) in header.entries {
            let range = try place(of: entry, named: name, in: data, of: file)
            let storage = ContiguousStorage(type: types[entry.dtype], typeName: entry.dtype, range: range)
            places.append((StoredTensor(name: name, shape: entry.shape, storage: storage), range))
        }
        places.sort {
            ($0.range.lowerBound, $0.range.upperBound, $0.tensor.name)
                < ($1.range.lowerBound, $1.range.upperBound, $1.tensor.name)
        }
        for (one, next) in zip(places, places.dropFirst()) where next.range.lowerBound < one.range.upperBound {
            throw .malformed(
                file: file.path, place: "tensor '\(next.tensor.name)'",
                expectation: "its bytes overlap those of '\(one.tensor.name)', each tensor has its own")
        }
        return (places.map(\.tensor), header.metadata)
    }

    private static func header(_ file: LazyFile, _ range: Range<Int>) throws(ArchiveError) -> Header {
        let bytes = file.withBytes(in: range) { Data($0) }
        do { return try JSONDecoder().decode(Header.self, from: bytes) } catch {
            let place = (error as? DecodingError).flatMap(Self.path) ?? "the header"
            throw .malformed(
                file: file.path, place: place,
                expectation: "a JSON object of dtype, shape and data_offsets for each tensor is expected")
        }
    }

    /// Whose entry a JSON error is about.
    private static func path(_ error: DecodingError) -> String? {
        let context: DecodingError.Context? =
            switch error {
            case .typeMismatch(_, let context), .valueNotFound(_, let context), .keyNotFound(_, let context),
                .dataCorrupted(let context):
                context
            @unknown default: nil
            }
        return context?.codingPath.first.map { "the header's entry '\($0.stringValue)'" }
    }

    /// The bytes of an entry in the file, checked against its shape and type.
    private static func place(
        of entry: Entry, named name: String, in data: Range<Int>, of file: LazyFile
    ) throws(ArchiveError) -> Range<Int> {
        let place = "tensor '\(name)'"
        let offsets = entry.offsets
        guard offsets.count == 2, offsets[0] >= 0, offsets[0] <= offsets[1] else {
            throw .malformed(
                file: file.path, place: place, expectation: "data_offsets are a begin and an end not before it")
        }
        guard offsets[1] <= data.count else {
            throw .truncated(file: file.path, place: place, needed: offsets[1], found: data.count)
        }
        guard let count = product(entry.shape) else {
            throw .malformed(file: file.path, place: place, expectation: "sizes are not negative and fit in memory")
        }
        let found = offsets[1] - offsets[0]
        if let type = types[entry.dtype] {
            let needed = product([count, type.size])
            guard needed == found else {
                throw .malformed(
                    file: file.path, place: place,
                    expectation: "\(entry.dtype) of shape \(shapeText(entry.shape)) is "
                        + "\(needed.map(String.init) ?? "more than 2^63") bytes, its data_offsets span \(found)")
            }
        }
        return data.lowerBound + offsets[0]..<data.lowerBound + offsets[1]
    }

    private static let types: [String: ElementType] = [
        "F64": .float64, "F32": .float32, "F16": .float16, "BF16": .bfloat16, "I8": .int8, "U8": .uint8,
        "I16": .int16, "U16": .uint16, "BOOL": .bool, "F8_E4M3": .float8e4m3, "F8_E5M2": .float8e5m2,
        "F8_E4M3FNUZ": .float8e4m3fnuz,
        "F8_E5M2FNUZ": .float8e5m2fnuz, "I32": .int32, "U32": .uint32, "I64": .int64, "U64": .uint64,
    ]
}

/// A tensor's entry in the header.
private struct Entry: Decodable {
    let dtype: String
    let shape: [Int]
    let offsets: [Int]

    enum CodingKeys: String, CodingKey {
        case dtype, shape
        case offsets = "data_offsets"
    }
}

/// The header: an entry per tensor, beside `__metadata__`, which may hold anything.
private struct Header: Decodable {
    let entries: [String: Entry]
    let metadata: [String: String]

    private static let metadataKey = "__metadata__"

    private struct Name: CodingKey {
        let stringValue: String
        var intValue: Int? { nil }
        init(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }

    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Name.self)
        var entries: [String: Entry] = [:]
        for key in container.allKeys where key.stringValue != Self.metadataKey {
            entries[key.stringValue] = try container.decode(Entry.self, forKey: key)
        }
        self.entries = entries
        let key = container.allKeys.first { $0.stringValue == Self.metadataKey }
        metadata = key.flatMap { try? container.decode([String: String].self, forKey: $0) } ?? [:]
    }
}
