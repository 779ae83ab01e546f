internal import CSandboxedHDF5
import Glibc
internal import Networks

/// What lies in an HDF5 file, a whole file or a range of one: its arrays, and the texts that its groups carry.
///
/// libhdf5 lists them, in a process of its own since a broken file can crash it. What it answers is checked against the
/// file like anything read from it.
/// - SeeAlso: "HDF5 File Format Specification", The HDF Group.
struct HDF5Contents {
    /// The arrays in the order of their names, level by level.
    private(set) var tensors: [StoredTensor] = []
    /// The texts of each group's attributes, by path and name; the root's path is `.`.
    private(set) var texts: [String: [String: [String]]] = [:]

    /// The first bytes of an HDF5 file.
    static let signature: [UInt8] = [0x89, 0x48, 0x44, 0x46, 0x0D, 0x0A, 0x1A, 0x0A]

    /// Lists what lies in a range.
    ///
    /// - Throws: ``ArchiveError`` for what libhdf5 cannot list, and arrays that do not lie in the range.
    init(_ file: LazyFile, _ range: Range<Int>) throws(ArchiveError) {
        let answer = file.withDescriptor { descriptor in
            sandboxed_hdf5_list(descriptor, UInt64(range.lowerBound), UInt64(range.count))
        }
        var records = HDF5Answer(try Self.bytes(answer, file))
        while let mark = records.byte() {
            let isWhole =
                switch mark {
                case UInt8(ascii: "D"): try takeTensor(&records, file, range)
                case UInt8(ascii: "A"): takeTexts(&records)
                default: false
                }
            guard isWhole else { throw Self.broken(file) }
        }
    }

    private mutating func takeTensor(
        _ records: inout HDF5Answer, _ file: LazyFile, _ range: Range<Int>
    ) throws(ArchiveError) -> Bool {
        guard let path = records.text(), let rank = records.byte() else { return false }
        var shape: [Int] = []
        for _ in 0..<rank {
            guard let size = records.number() else { return false }
            shape.append(Int(clamping: size))
        }
        guard let kind = records.byte(), let size = records.byte(), let order = records.byte(),
            let offset = records.number()
        else { return false }
        guard let count = elementCount(shape) else {
            throw .malformed(
                file: file.path, place: "array '\(path)' of shape \(shapeText(shape))",
                expectation: "an array fits in memory")
        }
        let type = ElementType(hdf5: kind, size: size)
        guard let offset = Int(exactly: offset), let type else {
            let content: SandboxedHDF5Storage.Content =
                switch kind {
                case UInt8(ascii: "s"), UInt8(ascii: "r"): .texts
                case UInt8(ascii: "t"): .characters
                case _ where type != nil || kind == UInt8(ascii: "c"): .numbers
                default: .other
                }
            let storage = SandboxedHDF5Storage(range: range, path: path, content: content)
            tensors.append(StoredTensor(name: path, shape: shape, storage: storage))
            return true
        }
        guard let bytes = product([count, type.size]), offset <= range.count, bytes <= range.count - offset else {
            throw .truncated(
                file: file.path, place: "array '\(path)' at byte \(offset)",
                needed: product([count, type.size]) ?? .max,
                found: max(0, range.count - offset))
        }
        let place = range.lowerBound + offset..<range.lowerBound + offset + bytes
        let storage = ContiguousStorage(type: type, typeName: "", range: place, bigEndian: order == 1)
        tensors.append(StoredTensor(name: path, shape: shape, storage: storage))
        return true
    }

    private mutating func takeTexts(_ records: inout HDF5Answer) -> Bool {
        guard let path = records.text(), let name = records.text(), let count = records.length() else { return false }
        var found: [String] = []
        for _ in 0..<count {
            guard let text = records.text() else { return false }
            found.append(text)
        }
        texts[path, default: [:]][name] = found
        return true
    }

    /// The bytes of an answer, which are freed.
    fileprivate static func bytes(_ answer: sandboxed_hdf5_answer, _ file: LazyFile) throws(ArchiveError) -> [UInt8] {
        defer { free(answer.bytes) }
        switch answer.end {
        case SANDBOXED_HDF5_WHOLE: return Array(UnsafeBufferPointer(start: answer.bytes, count: answer.count))
        case SANDBOXED_HDF5_NO_LIBRARY:
            throw .missingLibrary(file: file.path, library: "libhdf5", package: "libhdf5-dev")
        case SANDBOXED_HDF5_NO_PROCESS: throw .unreadable(file: file.path, reason: "no process for libhdf5")
        default: throw broken(file)
        }
    }

    private static func broken(_ file: LazyFile) -> ArchiveError {
        .malformed(
            file: file.path, place: "the HDF5 structure", expectation: "a file that libhdf5 can read is expected")
    }
}

