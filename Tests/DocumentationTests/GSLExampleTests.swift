import Foundation
import GSL
import Testing

@Suite struct GSLExampleTests {
    @Test func `a determinant and a tail have their closed forms`() {
        let covariance = Matrix(rows: 2, columns: 2, elements: [4, 2, 2, 5])
        let determinant = Cholesky(covariance).map(\.logDeterminant)  // log 16
        let p = StudentT.twoSided(1, degreesOfFreedom: 1)  // 1/2
        // 4·5 − 2·2 = 16; with one degree of freedom the tail is 1 − 2/π·atan t.
        #expect(abs((determinant ?? 0) - log(16)) < 1e-12 && abs(p - 0.5) < 1e-12)
    }
}
