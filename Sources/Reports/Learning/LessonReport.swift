import Figures
public import Lessons
import Tables

/// A lesson as text of 80 columns: what comes out, then the way there, one idea a block.
public struct LessonReport: Sendable {
    private let lesson: Lesson

    /// A report on a lesson.
    public init(_ lesson: Lesson) { self.lesson = lesson }

    /// Its pictures, drawn.
    public var figures: FigureSet {
        var set = FigureSet()
        for picture in lesson.pictures {
            set.add(picture.name) { () throws(FigureError) in try picture.drawn() }
        }
        return set
    }

    /// The report.
    public func text(place: String?, figures: FigureSet) -> String {
        let title = [lesson.title, String(repeating: "=", count: lesson.title.count), ""]
        let steps = lesson.steps.enumerated().flatMap { index, step in
            [""] + wrapped("\(index + 1). \(step.idea)", indent: "   ") + step.working.flatMap(Self.lines)
        }
        let names = lesson.tables.map(\.name)
        let pictures =
            figures.pictures.isEmpty ? "" : "; pictures in PLACE/figures: " + figures.pictures.joined(separator: ", ")
        let end =
            place.map {
                wrapped(
                    "Tables are in \($0)/tables (\(names.joined(separator: ", ")))"
                        + pictures.replacing("PLACE", with: $0) + ".")
            }
            ?? wrapped(
                "Numbers for programs: --table \(names.joined(separator: "|"))\(lesson.pictures.isEmpty ? "" : "; pictures with --out DIR"). Questions: --quiz."
            )
        let lines = title + wrapped(lesson.answer) + steps + [""] + end + figures.leftOut
        return lines.joined(separator: "\n") + "\n"
    }

    private static func lines(_ passage: Lesson.Passage) -> [String] {
        switch passage {
        case .lines(let lines): [""] + lines.map(onBoard)
        // The first line is indented as the others are.
        case .text(let text): [""] + wrapped("\u{A0}\u{A0}\u{A0}" + text, indent: "   ")
        }
    }
}

/// A line of working: indented, no spaces at its end, plain ones within.
func onBoard(_ line: String) -> String {
    let plain = "     " + line.replacing("\u{A0}", with: " ")
    return String(plain.reversed().drop { $0 == " " }.reversed())
}
