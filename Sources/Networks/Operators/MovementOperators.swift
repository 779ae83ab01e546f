/// Elements moved, repeated or left out, and maps read at other places.
extension Operator {
    /// As a matrix, cut at an axis.
    public static let flatten = Operator(
        "Flatten", .reshaping, .differentiable, passesValues: true, "the same values in a row")
    /// Under another shape.
    public static let reshape = Operator(
        "Reshape", .reshaping, .differentiable, passesValues: true, "the same values in another shape")
    /// Without axes of size 1.
    public static let squeeze = Operator("Squeeze", .reshaping, .differentiable, passesValues: true)
    /// With new axes of size 1.
    public static let unsqueeze = Operator("Unsqueeze", .reshaping, .differentiable, passesValues: true)
    /// Side by side along an axis.
    public static let concat = Operator(
        "Concat", .movement, .differentiable, "sets the channels of its inputs side by side")
    /// Channels to blocks of places.
    public static let depthToSpace = Operator("DepthToSpace", .movement, .differentiable)
    /// Repeated to a shape.
    public static let expand = Operator("Expand", .movement, .differentiable)
    /// Slices at given places of an axis.
    public static let gather = Operator("Gather", .movement, .differentiable, weights: [0])
    /// With margins.
    public static let pad = Operator("Pad", .movement, .differentiable, "sets a margin around each map")
    /// A part, in steps along axes.
    public static let slice = Operator("Slice", .movement, .differentiable)
    /// Blocks of places to channels.
    public static let spaceToDepth = Operator("SpaceToDepth", .movement, .differentiable)
    /// Cut along an axis.
    public static let split = Operator("Split", .movement, .differentiable)
    /// Repeated along axes.
    public static let tile = Operator("Tile", .movement, .differentiable)
    /// Axes in another order.
    public static let transpose = Operator(
        "Transpose", .movement, .differentiable, passesValues: true, "the same values in another order")
    /// Axes read at other places.
    public static let resize = Operator("Resize", .resampling, .differentiable, "makes maps larger or smaller")
    /// ``resize``, before version 10.
    public static let upsample = Operator("Upsample", .resampling, .differentiable, "makes maps larger")

    static let movements: [Operator] = [
        flatten, reshape, squeeze, unsqueeze, concat, depthToSpace, expand, gather, pad, slice, spaceToDepth, split,
        tile, transpose, resize, upsample,
    ]
}

/// Tensors made of shapes alone.
extension Operator {
    /// One value everywhere.
    public static let constantOfShape = Operator("ConstantOfShape", .shapeArithmetic, .forward)
    /// 1 on a diagonal, else 0.
    public static let eyeLike = Operator("EyeLike", .shapeArithmetic, .forward)
    /// Normal numbers by chance.
    public static let randomNormal = Operator("RandomNormal", .shapeArithmetic, .notRun)
    /// Uniform numbers by chance.
    public static let randomUniform = Operator("RandomUniform", .shapeArithmetic, .notRun)
    /// Numbers from start to limit.
    public static let range = Operator("Range", .shapeArithmetic, .forward)
    /// The shape of the input.
    public static let shape = Operator("Shape", .shapeArithmetic, .forward)
    /// How many elements the input has.
    public static let size = Operator("Size", .shapeArithmetic, .forward)

    static let shapeOperators: [Operator] = [
        constantOfShape, eyeLike, randomNormal, randomUniform, range, shape, size,
    ]
}

/// Elements chosen by their values, or put where further inputs say.
extension Operator {
    /// Elements at places of their own along an axis.
    public static let gatherElements = Operator("GatherElements", .selection, .forward)
    /// Slices at places of several axes.
    public static let gatherND = Operator("GatherND", .selection, .forward)
    /// Maps read at places that a second tensor gives, between elements.
    public static let gridSample = Operator("GridSample", .selection, .forward)
    /// The places of what is not 0.
    public static let nonZero = Operator("NonZero", .selection, .forward)
    /// 1 at a place of a new axis, else 0.
    public static let oneHot = Operator("OneHot", .selection, .forward)
    /// Elements written to places along an axis.
    public static let scatterElements = Operator("ScatterElements", .selection, .forward)
    /// Slices written to places of several axes.
    public static let scatterND = Operator("ScatterND", .selection, .forward)
    /// The largest along an axis, and where they are.
    public static let topK = Operator("TopK", .selection, .forward)

    static let selections: [Operator] = [
        gatherElements, gatherND, gridSample, nonZero, oneHot, scatterElements, scatterND, topK,
    ]
}

/// Layers that hand a state on from place to place.
extension Operator {
    /// A recurrent layer with gates (Cho et al. 2014).
    public static let gru = Operator("GRU", .recurrence, .forward, weights: [1, 2, 3])
    /// A recurrent layer with a memory (Hochreiter & Schmidhuber 1997).
    public static let lstm = Operator("LSTM", .recurrence, .forward, weights: [1, 2, 3])
    /// A recurrent layer.
    public static let rnn = Operator("RNN", .recurrence, .forward, weights: [1, 2, 3])

    /// ``lstm`` with weights of few bits.
    public static let dynamicQuantizeLSTM = Operator(
        "DynamicQuantizeLSTM", .recurrence, .forward, domain: microsoft, weights: [1, 2, 3])

    static let recurrences: [Operator] = [gru, lstm, rnn, dynamicQuantizeLSTM]
}

/// Operators of which only the name is known: what they give is said to see the whole image.
extension Operator {
    /// A tensor of the file.
    public static let constant = Operator("Constant", .unknown, .notRun)

    /// One body or another, as a condition says.
    public static let `if` = Operator("If", .unknown, .notRun)
    /// A body again and again.
    public static let loop = Operator("Loop", .unknown, .notRun)
    /// A body for each part along an axis.
    public static let scan = Operator("Scan", .unknown, .notRun)

    static let unfollowed: [Operator] = [constant, `if`, loop, scan]
}
