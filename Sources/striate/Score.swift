import Archives
public import ArgumentParser
import Foundation
import GSL
import Inference
import Networks
public import Physiology
import ReceptiveFields
import Reports
import Runs
import Workers

/// `striate score`: how like V1 the layers of a network are.
struct Score: SplitCommand {
    static let configuration = CommandConfiguration(
        commandName: "score",
        abstract: "Scores how like macaque V1 the layers of a network are, with gratings.",
        discussion: """
            Example:
              striate score data/alexnet/alexnet-features.onnx --layer relu1 --out out/score
              striate score data/alexnet/alexnet-features.onnx --layer relu1 --cells data/cells/mouse_v1_neuropixels.csv
            """)

    @Argument(help: .network)
    var model: String

    @Option(
        help: ArgumentHelp(
            "Layers of maps by name (with *) or index; repeat it for more (default: what comes of each convolution).",
            valueName: "name|index"))
    var layer: [String] = []

    @Option(help: ArgumentHelp("Degrees of the visual field that the image's width is taken to span.", valueName: "n"))
    var degrees = 8.0

    @Option(
        help: ArgumentHelp(
            "Only rows of this family in the report's second table and in the table score.", valueName: "name"))
    var family: ScoreProperty.Family?

    @Flag(help: "Permute the weights within each layer first, to see what a network that has learnt nothing scores.")
    var permuted = false

    @OptionGroup var recorded: CellOptions
    @OptionGroup var input: InputOptions
    @OptionGroup var part: ShardOptions
    @OptionGroup var options: RunOptions

    func validate() throws {
        try part.validate(options)
        try expectPositive("--degrees", degrees)
    }

    func run(from parts: MergedParts?) throws {
        let population = try recorded.population(options)
        let run = try Run(self, tables: ScoreStudy.tableNames, from: parts)
        let learnt = try input.network(model, workers: Workers(options.jobs))
        var generator = MersenneTwister(seed: options.seed)
        let network = try permuted ? naming(model) { try learnt.permutingWeights(using: &generator) } : learnt
        let progress = Progress(ScoreStudy.pictures, "pictures", quiet: options.quiet)
        let session = try naming(model) {
            try ScoreSession(network, layers: tensors(of: network), degrees: degrees, finished: progress.done)
        }
        let settled = ["layer": session.layers.joined(separator: ",")].merging(input.settled(network)) { $1 }
        let work = try part.work(
            self, run, settled: settled, files: ["model": model, "cells": recorded.cells], items: session.pieceCount)
        var items = try run.items(of: work, as: ScoreAnswers.self, "pieces")
        try naming(model) {
            try session.show(items.todo, finished: progress.done) { try items.finish($0) }
        }
        let inputs = [model] + (recorded.cells.map { [$0] } ?? [])
        if items.isPart { return try run.finishPart(items, "pieces", inputs: inputs, settled: settled) }
        let study = ScoreStudy(items.findings, in: session, seed: options.seed)
        let name = URL(fileURLWithPath: model).lastPathComponent + (permuted ? ", weights permuted" : "")
        let beside = population.map { study.compared(with: $0, seed: options.seed) } ?? []
        let figures = run.drawsFigures ? study.figures : FigureSet()
        try run.finish(
            items.draft,
            RunContents(
                report: ScoreReport(study, file: name, family: family, cells: population, beside: beside).text(
                    place: options.out, figures: figures),
                tables: study.tables(of: family, beside: beside), title: "V1 score of \(name)", figures: figures.files),
            inputs: inputs, settled: settled)
    }

    private func tensors(of network: RunnableNetwork) throws -> [String] {
        guard layer.isEmpty else {
            let names = TensorNames(of: network.network)
            var seen: Set<String> = []
            return try layer.flatMap { try names.tensors($0) }.filter { seen.insert($0).inserted }
        }
        let tensors = try ScoreStudy.customaryLayers(of: network.network, image: network.image).map(\.tensor)
        guard !tensors.isEmpty else {
            throw ValidationError("--layer: no convolution of the network gives a map; name layers")
        }
        return tensors
    }
}

extension ScoreProperty.Family: ExpressibleByArgument {}
