internal import Archives
internal import Files
internal import Foundation
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
    var settings: [String] { [all ? "all" : "first", degrees.map { "\($0)" } ?? "", "\(nulls)", "\(seed)"] }

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
    /// - Parameter progress: makes what hears how many pictures of the score are shown.
    public func rows(progress: () -> @Sendable (Int) -> Void) -> [SurveyRow] {
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
            if let degrees { (row.score, row.error) = scored(network, degrees, progress()) }
            return chosen.map { layer in
                var own = row
                own.layer = layer.name
                own.field = fields?.tensors.first { $0.node.input(1) == layer.weight }.map(SurveyRow.Field.init)
                do {
                    own.kernels = SurveyRow.Kernels(
                        of: try file.kernels(of: layer), seed: seed, nullCount: nulls, workers: workers)
                } catch { own.error = reason(error) }
                return own
            }
        } catch {
            row.error = reason(error)
            return [row]
        }
    }

    private func scored(
        _ network: Network?, _ degrees: Double, _ finished: @escaping @Sendable (Int) -> Void
    ) -> (SurveyRow.Score?, String?) {
        guard let network else { return (nil, "it holds no network to run, so it has no V1 score") }
        do {
            let runnable = try RunnableNetwork(network, workers: workers)
            let tensors = try ScoreStudy.customaryLayers(of: runnable.network, image: runnable.image)
            let study = try ScoreStudy(runnable, layers: tensors, degrees: degrees, seed: seed, finished: finished)
            return (SurveyRow.Score(study), nil)
        } catch { return (nil, reason(error)) }
    }

    /// One line without the file's name, which stands beside it.
    private func reason(_ error: any Error) -> String {
        let line = words(error)
        return line.hasPrefix(path + ": ") ? String(line.dropFirst(path.count + 2)) : line
    }
}
