import Figures
import Networks
import ReceptiveFields
import Tables

/// VGG-16, block by block: smaller maps, more of them, each unit seeing more, from edges to things.
struct VGGLesson: LessonPlan {
    static let summary = "VGG-16 layer by layer: from edges to things"
    static let takes: [(parameter: Parameter, form: String)] = [(.input, "side of the image, 224")]

    let side: Int
    let summary: NetworkSummary

    init(_ parameters: Parameters) throws(LessonError) {
        let side = try parameters.integer(.input, in: 1...1024, or: 224)
        do throws(NetworkError) {
            summary = try NetworkSummary(Self.network(side: side))
        } catch {
            throw .unreadable(
                .input, value: "\(side)", expected: "five pools halve the image, so that it has 32 pixels or more")
        }
        self.side = side
    }

    /// Filters and convolutions of the five blocks of configuration D.
    static let blocks: [(filters: Int, layers: Int)] = [(64, 2), (128, 2), (256, 3), (512, 3), (512, 3)]

    static func network(side: Int) throws(NetworkError) -> Network {
        var layers: [NetworkOnPaper.Layer] = []
        for (index, block) in blocks.enumerated() {
            for layer in 1...block.layers {
                let name = "\(index + 1)_\(layer)"
                layers.append(.convolution("conv\(name)", filters: block.filters, kernel: 3, padding: 1))
                layers.append(.bend("relu\(name)", op: .relu))
            }
            layers.append(.largest("pool\(index + 1)", kernel: 2))
        }
        layers += [
            .connected("fc6", units: 4096), .bend("relu6", op: .relu),
            .connected("fc7", units: 4096), .bend("relu7", op: .relu), .connected("fc8", units: 1000),
            .softmax("softmax"),
        ]
        return try NetworkOnPaper.network("VGG-16", channels: 3, side: side, layers)
    }

    var lesson: Lesson {
        Lesson(
            title: "VGG-16, from edges to things",
            answer:
                "A photograph of \(side) × \(side) × 3 becomes 1000 probabilities through \(Numeral.count(summary.parameters)) parameters and \(Numeral.count(summary.multiplyAdds)) multiply-adds (Simonyan & Zisserman 2015).",
            steps: [block, layers, small, sees, weights], tables: [summary.table("vgg")],
            pictures: [Lesson.Drawing("vgg", LayerDiagram(title: "VGG-16", summary: summary))])
    }

    private var block: Lesson.Step {
        var input = side
        let lines = Self.blocks.indices.map { index -> String in
            guard let same = try? Sliding(size: input, kernel: 3, padding: 1),
                let half = try? Sliding(size: same.count, kernel: 2, stride: 2)
            else { return "" }
            input = half.count
            return "block \(index + 1)  \(same.shortFormula.padded(30))pool  \(half.shortFormula)"
        }
        return Lesson.Step(
            "One rule all the way: 3 × 3 kernels with padding 1 keep the size, 2 × 2 pools halve it, and the number of maps doubles up to 512.",
            [.lines(lines)])
    }

    private var layers: Lesson.Step {
        Lesson.Step(
            "All layers. \"Sees\" is the side of the square of pixels that one unit depends on, \"step\" how far the next unit's square lies.",
            [.lines(summary.lines)])
    }

    private var small: Lesson.Step {
        let channels = Self.blocks[2].filters
        let three = 3 * 3 * 3 * channels * channels
        let seven = 7 * 7 * channels * channels
        return Lesson.Step(
            "Why small kernels? Three layers of 3 × 3 see 7 × 7, as one of 7 × 7 does, with fewer weights and three bends. For \(channels) maps in and out:",
            [
                .lines([
                    "sees      1 + 2 + 2 + 2 = \(1 + 3 * 2)",
                    "3 × 3     3·3·3·\(channels)·\(channels) = \(Numeral.count(three))",
                    "7 × 7     7·7·\(channels)·\(channels) = \(Numeral.count(seven))",
                    "          \(Numeral.count(seven))/\(Numeral.count(three)) \(Numeral.equals(Double(seven) / Double(three), decimals: 2))",
                ])
            ])
    }

    private var sees: Lesson.Step {
        Lesson.Step(
            "Abstraction, layer by layer: what a unit sees grows from an edge's width to most of the photograph, and as its field grows it may answer to edges, then to textures, parts, things.",
            [.lines(summary.growth)])
    }

    private var weights: Lesson.Step {
        let connected = ["fc6", "fc7", "fc8"].reduce(0) { $0 + summary[$1].cost.parameters }
        let convolutions = summary.parameters - connected
        let percent = 100 * Double(connected) / Double(summary.parameters)
        let work = summary.tensors.filter { $0.node.op == .conv }.reduce(0) { $0 + ($1.cost.multiplyAdds ?? 0) }
        let workPercent = 100 * Double(work) / Double(summary.multiplyAdds)
        return Lesson.Step(
            "Where the parameters are, and where the work is.",
            [
                .lines([
                    "connected     \(Numeral.count(connected)) parameters, \(Numeral.fixed(percent, 1)) %",
                    "convolutions  \(Numeral.count(convolutions)) parameters, and \(Numeral.fixed(workPercent, 1)) % of the work",
                    "fc6 alone     " + (summary.parameterWorking("fc6").first ?? ""),
                ])
            ])
    }

    /// The summary on the paper's own 224 pixels.
    private static let published: NetworkSummary = {
        guard let summary = try? NetworkSummary(network(side: 224)) else {
            preconditionFailure("VGG-16 fits 224 pixels")
        }
        return summary
    }()

    static func question(using generator: inout some RandomNumberGenerator) -> Question {
        let summary = published
        let block = Int.random(in: 0..<blocks.count, using: &generator)
        let pool = summary["pool\(block + 1)"]
        guard Bool.random(using: &generator) else {
            return Question(
                "VGG-16 on 224 × 224: what is the output of pool\(block + 1), as rows x columns x maps?",
                answer: .sizes([(pool.shape ?? [])[2], (pool.shape ?? [])[3], (pool.shape ?? [])[1]]),
                working: ["224 halved \(block + 1) times, and \(blocks[block].filters) maps"])
        }
        let count = Int.random(in: 1...6, using: &generator)
        return Question(
            "How many pixels along each side does a unit see after \(counted(count, "convolution", "convolutions")) of 3 × 3, stride 1, one after another?",
            answer: .number(Double(1 + 2 * count), decimals: 0),
            working: ["1 + \(count)·(3 - 1) = \(1 + 2 * count)"])
    }
}
