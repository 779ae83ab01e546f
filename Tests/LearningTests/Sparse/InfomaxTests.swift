import Foundation
import GSL
import Testing

@testable import Learning

@Suite struct InfomaxTests {
    private let unmixing = SparseCodeTests.noise(5, 5, stream: 4)
    private let patches = SparseCodeTests.noise(40, 5, stream: 5)

    /// The mean log likelihood but for a constant, in double precision, from its formula.
    private func likelihood(_ unmixing: [Double]) -> Double {
        let volume = Matrix(rows: 5, columns: 5, elements: unmixing).logDeterminant
        var sum = 0.0
        for patch in 0..<40 {
            for row in 0..<5 {
                var u = 0.0
                for k in 0..<5 { u += unmixing[row * 5 + k] * Double(patches.values[patch * 5 + k]) }
                sum += 2 * log(cosh(u / 2))
            }
        }
        return volume - sum / 40
    }

    @Test func `the way up is the derivative times the natural metric`() {
        let values = unmixing.values.map(Double.init)
        var derivative = [Double](repeating: 0, count: 25)
        for place in 0..<25 {
            var sides = [values, values]
            sides[0][place] += 1e-5
            sides[1][place] -= 1e-5
            derivative[place] = (likelihood(sides[0]) - likelihood(sides[1])) / 2e-5
        }
        let sums = Infomax.sums(unmixing, patches)
        let ascent = Infomax.ascent(unmixing, correlation: sums.correlation, patches: 40)
        // ∂L/∂W · Wᵀ · W (Amari 1998).
        func product(_ a: [Double], _ b: (_ row: Int, _ column: Int) -> Double) -> [Double] {
            (0..<25).map { place in
                let (row, column) = place.quotientAndRemainder(dividingBy: 5)
                var sum = 0.0
                for k in 0..<5 { sum += a[row * 5 + k] * b(k, column) }
                return sum
            }
        }
        let metric = product(derivative) { values[$1 * 5 + $0] }
        let natural = product(metric) { values[$0 * 5 + $1] }
        for (value, expected) in zip(ascent.values, natural) { #expect(abs(Double(value) - expected) < 1e-4) }
        #expect(abs(Infomax.volume(unmixing) - sums.cost / 40 - likelihood(values)) < 1e-5)
    }

    @Test func `the cost of a large answer is its size and does not overflow`() {
        let sums = Infomax.sums(Rows(count: 1, length: 1, values: [1]), Rows(count: 1, length: 1, values: [2000]))
        #expect(abs(sums.cost - (2000 - 2 * log(2))) < 1e-9)
        #expect(sums.correlation.values == [2000])
    }

    @Test func `whitened patches have the unit matrix as covariance`() throws {
        let mixed = SparseCodeTests.noise(3000, 6, stream: 6).times(SparseCodeTests.noise(6, 6, stream: 7))
        let infomax = try Infomax(mixed, keeping: 4)
        let white = infomax.whitened(mixed)
        let covariance = white.transposeTimes(white)
        for row in 0..<4 {
            for column in 0..<4 {
                let value = covariance.values[row * 4 + column] / 3000
                #expect(abs(value - (row == column ? 1 : 0)) < 1e-3)
            }
        }
    }

    @Test func `patches that vary in few directions have few components`() {
        let flat = SparseCodeTests.noise(200, 3, stream: 8).times(SparseCodeTests.noise(3, 6, stream: 9))
        let error = LearningError.tooFewDimensions(asked: 4, found: 3)
        #expect(throws: error) { _ = try Infomax(flat, keeping: 4) }
        #expect(
            "\(error)" == "count: patches vary in 3 directions, too few for 4 independent kernels; at most 3")
        #expect(error.exitCode == 64)
    }
}
