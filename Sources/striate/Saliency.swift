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
            "A scene of your own: a CSV with columns row, column, orientation_deg (in steps of 15) and if wanted contrast.",
            valueName: "file"))
    var bars: String?

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
        guard [!images.isEmpty, scene != nil, bars != nil].count(where: \.self) == 1 else {
            throw ValidationError("give pictures, or one scene, such as --scene popout-90 or --bars FILE")
        }
        if images.isEmpty, wavelength != nil || field != nil {
            throw ValidationError(
                "\(bars == nil ? "--scene" : "--bars"): a scene has no pixels; leave out --wavelength and --field")
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
        let source = try source(list.pictures.map(\.forMap))
        let tooLong = try rows.leftOut(
            [("saliency", source.placeCount, "take fewer pictures, a longer --wavelength, ")], in: run)
        let tables = SaliencyStudy.tableNames.filter { name in
            run.writes(name) && !tooLong.contains { $0.name == name }
        }
        let output = try run.output()
        let progress = Progress(source.stepCount, "steps", quiet: options.quiet)
        var summaries: [SaliencySummary] = []
        var leftOut = tooLong.map(\.sentence)
        for index in 0..<source.count {
            let (study, image) = try source.study(index, finished: progress.done)
            summaries.append(SaliencySummary(of: study))
            if tables.contains("saliency") { try output.append(study.mapTable) }
            if tables.contains("peaks") { try output.append(study.peaksTable) }
            guard run.drawsFigures else { continue }
            let figures = SaliencyFigure(study, of: image).figures(
                stem: list.pictures.isEmpty ? study.name : list.pictures[index].stem)
            try output.write(figures)
            leftOut += figures.leftOut
        }
        try output.finish(
            report: SaliencyReport(summaries).text(place: options.out, tables: tables, leftOut: leftOut),
            title: "Saliency by V1",
            record: run.record(
                inputs: list.pictures.map(\.file.path) + (bars.map { [$0] } ?? []), settled: rows.settled))
    }

    /// What V1 is shown.
    private func source(_ pictures: [MapPicture]) throws -> SaliencySource {
        let workers = Workers(options.jobs)
        if let scene { return SaliencySource(of: BarScene(scene), peaks: peaks, workers: workers) }
        if let bars {
            let file = try BarFile(path: bars)
            let scene = BarScene(
                name: URL(fileURLWithPath: bars).deletingPathExtension().lastPathComponent,
                bars: file.bars.map {
                    BarScene.Bar(
                        row: $0.row, column: $0.column, orientation: $0.orientation / BarFile.step,
                        contrast: $0.contrast ?? BarScene.contrast)
                })
            return SaliencySource(of: scene, peaks: peaks, workers: workers)
        }
        return try SaliencySource(
            of: pictures, wavelength: wavelength, degrees: field,
            fixation: fixation.map { ($0.values[0], $0.values[1]) }, peaks: peaks, workers: workers)
    }
}

extension BarScene.Kind: ExpressibleByArgument {}
