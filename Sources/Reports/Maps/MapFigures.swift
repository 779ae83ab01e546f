import Figures
import Foundation
import Planes
public import Retinotopy
public import Workers

extension MapStudy {
    /// The picture in the visual field, its orientations and its energy by scale, or a network's channels, and all on the
    /// flattened cortex.
    ///
    /// - Parameter workers: any number gives the same bytes.
    public func figures(workers: Workers) -> FigureSet {
        var drawings: [(name: String, draw: @Sendable () throws(FigureError) -> Canvas)] = [
            ("\(stem)-field", { @Sendable () throws(FigureError) in try fieldFigure() })
        ]
        if isOriented {
            drawings += [
                ("\(stem)-orientation", { @Sendable () throws(FigureError) in try orientationFigure() }),
                ("\(stem)-scales", { @Sendable () throws(FigureError) in try scalesFigure() }),
            ]
        } else {
            drawings.append(("\(stem)-channels", { @Sendable () throws(FigureError) in try channelWall.drawn() }))
        }
        drawings.append(("\(stem)-cortex", { @Sendable () throws(FigureError) in try cortexFigure() }))
        var set = FigureSet()
        set.add(drawings, workers: workers)
        return set
    }

    private static let margin = 32
    /// Room for the degrees along the left edge.
    private static let axis = 40
    private static let title = TextStyle(size: 18, weight: .bold)
    private static let heading = TextStyle(size: 13, weight: .bold)
    private static let note = TextStyle(size: 11, color: .slate)

    /// What a figure is called and what it shows, above it and in its file.
    private struct Heading {
        let title, subtitle: String

        init(_ title: String, _ subtitle: String) { (self.title, self.subtitle) = (title, subtitle) }

        func draw(on canvas: Canvas) {
            canvas.draw(title, at: Point(x: Double(margin), y: 48), style: MapStudy.title)
            canvas.draw(subtitle, at: Point(x: Double(margin), y: 70), style: note)
        }

        var words: String { "\(title). \(subtitle)" }
    }

    private func fieldFigure() throws(FigureError) -> Canvas {
        let panel = FieldPanel(map.field, x: Self.margin + Self.axis, y: 92)
        let heading = Heading(
            "\(name) in the visual field",
            "Rings: eccentricity. Lines: polar angle, counter-clockwise from the right. Cross: fixation.")
        let canvas = try Canvas(
            size: PixelSize(
                height: panel.frame.bottom + 64, width: max(panel.frame.right + Self.margin, 560)),
            showing: heading.words)
        heading.draw(on: canvas)
        panel.draw(
            Picture(of: image, size: PixelSize(height: panel.frame.height, width: panel.frame.width)), on: canvas)
        panel.drawLines(on: canvas, meridians: true)
        panel.drawScale(on: canvas)
        return canvas
    }

    /// √energy that is shown at full strength: 99 of 100 units have less.
    private var brightest: Double {
        let sorted = orientations.energy.values.sorted()
        return max(Double(sorted[(sorted.count - 1) * 99 / 100]).squareRoot(), 1e-12)
    }

    /// Where no unit looks.
    private static let unseen = Color.white

    /// How strongly a part of the strongest is drawn: faint texture is to be seen beside strong edges.
    private static func shade(_ part: Double) -> Double { pow(min(max(part, 0), 1), 0.6) }

    /// A network's channels from black to white; of a bank the colour of the orientation, as strong as √energy.
    private func color(at point: VisualPoint, brightest: Double) -> Color {
        guard let view = view(of: point) else { return Self.unseen }
        let value = Self.shade(view.energy.squareRoot() / brightest)
        guard isOriented else { return Color(grey: value) }
        return view.orientation.map { Color(orientation: $0, strength: value) } ?? .unoriented
    }

    private func orientationFigure() throws(FigureError) -> Canvas {
        let panel = FieldPanel(map.field, x: Self.margin + Self.axis, y: 92)
        let key = panel.frame.right + 40
        let heading = Heading(
            "\(name): orientation of the bars",
            "Colour: preferred orientation of each unit; the stronger, the more energy over all channels. Grey: none.")
        let canvas = try Canvas(
            size: PixelSize(height: max(panel.frame.bottom, 420) + 64, width: key + 240), showing: heading.words)
        heading.draw(on: canvas)
        let brightest = brightest
        panel.draw(panel.picture { color(at: $0, brightest: brightest) }, on: canvas)
        panel.drawLines(on: canvas, meridians: false)
        panel.drawScale(on: canvas)
        drawKey(on: canvas, x: key, brightest: brightest)
        return canvas
    }

    /// The wheel of orientations and the ramp of strength.
    private func drawKey(on canvas: Canvas, x: Int, brightest: Double) {
        canvas.draw("Orientation", at: Point(x: Double(x), y: 104), style: Self.heading)
        OrientationWheel(radius: 52).draw(on: canvas, center: Point(x: Double(x) + 100, y: 214))
        canvas.draw(quantity.scale, at: Point(x: Double(x), y: 350), style: Self.heading)
        drawRamp(on: canvas, Frame(x: x, y: 362, width: 200, height: 12), most: brightest) {
            Color(orientation: Orientation(degrees: 0), strength: Self.shade($0))
        }
    }

    private func drawRamp(on canvas: Canvas, _ frame: Frame, most: Double, _ color: (Double) -> Color) {
        canvas.draw(
            Picture(size: PixelSize(height: frame.height, width: frame.width)) { _, column in
                color(Double(column) / Double(frame.width - 1))
            }, x: frame.x, y: frame.y)
        canvas.draw(.outline(frame), color: .hairline)
        let y = Double(frame.bottom) + 16
        canvas.draw("0", at: Point(x: Double(frame.x), y: y), style: Self.note)
        canvas.draw(
            "≥ \(String(format: "%.2g", most))", at: Point(x: Double(frame.right), y: y),
            style: TextStyle(size: 11, alignment: .right, color: .slate))
    }

