/// A window that slides along one axis, and how many places it has there:
///
///     (N + 2p − d(f − 1) − 1)/s + 1
///
/// for a size of N, a padding of p at each end, a kernel of f taps d apart, a stride of s. Where that is not whole, the
/// last place would stand beyond the end.
public struct Sliding: Hashable, Sendable {
    /// Pixels along the axis.
    public let size: Int
    /// Taps of the kernel.
    public let kernel: Int
    /// Pixels from one place to the next.
    public let stride: Int
    /// Pixels added at each end.
    public let padding: Int
    /// Pixels from tap to tap.
    public let dilation: Int

    /// A window.
    ///
    /// - Throws: ``LessonError/doesNotFit(kernel:into:)`` where not one place is inside.
    /// - Precondition: all are positive; the padding is not negative.
    public init(
        size: Int, kernel: Int, stride: Int = 1, padding: Int = 0, dilation: Int = 1
    ) throws(LessonError) {
        precondition(size > 0 && kernel > 0 && stride > 0 && padding >= 0 && dilation > 0, "sizes are positive")
        self.size = size
        self.kernel = kernel
        self.stride = stride
        self.padding = padding
        self.dilation = dilation
        guard room >= 0 else { throw .doesNotFit(kernel: span, into: padded) }
    }

    /// From the first to the last tap, both counted.
    public var span: Int { dilation * (kernel - 1) + 1 }
    /// Pixels along the axis, padding included.
    public var padded: Int { size + 2 * padding }
    /// How far the window can move.
    public var room: Int { padded - span }
    /// What the formula gives, whole or not.
    public var exact: Double { Double(room) / Double(stride) + 1 }
    /// Whether that is whole.
    public var fits: Bool { rest == 0 }
    /// Pixels at the end that no window reaches, padding included.
    public var rest: Int { room % stride }
    /// Places wholly inside: the formula rounded down.
    public var count: Int { room / stride + 1 }
    /// Places in ceil mode: one more where the formula is not whole, unless it would begin in the padding at the end.
    public var countInCeilMode: Int {
        fits || count * stride >= size + padding ? count : count + 1
    }
    /// Pixels that would have to be added in all, to make the formula whole by one more place.
    public var missing: Int { fits ? 0 : stride - rest }
    /// The first pixel under a place; negative in the padding.
    public func start(_ place: Int) -> Int { place * stride - padding }

    /// Whether a tap of a place lies on a pixel.
    func covers(_ pixel: Int, at place: Int) -> Bool {
        let offset = pixel - start(place)
        return (0..<span).contains(offset) && offset.isMultiple(of: dilation)
    }
}
