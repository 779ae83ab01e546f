import Networks

/// The tensors of a TensorFlow Lite graph whose elements are in the file.
struct TFLiteTensors {
    private let file: LazyFile
    private let tables: FlatTable.FlatTables
    private let buffers: FlatTable.FlatTables
    /// Tensors that an operator `DEQUANTIZE` or `DENSIFY` makes of others, by number.
    var dequantized: [Int: Int] = [:]

    /// Which tensor has a name.
    private var owners: [String: Int] = [:]

    init(_ file: LazyFile, model: FlatTable, graph: FlatTable) throws(ArchiveError) {
        (self.file, tables, buffers) = (file, try graph.tables(0), try model.tables(4))
    }

    /// The name of a tensor, with its number if it has none or another has the same.
    mutating func name(_ number: Int) throws(ArchiveError) -> String {
        let name = try tables[number]?.text(3, most: 512) ?? ""
        if name.isEmpty || owners[name, default: number] != number { return "\(name)#\(number)" }
        owners[name] = number
        return name
    }

    /// The channels of an image tensor: its last size, 0 if it is not known.
    func channels(of number: Int) throws(ArchiveError) -> Int {
        max(0, try tables[number]?.ints(0, most: 8).last ?? 0)
    }

    /// The sizes of a tensor's axes, −1 for one that is open.
    func openShape(_ number: Int) throws(ArchiveError) -> [Int] {
        guard let table = try tables[number] else { return [] }
        let sizes = try table.ints(7, most: 8)
        return sizes.isEmpty ? try table.ints(0, most: 8) : sizes
    }

    /// The steps that a tensor's elements are rounded to, all by one scale; `nil` of floats.
    func steps(_ number: Int) throws(ArchiveError) -> (scale: Float, zero: Float, range: ClosedRange<Float>)? {
        let ranges: [Int: ClosedRange<Float>] = [3: 0...255, 7: -32768...32767, 9: -128...127]
        guard let table = try tables[number], let range = ranges[Int(try table.number(1, bytes: 1) ?? 0)],
            let scaling = try table.table(4), let scales = try scaling.vector(2, size: 4), scales.count == 4
        else { return nil }
        let scale = Float(bitPattern: UInt32(truncatingIfNeeded: file.littleEndian(in: scales)))
        let zeros = try scaling.vector(3, size: 8) ?? 0..<0
        let zero = zeros.count == 8 ? Int64(bitPattern: file.littleEndian(in: zeros)) : 0
        guard scale > 0, scale.isFinite, zero.magnitude < 1 << 24 else { return nil }
        return (scale, Float(zero), range)
    }

    /// Numbers that a stored tensor holds, of whole ones; `nil` where it is not stored, or holds many.
    mutating func integers(_ number: Int) throws(ArchiveError) -> [Int]? {
        guard number >= 0, let stored = try tensor(number), stored.count <= 64,
            case .integers(let values) = try stored.storage.numbers(of: stored, in: file)
        else { return nil }
        return values
    }

    /// A stored tensor, brought to the numbers that its integers stand for; `nil` if it is not stored.
    mutating func tensor(_ number: Int) throws(ArchiveError) -> StoredTensor? {
        let name = try name(number)
        var source = number
        for _ in 0..<2 { source = dequantized[source] ?? source }
        guard let table = try tables[source],
            let buffer = try buffers[Int(try table.number(2, bytes: 4) ?? 0)], let range = try bytes(of: buffer)
        else { return nil }
        let code = Int(try table.number(1, bytes: 1) ?? 0)
        let type = Self.types[code]
        let shape = try table.ints(0, most: 8)
        if let sparsity = try table.table(6), let type, elementCount(shape) != nil {
            let elements = ContiguousStorage(type: type, typeName: "", range: range)
            let storage = try TFLiteSparsity(
                sparsity, shape: shape, elements: elements, count: range.count / type.size, name: name, in: file)
            let stored = StoredTensor(name: name, shape: shape, storage: storage)
            return try table.table(4).map { (scaling) throws(ArchiveError) in try scaled(stored, by: scaling) }
                ?? stored
        }
        guard let count = elementCount(shape), type.map({ product([count, $0.size]) == range.count }) ?? true else {
            throw .malformed(
                file: file.path, place: "tensor '\(name)' of shape \(shapeText(shape))",
                expectation: "its elements fill its \(range.count) bytes")
        }
        let stored = StoredTensor(
            name: name, shape: shape,
            storage: ContiguousStorage(
                type: type, typeName: "\(code) in TensorFlow Lite's numbering", range: range))
        guard let scaling = try table.table(4) else { return stored }
        return try scaled(stored, by: scaling)
    }

    /// The bytes of a buffer, in the FlatBuffers file or, in large models, after it; `nil` if it has none.
    private func bytes(of buffer: FlatTable) throws(ArchiveError) -> Range<Int>? {
        if let range = try buffer.vector(0, size: 1), !range.isEmpty { return range }
        let offset = Int(clamping: try buffer.number(1, bytes: 8) ?? 0)
        let size = Int(clamping: try buffer.number(2, bytes: 8) ?? 0)
        // Below two an offset is a placeholder.
        guard offset > 1, size > 0 else { return nil }
        guard offset <= file.count, size <= file.count - offset else {
            throw .truncated(
                file: file.path, place: "the buffer at byte \(offset)", needed: size,
                found: max(0, file.count - offset))
        }
        return offset..<offset + size
    }

    /// Undoes `QuantizationParameters`: scales and zero points for all elements, or along one axis.
    private func scaled(_ tensor: StoredTensor, by table: FlatTable) throws(ArchiveError) -> StoredTensor {
        guard let scales = try table.vector(2, size: 4), !scales.isEmpty else { return tensor }
        let zeros = try table.vector(3, size: 8) ?? 0..<0
        let count = scales.count / 4
        // A bias may name its weight's axis, which it has not got: its scales lie along its own.
        let axis = tensor.shape.count == 1 ? 0 : try table.int(6)
        let scaling = Scaling([count], in: tensor.shape, axis: axis, length: 0)
        guard let scaling, zeros.isEmpty || zeros.count / 8 == count else {
            throw .malformed(
                file: file.path, place: "tensor '\(tensor.name)' of shape \(shapeText(tensor.shape))",
                expectation: "\(count) scales and \(zeros.count / 8) zero points fit its shape")
        }
        func vector(_ type: ElementType, _ range: Range<Int>) -> StoredTensor {
            StoredTensor(
                name: tensor.name, shape: [count],
                storage: ContiguousStorage(type: type, typeName: "", range: range))
        }
        return StoredTensor(
            name: tensor.name, shape: tensor.shape,
            storage: ScaledStorage(
                input: tensor, scale: vector(.float32, scales), zero: zeros.isEmpty ? nil : vector(.int64, zeros),
                scaling: scaling))
    }

    /// `TensorType`.
    static let types: [Int: ElementType] = [
        0: .float32, 1: .float16, 2: .int32, 3: .uint8, 4: .int64, 7: .int16, 9: .int8, 10: .float64, 12: .uint64,
        15: .uint32, 16: .uint16, 18: .bfloat16,
    ]
}
