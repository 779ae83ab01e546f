import GSL
import Testing

@testable import Physiology

@Suite struct DissimilarityMatrixTests {
    private static func isClose(_ a: [Double], _ b: [Double]) -> Bool {
        a.count == b.count && zip(a, b).allSatisfy { abs($0 - $1) < 1e-9 }
    }

    @Test func `dissimilarities and their correlations are SciPy's`() throws {
        let known = try RepresentationNumbers.read()
        let (x, y) = (RepresentationNumbers.matrix(known.X), RepresentationNumbers.matrix(known.Y))
        let first = try DissimilarityMatrix(x, by: .correlation)
        #expect(Self.isClose(first.upper, known.rdm_correlation_upper))
        #expect(Self.isClose(try DissimilarityMatrix(x, by: .euclidean).upper, known.rdm_euclidean_upper))
        let second = try DissimilarityMatrix(y, by: .correlation)
        let rho = try #require(Correlation.spearman(first.upper, second.upper))
        #expect(abs(rho - known.spearman_rdm_X_Y) < 1e-9)
        let tau = try #require(Correlation.kendallTauB(first.upper, second.upper))
        #expect(abs(tau - known.kendall_tau_b_rdm_X_Y) < 1e-9)
    }

    @Test func `the alignment of centred kernels is the known one, and 1 with itself however turned`() throws {
        let known = try RepresentationNumbers.read()
        let (x, y) = (RepresentationNumbers.matrix(known.X), RepresentationNumbers.matrix(known.Y))
        #expect(abs(try #require(CenteredKernelAlignment.linear(x, y)) - known.cka_linear_X_Y) < 1e-9)
        #expect(abs(try #require(CenteredKernelAlignment.linear(x, x)) - 1) < 1e-12)
        let turned = Matrix(rows: 3, columns: 2, elements: [1, 2, 3, 5, 8, 1])
        let other = Matrix(rows: 3, columns: 2, elements: [-2, 1, -5, 3, -1, 8])
        #expect(abs(try #require(CenteredKernelAlignment.linear(turned, other)) - 1) < 1e-12)
        #expect(CenteredKernelAlignment.linear(turned, Matrix(rows: 3, columns: 1, elements: [4, 4, 4])) == nil)
    }

    @Test func `pairs are found from both sides`() throws {
        let matrix = try DissimilarityMatrix(
            Matrix(rows: 3, columns: 1, elements: [0, 3, 7]), by: .euclidean)
        #expect(matrix.upper == [3, 7, 4])
        #expect(matrix[0, 2] == 7 && matrix[2, 0] == 7 && matrix[2, 1] == 4 && matrix[1, 1] == 0)
    }

    @Test func `a picture that all units answer alike is named`() {
        let error = #expect(throws: RepresentationError.self) {
            try DissimilarityMatrix(Matrix(rows: 2, columns: 2, elements: [1, 2, 5, 5]), by: .correlation)
        }
        #expect(
            error.map { "\($0)" }
                == "picture 1 has the same response in all units, which correlates with nothing; leave it out, or compare by Euclidean distance"
        )
    }
}
