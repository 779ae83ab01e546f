import CStrips

/// Transforms of planes of complex values in single precision, real and imaginary parts in turn: along all lines of one
/// direction, turned, then along the lines of the other. A spectrum is given and taken column by column.
struct FourierPlane: Sendable {
    private let along, down: RowTransform

    /// - Precondition: rows and columns are multiples of eight.
    init(rows: Int, columns: Int) {
        precondition(rows % Self.turned == 0 && columns % Self.turned == 0, "lines are turned eight by eight")
        down = RowTransform(length: rows)
        along = rows == columns ? down : RowTransform(length: columns)
    }

    /// Values of a spectrum, two per place.
    var spectrumCount: Int { 2 * along.length * down.length }
    /// Values of memory that a transform needs.
    var scratch: Int {
        let longest = max(along.length, down.length)
        return spectrumCount + 2 * longest * (Self.gap + Self.turned + 1)
    }

    /// Lines that are turned together.
    private static let turned = 8
    /// Places between turned lines, so that they do not all fall on the same places of the cache.
    private static let gap = 8

    /// Writes a line of values, in turn real and imaginary, and says whether there is any but zeros.
    typealias Fill = (_ index: Int, _ values: UnsafeMutablePointer<Float>) -> Bool
    /// Takes a line of values, in turn real and imaginary.
    typealias Read = (_ index: Int, _ values: UnsafeMutablePointer<Float>) -> Void

    /// Asks for all rows of a plane and gives all columns of its spectrum.
    func forward(scratch: UnsafeMutablePointer<Float>, fill: Fill, read: Read) {
        pass(
            along, then: down, stride(from: 0, to: along.length, by: 1), inverse: false, scratch: scratch, fill: fill,
            read: read)
    }

    /// Asks for all columns of a spectrum and gives some rows of its plane, unnormalised.
    func inverse(rows: StrideTo<Int>, scratch: UnsafeMutablePointer<Float>, fill: Fill, read: Read) {
        pass(down, then: along, rows, inverse: true, scratch: scratch, fill: fill, read: read)
    }

    private func pass(
        _ first: RowTransform, then second: RowTransform, _ wanted: StrideTo<Int>, inverse: Bool,
        scratch: UnsafeMutablePointer<Float>, fill: Fill, read: Read
    ) {
        let pitch = second.length + Self.gap
        let batch = scratch + 2 * pitch * first.length
        let spare = batch + 2 * max(first.length, second.length) * Self.turned
        let end = wanted.reduce(0) { max($0, $1 + 1) }
        for start in stride(from: 0, to: second.length, by: Self.turned) {
            for index in 0..<Self.turned {
                let line = batch + 2 * first.length * index
                if fill(start + index, spare) {
                    first.transform(spare, to: line, inverse: inverse)
                } else {
                    line.update(repeating: 0, count: 2 * first.length)
                }
            }
            strips_turn(end, batch, first.length, scratch + 2 * start, pitch)
        }
        for index in wanted {
            second.transform(scratch + 2 * pitch * index, to: spare, inverse: inverse)
            read(index, spare)
        }
    }
}
