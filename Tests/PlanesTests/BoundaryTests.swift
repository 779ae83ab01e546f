import Planes
import Testing

@Suite struct BoundaryTests {
    @Test(arguments: [
        (Boundary.reflect, [2, 3, 2, 1, 0, 1, 2, 3, 2, 1, 0, 1]),
        (.wrap, [0, 1, 2, 3, 0, 1, 2, 3, 0, 1, 2, 3]),
        (.zero, [-1, -1, -1, -1, 0, 1, 2, 3, -1, -1, -1, -1]),
    ])
    func `four pixels are continued as the pictures in the comments say`(boundary: Boundary, expected: [Int]) {
        #expect((-4..<8).map { boundary.pixel(at: $0, of: 4) ?? -1 } == expected)
    }

    @Test(arguments: [Boundary.reflect, .wrap])
    func `a single pixel stands everywhere`(boundary: Boundary) {
        #expect((-3...3).allSatisfy { boundary.pixel(at: $0, of: 1) == 0 })
    }

    @Test(arguments: 2...7)
    func `reflection is even about both edge pixels, and wrapping has the image's period`(count: Int) {
        for place in -30...30 {
            let reflected = Boundary.reflect.pixel(at: place, of: count)
            #expect(reflected == Boundary.reflect.pixel(at: -place, of: count))
            #expect(reflected == Boundary.reflect.pixel(at: 2 * (count - 1) - place, of: count))
            #expect(Boundary.wrap.pixel(at: place, of: count) == Boundary.wrap.pixel(at: place + count, of: count))
        }
    }
}
