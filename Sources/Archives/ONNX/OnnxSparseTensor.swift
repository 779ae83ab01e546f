import Networks

/// A stored tensor of which only the elements that are not zero are written, each with its place.
struct OnnxSparseTensor: FloatStorage {
    /// The name, which is that of the values.
    var name: String { elements?.name ?? "" }
    /// Sizes of the axes, unchecked.
    private(set) var shape: [Int] = []
    /// The elements that are not zero.
    private var elements: OnnxTensor?
    /// Their places: one number each, counted along the last axis first, or one number each and axis.
    private var places: OnnxTensor?

    /// Reads a `SparseTensorProto`.
    init(_ file: LazyFile, _ range: Range<Int>) throws(ArchiveError) {
        var tensor = ProtobufReader(file, range, place: "a sparse tensor")
        while let field = try tensor.next() {
            switch (field.number, field.value) {
            case (1, .bytes(let range)): elements = try OnnxTensor(file, range)
            case (2, .bytes(let range)): places = try OnnxTensor(file, range)
            case (3, .varint(let size)): shape.append(Int(truncatingIfNeeded: size))
            case (3, .bytes(let range)):
                var sizes = ProtobufReader(file, range, place: "a tensor's shape")
                while let size = try sizes.nextVarint() { shape.append(Int(truncatingIfNeeded: size)) }
            default: continue
            }
        }
    }

    func values(of tensor: StoredTensor, in file: LazyFile) throws(ArchiveError) -> [Float] {
        guard tensor.count <= file.mostFilled else {
            let error = NetworkError.tooManyElements(tensor: tensor.name, shape: tensor.shape, limit: file.mostFilled)
            throw .notANetwork(file: file.path, reason: "\(error)")
        }
        guard let elements, let places, elements.shape.count == 1,
            places.shape == elements.shape || places.shape == elements.shape + [shape.count]
        else { throw broken(tensor, "a place for every element is expected", file) }
        let found = try stored(elements, tensor.name, file)
        // Below the limit on sizes, 2^24, whole numbers are exact.
        let numbers = try stored(places, tensor.name, file)
        var values = [Float](repeating: 0, count: tensor.count)
        let axes = places.shape.count == 1 ? [tensor.count] : shape
        for (index, value) in found.enumerated() {
            var place = 0
            for (axis, size) in axes.enumerated() {
                guard let step = Int(exactly: numbers[index * axes.count + axis]), (0..<size).contains(step) else {
                    throw broken(tensor, "every place lies in its shape \(shapeText(shape))", file)
                }
                place = place * size + step
            }
            values[place] = value
        }
        return values
    }

    /// The tensor under a name that leads to it, as a constant.
    ///
    /// - Throws: ``ArchiveError`` for a shape that is none.
    func constant(_ name: String, _ file: LazyFile) throws(ArchiveError) -> Constant {
        guard elementCount(shape) != nil else {
            throw .malformed(
                file: file.path, place: "sparse tensor '\(name)' of shape \(shapeText(shape))",
                expectation: "sizes are not negative and fit in memory")
        }
        return Constant(StoredTensor(name: name, shape: shape, storage: self), in: file)
    }

    private func stored(
        _ tensor: OnnxTensor, _ name: String, _ file: LazyFile
    ) throws(ArchiveError) -> [Float] {
        try tensor.checkSize(as: name, file)
        return try StoredTensor(name: name, shape: tensor.shape, storage: tensor).values(in: file)
    }

    private func broken(_ tensor: StoredTensor, _ expectation: String, _ file: LazyFile) -> ArchiveError {
        .malformed(file: file.path, place: "sparse tensor '\(tensor.name)'", expectation: expectation)
    }
}
