/// What an operator does to places: which elements of its inputs an element of its output depends on.
///
/// A kind has one rule for shapes (``OperatorInstance``) and one for receptive fields; only where the operators of a kind
/// differ do the rules look at the operator itself.
public enum OperatorKind: Hashable, Sendable {
    /// Every element from the element at its place, of one input or of several that are stretched to one shape.
    case pointwise
    /// As `pointwise`, but the further inputs are settings: the shape is the first input's.
    case adjusted
    /// As `adjusted`, from the elements of all channels (axis 1) at a place.
    case acrossChannels
    /// As `adjusted`, from elements along an axis.
    case alongAxis(AxisReach)
    /// As `adjusted`, from all elements of a channel.
    case withinChannel
    /// A window that slides and sums products; `kernel` is the input that holds the weights.
    case convolution(kernel: Int)
    /// A window that slides over each channel by itself.
    case pool
    /// All elements of a channel, pooled.
    case globalPool
    /// Axes taken together.
    case reduction
    /// The same elements in the same order, under another shape.
    case reshaping
    /// Elements moved, repeated or left out, by shapes alone.
    case movement
    /// Axes read at other places, between elements.
    case resampling
    /// Elements chosen by values, or put to places that are computed: each may come from any.
    case selection
    /// A state that is handed on along the first axis, from all features of a place.
    case recurrence
    /// Sums of products; `second` is the input that holds the second factor.
    case product(second: Int)
    /// Whole numbers from shapes: no element is looked at.
    case shapeArithmetic
    /// Not known.
    case unknown

    /// How far along an axis an element depends on others.
    public enum AxisReach: Hashable, Sendable {
        /// On all elements along the axis.
        case axis
        /// On all elements along the axis; before version 13, along the axes after it too.
        case axisSince13
        /// On all elements along the axis and the axes after it.
        case onward
        /// On those before it along the axis that an input names.
        case before
    }

    /// Whether a window slides over the axes after the first two.
    public var hasWindow: Bool {
        switch self {
        case .convolution, .pool: true
        default: false
        }
    }
}
