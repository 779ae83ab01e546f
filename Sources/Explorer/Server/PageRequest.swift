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
    /// What comes after the body, as it is made; the answer's length is not told then.
    var rest: AsyncStream<[UInt8]>?

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

    /// Values as lines of JSON, each as soon as it is there; what fails at first is refused, what fails later is the last line.
    init<Value: Encodable & Sendable>(
        states: AsyncStream<Result<Value, ExplorerError>>
    ) async throws(ExplorerError) {
        var iterator = states.makeAsyncIterator()
        guard let first = await iterator.next() else { throw .refused("it ended before it began") }
        self.init(type: Self.lines, body: try Self.line(first.get()))
        rest = AsyncStream { () async -> [UInt8]? in
            for await state in states {
                do throws(ExplorerError) { return try Self.line(state.get()) } catch {
                    return PageResponse(error).body + [10]
                }
            }
            return nil
        }
    }

    private static func line(_ value: some Encodable) throws(ExplorerError) -> [UInt8] {
        try PageJSON.bytes(value) + [10]
    }

    private static let lines = "application/x-ndjson; charset=utf-8"
    static let json = "application/json; charset=utf-8"
}
