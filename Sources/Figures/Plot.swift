/// What gnuplot can draw: a name and a complete script.
public protocol Plot: Sendable {
    /// The file name without extension: a to z, 0 to 9, `-` and `_`.
    var name: String { get }
    /// A gnuplot script that holds its data and writes `name.png`, `name.svg` and `name.pdf` into the current folder.
    ///
    /// The same value gives the same text.
    var script: String { get }
    /// What it shows, for those who do not see it.
    var words: String { get }
}

/// How the parts of a script are written.
enum ScriptText {
    /// A string for gnuplot, on one line; what is not shown is spelled out.
    ///
    /// In single quotes nothing is special, but neighbouring doubled quotes are misread there: text that has one
    /// stands in double quotes, its backslashes, double quotes and backticks as octal codes.
    static func quoted(_ text: String) -> String {
        let text = TextStyle.printable(text)
        guard text.contains("'") else { return "'\(text)'" }
        let coded = text.replacing("\\", with: "\\134").replacing("\"", with: "\\042").replacing("`", with: "\\140")
        return "\"\(coded)\""
    }

    /// A number with the fewest digits that read back, whole numbers without a decimal point.
    static func number(_ value: Double) -> String {
        value == value.rounded() && abs(value) < 1e15 ? String(Int(value)) : String(value)
    }

    /// Numbers separated by spaces.
    static func row(_ values: [Double]) -> String {
        values.map(number).joined(separator: " ")
    }

    /// What every script begins with.
    static let opening = """
        reset
        set encoding utf8
        set decimalsign '.'
        set border 3 linecolor rgb '#555555'
        set tics nomirror out textcolor rgb '#333333'
        set key at screen 0.5, screen 0.02 center bottom horizontal Left reverse samplen 2
        set bmargin 7

        """

    /// A bold title at the left and a quiet line beneath it.
    static func titles(_ title: String, _ subtitle: String?) -> String {
        let lines = subtitle.map { _ in 4.5 } ?? 3
        var text = "set tmargin \(number(lines))\n"
        text += "set label 1 \(quoted(title)) at screen 0.03, screen 0.955 left font 'DejaVu Sans Bold,14'\n"
        if let subtitle {
            text +=
                "set label 2 \(quoted(subtitle)) at screen 0.03, screen 0.912 left font ',10' "
                + "textcolor rgb '#555555'\n"
        }
        return text
    }

    /// The plot drawn as PNG, as SVG, and as PDF of 96 pixels an inch.
    static func outputs(_ name: String, plot: String) -> String {
        """
        set terminal pngcairo noenhanced size 900,650 font 'DejaVu Sans,11' background rgb 'white'
        set output '\(name).png'
        \(plot)
        set terminal svg noenhanced size 900,650 font 'DejaVu Sans,11' name '\(name)' background rgb 'white'
        set output '\(name).svg'
        replot
        set terminal pdfcairo noenhanced size 9.375in,6.771in fontscale 0.75 font 'DejaVu Sans,11' background rgb 'white'
        set output '\(name).pdf'
        replot
        unset output

        """
    }

    /// Whether a name can be a file name everywhere.
    static func isFileName(_ name: String) -> Bool {
        !name.isEmpty
            && name.utf8.allSatisfy { byte in
                (97...122).contains(byte) || (48...57).contains(byte) || byte == 45 || byte == 95
            }
    }
}
