internal import FlyingSocks
internal import Foundation

/// One connection: a request, its answer, the end.
///
/// A page's requests are few and small, so a connection is not kept for the next. What it brings is bounded before it is
/// read, in bytes and in time.
struct Connection: Sendable {
    let socket: AsyncSocket
    let explorer: Explorer
    let gate: Gate

    /// Bytes of a request's body that are taken.
    static let mostBytes = 1 << 24
    /// Seconds that a request may take to arrive, and an answer to be taken.
    static let patience = 20

    /// Answers the request, whatever it is, and ends the connection.
    func serve() async {
        defer { try? socket.close() }
        let answer: [UInt8]
        var rest: AsyncStream<[UInt8]>?
        do throws(ExplorerError) {
            let asked = try await within(Self.patience) { () async throws(ExplorerError) in try await read() }
            guard let asked, let (request, path) = asked else { return }
            let response: PageResponse
            do throws(ExplorerError) { response = try await explorer.answer(request, at: path) } catch {
                response = PageResponse(error)
            }
            answer = response.bytes(isHead: request.method == "HEAD")
            rest = response.rest
        } catch {
            answer = PageResponse(error).bytes(isHead: false)
        }
        guard await isTaken(answer), let rest else { return }
        for await piece in rest { guard await isTaken(piece) else { return } }
    }

    /// Sends bytes; whether the other side took them.
    private func isTaken(_ bytes: [UInt8]) async -> Bool {
        let isTaken = try? await within(Self.patience) { () async throws(ExplorerError) in
            do { try await socket.write(Data(bytes)) } catch { return false }
            return true
        }
        return (isTaken ?? nil) ?? false
    }

    /// The request, once it may be made; `nil` where the other side left.
    private func read() async throws(ExplorerError) -> (request: PageRequest, path: String)? {
        var bytes: [UInt8] = []
        var end: Int?
        while end == nil {
            guard let more = await piece(RequestHead.most) else { return nil }
            // The empty line may begin in what came before.
            let start = max(bytes.count - 3, 0)
            bytes += more
            end = Self.emptyLine(in: bytes, from: start)
            guard (end ?? bytes.count) <= RequestHead.most else {
                throw .tooLarge(bytes: bytes.count, limit: RequestHead.most)
            }
        }
        let head = try RequestHead(bytes[..<(end ?? 0)])
        let path = try gate.path(of: head.request)
        guard head.bodyCount <= Self.mostBytes else { throw .tooLarge(bytes: head.bodyCount, limit: Self.mostBytes) }
        var request = head.request
        request.body = Array(bytes[((end ?? 0) + 4)...].prefix(head.bodyCount))
        while request.body.count < head.bodyCount {
            guard let more = await piece(head.bodyCount - request.body.count) else {
                throw .malformed("the body ends early")
            }
            request.body += more
        }
        return (request, path)
    }

    /// What has come, at most so much; `nil` at the end.
    private func piece(_ most: Int) async -> [UInt8]? {
        guard let bytes = try? await socket.read(atMost: most), !bytes.isEmpty else { return nil }
        return bytes
    }

    /// Where an empty line ends the head.
    private static func emptyLine(in bytes: [UInt8], from start: Int) -> Int? {
        guard bytes.count >= start + 4 else { return nil }
        return (start...bytes.count - 4).first {
            bytes[$0] == 13 && bytes[$0 + 1] == 10 && bytes[$0 + 2] == 13 && bytes[$0 + 3] == 10
        }
    }

    /// Does something, unless it takes longer than some seconds: `nil` then.
    private func within<Result: Sendable>(
        _ seconds: Int, _ body: @escaping @Sendable () async throws(ExplorerError) -> Result
    ) async throws(ExplorerError) -> Result? {
        do {
            return try await withThrowingTaskGroup(of: Result?.self) { group in
                group.addTask { try await body() }
                group.addTask {
                    try? await Task.sleep(for: .seconds(seconds))
                    return nil
                }
                defer { group.cancelAll() }
                return try await group.next() ?? nil
            }
        } catch let error as ExplorerError { throw error } catch { return nil }
    }
}
