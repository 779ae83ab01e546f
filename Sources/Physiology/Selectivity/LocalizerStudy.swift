import GSL
public import Inference
public import Planes
import Workers

/// A localiser, as face areas are found with: which units of a layer answer to one category of pictures more than to each
/// other one, and how many would where nothing was learnt, or nothing of the pictures but their patches is left.
///
/// - SeeAlso: Kanwisher, McDermott & Chun (1997), *J. Neurosci.* 17:4302; Tsao, Freiwald, Tootell & Livingstone (2006),
///   *Science* 311:670; Baek, Song, Jang, Kim & Paik (2021), *Nat. Commun.* 12:7328.
public struct LocalizerStudy: Sendable {
    /// Pictures of one kind.
    public struct Category: Sendable {
        /// What they show.
        public let name: String
        /// Decoded when they are shown.
        public let pictures: [@Sendable () throws -> Image]

        /// Pictures of one kind.
        public init(_ name: String, pictures: [@Sendable () throws -> Image]) {
            (self.name, self.pictures) = (name, pictures)
        }
    }

    /// What the units are shown, and which units.
    public enum Condition: String, Hashable, Sendable, CaseIterable {
        /// The network and the pictures as they are.
        case trained
        /// Weights permuted within each layer.
        case permuted
        /// The network as it is; each picture cut into 8 × 8 tiles, which have changed places.
        case scrambled
    }

    /// A unit and the category that it prefers, over the one that comes closest.
    public struct Unit: Sendable {
        /// Where it is.
        public let channel, row, column: Int
        /// The category of the largest mean, by its place.
        public let category: Int
        /// Of the other categories, the one that it is told apart from worst.
        public let selectivity: CategorySelectivity
        /// The chance after Benjamini & Yekutieli over the layer's units.
        public let adjusted: Double
        /// Pearson's r between its answers to every other picture of each category and those to the pictures after them.
        public let reliability: Double?

        /// Whether it answers to its category more than to each other one, at 5 %.
        public var isSelective: Bool { adjusted < LocalizerStudy.level && selectivity.test.t > 0 }
    }

    /// A layer under one condition.
    public struct Finding: Sendable {
        /// The layer.
        public let layer: MapLayer
        /// How it was shown what.
        public let condition: Condition
        /// All units, and those that answered all pictures alike.
        public let units, silent: Int
        /// The others.
        public let tested: [Unit]
        /// Over units: the correlation of their d′ for the first category in one half of the pictures with that in the
        /// other.
        public let halves: Double?

        /// Units that prefer a category.
        public func selective(_ category: Int) -> Int { tested.count { $0.isSelective && $0.category == category } }
    }

    /// In the order given.
    public let categories: [(name: String, count: Int)]
    /// Layer by layer, each under every condition.
    public let findings: [Finding]

    /// The part of selective units that are expected to be none.
    public static let level = 0.05
    private static let tiles = 8

    /// Shows pictures to layers.
    ///
    /// - Parameters:
    ///   - network: one that is shown pictures.
    ///   - layers: whose channels are looked at.
    ///   - categories: at least two, of pictures.
    ///   - seed: of permutations and scrambles.
    ///   - finished: hears how many runs are done of layers × conditions × pictures.
    /// - Throws: ``LocalizerError``, ``Inference/InferenceError``, what decoding a picture throws.
    public init(
        _ network: RunnableNetwork, layers: [MapLayer], categories: [Category], seed: UInt64,
        finished: @escaping @Sendable (Int) -> Void = { _ in }
    ) throws {
        guard categories.count > 1 else { throw LocalizerError.fewCategories(categories.count) }
        if let few = categories.first(where: { $0.pictures.count < 4 }) {
            throw LocalizerError.fewPictures(category: few.name, count: few.pictures.count)
        }
        self.categories = categories.map { ($0.name, $0.pictures.count) }
        var generator = MersenneTwister(seed: seed)
        let permuted = try network.permutingWeights(using: &generator)
        let shown = categories.flatMap(\.pictures)
        let scrambled: [@Sendable () throws -> Image] = shown.enumerated().map { index, picture in
            {
                var generator = MersenneTwister(seed: seed, stream: UInt64(index))
                return try network.fitted(picture()).scrambled(tiles: Self.tiles, using: &generator)
            }
        }
        var found: [LocalizerStudy.Condition: [Finding]] = [:]
        for condition in Condition.allCases {
            let before = found.count * layers.count * shown.count
            let runs = try LayerRuns(of: layers, in: condition == .permuted ? permuted : network)
            let moments = try runs.moments(
                of: condition == .scrambled ? scrambled : shown, categories: categories.map(\.pictures.count)
            ) { finished(before + $0) }
            found[condition] = zip(layers, moments).map { layer, moments in
                Finding(moments, of: layer, condition, categories.count, workers: network.workers)
            }
        }
        findings = layers.indices.flatMap { layer in
            Condition.allCases.compactMap { found[$0]?[layer] }
        }
    }
}

