public import Figures
import Networks
public import Planes
public import ReceptiveFields

/// Pictures of receptive fields: how they grow with depth, and how they lie in an image.
public struct FieldFigures: Sendable {
    private let fields: ReceptiveFields
    private let image: Image?
    private let units: [UnitField]

    /// Pictures of a network.
    ///
    /// - Parameters:
    ///   - fields: of the network.
    ///   - image: a photograph to draw on; grey paper without one.
    ///   - units: units whose fields are drawn; without any, the central units of layers of different fields.
    public init(_ fields: ReceptiveFields, image: Image?, units: [UnitField]) {
        self.fields = fields
        self.image = image
        self.units = units
    }

    /// The growth chart and the boxes, and an effective field where there is one.
    public func figures(effective: EffectiveFigure?, gnuplot: Gnuplot?) -> FigureSet {
        var set = FigureSet()
        if let effective { set.add("effective") { () throws(FigureError) in try effective.drawn() } }
        let boxes = boxes
        set.add("fields") { () throws(FigureError) in try boxes.drawn() }
        let growth = GrowthChart(fields)
        set.add({ () throws(FigureError) in try growth.chart }, by: gnuplot)
        return set
    }

    private var boxes: FieldBoxes {
        let size = PixelSize(height: fields.image.height, width: fields.image.width)
        guard units.isEmpty else {
            return FieldBoxes(
                title: units.count == 1 ? "What one unit sees" : "What \(units.count) units see", size: size,
                image: image,
                boxes: units.prefix(FieldBoxes.most).map { unit in
                    FieldBoxes.Box(unit, label: "\(unit.layer) (\(unit.row), \(unit.column))")
                })
        }
        return FieldBoxes(
            title: "What central units see, layer by layer", size: size, image: image,
            boxes: chosen.map { FieldBoxes.Box(UnitField(centerOf: $0), label: $0.node.label) })
    }

    /// Layers with windows, of fields as different as can be shown.
    private var chosen: [TensorField] {
        var sizes: Set<[Int]> = []
        let distinct = fields.tensors.filter {
            $0.isProductive != nil && !$0.rows.isGlobal && sizes.insert([$0.rows.size, $0.columns.size]).inserted
        }
        let most = FieldBoxes.most
        guard distinct.count > most else { return distinct }
        return (0..<most).map { distinct[$0 * (distinct.count - 1) / (most - 1)] }
    }
}

/// Fields of units as boxes on an image.
struct FieldBoxes: Sendable {
    /// One field.
    struct Box: Sendable {
        let label: String
        let rows, columns: PixelSet
        /// Rows × columns, not clipped.
        let size: String

        init(_ unit: UnitField, label: String) {
            self.label = label
            rows = unit.unclipped?.rows ?? unit.rows
            columns = unit.unclipped?.columns ?? unit.columns
            size = "\(rows.size) × \(columns.size)"
        }
    }

    let title: String
    /// Of the network's image.
    let size: PixelSize
    let image: Image?
    let boxes: [Box]

    /// So many boxes can be told apart.
    static let most = 8

    /// Safe for colour-blind readers (Okabe & Ito 2008), bright enough for photographs.
    private static let colors = [0xF0E442, 0xE69F00, 0xD55E00, 0xCC79A7, 0x56B4E9, 0x009E73, 0x0072B2, 0xFFFFFF]
        .map { Color(hex: $0) }

    /// Screen pixels along the longer side of the image.
    private static let side = 520.0
    private static let heading = 54
    private static let legend = 330

