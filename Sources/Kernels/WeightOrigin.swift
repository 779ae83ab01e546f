import Foundation
import Planes

/// Whether a layer's weights can have been learned: a network without weights has one constant, an untrained one noise.
public enum WeightOrigin: Hashable, Sendable {
    /// All weights are the same number.
    case constant(Float)
    /// The weights look like the independent draws of an initialiser, and like nothing else.
    case noise(Initializer)
    /// Neither: something has shaped them, or they are too few to tell.
    case shaped

    /// Looks at all weights of a layer.
    ///
    /// Noise is what passes every test of being independent draws of one of the ``Initializer/common(fanIn:fanOut:)``:
    ///
    /// - the distribution, by Kolmogorov's test against the initialiser's, with the deviation that it prescribes;
    /// - the correlation of neighbours in a kernel, along rows, columns and both diagonals;
    /// - the correlation of channels at the same pixel;
    /// - the scatter of the kernels' energies.
    ///
    /// Each is rejected beyond four standard errors, or as unlikely, so that about one layer of noise in a thousand is
    /// missed. A layer has to have neighbours enough for a correlation of 0.15 to stand out so far; trained first layers
    /// have from 0.08 (of many weights, where that is twelve standard errors) to 0.9.
    /// - Complexity: linear in the weights for those that fail, else O(n log n).
    public init(of bank: KernelBank) {
        let first = bank.kernels[0].channels[0].values[0]
        if bank.kernels.allSatisfy({ $0.channels.allSatisfy { $0.values.allSatisfy { $0 == first } } }) {
            self = .constant(first)
            return
        }
        let noise = NoiseStatistics(of: bank)
        guard noise.canTell, noise.looksIndependent, let initializer = noise.initializer else {
            self = .shaped
            return
        }
        self = .noise(initializer)
    }
}

/// How a layer's weights differ from independent draws around 0: numbers that are standard normal for such draws.
public struct NoiseStatistics: Sendable {
    /// Of neighbours' products along rows, columns, and the diagonals down to the right and to the left; 0 where kernels
    /// have no such neighbours.
    public let neighbors: [Double]
    /// Of the squared correlations of channels, those up to three apart; 0 for one channel.
    public let channels: Double
    /// Of the kernels' energies' scatter.
    public let energies: Double
    /// Pairs of neighbours along rows and columns.
    public let pairCount: Int
    private let bank: KernelBank
    private let variance: Double

    /// Standard errors beyond which noise is rejected.
    static let limit = 4.0
    /// A correlation of neighbours that must be seen if it is there.
    static let least = 0.15

    /// Measures a layer.
    public init(of bank: KernelBank) {
        self.bank = bank
        let count = Double(bank.count * bank.channelCount * bank.size.count)
        let squares = bank.kernels.map { $0.norm * $0.norm }
        let variance = squares.reduce(0, +) / count
        self.variance = variance
        let (height, width) = (bank.size.height, bank.size.width)
        pairCount = bank.count * bank.channelCount * (height * (width - 1) + width * (height - 1))
        neighbors = [(0, 1), (1, 0), (1, 1), (1, -1)].map { NoiseStatistics.neighbors(of: bank, variance, $0.0, $0.1) }
        channels = NoiseStatistics.channels(of: bank)
        energies = NoiseStatistics.energies(of: bank, squares, variance)
    }

    /// Whether a correlation of ``least`` would stand out.
    var canTell: Bool { Self.least * Double(pairCount).squareRoot() >= Self.limit }

    /// Whether nothing speaks against independence.
    var looksIndependent: Bool {
        (neighbors + [channels, energies]).allSatisfy { abs($0) <= Self.limit }
    }

