public import GSL
public import Planes
public import Workers

/// Units that look at one window and answer what is shown there, all of them at once, as cells on one electrode array.
public protocol Units: Sendable {
    /// How many units.
    var count: Int { get }
    /// Rows and columns of the window that stimuli are drawn on.
    var window: PixelSize { get }
    /// Where a unit's receptive field has its middle, from the window's centre, pixels, y down.
    func center(of unit: Int) -> (x: Double, y: Double)
    /// Who draws stimuli.
    var workers: Workers { get }
    /// The same units, which draw and answer on one core.
    var onOneCore: Self { get }
    /// Whether a frame of a drift is answered otherwise than the same picture by itself.
    var hasMemory: Bool { get }
    /// The answers to stimuli of signed contrast (0 the grey of the screen), one row per stimulus, one column per unit.
    ///
    /// - Precondition: at least one stimulus, each of the window's size.
    func responses(to stimuli: [Plane]) throws -> Matrix
    /// The answers to frames of drifts, every `moments` of them one period that goes round and round, as
    /// ``responses(to:)``; units without memory answer each frame alone.
    ///
    /// - Precondition: a multiple of `moments` frames.
    func responses(toDrifts frames: [Plane], moments: Int) throws -> Matrix
    /// Whether weighted sums of patterns are answered faster than by showing each sum.
    var addsUp: Bool { get }
    /// The answers to weighted sums of patterns, as ``responses(to:)`` up to rounding.
    ///
    /// - Precondition: at least one sum of patterns that are there, each of the window's size.
    func responses(toSums sums: [[PatternWeight]], of patterns: [Plane]) throws -> Matrix
}

/// One term of a sum of patterns.
public struct PatternWeight: Hashable, Sendable {
    /// Which pattern.
    public let pattern: Int
    /// How much of it.
    public let weight: Double

    /// A term.
    public init(pattern: Int, weight: Double) { (self.pattern, self.weight) = (pattern, weight) }

    /// A sum drawn.
    static func sum(of terms: [PatternWeight], _ patterns: [Plane]) -> Plane {
        Plane(size: patterns[0].size) { row, column in
            Float(terms.reduce(0) { $0 + $1.weight * Double(patterns[$1.pattern][row, column]) })
        }
    }
}

extension Units {
    /// Mostly not.
    public var addsUp: Bool { false }

    /// Shows the sums.
    public func responses(toSums sums: [[PatternWeight]], of patterns: [Plane]) throws -> Matrix {
        try responses(to: sums.map { PatternWeight.sum(of: $0, patterns) })
    }
}

extension Units {
    /// As ``responses(to:)``: without memory.
    public func responses(toDrifts frames: [Plane], moments: Int) throws -> Matrix { try responses(to: frames) }
}

extension Units {
    /// Small windows are drawn at once.
    public var workers: Workers { Workers(1) }
    /// They are so.
    public var onOneCore: Self { self }
    /// Most have none.
    public var hasMemory: Bool { false }
}

/// Units that weigh their window and add up: kernels as they are, with answers of both signs.
public struct LinearUnits: Units {
    private let weights: Matrix
    private let centers: [(x: Double, y: Double)]
    /// Rows and columns of a kernel.
    public let window: PixelSize

    /// Units of given weights.
    ///
    /// - Precondition: at least one plane, all of one size.
    public init(_ planes: [Plane]) {
        precondition(!planes.isEmpty && planes.allSatisfy { $0.size == planes[0].size }, "units share one window")
        window = planes[0].size
        weights = Matrix(
            rows: planes.count, columns: window.count, elements: planes.flatMap { $0.values.map(Double.init) })
        centers = planes.map(\.centerOfEnergy)
    }

    /// How many kernels.
    public var count: Int { weights.rows }

    /// The centre of mass of the squared weights.
    public func center(of unit: Int) -> (x: Double, y: Double) { centers[unit] }

    /// Sums of weight times contrast.
    public func responses(to stimuli: [Plane]) -> Matrix {
        var contrasts: [Double] = []
        contrasts.reserveCapacity(stimuli.count * window.count)
        for stimulus in stimuli { for value in stimulus.values { contrasts.append(Double(value)) } }
        let shown = Matrix(rows: stimuli.count, columns: window.count, elements: contrasts)
        return shown.timesTranspose(of: weights)
    }
}

