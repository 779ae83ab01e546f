public import Archives
internal import Files
internal import Inference
public import Physiology
internal import Reports
internal import Tables
public import Workers

/// Many pictures through a network: what its units give goes to a folder, picture by picture, and what follows from all of
/// it is told at the end, the same of a run in one piece and of one that parts were put together to.
///
/// In the folder are `responses/LAYER.npy` (pictures × units, 32-bit floats; a picture that could not be shown has no
/// numbers), and the tables ``Reports/ActivationTables`` names.
public struct ActivationRun {
    /// What is known of the recorded layers besides the numbers.
    public let facts: ActivationFacts
    private let recorder: ActivationRecorder
    private let pictures: StimulusList
    /// A sentence on a table, by its name and rows, that is left out.
    let leavesOut: (_ table: String, _ rows: Int) throws -> String?
    /// Whether the table of the units is made.
    let hasUnits: Bool

    /// A run of pictures.
    ///
    /// - Parameters:
    ///   - recorder: a network, and the units that are recorded.
    ///   - facts: of the recorder.
    ///   - pictures: in their order.
    ///   - hasUnits: whether the table of the units is made; it is long, and those of the numbers need it.
    ///   - leavesOut: says of a table, by its name and its rows, that it is left out, in a sentence.
    public init(
        _ recorder: ActivationRecorder, _ facts: ActivationFacts, of pictures: StimulusList, hasUnits: Bool = true,
        leavesOut: @escaping (_ table: String, _ rows: Int) throws -> String? = { _, _ in nil }
    ) {
        (self.recorder, self.facts, self.pictures) = (recorder, facts, pictures)
        (self.hasUnits, self.leavesOut) = (hasUnits, leavesOut)
    }

    /// The files of the numbers, by their paths in the folder, which are written in place.
    public var arrays: [String] { facts.layers.map(ActivationArrays.path) }

    /// Shows the pictures that are still to be shown, several at once, and writes each as soon as those before it are; and
    /// what each unit is, unless that is too much.
    ///
    /// - Parameters:
    ///   - items: the pictures; found of each is what is wrong with it, if anything.
    ///   - workers: any number gives the same numbers.
    ///   - finished: hears how many are done.
    /// - Throws: what is wrong with the network, `InferenceError` or `ActivationError`; ``RunFolderError``;
    ///   `ArchiveError.noneShown` where no picture could be shown.
    public func record(
        _ items: inout RunItems<String>, workers: Workers, finished: (Int) -> Void = { _ in }
    ) throws {
        let writesUnits = try hasUnits && leavesOut("units", unitCount) == nil
        let arrays = try ActivationArrays(of: facts, in: items.draft, rows: items.work.own.count)
        let (todo, done) = (items.todo, items.findings.count)
        try workers.inOrder(todo.count, ahead: 8 * workers.count) { [recorder, pictures] place in
            Self.show(pictures.stimuli[todo[place]], todo[place], to: recorder)
        } take: { place, shown in
            if let failure = shown.failure { throw failure }
            try arrays.write(shown.values, row: done + place)
            try items.draft.append(ActivationTables.stimuli([shown.stimulus], carrying: pictures.columns))
            try items.finish(shown.stimulus.error ?? "")
            if place % 64 == 63 { Memory.returnIdle() }
            finished(done + place + 1)
        }
        if !items.isPart, let first = items.findings.first, !items.findings.contains("") {
            throw ArchiveError.noneShown(count: items.findings.count, first: first)
        }
        if writesUnits { try writeUnits(to: items.draft) }
    }

    /// All units of all layers.
    var unitCount: Int { facts.layers.reduce(0) { $0 + $1.units } }

    private func writeUnits(to draft: RunDraft) throws {
        for layer in recorder.layers {
            for first in stride(from: 0, to: layer.count, by: 1 << 14) {
                try draft.append(
                    ActivationTables.units(
                        layer, first..<min(first + 1 << 14, layer.count), degrees: facts.degrees,
                        width: facts.size[1], fixation: (facts.fixation[0], facts.fixation[1])))
            }
        }
    }
}

extension ActivationRun {
    /// What became of a picture.
    private struct Shown: Sendable {
        let stimulus: ActivationTables.Stimulus
        /// One row for each layer; `nil` where it could not be shown.
        let values: [[Float]]?
        /// What is wrong with the network, not with the picture.
        var failure: (any Error)?
    }

    private static func show(
        _ stimulus: StimulusList.Stimulus, _ index: Int, to recorder: ActivationRecorder
    ) -> Shown {
        func row(_ reading: StimulusList.Stimulus.Reading?, _ error: String?) -> ActivationTables.Stimulus {
            ActivationTables.Stimulus(
                index: index, path: stimulus.path, sha256: reading?.sha256, size: reading?.size, error: error,
                carried: stimulus.carried)
        }
        let reading: StimulusList.Stimulus.Reading
        do throws(ArchiveError) { reading = try stimulus.read() } catch {
            return Shown(stimulus: row(nil, "\(error)"), values: nil)
        }
        do {
            return Shown(stimulus: row(reading, nil), values: try recorder.values(of: reading.shown))
        } catch let error as InferenceError where error.isOfPicture {
            return Shown(stimulus: row(reading, "\(stimulus.path): \(error)"), values: nil)
        } catch {
            return Shown(stimulus: row(reading, "\(error)"), values: nil, failure: error)
        }
    }
}

extension InferenceError {
    /// Whether another picture may do.
    fileprivate var isOfPicture: Bool {
        switch self {
        case .preprocessing(.size), .nonFinite: true
        default: false
        }
    }
}
