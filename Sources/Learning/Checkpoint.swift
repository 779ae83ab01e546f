internal import Foundation
internal import Planes

/// What a training run is made from, so that a checkpoint is not gone on from with other settings.
public struct TrainingOrigin: Hashable, Codable, Sendable {
    struct Setting: Hashable, Codable, Sendable {
        let name: LearningError.Quantity
        let value: String
    }

    let settings: [Setting]

    init(_ settings: [(name: LearningError.Quantity, value: String)]) {
        self.settings = settings.map { Setting(name: $0.name, value: $0.value) }
    }

    func check(_ found: TrainingOrigin, _ file: String) throws(LearningError) {
        for (own, other) in zip(settings, found.settings) where own != other {
            throw .otherSettings(file: file, setting: own.name, found: other.value, expected: own.value)
        }
        guard settings.count == found.settings.count else { throw .damaged(file) }
    }
}

/// A training run that learns from snapshot to snapshot, and that a file of tensors can keep in between.
///
/// Chance needs no memory: each part of a training run has a stream of the seed.
public protocol CheckpointedTraining: Sendable {
    /// What there is to know of a snapshot beside its tensors.
    associatedtype SnapshotRecord: Codable

    /// What keeps it from being taken for another kind of training run.
    static var kind: String { get }
    /// Whether the last snapshot is taken.
    var isFinished: Bool { get }
    /// One for each snapshot so far; the last is where the training run is.
    var moments: [SnapshotRecord] { get }
    /// Where the training run is, and its snapshots.
    var tensors: Parameters { get }

    /// Learns up to the next snapshot and takes it.
    ///
    /// - Parameter finished: hears how many steps of all are done.
    /// - Throws: ``LearningError/diverged(step:)``.
    mutating func advance(finished: (Int) -> Void) throws(LearningError)
    /// Goes to where a training run of the same origin was.
    mutating func restore(_ moments: [SnapshotRecord], _ kept: CheckpointTensors) throws(LearningError)
}

/// The tensors of a checkpoint.
public struct CheckpointTensors: Sendable {
    let file: String
    let tensors: Parameters

    /// The tensor of a name, if it is of a shape and finite.
    func tensor(_ name: String, _ shape: [Int]) throws(LearningError) -> Tensor<Float> {
        guard let tensor = tensors[name], tensor.shape == shape, tensor.values.allSatisfy(\.isFinite) else {
            throw .notACheckpoint(file: file, reason: "tensor '\(name)' is missing or damaged")
        }
        return tensor
    }
}

/// A training run as words: all but its tensors.
private struct CheckpointRecord<SnapshotRecord: Codable>: Codable {
    let kind: String
    let origin: TrainingOrigin
    let moments: [SnapshotRecord]
}

/// What of a record tells whose it is.
private struct CheckpointKind: Decodable {
    let kind: String
}

/// Under which the metadata of a file have it.
private let key = "striate.course"

extension CheckpointedTraining {
    /// The training run as a file of tensors keeps it: tensors, and all else as JSON in the metadata.
    public func kept(of origin: TrainingOrigin) -> (metadata: [String: String], tensors: Parameters) {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        let record = CheckpointRecord(kind: Self.kind, origin: origin, moments: moments)
        guard let words = try? encoder.encode(record) else { preconditionFailure("numbers can be written") }
        return ([key: String(decoding: words, as: UTF8.self)], tensors)
    }

    /// Goes back to where a training run was that had the same origin.
    ///
    /// - Parameters:
    ///   - metadata: of the file.
    ///   - tensors: of the file.
    ///   - file: for messages.
    ///   - origin: what the training run that goes on is made from.
    /// - Throws: ``LearningError``: no training run, one of another origin, or one that does not hold together.
    public mutating func restore(
        _ metadata: [String: String], _ tensors: Parameters, file: String, origin: TrainingOrigin
    ) throws(LearningError) {
        guard let words = metadata[key] else { throw .notACheckpoint(file: file, reason: "no learner wrote it") }
        func decoded<Part: Decodable>(_ part: Part.Type) throws(LearningError) -> Part {
            guard let part = try? JSONDecoder().decode(part, from: Data(words.utf8)) else { throw .damaged(file) }
            return part
        }
        let kind = try decoded(CheckpointKind.self).kind
        guard kind == Self.kind else {
            throw .notACheckpoint(file: file, reason: "it keeps \(kind), not \(Self.kind)")
        }
        let record = try decoded(CheckpointRecord<SnapshotRecord>.self)
        try origin.check(record.origin, file)
        try restore(record.moments, CheckpointTensors(file: file, tensors: tensors))
    }
}

extension LearningError {
    /// A record that does not hold together.
    static func damaged(_ file: String) -> LearningError {
        .notACheckpoint(file: file, reason: "its record is damaged")
    }
}
