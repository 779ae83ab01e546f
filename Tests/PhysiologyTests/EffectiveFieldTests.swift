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
        [1, 40, 30, 5, 5], [3e-7, 33.25, 28.5, 4, 5], [2e5, 41, 20, 8, 2], [1, 40, 30, 1.5, 1.2],
    ])
    func `a Gaussian hill has the moments that it was made with`(parameters: [Double]) throws {
        let (a, x, y, sigmaX, sigmaY) = (parameters[0], parameters[1], parameters[2], parameters[3], parameters[4])
        let hill = try #require(EffectiveField(Self.hill(a, x, y, sigmaX, sigmaY)).envelope)
        // What lies beyond the picture, more than four deviations off, is missed.
        #expect(abs(hill.amplitude / a - 1) < 1e-3)
        #expect(abs(hill.x - x) < 1e-3 && abs(hill.y - y) < 1e-3)
        #expect(abs(hill.sigmaX / sigmaX - 1) < 1e-3 && abs(hill.sigmaY / sigmaY - 1) < 1e-3)
        #expect(hill.r2 > 1 - 1e-6)
        #expect(abs(hill.sigma - (sigmaX * sigmaY).squareRoot()) < 1e-2)
        #expect(abs(hill.fullWidth / hill.sigma - 2.3548200) < 1e-6)
    }

    /// A stack of n convolutions with (1, 2, 1)/4 weighs pixels by row 2n of Pascal's triangle, of variance n/2; the
    /// squares of that row are hypergeometric, of variance n²/(4n − 1).
    @Test(arguments: [4, 12])
    func `binomial gradients have the second moments that are known of them`(layers: Int) throws {
        let size = 2 * layers + 1
        var row: [Double] = [1]
        for _ in 1..<size { row = zip(row + [0], [0] + row).map { ($0 + $1) / 2 } }
        let field = EffectiveField(
            Plane(size: PixelSize(side: size + 20)) { (y: Int, x: Int) -> Float in
                guard row.indices.contains(y - 10), row.indices.contains(x - 10) else { return 0 }
                return Float(row[y - 10] * row[x - 10])
            }, rows: 10...9 + size, columns: 10...9 + size)
        let hill = try #require(field.envelope)
        #expect(abs(hill.sigmaX * hill.sigmaX - Double(layers) / 2) < 1e-5)
        #expect(abs(hill.sigmaY * hill.sigmaY - Double(layers) / 2) < 1e-5)
        #expect(abs(hill.x - Double(10 + layers)) < 1e-5 && hill.r2 > 0.99)
        let squares = EffectiveField(
            Plane(size: field.map.size, values: field.map.values.map { $0 * $0 }), rows: 10...9 + size,
            columns: 10...9 + size)
        let square = try #require(squares.envelope)
        let n = Double(layers)
        #expect(abs(square.sigmaX * square.sigmaX - n * n / (4 * n - 1)) < 1e-5)
    }

    @Test func `what is no hill has a fit and no widths`() throws {
        // Two spots far apart: the Gaussian of their moments is largest where there is nothing.
        let spots = EffectiveField(
            Plane(size: PixelSize(side: 40)) { (y: Int, x: Int) -> Float in
                [20, 21].contains(y) && [4, 35].contains(x) ? 1 : 0
            })
        #expect(spots.envelope == nil)
        #expect(try #require(spots.r2) < EffectiveField.leastR2)
        // R² is centred: an even field is not explained by a hill, however small what is left of its squares.
        let even = EffectiveField(Plane(size: PixelSize(side: 9), values: (0..<81).map { $0 == 40 ? 1.01 : 1 }))
        #expect(even.envelope == nil)
    }

    @Test func `a map of zeros, or of one row, has no hill`() {
        let field = EffectiveField(Plane(size: PixelSize(side: 5)) { _, _ in 0 })
        #expect(field.envelope == nil && field.r2 == nil && field.area(holding: 0.5) == 0)
        #expect(field.part(outside: 1...2, 1...2) == 0)
        #expect(
            EffectiveField(Plane(size: PixelSize(side: 5)) { (y: Int, _) -> Float in y == 2 ? 1 : 0 }).envelope == nil)
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
