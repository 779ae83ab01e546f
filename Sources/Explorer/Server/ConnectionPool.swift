import CLinux
import FlyingFox
import FlyingSocks

/// Waits for sockets as the library's own pool does, and ends a connection that brought more than any page sends.
///
/// The library reads a request's lines into memory however long they are; what a connection brings in all bounds them.
struct ConnectionPool: AsyncSocketPool {
    private let pool: any AsyncSocketPool = HTTPServer.defaultPool()

    /// Bytes that one connection may bring.
    static let most = 1 << 27

    func prepare() async throws { try await pool.prepare() }

    func run() async throws { try await pool.run() }

    func suspendSocket(_ socket: Socket, untilReadyFor events: Socket.Events) async throws {
        // A small answer is sent at once, not after the acknowledgement of its header.
        linux_send_at_once(socket.file.rawValue)
        guard linux_bytes_received(socket.file.rawValue) <= UInt64(Self.most) else { throw SocketError.disconnected }
        try await pool.suspendSocket(socket, untilReadyFor: events)
    }
}
