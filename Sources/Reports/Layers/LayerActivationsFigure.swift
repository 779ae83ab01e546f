import Figures
import Inference
import Networks
import Planes
import ReceptiveFields

extension LayerActivationsReport {
    /// One tall picture: the input at the top, a wall of maps for each layer or its units in a strip, the answer's bars.
    public var figures: FigureSet {
        var set = FigureSet()
        set.add("walk") { () throws(FigureError) in try montage.drawn() }
        return set
    }

    private var montage: Montage {
        let signs = layers.map(Self.isSigned)
        return Montage(
            title: "\(model) on \(picture)",
            sections: [input] + layers.map(Self.section) + (predictions.map { [Self.answer($0)] } ?? []),
            note:
                "Beneath each map its channel, and its share of the layer's squared activations; strongest first. Each map is scaled to its own largest |activation|; each strip of units runs from its lowest value, or from 0 where none is below, to its highest, which is brightest.",
            scaleBars: [false, true].filter(signs.contains).map(ChannelMontage.scaleBar))
    }

    private static func isSigned(_ layer: LayerActivation) -> Bool {
        layer.wall?.isSigned ?? false
    }

    /// The longer side of the picture, in pixels, as near as whole magnifications come.
    private static let inputSide = 224

    private var input: Montage.Section {
        let longer = max(image.size.height, image.size.width)
        let part = min(1, Double(2 * Self.inputSide) / Double(longer))
        let size = PixelSize(
            height: max(1, Int(Double(image.size.height) * part)), width: max(1, Int(Double(image.size.width) * part)))
        return Montage.Section(
            heading: "Input: \(sizes([image.size.height, image.size.width])) pixels, \(preprocessing)",
            tiles: [Montage.Tile(pictures: [Picture(of: image, size: size)], caption: "")],
            magnification: max(1, Self.inputSide / longer))
    }

    private static func section(_ layer: LayerActivation) -> Montage.Section {
        let shown = layer.wall.map { wall in
            let channels = layer.parts.count
            return wall.channels.count < channels
                ? ", the \(wall.channels.count) strongest of \(channels) channels" : ""
        }
        let heading =
            "\(layer.field.node.label) (\(layer.field.node.op)): \(layer.sizeText)\(shown ?? ""); "
            + (layer.purpose.isEmpty ? "" : "\(layer.purpose); ") + "a unit \(layer.fieldText)"
        guard let wall = layer.wall else {
            let strip = strip(layer.strip)
            return Montage.Section(heading: heading, tiles: strip.tiles, magnification: strip.magnification)
        }
        return Montage.Section(heading: heading, tiles: wall.tiles, magnification: wall.magnification)
    }

    /// The strip's width on the screen.
    private static let stripWidth = 1136

    /// Units row by row, as large as leaves the strip about 64 pixels high.
    static func strip(_ values: [Float]) -> (tiles: [Montage.Tile], magnification: Int) {
        guard !values.isEmpty else { return ([], 1) }
        let sides = [24, 16, 12, 8, 6, 4, 3, 2]
        let side = sides.first { values.count * $0 * $0 <= stripWidth * 64 } ?? 1
        let most = min(values.count, stripWidth / side)
        // Whole rows, where a length between half and all of the width divides the units so.
        let columns = (most / 2 + 1..<most + 1).last { values.count % $0 == 0 } ?? most
        let size = PixelSize(height: (values.count + columns - 1) / columns, width: columns)
        // Of scores that are mostly negative the winner is to stand out; the last row's rest is as dark as the lowest.
        let lowest = min(values.min() ?? 0, 0)
        let rest = [Float](repeating: 0, count: size.count - values.count)
        let plane = Plane(size: size, values: values.map { $0 - lowest } + rest)
        let picture = Picture(activity: plane, isSigned: false)
        return ([Montage.Tile(pictures: [picture], caption: "")], side)
    }

    private static let bar = PixelSize(height: 80, width: 40)

    /// A bar for each class, or of many for the likeliest.
    private static func answer(_ report: PredictionReport) -> Montage.Section {
        let ranked = report.pictures[0].predictions.ranked
        let isShort = ranked.count <= 16
        let shown = isShort ? ranked.sorted { $0.index < $1.index } : Array(ranked.prefix(10))
        return Montage.Section(
            heading: "Answer: \(report.firstAndSecond)",
            tiles: shown.map { prediction in
                let filled = Int((prediction.probability * Double(bar.height)).rounded())
                let picture = Picture(size: bar) { row, _ in row >= bar.height - filled ? .kernelBlue : .white }
                return Montage.Tile(
                    pictures: [picture],
                    caption: "\(report.label(prediction.index))\n\(rounded(prediction.probability, 3))")
            }, magnification: 1)
    }
}
