public import Planes
public import Workers

/// A bank ready to be applied to images of one size: a way chosen for every filter, and what that needs computed once.
public struct PreparedBank: Sendable {
    /// How one filter is applied.
    public struct Choice: Hashable, Sendable {
        /// Never ``Algorithm/automatic``.
        public let algorithm: Algorithm
        /// Of this filter per image, its part of what filters share included.
        public let multiplyAdds: Double
    }

    /// In the order of the bank's kernels.
    public let choices: [Choice]
    /// Rows and columns of the maps.
    public var units: PixelSize { layout.units }

    private let bank: KernelBank
    private let layout: Layout
    private let parts: [Part]
    /// Of every kernel's weights, channel by channel.
    private let sums: [[Double]]

    /// Some filters that follow each other, with ways to apply them: none for the plain loop.
    private struct Part {
        let places: Range<Int>
        let correlations: [any Correlation]
    }

    /// Filters of a part: most banks are one.
    private static let most = 256

    /// Prepares a bank.
    ///
    /// - Parameters:
    ///   - bank: whose kernels are laid out for the algorithm.
    ///   - imageSize: of all images it will meet.
    ///   - boundary: what stands beyond an image's edge.
    ///   - stride: pixels from one unit to the next, along both axes.
    ///   - algorithm: any gives the same values, to 1e-5 of the largest.
    ///   - workers: any number gives the same bytes.
    /// - Precondition: the stride is positive.
    /// - Complexity: for kernels applied by Fourier transform about as much as applying them once.
    public init(
        _ bank: KernelBank, imageSize: PixelSize, boundary: Boundary = .reflect, stride: Int = 1,
        by algorithm: Algorithm = .automatic, workers: Workers = Workers(1)
    ) {
        precondition(stride > 0, "units are at least one pixel apart")
        self.bank = bank
        layout = Layout(
            imageSize: imageSize, kernelSize: bank.size, channels: bank.channelCount, boundary: boundary,
            stride: stride)
        sums = bank.kernels.map { $0.channels.map { $0.mean * Double($0.size.count) } }
        var (parts, choices): ([Part], [Choice]) = ([], [])
        for first in Swift.stride(from: 0, to: bank.count, by: Self.most) {
            let places = first..<min(first + Self.most, bank.count)
            let part = KernelBank(name: bank.name, kernels: Array(bank.kernels[places]))
            let plan = Plan(of: part, layout: layout, by: algorithm, workers: workers)
            parts.append(Part(places: places, correlations: plan.correlations(workers: workers)))
            choices += plan.choices
        }
        (self.parts, self.choices) = (parts, choices)
    }

    /// One map per kernel, in their order: see ``KernelBank/apply(to:boundary:stride:by:workers:)-([Plane],_,_,_,_)``.
    ///
    /// - Parameters:
    ///   - image: one plane per channel.
    ///   - workers: any number gives the same bytes.
    /// - Precondition: one plane per channel of the bank, each of the size prepared for.
    public func apply(to image: [Plane], workers: Workers = Workers(1)) -> [Plane] {
        var maps: [Plane] = []
        apply(to: image, into: &maps, workers: workers)
        return maps
    }

    /// Writes one map per kernel into planes of an earlier image, whose memory is used again where nobody else holds it.
    ///
    /// - Parameters:
    ///   - image: one plane per channel.
    ///   - maps: those of an earlier image, or anything, such as none; in the end one per kernel.
    ///   - workers: any number gives the same bytes.
    /// - Precondition: one plane per channel of the bank, each of the size prepared for.
    public func apply(to image: [Plane], into maps: inout [Plane], workers: Workers = Workers(1)) {
        precondition(image.count == layout.channels, "an image has one plane per channel of the bank")
        precondition(image.allSatisfy { $0.size == layout.imageSize }, "a bank is prepared for one size")
        guard choices[0].algorithm != .direct else {
            maps = workers.map(bank.count) {
                DirectCorrelation.map(
                    of: image, through: bank.kernels[$0], boundary: layout.boundary, stride: layout.stride)
            }
            return
        }
        let continued = ContinuedImage(image, layout: layout, workers: workers)
        // What the mean, which the continued image is less, would have added.
        let starts = sums.map { sums in Float(zip(sums, continued.means).reduce(0.0) { $0 + $1.0 * Double($1.1) }) }
        MapMemory.provide(&maps, count: bank.count, size: layout.units)
        for part in parts {
            MapMemory.lend(part.places, of: &maps) { memory in
                for correlation in part.correlations {
                    correlation.write(of: continued, to: memory, starts: Array(starts[part.places]), workers: workers)
                }
            }
        }
    }
}
