import Explorer
import Testing

@Suite struct ExplorerExampleTests {
    @Test func `a page is served on the loopback alone`() throws {
        let explorer = Explorer(model: "weights.npy", version: "1", scene: nil, note: "The file has no network.")
        let server = try ExplorerServer(explorer)  // any port that is free
        let address = server.address  // http://127.0.0.1:…/…/
        #expect(address.hasPrefix("http://127.0.0.1:") && address.hasSuffix("/"))
    }
}
