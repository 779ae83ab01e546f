internal import Foundation
import Figures
import Planes
import Retinotopy
import Tables

/// The map on the cortex: neighbours there see neighbouring places, and the middle of gaze has most of it.
struct TopographyLesson: LessonPlan {
    static let summary = "neighbours on the cortex see neighbouring places"
    static let takes: [(parameter: Parameter, form: String)] = [
        (.input, "places in degrees, right and up: '5 0; 0 -2'")
    ]

    let map = CorticalMap.polimeni(.v1)
    let places: [VisualPoint]

    init(_ parameters: Parameters) throws(LessonError) {
        let usual = Plane(rows: [[0, 0], [1, 0], [5, 0], [5, 5], [5, -5], [-5, 0], [20, 0]])
        let plane = try parameters.matrix(.input, or: usual, width: 2)
        let largest = Float(Self.largestEccentricity)
        guard plane.values.allSatisfy({ abs($0) <= largest }) else {
            throw .unreadable(
                .input, value: parameters[.input] ?? "",
                expected: "pairs of degrees, each at most \(Numeral.text(largest)) from fixation")
        }
        places = (0..<plane.size.height).map {
            VisualPoint(x: Self.typed(plane[$0, 0]), y: Self.typed(plane[$0, 1]))
        }
    }

    private static let largestEccentricity = 60.0

    /// The number as typed, and not the nearest one of 32 bits.
    private static func typed(_ value: Float) -> Double { Double(value.description) ?? Double(value) }

    var lesson: Lesson {
        Lesson(
            title: "Where on the cortex?",
            answer:
                "V1 is a map of what one sees: the first degree from the middle of gaze takes \(Numeral.fixed(degree(from: 0), 1)) mm, the degree after 10° takes \(Numeral.fixed(degree(from: 10), 1)) mm.",
            steps: [formula, worked, positions, growth, neighbours, picture, seam],
            tables: [table, neighbourTable],
            pictures: [Lesson.Drawing("topography", TopographyPicture(map: map).montage)])
    }

    private static func millimetres(_ value: Double) -> String { Numeral.fixed(value, 1) }

    private var formula: Lesson.Step {
        Lesson.Step(
            "A place r degrees from the middle of gaze, at angle θ, is the complex number z = r·e^(iθ). The cortex is its logarithm, bent at the far end (Schwartz 1980; Polimeni, Balasubramanian & Schwartz 2006):",
            [
                .lines(["w = k·ln[ b·(z + a) / (a·(z + b)) ]"]),
                .lines([
                    "k = \(Numeral.text(map.scale)) mm     the scale",
                    "a = \(Numeral.text(map.foveal))°     where the middle of gaze ends",
                    "b = \(Numeral.text(map.peripheral ?? 0))°       the far end",
                ]),
            ])
    }

    private var worked: Lesson.Step {
        let place = VisualPoint(x: 5, y: 0)
        let (a, b) = (map.foveal, map.peripheral ?? 0)
        let ratio = b * (place.x + a) / (a * (place.x + b))
        let position = map.position(of: place)
        return Lesson.Step(
            "\(Numeral.text(place.x))° to the right, on the horizontal: z = \(Numeral.text(place.x)).",
            [
                .lines([
                    "\(Numeral.text(b))·(\(Numeral.text(place.x)) + \(Numeral.text(a))) / (\(Numeral.text(a))·(\(Numeral.text(place.x)) + \(Numeral.text(b)))) \(Numeral.equals(ratio, decimals: 3))",
                    "\(Numeral.text(map.scale))·ln \(Numeral.text(ratio, decimals: 3)) \(Numeral.equals(abs(position.x), decimals: 2)) mm from where fixation is, in the \(position.hemisphere.rawValue) hemisphere",
                ])
            ])
    }

