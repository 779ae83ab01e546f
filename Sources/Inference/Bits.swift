import Networks
import Planes
import Workers

extension Factories {
    static let bits: [Operator: Factory] = [
        .bitShift: { (context) throws(OperatorError) in try BitShift(context) },
        .bitwiseNot: { (context) throws(OperatorError) in BitwiseNot(word: try Word(context)) },
    ]
}

/// The bits of which a whole number of a type is made.
private struct Word {
    let mask: Int
    let isSigned: Bool

    /// That of a node's first input.
    init(_ context: OperatorContext) throws(OperatorError) {
        let widths: [NumberType: (bits: Int, isSigned: Bool)] = [
            .int8: (8, true), .int16: (16, true), .int32: (32, true), .int64: (64, true),
            .uint8: (8, false), .uint16: (16, false), .uint32: (32, false), .uint64: (64, false),
        ]
        guard let type = context.types.first ?? nil, let width = widths[type] else {
            throw OperatorError("of which type its whole numbers are is not known")
        }
        mask = width.bits == 64 ? -1 : 1 << width.bits - 1
        isSigned = width.isSigned
    }
}

/// Numbers without sign, moved by some bits; what leaves their width is lost.
private struct BitShift: Computation {
    private let word: Word
    private let isLeft: Bool

    init(_ context: OperatorContext) throws(OperatorError) {
        word = try Word(context)
        guard !word.isSigned else { throw OperatorError("numbers with a sign are not moved by bits") }
        switch context.node.string("direction") {
        case "LEFT": isLeft = true
        case "RIGHT": isLeft = false
        case let other: throw OperatorError("direction '\(other ?? "")' is not one of LEFT, RIGHT")
        }
    }

    func run(_ inputs: inout Inputs, _ workers: Workers) throws(OperatorError) -> [Value] {
        let (numbers, steps) = (try inputs.integers(0), try inputs.integers(1))
        return [
            .integers(
                try Broadcast(numbers.shape, steps.shape).combine(numbers, steps) { number, steps in
                    let bits = UInt(bitPattern: number)
                    return Int(bitPattern: isLeft ? bits << UInt(bitPattern: steps) : bits >> UInt(bitPattern: steps))
                        & word.mask
                })
        ]
    }
}

/// Every bit turned round.
private struct BitwiseNot: Computation {
    let word: Word

    func run(_ inputs: inout Inputs, _ workers: Workers) throws(OperatorError) -> [Value] {
        let numbers = try inputs.integers(0)
        return [
            .integers(
                Tensor(shape: numbers.shape, values: numbers.values.map { word.isSigned ? ~$0 : ~$0 & word.mask }))
        ]
    }
}
