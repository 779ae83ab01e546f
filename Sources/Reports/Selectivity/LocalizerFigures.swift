import Figures
import Inference
public import Physiology
import Planes

extension LocalizerReport {
    /// Selective units by layer under every condition; and of each layer a unit, its answers by picture, and the pictures at
    /// both ends.
    ///
    /// - Parameter favourites: a unit of each layer.
    public func figures(_ favourites: [FavouriteUnit]) -> FigureSet {
        var set = FigureSet()
        set.add("selective") { () throws(FigureError) in try shares.drawn() }
        let files = ActivationFacts.fileNames(of: favourites.map(\.layer.label))
        for (favourite, file) in zip(favourites, files) {
            set.add("unit-\(file)") { () throws(FigureError) in try sheet(of: favourite).drawn() }
        }
        return set
    }

    private var shares: PanelSheet {
        let panels = study.categories.indices.map { category in
            ShareBars(
                study.categories[category].name, layers: trained.map(\.layer.label),
                shares: trained.map { trained in
                    LocalizerStudy.Condition.allCases.map { condition in
                        finding(trained, condition).map { share($0, category) } ?? 0
                    }
                })
        }
        return PanelSheet(
            title: "\(model): units that prefer one category to each other one", panels: panels,
            columns: min(4, panels.count), panelSize: PixelSize(height: 210, width: max(220, 60 * trained.count)),
            note:
                "Of each layer's units the part that is selective, in percent. Blue: the network as it is; grey: its weights permuted within each layer; orange: the network as it is, pictures cut into 8 × 8 tiles that have changed places."
        )
    }

    private func sheet(of favourite: FavouriteUnit) -> PanelSheet {
        let names = study.categories.map(\.name)
        func picture(_ answer: FavouriteUnit.Answer) -> any Panel {
            PicturePanel(
                "\(names[answer.category]): \(short(Double(answer.value)))",
                picture: Picture(of: answer.picture, size: Self.fitting(answer.picture.size)))
        }
        let dots = AnswersPanel(
            "Answers by picture", names: names, answers: favourite.answers.map { $0.map(Double.init) })
        let sorted = AnswersPanel(
            "The same, sorted", names: names, answers: favourite.answers.map { $0.map(Double.init).sorted() })
        let unit = favourite.unit
        let isMap = trained.contains { finding in
            finding.layer == favourite.layer && finding.tested.contains { $0.row + $0.column > 0 }
        }
        let place = isMap ? " at \(unit.row), \(unit.column)" : ""
        return PanelSheet(
            title:
                "\(model), \(favourite.layer.label): channel \(unit.channel)\(place), d′ \(rounded(unit.selectivity.dPrime, 2))",
            panels: [dots] + favourite.best.map(picture) + [sorted] + favourite.worst.map(picture), columns: 6,
            panelSize: PixelSize(height: 190, width: 210),
            note:
                "Of the units that prefer \(names[unit.category]) the one whose d′, over the category that comes closest, is largest. Every dot is a picture, lines are means. Above the pictures with the largest answers, below those with the smallest."
        )
    }

    /// At most 160 pixels on the longer side; small ones as they are.
    private static func fitting(_ size: PixelSize) -> PixelSize {
        let part = min(1, 160 / Double(max(size.height, size.width)))
        return PixelSize(
            height: max(1, Int(Double(size.height) * part)), width: max(1, Int(Double(size.width) * part)))
    }
}

/// Bars for each layer: one for each condition.
struct ShareBars: Panel {
    let title: String
    private let layers: [String]
    private let shares: [[Double]]
    private static let colors: [Color] = [.kernelBlue, .cellGrey, .cellOrange]

    init(_ title: String, layers: [String], shares: [[Double]]) {
        (self.title, self.layers, self.shares) = (title, layers, shares)
    }

    func draw(on canvas: Canvas, in frame: Frame) {
        let plot = PanelAxis.plot(in: frame)
        let top = max(shares.flatMap(\.self).max() ?? 0, 0)
        // Where no unit is selective, the axis is that of a hundredth.
        let axis = PanelAxis("units, %", from: 0, to: top > 0 ? 100 * top : 1)
        axis.drawLeft(plot, on: canvas)
        PanelAxis("", from: 0, to: 1).drawBelow(plot, on: canvas, isNumbered: false)
        let step = Double(plot.width) / Double(max(layers.count, 1))
        let width = min(16, max(2, Int(step / 4)))
        for (layer, shares) in shares.enumerated() {
            let middle = Double(plot.x) + (Double(layer) + 0.5) * step
            let start = Int(middle) - width * shares.count / 2
            for (condition, share) in shares.enumerated() {
                let height = Int((axis.part(100 * share) * Double(plot.height)).rounded())
                canvas.fill(
                    Frame(x: start + condition * width, y: plot.bottom - height, width: width - 1, height: height),
                    with: Self.colors[condition])
            }
            canvas.draw(
                shortened(layers[layer], max(4, Int(step / 7))),
                at: Point(x: middle, y: Double(plot.bottom + 14)),
                style: TextStyle(size: 10, alignment: .center, color: .slate))
        }
    }
}

/// A dot for each picture, category beside category, with each category's mean.
struct AnswersPanel: Panel {
    let title: String
    private let names: [String]
    private let answers: [[Double]]

    init(_ title: String, names: [String], answers: [[Double]]) {
        (self.title, self.names, self.answers) = (title, names, answers)
    }

    func draw(on canvas: Canvas, in frame: Frame) {
        let all = answers.flatMap(\.self)
        guard let least = all.min(), let most = all.max() else { return }
        let plot = PanelAxis.plot(in: frame)
        let axis = PanelAxis("answer", from: min(least, 0), to: max(most, 0))
        func y(_ value: Double) -> Double { Double(plot.bottom) - axis.part(value) * Double(plot.height) }
        axis.drawLeft(plot, on: canvas)
        canvas.draw(
            .line(from: Point(x: Double(plot.x), y: y(0)), to: Point(x: Double(plot.right), y: y(0))),
            color: .cellGrey)
        let step = Double(plot.width) / Double(max(answers.count, 1))
        for (category, values) in answers.enumerated() {
            let left = Double(plot.x) + Double(category) * step + 3
            let color = category == 0 ? Color.kernelBlue : .cellOrange
            for (place, value) in values.enumerated() {
                let x = left + (step - 6) * (Double(place) + 0.5) / Double(max(values.count, 1))
                canvas.fill(.circle(center: Point(x: x, y: y(value)), radius: 1.6), with: color)
            }
            let mean = values.reduce(0, +) / Double(max(values.count, 1))
            canvas.draw(
                .line(from: Point(x: left, y: y(mean)), to: Point(x: left + step - 6, y: y(mean))), color: .black)
            // Names in two rows, by turns, so that each has twice the room.
            canvas.draw(
                shortened(names[category], max(2, Int(2 * step / 6))),
                at: Point(x: left + step / 2 - 3, y: Double(plot.bottom + 14 + category % 2 * 12)),
                style: TextStyle(size: 10, alignment: .center, color: .slate))
        }
    }
}