extension LocalizerStudy.Finding {
    /// Compares the answers of every unit.
    init(
        _ moments: LayerMoments, of layer: MapLayer, _ condition: LocalizerStudy.Condition, _ categories: Int,
        workers: Workers
    ) {
        let found = workers.map(moments.units) { unit in
            Self.preference((0..<categories).map { moments.answers(of: unit, to: $0) })
        }
        let tested = found.indices.filter { found[$0] != nil }
        let adjusted = FalseDiscovery.benjaminiYekutieli(tested.compactMap { found[$0]?.selectivity.test.pValue })
        self.layer = layer
        self.condition = condition
        units = moments.units
        silent = moments.units - tested.count
        self.tested = zip(tested, adjusted).compactMap { unit, adjusted in
            guard let preference = found[unit] else { return nil }
            let place = moments.place(of: unit)
            return LocalizerStudy.Unit(
                channel: place.channel, row: place.row, column: place.column, category: preference.category,
                selectivity: preference.selectivity, adjusted: adjusted, reliability: moments.reliability(of: unit))
        }
        var both: ([Double], [Double]) = ([], [])
        for unit in tested {
            guard let first = moments.firstPreference(of: unit, half: 0),
                let second = moments.firstPreference(of: unit, half: 1)
            else { continue }
            both.0.append(first)
            both.1.append(second)
        }
        halves = Correlation.pearson(both.0, both.1)
    }

    /// The category of the largest mean, over the one that it is told apart from worst; `nil` for a unit that does not vary.
    static func preference(_ answers: [CategoryAnswers]) -> (category: Int, selectivity: CategorySelectivity)? {
        let means = answers.map(\.moments.mean)
        let best = means.indices.reduce(0) { means[$1] > means[$0] ? $1 : $0 }
        var worst: CategorySelectivity?
        for other in answers.indices where other != best {
            guard let found = CategorySelectivity(answers[best], over: answers[other]) else { return nil }
            if worst.map({ found.test.pValue > $0.test.pValue }) ?? true { worst = found }
        }
        return worst.map { (best, $0) }
    }
}

extension Image {
    /// The picture cut into tiles × tiles, which have changed places; what is over at the right and below stays.
    func scrambled(tiles: Int, using generator: inout some RandomNumberGenerator) -> Image {
        let (height, width) = (size.height / tiles, size.width / tiles)
        guard height > 0, width > 0 else { return self }
        let order = (0..<tiles * tiles).shuffled(using: &generator)
        let changed = planes.map { plane in
            Plane(size: size) { row, column in
                guard row < height * tiles, column < width * tiles else { return plane[row, column] }
                let source = order[row / height * tiles + column / width]
                return plane[source / tiles * height + row % height, source % tiles * width + column % width]
            }
        }
        return changed.count == 3
            ? Image(red: changed[0], green: changed[1], blue: changed[2], encoding: encoding)
            : Image(grey: changed[0], encoding: encoding)
    }
}
