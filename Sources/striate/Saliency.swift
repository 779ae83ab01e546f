public import ArgumentParser
import Archives
import Files
import Foundation
import Planes
import Reports
public import Retinotopy
import Runs
import Workers

/// `striate saliency`: where V1 would send the eyes.
struct Saliency: SplitCommand {
    static let configuration = CommandConfiguration(
        commandName: "saliency",
        abstract: "Says where in a picture V1 would send the eyes, by Li's model of its lateral connections.",
        discussion: """
            Example:
              striate saliency data/photos/coffee.png --out out/coffee
              striate saliency --scene popout-90
            """)

    @Argument(
        help:
            "Pictures (\(ImageFormat.pictureNames)), arrays (.npy) of values from 0 to 1, or folders of them; - is standard input."
    )
    var images: [String] = []

    @Option(help: ArgumentHelp("A classic demonstration in place of pictures.", valueName: "name"))
    var scene: BarScene.Kind?

    @Option(
        help: ArgumentHelp(
            "A scene of your own: a CSV with columns row, column, orientation_deg (in steps of 15) and if wanted contrast; - is standard input.",
            valueName: "file"))
    var bars: String?

    @Option(
        help: ArgumentHelp(
            "Pixels that the cells are tuned to, or 0.5deg, 2cpd with --field (default: several half an octave apart; the smallest have 128 hypercolumns on the longer side).",
            valueName: "n"))
    var wavelength: VisualQuantity?

    @Option(help: ArgumentHelp("Degrees of visual angle that a picture's width spans.", valueName: "degrees"))
    var field: Double?

    @Option(help: ArgumentHelp("The pixel looked at, right and down (default: the middle).", valueName: "x,y"))
    var fixation: NumberList?

    @Option(help: ArgumentHelp("Fixations, at most.", valueName: "n"))
    var peaks = 10

    @OptionGroup var rows: RowOptions
    @OptionGroup var part: ShardOptions

    @OptionGroup var options: RunOptions

    func validate() throws {
        try part.validate(options)
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

    func run(from parts: MergedParts?) throws {
        var run = try Run(self, tables: SaliencyStudy.tableNames, from: parts)
        let list = try PictureList(images)
        if let warning = list.warning { run.warn(warning) }
        let source = try source(list.pictures.map(\.forMap))
        let tooLong = try rows.leftOut(
            [("saliency", source.placeCount, "take fewer pictures, a longer --wavelength, ")], in: run)
        let tables = SaliencyStudy.tableNames.filter { name in
            run.writes(name) && !tooLong.contains { $0.name == name }
        }
        let work = try part.work(
            self, run, settled: rows.settled, files: ["bars": bars], digests: ["pictures": list.digest],
            items: source.count)
        var items = try run.items(of: work, as: PictureFinding<SaliencySummary>.self, "pictures")
        let progress = Progress(source.stepCount, "steps", quiet: options.quiet)
        for index in items.todo {
            let (study, image) = try source.study(index, finished: progress.done)
            if tables.contains("saliency") { try items.draft.append(study.mapTable) }
            if tables.contains("peaks") { try items.draft.append(study.peaksTable) }
            let stem = list.pictures.isEmpty ? study.name : list.pictures[index].stem
            let figures = run.drawsFigures ? SaliencyFigure(study, of: image).figures(stem: stem) : FigureSet()
            try items.draft.write(figures)
            try items.finish(PictureFinding(SaliencySummary(of: study), leftOut: figures.leftOut))
        }
        let inputs = (images.isEmpty ? [] : work.own.map { list.pictures[$0].file.path }) + (bars.map { [$0] } ?? [])
        if items.isPart { return try run.finishPart(items, "pictures", inputs: inputs, settled: rows.settled) }
        let findings = items.findings
        try run.finish(
            items.draft,
            report: SaliencyReport(findings.map(\.summary)).text(
                place: options.out, tables: tables,
                leftOut: tooLong.map(\.sentence) + findings.flatMap(\.leftOut)),
            title: "Saliency by V1", inputs: inputs, settled: rows.settled)
    }

    /// What V1 is shown.
    private func source(_ pictures: [MapPicture]) throws -> SaliencySource {
        let workers = Workers(options.jobs)
        if let scene { return SaliencySource(of: BarScene(scene), peaks: peaks, workers: workers) }
        if let bars {
            let file = try BarFile(path: bars)
            let scene = BarScene(
                name: URL(fileURLWithPath: StandardInput.named(bars)).deletingPathExtension().lastPathComponent,
                bars: file.bars.map {
                    BarScene.Bar(
                        row: $0.row, column: $0.column, orientation: $0.orientation / BarFile.step,
                        contrast: $0.contrast ?? BarScene.contrast)
                })
            return SaliencySource(of: scene, peaks: peaks, workers: workers)
        }
        return try SaliencySource(
            of: pictures,
            wavelength: wavelength.map { wavelength in
                { field in try wavelength.length("--wavelength", at: field?.resolution, saidBy: "--field") }
            }, degrees: field,
            fixation: fixation.map { ($0.values[0], $0.values[1]) }, peaks: peaks, workers: workers)
    }
}

extension BarScene.Kind: ExpressibleByArgument {}
