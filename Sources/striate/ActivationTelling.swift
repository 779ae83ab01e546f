import ArgumentParser
import Archives
import Files
import Foundation
import GSL
import Physiology
import Reports
import Runs
import Tables
import Workers

extension Activations {
    /// Writes what follows from the arrays, and the report: the same for a run in one piece and one of parts.
    func tell(
        _ folder: ActivationFolder, units leftOut: [String], by run: inout Run, inputs: [String],
        settled: [String: String]
    ) throws {
        let draft = folder.draft
        let stimuli = try RecordedStimuli(csv: draft.place(of: "tables/stimuli.csv"))
        var leftOut = leftOut
        let units = leftOut.isEmpty ? try folder.units() : nil
        let summaries = try export(folder, units: units, stimuli, run: run, &leftOut)
        let similarity = try compare(folder, stimuli, run: run, &leftOut)
        var others: [String] = []
        if export.hdf5 {
            try folder.writeHDF5(units: units, stimuli)
            others.append("all of it is in \(options.out ?? "")/activations.h5")
        }
        let report = ActivationReport(
            folder.facts, summaries: summaries, stimuli: stimuli.count,
            failures: stimuli.failures, similarity: similarity, leftOut: leftOut)
        try run.finish(
            draft, report: report.text(place: options.out, tables: draft.tableNames, others: others),
            title: "Activations of \(folder.facts.model)", inputs: inputs, settled: settled)
    }

    /// Reads every row once: for the report, and for the table of the numbers where one is asked for and fits.
    private func export(
        _ folder: ActivationFolder, units: [[ActivationExport.Unit]]?, _ stimuli: RecordedStimuli, run: Run,
        _ leftOut: inout [String]
    ) throws -> [ActivationSummary] {
        var table = units.map { ActivationExport(zip(folder.facts.layers.map(\.name), $0).map { ($0, $1) }) }
        if let shape = export.csv {
            guard let made = table else {
                leftOut.append("Left out: the table activations, as units is.")
                return try summaries(folder, stimuli) { _, _ in }
            }
            let tooLong =
                shape == .long
                ? try rows.leftOut(
                    [("activations", made.count * stimuli.count, "the arrays hold its numbers; fewer --units, ")],
                    in: run)
                : []
            if !tooLong.isEmpty { table = nil }
            leftOut += tooLong.map(\.sentence)
            if shape == .wide, made.count > ActivationExport.mostColumns {
                table = nil
                leftOut.append(
                    "Left out: the table activations of \(made.count) columns, more than \(ActivationExport.mostColumns); the arrays hold its numbers; fewer --units, --pool, or --csv long."
                )
            }
        }
        return try summaries(folder, stimuli) { stimulus, values in
            guard let shape = export.csv, let table else { return }
            let numbers = stimuli.errors[stimulus].isEmpty ? values : nil
            try folder.draft.append(
                shape == .wide
                    ? table.wide(stimulus: stimulus, values: numbers) : table.long(stimulus: stimulus, values: numbers))
        }
    }

    private func summaries(
        _ folder: ActivationFolder, _ stimuli: RecordedStimuli, _ body: (Int, [[Float]]) throws -> Void
    ) throws -> [ActivationSummary] {
        var summaries = folder.facts.layers.map { ActivationSummary(units: $0.units) }
        for stimulus in 0..<stimuli.count {
            let values = try folder.arrays.map { array in
                try folder.draft.writing { () throws(SystemError) in try array.values(row: stimulus) }
            }
            for layer in summaries.indices { summaries[layer].add(values[layer]) }
            try body(stimulus, values)
        }
        return summaries
    }

    /// Dissimilarities and what they are compared with; lines of the report.
    private func compare(
        _ folder: ActivationFolder, _ stimuli: RecordedStimuli, run: Run, _ leftOut: inout [String]
    ) throws -> [String] {
        guard comparison.rdm != nil || comparison.isAsked else { return [] }
        let measure = comparison.rdm ?? .correlation
        let shown = stimuli.shown
        guard !shown.isEmpty else { return [] }
        if comparison.rdm != nil {
            let count = folder.arrays.count * RepresentationTables.pairs(shown.count)
            let tooLong = try rows.leftOut([("rdm", count, "take fewer pictures, ")], in: run)
            leftOut += tooLong.map(\.sentence)
            var matrices: [(layer: String, matrix: DissimilarityMatrix)] = []
            for (layer, array) in zip(folder.facts.layers, folder.arrays) {
                let matrix = try DissimilarityMatrix(of: RecordedResponses(array, pictures: shown), by: measure)
                if tooLong.isEmpty {
                    try folder.draft.append(RepresentationTables.rdm(matrix, layer: layer.name, stimuli: shown))
                }
                matrices.append((layer.name, matrix))
            }
            if run.drawsFigures {
                let figures = RepresentationTables.figure(matrices, measure: measure)
                for file in figures.files { try folder.draft.write("figures/\(file.name)", file.data) }
                leftOut += figures.leftOut
            }
        }
        return comparison.isAsked ? try similarities(folder, stimuli, measure) : []
    }

    private func similarities(
        _ folder: ActivationFolder, _ stimuli: RecordedStimuli, _ measure: DissimilarityMeasure
    ) throws -> [String] {
        var comparisons: [RepresentationTables.Comparison] = []
        for path in comparison.compareWith {
            for other in try ComparedResponses.all(path, stimuli) {
                let pictures = stimuli.shown.filter { other.has($0) }
                guard pictures.count > 2 else { throw ArchiveError.fewPictures(file: path, count: pictures.count) }
                let theirs = try Representation(of: other.responses(of: pictures), by: measure)
                for (layer, array) in zip(folder.facts.layers, folder.arrays) {
                    let own = try Representation(of: RecordedResponses(array, pictures: pictures), by: measure)
                    comparisons += own.similarities(
                        to: theirs, permutations: comparison.permutations, seed: options.seed,
                        workers: Workers(options.jobs)
                    ).map {
                        .init(
                            layer: layer.name, other: other.name, $0, stimuli: pictures.count,
                            permutations: comparison.permutations)
                    }
                }
            }
        }
        try folder.draft.append(RepresentationTables.similarity(comparisons))
        return RepresentationTables.lines(comparisons)
    }
}
