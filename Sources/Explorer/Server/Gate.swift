/// Who may ask: the page that was opened with the token in its address, on the loopback, and nobody else.
///
/// Another site that a browser has open may send requests here. It does not know the token; a name of its own that it lets
/// point to the loopback (DNS rebinding) stands in `Host`, and its own address in `Origin`.
struct Gate: Sendable {
    /// In the address, as the first part of the path.
    let token: String
    /// The port that is listened to.
    let port: Int

    /// A token that cannot be guessed: 128 bits of the system's chance, in hexadecimal.
    static func newToken() -> String {
        var chance = SystemRandomNumberGenerator()
        return (0..<4).map { _ in
            let word = String(UInt32.random(in: .min ... .max, using: &chance), radix: 16)
            return String(repeating: "0", count: 8 - word.count) + word
        }.joined()
    }

    /// The path behind the token, without a slash before it.
    ///
    /// - Throws: ``ExplorerError/forbidden``.
    func path(of request: PageRequest) throws(ExplorerError) -> String {
        let names = ["127.0.0.1:\(port)", "localhost:\(port)"]
        guard let host = request.headers["host"], names.contains(host) else { throw .forbidden }
        if let origin = request.headers["origin"], !names.contains(where: { origin == "http://\($0)" }) {
            throw .forbidden
        }
        if let site = request.headers["sec-fetch-site"], !["same-origin", "none"].contains(site) { throw .forbidden }
        let parts = request.path.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        // The first part lies before the first slash and is empty.
        guard parts.count == 2, parts[0].isEmpty else { throw .forbidden }
        let rest = parts[1].split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard rest.count == 2, Self.isSame(rest[0], token) else { throw .forbidden }
        return String(rest[1])
    }

    /// Compares in a time that does not tell how much is alike.
    private static func isSame(_ a: Substring, _ b: String) -> Bool {
        let (a, b) = (Array(a.utf8), Array(b.utf8))
        guard a.count == b.count else { return false }
        return zip(a, b).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
    }

    /// What every answer says to the browser: scripts, styles and pictures of this page alone; nothing kept, nothing
    /// framed, no address handed on.
    static let headers = [
        "Content-Security-Policy":
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "no-referrer",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cache-Control": "no-store",
    ]
}
