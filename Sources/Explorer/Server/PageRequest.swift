/// A request of the page, as far as it is looked at.
struct PageRequest: Sendable {
    var method = "GET"
    /// The path as it came, percent signs and all.
    var path: String
    /// What stands behind the question mark; of a name that comes twice the last.
    var query: [String: String] = [:]
    /// Values by name in lower case.
    var headers: [String: String] = [:]
    var body: [UInt8] = []

    /// A whole number of the query.
    ///
    /// - Throws: ``ExplorerError/malformed(_:)`` for one that is missing, or outside `range`.
    func number(_ name: String, in range: Range<Int>) throws(ExplorerError) -> Int {
        guard !range.isEmpty else { throw .malformed("\(name): there is none to choose from") }
        guard let value = query[name].flatMap({ Int($0) }), range.contains(value) else {
            throw .malformed("\(name): a whole number from \(range.lowerBound) to \(range.upperBound - 1) is expected")
        }
        return value
    }
}

/// An answer.
struct PageResponse: Sendable {
    var status = 200
    var type: String
    var body: [UInt8]

    /// A file of the page.
    init(type: String, body: [UInt8]) { (self.type, self.body) = (type, body) }

    /// A refusal, as the page reads it.
    init(_ error: ExplorerError) {
        status = error.status
        type = PageResponse.json
        body = (try? PageJSON.bytes(["error": "\(error)"])) ?? []
    }

    /// A value as JSON.
    init(json value: some Encodable) throws(ExplorerError) {
        self.init(type: Self.json, body: try PageJSON.bytes(value))
    }

    static let json = "application/json; charset=utf-8"
}
