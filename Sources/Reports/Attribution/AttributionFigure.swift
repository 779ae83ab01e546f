public import Figures
import Inference
import Physiology
import Planes

extension ExplainedPicture {
    /// The picture as the network was shown it and each method's map over it, each with its scale: PNG, SVG and PDF.
    ///
    /// - Throws: ``Figures/FigureError``.
    public func figures(model: String) throws(FigureError) -> [(name: String, data: [UInt8])] {
        let photograph = explanation.picture
        let side = max(photograph.size.height, photograph.size.width)
        let magnification = max(1, 300 / side)
        let size = PixelSize(
            height: photograph.size.height * magnification + AttributionPanel.foot,
            width: photograph.size.width * magnification)
        let image = PicturePanel("as it was shown", picture: Picture(photograph: photograph))
        let panels: [any Panel] =
            [image]
            + explanation.maps.map { AttributionPanel(map: $0, photograph: photograph, magnification: magnification) }
        return try PanelSheet(
            title: "\(title): \(targetText), by \(model)", panels: panels, columns: min(4, panels.count),
            panelSize: PixelSize(height: size.height + 24, width: max(size.width, 220)),
            note:
                "Over the picture in grey: red raises what is explained, blue lowers it; the colour is full where a value reaches the end of the scale, which one place in 200 exceeds. Of gradient, smooth-grad and guided-backprop the colour channel of largest size is drawn, of the others the sum. Grad-CAM: each unit a square at the centre of its receptive field, as wide as the units are apart."
        ).drawn().files(named: stem)
    }
}

extension Picture {
    /// A photograph in its own colours, or greys.
    fileprivate init(photograph: Image) {
        let planes = photograph.encoded.planes
        self.init(size: photograph.size) { row, column in
            let values = planes.map { Double($0[row, column]) }
            return values.count == 3
                ? Color(red: values[0], green: values[1], blue: values[2]) : Color(grey: values[0])
        }
    }
}

/// A map of attributions over the picture they are of.
struct AttributionPanel: Panel {
    private let map: ExplanationStudy.Map
    private let photograph: Image
    private let magnification: Int

    /// Room under the map for its scale.
    static let foot = 44

    init(map: ExplanationStudy.Map, photograph: Image, magnification: Int) {
        (self.map, self.photograph, self.magnification) = (map, photograph, magnification)
    }

    var title: String {
        let method = map.attribution.method
        if case .gradCAM(let layer, _) = method { return "\(method.name), \(layer.label)" }
        if case .guidedBackpropagation = method { return "\(method.name) (not faithful)" }
        return method.name
    }

    func draw(on canvas: Canvas, in frame: Frame) {
        let (values, limit) = (map.plane(on: photograph.size), map.limit)
        let grey = photograph.encoded.luminance
        let picture = Picture(size: photograph.size) { row, column in
            // Pale, so that colours are seen over light and dark.
            let paper = Color(grey: 0.45 + 0.5 * Double(grey[row, column]))
            let share = limit > 0 ? Double(values[row, column]) / limit : 0
            let ink = share < 0 ? ColorScale.diverging.negative : ColorScale.diverging.positive
            return paper.mixed(with: ink, part: min(abs(share), 1))
        }
        canvas.draw(picture, x: frame.x, y: frame.y, magnification: magnification)
        let place = Frame(
            x: frame.x, y: frame.y, width: picture.size.width * magnification,
            height: picture.size.height * magnification)
        canvas.draw(.outline(place), color: .hairline)
        drawScale(on: canvas, under: place, limit)
    }

    private func drawScale(on canvas: Canvas, under frame: Frame, _ limit: Double) {
        let width = min(frame.width, 220)
        let bar = Picture(size: PixelSize(height: 8, width: width)) { _, column in
            let share = 2 * Double(column) / Double(max(width - 1, 1)) - 1
            let ink = share < 0 ? ColorScale.diverging.negative : ColorScale.diverging.positive
            return Color(grey: 0.8).mixed(with: ink, part: abs(share))
        }
        canvas.draw(bar, x: frame.x, y: frame.bottom + 6)
        let labels: [(String, Int, TextStyle.Alignment)] = [
            ("−\(short(limit))", 0, .left), ("0", width / 2, .center), (short(limit), width, .right),
        ]
        for (text, x, alignment) in labels {
            canvas.draw(
                text, at: Point(x: Double(frame.x + x), y: Double(frame.bottom + 27)),
                style: TextStyle(size: 10, alignment: alignment, color: .slate))
        }
    }
}
