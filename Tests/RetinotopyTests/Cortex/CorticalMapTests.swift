import Foundation
import Planes
import Retinotopy
import Testing

@Suite struct CorticalMapTests {
    private static let maps: [CorticalMap] = [
        .hortonHoyt, .dougherty, .monopole, .polimeni(.v1), .polimeni(.v2), .polimeni(.v3),
        CorticalMap(area: .v1, scale: 12, foveal: 1, peripheral: 60, wedges: [0.8, 0.4, 0.3]),
    ]

    /// Places on rings and along many directions, some of them meridians.
    private static let places: [VisualPoint] = [0.01, 0.3, 1, 5, 20, 80].flatMap { eccentricity in
        stride(from: 0.0, to: 360, by: 15).map { VisualPoint(eccentricity: eccentricity, polarAngle: $0) }
    }

    @Test(arguments: maps.indices)
    func `from the field to the cortex and back is the same place`(index: Int) throws {
        let map = Self.maps[index]
        for place in Self.places {
            let position = map.position(of: place)
            #expect(position.hemisphere == place.hemisphere)
            let back = try #require(map.place(at: position), "\(place)")
            #expect(hypot(back.x - place.x, back.y - place.y) < 1e-11 * max(1, place.eccentricity), "\(place) \(back)")
        }
    }

    @Test(arguments: maps.indices)
    func `from the cortex to the field and back is the same point`(index: Int) throws {
        let map = Self.maps[index]
        var inside = 0
        for hemisphere in Hemisphere.allCases {
            for (x, y) in [(0.5, 0.2), (10.0, -6.0), (25.0, 12.0), (14, 22), (30, -24), (8, 20), (24, 31)] {
                let side: Double = hemisphere == .left ? -1 : 1
                let point = CorticalPoint(hemisphere: hemisphere, x: side * x, y: y)
                guard let place = map.place(at: point) else { continue }
                inside += 1
                let back = map.position(of: place, in: hemisphere)
                #expect(hypot(back.x - point.x, back.y - point.y) < 1e-10)
            }
        }
        #expect(inside > 1)
    }

    @Test func `fixation is at the origin of every map, in both hemispheres`() {
        for map in Self.maps {
            for hemisphere in Hemisphere.allCases {
                let position = map.position(of: .fixation, in: hemisphere)
                #expect(hypot(position.x, position.y) < 1e-13)
                #expect(map.place(at: CorticalPoint(hemisphere: hemisphere, x: 0, y: 0)) == .fixation)
            }
        }
    }

    @Test func `the right half field is in the left hemisphere, and the halves mirror each other`() {
        for map in Self.maps {
            for place in Self.places where place.x > 0 {
                let left = map.position(of: place)
                let right = map.position(of: VisualPoint(x: -place.x, y: place.y))
                #expect(left.hemisphere == .left && right.hemisphere == .right)
                #expect(left.x == -right.x && left.y == right.y)
            }
        }
    }

    @Test func `V1 grows outwards and has the upper field below`() {
        let place = CorticalMap.polimeni(.v1).position(of: VisualPoint(x: 3, y: 4))
        #expect(place.x < 0 && place.y < 0)
        #expect(CorticalMap.polimeni(.v1).position(of: VisualPoint(x: -3, y: -4)).y > 0)
    }

    /// The vertical meridian is the common border of V1 and V2, the horizontal one of V2 and V3.
    @Test(arguments: [0.2, 2, 30])
    func `neighbouring areas meet at the meridian they share`(eccentricity: Double) {
        let vertical = VisualPoint(x: 0, y: eccentricity)
        for hemisphere in Hemisphere.allCases {
            let (one, two) = (
                CorticalMap.polimeni(.v1).position(of: vertical, in: hemisphere),
                CorticalMap.polimeni(.v2).position(of: vertical, in: hemisphere)
            )
            #expect(abs(one.x - two.x) < 1e-12 && abs(one.y - two.y) < 1e-12)
        }
        let horizontal = VisualPoint(x: eccentricity, y: 0)
        let (two, three) = (
            CorticalMap.polimeni(.v2).position(of: horizontal), CorticalMap.polimeni(.v3).position(of: horizontal)
        )
        #expect(abs(two.x - three.x) < 1e-12 && abs(two.y - three.y) < 1e-12)
    }

    @Test func `the two hemispheres have the vertical meridian at mirrored points`() {
        let meridian = VisualPoint(x: 0, y: -7)
        let map = CorticalMap.polimeni(.v1)
        let (left, right) = (map.position(of: meridian, in: .left), map.position(of: meridian, in: .right))
        #expect(left.x == -right.x && left.y == right.y && map.position(of: meridian) == left)
        #expect(map.place(at: left) == map.place(at: right))
    }

    @Test func `points beyond an area have no place`() {
        let map = CorticalMap.polimeni(.v1)
        #expect(map.place(at: CorticalPoint(hemisphere: .left, x: -10, y: 40)) == nil)
        // Beyond the vertical meridian lies V2.
        let edge = map.position(of: VisualPoint(x: 0, y: 5))
        #expect(map.place(at: CorticalPoint(hemisphere: .left, x: edge.x, y: edge.y - 0.1)) == nil)
        #expect(
            CorticalMap.polimeni(.v2).place(at: CorticalPoint(hemisphere: .left, x: edge.x, y: edge.y - 0.1)) != nil)
    }

    /// ∂w/∂r, by a central difference.
    @Test(arguments: maps.indices)
    func `magnification is how fast the map moves outwards`(index: Int) {
        let map = Self.maps[index]
        for place in Self.places where place.eccentricity < 50 && place.x != 0 && place.y != 0 {
            let step = 1e-5
            func moved(_ by: Double) -> CorticalPoint {
                let scale = 1 + by / place.eccentricity
                return map.position(of: VisualPoint(x: place.x * scale, y: place.y * scale))
            }
            let (near, far) = (moved(-step), moved(step))
            let measured = hypot(far.x - near.x, far.y - near.y) / (2 * step)
            #expect(abs(measured / map.magnification(at: place) - 1) < 1e-5)
        }
    }
}

