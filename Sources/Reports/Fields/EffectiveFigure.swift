public import Figures
public import Physiology
import Planes
import ReceptiveFields

/// The picture of an effective field: the photograph with the theoretical box and the hill of its moments, and the maps.
public struct EffectiveFigure: Sendable {
    private let report: EffectiveReport
    private var findings: [EffectiveStudy.Finding] { report.study.findings }

    /// A picture of a study; grey paper where there was no photograph.
    public init(_ study: EffectiveStudy) { report = EffectiveReport(study) }

    private static let side = 400.0
    private static let margin = 24
    private static let heading = 96
    private static let footing = 74
    private static let box = Color(hex: 0x56B4E9)
    private static let hill = Color(hex: 0xF0E442)

    /// The picture.
    public func drawn() throws(FigureError) -> Canvas {
        let size = findings[0].absolute.map.size
        let scale = max(Self.side / Double(max(size.height, size.width)), 1)
        let (width, height) = (Int(Double(size.width) * scale), Int(Double(size.height) * scale))
        let panels = 1 + findings.count
        let canvas = try Canvas(
            size: PixelSize(
                height: height + Self.heading + Self.footing, width: panels * (width + Self.margin) + Self.margin),
            showing: words)
        canvas.draw(title, at: Point(x: Double(Self.margin), y: 36), style: TextStyle(size: 18, weight: .bold))
        for panel in 0..<panels {
            let frame = Frame(
                x: Self.margin + panel * (width + Self.margin), y: Self.heading, width: width, height: height)
            let finding = panel == 0 ? nil : findings[panel - 1]
            canvas.draw(
                finding.map(Self.heading) ?? "the image", at: Point(x: Double(frame.x), y: Double(frame.y - 12)),
                style: TextStyle(size: 14))
            let pixels = PixelSize(height: height, width: width)
            canvas.draw(
                finding.map { Self.heat($0.absolute.map, pixels, scale) } ?? paper(pixels, scale), x: frame.x,
                y: frame.y)
            canvas.draw(.outline(frame), color: .hairline)
            canvas.draw(within: frame) { lines(on: canvas, frame, scale, (finding ?? findings[0]).absolute) }
        }
        note(on: canvas, y: Double(Self.heading + height))
        return canvas
    }

    private var title: String {
        "What unit (\(report.unit.row), \(report.unit.column)) of \(report.unit.layer) can see, and what moves it"
    }

    private static func heading(_ finding: EffectiveStudy.Finding) -> String {
        "mean |gradient|, \(finding.counted)"
    }

    private static let scaleNote =
        "Maps: black is 0, brightest the largest mean |gradient|; the root is shown, so that small ones are seen."

    private var boxNote: String {
        "Blue: the theoretical field, \(report.rows.count) × \(report.columns.count) pixels. Yellow: the Gaussian of the map's moments at half its height, and at 2σ; none where the map is no hill."
    }

    private var words: String {
        let panels = ["the image"] + findings.map(Self.heading)
        return "\(title). \(panels.joined(separator: "; ")). \(boxNote) \(Self.scaleNote)"
    }

    /// Box and, where the map is a hill, the Gaussian of its moments, edged in black so that they show on anything.
    private func lines(on canvas: Canvas, _ frame: Frame, _ scale: Double, _ field: EffectiveField) {
        func place(_ x: Double, _ y: Double) -> Point {
            Point(x: Double(frame.x) + x * scale, y: Double(frame.y) + y * scale)
        }
        let (left, right) = (Double(report.columns.lowerBound), Double(report.columns.upperBound + 1))
        let (top, bottom) = (Double(report.rows.lowerBound), Double(report.rows.upperBound + 1))
        var strokes: [(Stroke, Color)] = [
            (
                .polyline(
                    [place(left, top), place(right, top), place(right, bottom), place(left, bottom)], closed: true),
                Self.box
            )
        ]
        if let hill = field.envelope {
            for widths in [1.17741, 2] {
                strokes.append(
                    (
                        .ellipse(
                            center: place(hill.x + 0.5, hill.y + 0.5), along: widths * hill.sigmaX * scale,
                            across: widths * hill.sigmaY * scale, orientation: 0), Self.hill
                    ))
            }
        }
        for (stroke, color) in strokes {
            canvas.draw(stroke, color: .black, width: 4)
            canvas.draw(stroke, color: color, width: 2)
        }
    }

    private func note(on canvas: Canvas, y: Double) {
        let style = TextStyle(size: 12, color: .slate)
        let x = Double(Self.margin)
        canvas.draw(boxNote, at: Point(x: x, y: y + 28), style: style)
        canvas.draw(Self.scaleNote, at: Point(x: x, y: y + 48), style: style)
    }

    private func paper(_ size: PixelSize, _ scale: Double) -> Picture {
        guard let photograph = report.study.photograph else { return Picture(size: size) { _, _ in Color(grey: 0.72) } }
        return Picture(size: size) { row, column in
            let (y, x) = (Int(Double(row) / scale), Int(Double(column) / scale))
            let values = photograph.planes.map { Double($0[y, x]) }
            return values.count == 3
                ? Color(red: values[0], green: values[1], blue: values[2]) : Color(grey: values[0])
        }
    }

    private static func heat(_ map: Plane, _ size: PixelSize, _ scale: Double) -> Picture {
        let largest = Double(map.values.max() ?? 0)
        return Picture(size: size) { row, column in
            let value = Double(map[Int(Double(row) / scale), Int(Double(column) / scale)])
            return ColorScale.heat.color(share: largest > 0 ? (value / largest).squareRoot() : 0)
        }
    }
}
