import GSL

/// The score card of a layer: how like V1's cells its units are, property by property.
public struct LayerScore: Sendable {
    /// The name of its node, and of its tensor.
    public let layer, tensor: String
    /// The units whose receptive field lies where the stimuli do.
    public let units: [UnitProperties]
    /// In the order of ``ScoreProperty/all``; empty where no unit answers.
    public let properties: [PropertyScore]
    /// Means of the properties of each, in their order.
    public let families: [(family: ScoreProperty.Family, score: Double, interval: ClosedRange<Double>)]
    /// Mean of the families; `nil` where no unit answers.
    public let score: (value: Double, interval: ClosedRange<Double>)?

    /// Bootstrap samples of a similarity, as Brain-Score takes.
    private static let samples = 1000
    /// Bootstrap samples of the units for an interval, and of each, samples of a similarity.
    private static let (resamples, inner) = (400, 8)

    /// Ceilings of all properties: the cells beside themselves.
    static func ceilings(seed: UInt64) -> [Double] {
        ScoreProperty.all.enumerated().map { index, property in
            BinnedSample(cellsOf: property).similarity(
                samples: samples, of: property.cellCount,
                using: MersenneTwister(seed: seed, stream: 3 << 32 + UInt64(index)))
        }
    }

    /// Scores the units of a layer.
    ///
    /// - Parameters:
    ///   - ceilings: of ``ceilings(seed:)``.
    ///   - stream: of chance, one for each layer.
    init(layer: String, tensor: String, units: [UnitProperties], ceilings: [Double], seed: UInt64, stream: UInt64) {
        (self.layer, self.tensor, self.units) = (layer, tensor, units)
        let generator = MersenneTwister(seed: seed, stream: 4 << 32 + stream)
        guard !units.isEmpty else {
            (properties, families, score) = ([], [], nil)
            return
        }
        // Of each property the units that count, by their place among all.
        let counted = ScoreProperty.all.map { property in
            units.indices.compactMap { unit in property.value(units[unit]).map { (unit: unit, value: $0) } }
        }
        let samples = zip(ScoreProperty.all, counted).map { BinnedSample($1.map(\.value), of: $0) }
        let similarities = zip(ScoreProperty.all, samples).map { property, sample in
            sample.similarity(samples: Self.samples, of: property.cellCount, using: generator)
        }
        let scores = zip(similarities, ceilings).map { $0 / $1 }
        let resampled = Self.resampled(
            units: units.count, counted.map { $0.map(\.unit) }, samples, ceilings, using: generator)
        properties = ScoreProperty.all.indices.map { index in
            let values = counted[index].compactMap { entry in
                if case .number(let number) = entry.value { number } else { nil }
            }
            return PropertyScore(
                property: ScoreProperty.all[index], units: counted[index].count,
                missing: counted[index].count - values.count, median: values.isEmpty ? nil : values.median,
                counts: samples[index].counts, similarity: similarities[index], ceiling: ceilings[index],
                interval: Self.interval(scores[index], resampled.map { $0[index] }))
        }
        families = ScoreProperty.Family.allCases.map { family in
            let score = Self.mean(scores, of: family)
            return (family, score, Self.interval(score, resampled.map { Self.mean($0, of: family) }))
        }
        let value = Self.mean(scores)
        score = (value, Self.interval(value, resampled.map(Self.mean)))
    }

    /// The scores of all properties for bootstrap samples of the units; a unit counts in all its properties at once.
    private static func resampled(
        units: Int, _ counted: [[Int]], _ samples: [BinnedSample], _ ceilings: [Double],
        using generator: MersenneTwister
    ) -> [[Double]] {
        (0..<resamples).map { _ in
            var times = [Int](repeating: 0, count: units)
            for _ in 0..<units { times[generator.index(below: units)] += 1 }
            return samples.indices.map { index in
                let chosen = counted[index].enumerated().flatMap { place, unit in
                    [Int](repeating: place, count: times[unit])
                }
                let size = ScoreProperty.all[index].cellCount
                return samples[index].similarity(samples: inner, of: size, among: chosen, using: generator)
                    / ceilings[index]
            }
        }
    }

    /// From 2.5 % to 97.5 %, moved to lie around the score: a sample of a sample is less like anything than the sample.
    private static func interval(_ score: Double, _ resampled: [Double]) -> ClosedRange<Double> {
        let sorted = resampled.sorted()
        let mean = sorted.reduce(0, +) / Double(sorted.count)
        func at(_ part: Double) -> Double { sorted[Int(part * Double(sorted.count))] - mean + score }
        return min(at(0.025), score)...max(at(0.975), score)
    }

    private static func mean(_ scores: [Double], of family: ScoreProperty.Family) -> Double {
        let own = zip(ScoreProperty.all, scores).filter { $0.0.family == family }.map(\.1)
        return own.reduce(0, +) / Double(own.count)
    }

    private static func mean(_ scores: [Double]) -> Double {
        let families = ScoreProperty.Family.allCases.map { mean(scores, of: $0) }
        return families.reduce(0, +) / Double(families.count)
    }
}
