public import Planes

/// Where hypercolumns stand on a photograph, and how coarse the photograph is made for them.
///
/// There are two hypercolumns to a wavelength. For wavelengths of 16 pixels and more the photograph is first averaged over
/// squares, so that the filters stay small whatever its size.
public struct HypercolumnGrid: Hashable, Sendable, Codable {
    /// Of the photograph.
    public let photograph: PixelSize
    /// What the filters are tuned to, pixels of the photograph.
    public let wavelength: Double
    /// Pixels of the photograph along a side of the squares that are averaged; 1 for none.
    public let reduction: Int
    /// Averaged pixels from one hypercolumn to the next.
    public let step: Int
    /// Averaged pixels.
    public let reduced: PixelSize
    /// Hypercolumns.
    public let size: PixelSize

    /// The longer side of a photograph has about this many hypercolumns unless a wavelength is given.
    public static let customaryCount = 128
    /// The shortest wavelength, pixels.
    public static let shortest = 4.0
    /// The most hypercolumns, the mirrored ones about the photograph with them.
    public static let largest = 1 << 18

    /// A grid for a photograph.
    ///
    /// - Parameters:
    ///   - photograph: its rows and columns.
    ///   - asked: pixels; `nil` for one that gives the longer side about ``customaryCount`` hypercolumns, but at least
    ///     ``shortest``.
    /// - Throws: ``RetinotopyError`` for a wavelength that does not fit, or too many hypercolumns.
    public init(photograph: PixelSize, wavelength asked: Double? = nil) throws(RetinotopyError) {
        let longer = max(photograph.height, photograph.width)
        let customary = 2 * Double((longer + Self.customaryCount - 1) / Self.customaryCount)
        let wavelength = asked ?? max(customary, Self.shortest)
        guard wavelength >= Self.shortest, asked == nil || wavelength <= Double(longer) else {
            throw .invalid(
                .wavelength, value: "\(wavelength)",
                expected: "from \(Int(Self.shortest)) pixels to \(longer), the photograph's longer side")
        }
        self.photograph = photograph
        self.wavelength = wavelength
        reduction = max(1, Int(wavelength / 8))
        step = Int((wavelength / 2 / Double(reduction)).rounded())
        reduced = Self.size(of: photograph, every: reduction)
        size = Self.size(of: reduced, every: step)
        let (height, width) = (size.height + 2 * MirroredSheet.margin, size.width + 2 * MirroredSheet.margin)
        guard height * width <= Self.largest else {
            throw .tooManyHypercolumns(height: height, width: width, limit: Self.largest)
        }
    }

    /// Grids half an octave apart (3/2 and 4/3 in turn), from the customary wavelength on while the longer side has at least
    /// 16 hypercolumns.
    ///
    /// - Throws: ``RetinotopyError``.
    public static func scales(photograph: PixelSize) throws(RetinotopyError) -> [HypercolumnGrid] {
        var grids = [try HypercolumnGrid(photograph: photograph)]
        let longer = Double(max(photograph.height, photograph.width))
        while true {
            let wavelength = grids[grids.count - 1].wavelength * (grids.count % 2 == 1 ? 3.0 / 2 : 4.0 / 3)
            guard 2 * longer / wavelength >= Self.fewest else { break }
            grids.append(try HypercolumnGrid(photograph: photograph, wavelength: wavelength.rounded()))
        }
        return grids
    }

    /// Hypercolumns along the longer side of the coarsest of ``scales(photograph:)``, at least.
    static let fewest = 16.0

    /// Pixels of the photograph from one hypercolumn to the next.
    public var pitch: Int { reduction * step }

    /// The centre of a hypercolumn in pixels of the photograph, y down: the middle of its square.
    public func center(row: Int, column: Int) -> (x: Double, y: Double) {
        func center(_ place: Int, _ length: Int) -> Double {
            let pixels = square(place * step, of: length)
            return Double(pixels.lowerBound + pixels.upperBound - 1) / 2
        }
        return (center(column, photograph.width), center(row, photograph.height))
    }

    /// The pixels that are averaged for a place on one axis; at the right and lower edge they may be fewer.
    private func square(_ place: Int, of length: Int) -> Range<Int> {
        place * reduction..<min((place + 1) * reduction, length)
    }

    /// The photograph with squares averaged.
    func averaged(_ plane: Plane) -> Plane {
        guard reduction > 1 else { return plane }
        return Plane(size: reduced) { row, column in
            let (rows, columns) = (square(row, of: photograph.height), square(column, of: photograph.width))
            var sum: Float = 0
            for row in rows {
                for column in columns { sum += plane[row, column] }
            }
            return sum / Float(rows.count * columns.count)
        }
    }

    private static func size(of size: PixelSize, every step: Int) -> PixelSize {
        PixelSize(height: (size.height + step - 1) / step, width: (size.width + step - 1) / step)
    }
}
