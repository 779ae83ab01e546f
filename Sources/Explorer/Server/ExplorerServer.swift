import FlyingFox
import FlyingSocks
import Foundation

/// Serves an ``Explorer`` on the loopback until it is ended.
public struct ExplorerServer: Sendable {
    private let explorer: Explorer
    private let server: HTTPServer
    private let gate: Gate

    /// The address of the page, its token in it.
    public var address: String { "http://127.0.0.1:\(gate.port)/\(gate.token)/" }

    /// Bytes of a request's body that are taken.
    static let mostBytes = 1 << 24
    /// Seconds that an answer may take.
    private static let patience = 300.0

    /// Finds the port.
    ///
    /// - Parameter port: the one to listen to; any that is free if left out.
    /// - Throws: ``ExplorerError/portTaken(port:reason:)``.
    public init(_ explorer: Explorer, port: Int? = nil) throws(ExplorerError) {
        self.explorer = explorer
        let free = try Self.port(port ?? 0)
        gate = Gate(token: Gate.newToken(), port: free)
        do {
            server = HTTPServer(
                config: HTTPServer.Configuration(
                    address: try sockaddr_in.inet(ip4: "127.0.0.1", port: UInt16(free)), timeout: Self.patience,
                    pool: ConnectionPool(), logger: .disabled),
                handler: RequestHandler(explorer: explorer, gate: gate))
        } catch {
            throw .portTaken(port: free, reason: "\(error)")
        }
    }

    /// Serves until the task is cancelled.
    ///
    /// - Throws: ``ExplorerError/portTaken(port:reason:)``.
    public func run() async throws(ExplorerError) {
        do { try await server.run() } catch is CancellationError {} catch {
            if !Task.isCancelled { throw .portTaken(port: gate.port, reason: error.localizedDescription) }
        }
    }

    /// Waits until requests are answered.
    public func waitUntilListening() async { try? await server.waitUntilListening() }

    /// The port itself, or one that the system says is free.
    private static func port(_ wanted: Int) throws(ExplorerError) -> Int {
        do {
            let socket = try Socket(domain: AF_INET)
            defer { try? socket.close() }
            try socket.setValue(true, for: .localAddressReuse)
            try socket.bind(to: sockaddr_in.inet(ip4: "127.0.0.1", port: UInt16(wanted)))
            guard case .ip4(_, let port) = try socket.sockname() else { return wanted }
            return Int(port)
        } catch {
            throw .portTaken(port: wanted, reason: "it cannot be listened to")
        }
    }
}

/// From the library's requests to ours and back.
private struct RequestHandler: HTTPHandler {
    let explorer: Explorer
    let gate: Gate

    func handleRequest(_ request: HTTPRequest) async throws -> HTTPResponse {
        let answer: PageResponse
        do throws(ExplorerError) {
            var ours = PageRequest(
                method: request.method.rawValue, path: request.target.path(percentEncoded: true),
                query: Dictionary(request.query.map { ($0.name, $0.value) }) { $1 },
                headers: Dictionary(request.headers.map { ($0.key.rawValue.lowercased(), $0.value) }) { $1 })
            let path = try gate.path(of: ours)
            ours.body = try await Self.body(of: request)
            answer = try await explorer.answer(ours, at: path)
        } catch {
            answer = PageResponse(error)
        }
        var headers = HTTPHeaders(
            Dictionary(uniqueKeysWithValues: Gate.headers.map { (HTTPHeader($0.key), $0.value) }))
        headers[.contentType] = answer.type
        return HTTPResponse(
            statusCode: HTTPStatusCode(answer.status, phrase: answer.status == 200 ? "OK" : "Refused"),
            headers: headers,
            body: HTTPBodySequence(data: Data(answer.body), suggestedBufferSize: 1 << 16))
    }

    /// The body, as far as it is taken.
    private static func body(of request: HTTPRequest) async throws(ExplorerError) -> [UInt8] {
        let limit = ExplorerServer.mostBytes
        if let count = request.bodySequence.count, count > limit { throw .tooLarge(bytes: count, limit: limit) }
        var bytes: [UInt8] = []
        do {
            for try await piece in request.bodySequence {
                bytes += piece
                if bytes.count > limit { break }
            }
        } catch {
            throw .malformed("the body ends early")
        }
        guard bytes.count <= limit else { throw .tooLarge(bytes: bytes.count, limit: limit) }
        return bytes
    }
}
