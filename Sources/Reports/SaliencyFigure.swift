public import Figures
internal import Foundation
public import Planes
public import Retinotopy

/// What V1 was shown, and beside it the saliency as heat, with the fixations in their order.
public struct SaliencyFigure: Sendable {
    private let study: SaliencyStudy
    /// What was shown, as large as it is drawn.
    private let shown: Picture
    /// Bars drawn over it.
    private let bars: [BarScene.Bar]
    /// Screen pixels to a hypercolumn, and to the centre of the first.
    private let pitch, origin: Double
    private let ruler: Ruler?

    /// The longer side of a panel, screen pixels.
    private static let side = 512.0
    private static let margin = 32
    private static let gap = 20
    private static let heading = TextStyle(size: 13, weight: .bold)
    private static let note = TextStyle(size: 11, color: .slate)
    private static let heat = ColorScale(
        negative: Color(hex: 0x100A28), zero: Color(hex: 0xD1493F), positive: Color(hex: 0xFCFFA4))

    /// A length drawn on a photograph.
    private struct Ruler: Sendable {
        let length: Double
        let label: String

        /// The longest of 1, 2, 5, 10, … units that is at most a quarter of a panel's longer side.
        init(unit: String, pixels: Double) {
            let counts = [0.01, 0.1, 1, 10, 100, 1000, 10_000].flatMap { [$0, 2 * $0, 5 * $0] }
            let count = counts.last { $0 * pixels <= side / 4 } ?? counts[0]
            length = count * pixels
            label = (count < 1 ? "\(count)" : "\(Int(count))") + unit
        }
    }

    /// The figure of a photograph.
    public init(_ study: SaliencyStudy, of image: Image, field: VisualField?) {
        let scale = Self.side / Double(max(image.size.height, image.size.width))
        let first = study.center(row: 0, column: 0)?.x ?? 0
        let second = study.center(row: 0, column: 1)?.x ?? 1
        self.study = study
        shown = Self.picture(of: image.encoded, scale: scale)
        bars = []
        pitch = (second - first) * scale
        origin = (first + 0.5) * scale
        ruler =
            field.map { Ruler(unit: "°", pixels: $0.resolution.value * scale) } ?? Ruler(unit: " px", pixels: scale)
    }

    /// The figure of a scene.
    public init(_ study: SaliencyStudy, of scene: BarScene) {
        self.study = study
        let cell = Int(Self.side) / BarScene.side
        shown = Picture(size: PixelSize(side: cell * BarScene.side)) { _, _ in Color(grey: 0.1) }
        bars = scene.bars
        pitch = Double(cell)
        origin = pitch * Double(BarScene.spacing) / 2
        ruler = nil
    }

    /// The figure as a PNG file.
    ///
    /// - Throws: ``FigureError`` where memory is short.
    public func png() throws(FigureError) -> [UInt8] {
        let (width, height) = (shown.size.width, shown.size.height)
        let top = Self.margin + 62
        let canvas = try Canvas(
            size: PixelSize(height: top + height + 56, width: 2 * (Self.margin + width) + Self.gap))
        let right = Self.margin + width + Self.gap
        canvas.draw(
            "\(title): what V1 calls salient", at: Point(x: 32, y: 50),
            style: TextStyle(size: 18, weight: .bold))
        canvas.draw(
            bars.isEmpty ? "Fixations in their order" : "Bars as shown", at: Point(x: 32, y: Double(top) - 10),
            style: Self.heading)
        canvas.draw(
            bars.isEmpty ? "Saliency" : "Saliency: the thicker and brighter the more",
            at: Point(x: Double(right), y: Double(top) - 10), style: Self.heading)
        canvas.draw(shown, x: Self.margin, y: top)
        canvas.draw(heatPicture, x: right, y: top)
        for bar in bars {
            draw(bar, on: canvas, left: Self.margin, top: top, color: .white, width: 3)
            let part = value(of: bar) / largest
            draw(
                bar, on: canvas, left: right, top: top, color: Self.heat.color(at: 2 * part - 1), width: 1 + 8 * part)
        }
        if bars.isEmpty { drawFixations(on: canvas, left: Self.margin, top: top) }
        if let ruler { draw(ruler, on: canvas, bottom: top + height) }
        drawScale(on: canvas, left: right, top: top + height + 18)
        return try canvas.png()
    }

    /// The file's name, or the scene's.
    private var title: String { study.name.split(separator: "/").last.map(String.init) ?? study.name }

    /// The largest saliency, at the end of the scale.
    private var largest: Double { max(study.map.values.max() ?? 0, 1e-9) }

    private func value(of bar: BarScene.Bar) -> Double {
        study.map.values[bar.row * study.map.size.width + bar.column]
    }