/// Simple cells: what is below a unit's threshold of 0 is not heard.
public struct RectifiedUnits<Base: Units>: Units {
    private let base: Base

    /// The same units, half-rectified.
    public init(_ base: Base) { self.base = base }

    /// As the base.
    public var count: Int { base.count }
    /// As the base.
    public var window: PixelSize { base.window }
    /// As the base.
    public func center(of unit: Int) -> (x: Double, y: Double) { base.center(of: unit) }
    /// As the base.
    public var hasMemory: Bool { base.hasMemory }
    /// max(0, r).
    public func responses(to stimuli: [Plane]) throws -> Matrix {
        rectified(try base.responses(to: stimuli))
    }
    /// max(0, r).
    public func responses(toDrifts frames: [Plane], moments: Int) throws -> Matrix {
        rectified(try base.responses(toDrifts: frames, moments: moments))
    }

    private func rectified(_ answers: Matrix) -> Matrix {
        var answers = answers
        for index in answers.elements.indices { answers.elements[index] = max(answers.elements[index], 0) }
        return answers
    }
}

/// Complex cells: √(even² + odd²) of the two units of a quadrature pair (Adelson & Bergen 1985).
public struct EnergyUnits: Units {
    private let pairs: QuadraturePairs

    /// Cells of quadrature pairs of planes.
    ///
    /// - Precondition: at least one pair, all planes of one size.
    public init(_ pairs: [(even: Plane, odd: Plane)]) { self.pairs = QuadraturePairs(pairs) }

    /// How many pairs.
    public var count: Int { pairs.count }
    /// As the planes.
    public var window: PixelSize { pairs.window }
    /// Halfway between the middles of the two.
    public func center(of unit: Int) -> (x: Double, y: Double) { pairs.center(of: unit) }
    /// Root of the pair's energy.
    public func responses(to stimuli: [Plane]) -> Matrix {
        pairs.responses(to: stimuli) { even, odd in (even * even + odd * odd).squareRoot() }
    }
}

/// Filters in pairs, a quarter of a period apart.
struct QuadraturePairs: Sendable {
    /// Even and odd by turns.
    let filters: LinearUnits

    /// - Precondition: at least one pair, all planes of one size.
    init(_ pairs: [(even: Plane, odd: Plane)]) { filters = LinearUnits(pairs.flatMap { [$0.even, $0.odd] }) }

    var count: Int { filters.count / 2 }
    var window: PixelSize { filters.window }

    /// Halfway between the middles of the two.
    func center(of pair: Int) -> (x: Double, y: Double) {
        let (even, odd) = (filters.center(of: 2 * pair), filters.center(of: 2 * pair + 1))
        return ((even.x + odd.x) / 2, (even.y + odd.y) / 2)
    }

    /// What each pair makes of its two filters' answers, stimulus × pair.
    func responses(to stimuli: [Plane], _ value: (_ even: Double, _ odd: Double) -> Double) -> Matrix {
        let answers = filters.responses(to: stimuli)
        return Matrix(
            rows: answers.rows, columns: count,
            elements: stride(from: 0, to: answers.elements.count, by: 2).map {
                value(answers.elements[$0], answers.elements[$0 + 1])
            })
    }
}

extension Plane {
    /// The centre of mass of the squared values, from the lattice's centre, y down; (0, 0) for a plane of zeros.
    var centerOfEnergy: (x: Double, y: Double) {
        let center = size.center
        var sums = (mass: 0.0, x: 0.0, y: 0.0)
        for row in 0..<size.height {
            for column in 0..<size.width {
                let mass = Double(self[row, column]) * Double(self[row, column])
                sums.mass += mass
                sums.x += mass * (Double(column) - center.x)
                sums.y += mass * (Double(row) - center.y)
            }
        }
        return sums.mass > 0 ? (sums.x / sums.mass, sums.y / sums.mass) : (0, 0)
    }
}
