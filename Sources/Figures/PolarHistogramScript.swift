extension PolarHistogram {
    /// Title and roses.
    public var words: String {
        ([title] + [subtitle].compactMap(\.self) + [roses.map(\.title).joined(separator: "; ")])
            .joined(separator: ". ") + "."
    }

    /// The gnuplot script: data as angle and radius, a grid of circles and rays, the roses as PNG and SVG.
    public var script: String {
        var text = ScriptText.opening
        for (index, rose) in roses.enumerated() {
            text += "$rose\(index) << EOD\n" + rows(of: rose).map { $0 + "\n" }.joined() + "EOD\n"
        }
        text += ScriptText.titles(title, subtitle) + grid
        let parts = roses.enumerated().compactMap { index, rose in self.plot(of: rose, number: index) }
        let plot = parts.isEmpty ? "plot NaN notitle" : "plot " + parts.joined(separator: ", \\\n     ")
        return text + ScriptText.outputs(name, plot: plot)
    }

    /// The radius of the outermost circle, and the step from circle to circle: 1, 2 or 5 times a power of ten.
    var rings: (outer: Double, percentStep: Int) {
        let largest = 100 * (roses.flatMap { $0.shares(per: unit) }.max() ?? 0)
        let steps = [1, 2, 5, 10, 20, 25, 50, 100, 200, 500, 1000]
        let step = steps.first { largest <= 5 * Double($0) } ?? 1000
        return (Double(step) * max(1, (largest / Double(step)).rounded(.up)) / 100, step)
    }

    private var grid: String {
        let (outer, step) = rings
        let edge = ScriptText.number(outer)
        var text = "unset border\nunset tics\nset angles degrees\nset size ratio -1\n"
        text += "set xrange [-1.25*\(edge):1.25*\(edge)]\nset yrange [-1.15*\(edge):1.15*\(edge)]\n"
        for percent in stride(from: step, through: Int((100 * outer).rounded()), by: step) {
            let radius = ScriptText.number(Double(percent) / 100)
            text += "set object circle at 0,0 size \(radius) behind fillstyle empty border linecolor rgb '#D0D0D0'\n"
            text +=
                "set label '\(percent) %' at \(radius)*cos(22.5),\(radius)*sin(22.5) center front font ',9' "
                + "textcolor rgb '#555555'\n"
        }
        for angle in stride(from: 0, to: 360, by: 45) {
            text +=
                "set arrow from 0,0 to \(edge)*cos(\(angle)),\(edge)*sin(\(angle)) nohead back "
                + "linecolor rgb '#D0D0D0'\n"
            text += "set label '\(angle % 180)°' at 1.08*\(edge)*cos(\(angle)),1.08*\(edge)*sin(\(angle)) center\n"
        }
        return text + "set xlabel 'radius: share of units per \(ScriptText.number(unit))° of orientation'\n"
    }

    /// Each bar as a closed outline, arcs in steps of at most 2.5°, an empty line between bars.
    private func rows(of rose: Rose) -> [String] {
        var rows: [String] = []
        let pieces = Int((rose.binWidth / 2.5).rounded(.up))
        for turn in [0.0, 180] {
            for (bin, share) in rose.shares(per: unit).enumerated() where share > 0 {
                let begin = rose.start + turn + Double(bin) * rose.binWidth
                if !rows.isEmpty { rows.append("") }
                rows.append(ScriptText.row([begin, 0]))
                for piece in 0...pieces {
                    rows.append(ScriptText.row([begin + rose.binWidth * Double(piece) / Double(pieces), share]))
                }
                rows.append(ScriptText.row([begin, 0]))
            }
        }
        return rows
    }

    private func plot(of rose: Rose, number: Int) -> String? {
        guard !rose.shares(per: unit).isEmpty else { return nil }
        let start = "$rose\(number) using ($2*cos($1)):($2*sin($1)) with "
        let color = "rgb '\(rose.color.hex)'"
        let end = "title \(ScriptText.quoted(rose.title))"
        return rose.isFilled
            ? start
                + "filledcurves closed fillcolor \(color) fillstyle transparent solid 0.5 border linecolor \(color) \(end)"
            : start + "lines linewidth 2 linecolor \(color) \(end)"
    }
}
