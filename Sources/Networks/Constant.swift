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

    /// Where values come from.
    public enum Source: Sendable {
        /// Values that are already at hand.
        case integers([Int])
        /// Values that are already at hand.
        case floats([Float])
        /// Values to be fetched: one per element, last axis fastest, whole numbers of types that are.
        case stored(@Sendable () throws -> Numbers)
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
        guard case .integers(let values) = try numbers() else {
            throw .unreadable(constant: name, reason: "it holds floats, and whole numbers are needed")
        }
        return values
    }

    /// The elements as 32-bit floats, rounded to nearest.
    ///
    /// - Throws: ``NetworkError/unreadable(constant:reason:)`` for values that are not there.
    public func floats() throws(NetworkError) -> [Float] { try numbers().floats }

    /// The elements as they are.
    ///
    /// - Throws: ``NetworkError/unreadable(constant:reason:)`` for values that are not there.
    public func numbers() throws(NetworkError) -> Numbers {
        do { return try elements() } catch let error as NetworkError { throw error } catch {
            throw .unreadable(constant: name, reason: "\(error)")
        }
    }

    /// The elements as they are, or the very error of what they are read from.
    package func elements() throws -> Numbers {
        let numbers: Numbers =
            switch source {
            case .integers(let values): .integers(values)
            case .floats(let values): .floats(values)
            case .stored(let fetch): try fetch()
            case .none:
                throw NetworkError.unreadable(
                    constant: name, reason: "the network is on paper and has no values; give one with weights")
            }
        guard numbers.count == count else {
            throw NetworkError.unreadable(constant: name, reason: "\(numbers.count) values for \(count) elements")
        }
        return numbers
    }
}

/// The product of sizes, at most `Int.max`.
public func elementCount(_ shape: [Int]) -> Int {
    Count.product(shape)
}
