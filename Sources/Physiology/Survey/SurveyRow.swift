import GaborBanks
public import Kernels
import Planes
public import ReceptiveFields
public import Workers

/// What is told of one layer of one model among many; what could not be found out is `nil`.
///
/// It can be written down and read again, so that a survey goes on where it was stopped.
public struct SurveyRow: Codable, Hashable, Sendable {
    /// The file, as it was named.
    public let model: String
    /// What it is.
    public var format: String?
    /// The layer's name.
    public var layer: String?
    /// Whether it is the only layer of its model that is looked at.
    public var isAlone = true
    /// How the layer's kernels are.
    public var kernels: Kernels?
    /// Fields of the layer's units and of those of the last map, where the file has a graph.
    public var field, lastField: Field?
    /// The V1 score of the layer, or, where it stands for its model, of that which is most like V1.
    public var score: Score?
    /// The same of the network with weights permuted within each layer: what it scores without having learnt.
    public var permuted: Score?
    /// Why the file, or its score, could not be looked at.
    public var error: String?

    /// Kernels of a layer.
    public struct Kernels: Codable, Hashable, Sendable {
        /// How many, their sizes and channels.
        public let count, height, width, channels: Int
        /// How many there are of each class, beyond noise, and of each shape.
        public let classes, shapes: [String: Int]
        /// The part of noise kernels, alike in size and spectrum, that the same rule calls Gabor.
        public let noiseGabors: Double
        /// Medians of kernels that have the property, by its name in the table.
        public let medians: [String: Double]
        /// Similarity to simple cells of macaque V1, by property.
        public let similarities: [String: Double]
    }

    /// Receptive fields.
    public struct Field: Codable, Hashable, Sendable {
        /// Rows and columns of the image that a unit sees, and from unit to unit.
        public let height, width: Int
        /// `nil` where units are not evenly apart.
        public let strideHeight, strideWidth: Double?
    }

    /// A V1 score.
    public struct Score: Codable, Hashable, Sendable {
        /// Which layer has it.
        public let layer: String
        /// With its 95 % interval.
        public let value, low, high: Double
    }

    /// A file of which nothing is known yet.
    public init(model: String) { self.model = model }
}

extension SurveyRow.Kernels {
    /// Examines a layer.
    ///
    /// - Parameters:
    ///   - bank: the layer's kernels.
    ///   - seed: of noise and bootstrap.
    ///   - nullCount: noise kernels for each.
    ///   - workers: any number gives the same values.
    ///   - finished: hears how many kernels are done.
    public init(
        of bank: KernelBank, seed: UInt64, nullCount: Int, workers: Workers,
        finished: (@Sendable (Int) -> Void)? = nil
    ) {
        let study = LayerStudy(of: bank, seed: seed, nullCount: nullCount, workers: workers, finished: finished)
        let population = Population(study, seed: seed)
        (count, height, width, channels) = (bank.count, bank.size.height, bank.size.width, bank.channelCount)
        func counted(_ names: [KernelClass]) -> [String: Int] {
            Dictionary(names.map { ($0.rawValue, 1) }, uniquingKeysWith: +)
        }
        classes = counted(study.kernels.map(\.classification.kernelClass))
        shapes = counted(study.kernels.map(\.classification.shape))
        let drawn = study.kernels.compactMap(\.nullFractions?.gabor)
        noiseGabors = drawn.isEmpty ? 0 : drawn.reduce(0, +) / Double(drawn.count)
        let alive = study.kernels.filter(\.classification.kernelClass.hasTuning)
        let oriented = alive.filter(\.classification.kernelClass.isOriented)
        let gabors = alive.filter(\.classification.kernelClass.isGabor).compactMap(\.fit?.gabor)
        let values: [(String, [Double])] = [
            ("circular_variance", alive.map(\.tuning.orientation.circularVariance)),
            ("half_width_deg", alive.compactMap { $0.tuning.orientation.halfWidth(at: 0.5) }),
            ("frequency_cpp", oriented.map(\.tuning.frequency.peak)),
            ("bandwidth_oct", oriented.compactMap { $0.tuning.frequency.bandwidthOctaves() }),
            ("nx", gabors.map(\.nx)), ("ny", gabors.map(\.ny)),
        ]
        medians = Dictionary(uniqueKeysWithValues: values.filter { !$0.1.isEmpty }.map { ($0, $1.median) })
        similarities = Dictionary(
            population.comparisons.compactMap { row in row.comparison.map { (row.property, $0.similarity) } },
            uniquingKeysWith: { first, _ in first })
    }

    /// The part of the kernels of some classes.
    public func share(_ names: [String]) -> Double {
        Double(names.reduce(0) { $0 + (classes[$1] ?? 0) }) / Double(max(count, 1))
    }

    /// The part of the kernels of some shapes, noise or not.
    public func shapeShare(_ names: [String]) -> Double {
        Double(names.reduce(0) { $0 + (shapes[$1] ?? 0) }) / Double(max(count, 1))
    }
}

extension SurveyRow.Field {
    /// The field of a map's central unit.
    public init(_ field: TensorField) {
        height = field.rows.size
        width = field.columns.size
        strideHeight = field.rows.stride
        strideWidth = field.columns.stride
    }
}

extension SurveyRow.Score {
    /// Of a layer, or of that which is most like V1; `nil` where no unit answers.
    public init?(_ study: ScoreStudy, of tensor: String? = nil) {
        let found = tensor == nil ? study.best : study.layers.first { $0.tensor == tensor }
        guard let found, let score = found.score else { return nil }
        layer = found.layer
        (value, low, high) = (score.value, score.interval.lowerBound, score.interval.upperBound)
    }
}
