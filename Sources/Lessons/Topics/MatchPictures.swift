internal import Foundation
import Planes

/// Drawings of ±1 on 9 × 9 pixels: an X, and what may have become of it.
enum MatchPictures {
    static let size = PixelSize(side: 9)

    /// Two strokes through the middle, each three pixels long to either side.
    ///
    /// - Parameters:
    ///   - scale: of the strokes' length.
    ///   - degrees: how far the X is turned, counter-clockwise as seen.
    ///   - right: pixels to the right.
    ///   - up: pixels up.
    static func cross(scale: Double = 1, turned degrees: Double = 0, right: Int = 0, up: Int = 0) -> Plane {
        var plane = Plane(size: size) { _, _ in -1 }
        for stroke in [45.0, 135.0] {
            let angle = (stroke + degrees) * .pi / 180
            let (x, y) = (cos(angle), sin(angle))
            // One pixel for each step along the longer axis.
            let longer = max(abs(x), abs(y))
            let steps = Int((3 * scale * 2.0.squareRoot() * longer).rounded())
            for step in -steps...steps {
                let part = Double(step) / longer
                let column = 4 + right + Int((part * x).rounded())
                let row = 4 - up - Int((part * y).rounded())
                guard (0..<9).contains(row), (0..<9).contains(column) else { continue }
                plane[row, column] = 1
            }
        }
        return plane
    }

    /// Drawn by hand: each row's `#` are ink.
    static func drawn(_ rows: [String]) -> Plane {
        Plane(rows: rows.map { row in row.map { $0 == "#" ? 1 : -1 } })
    }

    /// What the question is asked of, with names.
    static let all: [(name: String, plane: Plane)] = [
        ("X", cross()),
        ("shifted", cross(right: 1, up: 1)),
        ("shrunk", cross(scale: 0.67)),
        ("turned 10°", cross(turned: 10)),
        ("deformed", deformed),
        ("turned 45°", cross(turned: 45)),
        ("O", ring),
        ("stroke", stroke),
        ("blank", Plane(size: size) { _, _ in -1 }),
    ]

    /// Which of them a person would call an X.
    static let crosses: Set = ["X", "shifted", "shrunk", "turned 10°", "deformed"]

    private static let deformed = drawn([
        ".........", ".#....#..", "..#...#..", "...#.#...", "...##....", "....##...", "...#..#..", "..#....#.",
        ".........",
    ])
    private static let ring = drawn([
        ".........", "...###...", "..#...#..", ".#.....#.", ".#.....#.", ".#.....#.", "..#...#..", "...###...",
        ".........",
    ])
    private static let stroke = drawn([
        ".........", ".......#.", "......#..", ".....#...", "....#....", "...#.....", "..#......", ".#.......",
        ".........",
    ])

    /// What an X is made of, 3 × 3 pixels each.
    static let features: [(name: String, plane: Plane)] = [
        ("\\", drawn(["#..", ".#.", "..#"])),
        ("x", drawn(["#.#", ".#.", "#.#"])),
        ("/", drawn(["..#", ".#.", "#.."])),
    ]
}
