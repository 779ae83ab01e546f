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
    /// Through which cells of the LGN the picture comes; `nil`: as it is.
    public let relay: RelayCells?
    /// What becomes of the filters' responses.
    public let cells: Cells
    /// How cells share their activity; `nil`: not at all.
    public let normalization: DivisiveNormalization?
    /// What stands beyond the edge of a picture.
    public let boundary: Boundary
    /// Pixels from one unit to the next.
    public let stride: Int
    /// One per filter, or one per quadrature pair for complex cells, in the order of the bank.
    public let channels: [Channel]

    /// The filters with their gains.
    private let kernels: KernelBank
    /// By channel: what is no more than rounding, a part of the largest that a picture can evoke.
    let floors: [Float]

    /// A model of given stages.
    ///
    /// - Throws: ``RetinotopyError`` for complex cells of a bank without quadrature pairs, normalisation of linear ones, or a
    ///   stride below 1.
    public init(
        bank: DesignedBank, relay: RelayCells? = nil, cells: Cells = .complex,
        normalization: DivisiveNormalization? = nil, boundary: Boundary = .reflect, stride: Int
    ) throws(RetinotopyError) {
        guard stride > 0 else {
            throw .invalid(.stride, value: "\(stride)", expected: "at least 1 pixel, or auto")
        }
        let groups =
            cells == .complex ? bank.quadraturePairs.map { [$0.even, $0.odd] } : bank.filters.indices.map { [$0] }
        guard !groups.isEmpty else {
            throw .invalid(
                .cells, value: "complex",
                expected: "a bank with quadrature pairs (phases of 0 and 90°), or simple cells")
        }
        guard cells != .linear || normalization == nil else {
            throw .invalid(
                .normalization, value: "linear",
                expected: "simple or complex cells, whose activity has no sign")
        }
        self.bank = bank
        self.relay = relay
        self.cells = cells
        self.normalization = normalization
        self.boundary = boundary
        self.stride = stride
        let planes = groups.map { $0.map { bank.filters[$0].planeInContrast } }
        channels = zip(groups, planes).enumerated().map { index, channel in
            let (filters, planes) = channel
            let first = bank.filters[filters[0]]
            let noise = planes.reduce(0) { $0 + $1.norm * $1.norm }.squareRoot()
            return Channel(
                index: index, filters: filters, orientation: first.orientation,
                spatialFrequency: first.spatialFrequency, phase: filters.count == 1 ? first.phase : nil,
                noise: normalization == nil ? noise : noise * noise)
        }
        // What comes through the relay cells is at most as many times as large as their weights are together.
        let gain = relay.map { $0.largestResponse } ?? 1
        floors = planes.map { Float(Silence.part * gain * ($0.map(\.largestResponse).max() ?? 0)) }
        kernels = KernelBank(name: bank.name, kernels: planes.joined().map { Kernel(channels: [$0]) })
    }

    /// The model made ready for pictures of one size: what its filters need is computed once.
    ///
    /// - Parameters:
    ///   - size: rows and columns of the pictures.
    ///   - algorithm: how filters are applied; any gives the same activity, to 1e-5 of the largest.
    ///   - workers: any number gives the same bytes.
    public func prepared(
        for size: PixelSize, by algorithm: Algorithm = .automatic, workers: Workers = Workers(1)
    ) -> PreparedV1 {
        PreparedV1(
            model: self,
            bank: PreparedBank(
                kernels, imageSize: size, boundary: boundary, stride: stride, by: algorithm, workers: workers))
    }

    /// The activity of every channel while one picture is looked at: see ``PreparedV1/response(to:workers:)``.
    public func response(to plane: Plane, workers: Workers = Workers(1)) -> [Plane] {
        prepared(for: plane.size, workers: workers).response(to: plane, workers: workers)
    }
}

/// A model ready for pictures of one size.
public struct PreparedV1: Sendable {
    /// The model.
    public let model: V1Model
    private let bank: PreparedBank

    fileprivate init(model: V1Model, bank: PreparedBank) {
        self.model = model
        self.bank = bank
    }

    /// How each filter of each channel is applied, in the order of the channels and of their filters.
    public var choices: [(filter: Int, choice: PreparedBank.Choice)] {
        Array(zip(model.channels.flatMap(\.filters), bank.choices))
    }

    /// The activity of every channel, in their order, while a picture is looked at.
    ///
    /// - Parameters:
    ///   - plane: values from 0, black, to 1, white.
    ///   - workers: any number gives the same bytes.
    /// - Precondition: the plane has the size that was prepared for.
    public func response(to plane: Plane, workers: Workers = Workers(1)) -> [Plane] {
        let maps = filtered(model.seen(plane, workers: workers), workers: workers)
        return model.activity(of: maps, floors: model.floors)
    }

    /// What the filters make of what they see, in the order of the channels and of their filters.
    func filtered(_ seen: Plane, workers: Workers) -> [Plane] { bank.apply(to: [seen], workers: workers) }
}

extension V1Model {
    /// A picture as it comes through the LGN.
    func seen(_ plane: Plane, workers: Workers) -> Plane {
        relay?.response(to: plane, boundary: boundary, workers: workers) ?? plane
    }

    /// What cells make of what their filters give, which share their activity if they do.
    ///
    /// - Parameters:
    ///   - maps: of the filters of every channel, in order.
    ///   - floors: by channel, what is no more than rounding.
    func activity(of maps: [Plane], floors: [Float]) -> [Plane] {
        let drives = drives(of: maps, floors: floors)
        return normalization?.response(to: drives) ?? drives
    }

    /// The same stages with filters `growth` times as wide.
    ///
    /// - Precondition: the filters are Gabors.
    func grown(by growth: Double, size: PixelSize) -> V1Model {
        let grown = try? V1Model(
            bank: bank.grown(by: growth, size: size), relay: relay, cells: cells, normalization: normalization,
            boundary: boundary, stride: stride)
        guard let grown else { preconditionFailure("stages that were possible are so for larger filters") }
        return grown
    }

    private func drives(of maps: [Plane], floors: [Float]) -> [Plane] {
        channels.indices.map { channel in
            let floor = floors[channel]
            /// What is no more than rounding is no answer.
            func heard(_ value: Float) -> Float { abs(value) > floor ? value : 0 }
            switch cells {
            case .linear: return Plane(size: maps[channel].size, values: maps[channel].values.map(heard))
            case .simple:
                return Plane(size: maps[channel].size, values: maps[channel].values.map { heard(max($0, 0)) })
            case .complex:
                let (even, odd) = (maps[2 * channel], maps[2 * channel + 1])
                return Plane(
                    size: even.size,
                    values: zip(even.values, odd.values).map { heard(($0 * $0 + $1 * $1).squareRoot()) })
            }
        }
    }
}

extension DesignedFilter {
    /// The kernel with the gain that brings its own grating of full contrast to 1.
    fileprivate var planeInContrast: Plane {
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
        return Plane(size: plane.size, values: plane.values.map { $0 * gain })
    }
}

extension Plane {
    /// The largest answer of a filter of these weights, of zero mean, to a picture of values from 0 to 1.
    fileprivate var largestResponse: Double { values.reduce(0) { $0 + Double(abs($1)) } / 2 }
}
