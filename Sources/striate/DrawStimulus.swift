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
        abstract: "Draws a grating, plaid, annulus, bar, edge or cartoon face as pictures and arrays.",
        discussion: """
            Example:
              striate stimulus grating --orientation 45 --frequency 0.05 --diameter 96 --frames 8 --out out/grating
              striate stimulus face --features mouth-curve=1,hair=-1 --arrangement inverted --out out/face
            """)

    @Argument(help: "grating, plaid, annulus, bar, edge or face.")
    var kind: StimulusDesign.Kind

    @Option(help: ArgumentHelp("Rows and columns, HxW or one number.", valueName: "size"))
    var size = "128"

    @OptionGroup var drawn: StimulusOptions

    @Option(help: ArgumentHelp("Moments of one period of a drifting grating.", valueName: "n"))
    var frames = 1

    @Option(help: ArgumentHelp("Pixels per degree, assumed.", valueName: "n"))
    var ppd: Double?

    @OptionGroup var options: RunOptions

    func validate() throws {
        try expect("--frames", frames, 1...1000)
        if frames > 1, !kind.drifts {
            throw ValidationError("--frames: bars, edges and faces do not drift; 1, or a grating")
        }
        try expectPositive("--ppd", ppd)
    }

    func run() throws {
        let run = try Run(self, tables: ["stimulus"])
        let size = try pixelSize()
        let frames = try drawn.design(of: kind).frames(frames, on: size)
        let sheet = StimulusSheet(frames, size: size, resolution: ppd.flatMap { PixelsPerDegree($0) })
        let output = try run.output()
        try output.append(sheet.table)
        if run.drawsFigures {
            for picture in try sheet.pictures { try output.write("figures/\(picture.name)", picture.data) }
            try output.write("arrays/stimulus.npy", sheet.array.bytes)
        }
        try output.finish(
            report: sheet.text(place: options.out), title: "A stimulus",
            record: run.record(inputs: [], settled: ["size": "\(size.height)x\(size.width)"]))
    }

    private func pixelSize() throws -> PixelSize {
        let sides = size.split(separator: "x", omittingEmptySubsequences: false).map { Int($0) ?? 0 }
        guard (1...2).contains(sides.count), sides.allSatisfy({ (1...4096).contains($0) }) else {
            throw ValidationError("--size: \(size) is not possible; HxW or one number, from 1 to 4096 pixels")
        }
        return PixelSize(height: sides[0], width: sides[sides.count - 1])
    }
}

extension StimulusDesign.Kind: ExpressibleByArgument {}
