import Planes
import ReceptiveFields

/// The values of a network's image that a unit sees: every channel of the pixels of its field.
struct PatternWindow: Sendable {
    /// Rows and columns of the image.
    let size: PixelSize
    private let channels: Int
    private let rows, columns: [Int]
    private let box: (rows: ClosedRange<Int>, columns: ClosedRange<Int>)?

    /// Of a unit, on an image of 1 × channel × row × column, or on a part of one that begins at a pixel of it.
    init(of unit: ActivationLayer.Unit, on shape: [Int], from origin: (row: Int, column: Int) = (0, 0)) {
        size = PixelSize(height: shape[2], width: shape[3])
        channels = shape[1]
        rows = unit.rows.pieces.flatMap(Array.init).map { $0 - origin.row }
        columns = unit.columns.pieces.flatMap(Array.init).map { $0 - origin.column }
        box =
            if let top = rows.first, let bottom = rows.last, let left = columns.first, let right = columns.last {
                (top...bottom, left...right)
            } else { nil }
    }

    /// How many values.
    var count: Int { channels * rows.count * columns.count }

    /// Where each value is in the image; −1 for what a shift moves beyond its edge.
    func places(shifted shift: (y: Int, x: Int)) -> [Int] {
        var places: [Int] = []
        places.reserveCapacity(count)
        for channel in 0..<channels {
            for row in rows {
                let isRow = (0..<size.height).contains(row + shift.y)
                let start = channel * size.count + (row + shift.y) * size.width + shift.x
                for column in columns {
                    places.append(isRow && (0..<size.width).contains(column + shift.x) ? start + column : -1)
                }
            }
        }
        return places
    }

    /// A pattern as 1 × channel × row × column of the box around the field, 0 in its holes.
    func tensor(of pattern: [Float]) -> Tensor<Float> {
        guard let box else { return Tensor(shape: [1, channels, 0, 0], values: []) }
        let (height, width) = (box.rows.count, box.columns.count)
        var tensor = Tensor<Float>(shape: [1, channels, height, width], repeating: 0)
        tensor.update { values in
            var index = 0
            for channel in 0..<channels {
                for row in rows {
                    let start = (channel * height + row - box.rows.lowerBound) * width - box.columns.lowerBound
                    for column in columns {
                        values[start + column] = pattern[index]
                        index += 1
                    }
                }
            }
        }
        return tensor
    }
}
