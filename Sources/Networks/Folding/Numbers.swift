/// The elements of a tensor that is known before the network runs: weights, sizes, axes, scales.
public enum Numbers: Hashable, Sendable {
    /// Whole numbers; truth values are 0 and 1.
    case integers([Int])
    /// Others.
    case floats([Float])

    /// At most so many elements are followed with shapes; shape arithmetic has few.
    static let limit = 4096

    /// How many there are.
    public var count: Int {
        switch self {
        case .integers(let values): values.count
        case .floats(let values): values.count
        }
    }

    /// As whole numbers, those that are not cut towards zero.
    public var integers: [Int] {
        switch self {
        case .integers(let values): values
        case .floats(let values): values.map { Int(exactly: $0.rounded(.towardZero)) ?? ($0 < 0 ? .min : .max) }
        }
    }

    /// As 32-bit floats.
    public var floats: [Float] {
        switch self {
        case .integers(let values): values.map(Float.init)
        case .floats(let values): values
        }
    }

    /// Whether they are whole by kind.
    var isWhole: Bool { if case .integers = self { true } else { false } }

    /// The elements at places, in that order.
    ///
    /// - Precondition: each is a place.
    package func picked(_ places: some Sequence<Int>) -> Numbers {
        switch self {
        case .integers(let values): .integers(places.map { values[$0] })
        case .floats(let values): .floats(places.map { values[$0] })
        }
    }

    /// One after another; whole if all are.
    static func joined(_ parts: [Numbers]) -> Numbers {
        parts.allSatisfy(\.isWhole) ? .integers(parts.flatMap(\.integers)) : .floats(parts.flatMap(\.floats))
    }
}

/// What is known of a tensor before the network runs.
public struct TensorFacts: Hashable, Sendable {
    /// Sizes of the axes.
    public let shape: [Int]
    /// Its elements, where they are few and follow from shapes and constants alone.
    public let numbers: Numbers?

    /// A tensor of a shape, and perhaps known elements.
    public init(_ shape: [Int], _ numbers: Numbers? = nil) {
        self.shape = shape
        self.numbers = numbers.flatMap { $0.count == elementCount(shape) && $0.count <= Numbers.limit ? $0 : nil }
    }
}