    private var positions: Lesson.Step {
        let rows = places.map { place -> [String] in
            let position = map.position(of: place)
            return [
                "\(Numeral.text(place.x)), \(Numeral.text(place.y))", Numeral.fixed(place.eccentricity, 1),
                position.hemisphere.rawValue, Self.millimetres(position.x), Self.millimetres(position.y),
                Numeral.fixed(map.magnification(at: place), 2),
            ]
        }
        let table = TextTable(
            columns: [
                ("place °", .right), ("eccentricity °", .right), ("hemisphere", .left), ("x mm", .right),
                ("y mm", .right), ("mm/°", .right),
            ], rows: rows)
        return Lesson.Step(
            "Places, degrees right and up of the middle of gaze, and where the cortex has them. The right half of the field goes to the left hemisphere; up in the field is down on the cortex.",
            [.lines(table.lines)])
    }

    private static let eccentricities = [0.0, 1, 2, 5, 10, 20, 40]

    /// Millimetres of the degree after an eccentricity, along the horizontal.
    private func degree(from eccentricity: Double) -> Double {
        abs(map.position(of: VisualPoint(x: eccentricity + 1, y: 0)).x)
            - abs(map.position(of: VisualPoint(x: eccentricity, y: 0)).x)
    }

    private var growth: Lesson.Step {
        let table = TextTable(
            columns: [("eccentricity °", .right), ("M there, mm/°", .right), ("mm of the next degree", .right)],
            rows: Self.eccentricities.map {
                [
                    Numeral.text($0), Numeral.fixed(map.magnification(atEccentricity: $0), 2),
                    Numeral.fixed(degree(from: $0), 2),
                ]
            })
        return Lesson.Step(
            "Cortical magnification: M = k/(r + a) - k/(r + b). A degree outside is worth little.",
            [.lines(table.lines)])
    }

    /// Places a tenth of the eccentricity apart, along the ray and across it.
    private struct Pair: Sendable {
        let eccentricity, step, along, across: Double
    }

    private var pairs: [Pair] {
        func distance(_ a: VisualPoint, _ b: VisualPoint) -> Double {
            let (a, b) = (map.position(of: a), map.position(of: b))
            return hypot(a.x - b.x, a.y - b.y)
        }
        return Self.eccentricities.dropFirst().map { eccentricity in
            let step = eccentricity / 10
            // At 30° from the horizontal, well inside the half field.
            let here = VisualPoint(eccentricity: eccentricity, polarAngle: 30)
            let out = VisualPoint(eccentricity: eccentricity + step, polarAngle: 30)
            let round = VisualPoint(eccentricity: eccentricity, polarAngle: 30 + step / eccentricity * 180 / .pi)
            return Pair(
                eccentricity: eccentricity, step: step, along: distance(here, out), across: distance(here, round))
        }
    }

    private var neighbours: Lesson.Step {
        let table = TextTable(
            columns: [("at °", .right), ("apart °", .right), ("outwards mm", .right), ("around mm", .right)],
            rows: pairs.map {
                [
                    Numeral.text($0.eccentricity), Numeral.text($0.step), Numeral.fixed($0.along, 2),
                    Numeral.fixed($0.across, 2),
                ]
            })
        return Lesson.Step(
            "Neighbours stay neighbours, and shapes stay shapes: two steps of equal length, outwards and around, are about equally long on the cortex too.",
            [.lines(table.lines)])
    }

    private var picture: Lesson.Step {
        Lesson.Step(
            "The left hemisphere's V1 from behind. Each figure is a ring of the right half field, the next twice as wide: 0 to 1°, 1 to 2°, 2 to 4°, 4 to 8°, 8 to 16°, 16 to 32°, 32 to 64°.",
            [
                .lines(TopographyPicture(map: map).letters),
                .text("Wide rings outside, narrow ones inside: on the cortex they are alike, but for the ends."),
            ])
    }

    private var seam: Lesson.Step {
        let (left, right) = (VisualPoint(x: -0.5, y: 3), VisualPoint(x: 0.5, y: 3))
        let (a, b) = (map.position(of: left), map.position(of: right))
        return Lesson.Step(
            "One seam: the vertical through the middle of gaze. Places \(Numeral.text(left.x))° and \(Numeral.text(right.x))° of it, \(Numeral.text(left.y))° up, are a degree apart and lie in the \(a.hemisphere.rawValue) and the \(b.hemisphere.rawValue) hemisphere, \(Self.millimetres(hypot(a.x - b.x, a.y - b.y))) mm apart on the map. The corpus callosum joins them.",
            [.text("The map of a picture or of a network's layer: striate map IMAGE --field 16 --out out/map")])
    }