/// An array in pieces, packed or of a type that is not IEEE's: libhdf5 reads it, in a process of its own.
struct SandboxedHDF5Storage: FloatStorage {
    /// Where the HDF5 file lies.
    let range: Range<Int>
    /// The array's path.
    let path: String
    /// What is in it.
    let content: Content

    /// What arrays hold.
    enum Content {
        /// Numbers that are read.
        case numbers
        /// Texts, or references to such, one for each element.
        case texts
        /// MATLAB's characters, a text for each place of the last axis.
        case characters
        /// What is not read.
        case other
    }

    func values(of tensor: StoredTensor, in file: LazyFile) throws(ArchiveError) -> [Float] {
        guard content == .numbers else {
            throw .unsupportedType(file: file.path, tensor: tensor.name, type: "that is no plain number")
        }
        // A packed array may be larger than its file, though not by much.
        let most = max(1 << 20, 16 * range.count)
        guard tensor.count <= most else {
            throw .malformed(
                file: file.path, place: "array '\(tensor.name)' of shape \(shapeText(tensor.shape))",
                expectation: "at most \(most) elements are unpacked from \(range.count) bytes")
        }
        let answer = file.withDescriptor { descriptor in
            sandboxed_hdf5_read(
                descriptor, UInt64(range.lowerBound), UInt64(range.count), path, UInt64(tensor.count))
        }
        let bytes = try HDF5Contents.bytes(answer, file)
        let values: [Float] = bytes.withUnsafeBytes { ElementType.float32.elements($0) }
        guard values.count == tensor.count else {
            throw .malformed(
                file: file.path, place: "array '\(tensor.name)'", expectation: "\(tensor.count) elements are expected")
        }
        return values
    }

    /// The texts of an array of them; `nil` where a reference leads to something else.
    func texts(of tensor: StoredTensor, in file: LazyFile) throws(ArchiveError) -> [String]? {
        let count = content == .characters ? tensor.shape.last ?? 0 : tensor.count
        let answer = file.withDescriptor { descriptor in
            sandboxed_hdf5_texts(descriptor, UInt64(range.lowerBound), UInt64(range.count), path, UInt64(count))
        }
        var records = HDF5Answer(try HDF5Contents.bytes(answer, file))
        var texts: [String] = []
        while let letter = records.byte(), let bytes = records.bytes() {
            switch letter {
            case UInt8(ascii: "b"): texts.append(String(decoding: bytes, as: UTF8.self))
            case UInt8(ascii: "w"): texts.append(bytes.littleEndianText)
            default: return nil
            }
        }
        // A cell of several lines is no text.
        return texts.count == count ? texts : nil
    }
}

extension Sequence<UInt8> {
    /// The text of units of 16 bits (UTF-16), lowest byte first.
    var littleEndianText: String {
        var (units, low): ([UInt16], UInt16?) = ([], nil)
        for byte in self {
            if let first = low { units.append(first | UInt16(byte) << 8) }
            low = low == nil ? UInt16(byte) : nil
        }
        return String(decoding: units, as: UTF16.self)
    }
}

/// Takes the parts of an answer from its front; `nil` where it ends.
private struct HDF5Answer {
    private var rest: ArraySlice<UInt8>

    init(_ bytes: [UInt8]) { rest = bytes[...] }

    mutating func byte() -> UInt8? { rest.popFirst() }

    mutating func number() -> UInt64? { take(8).map { $0.reversed().reduce(0) { $0 << 8 | UInt64($1) } } }

    mutating func length() -> Int? { take(4).map { $0.reversed().reduce(0) { $0 << 8 | Int($1) } } }

    mutating func bytes() -> ArraySlice<UInt8>? { length().flatMap { take($0) } }

    mutating func text() -> String? { bytes().map { String(decoding: $0, as: UTF8.self) } }

    private mutating func take(_ count: Int) -> ArraySlice<UInt8>? {
        guard count <= rest.count else { return nil }
        defer { rest = rest.dropFirst(count) }
        return rest.prefix(count)
    }
}

extension ElementType {
    /// The type of a letter and a size; `nil` if it is not read.
    fileprivate init?(hdf5 kind: UInt8, size: UInt8) {
        let types: [String: ElementType] = [
            "f2": .float16, "f4": .float32, "f8": .float64, "b2": .bfloat16, "i1": .int8, "i2": .int16, "i4": .int32,
            "i8": .int64, "u1": .uint8, "u2": .uint16, "u4": .uint32, "u8": .uint64,
        ]
        guard let type = types["\(Character(UnicodeScalar(kind)))\(size)"] else { return nil }
        self = type
    }
}
