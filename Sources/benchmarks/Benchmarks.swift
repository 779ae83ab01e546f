import ArgumentParser
import Foundation

/// `benchmarks`: fast paths, checked against the plain ones and then timed.
@main
struct Benchmarks: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "benchmarks",
        abstract: "Times the fast paths, each checked against the plain one first.",
        discussion: """
            Absolute times mean little on a machine that others use too; compare ratios within one run. Peers' times are \
            read from a JSON list of {"scenario", "peer", "seconds"}; what has the same scenario is set beside them.

            Example:
              .build/release/benchmarks bank fit
              .build/release/benchmarks forward --networks /tmp/networks
              python3 .ci/peers.py /tmp/networks > peers.json
              .build/release/benchmarks forward activations --peers peers.json
            """)

    /// What is timed.
    enum Scenario: String, ExpressibleByArgument, CaseIterable {
        case bank, fit, forward, activations, backward, open, rf, saliency, growth
    }

    @Argument(help: "What to time (default: all but growth).")
    var scenarios: [Scenario] = []

    @Option(help: ArgumentHelp("Peers' times, to be set beside ours.", valueName: "json"))
    var peers: String?

    @Flag(help: "A JSON list of the times in place of text.")
    var json = false

    @Option(help: ArgumentHelp("Of forward: also write the networks, as ONNX files.", valueName: "dir"))
    var networks: String?

    @Option(
        help: ArgumentHelp("Of forward and activations: only networks with this in their names.", valueName: "name"))
    var only: String?

    @Option(help: .hidden)
    var open: String?

    func run() throws {
        if let open { return try OpenBenchmark.open(open == "-" ? nil : open) }
        let peers = try peers.map { try PeerTime.list(at: $0) } ?? []
        let log = Log(isSilent: json)
        let chosen = scenarios.isEmpty ? Scenario.allCases.filter { $0 != .growth } : scenarios
        for scenario in Scenario.allCases where chosen.contains(scenario) {
            switch scenario {
            case .bank: try BankBenchmark.run(log)
            case .fit: try FitBenchmark.run(log)
            case .forward: try ForwardBenchmark(folder: networks, only: only).run(log)
            case .activations: try ActivationBenchmark(only: only).run(log)
            case .backward: try BackwardBenchmark.run(log)
            case .open: try OpenBenchmark.run(log)
            case .rf: try FieldBenchmark.run(log)
            case .saliency: try SaliencyBenchmark.run(log)
            case .growth: try GrowthBenchmark.run(log)
            }
        }
        if json { return print(try log.json) }
        for line in PeerTime.table(log.timings, beside: peers) { print(line) }
    }
}

/// One thing that was timed.
struct Timing: Codable {
    /// What was done, as peers name it too.
    let scenario: String
    /// How.
    let way: String
    /// The best of some runs, on the clock.
    let seconds: Double
}

/// What was timed, told as it comes.
final class Log {
    private let isSilent: Bool
    private(set) var timings: [Timing] = []

    init(isSilent: Bool) { self.isSilent = isSilent }

    /// A line between the times.
    func say(_ text: String) { if !isSilent { print(text) } }

    /// A time, and what it says.
    func add(_ scenario: String, _ way: String, _ seconds: Double, _ note: String = "") {
        timings.append(Timing(scenario: scenario, way: way, seconds: seconds))
        let name = "\(scenario): \(way)".padding(toLength: 68, withPad: " ", startingAt: 0)
        say(name + String(format: "%9.4f s  ", seconds) + note)
    }

    var json: String {
        get throws {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
            return String(decoding: try encoder.encode(timings), as: UTF8.self)
        }
    }
}

/// A peer's time for a scenario.
struct PeerTime: Codable {
    let scenario, peer: String
    let seconds: Double

    static func list(at path: String) throws -> [PeerTime] {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw ValidationError("--peers: \(path) is not there")
        }
        do { return try JSONDecoder().decode([PeerTime].self, from: data) } catch {
            throw ValidationError("--peers: \(path) is no JSON list of scenario, peer and seconds")
        }
    }

    /// Ours beside theirs; nothing where they have no scenario in common.
    static func table(_ timings: [Timing], beside peers: [PeerTime]) -> [String] {
        let rows = timings.flatMap { timing in
            peers.filter { $0.scenario == timing.scenario }.map { peer in
                [
                    timing.scenario, timing.way, String(format: "%.4f", timing.seconds), peer.peer,
                    String(format: "%.4f", peer.seconds), String(format: "%.2f", timing.seconds / peer.seconds),
                ]
            }
        }
        guard !rows.isEmpty else { return [] }
        let table = [["scenario", "ours", "s", "peer", "s", "ours / peer"]] + rows
        let widths = table[0].indices.map { column in table.map { $0[column].count }.max() ?? 0 }
        return [""]
            + table.map { row in
                zip(row, widths).map { $0.padding(toLength: $1, withPad: " ", startingAt: 0) }.joined(separator: "  ")
            }
    }
}

extension Benchmarks {
    /// The best of some runs, seconds.
    static func best(of runs: Int, _ work: () -> Void) -> Double { fastest(of: runs, work).seconds }

    /// The best of some runs, seconds on the clock and seconds of all processors: the latter say more where others work too.
    static func fastest(of runs: Int, _ work: () -> Void) -> (seconds: Double, processor: Double) {
        let times = (0..<runs).map { _ in
            let (started, used) = (ContinuousClock.now, clock())
            work()
            let spent = ContinuousClock.now - started
            let seconds = Double(spent.components.seconds) + Double(spent.components.attoseconds) * 1e-18
            return (seconds: seconds, processor: Double(clock() - used) / Double(CLOCKS_PER_SEC))
        }
        return (times.map(\.seconds).min() ?? 0, times.map(\.processor).min() ?? 0)
    }
}
