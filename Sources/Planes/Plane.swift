/// One value per pixel: an image channel, a kernel channel, a map.
///
/// Values are row-major, row 0 at the top, column 0 at the left, pixel centres at integers.
public struct Plane: Hashable, Sendable, Codable {
    /// Rows and columns.
    public let size: PixelSize
    /// The values, row by row.
    public private(set) var values: [Float]

    /// A plane of given values.
    ///
    /// - Precondition: `values.count == size.count`.
    public init(size: PixelSize, values: [Float]) {
        precondition(values.count == size.count, "a plane has one value per pixel")
        self.size = size
        self.values = values
    }

    /// A plane computed pixel by pixel.
    public init(size: PixelSize, _ value: (_ row: Int, _ column: Int) -> Float) {
        self.size = size
        values = []
        values.reserveCapacity(size.count)
        for row in 0..<size.height {
            for column in 0..<size.width { values.append(value(row, column)) }
        }
    }

    /// The value at a pixel.
    public subscript(row: Int, column: Int) -> Float {
        get { values[row * size.width + column] }
        set { values[row * size.width + column] = newValue }
    }

    /// Lends the values' memory, row by row, to be written in place.
    public mutating func withUnsafeMutableValues<Result>(
        _ body: (UnsafeMutableBufferPointer<Float>) throws -> Result
    ) rethrows -> Result {
        try values.withUnsafeMutableBufferPointer { try body($0) }
    }

    /// The mean over all pixels.
    public var mean: Double {
        values.reduce(0) { $0 + Double($1) } / Double(values.count)
    }

    /// The Euclidean norm: the root of the sum of squares.
    public var norm: Double {
        values.reduce(0) { $0 + Double($1) * Double($1) }.squareRoot()
    }

    /// The plane with its mean taken away and its norm brought to one; a constant plane stays zero.
    public var centeredToUnitEnergy: Plane {
        let mean = mean
        let centered = values.map { Double($0) - mean }
        let norm = centered.reduce(0) { $0 + $1 * $1 }.squareRoot()
        let scale = norm > Self.flatness * self.norm ? 1 / norm : 0
        return Plane(size: size, values: centered.map { Float($0 * scale) })
    }

    /// A plane whose variation is below this part of its norm is constant as far as `Float` can tell.
    static let flatness = 1e-6
}
