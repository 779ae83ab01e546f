import CCorrelation
import Workers

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
    /// Values of memory that a transform needs, shared by its workers.
    var scratch: Int { spectrumCount + 2 * max(along.length, down.length) * Self.gap }

    /// Lines that are turned together.
    private static let turned = 8
    /// Places between turned lines, so that they do not all fall on the same places of the cache.
    private static let gap = 8

    /// Writes a line of values, in turn real and imaginary, and says whether there is any but zeros.
    typealias Fill = @Sendable (_ index: Int, _ values: UnsafeMutablePointer<Float>) -> Bool
    /// Takes a line of values, in turn real and imaginary; there is room for as many behind it.
    typealias Read = @Sendable (_ index: Int, _ values: UnsafeMutablePointer<Float>) -> Void

    /// Asks for all rows of a plane and gives its spectrum's columns, or the first of them.
    func forward(
        columns: Int? = nil, scratch: UnsafeMutablePointer<Float>, workers: Workers = Workers(1), fill: Fill, read: Read
    ) {
        pass(
            along, then: down, stride(from: 0, to: columns ?? along.length, by: 1), inverse: false,
            scratch: scratch, workers: workers, fill: fill, read: read)
    }

    /// Asks for all columns of a spectrum and gives some rows of its plane, unnormalised.
    func inverse(
        rows: StrideTo<Int>, scratch: UnsafeMutablePointer<Float>, workers: Workers, fill: Fill, read: Read
    ) {
        pass(down, then: along, rows, inverse: true, scratch: scratch, workers: workers, fill: fill, read: read)
    }

    private func pass(
        _ first: RowTransform, then second: RowTransform, _ wanted: StrideTo<Int>, inverse: Bool,
        scratch: UnsafeMutablePointer<Float>, workers: Workers, fill: Fill, read: Read
    ) {
        nonisolated(unsafe) let turned = scratch
        let pitch = second.length + Self.gap
        let end = wanted.reduce(0) { max($0, $1 + 1) }
        workers.share(second.length / Self.turned, scratch: 2 * first.length * (Self.turned + 1)) { item, lines in
            let spare = lines + 2 * first.length * Self.turned
            for index in 0..<Self.turned {
                let line = lines + 2 * first.length * index
                if fill(item * Self.turned + index, spare) {
                    first.transform(spare, to: line, inverse: inverse)
                } else {
                    line.update(repeating: 0, count: 2 * first.length)
                }
            }
            correlation_turn(end, lines, first.length, turned + 2 * item * Self.turned, pitch)
        }
        let rows = Array(wanted)
        workers.share((rows.count - 1) / Self.turned + 1, scratch: 4 * second.length) { item, line in
            for index in rows[(item * Self.turned)...].prefix(Self.turned) {
                second.transform(turned + 2 * pitch * index, to: line, inverse: inverse)
                read(index, line)
            }
        }
    }
}
