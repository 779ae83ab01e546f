import GSL
import Testing

@Suite struct FactorsTests {
    @Test func `eigenvalues and eigenvectors are those worked out by hand`() {
        // [2 1; 1 2] has 3 along (1, 1) and 1 along (1, −1).
        let system = Matrix(rows: 2, columns: 2, elements: [2, 1, 1, 2]).symmetricEigensystem
        #expect(abs(system.values[0] - 3) < 1e-14 && abs(system.values[1] - 1) < 1e-14)
        let vectors = system.vectors
        #expect(abs(abs(vectors[0, 0] + vectors[0, 1]) - 2.0.squareRoot()) < 1e-14)
        #expect(abs(abs(vectors[1, 0] - vectors[1, 1]) - 2.0.squareRoot()) < 1e-14)
    }

    @Test func `the logarithm of a determinant's size`() {
        // det [1 2; 3 4] = −2.
        #expect(abs(Matrix(rows: 2, columns: 2, elements: [1, 2, 3, 4]).logDeterminant - 0.6931471805599453) < 1e-14)
        #expect(Matrix(rows: 2, columns: 2, elements: [1, 2, 2, 4]).logDeterminant == -.infinity)
    }
}
