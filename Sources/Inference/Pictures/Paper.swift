import Planes

/// The paper of a page, without what is written on it: the closing of a picture, the largest value of a square window at
/// every place and of these the smallest.
///
/// A closing fills what is darker and narrower than its window and leaves slopes of light as they are. Windows end at the
/// picture's edge.
/// - SeeAlso: Serra (1982), *Image Analysis and Mathematical Morphology*.
/// - Complexity: linear in the picture, however large the window.
struct Paper {
    let plane: Plane

    /// The paper below strokes narrower than `2 · radius + 1` pixels.
    init(below picture: Plane, radius: Int) {
        let widened = Self.extremes(picture, radius, >=)
        plane = Self.extremes(widened, radius, <=)
    }

    private static func extremes(_ plane: Plane, _ radius: Int, _ wins: (Float, Float) -> Bool) -> Plane {
        let (height, width) = (plane.size.height, plane.size.width)
        var across = plane.values
        for row in 0..<height {
            slide(plane.values, into: &across, from: row * width, step: 1, count: width, radius, wins)
        }
        var both = across
        for column in 0..<width {
            slide(across, into: &both, from: column, step: width, count: height, radius, wins)
        }
        return Plane(size: plane.size, values: both)
    }

    /// The winner of every window along one line; places that cannot win any more are forgotten.
    private static func slide(
        _ values: [Float], into results: inout [Float], from start: Int, step: Int, count: Int, _ radius: Int,
        _ wins: (Float, Float) -> Bool
    ) {
        var places = [Int](repeating: 0, count: count)
        var (first, end) = (0, 0)
        for place in 0..<count + radius {
            if place < count {
                let value = values[start + place * step]
                while end > first, wins(value, values[start + places[end - 1] * step]) { end -= 1 }
                places[end] = place
                end += 1
            }
            let middle = place - radius
            guard middle >= 0 else { continue }
            if places[first] < middle - radius { first += 1 }
            results[start + middle * step] = values[start + places[first] * step]
        }
    }
}

extension Plane {
    /// Each pixel with its eight neighbours, averaged; at the edge with those there are.
    var smoothed: Plane {
        Plane(size: size) { row, column in
            var (sum, count): (Float, Float) = (0, 0)
            for y in max(row - 1, 0)...min(row + 1, size.height - 1) {
                for x in max(column - 1, 0)...min(column + 1, size.width - 1) {
                    sum += self[y, x]
                    count += 1
                }
            }
            return sum / count
        }
    }
}
