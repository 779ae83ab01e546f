internal import Foundation
internal import Planes

/// What a patch course is made from, so that a checkpoint is not gone on from with other settings or photographs.
public struct PatchCourseOrigin: Hashable, Codable, Sendable {
    let settings: PatchSettings
    let photographs: String

    /// An origin.
    ///
    /// - Parameter photographs: a digest of the files.
    public init(_ settings: PatchSettings, photographs: String) {
        self.settings = settings
        self.photographs = photographs
    }

    private var words: [(name: String, value: String)] {
        settings.words + [("photographs of SHA-256", photographs)]
    }

    func check(_ found: PatchCourseOrigin, _ file: String) throws(LearningError) {
        for (own, other) in zip(words, found.words) where own.value != other.value {
            throw .otherSettings(file: file, setting: own.name, found: other.value, expected: own.value)
        }
    }
}

/// A patch course as words: all but its tensors.
private struct PatchCourseRecord: Codable {
    let origin: PatchCourseOrigin
    let losses: [Double?]

    static let key = "striate.patches"
}

extension PatchCourse {
    /// The course as a file of tensors keeps it: `weights`, and `snapshot-N` after N updates. All else is JSON in the
    /// metadata. Chance needs no memory: each update has a stream of the seed.
    public func kept(of origin: PatchCourseOrigin) -> (metadata: [String: String], tensors: Parameters) {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        let record = PatchCourseRecord(origin: origin, losses: snapshots.map(\.loss))
        guard let words = try? encoder.encode(record) else { preconditionFailure("numbers can be written") }
        var tensors: Parameters = [
            "weights": Tensor(shape: [weights.count, weights.length], values: weights.values)
        ]
        for snapshot in snapshots { tensors["snapshot-\(snapshot.step)"] = snapshot.kernels }
        return ([PatchCourseRecord.key: String(decoding: words, as: UTF8.self)], tensors)
    }

    /// Goes back to where a course was that had the same origin.
    ///
    /// - Throws: ``LearningError``: no course, one of another origin, or one that does not hold together.
    public mutating func restore(
        _ metadata: [String: String], _ tensors: Parameters, file: String, origin: PatchCourseOrigin
    ) throws(LearningError) {
        guard let words = metadata[PatchCourseRecord.key] else {
            throw .notACheckpoint(file: file, reason: "it keeps no kernels that learn from photographs")
        }
        guard let record = try? JSONDecoder().decode(PatchCourseRecord.self, from: Data(words.utf8)) else {
            throw .notACheckpoint(file: file, reason: "its record is damaged")
        }
        try origin.check(record.origin, file)
        let steps = settings.snapshotSteps
        guard (1...steps.count).contains(record.losses.count) else {
            throw .notACheckpoint(file: file, reason: "its record is damaged")
        }
        func tensor(_ name: String, _ shape: [Int]) throws(LearningError) -> Tensor<Float> {
            guard let tensor = tensors[name], tensor.shape == shape, tensor.values.allSatisfy(\.isFinite) else {
                throw .notACheckpoint(file: file, reason: "tensor '\(name)' is missing or damaged")
            }
            return tensor
        }
        let shape = snapshots[0].kernels.shape
        var found: [Snapshot] = []
        for (step, loss) in zip(steps, record.losses) {
            found.append(Snapshot(step: step, loss: loss, kernels: try tensor("snapshot-\(step)", shape)))
        }
        let kept = try tensor("weights", [weights.count, weights.length])
        go(to: Rows(count: weights.count, length: weights.length, values: kept.values), found)
    }
}
