public import GaborBanks
internal import Glibc
public import Kernels
public import Planes
public import Workers

/// The stages between a picture and the activity of V1, each a choice.
///
/// Responses are in units of contrast: a filter's gain is such that its own grating from black to white, of its frequency
/// and orientation, gives 1. So filters of all sizes can be compared, and natural pictures, whose contrast is about the
/// same in every octave, excite all scales alike.
public struct V1Model: Sendable {
    /// What the cells make of their filters' responses.
    public enum Cells: String, Hashable, Sendable, CaseIterable {
        /// The response itself, with its sign.
        case linear
        /// Half-rectified: nothing below zero. A filter's opposite is the one of phase + 180°.
        case simple
        /// √(even² + odd²) of a quadrature pair, whatever the phase of what is seen (Adelson & Bergen 1985).
        case complex
    }

    /// The filters, as designed.
    public let bank: DesignedBank
    /// What becomes of their responses.
    public let cells: Cells
    /// What stands beyond the edge of a picture.
    public let boundary: Boundary
    /// Pixels from one unit to the next.
    public let stride: Int
    /// One per filter, or one per quadrature pair for complex cells, in the order of the bank.
    public let channels: [Channel]

    /// The filters with their gains.
    private let kernels: KernelBank

    /// A model of given stages.
    ///
    /// - Throws: ``RetinotopyError`` for complex cells of a bank without quadrature pairs, or a stride below 1.
    public init(
        bank: DesignedBank, cells: Cells = .complex, boundary: Boundary = .reflect, stride: Int
    ) throws(RetinotopyError) {
        guard stride > 0 else {
            throw .invalid(option: "--stride", value: "\(stride)", expected: "at least 1 pixel, or auto")
        }
        let groups =
            cells == .complex ? bank.quadraturePairs.map { [$0.even, $0.odd] } : bank.filters.indices.map { [$0] }
        guard !groups.isEmpty else {
            throw .invalid(
                option: "--cells", value: "complex",
                expected: "a bank with quadrature pairs (--phases 0,90), or --cells simple")
        }
        self.bank = bank
        self.cells = cells
        self.boundary = boundary
        self.stride = stride
        channels = groups.enumerated().map { index, filters in
            let first = bank.filters[filters[0]]
            return Channel(
                index: index, filters: filters, orientation: first.orientation,
                spatialFrequency: first.spatialFrequency, phase: filters.count == 1 ? first.phase : nil)
        }
        kernels = KernelBank(
            name: bank.name,
            kernels: groups.joined().map { bank.filters[$0].kernelInContrast })
    }

    /// The activity of every channel, given by its place in ``channels``, while a picture is looked at.
    ///
    /// - Parameter plane: values from 0, black, to 1, white.
    public func response(
        to plane: Plane, by algorithm: Algorithm = .automatic, workers: Workers = Workers(1)
    ) -> [Plane] {
        let maps = kernels.apply(to: plane, boundary: boundary, stride: stride, by: algorithm, workers: workers)
        switch cells {
        case .linear: return maps
        case .simple: return maps.map { Plane(size: $0.size, values: $0.values.map { max($0, 0) }) }
        case .complex:
            return channels.indices.map { channel in
                let (even, odd) = (maps[2 * channel], maps[2 * channel + 1])
                return Plane(
                    size: even.size,
                    values: zip(even.values, odd.values).map { ($0 * $0 + $1 * $1).squareRoot() })
            }
        }
    }
}

extension DesignedFilter {
    /// The kernel with the gain that brings its own grating of full contrast to 1.
    fileprivate var kernelInContrast: Kernel {
        let plane = kernel.channels[0]
        let angle = orientation?.imageWaveAngle ?? 0
        let frequency = 2 * .pi * spatialFrequency.cyclesPerPixel
        let center = plane.size.center
        var (even, odd) = (0.0, 0.0)
        for row in 0..<plane.size.height {
            for column in 0..<plane.size.width {
                let u = (Double(column) - center.x) * cos(angle) + (Double(row) - center.y) * sin(angle)
                even += Double(plane[row, column]) * cos(frequency * u)
                odd += Double(plane[row, column]) * sin(frequency * u)
            }
        }
        // A grating from 0 to 1 has an amplitude of one half. A filter of zeros stays one.
        let response = 0.5 * hypot(even, odd)
        let gain = response > 1e-9 ? Float(1 / response) : 0
        return Kernel(channels: [Plane(size: plane.size, values: plane.values.map { $0 * gain })])
    }
}
