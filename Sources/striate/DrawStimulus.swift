public import ArgumentParser
import Foundation
import Planes
import Reports
public import Stimuli
import Tables

/// `striate stimulus`: draws what `tune` shows, and says exactly what was drawn.
struct DrawStimulus: RecordedCommand {
    static let configuration = CommandConfiguration(
        commandName: "stimulus",
        abstract:
            "Draws gratings, Gabor patches, bars, edges, checks, wedges, rings and cartoon faces as pictures and arrays.",
        discussion: """
            Example:
              striate stimulus grating --orientation 45 --frequency 0.05 --diameter 96 --frames 8 --out out/grating
              striate stimulus wedge --size 4deg --ppd 32 --width 0.25deg --frames 16 --animation --out out/wedge
              striate stimulus face --features mouth-curve=1,hair=-1 --arrangement inverted --out out/face
            """)

    @Argument(help: "grating, plaid, annulus, bar, edge, face, gabor, checkerboard, wedge or ring.")
    var kind: StimulusDesign.Kind

    @Option(help: ArgumentHelp("Rows and columns, HxW or one number; pixels, or 4deg.", valueName: "size"))
    var size = "128"

    @OptionGroup var drawn: StimulusOptions

    @Option(
        help: ArgumentHelp(
            "Moments of one period of a drifting grating, of a wedge's turn or a ring's growth.", valueName: "n"))
    var frames = 1

    @Flag(help: "Also the frames as one animated PNG (APNG).")
    var animation = false

    @Option(help: ArgumentHelp("Pixels per degree, assumed.", valueName: "n"))
    var ppd: Double?

    @OptionGroup var options: RunOptions

    func validate() throws {
        try expect("--frames", frames, 1...1000)
        if frames > 1, !kind.drifts {
            throw ValidationError("--frames: bars, edges, faces and checkerboards do not drift; 1, or a grating")
        }
        if animation, frames < 2 { throw ValidationError("--animation: one picture does not move; add --frames 16") }
        try expectPositive("--ppd", ppd)
    }

    func run() throws {
        let run = try Run(self, tables: ["stimulus"])
        let size = try pixelSize()
        let frames = try drawn.design(of: kind, at: resolution).frames(frames, on: size)
        let sheet = StimulusSheet(frames, size: size, resolution: resolution)
        let output = try run.output()
        try output.append(sheet.table)
        if run.drawsFigures {
            for picture in try sheet.pictures { try output.write("figures/\(picture.name)", picture.data) }
            if animation { try output.write("figures/animation.png", sheet.animation) }
            try output.write("arrays/stimulus.npy", sheet.array.bytes)
        }
        try output.finish(
            report: sheet.text(place: options.out, isAnimated: animation), title: "A stimulus",
            record: run.record(inputs: [], settled: ["size": "\(size.height)x\(size.width)"]))
    }

    private var resolution: PixelsPerDegree? { ppd.flatMap { PixelsPerDegree($0) } }

    private func pixelSize() throws -> PixelSize {
        let sides = try size.split(separator: "x", omittingEmptySubsequences: false).map { side in
            try VisualQuantity(argument: String(side))?.length("--size", at: resolution) ?? 0
        }
        let whole = sides.map { size.contains("deg") ? $0.rounded() : $0 }.map { Int(exactly: $0) ?? 0 }
        guard (1...2).contains(whole.count), whole.allSatisfy({ (1...4096).contains($0) }) else {
            throw ValidationError("--size: \(size) is not possible; HxW or one number, from 1 to 4096 pixels")
        }
        return PixelSize(height: whole[0], width: whole[whole.count - 1])
    }
}

extension StimulusDesign.Kind: ExpressibleByArgument {}
