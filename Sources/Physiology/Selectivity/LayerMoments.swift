import Inference
import Networks
import Planes

/// What the units of a layer answered to pictures of some categories: moments, halves and pairs, added up picture by picture,
/// so that memory does not grow with the pictures.
struct LayerMoments: Sendable {
    /// Sizes of the layer: channels, rows and columns; 1 × 1 for layers without maps.
    let channels, rows, columns: Int
    private let categories: Int
    /// Unit after unit, each category's even and odd pictures.
    private var halves: [RunningMoments]
    /// Of each unit and category: whether an answer was negative.
    private var isNegative: [Bool]
    /// Of each unit: pictures in pairs.
    private var pairs: [RunningCorrelation]
    /// The answers to the first picture of a pair.
    private var first: [Float] = []

    /// Units times categories that are held at one time: about 1 GB.
    static let most = 1 << 24

    /// A layer before the first picture.
    ///
    /// - Parameter shape: of what it gives for one picture, channels first.
    /// - Throws: `InferenceError/noMap(layer:)`, ``LocalizerError/tooManyMoments(layer:units:categories:)``.
    init(of layer: MapLayer, shape: [Int], categories: Int) throws {
        guard (1...4).contains(shape.count), shape.count == 1 || shape[0] == 1 else {
            throw InferenceError.noMap(layer: layer.label)
        }
        let sizes = shape.count == 1 ? shape : Array(shape.dropFirst())
        channels = sizes.first ?? 1
        rows = sizes.count == 3 ? sizes[1] : 1
        columns = sizes.count > 1 ? sizes[sizes.count - 1] : 1
        self.categories = categories
        let units = Count.product(sizes)
        let all = Count.product([units, categories])
        guard all <= Self.most else {
            throw LocalizerError.tooManyMoments(layer: layer.label, units: units, categories: categories)
        }
        halves = [RunningMoments](repeating: RunningMoments(), count: 2 * all)
        isNegative = [Bool](repeating: false, count: all)
        pairs = [RunningCorrelation](repeating: RunningCorrelation(), count: units)
    }

    /// Units.
    var units: Int { pairs.count }

    /// Adds the answers to the next picture of a category.
    ///
    /// - Parameter index: of the picture in its category: those of a category come in order.
    mutating func add(_ answers: [Float], category: Int, index: Int) {
        let (half, categories) = (index % 2, categories)
        answers.withUnsafeBufferPointer { answers in
            halves.withUnsafeMutableBufferPointer { halves in
                for unit in answers.indices {
                    halves[2 * (unit * categories + category) + half].add(Double(answers[unit]))
                }
            }
            isNegative.withUnsafeMutableBufferPointer { isNegative in
                for unit in answers.indices where answers[unit] < 0 { isNegative[unit * categories + category] = true }
            }
            guard half == 1 else { return }
            first.withUnsafeBufferPointer { first in
                pairs.withUnsafeMutableBufferPointer { pairs in
                    for unit in answers.indices { pairs[unit].add(Double(first[unit]), Double(answers[unit])) }
                }
            }
        }
        first = half == 0 ? answers : []
    }

    /// A unit's answers to a category.
    func answers(of unit: Int, to category: Int) -> CategoryAnswers {
        let place = unit * categories + category
        return CategoryAnswers(
            moments: halves[2 * place].joined(with: halves[2 * place + 1]).moments, isRate: !isNegative[place])
    }

    /// A unit's d′ for the first category over all others together, in one half of the pictures.
    func firstPreference(of unit: Int, half: Int) -> Double? {
        let own = unit * categories
        let others = (1..<categories).reduce(RunningMoments()) { $0.joined(with: halves[2 * (own + $1) + half]) }
        return CategorySelectivity(
            CategoryAnswers(moments: halves[2 * own + half].moments, isRate: false),
            over: CategoryAnswers(moments: others.moments, isRate: false))?.dPrime
    }

    /// Pearson's correlation between a unit's answers to the first, third, … and to the second, fourth, … picture of every
    /// category, paired in order: pictures of a pair have nothing in common but their category. `nil` where either half does
    /// not vary.
    func reliability(of unit: Int) -> Double? { pairs[unit].pearson }

    /// A unit's channel, row and column.
    func place(of unit: Int) -> (channel: Int, row: Int, column: Int) {
        (unit / (rows * columns), unit / columns % rows, unit % columns)
    }
}
