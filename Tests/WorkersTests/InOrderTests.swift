import Testing
import Workers

@Suite struct InOrderTests {
    @Test(arguments: [1, 2, 5], [1, 3, 100])
    func `results are handed on in their order`(workers: Int, ahead: Int) throws {
        var taken: [Int] = []
        try Workers(workers).inOrder(50, ahead: ahead) { item in
            // Later ones are done sooner.
            var sum = 0
            for step in 0..<(50 - item) * 1000 { sum &+= step }
            return item * 2 + (sum == -1 ? 1 : 0)
        } take: { item, result in
            #expect(result == 2 * item)
            taken.append(item)
        }
        #expect(taken == Array(0..<50))
    }

    @Test func `where taking fails no more is taken`() {
        struct Full: Error {}
        var taken = 0
        #expect(throws: Full.self) {
            try Workers(2).inOrder(1000, ahead: 4) {
                $0
            } take: { item, _ in
                if item == 3 { throw Full() }
                taken += 1
            }
        }
        #expect(taken == 3)
    }
}
