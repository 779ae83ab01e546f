import Foundation
import Physiology
import Planes
import Testing

@Suite struct EffectiveFieldTests {
    private static func hill(_ amplitude: Double, _ x: Double, _ y: Double, _ sigmaX: Double, _ sigmaY: Double) -> Plane
    {
        Plane(size: PixelSize(height: 60, width: 80)) { row, column in
            let (u, v) = ((Double(column) - x) / sigmaX, (Double(row) - y) / sigmaY)
            return Float(amplitude * exp(-0.5 * (u * u + v * v)))
        }
    }

    @Test(arguments: [
        [1, 40, 30, 5, 5], [3e-7, 33.25, 28.5, 4, 9], [2e5, 41, 20, 12, 2], [1, 40, 30, 0.7, 0.6],
    ])
    func `a Gaussian hill is found as it was made`(parameters: [Double]) throws {
        let (a, x, y, sigmaX, sigmaY) = (parameters[0], parameters[1], parameters[2], parameters[3], parameters[4])
        let hill = try #require(GaussianEnvelope(of: Self.hill(a, x, y, sigmaX, sigmaY)))
        // Values are floats: seven digits.
        #expect(abs(hill.amplitude / a - 1) < 1e-4)
        #expect(abs(hill.x - x) < 1e-3 && abs(hill.y - y) < 1e-3)
        #expect(abs(hill.sigmaX / sigmaX - 1) < 1e-4 && abs(hill.sigmaY / sigmaY - 1) < 1e-4)
        #expect(hill.r2 > 1 - 1e-8)
        #expect(abs(hill.sigma - (sigmaX * sigmaY).squareRoot()) < 1e-3)
        #expect(abs(hill.fullWidth / hill.sigma - 2.3548200) < 1e-6)
    }

    @Test func `a map of zeros has no hill`() {
        let field = EffectiveField(Plane(size: PixelSize(side: 5)) { _, _ in 0 })
        #expect(field.envelope == nil && field.area(holding: 0.5) == 0)
        #expect(field.part(outside: 1...2, 1...2) == 0)
    }

    @Test func `areas are the fewest pixels that hold a part`() {
        let field = EffectiveField(Plane(size: PixelSize(height: 2, width: 3), values: [1, 5, 0, 2, 2, 0]))
        #expect(field.area(holding: 0.5) == 1 && field.area(holding: 0.51) == 2)
        #expect(field.area(holding: 0.95) == 4 && field.area(holding: 1) == 4)
        // Of a wide Gaussian, 1 − p of the whole lies beyond a radius of σ√(−2 ln (1 − p)).
        let hill = EffectiveField(Self.hill(1, 40, 30, 6, 6))
        for part in [0.5, 0.95] {
            let area = -2 * log(1 - part) * .pi * 36
            #expect(abs(Double(hill.area(holding: part)) / area - 1) < 0.02)
        }
    }

    @Test func `what lies outside a box is told exactly`() {
        let field = EffectiveField(Plane(size: PixelSize(height: 2, width: 3), values: [0, 5, 0, 0, 2, 1]))
        #expect(field.part(outside: 0...1, 1...2) == 0)
        #expect(field.part(outside: 0...1, 1...1) == 0.125 && field.part(outside: 0...0, 0...2) == 0.375)
    }
}
