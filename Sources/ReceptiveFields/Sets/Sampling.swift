import Networks

/// Which inputs along an axis each output reads: a window, a slice, a resize, a padding.
///
/// The outputs repeat: output `u + period` reads what output *u* reads, `advance` inputs further on.
struct Sampling: Sendable {
    /// Inputs at equal distances: `first`, `first + step` … `count` of them.
    struct Taps: Hashable {
        var first: Int
        var step = 1
        var count = 1

        var last: Int { first + step * (count - 1) }
    }

    /// What stands in for inputs outside the axis.
    enum Edge {
        /// Nothing: zeros, which see no pixel.
        case nothing
        /// The first and the last input.
        case nearest
        /// The axis mirrored, the edge itself not repeated.
        case mirror
        /// The axis begun again.
        case around
    }

    /// Inputs along the axis.
    let inputs: Int
    /// Outputs along the axis.
    let outputs: Int
    /// Outputs after which reading repeats.
    let period: Int
    /// Inputs by which it has then moved on.
    let advance: Int
    /// What stands in for inputs outside the axis.
    var edge = Edge.nothing
    /// The inputs of an output, those outside the axis included. Defined for every whole number.
    let taps: @Sendable (Int) -> Taps

    /// The inputs of an output that are there.
    func present(_ output: Int) -> Taps {
        let taps = taps(output)
        guard inputs > 0 else { return Taps(first: 0, count: 0) }
        let limit = inputs - 1
        if taps.first >= 0, taps.last <= limit, taps.last >= 0, taps.first <= limit { return taps }
        switch edge {
        case .nothing: return taps.clipped(to: limit)
        case .nearest:
            let inside = taps.clipped(to: limit)
            return inside.count > 0 ? inside : Taps(first: taps.first < 0 ? 0 : limit)
        case .mirror:
            let cycle = max(1, 2 * limit)
            let place = ((taps.first % cycle) + cycle) % cycle
            return Taps(first: min(place, cycle - place))
        case .around: return Taps(first: ((taps.first % inputs) + inputs) % inputs)
        }
    }
}

extension Sampling.Taps {
    /// Those from 0 to `limit`.
    fileprivate func clipped(to limit: Int) -> Sampling.Taps {
        guard count > 0, step > 0 else { return Sampling.Taps(first: 0, count: 0) }
        let skipped = first < 0 ? (-first + step - 1) / step : 0
        let kept = last > limit ? count - (last - limit + step - 1) / step : count
        return Sampling.Taps(first: first + skipped * step, step: step, count: max(0, kept - skipped))
    }
}

extension Sampling {
    /// A convolution's or a pool's window.
    init(_ window: Window, inputs: Int) {
        let (stride, dilation, kernel, before) = (window.stride, window.dilation, window.kernel, window.before)
        guard window.isTransposed else {
            self.init(inputs: inputs, outputs: window.outputs, period: 1, advance: stride) {
                Taps(first: stride * $0 - before, step: dilation, count: kernel)
            }
            return
        }
        // Output u is written to by the inputs v with stride·v − before + dilation·j = u: the j that leave no
        // remainder lie `each` apart, and the inputs they belong to `step` apart.
        let common = greatestCommonDivisor(stride, dilation)
        let (each, step) = (stride / common, dilation / common)
        self.init(inputs: inputs, outputs: window.outputs, period: stride, advance: 1) { output in
            let target = output + before
            guard let j = (0..<min(each, kernel)).first(where: { (target - dilation * $0) % stride == 0 }) else {
                return Taps(first: 0, count: 0)
            }
            let count = (kernel - 1 - j) / each + 1
            let last = (target - dilation * j) / stride
            return Taps(first: last - step * (count - 1), step: step, count: count)
        }
    }

    /// A resize. Its period is that of the scale as a fraction.
    init(_ resampling: Resampling) {
        let isFitted = resampling.coordinates == "align_corners" || resampling.coordinates == "tf_crop_and_resize"
        let ratio =
            isFitted && resampling.outputs > 1
            ? Fraction(resampling.outputs - 1, max(1, resampling.inputs - 1)) : Fraction(resampling.scale)
        self.init(
            inputs: resampling.inputs, outputs: resampling.outputs, period: ratio.numerator,
            advance: ratio.denominator, edge: .nearest
        ) { output in
            // Single precision is exact about the origin, and the outputs repeat.
            let turns = output >= 0 && output < resampling.outputs ? 0 : floorDivision(output, ratio.numerator)
            let taps = resampling.taps(output - turns * ratio.numerator)
            return Taps(first: (taps.first ?? 0) + turns * ratio.denominator, count: taps.count)
        }
    }

    /// Every `step`th input from `start`.
    init(start: Int, step: Int, outputs: Int, inputs: Int) {
        self.init(inputs: inputs, outputs: outputs, period: 1, advance: step) { Taps(first: start + step * $0) }
    }

    /// A padding, or where negative a cut.
    init(before: Int, after: Int, inputs: Int, edge: Edge) {
        self.init(inputs: inputs, outputs: inputs + before + after, period: 1, advance: 1, edge: edge) {
            Taps(first: $0 - before)
        }
    }

    /// Each input repeated: `aabbcc`.
    init(repeating inputs: Int, each times: Int) {
        self.init(inputs: inputs, outputs: inputs * times, period: times, advance: 1) {
            Taps(first: floorDivision($0, times))
        }
    }

    /// All inputs repeated: `abcabc`.
    init(tiling inputs: Int, times: Int) {
        self.init(inputs: inputs, outputs: inputs * times, period: inputs, advance: 0) {
            Taps(first: $0 - floorDivision($0, inputs) * inputs)
        }
    }
}

/// A ratio of whole numbers.
struct Fraction {
    private(set) var numerator: Int
    private(set) var denominator: Int

    /// A ratio in lowest terms.
    init(_ numerator: Int, _ denominator: Int) {
        let common = greatestCommonDivisor(numerator, denominator)
        self.numerator = numerator / common
        self.denominator = denominator / common
    }

    /// The simplest ratio that a scale in single precision can mean, by its continued fraction.
    init(_ scale: Float) {
        var (p, q, lastP, lastQ) = (1, 0, 0, 1)
        var rest = Double(scale)
        repeat {
            let whole = rest.rounded(.down)
            guard whole < 1e9, p < 1 << 32 else { break }
            (p, q, lastP, lastQ) = (Int(whole) * p + lastP, Int(whole) * q + lastQ, p, q)
            rest = 1 / (rest - whole)
        } while abs(Double(p) / Double(q) / Double(scale) - 1) > 1e-7 && q < 1 << 20 && rest.isFinite
        self.init(max(p, 1), max(q, 1))
    }
}

func greatestCommonDivisor(_ a: Int, _ b: Int) -> Int {
    var (a, b) = (a, b)
    while b != 0 { (a, b) = (b, a % b) }
    return max(a, 1)
}

/// The quotient rounded down, also for negative numbers.
func floorDivision(_ a: Int, _ b: Int) -> Int {
    let quotient = a / b
    return a % b != 0 && (a < 0) != (b < 0) ? quotient - 1 : quotient
}
