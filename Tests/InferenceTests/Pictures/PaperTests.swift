import Planes
import Testing

@testable import Inference

@Suite struct PaperTests {
    @Test func `a line narrower than the window is filled, and a slope of light stays`() {
        let size = PixelSize(height: 20, width: 30)
        let slope = Plane(size: size) { Float($0 + 2 * $1) / 100 }
        let written = Plane(size: size) { row, column in (12..<15).contains(column) ? 0 : slope[row, column] }
        // Of the three columns that the line covers the paper is the lesser of both sides.
        let paper = Paper(below: written, radius: 2).plane
        for row in 2..<18 {
            for column in 2..<28 {
                #expect(abs(paper[row, column] - slope[row, column]) < 0.07, "\(row), \(column)")
                if !(8..<19).contains(column) { #expect(paper[row, column] == slope[row, column]) }
            }
        }
    }

    @Test(arguments: [1, 2, 5, 40]) func `the sliding windows are those of the definition`(radius: Int) {
        let plane = Plane(size: PixelSize(height: 9, width: 13), values: noise([9, 13]).values.map { ($0 + 1) / 2 })
        func extreme(_ plane: Plane, _ best: ([Float]) -> Float?) -> Plane {
            Plane(size: plane.size) { row, column in
                let rows = max(row - radius, 0)...min(row + radius, 8)
                let columns = max(column - radius, 0)...min(column + radius, 12)
                return best(rows.flatMap { y in columns.map { plane[y, $0] } }) ?? 0
            }
        }
        #expect(Paper(below: plane, radius: radius).plane == extreme(extreme(plane) { $0.max() }) { $0.min() })
    }
}
