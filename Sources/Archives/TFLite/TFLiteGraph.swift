/// The operators of a TensorFlow Lite graph as they stand in the file.
struct TFLiteGraph {
    /// An operator with what it reads and gives, by the tensors' numbers; −1 stands for one left out.
    struct Operator {
        /// Its number in `BuiltinOperator`.
        let code: Int
        /// The name of one that is not built in.
        let custom: String
        var inputs, outputs: [Int]
        /// Its settings.
        let options: FlatTable?
        /// Whole numbers of 32 bits that the settings of one that is not built in begin with.
        let customOptions: [Int]

        /// A whole number among the settings.
        func int(_ field: Int, default value: Int = 0) throws(ArchiveError) -> Int {
            try options?.int(field, default: value) ?? value
        }

        /// A byte among the settings.
        func byte(_ field: Int) throws(ArchiveError) -> Int { Int(try options?.number(field, bytes: 1) ?? 0) }

        /// A number among the settings.
        func float(_ field: Int, default value: Float = 0) throws(ArchiveError) -> Float {
            try options?.number(field, bytes: 4).map { Float(bitPattern: UInt32(truncatingIfNeeded: $0)) } ?? value
        }
    }

    let operators: [Operator]
    let inputs, outputs: [Int]

    /// Reads a graph's operators.
    ///
    /// - Throws: ``ArchiveError``: malformed, or more than a file of its size can hold.
    init(_ file: LazyFile, model: FlatTable, graph: FlatTable) throws(ArchiveError) {
        let tables = try graph.tables(3)
        // An operator's offset, table and inputs take more bytes: fewer mean that tables lie in one another.
        guard tables.count <= file.count / 24 else {
            throw .malformed(
                file: file.path, place: "the list of operators", expectation: "it fits into the file with its operators"
            )
        }
        var operators: [Operator] = []
        var read = 0
        for place in 0..<tables.count {
            guard let node = try tables[place] else { continue }
            let code = try model.tables(1)[try node.int(0)]
            let inputs = try node.ints(1, most: 1 << 12)
            let outputs = try node.ints(2, most: 1 << 12)
            read += inputs.count + outputs.count
            guard read <= file.count else {
                throw .malformed(
                    file: file.path, place: "the list of operators", expectation: "what they read fits into the file")
            }
            operators.append(
                Operator(
                    // The older field has room for 127 of them.
                    code: try code.map { (code) throws(ArchiveError) in
                        max(Int(try code.number(0, bytes: 1) ?? 0), try code.int(3))
                    } ?? -1, custom: try code?.text(1, most: 64) ?? "", inputs: inputs, outputs: outputs,
                    options: try node.table(4), customOptions: try Self.numbers(node, file)))
        }
        self.operators = operators
        inputs = try graph.ints(1, most: 1 << 10)
        outputs = try graph.ints(2, most: 1 << 10)
    }
}

extension TFLiteGraph {
    private static func numbers(_ node: FlatTable, _ file: LazyFile) throws(ArchiveError) -> [Int] {
        guard let range = try node.vector(5, size: 1) else { return [] }
        return stride(from: range.lowerBound, to: range.upperBound - 3, by: 4).prefix(8).map {
            Int(Int32(truncatingIfNeeded: file.littleEndian(in: $0..<$0 + 4)))
        }
    }
}

/// Dilated convolutions, which TensorFlow writes as three operators: places to the batch, the convolution, and back.
extension TFLiteGraph {
    /// A convolution with what lies around it taken in.
    struct Dilated {
        let input, output: Int
        /// Inputs from tap to tap along rows and columns.
        let block: [Int]
        /// Numbers of the tensors that say what is put around the image and cut off afterwards.
        let paddings, crops: Int
    }

    private static let (toBatch, fromBatch) = (38, 37)

    /// The convolutions that are dilated so, by their place; and the places of what is taken in.
    ///
    /// - Parameter block: the numbers of a stored tensor of blocks.
    func dilated(
        _ numbers: (Int) throws(ArchiveError) -> [Int]?
    ) throws(ArchiveError) -> (convolutions: [Int: Dilated], taken: Set<Int>) {
        var readers: [Int: [Int]] = [:]
        for (place, node) in operators.enumerated() {
            for tensor in node.inputs { readers[tensor, default: []].append(place) }
        }
        var result: (convolutions: [Int: Dilated], taken: Set<Int>) = ([:], [])
        for (place, node) in operators.enumerated() where node.code == Self.toBatch && node.inputs.count == 3 {
            guard let spread = node.outputs.first, let convolution = readers[spread], convolution.count == 1,
                [3, 4].contains(operators[convolution[0]].code), operators[convolution[0]].inputs.first == spread,
                let maps = operators[convolution[0]].outputs.first, let last = readers[maps], last.count == 1,
                operators[last[0]].code == Self.fromBatch, operators[last[0]].inputs.count == 3,
                operators[last[0]].inputs[0] == maps, let output = operators[last[0]].outputs.first,
                !outputs.contains(spread), !outputs.contains(maps),
                let block = try numbers(node.inputs[1]), block == (try numbers(operators[last[0]].inputs[1])),
                block.count == 2, block.allSatisfy((1...1 << 16).contains)
            else { continue }
            result.convolutions[convolution[0]] = Dilated(
                input: node.inputs[0], output: output, block: block, paddings: node.inputs[2],
                crops: operators[last[0]].inputs[2])
            result.taken.formUnion([place, last[0]])
        }
        return result
    }
}
