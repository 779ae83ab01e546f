import Foundation
import GSL
import Planes
import Testing

@testable import Physiology

@Suite struct ShapeTests {
    private static let size = PixelSize(height: 7, width: 9)
    private static let bounds = FitBounds(size)
    private static let widths = bounds.widths

    /// Rows of a shape: columns, then derivatives.
    private func rows(_ shape: any Shape, _ parameters: [Double]) -> [[Double]] {
        let (x, y) = Patch.places(Self.size)
        var values = [Double](repeating: .nan, count: shapeRoom * x.count)
        values.withUnsafeMutableBufferPointer {
            guard let base = $0.baseAddress else { return }
            shape.fill(base, at: parameters, x: x, y: y, count: x.count)
        }
        let count = shape.columnCount * (1 + shape.parameterCount)
        return (0..<count).map { Array(values[$0 * x.count..<($0 + 1) * x.count]) }
    }

    private func expectDerivatives(_ shape: any Shape, _ parameters: [Double]) {
        let all = rows(shape, parameters)
        let step = 1e-5
        for parameter in parameters.indices {
            var (up, down) = (parameters, parameters)
            up[parameter] += step
            down[parameter] -= step
            let (above, below) = (rows(shape, up), rows(shape, down))
            for column in 0..<shape.columnCount {
                let analytic = all[shape.columnCount * (1 + parameter) + column]
                let numeric = zip(above[column], below[column]).map { ($0 - $1) / (2 * step) }
                let scale = max(analytic.map { abs($0) }.max() ?? 0, 1e-3)
                let worst = zip(analytic, numeric).map { abs($0 - $1) }.max() ?? 1
                #expect(worst < 1e-6 * scale, "parameter \(parameter), column \(column)")
            }
        }
    }

    @Test(arguments: 0..<20)
    func `analytic derivatives of every shape are the differences' limits`(draw: Int) {
        let generator = MersenneTwister(seed: 11, stream: UInt64(draw))
        func number(_ low: Double, _ high: Double) -> Double {
            low + (high - low) * Double(generator.index(below: 1_000_000)) / 1e6
        }
        let center = [number(-1.4, 1.4), number(-1.4, 1.4)]
        let ends = [number(-1.5, 1.5), number(-1.5, 1.5)]
        // Off the diagonals, where the lattice's limit has a kink.
        let angle = number(-2, 2) * .pi + 0.001
        let bounds = Self.bounds
        let (frequency, periods) = (number(0.3, 1.2), number(0.2, 1))
        expectDerivatives(GaborShape(bounds: bounds), center + [angle, number(-1.2, 1.2)] + ends)
        expectDerivatives(BlobShape(bounds: bounds), center + [angle] + ends)
        expectDerivatives(EdgeShape(bounds: bounds), center + [angle] + ends)
        expectDerivatives(CenterSurroundShape(bounds: bounds), center + ends)
        expectDerivatives(RidgeShape(bounds: bounds), [angle, ends[0]])
        expectDerivatives(SpotShape(bounds: bounds), [ends[0]])
        for axis in [0, Double.pi / 2] {
            expectDerivatives(LineGaborShape(bounds: bounds, angle: axis), [center[0], frequency, ends[0]])
        }
        for fixedAxis in [ProfileInterval.FixedAxis.across, .along] {
            let shape = FixedAxisGaborShape(bounds: bounds, fixedAxis: fixedAxis, periods: periods)
            expectDerivatives(shape, center + [angle, frequency, ends[0]])
        }
    }

    @Test(arguments: 0..<50)
    func `waves are Foundation's exponentials and cosines to 1e-14`(draw: Int) {
        let generator = MersenneTwister(seed: 12, stream: UInt64(draw))
        func number(_ low: Double, _ high: Double) -> Double {
            low + (high - low) * Double(generator.index(below: 1_000_000)) / 1e6
        }
        let p = [number(-9, 9), number(-9, 9), number(-7, 7), number(-1.5, 1.5), number(-6, 6), number(-6, 6)]
        let found = rows(GaborShape(bounds: Self.bounds), p)
        let frequency = LatticeFrequency.value(p[3], angle: p[2])
        let (across, along) = (Self.widths.width(p[4]), Self.widths.width(p[5]))
        let (x, y) = Patch.places(Self.size)
        for place in x.indices {
            let (dx, dy) = (x[place] - 4.5 * sin(p[0]), y[place] - 3.5 * sin(p[1]))
            let u = dx * cos(p[2]) + dy * sin(p[2])
            let v = dy * cos(p[2]) - dx * sin(p[2])
            let envelope = exp(-0.5 * (u * u / (across * across) + v * v / (along * along)))
            // Whole turns taken away exactly, so that the comparison is of the functions and not of 2π's last digit.
            let turns = frequency * u - (frequency * u).rounded()
            #expect(abs(found[0][place] - envelope * cos(2 * .pi * turns)) < 1e-14)
            #expect(abs(found[1][place] - envelope * sin(2 * .pi * turns)) < 1e-14)
        }
    }

    @Test func `a plane's columns are the places`() {
        let (x, y) = Patch.places(Self.size)
        #expect(rows(PlaneShape(), []) == [x, y])
        #expect(x.prefix(2) == [-4, -3] && y[0] == -3 && y[62] == 3)
    }

    @Test func `widths go to an unbounded number and back, and stay between bounds`() {
        let range = WidthRange(PixelSize(height: 5, width: 11))
        #expect(range.low == 0.35 && range.high == 5.5)
        for width in [0.4, 1, 3.3, 5.4] { #expect(abs(range.width(range.parameter(width)) / width - 1) < 1e-12) }
        #expect(range.width(-50) >= 0.35 && range.width(50) <= 5.5)
        #expect(abs(log(range.width(1.001) / range.width(0.999)) / 0.002 - range.slope(1)) < 1e-6)
    }

    @Test func `centres stay in the window, and come back`() {
        let bounds = FitBounds(PixelSize(height: 5, width: 11))
        for (x, y) in [(0.0, 0.0), (5.4, -2.4), (-3, 1)] {
            let center = bounds.center(bounds.centerParameters(x: x, y: y))
            #expect(abs(center.x - x) < 1e-12 && abs(center.y - y) < 1e-12)
        }
        let outside = bounds.center(bounds.centerParameters(x: 40, y: -40))
        #expect(outside == (5.5, -2.5))
    }

    @Test func `frequencies stay on the lattice at every angle`() {
        for degrees in stride(from: 0.0, to: 360, by: 7.5) {
            let angle = degrees * .pi / 180
            let largest = LatticeFrequency.value(.pi / 2, angle: angle)
            #expect(abs(max(abs(largest * cos(angle)), abs(largest * sin(angle))) - 0.5) < 1e-12)
            let back = LatticeFrequency.value(LatticeFrequency.parameter(0.31, angle: angle), angle: angle)
            #expect(abs(back - 0.31) < 1e-12)
        }
    }
}
