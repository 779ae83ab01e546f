import Foundation
import Testing

@testable import Stimuli

@Suite struct CoverageTests {
    /// The covered part of a pixel by counting points of a fine grid.
    private func counted(_ distance: Double, _ angle: Double) -> Double {
        let side = 400
        var inside = 0
        for row in 0..<side {
            for column in 0..<side {
                let x = (Double(column) + 0.5) / Double(side) - 0.5
                let y = (Double(row) + 0.5) / Double(side) - 0.5
                if x * cos(angle) + y * sin(angle) <= distance { inside += 1 }
            }
        }
        return Double(inside) / Double(side * side)
    }

    @Test(
        arguments: [0, 0.3, Double.pi / 4, 1.2, Double.pi / 2, 2.5] as [Double],
        [-0.8, -0.5, -0.2, 0, 0.1, 0.45, 0.6] as [Double])
    func `the covered part is that of the pixel's area`(angle: Double, distance: Double) {
        // A grid of 400 points a side is good to a row of points.
        #expect(abs(Normal(angle: angle).coverage(distance: distance) - counted(distance, angle)) < 1.0 / 300)
    }

    @Test(arguments: [0, 0.3, Double.pi / 4, 2.5] as [Double]) func `what one side covers the other leaves`(
        angle: Double
    ) {
        for distance in stride(from: -1.0, through: 1, by: 0.05) {
            let both =
                Normal(angle: angle).coverage(distance: distance) + Normal(angle: angle).coverage(distance: -distance)
            #expect(abs(both - 1) < 1e-12)
        }
    }

    @Test func `an edge along the lattice covers linearly, one across its corner by triangles`() {
        #expect(Normal(angle: 0).coverage(distance: 0.25) == 0.75)
        // At 45° the corner reaches √½; what is beyond a distance d is a triangle of height √½ − d.
        let rest = 0.5.squareRoot() - 0.4
        #expect(abs(Normal(angle: .pi / 4).coverage(distance: 0.4) - (1 - rest * rest)) < 1e-12)
    }
}
