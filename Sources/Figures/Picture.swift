public import Planes

/// The colours of a pixel lattice, ready to be drawn.
public struct Picture: Hashable, Sendable {
    /// Rows and columns.
    public let size: PixelSize
    /// Red, green, blue, 0…255 each, pixel by pixel, row 0 at the top.
    public let bytes: [UInt8]

    /// A picture computed pixel by pixel.
    public init(size: PixelSize, _ color: (_ row: Int, _ column: Int) -> Color) {
        self.size = size
        var bytes: [UInt8] = []
        bytes.reserveCapacity(3 * size.count)
        for row in 0..<size.height {
            for column in 0..<size.width {
                let (red, green, blue) = color(row, column).bytes
                bytes.append(red)
                bytes.append(green)
                bytes.append(blue)
            }
        }
        self.bytes = bytes
    }

    /// Signed values by a colour scale symmetric about 0.
    ///
    /// - Parameters:
    ///   - plane: one value per pixel.
    ///   - limit: the value at the scale's ends, in the plane's own unit. Where it is not positive, as for a kernel of
    ///     zeros, every pixel has the colour of 0.
    ///   - scale: the colours from −limit to +limit.
    public init(signed plane: Plane, limit: Float, scale: ColorScale = .diverging) {
        self.init(size: plane.size) { row, column in
            scale.color(at: Self.part(plane[row, column], of: limit))
        }
    }

    /// Three channels in true colour: 0 is mid grey (0.5), −limit is 0 and +limit is 1 in each channel.
    ///
    /// - Parameters:
    ///   - red: the first channel.
    ///   - green: the second channel.
    ///   - blue: the third channel.
    ///   - limit: as in ``init(signed:limit:scale:)``.
    /// - Precondition: the three planes have one size.
    public init(red: Plane, green: Plane, blue: Plane, limit: Float) {
        precondition(red.size == green.size && red.size == blue.size, "the channels of a picture have one size")
        func share(_ value: Float) -> Double { 0.5 + 0.5 * Self.part(value, of: limit) }
        self.init(size: red.size) { row, column in
            Color(red: share(red[row, column]), green: share(green[row, column]), blue: share(blue[row, column]))
        }
    }

    /// The value as part of the limit; 0 where there is no scale or no number.
    private static func part(_ value: Float, of limit: Float) -> Double {
        guard limit > 0, !value.isNaN else { return 0 }
        let part = Double(value) / Double(limit)
        return part.isNaN ? 0 : part
    }

    /// One pixel's bytes.
    public func pixel(row: Int, column: Int) -> (red: UInt8, green: UInt8, blue: UInt8) {
        let start = 3 * (row * size.width + column)
        return (bytes[start], bytes[start + 1], bytes[start + 2])
    }
}
