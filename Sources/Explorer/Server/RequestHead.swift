internal import Foundation

/// The first lines of a request of HTTP/1.1, and how long what follows is.
struct RequestHead: Sendable {
    let request: PageRequest
    /// Bytes of the body.
    let bodyCount: Int

    /// Bytes that the lines may have.
    static let most = 1 << 14

    /// Reads the lines up to the empty one, which is left out.
    ///
    /// - Throws: ``ExplorerError/malformed(_:)`` for lines that are none, a header of weight that comes twice, a body whose
    ///   length is not told.
    init(_ bytes: some Sequence<UInt8>) throws(ExplorerError) {
        guard let text = String(bytes: Array(bytes), encoding: .utf8) else { throw .malformed("text is expected") }
        let lines = text.components(separatedBy: "\r\n")
        let words = lines[0].split(separator: " ", omittingEmptySubsequences: false)
        guard words.count == 3, words[2].hasPrefix("HTTP/1."), words[1].hasPrefix("/"), !words[0].isEmpty,
            words[0].allSatisfy({ ("A"..."Z").contains($0) })
        else { throw .malformed("a request of HTTP/1.1 is expected") }
        var headers: [String: String] = [:]
        for line in lines.dropFirst() {
            guard let colon = line.firstIndex(of: ":"), colon != line.startIndex else {
                throw .malformed("headers are expected, NAME: VALUE")
            }
            let name = line[..<colon].lowercased()
            let isFirst = headers[name] == nil
            guard isFirst || !["host", "origin", "content-length"].contains(name) else {
                throw .malformed("\(name) comes twice")
            }
            headers[name] = line[line.index(after: colon)...].trimmingCharacters(in: .whitespaces)
        }
        guard headers["transfer-encoding"] == nil else { throw .malformed("a Content-Length is expected") }
        let length = headers["content-length"] ?? "0"
        guard let count = Int(length), count >= 0, length.allSatisfy(\.isNumber) else {
            throw .malformed("Content-Length is a number")
        }
        bodyCount = count
        let parts = words[1].split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        request = PageRequest(
            method: String(words[0]), path: String(parts[0]),
            query: parts.count > 1 ? Self.query(parts[1]) : [:], headers: headers)
    }

    /// `a=1&b=2`, percent signs decoded.
    private static func query(_ text: Substring) -> [String: String] {
        let pairs = text.split(separator: "&").map { pair -> (String, String) in
            let sides = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
                .map { $0.replacing("+", with: " ").removingPercentEncoding ?? "" }
            return (sides[0], sides.count > 1 ? sides[1] : "")
        }
        return Dictionary(pairs) { $1 }
    }
}

extension PageResponse {
    /// The answer as it is sent; the connection ends with it.
    ///
    /// - Parameter isHead: without its body.
    func bytes(isHead: Bool) -> [UInt8] {
        var lines = ["HTTP/1.1 \(status) \(status == 200 ? "OK" : "Refused")"]
        lines += Gate.headers.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)" }
        lines += ["Content-Type: \(type)"] + (rest == nil ? ["Content-Length: \(body.count)"] : [])
        lines += ["Connection: close", "", ""]
        return Array(lines.joined(separator: "\r\n").utf8) + (isHead ? [] : body)
    }
}
