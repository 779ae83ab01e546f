import Planes
import Retinotopy
import Testing

@Suite struct ActivationMapTests {
    @Test(arguments: [(8, 3, 3), (9, 3, 3), (10, 3, 4), (1, 5, 1)])
    func `units begin on the first pixel and go on to the last they reach`(length: Int, stride: Int, units: Int) {
        let lattice = UnitLattice(picture: PixelSize(side: length), stride: stride)
        #expect(lattice.size == PixelSize(side: units))
        #expect(lattice.center(row: 0, column: units - 1).x == Double(stride * (units - 1)))
    }

    @Test func `values between units lie on straight lines, and beyond them stay`() {
        let lattice = UnitLattice(size: PixelSize(side: 2), startX: 1, startY: 1, strideX: 4, strideY: 4)
        let plane = Plane(size: PixelSize(side: 2), values: [0, 4, 8, 12])
        #expect(lattice.value(of: plane, atX: 1, y: 1) == 0 && lattice.value(of: plane, atX: 5, y: 5) == 12)
        #expect(lattice.value(of: plane, atX: 2, y: 1) == 1 && lattice.value(of: plane, atX: 3, y: 3) == 6)
        #expect(lattice.value(of: plane, atX: -9, y: 99) == 8)
    }

    @Test func `every unit has its place in picture, field and cortex`() throws {
        let size = PixelSize(height: 5, width: 9)
        let map = ActivationMap(
            channels: [Channel(index: 0, filters: [0])],
            planes: [Plane(size: PixelSize(height: 2, width: 3)) { _, _ in 0 }],
            lattice: UnitLattice(picture: size, stride: 4), field: try VisualField(size: size, degrees: 9),
            cortex: .polimeni(.v1))
        let units = map.units
        #expect(units.map(\.row) == [0, 0, 0, 1, 1, 1] && units.map(\.column) == [0, 1, 2, 0, 1, 2])
        #expect(units[2].x == 8 && units[2].y == 0)
        // One pixel to a degree, fixation on pixel (4, 2).
        #expect(units[2].point == VisualPoint(x: 4, y: 2) && units[2].position?.hemisphere == .left)
        #expect(units[0].point == VisualPoint(x: -4, y: 2) && units[0].position?.hemisphere == .right)
        #expect(units[2].position == CorticalMap.polimeni(.v1).position(of: units[2].point))
    }

    @Test func `where no unit looks there is no value`() throws {
        let size = PixelSize(height: 5, width: 9)
        let map = ActivationMap(
            channels: [Channel(index: 0, filters: [0])], planes: [Plane(size: PixelSize(side: 1)) { _, _ in 3 }],
            lattice: UnitLattice(picture: PixelSize(side: 1), stride: 1),
            field: try VisualField(size: size, degrees: 9), cortex: .polimeni(.v1), seen: (2...6, 0...4))
        #expect(map.value(of: map.planes[0], at: VisualPoint(x: 0, y: 0)) == 3)
        #expect(map.value(of: map.planes[0], at: VisualPoint(x: 3, y: 0)) == nil)
    }

    @Test func `beyond what a map of the cortex knows a unit has no place on it`() throws {
        let size = PixelSize(side: 30)
        let map = ActivationMap(
            channels: [Channel(index: 0, filters: [0])], planes: [Plane(size: PixelSize(side: 2)) { _, _ in 0 }],
            lattice: UnitLattice(picture: size, stride: 15), field: try VisualField(size: size, degrees: 30),
            cortex: .dougherty)
        // Corners at 20°, and one unit half a pixel from fixation.
        #expect(map.units[0].position == nil && map.units[3].position != nil)
    }
}
