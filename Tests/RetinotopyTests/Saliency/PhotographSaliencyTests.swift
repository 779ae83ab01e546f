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

    /// 8 × 8 bars of 5 × 22 pixels, 32 pixels apart, of soft edges; one may be of another orientation.
    private func texture(_ degrees: Double, odd: (degrees: Double, row: Int, column: Int)? = nil) -> Plane {
        Plane(size: PixelSize(side: 256)) { row, column in
            let (cellRow, cellColumn) = (row / 32, column / 32)
            let isOdd = odd.map { $0.row == cellRow && $0.column == cellColumn } ?? false
            let angle = (isOdd ? odd?.degrees ?? 0 : degrees) * .pi / 180
            let (right, up) = (Double(column % 32) - 15.5, 15.5 - Double(row % 32))
            let (along, across) = (right * cos(angle) + up * sin(angle), up * cos(angle) - right * sin(angle))
            func within(_ distance: Double) -> Double { min(max(distance + 0.5, 0), 1) }
            return Float(0.5 + 0.4 * within(11 - abs(along)) * within(2.5 - abs(across)))
        }
    }

    private func first(_ plane: Plane) throws -> SaliencyStudy.Place? {
        let scales = try HypercolumnGrid.scales(photograph: plane.size).map {
            PhotographSaliency(of: plane, on: $0, workers: Workers(2))
        }
        return SaliencyStudy(photograph: "bars", scales, field: nil, peaks: 10).peaks.first
    }

    @Test(arguments: [(0.0, 30.0, 3, 3), (0, -30, 2, 5), (90, 60, 5, 2), (45, 75, 4, 4)])
    func `a drawn bar turned by 30° is the first fixation, wherever it stands`(
        degrees: Double, other: Double, row: Int, column: Int
    ) throws {
        let place = try #require(try first(texture(degrees, odd: (other, row, column))))
        let center = try #require(place.center)
        let (x, y) = (center.x, center.y)
        #expect(Int(y) / 32 == row && Int(x) / 32 == column, "at \(x), \(y), z \(place.zScore ?? 0)")
        #expect(place.zScore ?? 0 > 5)
    }

    @Test func `in a drawn texture of one kind nothing stands out as an odd bar does`() throws {
        #expect((try first(texture(0))?.zScore ?? 0) < 5)
    }

    @Test func `one that stands out is measured from all others, without itself`() throws {
        let scene = BarScene(.popout90)
        let study = SaliencyStudy(showing: scene, peaks: 1, workers: Workers(2))
        let others = scene.bars.filter { $0.row != BarScene.center || $0.column != BarScene.center }.map {
            study.map.values[$0.row * study.map.size.width + $0.column]
        }
        let mean = others.reduce(0, +) / 143
        let spread = (others.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 143).squareRoot()
        let target = study.place(row: BarScene.center, column: BarScene.center)
        #expect(abs(try #require(target.zScore) - (target.saliency - mean) / spread) < 1e-6)
        // Measured with itself it could not exceed √143.
        #expect(try #require(target.zScore) > 12)
    }
}