    /// The common initialiser that the weights are most like by Kolmogorov's test; `nil` if like none.
    public var initializer: Initializer? {
        let pixels = Double(bank.size.count)
        let count = Double(bank.count * bank.channelCount) * pixels
        let candidates = Initializer.common(
            fanIn: Double(bank.channelCount) * pixels, fanOut: Double(bank.count) * pixels
        ).filter {
            // The others cannot pass, and need no sorted weights.
            let error = (($0.kurtosis - 1) / count).squareRoot()
            return abs(variance / ($0.deviation * $0.deviation) - 1) < 2 * Self.limit * error
        }
        guard !candidates.isEmpty else { return nil }
        let weights = bank.kernels.flatMap(\.values).map(Double.init).sorted()
        let likely = candidates.map { ($0, NoiseStatistics.kolmogorov(weights, $0)) }.max { $0.1 < $1.1 }
        guard let (initializer, p) = likely, p >= erfc(Self.limit / 2.0.squareRoot()) else { return nil }
        return initializer
    }

    /// Σ w(place)·w(place + step) over all pairs, in standard errors.
    private static func neighbors(of bank: KernelBank, _ variance: Double, _ down: Int, _ right: Int) -> Double {
        let (height, width) = (bank.size.height, bank.size.width)
        var (sum, count) = (0.0, 0)
        for kernel in bank.kernels {
            for plane in kernel.channels {
                for row in 0..<max(height - down, 0) {
                    for column in max(0, -right)..<max(width - max(right, 0), max(0, -right)) {
                        sum += Double(plane[row, column]) * Double(plane[row + down, column + right])
                        count += 1
                    }
                }
            }
        }
        return count > 0 ? sum / (variance * Double(count).squareRoot()) : 0
    }

    /// The squared correlations of pairs of channels, together chi-squared.
    private static func channels(of bank: KernelBank) -> Double {
        let count = bank.channelCount
        let samples = Double(bank.count * bank.size.count)
        var (sum, pairs) = (0.0, 0)
        for one in 0..<count {
            for other in one + 1..<min(one + 4, count) where other < count {
                var (product, first, second) = (0.0, 0.0, 0.0)
                for kernel in bank.kernels {
                    for (a, b) in zip(kernel.channels[one].values, kernel.channels[other].values) {
                        product += Double(a) * Double(b)
                        first += Double(a) * Double(a)
                        second += Double(b) * Double(b)
                    }
                }
                sum += first * second > 0 ? samples * product * product / (first * second) : samples
                pairs += 1
            }
        }
        return normal(chiSquared: sum, freedom: pairs)
    }

    /// The scatter of the kernels' mean squares, by the weights' own fourth moment.
    private static func energies(of bank: KernelBank, _ squares: [Double], _ variance: Double) -> Double {
        let weights = Double(bank.channelCount * bank.size.count)
        let fourth = bank.kernels.reduce(0.0) { sum, kernel in
            sum + kernel.values.reduce(0.0) { $0 + pow(Double($1), 4) }
        }
        let kurtosis = fourth / (weights * Double(bank.count) * variance * variance)
        guard kurtosis > 1 else { return 0 }
        let scatter = squares.reduce(0.0) { $0 + pow($1 / (weights * variance) - 1, 2) }
        return normal(chiSquared: scatter * weights / (kurtosis - 1), freedom: bank.count - 1)
    }

    /// A chi-squared number as a standard normal one (Wilson & Hilferty 1931, *PNAS* 17:684).
    private static func normal(chiSquared: Double, freedom: Int) -> Double {
        guard freedom > 0 else { return 0 }
        let spread = 2 / (9 * Double(freedom))
        return (cbrt(chiSquared / Double(freedom)) - 1 + spread) / spread.squareRoot()
    }

    /// Kolmogorov's p of sorted weights under an initialiser (Stephens 1970, *J. R. Stat. Soc. B* 32:115).
    private static func kolmogorov(_ weights: [Double], _ initializer: Initializer) -> Double {
        let count = Double(weights.count)
        var distance = 0.0
        for (index, weight) in weights.enumerated() {
            let below = initializer.cumulative(weight)
            distance = max(distance, Double(index + 1) / count - below, below - Double(index) / count)
        }
        let scaled = (count.squareRoot() + 0.12 + 0.11 / count.squareRoot()) * distance
        guard scaled > 0.3 else { return 1 }
        let series = (1...100).reduce(0.0) { sum, k in
            sum + (k.isMultiple(of: 2) ? -1 : 1) * exp(-2 * Double(k * k) * scaled * scaled)
        }
        return min(max(2 * series, 0), 1)
    }
}
