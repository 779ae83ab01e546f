public import ArgumentParser
import Archives
import Foundation
import Planes
import Reports
public import Retinotopy
import Workers

/// `striate saliency`: where V1 would send the eyes.
struct Saliency: RecordedCommand {
    static let configuration = CommandConfiguration(
        abstract: "Says where in a picture V1 would send the eyes, by Li's model of its lateral connections.",
        discussion: """
            Example:
              striate saliency data/photos/coffee.png --out out/coffee
              striate saliency --scene popout-90
            """)

    @Argument(help: "Pictures (PNG, JPEG, PGM, PPM), arrays (.npy) of values from 0 to 1, or folders of them.")
    var images: [String] = []

    @Option(help: ArgumentHelp("A classic demonstration in place of pictures.", valueName: "name"))
    var scene: BarScene.Kind?

    @Option(
        help: ArgumentHelp(
            "Pixels that the cells are tuned to (default: several half an octave apart; the smallest have 128 hypercolumns on the longer side).",
            valueName: "n"))
    var wavelength: Double?

    @Option(help: ArgumentHelp("Degrees of visual angle that a picture's width spans.", valueName: "degrees"))
    var field: Double?

    @Option(help: ArgumentHelp("The pixel looked at, right and down (default: the middle).", valueName: "x,y"))
    var fixation: NumberList?

    @Option(help: ArgumentHelp("Fixations, at most.", valueName: "n"))
    var peaks = 10

    @OptionGroup var rows: RowOptions

    @OptionGroup var options: RunOptions

    func validate() throws {
        if images.isEmpty == (scene == nil) {
            throw ValidationError("give pictures, or one scene, such as --scene popout-90")
        }
        if scene != nil, wavelength != nil || field != nil {
            throw ValidationError("--scene: a scene has no pixels; leave out --wavelength and --field")
        }
        if let fixation, fixation.values.count != 2 || field == nil {
            throw ValidationError("--fixation: \(fixation) is not possible; two numbers, x,y, with --field")
        }
        try expect("--peaks", peaks, 1...1000)
    }

    func run() throws {
        var run = try Run(self, tables: SaliencyStudy.tableNames)
        let list = try PictureList(images)
        if let warning = list.warning { run.warn(warning) }
        let sheets = try list.pictures.map { try sheet(for: $0) }
        let places = sheets.reduce(0) { $0 + $1.grids[0].size.count }
        let tooLong = try rows.leftOut(
            [("saliency", places, "take fewer pictures, a longer --wavelength, ")], in: run)
        let tables = SaliencyStudy.tableNames.filter { name in
            run.writes(name) && !tooLong.contains { $0.name == name }
        }
        let output = try run.output()
        let shown =
            try scene.map { [try show(BarScene($0), tables, output, draws: run.drawsFigures)] }
            ?? show(sheets, tables, output, draws: run.drawsFigures)
        try output.finish(
            report: SaliencyReport(shown.map(\.summary)).text(
                place: options.out, tables: tables, leftOut: tooLong.map(\.sentence) + shown.flatMap(\.leftOut)),
            title: "Saliency by V1",
            record: run.record(inputs: list.pictures.map(\.file.path), settled: rows.settled))
    }
}

extension Saliency {
    /// What is fixed before a picture is decoded.
    private typealias Sheet = (picture: PictureList.Picture, grids: [HypercolumnGrid], field: VisualField?)
    /// What is kept of a picture: its summary, and a line for each figure that could not be drawn.
    private typealias Shown = (summary: SaliencySummary, leftOut: [String])

    private func sheet(for picture: PictureList.Picture) throws -> Sheet {
        let size = picture.file.header.size
        let fixation = fixation.map { ($0.values[0], $0.values[1]) }
        return (
            picture,
            try wavelength.map { [try HypercolumnGrid(photograph: size, wavelength: $0)] }
                ?? HypercolumnGrid.scales(photograph: size),
            try field.map { try VisualField(size: size, degrees: $0, fixation: fixation) }
        )
    }

    /// One picture is in memory at a time.
    private func show(
        _ sheets: [Sheet], _ tables: [String], _ output: RunOutput, draws: Bool
    ) throws -> [Shown] {
        let all = sheets.reduce(0) { $0 + $1.grids.count } * LiCircuit.stepCount
        let progress = Progress(all, "steps", quiet: options.quiet)
        var done = 0
        return try sheets.map { sheet in
            let image = try sheet.picture.file.image()
            let luminance = image.encoded.luminance
            let scales = sheet.grids.map { grid in
                defer { done += LiCircuit.stepCount }
                return PhotographSaliency(of: luminance, on: grid, workers: Workers(options.jobs)) {
                    progress.done(done + $0)
                }
            }
            let study = SaliencyStudy(photograph: sheet.picture.name, scales, field: sheet.field, peaks: peaks)
            let figure = draws ? SaliencyFigure(study, of: image, on: sheet.grids[0], field: sheet.field) : nil
            return try write(study, figure, stem: sheet.picture.stem, tables, output)
        }
    }

    private func show(
        _ scene: BarScene, _ tables: [String], _ output: RunOutput, draws: Bool
    ) throws -> Shown {
        let study = SaliencyStudy(showing: scene, peaks: peaks, workers: Workers(options.jobs))
        let figure = draws ? SaliencyFigure(study, of: scene) : nil
        return try write(study, figure, stem: scene.kind.rawValue, tables, output)
    }

    private func write(
        _ study: SaliencyStudy, _ figure: SaliencyFigure?, stem: String, _ tables: [String], _ output: RunOutput
    ) throws -> Shown {
        if tables.contains("saliency") { try output.append(study.mapTable) }
        if tables.contains("peaks") { try output.append(study.peaksTable) }
        let figures = figure.map { $0.figures(stem: stem) } ?? FigureSet()
        for file in figures.files { try output.write("figures/\(file.name)", file.data) }
        return (SaliencySummary(of: study), figures.leftOut)
    }
}

extension BarScene.Kind: ExpressibleByArgument {}
