import Foundation

/// Fast paths, checked against the plain ones and then timed: `swift run -c release benchmarks SCENARIO`.
///
/// Absolute times mean little on a shared machine; compare ratios within one run.
@main
struct Benchmarks {
    static func main() throws {
        let scenarios: [(name: String, run: () throws -> Void)] = [
            ("bank", BankBenchmark.run), ("fit", FitBenchmark.run),
            ("forward", ForwardBenchmark.run), ("open", OpenBenchmark.run),
            ("rf", FieldBenchmark.run), ("saliency", SaliencyBenchmark.run),
        ]
        let asked = CommandLine.arguments.dropFirst()
        if asked.first == OpenBenchmark.flag { return try OpenBenchmark.open(asked.dropFirst().first) }
        for name in asked where !scenarios.contains(where: { $0.name == name }) {
            let names = scenarios.map(\.name).joined(separator: ", ")
            FileHandle.standardError.write(
                Data("benchmarks: there is no scenario '\(name)'; there are \(names)\n".utf8))
            exit(64)
        }
        for scenario in scenarios where asked.isEmpty || asked.contains(scenario.name) { try scenario.run() }
    }

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

    static func row(_ name: String, _ seconds: Double, _ note: String) {
        print(name.padding(toLength: 52, withPad: " ", startingAt: 0) + String(format: "%9.4f s  ", seconds) + note)
    }
}