    private func scalesFigure() throws(FigureError) -> Canvas {
        let bands = bands
        let planes = bands.map { band in amplitude(of: band) }
        let all = planes.flatMap(\.values).sorted()
        let most = max(Double(all[(all.count - 1) * 99 / 100]), 1e-12)
        let (columns, side) = (min(bands.count, 3), 300)
        let size = FieldPanel.size(of: map.field, side: side)
        let rows = (bands.count + columns - 1) / columns
        let bottom = 84 + rows * (size.height + 44)
        let heading = Heading(
            "\(name): energy by scale",
            "Root of the energy of the channels of one spatial frequency\(isGrowing ? " at fixation: fields grow outwards" : "")."
        )
        let canvas = try Canvas(
            size: PixelSize(
                height: bottom + 72, width: max(2 * Self.margin + columns * (size.width + 20) - 20, 560)),
            showing: heading.words)
        heading.draw(on: canvas)
        for (index, band) in bands.enumerated() {
            let panel = FieldPanel(
                map.field, x: Self.margin + index % columns * (size.width + 20),
                y: 112 + index / columns * (size.height + 44), side: side)
            canvas.draw(
                "\(band.frequencyText(at: map.field.resolution)) · \(band.wavelengthText)",
                at: Point(x: Double(panel.frame.x), y: Double(panel.frame.y) - 8), style: Self.heading)
            panel.draw(
                panel.picture { point in
                    map.value(of: planes[index], at: point).map { ColorScale.heat.color(share: $0 / most) }
                        ?? Self.unseen
                }, on: canvas)
            if index == bands.count - 1 {
                ScaleBar(unit: "°", scale: panel.scale, atMost: Double(side) / 3)
                    .draw(on: canvas, at: Point(x: Double(Self.margin), y: Double(bottom) + 34))
            }
        }
        let ramp = Frame(x: Self.margin + 220, y: bottom + 28, width: 200, height: 12)
        drawRamp(on: canvas, ramp, most: most) { ColorScale.heat.color(share: $0) }
        canvas.draw(
            quantity.scale, at: Point(x: Double(ramp.right) + 10, y: Double(ramp.y) + 10), style: Self.note)
        return canvas
    }

    /// √Σa² over the channels of a band, for every unit.
    private func amplitude(of band: FrequencyBand) -> Plane {
        var squares = [Float](repeating: 0, count: map.lattice.size.count)
        for channel in band.channels {
            for (unit, value) in map.planes[channel].values.enumerated() { squares[unit] += value * value }
        }
        return Plane(size: map.lattice.size, values: squares.map { $0.squareRoot() })
    }

    private func cortexFigure() throws(FigureError) -> Canvas {
        // One scale for both hemispheres, so that together they are about 1000 pixels wide.
        let wide = sheets.reduce(0.0) { $0 + Double($1.size.width) * Self.pitch }
        let high = sheets.map { Double($0.size.height) * Self.pitch }.max() ?? 1
        let pitch = max(wide / 940, high / 520)
        let grids = sheets.compactMap {
            CorticalGrid(of: map.field, on: map.cortex, hemisphere: $0.hemisphere, pitch: pitch)
        }
        let height = grids.map(\.size.height).max() ?? 1
        let width = grids.reduce(0) { $0 + $1.size.width } + 60 * max(grids.count - 1, 0)
        let heading = Heading(
            "\(name) on the flattened cortex, \(map.cortex.area.name)",
            "Both hemispheres from behind, fixation in the middle. The upper visual field lies below, the right one to the left."
        )
        let canvas = try Canvas(
            size: PixelSize(height: 130 + 2 * (height + 64) + 40, width: max(2 * Self.margin + width, 640)),
            showing: heading.words)
        heading.draw(on: canvas)
        let (brightest, picture) = (brightest, image.encoded)
        let shownBelow = isOriented ? "Orientation of the bars" : "Activity of \(layer)"
        for (row, what) in ["The picture", shownBelow].enumerated() {
            var x = Self.margin
            let top = 130 + row * (height + 64)
            for grid in grids {
                let panel = CortexPanel(
                    grid, of: map.field, on: map.cortex, x: x, y: top + (height - grid.size.height) / 2)
                canvas.draw(
                    "\(what), \(grid.hemisphere.rawValue) hemisphere", at: Point(x: Double(x), y: Double(top) - 12),
                    style: Self.heading)
                panel.draw(on: canvas) { row == 0 ? color(of: picture, at: $0) : color(at: $0, brightest: brightest) }
                panel.drawLines(on: canvas)
                x = panel.frame.right + 60
            }
        }
        let foot = Double(130 + 2 * (height + 64))
        ScaleBar(unit: " mm", scale: 1 / pitch, atMost: 160)
            .draw(on: canvas, at: Point(x: Double(Self.margin), y: foot))
        canvas.draw(
            "Lines: \(map.field.rings.map { short($0) + "°" }.joined(separator: ", ")) of eccentricity; polar angle every 45°. \(isOriented ? "Colours as in \(stem)-orientation.png." : "Brightness: root of the energy of all channels.")",
            at: Point(x: Double(Self.margin) + 220, y: foot + 4), style: Self.note)
        return canvas
    }

    /// The picture's own colour, of one in sRGB's code.
    private func color(of picture: Image, at point: VisualPoint) -> Color {
        let (x, y) = map.field.pixel(of: point)
        let values = picture.planes.map { $0.value(x: x, y: y) }
        return Color(red: values[0], green: values[values.count / 2], blue: values[values.count - 1])
    }
}
