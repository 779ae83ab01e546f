import Foundation
import Synchronization
import Testing

@testable import Explorer

/// The served page, asked over its socket.
@Suite(.serialized) struct ServerTests {
    /// A connection to the loopback that says something and hears the answer.
    static func say(_ bytes: [UInt8], port: Int, isEnded: Bool = true) -> [UInt8] {
        let file = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(file) }
        var patience = timeval(tv_sec: 300, tv_usec: 0)
        setsockopt(file, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
        let connected = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(file, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard connected == 0 else { return [] }
        var sent = 0
        while sent < bytes.count {
            let count = bytes[sent...].withUnsafeBytes { send(file, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
            guard count > 0 else { break }
            sent += count
        }
        if isEnded { shutdown(file, Int32(SHUT_WR)) }
        var answer: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65536)
        while true {
            let count = recv(file, &buffer, buffer.count, 0)
            guard count > 0 else { break }
            answer += buffer[0..<count]
        }
        return answer
    }

    static func request(_ path: String, port: Int, method: String = "GET", body: [UInt8] = []) -> [UInt8] {
        Array(
            "\(method) \(path) HTTP/1.1\r\nHost: 127.0.0.1:\(port)\r\nContent-Length: \(body.count)\r\nConnection: close\r\n\r\n"
                .utf8) + body
    }

    static func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

    /// Serves while the body asks; blocking work is done on threads of its own.
    static func serving(_ body: @escaping @Sendable (_ port: Int, _ path: String) -> Void) async throws {
        let server = try ExplorerServer(Lenet.explorer())
        let address = try #require(URLComponents(string: server.address))
        let port = try #require(address.port)
        let task = Task.detached(executorPreference: OwnThreads()) { try? await server.run() }
        await withCheckedContinuation { done in
            Thread.detachNewThread {
                body(port, address.path)
                done.resume()
            }
        }
        task.cancel()
        _ = await task.value
    }

    /// The same of the built program, whose memory is its own: other tests run in ours.
    static func servingAlone(
        _ body: @escaping @Sendable (_ port: Int, _ path: String, _ residentBytes: () -> Int) -> Void
    ) async throws {
        let pipe = Pipe()
        let striate = try BrowserTests.started(["explore", "--no-open"], pipe)
        defer {
            striate.interrupt()
            striate.waitUntilExit()
        }
        let line = String(decoding: pipe.fileHandleForReading.availableData, as: UTF8.self)
        let address = try #require(URLComponents(string: line.trimmingCharacters(in: .newlines)))
        let (port, process) = (try #require(address.port), striate.processIdentifier)
        await withCheckedContinuation { done in
            Thread.detachNewThread {
                body(port, address.path) {
                    let text = (try? String(contentsOfFile: "/proc/\(process)/statm", encoding: .utf8)) ?? ""
                    let pages = text.split(separator: " ").dropFirst().first.flatMap { Int($0) }
                    if pages == nil { Issue.record("the program runs no more") }
                    return (pages ?? 0) * Int(sysconf(Int32(_SC_PAGESIZE)))
                }
                done.resume()
            }
        }
    }

    @Test func `the page comes with its headers, and only on its token`() async throws {
        try await Self.serving { port, path in
            let page = Self.text(Self.say(Self.request(path, port: port), port: port))
            #expect(page.hasPrefix("HTTP/1.1 200") && page.contains("<title>striate explore</title>"))
            for (name, value) in Gate.headers { #expect(page.contains("\(name): \(value)\r\n"), "\(name)") }
            let other = Self.text(Self.say(Self.request("/", port: port), port: port))
            #expect(other.hasPrefix("HTTP/1.1 403") && other.contains("only the page that was opened with its token"))
            let rebound = Array("GET \(path) HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n".utf8)
            #expect(Self.text(Self.say(rebound, port: port)).hasPrefix("HTTP/1.1 403"))
        }
    }

    @Test func `it is served on the loopback alone`() async throws {
        try await Self.serving { port, _ in
            let listening = (try? String(contentsOfFile: "/proc/net/tcp", encoding: .utf8)) ?? ""
            let hex = String(port, radix: 16, uppercase: true)
            let ours = listening.split(separator: "\n").filter { $0.contains(":\(hex) 00000000:0000 0A") }
            #expect(ours.count == 1 && ours.allSatisfy { $0.contains(" 0100007F:\(hex) ") })
        }
    }

    @Test func `fifty draw at once, and each gets its guesses`() async throws {
        try await Self.serving { port, path in
            let right = Mutex(0)
            let request = Self.request(
                "\(path)api/drawing?side=280&centred=1", port: port, method: "POST", body: Lenet.one)
            let group = DispatchGroup()
            for _ in 0..<50 {
                group.enter()
                Thread.detachNewThread {
                    let answers = (0..<3).map { _ in Self.text(Self.say(request, port: port, isEnded: false)) }
                    if answers.allSatisfy({ $0.hasPrefix("HTTP/1.1 200") && $0.contains("\"guesses\"") }) {
                        right.withLock { $0 += 1 }
                    }
                    group.leave()
                }
            }
            group.wait()
            #expect(right.withLock { $0 } == 50)
        }
    }

    /// What no page sends, by a number: noise, half requests, lies about lengths, paths out of the folder.
    static func malformed(_ number: Int, port: Int, path: String) -> [UInt8] {
        var state = UInt64(number) &* 0x9E37_79B9_7F4A_7C15 &+ 1
        func chance(_ limit: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % limit
        }
        let host = "Host: 127.0.0.1:\(port)\r\n"
        let text =
            switch number % 10 {
            case 1: "GET\r\n\r\n"
            case 2: "POST \(path)api/drawing?side=280 HTTP/1.1\r\n\(host)Content-Length: -5\r\n\r\n"
            case 3: "POST \(path)api/photograph HTTP/1.1\r\n\(host)Content-Length: 99999999999\r\n\r\nx"
            case 4: "GET \(path)%2e%2e/%2e%2e/etc/passwd?layer=%00%ff HTTP/1.1\r\n\(host)\r\n"
            case 5: "POST \(path)api/photograph HTTP/1.1\r\n\(host)Transfer-Encoding: chunked\r\n\r\nzz\r\n"
            case 6: "GET /\(String(repeating: "a", count: 1000 + chance(4000))) HTTP/1.1\r\n\(host)\r\n"
            case 7: "GET \(path)api/unit?picture=\(chance(9))&channel=99999999999999999999 HTTP/1.1\r\n\(host)\r\n"
            case 8: String(repeating: "X-\(chance(10)): y\r\n", count: 100)
            default: "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"
            }
        return number % 10 == 0 ? (0..<chance(300)).map { _ in UInt8(chance(256)) } : Array(text.utf8)
    }

    @Test func `ten thousand malformed requests leave it as it was`() async throws {
        try await Self.servingAlone { port, path, residentBytes in
            /// Asks with numbers of a range from several sides, and counts what is answered as if it were right.
            func ask(_ numbers: Range<Int>) -> Int {
                let answered = Mutex(0)
                let group = DispatchGroup()
                for start in 0..<8 {
                    group.enter()
                    Thread.detachNewThread {
                        for number in numbers where number % 8 == start {
                            let answer = Self.say(Self.malformed(number, port: port, path: path), port: port)
                            if Self.text(Array(answer.prefix(12))) == "HTTP/1.1 200" { answered.withLock { $0 += 1 } }
                        }
                        group.leave()
                    }
                }
                group.wait()
                return answered.withLock { $0 }
            }
            #expect(ask(0..<200) == 0)
            let before = residentBytes()
            #expect(ask(200..<10_200) == 0)
            #expect(residentBytes() - before < 64 << 20)
            #expect(Self.text(Self.say(Self.request(path, port: port), port: port)).hasPrefix("HTTP/1.1 200"))
        }
    }

    @Test func `a request without end is cut off`() async throws {
        try await Self.servingAlone { port, path, residentBytes in
            let before = residentBytes()
            let endless = [UInt8](repeating: UInt8(ascii: "a"), count: 1 << 28)
            // The connection may end before what is said of it is heard.
            let cut = Self.text(Self.say(endless, port: port))
            #expect(cut.isEmpty || cut.hasPrefix("HTTP/1.1 413"))
            #expect(residentBytes() - before < 64 << 20)
            let large = Self.request("\(path)api/photograph", port: port, method: "POST", body: [1])
            let lying = Self.text(large).replacing("Content-Length: 1", with: "Content-Length: 16777217")
            let answer = Self.text(Self.say(Array(lying.utf8), port: port))
            #expect(answer.isEmpty || answer.contains("16777217 bytes; at most 16777216 are taken"))
            #expect(Self.text(Self.say(Self.request(path, port: port), port: port)).hasPrefix("HTTP/1.1 200"))
        }
    }

    @Test func `a port that another has is refused`() async throws {
        try await Self.serving { port, _ in
            let error = #expect(throws: ExplorerError.self) { try ExplorerServer(Lenet.explorer(), port: port) }
            #expect(error?.description == "port \(port): it cannot be listened to; leave it out for a free one")
        }
    }
}

/// Threads that other tests do not keep busy: a server that is not let run answers too late.
private final class OwnThreads: TaskExecutor {
    private let queue = DispatchQueue(label: "server", attributes: .concurrent)

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        queue.async { job.runSynchronously(on: self.asUnownedTaskExecutor()) }
    }
}
