import Testing

@testable import Explorer

@Suite struct GateTests {
    let gate = Gate(token: "0123456789abcdef0123456789abcdef", port: 8123)

    func request(_ path: String, _ headers: [String: String] = [:]) -> PageRequest {
        PageRequest(path: path, headers: ["host": "127.0.0.1:8123"].merging(headers) { $1 })
    }

    @Test func `the page that was opened may ask`() throws {
        let path = "/0123456789abcdef0123456789abcdef/"
        #expect(try gate.path(of: request(path)) == "")
        #expect(try gate.path(of: request(path + "api/unit")) == "api/unit")
        #expect(try gate.path(of: request(path, ["host": "localhost:8123"])) == "")
        let own = ["origin": "http://127.0.0.1:8123", "sec-fetch-site": "same-origin"]
        #expect(try gate.path(of: request(path, own)) == "")
    }

    @Test(arguments: [
        "/", "", "/0123456789abcdef0123456789abcdef", "/0123456789abcdef0123456789abcdee/", "/0123456789abcdef/",
        "0123456789abcdef0123456789abcdef/", "//0123456789abcdef0123456789abcdef/",
    ])
    func `another token is none`(path: String) {
        #expect(throws: ExplorerError.forbidden) { try gate.path(of: request(path)) }
    }

    @Test(arguments: [
        ["host": "example.org:8123"], ["host": "127.0.0.1:80"], ["host": "127.0.0.1"], ["host": ""],
        ["origin": "http://example.org"], ["origin": "null"], ["origin": "https://127.0.0.1:8123"],
        ["sec-fetch-site": "cross-site"], ["sec-fetch-site": "same-site"],
    ])
    func `another page may not ask, even with the token`(headers: [String: String]) {
        #expect(throws: ExplorerError.forbidden) {
            try gate.path(of: request("/0123456789abcdef0123456789abcdef/", headers))
        }
    }

    @Test func `tokens are long and differ`() {
        let tokens = Set((0..<100).map { _ in Gate.newToken() })
        #expect(tokens.count == 100 && tokens.allSatisfy { $0.count == 32 && $0.allSatisfy(\.isHexDigit) })
    }

    @Test func `no script, style or frame of others is let in`() {
        let policy = Gate.headers["Content-Security-Policy"] ?? ""
        #expect(policy.hasPrefix("default-src 'none'") && !policy.contains("unsafe"))
        #expect(policy.contains("frame-ancestors 'none'") && policy.contains("connect-src 'self'"))
    }
}
