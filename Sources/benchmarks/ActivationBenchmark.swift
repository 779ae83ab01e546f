import Archives
import Foundation
import Inference
import Networks
import Physiology
import Planes
import Runs
import Workers

/// What `striate activations` does, from the files of photographs to arrays in a folder: each is decoded, made ready and run,
/// and the largest value of each channel of some layers is written.
struct ActivationBenchmark {
    /// What is in the names of the networks that are run; all without it.
    let only: String?

    /// Networks and the layers that are recorded.
    private static let all: [(name: String, layers: String, make: @Sendable () throws -> Network)] = [
        ("alexnet-features", "relu*", { try Network(path: "data/alexnet/alexnet-features.onnx") }),
        ("vgg16", "pool*", { try BenchmarkNetworks.vgg16() }),
    ]
    /// How often the photographs of a folder are shown: as peers do it.
    private static let (folder, times, runs) = ("data/photos", 8, 3)

    func run(_ log: Log) throws {
        let list = try StimulusList([String](repeating: Self.folder, count: Self.times))
        log.say("activations: \(list.stimuli.count) photographs, decoding and writing included")
        for (name, layers, make) in Self.all where only.map(name.contains) ?? true {
            let network = try make()
            for count in [1, 2] {
                let workers = Workers(count)
                let recorder = try ActivationRecorder(
                    RunnableNetwork(network, workers: workers), layers: [layers], pooling: .max)
                var failure: (any Error)?
                let seconds = Benchmarks.best(of: Self.runs) {
                    do { try record(list, recorder, name, workers) } catch { failure = error }
                }
                if let failure { throw failure }
                log.add(
                    "activations \(name), a photograph", count == 1 ? "1 thread" : "\(count) threads",
                    seconds / Double(list.stimuli.count),
                    String(format: "%.1f a second", Double(list.stimuli.count) / seconds))
            }
        }
    }

    private func record(
        _ list: StimulusList, _ recorder: ActivationRecorder, _ name: String, _ workers: Workers
    ) throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("striate-\(UUID().uuidString)").path
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let facts = ActivationFacts(
            recorder, model: name, pooling: .max, at: nil, degrees: 16, fixation: recorder.network.size.center)
        let activations = ActivationRun(recorder, facts, of: list)
        let work = RunWork(
            command: "activations", version: "", options: [:], digests: [:], items: list.stimuli.count, shard: nil,
            arrays: activations.arrays)
        var items = try RunItems<String>(RunDraft(RunFolder(path: folder, force: false), keeping: work), work)
        try activations.record(&items, workers: workers)
    }
}
