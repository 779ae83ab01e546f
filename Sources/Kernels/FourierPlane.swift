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
        return spectrumCount + 2 * longest * (Self.gap + Self.turned)
    }

    /// Lines that are turned together.
    private static let turned = 8
    /// Places between turned lines, so that they do not all fall on the same places of the cache.
    private static let gap = 8

    /// One line of values, in turn real and imaginary, and its index.
    typealias Line = (_ index: Int, _ values: UnsafeMutablePointer<Float>) -> Void

    /// Asks for the first `rows` rows, the others being zero, and gives all columns of their spectrum.
    func forward(rows: Int, scratch: UnsafeMutablePointer<Float>, fill: Line, read: Line) {
        pass(
            along, rows, then: down, stride(from: 0, to: along.length, by: 1), inverse: false, scratch: scratch,
            fill: fill, read: read)
    }

    /// Asks for all columns of a spectrum and gives some rows, unnormalised.
    func inverse(rows: StrideTo<Int>, scratch: UnsafeMutablePointer<Float>, fill: Line, read: Line) {
        pass(
            down, along.length, then: along, rows, inverse: true, scratch: scratch, fill: fill, read: read)
    }

    private func pass(
        _ first: RowTransform, _ lines: Int, then second: RowTransform, _ wanted: StrideTo<Int>, inverse: Bool,
        scratch: UnsafeMutablePointer<Float>, fill: Line, read: Line
    ) {
        let pitch = second.length + Self.gap
        let batch = scratch + 2 * pitch * first.length
        let end = wanted.reduce(0) { max($0, $1 + 1) }
        for start in stride(from: 0, to: second.length, by: Self.turned) {
            for index in 0..<Self.turned {
                let line = batch + 2 * first.length * index
                if start + index < lines {
                    fill(start + index, line)
                    first.transform(line, inverse: inverse)
                } else {
                    line.update(repeating: 0, count: 2 * first.length)
                }
            }
            strips_turn(end, batch, first.length, scratch + 2 * start, pitch)
        }
        for index in wanted {
            let line = scratch + 2 * pitch * index
            second.transform(line, inverse: inverse)
            read(index, line)
        }
    }
}
