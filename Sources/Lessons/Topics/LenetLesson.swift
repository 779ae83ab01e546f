import Figures
import Networks
import ReceptiveFields
import Tables

/// LeNet-5, layer by layer: where its parameters are, and what a unit sees.
struct LenetLesson: LessonPlan {
    static let summary = "LeNet-5 layer by layer: sizes, parameters, what a unit sees"
    static let takes: [(parameter: Parameter, form: String)] = [(.input, "side of the image, 32")]

    let side: Int
    let summary: NetworkSummary

    init(_ parameters: Parameters) throws(LessonError) {
        let side = try parameters.integer(.input, in: 1...1024, or: 32)
        do throws(NetworkError) {
            summary = try NetworkSummary(Self.network(side: side))
        } catch {
            throw .unreadable(
                .input, value: "\(side)", expected: "two 5 × 5 convolutions, two pools and C5 need 32 pixels or more")
        }
        self.side = side
    }

    static func network(side: Int) throws(NetworkError) -> Network {
        try NetworkOnPaper.network(
            "LeNet-5", channels: 1, side: side,
            [
                .convolution("C1", filters: 6, kernel: 5), .bend("tanh1", op: .tanh), .average("S2", kernel: 2),
                .convolution("C3", filters: 16, kernel: 5), .bend("tanh3", op: .tanh), .average("S4", kernel: 2),
                .convolution("C5", filters: 120, kernel: 5), .bend("tanh5", op: .tanh),
                .connected("F6", units: 84), .bend("tanh6", op: .tanh), .connected("output", units: 10),
                .softmax("softmax"),
            ])
    }

    var lesson: Lesson {
        Lesson(
            title: "LeNet-5, layer by layer",
            answer:
                "A digit of \(side) × \(side) becomes 10 probabilities through \(Numeral.count(summary.parameters)) parameters and \(Numeral.count(summary.multiplyAdds)) multiply-adds (LeCun, Bottou, Bengio & Haffner 1998).",
            steps: [sizes, layers, sees, shares, paper], tables: [summary.table("lenet")],
            pictures: [Lesson.Drawing("lenet", LayerDiagram(title: "LeNet-5", summary: summary))])
    }

    private var sizes: Lesson.Step {
        let chain: [(layer: String, kernel: Int, stride: Int)] = [
            ("C1", 5, 1), ("S2", 2, 2), ("C3", 5, 1), ("S4", 2, 2), ("C5", 5, 1),
        ]
        var input = side
        let lines = chain.map { step -> String in
            guard let window = try? Sliding(size: input, kernel: step.kernel, stride: step.stride) else { return "" }
            input = window.count
            return "\(step.layer)  \(window.formula)"
        }
        return Lesson.Step(
            "Sizes: a convolution of 5 × 5 takes 4 away, subsampling of 2 × 2 halves.", [.lines(lines)])
    }

    private var layers: Lesson.Step {
        Lesson.Step(
            "All layers. \"Sees\" is the side of the square of pixels that one unit depends on, \"step\" how far the next unit's square lies.",
            [.lines(summary.lines)])
    }

    private var sees: Lesson.Step {
        Lesson.Step(
            "What a unit sees grows by (kernel - 1) times the step of its input, and pooling doubles the step.",
            [.lines(summary.growth)])
    }

    private var shares: Lesson.Step {
        let layers = ["C1", "C3", "C5", "F6", "output"].map { summary[$0] }
        let lines = layers.map { layer -> String in
            let percent = 100 * Double(layer.cost.parameters) / Double(summary.parameters)
            let perUse = layer.cost.multiplyAdds.map { Double($0) / Double(max(layer.cost.parameters, 1)) } ?? 0
            return
                "\(layer.node.name.padded(6))\(Numeral.fixed(percent, 1).padded(left: 5)) % of the parameters, each used \(perUse < 1.5 ? "once" : "\(Numeral.text(perUse, decimals: 0)) times") an image"
        }
        let total = layers.reduce(0) { $0 + $1.cost.parameters }
        return Lesson.Step(
            "Where the parameters are, and how often each is used: shared weights work hardest.",
            [.lines(lines + ["all   \(Numeral.count(total))"])])
    }

    /// In the paper each map of C3 reads only some of S2's six; subsampling has a factor and a bias for every map.
    private var paper: Lesson.Step {
        // Maps of C3 by how many of S2's they read (LeCun et al. 1998, Table I).
        let reading = [(maps: 6, of: 3), (maps: 9, of: 4), (maps: 1, of: 6)]
        let maps = reading.reduce(0) { $0 + $1.maps }
        let partial = reading.reduce(0) { $0 + $1.maps * $1.of } * 25 + maps
        let pools = ["S2", "S4"].map { (name: $0, maps: (summary[$0].shape ?? [0, 0])[1]) }
        let learned = [
            summary["C1"].cost.parameters, 2 * pools[0].maps, partial, 2 * pools[1].maps, summary["C5"].cost.parameters,
            summary["F6"].cost.parameters,
        ]
        let read = reading.map { "\($0.maps) read \($0.of)" }.joined(separator: ", ")
        let links = reading.map { "\($0.maps)·\($0.of)" }.joined(separator: " + ")
        return Lesson.Step(
            "The paper counts a little otherwise. Of C3's maps \(read) of S2's; subsampling has a factor and a bias for each map; the output is the distance to a drawn code for each digit, and nothing is learned there.",
            [
                .lines(
                    ["C3, all to all    " + (summary.parameterWorking("C3").first ?? "")]
                        + ["C3, as published  (\(links))·5·5 + \(maps) = \(partial)"]
                        + pools.map { "\($0.name)                2·\($0.maps) = \(2 * $0.maps)" }),
                .lines(Sum.lines("all", learned.map(String.init), "= \(Numeral.count(learned.reduce(0, +)))")),
                .text("The walk of your own file: striate rf MODEL --explain."),
            ])
    }

    /// The summary on the paper's own 32 pixels.
    private static let published: NetworkSummary = {
        guard let summary = try? NetworkSummary(network(side: 32)) else {
            preconditionFailure("LeNet-5 fits 32 pixels")
        }
        return summary
    }()

    static func question(using generator: inout some RandomNumberGenerator) -> Question {
        let summary = published
        let name = ["C1", "C3", "C5", "F6", "output"].randomElement(using: &generator) ?? "C1"
        let layer = summary[name]
        guard Bool.random(using: &generator) else {
            return Question(
                "LeNet-5 on 32 × 32: how many pixels along each side does a unit of \(name) see?",
                answer: .number(Double(layer.rows.strictSize), decimals: 0), working: summary.growth)
        }
        return Question(
            "LeNet-5: how many parameters has \(name)? (C1 6, C3 16, C5 120 kernels of 5 × 5 over all maps; F6 84 and output 10 connected units.)",
            answer: .number(Double(layer.cost.parameters), decimals: 0), working: summary.parameterWorking(name))
    }
}