    /// Over what was shown, in grey, the heat: the more salient the brighter; a scene's is in its bars.
    private var heatPicture: Picture {
        guard bars.isEmpty else { return shown }
        let largest = largest
        return Picture(size: shown.size) { row, column in
            let value = saliency(x: Double(column) + 0.5, y: Double(row) + 0.5) / largest
            let (red, green, blue) = shown.pixel(row: row, column: column)
            let grey = 0.2126 * Double(red) + 0.7152 * Double(green) + 0.0722 * Double(blue)
            return Color(grey: 0.55 * grey / 255).mixed(
                with: Self.heat.color(at: 2 * value - 1), part: min(1, 3 * value))
        }
    }

    /// At a place of the panel; between the centres of hypercolumns as a straight line would go.
    private func saliency(x: Double, y: Double) -> Double {
        let size = study.map.size
        func place(_ screen: Double, _ count: Int) -> (low: Int, high: Int, part: Double) {
            let place = min(max((screen - origin) / pitch, 0), Double(count - 1))
            return (Int(place), min(Int(place) + 1, count - 1), place - place.rounded(.down))
        }
        let (row, column) = (place(y, size.height), place(x, size.width))
        func value(_ row: Int) -> Double {
            let (low, high) = (row * size.width + column.low, row * size.width + column.high)
            return study.map.values[low] * (1 - column.part) + study.map.values[high] * column.part
        }
        return value(row.low) * (1 - row.part) + value(row.high) * row.part
    }

    private func draw(
        _ bar: BarScene.Bar, on canvas: Canvas, left: Int, top: Int, color: Color, width: Double
    ) {
        let x = Double(left) + origin + pitch * Double(bar.column)
        let y = Double(top) + origin + pitch * Double(bar.row)
        let angle = HypercolumnSheet.orientations[bar.orientation].degrees * .pi / 180
        let (right, up) = (0.7 * pitch * cos(angle), 0.7 * pitch * sin(angle))
        canvas.draw(
            .line(from: Point(x: x - right, y: y + up), to: Point(x: x + right, y: y - up)), color: color, width: width)
    }

    /// A path through numbered discs.
    private func drawFixations(on canvas: Canvas, left: Int, top: Int) {
        let points = study.peaks.map { peak in
            Point(
                x: Double(left) + origin + pitch * Double(peak.column),
                y: Double(top) + origin + pitch * Double(peak.row))
        }
        let ink = Color(hex: 0xFFE94A)
        canvas.draw(.polyline(points), color: .black, width: 3)
        canvas.draw(.polyline(points), color: ink, width: 1.2)
        for (index, point) in points.enumerated().reversed() {
            canvas.fill(.circle(center: point, radius: 10), with: .black)
            canvas.fill(.circle(center: point, radius: 8.5), with: ink)
            canvas.draw(
                "\(index + 1)", at: Point(x: point.x, y: point.y + 4),
                style: TextStyle(size: 11, weight: .bold, alignment: .center))
        }
    }

    private func draw(_ ruler: Ruler, on canvas: Canvas, bottom: Int) {
        let (x, y) = (Double(Self.margin), Double(bottom) + 24)
        canvas.draw(.line(from: Point(x: x, y: y), to: Point(x: x + ruler.length, y: y)), color: .black, width: 2)
        canvas.draw(ruler.label, at: Point(x: x + ruler.length + 8, y: y + 4), style: Self.note)
    }

    private func drawScale(on canvas: Canvas, left: Int, top: Int) {
        let width = 200
        canvas.draw(
            Picture(size: PixelSize(height: 12, width: width)) { _, column in
                Self.heat.color(at: 2 * Double(column) / Double(width - 1) - 1)
            }, x: left + 16, y: top)
        canvas.draw("0", at: Point(x: Double(left), y: Double(top) + 10), style: Self.note)
        let most = rounded(largest, 2)
        canvas.draw(
            "\(most)  mean response of the most active cell",
            at: Point(x: Double(left + width + 24), y: Double(top) + 10),
            style: Self.note)
    }

    /// The photograph at another size: each pixel is the mean of those under it, or the nearest.
    private static func picture(of image: Image, scale: Double) -> Picture {
        let size = PixelSize(
            height: max(1, Int((Double(image.size.height) * scale).rounded())),
            width: max(1, Int((Double(image.size.width) * scale).rounded())))
        func range(_ place: Int, of count: Int) -> Range<Int> {
            let low = min(Int(Double(place) / scale), count - 1)
            return low..<max(min(Int(Double(place + 1) / scale), count), low + 1)
        }
        return Picture(size: size) { row, column in
            let rows = range(row, of: image.size.height)
            let columns = range(column, of: image.size.width)
            let means = image.planes.map { plane in
                var sum = 0.0
                for row in rows {
                    for column in columns { sum += Double(plane[row, column]) }
                }
                return sum / Double(rows.count * columns.count)
            }
            return Color(red: means[0], green: means[means.count / 2], blue: means[means.count - 1])
        }
    }
}

extension FigureSet {
    /// Draws a figure of saliency.
    public mutating func add(_ figure: SaliencyFigure, name: String) {
        add("\(name).png") { () throws(FigureError) in try figure.png() }
    }
}
