import Networks

/// Elements of which only those that are not zero are written, in TensorFlow Lite's way: axes, and blocks that some axes
/// are cut into, are gone through in an order; of each either all places are there, or those that are listed for each
/// place on the axis before (compressed sparse rows).
///
/// - SeeAlso: `SparsityParameters` in TensorFlow Lite's `schema.fbs`.
struct TFLiteSparsity: TensorStorage {
    /// One axis, or the blocks of one, as it is gone through.
    private enum Level {
        case dense(Int)
        /// Where the places of each place before begin, and the places.
        case listed(starts: [Int], places: [Int])
    }

    /// Those that are written, side by side.
    let elements: ContiguousStorage
    private let count: Int
    private let levels: [Level]
    /// Which axis a level belongs to, and by how much one place on it moves.
    private let axes: [(axis: Int, step: Int)]

    var numberType: NumberType { elements.numberType }

    /// Reads the table of a tensor of some shape.
    ///
    /// - Throws: ``ArchiveError/malformed(file:place:expectation:)``.
    init(
        _ table: FlatTable, shape: [Int], elements: ContiguousStorage, count: Int, name: String, in file: LazyFile
    ) throws(ArchiveError) {
        let broken = ArchiveError.malformed(
            file: file.path, place: "sparse tensor '\(name)'",
            expectation: "its levels go through its shape \(shapeText(shape)) once")
        let order = try table.ints(0, most: 16)
        let blocks = try table.ints(1, most: 8)
        let metadata = try table.tables(2)
        guard order.count == shape.count + blocks.count, order.sorted() == Array(order.indices),
            metadata.count == order.count, blocks.allSatisfy(shape.indices.contains), Set(blocks).count == blocks.count
        else { throw broken }
        var levels: [Level] = []
        var blockSizes = [Int](repeating: 1, count: shape.count)
        for (place, axis) in order.enumerated() {
            guard let level = try metadata[place] else { throw broken }
            if try level.number(0, bytes: 1) ?? 0 == 0 {
                let size = try level.int(1)
                guard size > 0 else { throw broken }
                levels.append(.dense(size))
                if axis >= shape.count { blockSizes[blocks[axis - shape.count]] = size }
            } else {
                // Blocks are whole.
                guard axis < shape.count, let starts = try Self.list(level, 2, file),
                    let places = try Self.list(level, 4, file), starts.first == 0, starts.last == places.count,
                    zip(starts, starts.dropFirst()).allSatisfy({ $0 <= $1 })
                else { throw broken }
                levels.append(.listed(starts: starts, places: places))
            }
        }
        axes = order.map { axis in
            axis < shape.count ? (axis, blockSizes[axis]) : (blocks[axis - shape.count], 1)
        }
        (self.levels, self.elements, self.count) = (levels, elements, count)
    }

    /// A list of one of the three types that there are for them.
    private static func list(_ level: FlatTable, _ field: Int, _ file: LazyFile) throws(ArchiveError) -> [Int]? {
        guard let bytes = [1: 4, 2: 2, 3: 1][try level.number(field, bytes: 1) ?? 0],
            let range = try level.table(field + 1)?.vector(0, size: bytes)
        else { return nil }
        return stride(from: range.lowerBound, to: range.upperBound, by: bytes).map {
            Int(clamping: file.littleEndian(in: $0..<$0 + bytes))
        }
    }

    func numbers(of tensor: StoredTensor, in file: LazyFile) throws(ArchiveError) -> Numbers {
        guard tensor.count <= file.mostFilled else {
            let error = NetworkError.tooManyElements(tensor: tensor.name, shape: tensor.shape, limit: file.mostFilled)
            throw .notANetwork(file: file.path, reason: "\(error)")
        }
        guard let places = places(in: tensor.shape), places.count == count else {
            throw .malformed(
                file: file.path, place: "sparse tensor '\(tensor.name)'",
                expectation: "each of its \(count) elements has a place in its shape \(shapeText(tensor.shape))")
        }
        let stored = StoredTensor(name: tensor.name, shape: [count], storage: elements)
        switch try elements.numbers(of: stored, in: file) {
        case .floats(let values):
            var all = [Float](repeating: 0, count: tensor.count)
            for (place, value) in zip(places, values) { all[place] = value }
            return .floats(all)
        case .integers(let values):
            var all = [Int](repeating: 0, count: tensor.count)
            for (place, value) in zip(places, values) { all[place] = value }
            return .integers(all)
        }
    }

    /// Where the elements lie, the last axis fastest; `nil` where some lie outside, or there are more than have room.
    private func places(in shape: [Int]) -> [Int]? {
        let strides = StridedStorage.contiguous(shape) ?? []
        let most = max(count, 1)
        // For each place reached so far: its element's number on every axis.
        var reached = [[Int](repeating: 0, count: shape.count)]
        for (level, (axis, step)) in zip(levels, axes) {
            var next: [[Int]] = []
            for (number, place) in reached.enumerated() {
                let steps: [Int]
                switch level {
                case .dense(let size):
                    guard size <= shape[axis] else { return nil }
                    steps = Array(0..<size)
                case .listed(let starts, let places):
                    guard number + 1 < starts.count else { return nil }
                    steps = Array(places[starts[number]..<starts[number + 1]])
                }
                guard next.count + steps.count <= most else { return nil }
                for value in steps {
                    var place = place
                    let (moved, isBeyond) = value.multipliedReportingOverflow(by: step)
                    guard !isBeyond, moved < shape[axis] - place[axis] else { return nil }
                    place[axis] += moved
                    next.append(place)
                }
            }
            reached = next
        }
        return reached.map { place in zip(place, strides).reduce(0) { $0 + $1.0 * $1.1 } }
    }
}
