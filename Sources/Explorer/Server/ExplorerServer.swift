internal import FlyingSocks
internal import Foundation
internal import Synchronization

/// Serves an ``Explorer`` on the loopback until it is ended.
///
/// Sockets are FlyingFox's. Requests are read here: its own reader takes lines of any length, in a time that grows with
/// their square.
public struct ExplorerServer: Sendable {
    private let explorer: Explorer
    private let listener: Socket
    private let gate: Gate

    /// The address of the page, its token in it; from now on it is listened to.
    public var address: String { "http://127.0.0.1:\(gate.port)/\(gate.token)/" }

    /// Connections at once; one more is closed unheard.
    private static let mostConnections = 256

    /// Listens to a port.
    ///
    /// - Parameters:
    ///   - explorer: what answers.
    ///   - port: any that is free if left out.
    /// - Throws: ``ExplorerError/portTaken(port:reason:)``.
    public init(_ explorer: Explorer, port: Int? = nil) throws(ExplorerError) {
        self.explorer = explorer
        do {
            listener = try Socket(domain: AF_INET)
            try listener.setValue(true, for: .localAddressReuse)
            try listener.bind(to: sockaddr_in.inet(ip4: "127.0.0.1", port: UInt16(port ?? 0)))
            try listener.listen()
            guard case .ip4(_, let port) = try listener.sockname() else { throw SocketError.unsupportedAddress }
            gate = Gate(token: Gate.newToken(), port: Int(port))
        } catch {
            throw .portTaken(port: port ?? 0, reason: "it cannot be listened to")
        }
    }

    /// Serves until the task is cancelled.
    ///
    /// - Throws: ``ExplorerError/portTaken(port:reason:)`` where the system takes the port away.
    public func run() async throws(ExplorerError) {
        defer { try? listener.close() }
        do {
            try await withTaskExecutorPreference(ServingThreads()) { try await serve() }
        } catch {
            if !Task.isCancelled { throw .portTaken(port: gate.port, reason: "it is listened to no more") }
        }
    }

    private func serve() async throws {
        let pool = SocketPool<ePoll>.ePoll()
        try await pool.prepare()
        let socket = try AsyncSocket(socket: listener, pool: pool)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await pool.run() }
            group.addTask { try await accept(on: socket) }
            defer { group.cancelAll() }
            try await group.next()
        }
    }

    private func accept(on listener: AsyncSocket) async throws {
        let count = Connections()
        try await withThrowingDiscardingTaskGroup { group in
            for try await socket in listener.sockets {
                guard count.begin(atMost: Self.mostConnections) else {
                    try? socket.close()
                    continue
                }
                group.addTask {
                    await Connection(socket: socket, explorer: explorer, gate: gate).serve()
                    count.end()
                }
            }
        }
    }
}

/// How many connections there are.
private final class Connections: Sendable {
    private let count = Mutex(0)

    /// Counts one more, unless there are so many.
    func begin(atMost most: Int) -> Bool {
        count.withLock { count in
            guard count < most else { return false }
            count += 1
            return true
        }
    }

    func end() { count.withLock { $0 -= 1 } }
}