/// Values computed by others: `magnification.json` in NumPy (double), `polimeni2006.json` by pulse2percept 0.11 (float32)
/// and, for V1, by an independent program in double precision. pulse2percept moves the left hemisphere 20 mm to the left.
@Suite struct PublishedMapTests {
    private struct Magnification: Decodable {
        let ecc_deg, horton_hoyt_mm_per_deg, horton_hoyt_distance_mm, dougherty2003_mm_per_deg: [Double]
        let schwartz_monopole_k15_a0p69, dipole_k15_a0p69_b80_mm_per_deg, dipole_distance_mm: [Double]
    }

    private struct Polimeni: Decodable {
        struct Place: Decodable {
            let dva, v1_back_dva, independent_v1_mm: [Double]
            let v1_um, v2_um, v3_um: [Double?]
        }
        let v123: [Place]
    }

    private func reference<Value: Decodable>(_ name: String, as type: Value.Type) throws -> Value {
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        return try JSONDecoder().decode(type, from: Data(contentsOf: folder.appending(path: "Reference/\(name)")))
    }

    @Test func `magnification and distance along the horizontal meridian`() throws {
        let expected = try reference("magnification.json", as: Magnification.self)
        let laws: [(CorticalMap, [Double])] = [
            (.hortonHoyt, expected.horton_hoyt_mm_per_deg), (.dougherty, expected.dougherty2003_mm_per_deg),
            (.monopole, expected.schwartz_monopole_k15_a0p69),
            (.polimeni(.v1), expected.dipole_k15_a0p69_b80_mm_per_deg),
        ]
        for (index, eccentricity) in expected.ecc_deg.enumerated() {
            for (map, values) in laws {
                #expect(abs(map.magnification(atEccentricity: eccentricity) - values[index]) < 1e-12)
                let place = VisualPoint(x: eccentricity, y: 0)
                #expect(abs(map.magnification(at: place) - values[index]) < 1e-12)
            }
            let place = VisualPoint(x: -eccentricity, y: 0)
            let hortonHoyt = CorticalMap.hortonHoyt.position(of: place, in: .right)
            #expect(abs(hortonHoyt.x - expected.horton_hoyt_distance_mm[index]) < 1e-12)
            let dipole = CorticalMap.polimeni(.v1).position(of: place, in: .right)
            #expect(abs(dipole.x - expected.dipole_distance_mm[index]) < 1e-12 && dipole.y == 0)
        }
    }

    @Test func `V1, V2 and V3 of Polimeni, Balasubramanian and Schwartz`() throws {
        /// Of single precision at 80 000 µm.
        let single = 1e-5
        for place in try reference("polimeni2006.json", as: Polimeni.self).v123 {
            let point = VisualPoint(x: place.dva[0], y: place.dva[1])
            for (area, published) in zip(CorticalMap.Area.allCases, [place.v1_um, place.v2_um, place.v3_um]) {
                let position = CorticalMap.polimeni(area).position(of: point)
                let offset: Double = position.hemisphere == .left ? -20 : 0
                if let x = published[0], let y = published[1] {
                    #expect(abs(position.x + offset - x / 1000) < single && abs(position.y - y / 1000) < single)
                } else {
                    // pulse2percept leaves the horizontal meridian out of V2 and V3; here it belongs to the upper field.
                    #expect(point.y == 0 && area != .v1 && position.y < 0)
                }
            }
            let one = CorticalMap.polimeni(.v1).position(of: point)
            let offset: Double = one.hemisphere == .left ? -20 : 0
            let (x, y) = (place.independent_v1_mm[0] - offset, place.independent_v1_mm[1])
            #expect(abs(one.x - x) < 1e-12 && abs(one.y - y) < 1e-12)
            let back = CorticalMap.polimeni(.v1).place(at: one)
            #expect(abs((back?.x ?? 1e9) - place.v1_back_dva[0]) < 1e-4)
            #expect(abs((back?.y ?? 1e9) - place.v1_back_dva[1]) < 1e-4)
        }
    }

    /// Dougherty et al. measured to 12°; on to the rim of the field the law gives thousands of square millimetres.
    @Test func `a map ends where its data end`() throws {
        let map = CorticalMap.dougherty
        let (inside, outside) = (VisualPoint(x: 11.9, y: 0), VisualPoint(x: 12.1, y: 0))
        #expect(map.reaches(inside) && !map.reaches(outside))
        let field = try VisualField(size: PixelSize(side: 160), degrees: 160)
        let grid = try #require(CorticalGrid(of: field, on: map, hemisphere: .left, pitch: 1))
        #expect(grid.places.compactMap(\.self).allSatisfy { $0.eccentricity <= 12.0001 })
        #expect((500...2500).contains(grid.places.compactMap(\.self).count))
    }
}
