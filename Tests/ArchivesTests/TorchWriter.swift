/// Pickles of protocol 2, written: values are bytes of program that leave one value on the stack.
enum Pickle {
    static let none: [UInt8] = Array("N".utf8)
    static let no: [UInt8] = [0x89]
    static let yes: [UInt8] = [0x88]

    static func program(_ value: [UInt8]) -> [UInt8] { [0x80, 2] + value + Array(".".utf8) }
    static func text(_ text: String) -> [UInt8] { Array("X".utf8) + bytes(UInt32(text.utf8.count)) + Array(text.utf8) }
    static func number(_ number: Int) -> [UInt8] {
        Int32(exactly: number).map { Array("J".utf8) + bytes($0) } ?? [0x8A, 8] + bytes(Int64(number))
    }
    static func real(_ value: Double) -> [UInt8] { Array("G".utf8) + bytes(value.bitPattern.byteSwapped) }
    static func tuple(_ values: [[UInt8]]) -> [UInt8] { Array("(".utf8) + values.joined() + Array("t".utf8) }
    static func list(_ values: [[UInt8]]) -> [UInt8] { Array("](".utf8) + values.joined() + Array("e".utf8) }
    static func global(_ module: String, _ name: String) -> [UInt8] { Array("c\(module)\n\(name)\n".utf8) }
    static func call(_ function: [UInt8], _ arguments: [[UInt8]]) -> [UInt8] {
        function + tuple(arguments) + Array("R".utf8)
    }
    static func dictionary(_ pairs: [(String, [UInt8])]) -> [UInt8] {
        Array("}(".utf8) + pairs.flatMap { text($0.0) + $0.1 } + Array("u".utf8)
    }
    /// An object of a class with attributes.
    static func object(_ module: String, _ name: String, _ attributes: [(String, [UInt8])]) -> [UInt8] {
        global(module, name) + tuple([]) + [0x81] + dictionary(attributes) + Array("b".utf8)
    }
}

/// PyTorch's checkpoints, written in both forms.
enum Torch {
    /// A tensor in a storage, by PyTorch's function that rebuilds it.
    static func tensor(
        _ shape: [Int], strides: [Int]? = nil, offset: Int = 0, key: String = "0", count: Int? = nil,
        type: String = "FloatStorage"
    ) -> [UInt8] {
        let strides = strides ?? shape.indices.map { shape[($0 + 1)...].reduce(1, *) }
        let storage = storage(key, count ?? shape.reduce(1, *), type)
        return Pickle.call(
            Pickle.global("torch._utils", "_rebuild_tensor_v2"),
            [
                storage, Pickle.number(offset), Pickle.tuple(shape.map(Pickle.number)),
                Pickle.tuple(strides.map(Pickle.number)), Pickle.no, ordered([]),
            ])
    }

    static func storage(_ key: String, _ count: Int, _ type: String) -> [UInt8] {
        let id = [
            Pickle.text("storage"), Pickle.global("torch", type), Pickle.text(key), Pickle.text("cpu"),
            Pickle.number(count),
        ]
        return Pickle.tuple(id) + Array("Q".utf8)
    }

    /// An ordered dictionary, as state dictionaries are.
    static func ordered(_ pairs: [(String, [UInt8])]) -> [UInt8] {
        let empty = Pickle.call(Pickle.global("collections", "OrderedDict"), [])
        return pairs.isEmpty
            ? empty : empty + Array("(".utf8) + pairs.flatMap { Pickle.text($0.0) + $0.1 } + Array("u".utf8)
    }

    /// The ZIP form.
    static func zip(
        _ object: [UInt8], _ storages: [(key: String, data: [UInt8])], order: String? = "little",
        deflated: Bool = false
    ) -> [UInt8] {
        let data = storages.map { Zip.Entry(name: "m/data/\($0.key)", data: $0.data, isDeflated: deflated) }
        let head = [Zip.Entry(name: "m/data.pkl", data: Pickle.program(object), isDeflated: deflated)]
        let byteOrder = order.map { [Zip.Entry(name: "m/byteorder", data: Array($0.utf8))] } ?? []
        return Zip.archive(head + byteOrder + data)
    }

    /// The form before version 1.6.
    static func legacy(
        _ object: [UInt8], _ storages: [(key: String, count: Int, data: [UInt8])], bigEndianCounts: Bool = false
    ) -> [UInt8] {
        let magic: [UInt8] = [0x8A, 10, 0x6C, 0xFC, 0x9C, 0x46, 0xF9, 0x20, 0x6A, 0xA8, 0x50, 0x19]
        let sizes = Pickle.dictionary([("little_endian", bigEndianCounts ? Pickle.no : Pickle.yes)])
        let pickles = [magic, Pickle.number(1001), sizes, object, Pickle.list(storages.map { Pickle.text($0.key) })]
        return pickles.flatMap(Pickle.program)
            + storages.flatMap { storage in
                let count = Int64(storage.count)
                return bytes(bigEndianCounts ? count.byteSwapped : count) + storage.data
            }
    }
}
