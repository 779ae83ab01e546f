import Archives
import Files
import Foundation
import Inference
import Physiology
import Planes
import Reports
import Runs
import Tables
import Workers

extension Activations {
    /// What became of a picture.
    private struct Shown: Sendable {
        let stimulus: ActivationTables.Stimulus
        /// One row for each layer; `nil` where it could not be shown.
        let values: [[Float]]?
        /// What is wrong with the network, not with the picture.
        var failure: (any Error)?
    }

    /// Shows the pictures that are still to be shown, several at once, and writes each as soon as those before it are.
    func record(
        _ recorder: ActivationRecorder, _ list: StimulusList, _ items: inout RunItems<String>,
        _ folder: ActivationFolder
    ) throws {
        let (todo, done, all) = (items.todo, items.findings.count, items.work.own.count)
        let progress = Progress(all, "pictures", quiet: options.quiet)
        let workers = Workers(options.jobs)
        var kept = items
        try workers.inOrder(todo.count, ahead: 8 * workers.count) { place in
            show(list.stimuli[todo[place]], todo[place], recorder)
        } take: { place, shown in
            if let failure = shown.failure { try naming(model) { throw failure } }
            try folder.write(shown.values, row: done + place)
            try kept.draft.append(ActivationTables.stimuli([shown.stimulus], carrying: list.columns))
            // Kept is what is wrong with it, if anything.
            try kept.finish(shown.stimulus.error ?? "")
            if place % 64 == 63 { Memory.returnIdle() }
            progress.done(done + place + 1)
        }
        items = kept
        if !items.isPart, let first = items.findings.first, !items.findings.contains("") {
            throw ArchiveError.noneShown(count: items.findings.count, first: first)
        }
    }

    private func show(_ stimulus: StimulusList.Stimulus, _ index: Int, _ recorder: ActivationRecorder) -> Shown {
        func row(_ reading: StimulusList.Stimulus.Reading?, _ error: String?) -> ActivationTables.Stimulus {
            ActivationTables.Stimulus(
                index: index, path: stimulus.path, sha256: reading?.sha256, size: reading?.size, error: error,
                carried: stimulus.carried)
        }
        let reading: StimulusList.Stimulus.Reading
        do throws(ArchiveError) { reading = try stimulus.read() } catch {
            return Shown(stimulus: row(nil, error.line), values: nil)
        }
        do {
            return Shown(stimulus: row(reading, nil), values: try recorder.values(of: reading.shown))
        } catch let error as InferenceError where error.isOfPicture {
            return Shown(stimulus: row(reading, "\(stimulus.path): \(error)"), values: nil)
        } catch {
            return Shown(stimulus: row(reading, "\(error)"), values: nil, failure: error)
        }
    }

    /// Writes what each unit is, unless that is too much.
    ///
    /// - Returns: a sentence where it was left out.
    func writeUnits(
        _ recorder: ActivationRecorder, _ facts: ActivationFacts, to draft: RunDraft, run: Run
    ) throws -> [String] {
        let all = facts.layers.reduce(0) { $0 + $1.units }
        let tooLong = try rows.leftOut([("units", all, "take fewer --units, pool them with --pool, ")], in: run)
        guard tooLong.isEmpty else { return tooLong.map(\.sentence) }
        for layer in recorder.layers {
            for first in stride(from: 0, to: layer.count, by: 1 << 14) {
                try draft.append(
                    ActivationTables.units(
                        layer, first..<min(first + 1 << 14, layer.count), degrees: facts.degrees,
                        width: facts.size[1], fixation: (facts.fixation[0], facts.fixation[1])))
            }
        }
        return []
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

/// The arrays of a run of activations while they are written.
struct ActivationFolder {
    let draft: RunDraft
    let facts: ActivationFacts
    let arrays: [NumpyRows]

    /// Where the array of a layer is, in the folder.
    static func array(_ layer: ActivationFacts.Layer) -> String { "responses/\(layer.file).npy" }

    /// Opens the arrays, or makes them with room for all rows.
    init(_ draft: RunDraft, _ facts: ActivationFacts, rows: Int) throws {
        self.draft = draft
        self.facts = facts
        arrays = try facts.layers.map { layer in
            let path = try draft.place(of: Self.array(layer))
            return try draft.writing { () throws(SystemError) in
                try NumpyRows(path: path, rows: rows, columns: layer.units)
            }
        }
    }

    /// Writes a picture's row of each layer; one that could not be shown has no numbers.
    func write(_ values: [[Float]]?, row: Int) throws {
        for (layer, array) in arrays.enumerated() {
            let numbers = values?[layer] ?? [Float](repeating: .nan, count: array.columns)
            try draft.writing { () throws(SystemError) in try array.write(numbers, row: row) }
        }
    }
}

extension ActivationFolder {
    /// What each unit is, layer by layer, as the table has it.
    func units() throws -> [[ActivationExport.Unit]] {
        let table = try CommaSeparated(path: draft.place(of: "tables/units.csv"))
        let names = ["channel", "row", "col"].compactMap { table[$0] }
        var place = 0
        return facts.layers.map { layer in
            defer { place += layer.units }
            return (place..<place + layer.units).map {
                ActivationExport.Unit(channel: names[0][$0], row: names[1][$0], column: names[2][$0])
            }
        }
    }

    /// All in one file: `responses/LAYER` (pictures × units), `units/LAYER/channel`, `row` and `col` (−1 where there is
    /// none), `stimuli/path`, `sha256` and `error`; attributes say what the network was and what was done to pictures.
    func writeHDF5(units: [[ActivationExport.Unit]]?, _ stimuli: RecordedStimuli) throws {
        let writer = try HDF5Writer(path: draft.place(of: "activations.h5"))
        for (place, layer) in facts.layers.enumerated() {
            let name = "/responses/\(layer.file)"
            try writer.write(name, rows: stimuli.count, columns: layer.units) { row in
                try draft.writing { () throws(SystemError) in try arrays[place].values(row: row) }
            }
            try writer.note(layer.name, "layer", on: name)
            try writer.note(layer.operation, "operation", on: name)
            for list in units?[place].places ?? [] {
                try writer.write("/units/\(layer.file)/\(list.part)", list.values)
            }
        }
        try writer.write("/stimuli/path", stimuli.paths)
        try writer.write("/stimuli/sha256", stimuli.digests)
        try writer.write("/stimuli/error", stimuli.errors)
        try writer.note(facts.model, "model")
        try writer.note(facts.preprocessing, "preprocessing")
        try writer.note(facts.pooling, "pooling")
        try writer.close()
    }
}
