import Testing
import Workers

@Suite struct WorkersExampleTests {
    @Test func `results come in the order of the items`() {
        let squares = Workers(3).map(5) { $0 * $0 }  // [0, 1, 4, 9, 16]
        #expect(squares == [0, 1, 4, 9, 16])
    }
}
