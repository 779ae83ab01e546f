import Foundation
import GSL
import Testing

@Suite struct MatrixTests {
    @Test func `a product with a transpose is the table of inner products`() {
        let a = Matrix(rows: 2, columns: 3, elements: [1, 2, 3, 4, 5, 6])
        let b = Matrix(rows: 4, columns: 3, elements: [1, 0, 0, 0, 1, 0, 1, 1, 1, -2, 0.5, 3])
        let product = a.timesTranspose(of: b)
        #expect(product.rows == 2 && product.columns == 4)
        #expect(product.elements == [1, 2, 6, 8, 4, 5, 15, 12.5])
        #expect(product[1, 2] == 15)
    }

    @Test func `the inverse of a positive definite matrix is the one worked out by hand`() throws {
        // det [4 2; 2 3] = 8, so the inverse is [3 -2; -2 4]/8.
        let inverse = try #require(Matrix(rows: 2, columns: 2, elements: [4, 2, 2, 3]).inverseOfPositiveDefinite)
        for (value, expected) in zip(inverse.elements, [0.375, -0.25, -0.25, 0.5]) {
            #expect(abs(value - expected) < 1e-15)
        }
    }

    @Test func `an indefinite matrix has no such inverse`() {
        #expect(Matrix(rows: 2, columns: 2, elements: [1, 2, 2, 1]).inverseOfPositiveDefinite == nil)
    }

    @Test func `the Gram matrix's upper triangle holds the products of all pairs of rows`() {
        let rows = [1.0, 2, 3, -1, 0, 2, 0.5, 4, 1]
        var result = [Double](repeating: .nan, count: 9)
        result.withUnsafeMutableBufferPointer { values in
            guard let base = values.baseAddress else { return }
            for index in 0..<9 { base[index] = 0 }
            gram(of: rows, count: 3, length: 3, into: base)
        }
        #expect([result[0], result[1], result[2], result[4], result[5], result[8]] == [14, 5, 11.5, 5, 1.5, 17.25])
    }

    @Test func `BLAS is OpenBLAS and not GSL's own`() throws {
        #expect(LibraryVersions.blas.hasPrefix("OpenBLAS "))
        // It is linked in: GSL's own would have to be a file of its own.
        let maps = try #require(FileHandle(forReadingAtPath: "/proc/self/maps"))
        let loaded = String(decoding: maps.readDataToEndOfFile(), as: UTF8.self)
        #expect(loaded.contains("libc.so") && !loaded.contains("gslcblas"))
    }
}
