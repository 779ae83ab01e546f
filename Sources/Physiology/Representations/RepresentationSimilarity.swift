import GSL
public import Workers

/// What two layers, or a layer and cells, have in common in how they tell pictures apart.
public enum SimilarityMeasure: String, Hashable, Sendable, CaseIterable {
    /// Spearman's ρ of their dissimilarity matrices.
    case spearman = "rsa_spearman"
    /// Kendall's τ_b of their dissimilarity matrices.
    case kendall = "rsa_kendall"
    /// Linear centred kernel alignment, ‖YᵀX‖²/(‖XᵀX‖·‖YᵀY‖) of responses whose mean over pictures is taken away.
    case cka = "cka_linear"
}

/// One similarity and what chance would give.
public struct Similarity: Hashable, Sendable {
    /// How it is measured.
    public let measure: SimilarityMeasure
    /// `nil` where one of the two does not vary.
    public let value: Double?
    /// Part of the orders of the pictures in which it is at least as large, the true one counted; `nil` where so many orders
    /// would take too long.
    public let probability: Double?
}

/// What units give for pictures, as far as comparisons need it.
///
/// - SeeAlso: Kornblith, Norouzi, Lee & Hinton (2019), *ICML*.
public struct Representation: Sendable {
    /// Dissimilarities of pictures.
    public let dissimilarity: DissimilarityMatrix
    private let products: InnerProducts

    /// Of what units give for pictures.
    ///
    /// - Throws: what reading the responses throws.
    public init(of responses: some ResponseRows, by measure: DissimilarityMeasure) throws {
        dissimilarity = try DissimilarityMatrix(of: responses, by: measure)
        products = try InnerProducts(ofColumnsCenteredOf: responses)
    }

    /// The most pairs of pictures, times orders, of which Kendall's τ is taken: a minute, about.
    static let mostPairs = 200_000_000

    /// How like another representation of the same pictures it is.
    ///
    /// The null: the pictures of the other in random orders.
    ///
    /// - Precondition: as many pictures.
    /// - Complexity: O(orders · pictures²).
    public func similarities(
        to other: Representation, permutations: Int, seed: UInt64, workers: Workers
    ) -> [Similarity] {
        precondition(dissimilarity.count == other.dissimilarity.count, "the same pictures")
        let varying = Set(dissimilarity.varying).intersection(other.dissimilarity.varying).sorted()
        let (a, b) = (dissimilarity.of(varying), other.dissimilarity.of(varying))
        let own = Correlation.ranks(a.upper)
        let ranks = DissimilarityMatrix(count: b.count, upper: Correlation.ranks(b.upper))
        let pairs = a.upper.count
        var generator = MersenneTwister(seed: seed)
        func orders(_ count: Int) -> [[Int]] { (0..<permutations).map { _ in Self.order(count, &generator) } }
        let (shuffled, all) = (orders(varying.count), orders(dissimilarity.count))
        let chance = Chance(permutations: permutations, workers: workers)
        let isAffordable = pairs <= Self.mostPairs / max(permutations, 1)
        let spearman = pairs > 1 ? Correlation.pearson(own, ranks.upper) : nil
        let kendall = pairs > 1 ? Correlation.kendallTauB(own, ranks.upper) : nil
        let whole = alignment(with: other, Array(0..<dissimilarity.count))
        return [
            Similarity(
                measure: .spearman, value: spearman,
                probability: chance.probability(of: spearman) {
                    Correlation.pearson(own, ranks.of(shuffled[$0]).upper)
                }),
            Similarity(
                measure: .kendall, value: kendall,
                probability: chance.probability(of: isAffordable ? kendall : nil) {
                    Correlation.kendallTauB(own, ranks.of(shuffled[$0]).upper)
                }),
            Similarity(
                measure: .cka, value: whole,
                probability: chance.probability(of: whole) { alignment(with: other, all[$0]) }),
        ]
    }

    /// What random orders of the pictures give.
    private struct Chance {
        let permutations: Int
        let workers: Workers

        /// Part of the orders, the true one among them, that give as much; what differs by rounding alone is as much.
        func probability(of value: Double?, _ other: @Sendable (Int) -> Double?) -> Double? {
            guard let value else { return nil }
            let reached = workers.map(permutations) { (other($0) ?? -1) >= value - 1e-12 }.count { $0 }
            return Double(1 + reached) / Double(1 + permutations)
        }
    }

    private static func order(_ count: Int, _ generator: inout MersenneTwister) -> [Int] {
        var order = Array(0..<count)
        for place in stride(from: count - 1, to: 0, by: -1) { order.swapAt(place, generator.index(below: place + 1)) }
        return order
    }

    /// Linear CKA by the inner products of pictures: ΣK·L/√(ΣK²·ΣL²).
    private func alignment(with other: Representation, _ order: [Int]) -> Double? {
        var (product, own, others) = (0.0, 0.0, 0.0)
        for a in order.indices {
            for b in order.indices {
                let (k, l) = (products[a, b], other.products[order[a], order[b]])
                product += k * l
                own += k * k
                others += l * l
            }
        }
        return own > 0 && others > 0 ? product / (own * others).squareRoot() : nil
    }
}
