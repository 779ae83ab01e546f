import Planes
import Retinotopy
import Testing

@Suite struct CorticalGridTests {
    private static let size = PixelSize(height: 60, width: 80)
    private static let maps: [CorticalMap] = [.polimeni(.v1), .polimeni(.v2), .polimeni(.v3), .hortonHoyt]

    private func grid(
        _ map: CorticalMap, _ hemisphere: Hemisphere, fixation: (x: Double, y: Double)? = nil, pitch: Double = 1
    ) throws -> CorticalGrid? {
        CorticalGrid(
            of: try VisualField(size: Self.size, degrees: 16, fixation: fixation), on: map, hemisphere: hemisphere,
            pitch: pitch)
    }

    @Test(arguments: maps.indices, Hemisphere.allCases)
    func `every point of a grid sees the place that is mapped to it`(index: Int, hemisphere: Hemisphere) throws {
        let map = Self.maps[index]
        let grid = try #require(try grid(map, hemisphere))
        let field = try VisualField(size: Self.size, degrees: 16)
        var seen = 0
        for row in 0..<grid.size.height {
            for column in 0..<grid.size.width {
                guard let place = grid.places[row * grid.size.width + column] else { continue }
                let (expected, found) = (grid.point(row: row, column: column), map.position(of: place, in: hemisphere))
                #expect(abs(expected.x - found.x) < 1e-9 && abs(expected.y - found.y) < 1e-9)
                #expect(field.contains(place) && (place.x == 0 || place.hemisphere == hemisphere))
                seen += 1
            }
        }
        #expect(seen > grid.size.count / 5)
    }

    @Test(arguments: maps.indices, Hemisphere.allCases)
    func `a grid leaves nothing of the picture out`(index: Int, hemisphere: Hemisphere) throws {
        let grid = try #require(try grid(Self.maps[index], hemisphere))
        let field = try VisualField(size: Self.size, degrees: 16)
        let bottom = grid.point(row: grid.size.height - 1, column: grid.size.width - 1)
        for row in 0..<Self.size.height {
            for column in 0..<Self.size.width {
                let place = field.point(x: Double(column), y: Double(row))
                guard place.hemisphere == hemisphere else { continue }
                let position = Self.maps[index].position(of: place)
                #expect(position.x >= grid.left && position.x <= bottom.x)
                #expect(position.y <= grid.top && position.y >= bottom.y)
            }
        }
    }

    @Test(arguments: maps.indices)
    func `points are counted before they are made`(index: Int) throws {
        let field = try VisualField(size: Self.size, degrees: 16)
        let grids = try Hemisphere.allCases.compactMap { try grid(Self.maps[index], $0) }
        let count = CorticalGrid.pointCount(of: field, on: Self.maps[index], pitch: 1)
        #expect(count > 0 && count == grids.reduce(0) { $0 + $1.size.count })
    }

    /// Magnification squared, integrated over the half field, is the area of its cortex.
    @Test func `the points count the cortex's square millimetres`() throws {
        let map = CorticalMap.polimeni(.v1)
        let grid = try #require(try grid(map, .left, pitch: 0.25))
        let counted = Double(grid.places.compactMap(\.self).count) * 0.25 * 0.25
        let steps = 800
        var area = 0.0
        for i in 0..<steps {
            for j in 0..<steps {
                // The half field is 8° wide and 12° high.
                let (x, y) = (8 * (Double(i) + 0.5) / Double(steps), 12 * (Double(j) + 0.5) / Double(steps) - 6)
                let m = map.magnification(at: VisualPoint(x: x, y: y))
                area += m * m * 8 * 12 / Double(steps * steps)
            }
        }
        #expect(abs(counted / area - 1) < 0.01)
    }

    @Test func `fixation is a point of the grid`() throws {
        let grid = try #require(try grid(.polimeni(.v1), .left, pitch: 0.7))
        #expect(grid.places.contains(VisualPoint.fixation))
    }

    @Test func `a hemisphere that sees nothing of the picture has no grid`() throws {
        #expect(try grid(.polimeni(.v1), .left, fixation: (x: 500, y: 30)) == nil)
        #expect(try grid(.polimeni(.v1), .right, fixation: (x: 500, y: 30)) != nil)
        // All of the picture lies above fixation.
        #expect(try grid(.polimeni(.v2), .right, fixation: (x: 40, y: 500)) != nil)
    }

    @Test func `a grid that would be too fine is made coarser`() throws {
        let grid = try #require(try grid(.polimeni(.v1), .left, pitch: 1e-4))
        #expect(grid.size.count <= CorticalGrid.largest * 2 && grid.pitch > 1e-3)
    }
}
