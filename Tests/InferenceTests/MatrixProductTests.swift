import CMatrixProduct
import Testing

@testable import Inference

@Suite("Products of matrices")
struct MatrixProductTests {
    /// Sizes below, at and beyond the panels of 12 × 32, the vectors of 16, the blocks of 256 × 512, the few rows that are
    /// not laid out, and the right factors that are read as they lie.
    static let sizes: [(rows: Int, columns: Int, inner: Int)] = [
        (1, 1, 1), (1, 40, 300), (3, 16, 7), (6, 16, 256), (7, 17, 257), (8, 33, 100), (9, 515, 3), (13, 1, 520),
        (64, 49, 96), (12, 32, 256), (25, 48, 40), (24, 64, 300), (40, 96, 32), (23, 31, 513),
    ]

    private struct Case {
        let product: MatrixProduct
        let a, b, start: [Float]
        let strideA, strideB, strideC: Int

        /// Values that differ from each other, rows with gaps between them.
        init(_ size: (rows: Int, columns: Int, inner: Int), _ transposeA: Bool, _ transposeB: Bool, adding: Bool) {
            product = MatrixProduct(
                rows: size.rows, columns: size.columns, inner: size.inner, transposeA: transposeA,
                transposeB: transposeB, accumulates: adding)
            let (downA, acrossA) = transposeA ? (size.inner, size.rows) : (size.rows, size.inner)
            let (downB, acrossB) = transposeB ? (size.columns, size.inner) : (size.inner, size.columns)
            (strideA, strideB, strideC) = (acrossA + 3, acrossB + 1, size.columns + 2)
            a = (0..<downA * strideA).map { Float(($0 * 37) % 101 - 50) / 50 }
            b = (0..<downB * strideB).map { Float(($0 * 53) % 97 - 48) / 48 }
            start = (0..<size.rows * strideC).map { Float($0 % 7) }
        }

        var plain: [Float] {
            var result = start
            for i in 0..<product.rows {
                for j in 0..<product.columns {
                    var sum = product.accumulates ? Double(start[i * strideC + j]) : 0
                    for k in 0..<product.inner {
                        let left = product.transposeA ? a[k * strideA + i] : a[i * strideA + k]
                        sum += Double(left) * Double(product.transposeB ? b[j * strideB + k] : b[k * strideB + j])
                    }
                    result[i * strideC + j] = Float(sum)
                }
            }
            return result
        }

        var fast: [Float] {
            var result = start
            result.withUnsafeMutableBufferPointer { c in
                guard let c = c.baseAddress else { return }
                product(a, stride: strideA, b, stride: strideB, into: c, stride: strideC)
            }
            return result
        }

        var packed: [Float] {
            var result = start
            let left = PackedMatrix(
                rows: product.rows, inner: product.inner, a, stride: strideA, isTransposed: product.transposeA)
            result.withUnsafeMutableBufferPointer { c in
                guard let c = c.baseAddress else { return }
                product(left, b, stride: strideB, into: c, stride: strideC)
            }
            return result
        }
    }

    @Test(
        "are the sums of products, transposed or not, added or not, and touch nothing beside the result",
        arguments: sizes.indices)
    func agree(_ index: Int) {
        for (transposeA, transposeB, adding) in [
            (false, false, false), (true, false, true), (false, true, false), (true, true, true), (false, true, true),
        ] {
            let one = Case(Self.sizes[index], transposeA, transposeB, adding: adding)
            let (plain, fast, packed) = (one.plain, one.fast, one.packed)
            let bound = Float(one.product.inner) * 3e-7 + 1e-6
            #expect(zip(plain, fast).allSatisfy { abs($0 - $1) <= bound })
            #expect(zip(plain, packed).allSatisfy { abs($0 - $1) <= bound })
            for row in 0..<one.product.rows {
                let gap = row * one.strideC + one.product.columns..<(row + 1) * one.strideC
                #expect(fast[gap] == one.start[gap])
            }
        }
    }

    @Test("of some of the rows and columns are the same bytes as those of all")
    func parts() {
        let all = Case((20, 70, 300), false, false, adding: false)
        let whole = all.fast
        var part = [Float](repeating: 0, count: 11 * 9)
        part.withUnsafeMutableBufferPointer { c in
            guard let c = c.baseAddress else { return }
            all.a.withUnsafeBufferPointer { a in
                all.b.withUnsafeBufferPointer { b in
                    guard let a = a.baseAddress, let b = b.baseAddress else { return }
                    MatrixProduct(rows: 11, columns: 9, inner: 300)(
                        a + 4 * all.strideA, stride: all.strideA, b + 23, stride: all.strideB, into: c, stride: 9)
                }
            }
        }
        for row in 0..<11 {
            for column in 0..<9 { #expect(part[row * 9 + column] == whole[(row + 4) * all.strideC + column + 23]) }
        }
    }

    @Test(
        "end between bounds, a number per row added, and say whether all of them are finite",
        arguments: [9, 40, 300], [false, true])
    func endings(_ inner: Int, isInPanels: Bool) {
        let one = Case((30, 50, inner), false, false, adding: false)
        let left = PackedMatrix(rows: 30, inner: inner, one.a, stride: one.strideA)
        let bias = (0..<30).map { Float($0) / 8 - 1 }
        let bounds = Bounds(low: -1, high: 2.5)
        var panels = [Float](repeating: .nan, count: product_panels_count(50, inner))
        product_pack_columns(50, inner, one.b, one.strideB, &panels)
        func ended(_ bias: [Float], from first: Int = 0, _ bounds: Bounds) -> (isFinite: Bool, values: [Float]) {
            var (result, isFinite) = (one.start, false)
            result.withUnsafeMutableBufferPointer { c in
                bias.withUnsafeBufferPointer { bias in
                    (isInPanels ? panels : one.b).withUnsafeBufferPointer { b in
                        guard let c = c.baseAddress, let bias = bias.baseAddress, let b = b.baseAddress else { return }
                        isFinite = MatrixProduct(rows: 30 - first, columns: 50, inner: inner)(
                            left, from: first, isInPanels ? .panels(b) : .rows(b, stride: one.strideB),
                            into: c + first * one.strideC, stride: one.strideC, ending: (bias + first, bounds))
                    }
                }
            }
            return (isFinite, result)
        }
        let (plain, all, some) = (one.fast, ended(bias, bounds), ended(bias, from: 12, bounds))
        #expect(all.isFinite && some.isFinite)
        for row in 0..<30 {
            for place in row * one.strideC..<row * one.strideC + 50 {
                let expected = bounds(plain[place] + bias[row])
                #expect(all.values[place] == expected)
                #expect(some.values[place] == (row < 12 ? one.start[place] : expected))
            }
        }
        for bad in [Float.infinity, .nan] {
            #expect(!ended(bias.dropLast() + [bad], .none).isFinite)
        }
        #expect(ended(bias.dropLast() + [-.infinity], .positive).isFinite)
    }

    @Test("without terms are 0")
    func empty() {
        let none = Case((2, 3, 0), false, false, adding: false)
        #expect(none.fast.prefix(3) == [0, 0, 0])
    }
}
