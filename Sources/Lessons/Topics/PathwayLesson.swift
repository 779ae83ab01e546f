internal import Foundation
import Figures
import GaborBanks
import Planes
import ReceptiveFields
import Retinotopy
import Tables

/// From the retina to where and what, each stage with the command that models it and its numbers.
struct PathwayLesson: LessonPlan {
    static let summary = "retina, LGN, V1, then where and what: numbers, commands"
    static let takes: [(parameter: Parameter, form: String)] = [(.input, "eccentricity in degrees, 5")]

    /// Degrees from the middle of gaze.
    let eccentricity: Double
    let stages: [PathwayStage]

    init(_ parameters: Parameters) throws(LessonError) {
        let plane = try parameters.matrix(.input, or: Plane(rows: [[5]]))
        guard plane.size.count == 1, (0...40).contains(plane.values[0]) else {
            throw .unreadable(
                .input, value: parameters[.input] ?? "", expected: "one eccentricity from 0 to 40 degrees")
        }
        eccentricity = Double(plane.values[0].description) ?? 0
        stages = PathwayStage.all(at: eccentricity)
    }

    var lesson: Lesson {
        let shown = [0, 2, stages.count - 1].map { stages[$0] }
        return Lesson(
            title: "From the retina to where and what",
            answer:
                "At \(Numeral.text(eccentricity))° from the middle of gaze a unit's field is about \(shown.map { "\(Numeral.fixed($0.width, 2))° wide in \($0.name)\(aside($0))" }.joined(separator: ", ")); and what it answers to becomes richer.",
            steps: [overview] + stages.map(\.step) + [layers], tables: [table],
            pictures: [
                Lesson.Drawing("pathway", PathwayDiagram(stages: stages, eccentricity: eccentricity))
            ])
    }

    /// Where a width holds, if not where one asks.
    private func aside(_ stage: PathwayStage) -> String {
        stage.eccentricity == eccentricity ? "" : " (at \(Numeral.text(stage.eccentricity))°)"
    }

    private var overview: Lesson.Step {
        Lesson.Step(
            "The way of the signal.",
            [
                .lines([
                    "                                 .--> V3 --> MT --> parietal   WHERE",
                    "retina ---> LGN ---> V1 ---> V2 -+",
                    "                                 '--> V4 --> IT                WHAT",
                ])
            ])
    }

    private var layers: Lesson.Step {
        let table = TextTable(
            columns: [
                ("stage", .left), ("field °", .right), ("at °", .right), ("of", .left), ("width is", .left),
                ("source", .left),
            ],
            rows: stages.map {
                [
                    $0.name, Numeral.fixed($0.width, 2), Numeral.text($0.eccentricity), $0.cells, $0.definition,
                    $0.source,
                ]
            })
        return Lesson.Step(
            "All stages at \(Numeral.text(eccentricity))°, or where their cells were recorded nearest to it; lines are drawn on as they are. Papers define the width of a field differently, so compare along one definition.",
            [
                .lines(table.lines),
                .text(
                    "A network does likewise: its units' fields grow from layer to layer (striate teach lenet, striate rf MODEL --ppd 28)."
                ),
            ])
    }

    private var table: Table {
        TableLayout<(Int, PathwayStage)>(
            name: "pathway", title: "One row per stage",
            fields: [
                .init(Column("stage", .integer, "In the order of the signal, 0-based", key: true)) {
                    .integer($0.0)
                },
                .init(Column("area", .string, "Its name")) { .text($0.1.name) },
                .init(Column("answers_to", .string, "What a unit answers to")) { .text($0.1.answers) },
                .init(
                    Column(
                        "eccentricity_deg", .number, unit: "degree",
                        "For which the width holds: the one asked for, or the nearest at which such cells were recorded"
                    )
                ) { Cell($0.1.eccentricity) },
                .init(Column("field_deg", .number, unit: "degree", "Width of a unit's field")) {
                    Cell($0.1.width)
                },
                .init(Column("cells", .string, "Whose field")) { .text($0.1.cells) },
                .init(Column("definition", .string, "What the width is")) { .text($0.1.definition) },
                .init(Column("source", .string, "Whose number it is")) { .text($0.1.source) },
                .init(Column("command", .string, "What models it here")) { .text($0.1.command) },
            ]
        ).table(stages.enumerated().map { ($0.offset, $0.element) })
    }

    static func question(using generator: inout some RandomNumberGenerator) -> Question {
        guard Bool.random(using: &generator) else {
            let areas = [("V4", "what"), ("IT", "what"), ("MT", "where"), ("parietal cortex", "where")]
            let area = areas.randomElement(using: &generator) ?? areas[0]
            return Question(
                "Which stream does \(area.0) belong to?", answer: .word(area.1, among: ["where", "what"]),
                working: ["Ventral, V4 and IT: what. Dorsal, MT and parietal cortex: where."])
        }
        let degrees = Double(Int.random(in: 1...20, using: &generator))
        let (offset, slope) = CorticalField.macaqueV1.line ?? (0, 0)
        let width = offset + slope * degrees
        return Question(
            "A field of macaque V1 is \(Numeral.text(offset)) + \(Numeral.text(slope))·E degrees wide (Dow 1981). How wide at \(Numeral.text(degrees))°?",
            answer: .number(width, decimals: 2),
            working: [
                "\(Numeral.text(offset)) + \(Numeral.text(slope))·\(Numeral.text(degrees)) \(Numeral.equals(width, decimals: 3))"
            ])
    }
}
