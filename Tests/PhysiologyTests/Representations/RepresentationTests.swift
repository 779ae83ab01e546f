import Foundation
import GSL
import Testing
import Workers

@testable import Physiology

@Suite struct RepresentationTests {
    /// Sums of some forty doubles in another order than NumPy's.
    private static let tolerance = 1e-9

    @Test func `dissimilarities are SciPy's`() throws {
        let reference = try RepresentationNumbers.read()
        let x = RepresentationNumbers.matrix(reference.X)
        for (measure, expected) in [
            (DissimilarityMeasure.correlation, reference.rdm_correlation_upper),
            (.euclidean, reference.rdm_euclidean_upper),
        ] {
            let found = try DissimilarityMatrix(of: x, by: measure)
            #expect(found.upper.count == 24 * 23 / 2)
            #expect(zip(found.upper, expected).allSatisfy { abs($0 - $1) < Self.tolerance })
        }
    }

    @Test func `ranks and alignment are SciPy's and the formula's`() throws {
        let reference = try RepresentationNumbers.read()
        let (x, y) = (RepresentationNumbers.matrix(reference.X), RepresentationNumbers.matrix(reference.Y))
        let a = try Representation(of: x, by: .correlation)
        let found = try a.similarities(
            to: Representation(of: y, by: .correlation), permutations: 99, seed: 0, workers: Workers(2))
        let expected = [reference.spearman_rdm_X_Y, reference.kendall_tau_b_rdm_X_Y, reference.cka_linear_X_Y]
        #expect(found.map(\.measure) == [.spearman, .kendall, .cka])
        for (similarity, expected) in zip(found, expected) {
            #expect(abs(try #require(similarity.value) - expected) < Self.tolerance)
            // Two categories are in both: no order of 99 gives as much.
            #expect(similarity.probability == 0.01)
        }
        let same = a.similarities(to: a, permutations: 19, seed: 0, workers: Workers(1))
        #expect(same.allSatisfy { abs(($0.value ?? 0) - 1) < Self.tolerance && $0.probability == 0.05 })
    }

    @Test func `responses without anything in common are as chance has it`() throws {
        let generator = MersenneTwister(seed: 3)
        func noise() throws -> Representation {
            try Representation(
                of: Matrix(rows: 12, columns: 20, elements: (0..<240).map { _ in generator.gaussian() }),
                by: .correlation)
        }
        // Of 40 pairs of noise at most a few are below .05, and p is spread over the whole of its range.
        let all = try (0..<40).map { seed in
            try noise().similarities(to: noise(), permutations: 59, seed: UInt64(seed), workers: Workers(2))
        }
        for measure in 0..<3 {
            let values = all.compactMap { $0[measure].probability }
            #expect(values.count { $0 <= 0.05 } <= 6)
            #expect((values.min() ?? 1) < 0.3 && (values.max() ?? 0) > 0.7)
        }
    }

    @Test func `more responses than are held at once give the same`() throws {
        struct Pieces: ResponseRows {
            let matrix: Matrix
            var rows: Int { matrix.rows }
            var columns: Int { matrix.columns }
            func responses(of units: Range<Int>) -> Matrix { matrix.responses(of: units) }
        }
        // Three rows: 1398101 columns at once.
        let columns = (1 << 22) / 3 + 7
        let generator = MersenneTwister(seed: 1)
        let matrix = Matrix(
            rows: 3, columns: columns, elements: (0..<3 * columns).map { _ in generator.uniform() })
        let found = try DissimilarityMatrix(of: Pieces(matrix: matrix), by: .euclidean)
        let direct = (0..<columns).reduce(0.0) {
            $0 + (matrix[0, $1] - matrix[2, $1]) * (matrix[0, $1] - matrix[2, $1])
        }.squareRoot()
        #expect(abs(found[0, 2] - direct) < 1e-8)
    }

    @Test func `a picture that moves no unit has no correlation, and equal ones no distance`() throws {
        let matrix = RepresentationNumbers.matrix([[1, 2, 3], [0.1, 0.1, 0.1], [1, 2, 3], [3, 1, 2]])
        let correlation = try DissimilarityMatrix(of: matrix, by: .correlation)
        #expect(correlation[0, 1].isNaN && correlation.varying == [0, 2, 3] && correlation[2, 0] < 1e-15)
        let distance = try DissimilarityMatrix(of: matrix, by: .euclidean)
        #expect(distance[0, 2] == 0 && abs(distance[3, 0] - 6.0.squareRoot()) < 1e-12)
        #expect(correlation.of([3, 0]).upper == [correlation[0, 3]])
    }
}
