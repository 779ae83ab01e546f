import ArgumentParser
import Archives
import Foundation
import Planes
import Reports
import Retinotopy
import Tables
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

    @Option(help: ArgumentHelp("A classic demonstration instead of photographs.", valueName: "name"))
    var scene: BarScene.Kind?

    @Option(
        help: ArgumentHelp(
            "Pixels that the cells are tuned to (default: the longer side has about 128 hypercolumns).",
            valueName: "n"))
    var wavelength: Double?

    @Option(help: ArgumentHelp("Degrees of visual angle that a photograph's width spans.", valueName: "n"))
    var field: Double?

    @Option(help: ArgumentHelp("Fixations, at most.", valueName: "n"))
    var peaks = 10

    @OptionGroup var options: RunOptions

    func validate() throws {
        if images.isEmpty == (scene == nil) {
            throw ValidationError("give photographs, or one --scene, such as --scene popout-90")
        }
        if !(1...1000).contains(peaks) { throw ValidationError("--peaks: \(peaks) is not possible; from 1 to 1000") }
        if scene != nil, wavelength != nil || field != nil {
            throw ValidationError("--scene: a scene has no pixels; leave out --wavelength and --field")
        }
    }

    func run() throws {
        let run = try Run(options, tables: ["saliency", "peaks"])
        var figures = FigureSet()
        let studies = try scene.map { [study(of: BarScene($0), figures: run.drawsFigures ? &figures : nil)] } ?? []
    }
}

extension BarScene.Kind: ExpressibleByArgument {}
