import Testing

@testable import Learning

@Suite struct RowsTests {
    private let a = Rows(count: 2, length: 3, values: [1, 2, 3, 4, 5, 6])

    @Test func `products are those worked out by hand`() {
        let b = Rows(count: 3, length: 2, values: [1, 0, 2, 1, 0, -1])
        #expect(a.times(b) == Rows(count: 2, length: 2, values: [5, -1, 14, -1]))
        let c = Rows(count: 1, length: 3, values: [1, -1, 2])
        #expect(a.timesTranspose(of: c) == Rows(count: 2, length: 1, values: [5, 11]))
        let d = Rows(count: 2, length: 1, values: [1, 10])
        #expect(a.transposeTimes(d) == Rows(count: 3, length: 1, values: [41, 52, 63]))
    }

    @Test func `rows are taken in order, and brought to a norm of 1`() {
        #expect(a.rows(1..<2) == Rows(count: 1, length: 3, values: [4, 5, 6]))
        #expect(
            Rows(count: 2, length: 2, values: [3, -4, 0, 0]).normalized
                == Rows(count: 2, length: 2, values: [0.6, -0.8, 0, 0]))
    }
}
