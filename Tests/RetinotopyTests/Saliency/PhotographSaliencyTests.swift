import Foundation
import Planes
import Retinotopy
import Testing
import Workers

@Suite struct PhotographSaliencyTests {
    /// White bars of 2 × 10 pixels on grey, 16 pixels apart, one of them of another orientation.
    private func bars(of degrees: Double, oneOf other: Double, at odd: (row: Int, column: Int)) -> Plane {
        Plane(size: PixelSize(side: 64)) { row, column in
            let cell = (row: row / 16, column: column / 16)
            let angle = (cell == odd ? other : degrees) * .pi / 180
            let (right, up) = (Double(column % 16) - 7.5, 7.5 - Double(row % 16))
            let (along, across) = (right * cos(angle) + up * sin(angle), up * cos(angle) - right * sin(angle))
            return abs(along) <= 5 && abs(across) <= 1 ? 0.9 : 0.4
        }
    }

    @Test(arguments: [(0.0, 90.0), (45, 135)])
    func `on a picture of bars the eyes go to the odd one first`(degrees: Double, other: Double) throws {
        let plane = bars(of: degrees, oneOf: other, at: (row: 1, column: 2))
        let grid = try HypercolumnGrid(photograph: plane.size, wavelength: 8)
        let map = PhotographSaliency(of: plane, on: grid, workers: Workers(2)).map
        let first = try #require(map.peaks(1, radius: 3).first)
        let center = grid.center(row: first.row, column: first.column)
        #expect(Int(center.y) / 16 == 1 && Int(center.x) / 16 == 2, "at \(center)")
    }

    @Test func `nothing on an even picture stirs V1, and progress is told step by step`() throws {
        let plane = Plane(size: PixelSize(height: 4, width: 10)) { _, _ in 0.7 }
        var steps: [Int] = []
        let saliency = PhotographSaliency(of: plane, on: try HypercolumnGrid(photograph: plane.size)) {
            steps.append($0)
        }
        #expect(saliency.map.values.allSatisfy { $0 == 0 } && saliency.semisaturation == 0.01)
        #expect(steps == Array(1...LiCircuit.stepCount))
    }

    @Test func `any number of workers gives the same bytes`() throws {
        let plane = bars(of: 0, oneOf: 90, at: (row: 1, column: 1))
        let grid = try HypercolumnGrid(photograph: plane.size, wavelength: 32)
        let one = PhotographSaliency(of: plane, on: grid)
        #expect(one == PhotographSaliency(of: plane, on: grid, workers: Workers(4)))
    }
}
