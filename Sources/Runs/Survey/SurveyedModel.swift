internal import Archives
internal import Files
internal import Foundation
internal import GSL
internal import Inference
internal import Kernels
internal import Networks
public import Physiology
internal import ReceptiveFields
public import Workers

/// One file of a survey, and what is asked of it.
public struct SurveyedModel {
    /// The file.
    public let path: String
    private let all: Bool
    private let nulls: Int
    private let degrees: Double?
    private let seed: UInt64
    private let workers: Workers
    private let words: (any Error) -> String

    /// A file, and what is asked of it.
    ///
    /// - Parameters:
    ///   - path: of the file.
    ///   - all: whether all layers are looked at, or the first.
    ///   - nulls: noise kernels of each kernel.
    ///   - degrees: what an image spans, where a V1 score is asked for.
    ///   - seed: of all chance.
    ///   - workers: any number gives the same rows.
    ///   - words: what is said of an error, a line.
    public init(
        path: String, all: Bool, nulls: Int, degrees: Double?, seed: UInt64, workers: Workers,
        words: @escaping (any Error) -> String = { "\($0)" }
    ) {
        (self.path, self.all, self.nulls, self.degrees) = (path, all, nulls, degrees)
        (self.seed, self.workers, self.words) = (seed, workers, words)
    }

    /// All that was asked.
    var settings: [String] { [all ? "all" : "first", degrees.map { "\($0), permuted" } ?? "", "\(nulls)", "\(seed)"] }

    /// The files among some paths, and those in folders, by name.
    ///
    /// - Throws: an error of Foundation for a folder that cannot be read.
    public static func files(_ paths: [String]) throws -> [String] {
        try paths.flatMap { path -> [String] in
            guard FileKind(at: path) == .folder else { return [path] }
            let names = try FileManager.default.contentsOfDirectory(atPath: path).sorted()
            return names.filter { !$0.hasPrefix(".") && FileKind(at: "\(path)/\($0)") == .file }
                .map { path.hasSuffix("/") ? path + $0 : "\(path)/\($0)" }
        }
    }

    /// Its rows; what fails is told in them.
    ///
    /// - Parameter progress: makes what hears how many of a number of things are done; the things in one word or some.
    public func rows(progress: (_ count: Int, _ noun: String) -> @Sendable (Int) -> Void) -> [SurveyRow] {
        var row = SurveyRow(model: path)
        do {
            let file = try ModelFile(path: path)
            row.format = file.format.displayName
            let chosen = all ? file.layers : [try file.choice(of: nil).layer]
            row.isAlone = chosen.count == 1
            let network = file.hasNetwork ? try? file.network() : nil
            let fields = network.flatMap { network in
                (try? ImageInput(of: network)).flatMap { try? ReceptiveFields(of: network, image: $0) }
            }
            row.lastField = fields?.lastMap.map(SurveyRow.Field.init)
            let scores = degrees.map {
                Scores(of: network, in: path, $0, seed, workers, progress(2 * ScoreStudy.pictures, "pictures"))
            }
            row.error = scores?.failure.map(reason)
            return chosen.map { layer in
                var own = row
                own.layer = layer.name
                (own.score, own.permuted) = scores?.of(all ? layer.weight : nil) ?? (nil, nil)
                own.field = fields?.tensors.first { $0.node.input(1) == layer.weight }.map(SurveyRow.Field.init)
                do {
                    let bank = try file.kernels(of: layer)
                    own.kernels = SurveyRow.Kernels(
                        of: bank, seed: seed, nullCount: nulls, workers: workers,
                        finished: progress(bank.count, "kernels of \(layer.name)"))
                } catch { own.error = reason(error) }
                return own
            }
        } catch {
            row.error = reason(error)
            return [row]
        }
    }

    /// One line without the file's name, which stands beside it.
    private func reason(_ error: any Error) -> String {
        let line = words(error)
        return line.hasPrefix(path + ": ") ? String(line.dropFirst(path.count + 2)) : line
    }
}

/// V1 scores of a network as it is and with permuted weights.
private struct Scores {
    /// Why there are none.
    private(set) var failure: (any Error)?
    private var studies: [ScoreStudy] = []
    /// The tensor that is scored of each convolution, by its weight.
    private var tensors: [String: String] = [:]

    init(
        of network: Network?, in path: String, _ degrees: Double, _ seed: UInt64, _ workers: Workers,
        _ finished: @escaping @Sendable (Int) -> Void
    ) {
        do {
            guard let network else {
                throw ArchiveError.notANetwork(file: path, reason: "it holds no network to run, so it has no V1 score")
            }
            let learnt = try RunnableNetwork(network, workers: workers)
            let layers = try ScoreStudy.customaryLayers(of: learnt.network, image: learnt.image)
            for (node, tensor) in layers { tensors[node.input(1) ?? ""] = tensor }
            var generator = MersenneTwister(seed: seed)
            for (place, network) in [learnt, try learnt.permutingWeights(using: &generator)].enumerated() {
                studies.append(
                    try ScoreStudy(network, layers: layers.map(\.tensor), degrees: degrees, seed: seed) {
                        finished(place * ScoreStudy.pictures + $0)
                    })
            }
        } catch { failure = error }
    }

    /// Of the convolution of a weight, or of the layer that is most like V1.
    func of(_ weight: String?) -> (SurveyRow.Score?, SurveyRow.Score?) {
        guard studies.count == 2 else { return (nil, nil) }
        guard let weight else { return (SurveyRow.Score(studies[0]), SurveyRow.Score(studies[1])) }
        guard let tensor = tensors[weight] else { return (nil, nil) }
        return (SurveyRow.Score(studies[0], of: tensor), SurveyRow.Score(studies[1], of: tensor))
    }
}
