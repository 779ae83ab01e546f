internal import Networks

/// An array in NumPy's format, wherever its bytes lie.
struct NumpyArray {
    static let signature: [UInt8] = [0x93] + Array("NUMPY".utf8)

    /// The array under its name.
    let tensor: StoredTensor

    /// Reads the header of an array.
    ///
    /// - Parameters:
    ///   - source: where the whole of it lies.
    ///   - place: whose header it is, for messages.
    ///   - first: the first bytes of the source, as many as asked for or as there are.
    /// - Throws: ``ArchiveError``: no header, or elements that are not those it announces.
    init(
        _ name: String, in source: ByteSource, place: String, of file: LazyFile,
        first: (Int) throws(ArchiveError) -> [UInt8]
    ) throws(ArchiveError) {
        func malformed(_ what: String, _ expectation: String) -> ArchiveError {
            .malformed(file: file.path, place: "\(place) \(what)", expectation: expectation)
        }
        func needed(_ what: String, _ needed: Int, _ found: Int) throws(ArchiveError) {
            guard needed <= found else {
                throw .truncated(file: file.path, place: "\(place) \(what)", needed: needed, found: found)
            }
        }
        let head = try first(12)
        try needed("signature", 12, head.count)
        guard head.starts(with: Self.signature) else {
            throw malformed("signature", "an array begins with \\x93NUMPY")
        }
        guard (1...3).contains(head[6]) else { throw malformed("version \(head[6])", "1, 2 or 3 is expected") }
        let start = head[6] == 1 ? 10 : 12
        let length = head[8..<start].reversed().reduce(0) { $0 << 8 | Int($1) }
        try needed("header", length, source.count - start)
        guard let header = NumpyHeader(String(decoding: try first(start + length)[start...], as: UTF8.self)) else {
            throw malformed("header", "a dictionary of descr, fortran_order and shape is expected")
        }
        let shape = header.shape
        guard let count = product(shape), let bytes = product([count, header.type?.size ?? 1]),
            let strides = header.fortranOrder
                ? StridedStorage.contiguous(shape.reversed())?.reversed() : StridedStorage.contiguous(shape)
        else { throw malformed("shape \(shapeText(shape))", "an array fits in memory") }
        let found = source.count - start - length
        if header.type != nil {
            try needed("array", bytes, found)
            guard bytes == found else {
                throw malformed("end", "the array has \(bytes) bytes, \(found) are there")
            }
        }
        let storage = StridedStorage(
            shape, strides: strides, type: header.type, typeName: header.typeName, bigEndian: header.bigEndian,
            in: source, from: start + length)
        guard let storage else { throw malformed("shape \(shapeText(shape))", "an array fits in its bytes") }
        tensor = StoredTensor(name: name, shape: shape, storage: storage)
    }
}
