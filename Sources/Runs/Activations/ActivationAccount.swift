internal import Archives
internal import Files
public import Physiology
public import Reports
internal import Tables
public import Workers

/// What is written of recorded activations beside the arrays.
public struct ActivationOutputs: Sendable {
    /// A table of the numbers.
    public var table: ActivationExport.Shape?
    /// One HDF5 file with all of it, `activations.h5`.
    public var hasHDF5 = false
    /// A table of dissimilarities of the pictures.
    public var dissimilarity: DissimilarityMeasure?
    /// Whether pictures are drawn.
    public var hasFigures = false
    /// What each layer is compared with: an array (.npy) of as many rows, or the layers of another run.
    public var others: [String] = []
    /// Permutations of the pictures, and their seed.
    public var (permutations, seed): (Int, UInt64) = (999, 0)

    /// Nothing.
    public init() {}
}

extension ActivationRun {
    /// Writes what follows from the arrays of all pictures, and says it.
    ///
    /// - Throws: ``RunFolderError``; `ArchiveError` of what the layers are compared with.
    public func report(
        _ draft: RunDraft, writing outputs: ActivationOutputs = ActivationOutputs(), workers: Workers
    ) throws -> ActivationReport {
        var account = try ActivationAccount(self, draft, outputs, workers)
        return try account.report()
    }
}

/// What follows from the arrays of all pictures.
private struct ActivationAccount {
    let run: ActivationRun
    let draft: RunDraft
    let outputs: ActivationOutputs
    let workers: Workers
    let stimuli: RecordedStimuli
    let arrays: ActivationArrays
    var leftOut: [String] = []

    init(_ run: ActivationRun, _ draft: RunDraft, _ outputs: ActivationOutputs, _ workers: Workers) throws {
        (self.run, self.draft, self.outputs, self.workers) = (run, draft, outputs, workers)
        stimuli = try RecordedStimuli(csv: draft.place(of: "tables/stimuli.csv"))
        arrays = try ActivationArrays(of: run.facts, in: draft, rows: stimuli.count)
    }

    /// Whether a table is written.
    private mutating func fits(_ table: String, rows: Int) throws -> Bool {
        guard let sentence = try run.leavesOut(table, rows) else { return true }
        leftOut.append(sentence)
        return false
    }

    mutating func report() throws -> ActivationReport {
        let units = try run.hasUnits && fits("units", rows: run.unitCount) ? arrays.units() : nil
        let summaries = try summaries(exporting: export(of: units))
        try writeDissimilarities()
        let similarity = try similarities()
        if outputs.hasHDF5 { try arrays.writeHDF5(units: units, stimuli) }
        return ActivationReport(
            run.facts, summaries: summaries, stimuli: stimuli.count,
            failures: stimuli.failures.map { ($0.path, $0.error) },
            similarity: similarity, leftOut: leftOut)
    }

    /// The table of the numbers, if one is asked for and fits.
    private mutating func export(of units: [[ActivationExport.Unit]]?) throws -> ActivationExport? {
        guard let shape = outputs.table else { return nil }
        guard let units else {
            leftOut.append("Left out: the table activations, as units is.")
            return nil
        }
        let export = ActivationExport(zip(run.facts.layers.map(\.name), units).map { ($0, $1) }, as: shape)
        if let sentence = export.tooWide {
            leftOut.append(sentence)
            return nil
        }
        let isWritten = try shape == .wide || fits("activations", rows: export.count * stimuli.count)
        return isWritten ? export : nil
    }

    /// Reads every row once: for the report, and for the table of the numbers.
    private func summaries(exporting export: ActivationExport?) throws -> [ActivationSummary] {
        var summaries = run.facts.layers.map { ActivationSummary(units: $0.units) }
        for (stimulus, isShown) in stimuli.isShown.enumerated() {
            let values = try arrays.values(row: stimulus)
            for layer in summaries.indices { summaries[layer].add(values[layer]) }
            let numbers = isShown ? values : nil
            if let export { try draft.append(export.rows(of: stimulus, values: numbers)) }
        }
        return summaries
    }

    private var layers: [(facts: ActivationFacts.Layer, array: NumpyRows)] {
        zip(run.facts.layers, arrays.layers).map { ($0, $1) }
    }

    private mutating func writeDissimilarities() throws {
        guard let measure = outputs.dissimilarity else { return }
        let shown = stimuli.shown
        guard !shown.isEmpty else { return }
        let isWritten = try fits("rdm", rows: layers.count * RepresentationTables.pairs(shown.count))
        var matrices: [(layer: String, matrix: DissimilarityMatrix)] = []
        for (layer, array) in layers {
            let matrix = try DissimilarityMatrix(of: RecordedResponses(array, pictures: shown), by: measure)
            if isWritten { try draft.append(RepresentationTables.rdm(matrix, layer: layer.name, stimuli: shown)) }
            matrices.append((layer.name, matrix))
        }
        guard outputs.hasFigures else { return }
        let figures = RepresentationTables.figure(matrices, measure: measure)
        for file in figures.files { try draft.write("figures/\(file.name)", file.data) }
        leftOut += figures.leftOut
    }

    /// What the layers are compared with; lines of the report.
    private func similarities() throws -> [String] {
        guard !outputs.others.isEmpty else { return [] }
        let shown = stimuli.shown
        guard !shown.isEmpty else { return [] }
        let measure = outputs.dissimilarity ?? .correlation
        var comparisons: [RepresentationTables.Comparison] = []
        var gaps: [(other: String, pictures: Int)] = []
        for path in outputs.others {
            for other in try ComparedResponses.all(path, stimuli) {
                let pictures = shown.filter { other.has($0) }
                guard pictures.count > 2 else { throw ArchiveError.fewPictures(file: path, count: pictures.count) }
                if pictures.count < shown.count { gaps.append((other.name, shown.count - pictures.count)) }
                let theirs = try Representation(of: other.responses(of: pictures), by: measure)
                for (layer, array) in layers {
                    let own = try Representation(of: RecordedResponses(array, pictures: pictures), by: measure)
                    comparisons += own.similarities(
                        to: theirs, permutations: outputs.permutations, seed: outputs.seed, workers: workers
                    ).map {
                        .init(
                            layer: layer.name, other: other.name, $0, stimuli: pictures.count,
                            permutations: outputs.permutations)
                    }
                }
            }
        }
        try draft.append(RepresentationTables.similarity(comparisons))
        return RepresentationTables.lines(comparisons, gaps: gaps)
    }
}
