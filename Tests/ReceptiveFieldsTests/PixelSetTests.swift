import Testing

@testable import ReceptiveFields

@Suite struct PixelSetTests {
    @Test func `a set knows its edges, its size and its holes`() {
        let set = PixelSet([7...9, 1...2, 3...4])
        #expect(set.first == 1 && set.last == 9 && set.size == 9 && set.count == 7 && !set.isDense)
        #expect(set.pieces == [1...4, 7...9])
        #expect(set.contains(4) && !set.contains(5) && !set.contains(0) && set.contains(9))
        #expect(PixelSet([2...3, 4...5]) == PixelSet(first: 2, last: 5))
    }

    @Test func `nothing is empty, and adds nothing`() {
        let empty = PixelSet.empty
        #expect(empty.isEmpty && empty.size == 0 && empty.count == 0 && empty.pieces.isEmpty)
        #expect(empty.union(PixelSet(first: 3, last: 4)) == PixelSet(first: 3, last: 4))
        #expect(empty.shifted(by: 5).isEmpty && PixelSet(first: 3, last: 9).clipped(to: 10...20).isEmpty)
    }

    @Test func `moving and clipping keep the holes`() {
        let set = PixelSet([0...1, 4...6])
        #expect(set.shifted(by: -3).pieces == [-3...(-2), 1...3])
        #expect(set.clipped(to: 1...5).pieces == [1...1, 4...5])
        #expect(set.clipped(to: 2...5) == PixelSet(first: 4, last: 5))
    }

    @Test func `a union that grows set by set is the union of all`() {
        let sets = [PixelSet(first: 4, last: 5), PixelSet([0...0, 9...9]), PixelSet(first: 6, last: 6), .empty]
        var union = PixelUnion()
        for set in sets { union.insert(set) }
        #expect(union.set == sets.reduce(.empty) { $0.union($1) })
        #expect(union.set.pieces == [0...0, 4...6, 9...9])
    }
}
