extension Chart {
    /// Title, axes and series.
    public var words: String {
        let names = series.map(\.title).filter { !$0.isEmpty }.joined(separator: "; ")
        return [title, subtitle ?? "", "\(yAxis.label) over \(xAxis.label)", names].filter { !$0.isEmpty }
            .joined(separator: ". ") + "."
    }

    /// The gnuplot script: data, axes, and the plot as PNG, SVG and PDF.
    public var script: String {
        var text = ScriptText.opening
        for (index, one) in series.enumerated() { text += data(of: one, number: index) }
        text += ScriptText.titles(title, subtitle)
        text += commands(for: xAxis, letter: "x") + commands(for: yAxis, letter: "y")
        let parts = series.enumerated().flatMap { index, one in plots(of: one, number: index) }
        let plot = parts.isEmpty ? "plot NaN notitle" : "plot " + parts.joined(separator: ", \\\n     ")
        return text + ScriptText.outputs(name, plot: plot)
    }

    private func commands(for axis: Axis, letter: String) -> String {
        var text = "set \(letter)label \(ScriptText.quoted(axis.label))\n"
        if axis.isLogarithmic { text += "set logscale \(letter)\n" }
        if let range = axis.range {
            text +=
                "set \(letter)range [\(ScriptText.number(range.lowerBound)):\(ScriptText.number(range.upperBound))]\n"
        }
        if let ticks = axis.ticks {
            let marks = ticks.map { "'\(ScriptText.number($0))' \(ScriptText.number($0))" }
            text += "set \(letter)tics (\(marks.joined(separator: ", ")))\n"
        }
        return text
    }

    private func data(of series: Series, number: Int) -> String {
        "$series\(number) << EOD\n" + rows(of: series).map { $0 + "\n" }.joined() + "EOD\n"
    }

    private func rows(of series: Series) -> [String] {
        switch series.marks {
        case .points(let points), .line(let points), .steps(let points):
            return points.map { ScriptText.row([$0.x, $0.y]) }
        case .paths(let paths):
            // An empty row lifts the pen.
            return Array(paths.map { path in path.map { ScriptText.row([$0.x, $0.y]) } }.joined(separator: [""]))
        case .histogram(let edges, let heights, let isFilled):
            let bars = zip(zip(edges, edges.dropFirst()), heights)
            if isFilled { return bars.map { ScriptText.row([$0.0, $0.1, $1]) } }
            // The outline: up at the first edge, along each bar, down at the last.
            let floor = yAxis.isLogarithmic ? [] : [0.0]
            let top = bars.flatMap { edge, height in [(edge.0, height), (edge.1, height)] }
            let begin = floor.flatMap { low in edges.first.map { [($0, low)] } ?? [] }
            let end = floor.flatMap { low in edges.last.map { [($0, low)] } ?? [] }
            return (begin + top + end).map { ScriptText.row([$0.0, $0.1]) }
        case .blocks(let blocks):
            let most = Double(blocks.map(\.count).max() ?? 1)
            return blocks.filter { $0.count > 0 }.map { block in
                let shade = Color.white.mixed(with: series.color, part: 0.12 + 0.58 * Double(block.count) / most)
                return ScriptText.row([
                    block.x.lowerBound, block.x.upperBound, block.y.lowerBound, block.y.upperBound,
                    Double(shade.packed), Double(block.count),
                ])
            }
        }
    }

    private func plots(of series: Series, number: Int) -> [String] {
        let data = "$series\(number)"
        let title = "title \(ScriptText.quoted(series.title))"
        let color = "linecolor rgb '\(series.color.hex)'"
        guard !rows(of: series).isEmpty else { return [] }
        switch series.marks {
        case .points:
            return ["\(data) using 1:2 with points pointtype 7 pointsize 0.9 \(color) \(title)"]
        case .line, .paths:
            return ["\(data) using 1:2 with lines linewidth 2 \(color) \(title)"]
        case .steps:
            return ["\(data) using 1:2 with steps linewidth 2 \(color) \(title)"]
        case .histogram(_, _, isFilled: true):
            let floor = yAxis.isLogarithmic ? "\(ScriptText.number(yAxis.range?.lowerBound ?? 1e-9))" : "0"
            return [
                "\(data) using (($1+$2)/2):3:1:2:(\(floor)):3 with boxxyerror "
                    + "fillstyle transparent solid 0.45 noborder \(color) \(title)"
            ]
        case .histogram(_, _, isFilled: false):
            return ["\(data) using 1:2 with lines linewidth 2 \(color) \(title)"]
        case .blocks:
            let corner = "\(data) using 2:4:(sprintf('%d', $6)) with labels right offset character -0.6,-0.8 "
            return [
                "\(data) using 1:3:1:2:3:4:5 with boxxyerror fillcolor rgb variable fillstyle solid border linecolor rgb 'white' notitle",
                corner + "font ',9' textcolor rgb '#333333' notitle",
                "keyentry with boxes fillstyle solid noborder \(color) \(title)",
            ]
        }
    }
}
