/// A tensor that a network brings along: its weights, and the numbers that its shape arithmetic uses.
///
/// Name and shape are known; values are fetched when asked for, so a network of gigabytes is opened in a moment.
public struct Constant: Sendable {
    /// The name in the file.
    public let name: String
    /// Sizes of the axes, none negative; empty for a single number.
    public let shape: [Int]
    /// What its elements are.
    public let type: NumberType
    private let source: Source

    /// Where values come from; each closure gives one value per element, last axis fastest.
    public enum Source: Sendable {
        /// Values that are already at hand.
        case integers([Int])
        /// Values that are already at hand.
        case floats([Float])
        /// Values in a file: whole numbers, or numbers as 32-bit floats.
        case stored(
            integers: @Sendable () throws(NetworkError) -> [Int], floats: @Sendable () throws(NetworkError) -> [Float])
        /// None: a network on paper, whose weights nobody has trained.
        case none
    }

    /// A constant.
    ///
    /// - Precondition: no size is negative, and values at hand are as many as the shape says.
    public init(name: String, shape: [Int], type: NumberType, source: Source) {
        precondition(shape.allSatisfy { $0 >= 0 }, "a size is not negative")
        self.name = name
        self.shape = shape
        self.type = type
        self.source = source
        switch source {
        case .integers(let values): precondition(values.count == count, "one value per element")
        case .floats(let values): precondition(values.count == count, "one value per element")
        case .stored, .none: break
        }
    }

    /// The same tensor under another name.
    public func named(_ name: String) -> Constant {
        Constant(name: name, shape: shape, type: type, source: source)
    }

    /// Elements: the product of the shape.
    public var count: Int { elementCount(shape) }

    /// The elements as whole numbers: shapes, axes, indices.
    ///
    /// - Throws: ``NetworkError/unreadable(constant:reason:)`` for values that are not there or not whole.
    public func integers() throws(NetworkError) -> [Int] {
        switch source {
        case .integers(let values): values
        case .floats: throw .unreadable(constant: name, reason: "it holds floats, and whole numbers are needed")
        case .stored(let integers, _): try checked(integers())
        case .none: throw .unreadable(constant: name, reason: "the network is on paper and has no values")
        }
    }

    /// The elements as 32-bit floats, rounded to nearest.
    ///
    /// - Throws: ``NetworkError/unreadable(constant:reason:)`` for values that are not there.
    public func floats() throws(NetworkError) -> [Float] {
        switch source {
        case .integers(let values): values.map(Float.init)
        case .floats(let values): values
        case .stored(_, let floats): try checked(floats())
        case .none: throw .unreadable(constant: name, reason: "the network is on paper and has no values")
        }
    }

    private func checked<Number>(_ values: [Number]) throws(NetworkError) -> [Number] {
        guard values.count == count else {
            throw .unreadable(constant: name, reason: "\(values.count) values for \(count) elements")
        }
        return values
    }
}

/// What the elements of a tensor are.
public enum NumberType: Hashable, Sendable {
    case float16, bfloat16, float32, float64
    case int8, uint8, int16, uint16, int32, uint32, int64, uint64
    case bool, text
    /// Anything else: complex numbers, four and eight bits.
    case other

    /// Whether elements are real numbers.
    public var isFloat: Bool { [.float16, .bfloat16, .float32, .float64].contains(self) }
    /// Whether elements are whole numbers.
    public var isInteger: Bool { ![.bool, .text, .other].contains(self) && !isFloat }
}

/// The product of sizes, at most `Int.max`.
public func elementCount(_ shape: [Int]) -> Int {
    if shape.contains(0) { return 0 }
    return shape.reduce(1) { product, size in
        let (next, overflow) = product.multipliedReportingOverflow(by: size)
        return overflow ? .max : next
    }
}
