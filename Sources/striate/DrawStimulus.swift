import ArgumentParser
import Foundation
import Planes
import Reports
import Stimuli
import Tables

/// `striate stimulus`: draws what `tune` shows, and says exactly what was drawn.
struct DrawStimulus: RecordedCommand {
    static let configuration = CommandConfiguration(
        commandName: "stimulus",
        abstract: "Draws a grating, plaid, annulus, bar or edge as pictures and arrays.",
        discussion: """
            Example:
              striate stimulus grating --orientation 45 --frequency 0.05 --diameter 96 --frames 8 --out out/grating
            """)

    enum Kind: String, ExpressibleByArgument, CaseIterable {
        case grating, plaid, annulus, bar, edge
    }

    @Argument(help: "grating, plaid, annulus, bar or edge.")
    var kind: Kind

    @Option(help: ArgumentHelp("Rows and columns, HxW or one number.", valueName: "size"))
    var size = "128"

    @Option(help: ArgumentHelp("Of the bars, degrees counter-clockwise.", valueName: "degrees"))
    var orientation = 90.0

    @Option(help: ArgumentHelp("Cycles per pixel.", valueName: "n"))
    var frequency = 0.0625

    @Option(help: ArgumentHelp("Degrees, in the middle.", valueName: "n"))
    var phase = 0.0

    @Option(help: ArgumentHelp("0 to 1; of bars and edges -1 to 1.", valueName: "n"))
    var contrast = 1.0

    @Option(
        help: ArgumentHelp(
            "Pixels across the disc or ring (default: no border; rings 3/4 of the side).", valueName: "n"))
    var diameter: Double?

    @Option(help: ArgumentHelp("Pixels across the hole of an annulus (default: half its diameter).", valueName: "n"))
    var hole: Double?

    @Option(help: ArgumentHelp("Pixels over which the rim fades.", valueName: "n"))
    var softness = 1.0

    @Option(help: ArgumentHelp("Of a plaid's second grating, from the first, degrees.", valueName: "n"))
    var angle = 90.0

    @Option(help: ArgumentHelp("Pixels across a bar.", valueName: "n"))
    var width = 4.0

    @Option(help: ArgumentHelp("Pixels along a bar (default: it runs through).", valueName: "n"))
    var length: Double?

    @Option(
        help: ArgumentHelp(
            "Pixels that a bar or edge is shifted across itself, along its wave direction.", valueName: "n"))
    var position = 0.0

    @Option(help: ArgumentHelp("Moments of one period of a drifting grating.", valueName: "n"))
    var frames = 1

    @Option(help: ArgumentHelp("Pixels per degree, assumed.", valueName: "n"))
    var ppd: Double?

    @OptionGroup var options: RunOptions

    func validate() throws {
        if !(1...1000).contains(frames) { throw ValidationError("--frames: \(frames) is not possible; from 1 to 1000") }
        if frames > 1, kind == .bar || kind == .edge {
            throw ValidationError("--frames: bars and edges do not drift; 1, or a grating")
        }
        if let ppd, PixelsPerDegree(ppd) == nil { throw ValidationError("--ppd: \(ppd) is not possible; above 0") }
    }

    func run() throws {
        let run = try Run(self, tables: ["stimulus"])
        let size = try pixelSize()
        let sheet = StimulusSheet(try stimuli(size), size: size, resolution: ppd.flatMap { PixelsPerDegree($0) })
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

    private func stimuli(_ size: PixelSize) throws -> [any Stimulus] {
        let bars = Orientation(degrees: orientation)
        switch kind {
        case .bar:
            return [
                try Bar(
                    orientation: bars, width: width, length: length ?? .infinity, position: position, polarity: contrast
                )
            ]
        case .edge: return [try Edge(orientation: bars, position: position, polarity: contrast)]
        case .grating, .annulus: return try grating(bars, contrast, size).frames(frames)
        case .plaid:
            let second = Orientation(degrees: orientation + angle)
            let pairs = try [bars, second].map { try grating($0, contrast / 2, size).frames(frames) }
            return try zip(pairs[0], pairs[1]).map { try Plaid($0, $1) }
        }
    }

    private func grating(_ bars: Orientation, _ contrast: Double, _ size: PixelSize) throws -> Grating {
        let side = Double(min(size.height, size.width))
        let outer = diameter ?? (kind == .annulus ? 0.75 * side : nil)
        let inner = kind == .annulus ? hole ?? (outer ?? side) / 2 : 0
        return try Grating(
            orientation: bars, frequency: SpatialFrequency(cyclesPerPixel: frequency), phase: Phase(degrees: phase),
            contrast: contrast,
            aperture: try outer.map { try Aperture(diameter: $0, hole: inner, softness: softness) } ?? .full)
    }

    private func pixelSize() throws -> PixelSize {
        let sides = size.split(separator: "x", omittingEmptySubsequences: false).map { Int($0) ?? 0 }
        guard (1...2).contains(sides.count), sides.allSatisfy({ (1...4096).contains($0) }) else {
            throw ValidationError("--size: \(size) is not possible; HxW or one number, from 1 to 4096 pixels")
        }
        return PixelSize(height: sides[0], width: sides[sides.count - 1])
    }
}
