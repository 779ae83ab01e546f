public import ArgumentParser
import Archives
import Foundation
import Planes
import Reports
public import Retinotopy
import Workers

/// `striate saliency`: where V1 would send the eyes.
struct Saliency: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Says where on a photograph V1 would send the eyes, by Li's model of its lateral connections.",
        discussion: """
            Example:
              striate saliency data/photos/coffee.png --out out/coffee
              striate saliency --scene popout-90
            """)

    @Argument(help: "Photographs: PNG, JPEG, PGM or PPM.")
    var images: [String] = []

    @Option(help: ArgumentHelp("A classic demonstration in place of photographs.", valueName: "name"))
    var scene: BarScene.Kind?

    @Option(
        help: ArgumentHelp(
            "Pixels that the cells are tuned to (default: the longer side gets 128 hypercolumns).", valueName: "n"))
    var wavelength: Double?

    @Option(help: ArgumentHelp("Degrees of visual angle that a photograph's width spans.", valueName: "n"))
    var field: Double?

    @Option(help: ArgumentHelp("Fixations, at most.", valueName: "n"))
    var peaks = 10

    @OptionGroup var options: RunOptions

    /// The most rows of the table `saliency`.
    static let mostRows = 1 << 20

    func validate() throws {
        if images.isEmpty == (scene == nil) {
            throw ValidationError("give photographs, or one scene, such as --scene popout-90")
        }
        if scene != nil, wavelength != nil || field != nil {
            throw ValidationError("--scene: a scene has no pixels; leave out --wavelength and --field")
        }
        if !(1...1000).contains(peaks) { throw ValidationError("--peaks: \(peaks) is not possible; from 1 to 1000") }
    }

    func run() throws {
        let run = try Run(options, tables: ["saliency", "peaks"])
        let sights = try scene.map { [sight(of: BarScene($0), draws: run.drawsFigures)] } ?? photographs(in: run)
        let studies = sights.map(\.study)
        var figures = FigureSet()
        for (index, sight) in sights.enumerated() {
            guard let figure = sight.figure else { continue }
            figures.add(figure, name: sights.count == 1 ? "saliency" : "saliency-\(index + 1)")
        }
        let map = run.writes("saliency") ? [SaliencyStudy.map(of: studies)] : []
        try run.finish(
            RunContents(
                report: SaliencyReport(studies).text(place: options.out, figures: figures),
                tables: map + [SaliencyStudy.peaks(of: studies)], title: "Saliency by V1", figures: figures.files),
            inputs: images,
            resolved: [
                "scene": scene?.rawValue ?? "", "wavelength": wavelength.map { "\($0)" } ?? "",
                "field": field.map { "\($0)" } ?? "", "peaks": "\(peaks)",
            ])
    }

    private typealias Sight = (study: SaliencyStudy, figure: SaliencyFigure?)

    private func sight(of scene: BarScene, draws: Bool) -> Sight {
        let input = scene.input
        let workers = Workers(options.jobs)
        let circuit = LiCircuit(sums: FourierSums(size: input.size, workers: workers))
        let map = SaliencyMap(of: circuit.response(to: input, workers: workers))
        let study = SaliencyStudy(scene: scene, map, peaks: peaks)
        return (study, draws ? SaliencyFigure(study, of: scene) : nil)
    }

    /// All headers are checked before any photograph is decoded; one photograph is in memory at a time.
    private func photographs(in run: Run) throws -> [Sight] {
        let grids = try images.map { path in
            try HypercolumnGrid(photograph: ImageFile(path: path).header.size, wavelength: wavelength)
        }
        let rows = grids.reduce(0) { $0 + $1.size.count }
        if run.writes("saliency"), rows > Self.mostRows {
            throw ValidationError(
                "the table saliency would have \(rows) rows, more than \(Self.mostRows); take fewer photographs, a longer --wavelength, or --table peaks without --out"
            )
        }
        let progress = Progress(images.count * LiCircuit.stepCount, "steps", quiet: options.quiet)
        return try zip(images, grids).enumerated().map { index, pair in
            let image = try ImageFile(path: pair.0).image()
            let field = try field.map { try VisualField(size: image.size, degrees: $0) }
            let saliency = PhotographSaliency(
                of: image.encoded.luminance, on: pair.1, workers: Workers(options.jobs)
            ) { progress.done(index * LiCircuit.stepCount + $0) }
            let study = SaliencyStudy(photograph: pair.0, saliency, field: field, peaks: peaks)
            return (study, run.drawsFigures ? SaliencyFigure(study, of: image, field: field) : nil)
        }
    }
}

extension BarScene.Kind: ExpressibleByArgument {}
