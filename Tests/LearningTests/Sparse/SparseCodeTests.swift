import GSL
import Testing

@testable import Learning

@Suite struct SparseCodeTests {
    /// Rows of Gaussian noise.
    static func noise(_ count: Int, _ length: Int, stream: UInt64) -> Rows {
        let generator = MersenneTwister(seed: 3, stream: stream)
        return Rows(
            count: count, length: length, values: (0..<count * length).map { _ in Float(generator.gaussian()) })
    }

    /// More kernels than pixels.
    private let kernels = noise(24, 16, stream: 1).normalized
    private let patches = noise(7, 16, stream: 2)

    @Test(arguments: [Float(0.2), 1])
    func `coefficients meet the conditions of the minimum`(penalty: Float) {
        let code = SparseCode(kernels: kernels, penalty: penalty)
        let coefficients = code.coefficients(of: patches, iterations: 5000, tolerance: 1e-4)
        var zeros = 0
        for patch in 0..<patches.count {
            for kernel in 0..<kernels.count {
                // φ · (x − Σ aφ), summed here pixel by pixel: λ sign a where a ≠ 0, and within ±λ where a = 0
                // (Tibshirani 1996).
                var pull = 0.0
                for pixel in 0..<16 {
                    var rest = Double(patches.values[patch * 16 + pixel])
                    for other in 0..<kernels.count {
                        rest -= Double(coefficients.values[patch * 24 + other] * kernels.values[other * 16 + pixel])
                    }
                    pull += rest * Double(kernels.values[kernel * 16 + pixel])
                }
                let value = coefficients.values[patch * 24 + kernel]
                if value == 0 {
                    zeros += 1
                    #expect(abs(pull) <= Double(penalty) + 1e-3)
                } else {
                    #expect(abs(pull - Double(value > 0 ? penalty : -penalty)) < 1e-3)
                }
            }
        }
        // An overcomplete code needs no more kernels than a patch has pixels.
        #expect(zeros >= 7 * 8 && zeros < 7 * 24)
    }

    @Test func `orthogonal kernels' coefficients are their answers, each λ nearer to 0`() {
        let code = SparseCode(
            kernels: Rows(count: 2, length: 2, values: [1, 0, 0, 1]), penalty: 0.5)
        let found = code.coefficients(of: Rows(count: 2, length: 2, values: [2, -0.25, -0.75, 0.5]), iterations: 100)
        for (value, expected) in zip(found.values, [1.5, 0, -0.25, 0] as [Float]) {
            #expect(abs(value - expected) < 1e-3)
        }
    }

    @Test func `the kernels' direction is minus the derivative of the energy`() {
        let code = SparseCode(kernels: kernels, penalty: 0.2)
        let coefficients = code.coefficients(of: patches, iterations: 200)
        let descent = SparseCode.descent(coefficients, code.residual(coefficients, of: patches))
        for place in stride(from: 0, to: kernels.values.count, by: 29) {
            let sides = [Float(0.01), -0.01].map { step in
                var moved = kernels
                moved.values[place] += step
                return SparseCode(kernels: moved, penalty: 0.2).energy(coefficients, of: patches)
            }
            // The energy is a parabola in each weight: the difference is exact but for rounding.
            #expect(abs((sides[1] - sides[0]) / 0.02 - Double(descent.values[place])) < 2e-3)
        }
    }

    @Test func `coefficients' energy is no larger than that of any change of one`() {
        let code = SparseCode(kernels: kernels, penalty: 0.2)
        let found = code.coefficients(of: patches, iterations: 5000, tolerance: 1e-4)
        let least = code.energy(found, of: patches)
        for place in found.values.indices {
            for step in [Float(0.05), -0.05] {
                var moved = found
                moved.values[place] += step
                #expect(code.energy(moved, of: patches) > least)
            }
        }
    }

    @Test func `the bound is no less than the largest eigenvalue, and hardly more`() {
        let gram = kernels.timesTranspose(of: kernels)
        let matrix = Matrix(rows: 24, columns: 24, elements: gram.values.map(Double.init))
        let largest = matrix.symmetricEigensystem.values[0]
        let bound = Double(SparseCode.bound(gram))
        #expect(bound >= largest && bound < 1.08 * largest)
        #expect(SparseCode.bound(Rows(count: 2, length: 2)) == 1)
    }
}
