internal import Networks

/// An array of Caffe, a `BlobProto`: its shape, and where its message lies.
struct CaffeBlob: FloatStorage {
    /// Sizes of the axes: of `BlobShape`, or of the older four fields.
    let shape: [Int]
    /// The product of the shape, as many elements as the message holds.
    let count: Int
    private let range: Range<Int>

    /// Reads a `BlobProto`; its elements are stepped over.
    ///
    /// - Throws: ``ArchiveError`` for a shape that is none, and elements that are not as many as it says.
    init(_ file: LazyFile, _ range: Range<Int>, name: String) throws(ArchiveError) {
        self.range = range
        var older = [1, 1, 1, 1]
        var sizes: [Int]?
        var found = 0
        var blob = ProtobufReader(file, range, place: "an array")
        while let field = try blob.next() {
            switch (field.number, field.value) {
            case (1...4, .varint(let size)): older[field.number - 1] = Int(truncatingIfNeeded: size)
            case (7, .bytes(let range)): sizes = try Self.sizes(file, range)
            case (5, .bytes(let range)): found += range.count / 4
            case (8, .bytes(let range)): found += range.count / 8
            case (5, .fixed32), (8, .fixed64): found += 1
            default: continue
            }
        }
        shape = sizes ?? older
        guard let count = elementCount(shape), count == found else {
            throw .malformed(
                file: file.path, place: "array '\(name)'",
                expectation: "its shape \(shapeText(shape)) has as many elements as it holds, \(found)")
        }
        self.count = count
    }

    /// Reads a `BlobShape`.
    private static func sizes(_ file: LazyFile, _ range: Range<Int>) throws(ArchiveError) -> [Int] {
        var sizes: [Int] = []
        var shape = ProtobufReader(file, range, place: "an array's shape")
        while let field = try shape.next() {
            switch (field.number, field.value) {
            case (1, .varint(let size)): sizes.append(Int(truncatingIfNeeded: size))
            case (1, .bytes(let range)):
                var packed = ProtobufReader(file, range, place: "an array's shape")
                while let size = try packed.nextVarint() { sizes.append(Int(truncatingIfNeeded: size)) }
            default: continue
            }
        }
        return sizes
    }

    func values(of tensor: StoredTensor, in file: LazyFile) throws(ArchiveError) -> [Float] {
        var values: [Float] = []
        values.reserveCapacity(count)
        var blob = ProtobufReader(file, range, place: "an array")
        while let field = try blob.next() {
            switch (field.number, field.value) {
            case (5, .bytes(let range)), (5, .fixed32(let range)): append(.float32, range, file, to: &values)
            case (8, .bytes(let range)), (8, .fixed64(let range)): append(.float64, range, file, to: &values)
            default: continue
            }
        }
        return values
    }

    /// Appends the whole elements of a range.
    private func append(_ type: ElementType, _ range: Range<Int>, _ file: LazyFile, to values: inout [Float]) {
        values += type.elements(in: range.prefix(range.count / type.size * type.size), of: file)
    }
}
