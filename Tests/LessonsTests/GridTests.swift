import Planes
import Testing

@testable import Lessons

@Suite struct GridTests {
    @Test func `columns are aligned and marked values stand in brackets`() {
        let plane = Plane(rows: [[1, -2], [10, 0]])
        #expect(Grid(plane) { $0 == 0 && $1 == 1 }.lines == ["  1  [-2]", " 10    0 "])
    }

    @Test func `a drawing shows ink and paper`() {
        #expect(Grid.drawing(Plane(rows: [[1, -1], [-1, 1]])).lines == ["# .", ". #"])
    }

    @Test func `what is too wide or too high ends in an ellipsis`() {
        let wide = Grid(Plane(size: PixelSize(height: 40, width: 32)) { _, _ in 12345.5 }).lines
        #expect(wide.count == Grid.highest + 1 && wide.last == "⋮")
        #expect(wide.allSatisfy { $0.count <= Grid.widest + 2 } && wide[0].hasSuffix("…"))
    }

    @Test func `grids that do not fit side by side stand beneath one another`() {
        let grid = Grid(Plane(size: PixelSize(height: 1, width: 12)) { _, _ in 7 })
        let lines = Grid.beside([("one", grid), ("two", grid)])
        #expect(lines.map { $0.prefix(3) } == ["one", " 7 ", "", "two", " 7 "])
        let small = Grid(Plane(rows: [[7]]))
        #expect(Grid.beside([("a", small), ("b", small)]) == ["a       b", " 7       7 "])
    }
}
