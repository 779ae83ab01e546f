import Archives
import Foundation
import Kernels

/// The first layer's kernels out of small and large files of every format, each in a process of its own: what it takes of
/// the processor and of memory, beside the file's size.
enum OpenBenchmark {
    /// What makes this program open one file, or none where it is empty, and end.
    private static let flag = "--open="

    static func open(_ path: String?) throws {
        guard let path else { return }
        let file = try ModelFile(path: path)
        let bank = try file.kernels(of: file.choice(of: nil).layer)
        let values = bank.kernels[0].values
        guard values == LargeFile.weights(values.count) else { exit(65) }
    }

    static func run(_ log: Log) throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "striate-open-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        log.say("open: first layer's kernels, a process each, best of 10; above the process that opens nothing")
        let idle = measure("-")
        log.say(row("no file", 0, idle, idle))
        for network in LargeFile.Network.allCases {
            for format in LargeFile.Format.allCases where format != .npy || network == .firstLayer {
                let path = folder.appending(path: "model").path
                try LargeFile(network, format).write(to: path)
                let size = try FileManager.default.attributesOfItem(atPath: path)[.size] as? Int ?? 0
                let cost = measure(path)
                log.say(row("\(network.rawValue), \(format.rawValue)", size, cost, idle))
                log.add("open \(network.rawValue)", format.rawValue, max(0, cost.time - idle.time), "of processor")
                try FileManager.default.removeItem(atPath: path)
            }
        }
    }

    /// Seconds of processor time and bytes of memory at most.
    private typealias Cost = (time: Double, memory: Int)

    private static func row(_ name: String, _ size: Int, _ cost: Cost, _ idle: Cost) -> String {
        let megabytes = { (bytes: Int) in String(format: "%8.1f MB", Double(bytes) / 1e6) }
        let time = String(format: "%6.1f ms (+%.1f)", cost.time * 1e3, max(0, cost.time - idle.time) * 1e3)
        let name = name.padding(toLength: 31, withPad: " ", startingAt: 0)
        return ("\(name) file \(megabytes(size))  time \(time)  memory \(megabytes(cost.memory))")
    }

    /// The least of ten runs.
    private static func measure(_ path: String) -> Cost {
        let costs = (0..<10).map { _ in once([CommandLine.arguments[0], flag + path]) }
        return (costs.map(\.time).min() ?? 0, costs.map(\.memory).min() ?? 0)
    }

    private static func once(_ command: [String]) -> Cost {
        var words = command.map { strdup($0) } + [nil]
        defer { words.forEach { free($0) } }
        var (process, status, usage) = (pid_t(), Int32(), rusage())
        guard posix_spawn(&process, "/proc/self/exe", nil, nil, &words, environ) == 0,
            wait4(process, &status, 0, &usage) == process, status == 0
        else { fatalError("benchmarks: \(command) did not end well") }
        let seconds = { (time: timeval) in Double(time.tv_sec) + Double(time.tv_usec) * 1e-6 }
        return (seconds(usage.ru_utime) + seconds(usage.ru_stime), usage.ru_maxrss * 1024)
    }
}