    private var table: Table {
        let map = map
        return TableLayout<(Int, VisualPoint)>(
            name: "topography", title: "One row per place",
            fields: [
                .init(Column("place", .integer, "As given, 0-based", key: true)) { .integer($0.0) },
                .init(Column("x_deg", .number, unit: "degree", "Right of fixation")) { Cell($0.1.x) },
                .init(Column("y_deg", .number, unit: "degree", "Up from fixation")) { Cell($0.1.y) },
                .init(Column("eccentricity_deg", .number, unit: "degree", "From fixation")) {
                    Cell($0.1.eccentricity)
                },
                .init(
                    Column(
                        "polar_angle_deg", .number, unit: "degree",
                        "Counter-clockwise from the right; empty at fixation")
                ) { Cell($0.1.polarAngle) },
                .init(Column("hemisphere", .string, "Which half of the brain sees it")) {
                    .text($0.1.hemisphere.rawValue)
                },
                .init(Column("cortex_x_mm", .number, unit: "millimetre", "On the flattened cortex, to the right")) {
                    Cell(map.position(of: $0.1).x)
                },
                .init(Column("cortex_y_mm", .number, unit: "millimetre", "On the flattened cortex, up")) {
                    Cell(map.position(of: $0.1).y)
                },
                .init(Column("magnification_mm_per_deg", .number, unit: "millimetre/degree", "Cortex per degree")) {
                    Cell(map.magnification(at: $0.1))
                },
            ]
        ).table(places.enumerated().map { ($0.offset, $0.element) })
    }

    private var neighbourTable: Table {
        TableLayout<Pair>(
            name: "neighbours", title: "One row per eccentricity: two steps of equal length",
            fields: [
                .init(Column("eccentricity_deg", .number, unit: "degree", "Where", key: true)) {
                    Cell($0.eccentricity)
                },
                .init(Column("apart_deg", .number, unit: "degree", "Length of the step in the field")) {
                    Cell($0.step)
                },
                .init(Column("outwards_mm", .number, unit: "millimetre", "The step outwards, on the cortex")) {
                    Cell($0.along)
                },
                .init(Column("around_mm", .number, unit: "millimetre", "The step around, on the cortex")) {
                    Cell($0.across)
                },
            ]
        ).table(pairs)
    }

    static func question(using generator: inout some RandomNumberGenerator) -> Question {
        let eccentricity = Double(Int.random(in: 1...20, using: &generator))
        guard Bool.random(using: &generator) else {
            let side: Double = Bool.random(using: &generator) ? 1 : -1
            let place = VisualPoint(x: side * eccentricity, y: Double(Int.random(in: -5...5, using: &generator)))
            return Question(
                "Which hemisphere sees the place \(Numeral.text(abs(place.x)))° to the \(side > 0 ? "right" : "left") and \(Numeral.text(abs(place.y)))° \(place.y < 0 ? "down" : "up")?",
                answer: .word(place.hemisphere.rawValue, among: Hemisphere.allCases.map(\.rawValue)),
                working: ["right half of the field: left hemisphere; left half: right hemisphere"])
        }
        let map = CorticalMap.hortonHoyt
        let value = map.magnification(atEccentricity: eccentricity)
        return Question(
            "Human V1 has M = \(Numeral.text(map.scale))/(E + \(Numeral.text(map.foveal))) mm for a degree (Horton & Hoyt 1991). How many at \(Numeral.text(eccentricity))°?",
            answer: .number(value, decimals: 1),
            working: [
                "\(Numeral.text(map.scale))/(\(Numeral.text(eccentricity)) + \(Numeral.text(map.foveal))) \(Numeral.equals(value, decimals: 2))"
            ])
    }
}
