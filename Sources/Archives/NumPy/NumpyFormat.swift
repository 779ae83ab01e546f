/// One NumPy array: a signature, a version, a header that is a Python dictionary, then the elements.
///
/// - SeeAlso: `numpy.lib.format` in NumPy's reference.
enum NumpyFormat: ArchiveFormat {
    static let format = ModelFormat.numpy

    private static let signature: [UInt8] = [0x93] + Array("NUMPY".utf8)

    static func recognizes(_ file: LazyFile) -> Bool { file.begins(with: signature) }

    static func index(_ file: LazyFile) throws(ArchiveError) -> ArchiveIndex {
        let (text, start) = try headerText(file)
        guard let header = NumpyHeader(text) else {
            throw .malformed(
                file: file.path, place: "the header",
                expectation: "a dictionary of descr, fortran_order and shape is expected")
        }
        let shape = header.shape
        guard (3...4).contains(shape.count), !shape.contains(0) else {
            throw .notKernels(file: file.path, shape: shape)
        }
        guard let count = product(shape), let bytes = product([count, header.type?.size ?? 1]) else {
            throw .malformed(
                file: file.path, place: "the shape \(shapeText(shape))", expectation: "an array fits in memory")
        }
        let found = file.count - start
        if header.type != nil {
            guard bytes <= found else {
                throw .truncated(file: file.path, place: "the array", needed: bytes, found: found)
            }
            guard bytes == found else {
                throw .malformed(
                    file: file.path, place: "the end", expectation: "the array has \(bytes) bytes, \(found) are there")
            }
        }
        let elements = ContiguousStorage(
            type: header.type, typeName: header.typeName, range: start..<file.count, bigEndian: header.bigEndian)
        let storage: any TensorStorage = header.fortranOrder ? FirstAxisFastest(elements: elements) : elements
        return ArchiveIndex(
            axesUnknown: [StoredTensor(name: stem(of: file.path), shape: shape, storage: storage)], kernelsOfThree: true
        )
    }

    /// The header's text and where the elements begin.
    private static func headerText(_ file: LazyFile) throws(ArchiveError) -> (text: String, end: Int) {
        guard file.count >= 12 else {
            throw .truncated(file: file.path, place: "the signature", needed: 12, found: file.count)
        }
        guard (1...3).contains(file[6]) else {
            throw .malformed(file: file.path, place: "version \(file[6])", expectation: "1, 2 or 3 is expected")
        }
        let start = file[6] == 1 ? 10 : 12
        let length = Int(file.littleEndian(in: 8..<start))
        guard length <= file.count - start else {
            throw .truncated(file: file.path, place: "the header", needed: length, found: file.count - start)
        }
        return (file.text(in: start..<start + length), start + length)
    }

    /// The file's name without folder and ending.
    private static func stem(of path: String) -> String {
        let name = path.split(separator: "/").last ?? Substring(path)
        guard let dot = name.lastIndex(of: "."), dot > name.startIndex else { return String(name) }
        return String(name[..<dot])
    }
}

/// Elements in Fortran's order, the first axis fastest.
struct FirstAxisFastest: TensorStorage {
    /// The elements as they lie.
    let elements: ContiguousStorage

    func values(of tensor: StoredTensor, in file: LazyFile) throws(ArchiveError) -> [Float] {
        let stored = try elements.values(of: tensor, in: file)
        let strides = tensor.shape.indices.map { tensor.shape[..<$0].reduce(1, *) }
        return stored.indices.map { index in
            var (rest, place) = (index, 0)
            for (size, stride) in zip(tensor.shape, strides).reversed() {
                place += rest % size * stride
                rest /= size
            }
            return stored[place]
        }
    }
}
