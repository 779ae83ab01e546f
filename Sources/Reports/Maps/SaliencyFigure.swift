internal import Figures
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
    /// Screen pixels to a hypercolumn, to the centre of the first, and to a pixel of the photograph.
    private let pitch, origin, scale: Double
    private let ruler: ScaleBar?

    /// The longer side of a panel, screen pixels.
    private static let side = 512.0
    private static let margin = 32
    private static let gap = 20
    private static let heading = TextStyle(size: 13, weight: .bold)
    private static let note = TextStyle(size: 11, color: .slate)

    /// The figure of what V1 was shown.
    ///
    /// - Parameters:
    ///   - study: of a photograph or a scene.
    ///   - image: the photograph; `nil` of a scene.
    public init(_ study: SaliencyStudy, of image: Image?) {
        self.study = study
        switch (study.subject, image) {
        case (.photograph(let grid, _, let field), let image?):
            let scale = Self.side / Double(max(image.size.height, image.size.width))
            func pixels(_ count: Int) -> Int { max(1, Int((Double(count) * scale).rounded())) }
            self.scale = scale
            shown = Picture(
                of: image, size: PixelSize(height: pixels(image.size.height), width: pixels(image.size.width)))
            bars = []
            pitch = Double(grid.pitch) * scale
            origin = (grid.center(row: 0, column: 0).x + 0.5) * scale
            ruler =
                field.map { ScaleBar(unit: "°", scale: $0.resolution.value * scale, atMost: Self.side / 4) }
                ?? ScaleBar(unit: " px", scale: scale, atMost: Self.side / 4)
        case (.scene(let scene), _):
            let cell = max(Int(Self.side) / max(scene.size.height, scene.size.width), 2)
            shown = Picture(
                size: PixelSize(height: cell * scene.size.height, width: cell * scene.size.width)
            ) { _, _ in Color(grey: 0.1) }
            bars = scene.bars
            scale = 1
            pitch = Double(cell)
            origin = scene.kind == nil ? pitch / 2 : pitch * Double(BarScene.spacing) / 2
            ruler = nil
        case (.photograph, nil): preconditionFailure("a photograph is drawn with its saliency")
        }
    }

    /// The figure under the name of its picture's stem, or what could not be drawn.
    public func figures(stem: String) -> FigureSet {
        var set = FigureSet()
        set.add("\(stem)-saliency") { () throws(FigureError) in try drawn() }
        return set
    }

    private func drawn() throws(FigureError) -> Canvas {
        let (width, height) = (shown.size.width, shown.size.height)
        let top = Self.margin + 62
        let canvas = try Canvas(
            size: PixelSize(height: top + height + 56, width: 2 * (Self.margin + width) + Self.gap),
            showing: words)
        let right = Self.margin + width + Self.gap
        canvas.draw(title, at: Point(x: 32, y: 50), style: TextStyle(size: 18, weight: .bold))
        canvas.draw(headings.shown, at: Point(x: 32, y: Double(top) - 10), style: Self.heading)
        canvas.draw(headings.saliency, at: Point(x: Double(right), y: Double(top) - 10), style: Self.heading)
        canvas.draw(shown, x: Self.margin, y: top)
        canvas.draw(heatPicture, x: right, y: top)
        for bar in bars {
            draw(bar, on: canvas, left: Self.margin, top: top, color: .white, width: 3)
            let part = value(of: bar) / largest
            draw(
                bar, on: canvas, left: right, top: top, color: ColorScale.heat.color(share: part), width: 1 + 8 * part)
        }
        if bars.isEmpty { drawFixations(on: canvas, left: Self.margin, top: top) }
        ruler?.draw(on: canvas, at: Point(x: Double(Self.margin), y: Double(top + height) + 24))
        drawScale(on: canvas, left: right, top: top + height + 18)
        return canvas
    }

    private var title: String { "\(study.name): what V1 calls salient" }

    private var headings: (shown: String, saliency: String) {
        bars.isEmpty
            ? ("Fixations in their order", "Saliency")
            : ("Bars as shown", "Saliency: the thicker and brighter the more")
    }

    /// The title, the panels, and where the most salient places of a photograph are.
    private var words: String {
        let places = bars.isEmpty ? study.peaks.prefix(5).compactMap(\.center) : []
        let first = places.map { "(\(short($0.x)), \(short($0.y)))" }.joined(separator: ", ")
        let fixations = first.isEmpty ? "" : ", the first at x, y \(first) pixels"
        return "\(title). Left: \(headings.shown)\(fixations). "
            + "Right: \(headings.saliency), at most \(rounded(largest, 2))."
    }

    /// The largest saliency, at the end of the scale.
    private var largest: Double { max(study.map.values.max() ?? 0, 1e-9) }

    private func value(of bar: BarScene.Bar) -> Double {
        study.map.values[bar.row * study.map.size.width + bar.column]
    }

    /// Over what was shown, in grey, the heat: the more salient the brighter; a scene's is in its bars.
    private var heatPicture: Picture {
        guard bars.isEmpty else { return shown }
        let largest = largest
        let shares = Plane(size: study.map.size, values: study.map.values.map { Float($0 / largest) })
        return Picture(size: shown.size) { row, column in
            let value = shares.value(
                x: (Double(column) + 0.5 - origin) / pitch, y: (Double(row) + 0.5 - origin) / pitch)
            let (red, green, blue) = shown.pixel(row: row, column: column)
            let grey = 0.2126 * Double(red) + 0.7152 * Double(green) + 0.0722 * Double(blue)
            return Color(grey: 0.55 * grey / 255).mixed(
                with: ColorScale.heat.color(share: value), part: min(1, 3 * value))
        }
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
        let points = study.peaks.compactMap(\.center).map { center in
            Point(x: Double(left) + (center.x + 0.5) * scale, y: Double(top) + (center.y + 0.5) * scale)
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

    private func drawScale(on canvas: Canvas, left: Int, top: Int) {
        let width = 200
        canvas.draw(
            Picture(size: PixelSize(height: 12, width: width)) { _, column in
                ColorScale.heat.color(share: Double(column) / Double(width - 1))
            }, x: left + 16, y: top)
        canvas.draw("0", at: Point(x: Double(left), y: Double(top) + 10), style: Self.note)
        let most = rounded(largest, 2)
        canvas.draw(
            "\(most)  mean response of the most active cell",
            at: Point(x: Double(left + width + 24), y: Double(top) + 10),
            style: Self.note)
    }
}
