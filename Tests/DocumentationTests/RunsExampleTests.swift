import Runs
import Testing

@Suite struct RunsExampleTests {
    @Test func `a shard is every fourth item from its own on`() {
        let items = Shard(1, of: 4)?.items(of: 10)  // [1, 5, 9]
        #expect(items == [1, 5, 9])
    }
}
