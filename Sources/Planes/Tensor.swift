/// Values on a lattice of any number of axes, the last axis fastest.
///
/// Activations are `Tensor<Float>` of batch × channel × row × column; shapes and indices are `Tensor<Int>`. A shape
/// without axes is a single number.
public struct Tensor<Element: Hashable & Sendable>: Hashable, Sendable {
    /// Sizes of the axes.
    public let shape: [Int]
    /// The values, as many as the product of the shape.
    public private(set) var values: [Element]

    /// A tensor of given values.
    ///
    /// - Precondition: no size is negative, and there is one value per place.
    public init(shape: [Int], values: [Element]) {
        precondition(shape.allSatisfy { $0 >= 0 }, "a size is not negative")
        precondition(values.count == Self.count(shape), "a tensor has one value per place")
        self.shape = shape
        self.values = values
    }

    /// A tensor of one value everywhere.
    public init(shape: [Int], repeating value: Element) {
        self.init(shape: shape, values: [Element](repeating: value, count: Self.count(shape)))
    }

    /// A tensor of one number everywhere, at the speed of memory.
    public init(shape: [Int], repeating value: Element) where Element == Float {
        self.init(shape: shape) { $0.update(repeating: value) }
    }

    /// A tensor whose values are written by `fill`, each place once.
    public init(shape: [Int], filledBy fill: (UnsafeMutableBufferPointer<Element>) -> Void) {
        let count = Self.count(shape)
        self.init(
            shape: shape,
            values: [Element](unsafeUninitializedCapacity: count) { buffer, initialized in
                fill(UnsafeMutableBufferPointer(rebasing: buffer[0..<count]))
                initialized = count
            })
    }

    /// A plane as 1 × 1 × rows × columns, or planes of one size as their channels.
    ///
    /// - Precondition: at least one plane, all of one size.
    public init(planes: [Plane]) where Element == Float {
        precondition(planes.allSatisfy { $0.size == planes[0].size }, "channels have one size")
        self.init(
            shape: [1, planes.count, planes[0].size.height, planes[0].size.width], values: planes.flatMap(\.values))
    }

    /// The product of sizes; 0 wherever one is.
    private static func count(_ shape: [Int]) -> Int { shape.contains(0) ? 0 : shape.reduce(1, *) }

    /// Number of values.
    public var count: Int { values.count }

    /// The value at a place, one index per axis.
    public subscript(_ place: Int...) -> Element {
        precondition(place.count == shape.count, "one index per axis")
        return values[zip(place, shape).reduce(0) { $0 * $1.1 + $1.0 }]
    }

    /// The same values in the same order under another shape.
    ///
    /// - Precondition: as many values.
    public consuming func reshaped(to shape: [Int]) -> Tensor {
        Tensor(shape: shape, values: values)
    }

    /// Changes values in place; where nobody else holds them, nothing is copied.
    public mutating func update(_ body: (UnsafeMutableBufferPointer<Element>) -> Void) {
        values.withUnsafeMutableBufferPointer { body($0) }
    }

    /// One channel of the first image of the batch.
    ///
    /// - Precondition: four axes, none empty.
    public func plane(ofChannel channel: Int) -> Plane where Element == Float {
        precondition(shape.count == 4 && channel < shape[1], "batch × channel × row × column")
        let size = PixelSize(height: shape[2], width: shape[3])
        return Plane(size: size, values: Array(values[channel * size.count..<(channel + 1) * size.count]))
    }
}