    /// The picture.
    func drawn() throws(FigureError) -> Canvas {
        let scale = Self.side / Double(max(size.height, size.width))
        // Fields that run over the edge are shown as far as half an image on every side.
        let most = Double(max(size.height, size.width)) / 2
        let over = boxes.map { box in
            Double(
                max(
                    -box.rows.first, box.rows.last - size.height + 1, -box.columns.first,
                    box.columns.last - size.width + 1, 0))
        }
        let margin = Int((min(over.max() ?? 0, most) * scale).rounded(.up)) + 24
        // A row of sound is a strip of one pixel at least.
        let (width, height) = (max(Int(Double(size.width) * scale), 1), max(Int(Double(size.height) * scale), 1))
        let legendHeight = Self.heading + 40 * boxes.count + 60
        let canvas = try Canvas(
            size: PixelSize(
                height: max(height + 2 * margin + Self.heading, legendHeight), width: width + 2 * margin + Self.legend),
            showing: title)
        canvas.draw(title, at: Point(x: 24, y: 34), style: TextStyle(size: 18, weight: .bold))
        let origin = (x: margin, y: margin + Self.heading)
        canvas.draw(picture(height: height, width: width), x: origin.x, y: origin.y)
        canvas.draw(.outline(Frame(x: origin.x, y: origin.y, width: width, height: height)), color: .hairline)
        let paper = Frame(x: 0, y: Self.heading, width: width + 2 * margin, height: height + 2 * margin)
        // The largest first, so that none hides another.
        for (index, box) in boxes.enumerated().sorted(by: { $0.element.rows.size > $1.element.rows.size }) {
            draw(box, color: Self.colors[index % Self.colors.count], on: canvas, origin, scale, paper)
        }
        legend(on: canvas, x: width + 2 * margin)
        return canvas
    }

    private func draw(
        _ box: Box, color: Color, on canvas: Canvas, _ origin: (x: Int, y: Int), _ scale: Double, _ paper: Frame
    ) {
        guard !box.rows.isEmpty, !box.columns.isEmpty else { return }
        func place(_ pixel: Int, _ start: Int, _ low: Int, _ high: Int) -> Double {
            min(max(Double(start) + Double(pixel) * scale, Double(low) + 2), Double(high) - 2)
        }
        let left = place(box.columns.first, origin.x, paper.x, paper.right)
        let right = place(box.columns.last + 1, origin.x, paper.x, paper.right)
        let top = place(box.rows.first, origin.y, paper.y, paper.bottom)
        let bottom = place(box.rows.last + 1, origin.y, paper.y, paper.bottom)
        let corners = [
            Point(x: left, y: top), Point(x: right, y: top), Point(x: right, y: bottom), Point(x: left, y: bottom),
        ]
        canvas.draw(.polyline(corners, closed: true), color: .black, width: 5)
        canvas.draw(.polyline(corners, closed: true), color: color, width: 2.5)
    }

    private func legend(on canvas: Canvas, x: Int) {
        let (name, number) = (TextStyle(size: 13), TextStyle(size: 11, color: .slate))
        for (index, box) in boxes.enumerated() {
            let y = Self.heading + 30 + 40 * index
            let swatch = Frame(x: x, y: y - 12, width: 16, height: 16)
            canvas.fill(swatch, with: Self.colors[index % Self.colors.count])
            canvas.draw(.outline(swatch), color: .black)
            canvas.draw(shortened(box.label, 36), at: Point(x: Double(x + 26), y: Double(y)), style: name)
            canvas.draw("\(box.size) pixels", at: Point(x: Double(x + 26), y: Double(y + 16)), style: number)
        }
        let note = "Image \(size.height) × \(size.width) pixels; boxes are not clipped."
        canvas.draw(
            note, at: Point(x: Double(x), y: Double(Self.heading + 30 + 40 * boxes.count + 6)), style: number)
    }

    /// The middle of the photograph in the shape of the network's image, by the nearest pixel; grey without one.
    private func picture(height: Int, width: Int) -> Picture {
        let target = PixelSize(height: height, width: width)
        guard let image else { return Picture(size: target) { _, _ in Color(grey: 0.72) } }
        let source = image.encoded
        let scale = min(
            Double(source.size.height) / Double(height), Double(source.size.width) / Double(width))
        let top = (Double(source.size.height) - scale * Double(height)) / 2
        let left = (Double(source.size.width) - scale * Double(width)) / 2
        return Picture(size: target) { row, column in
            let y = min(Int(top + (Double(row) + 0.5) * scale), source.size.height - 1)
            let x = min(Int(left + (Double(column) + 0.5) * scale), source.size.width - 1)
            let values = source.planes.map { Double($0[y, x]) }
            return values.count == 3
                ? Color(red: values[0], green: values[1], blue: values[2]) : Color(grey: values[0])
        }
    }
}
