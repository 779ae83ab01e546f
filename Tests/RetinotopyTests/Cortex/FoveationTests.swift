import Foundation
import Planes
import Retinotopy
import Testing

@Suite struct FoveationTests {
    private static let size = PixelSize(height: 41, width: 61)

    private func retina(_ degrees: Double) throws -> Foveation {
        Foveation(of: try VisualField(size: Self.size, degrees: degrees), by: .hortonHoyt)
    }

    /// M = 17.3/(E + 0.75): half of that at fixation at 0.75°, a ninth at 6°.
    @Test func `samples lie apart as magnification falls`() throws {
        let retina = try retina(12)
        #expect(retina.spacing(atEccentricity: 0) == 1 && retina.sigma(atEccentricity: 0) == 0)
        #expect(abs(retina.spacing(atEccentricity: 0.75) - 2) < 1e-12)
        #expect(abs(retina.spacing(atEccentricity: 6) - 9) < 1e-12)
        #expect(abs(retina.sigma(atEccentricity: 0.75) - 0.75.squareRoot()) < 1e-12)
    }

    @Test func `fixation stays sharp and a plain grey stays plain`() throws {
        let retina = try retina(6)
        let spot = Plane(size: Self.size) { $0 == 20 && $1 == 30 ? 1 : 0 }
        #expect(retina.applied(to: spot)[20, 30] == 1)
        let grey = Plane(size: Self.size) { _, _ in 0.25 }
        #expect(retina.applied(to: grey).values.allSatisfy { abs($0 - 0.25) < 1e-6 })
    }

    /// The plain definition: every pixel the mean under its own Gaussian. The mixture of two neighbouring Gaussians has the
    /// variance of the one between them, and differs from it in shape by some percent.
    @Test func `a pixel is the mean under the Gaussian of its eccentricity`() throws {
        let (retina, field) = (try retina(3), try VisualField(size: Self.size, degrees: 3))
        let picture = Plane(size: Self.size) { row, column in
            Float(0.5 + 0.3 * cos(0.9 * Double(column)) + 0.2 * sin(0.7 * Double(row)))
        }
        let found = retina.applied(to: picture)
        for (row, column) in [(20, 31), (12, 22), (25, 45), (30, 20), (14, 40)] {
            let sigma = retina.sigma(
                atEccentricity: field.point(x: Double(column), y: Double(row)).eccentricity)
            var (sum, weights) = (0.0, 0.0)
            for y in 0..<41 {
                for x in 0..<61 {
                    let square = Double((x - column) * (x - column) + (y - row) * (y - row))
                    let weight = exp(-square / (2 * sigma * sigma))
                    sum += weight * Double(picture[y, x])
                    weights += weight
                }
            }
            #expect(abs(Double(found[row, column]) - sum / weights) < 0.01)
        }
    }
}
