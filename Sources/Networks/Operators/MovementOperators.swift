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
    public static let eyeLike = Operator("EyeLike", .shapeArithmetic, .notRun)
    /// Normal numbers by chance.
    public static let randomNormal = Operator("RandomNormal", .shapeArithmetic, .notRun)
    /// Uniform numbers by chance.
    public static let randomUniform = Operator("RandomUniform", .shapeArithmetic, .notRun)
    /// Numbers from start to limit.
    public static let range = Operator("Range", .shapeArithmetic, .notRun)
    /// The shape of the input.
    public static let shape = Operator("Shape", .shapeArithmetic, .forward)
    /// How many elements the input has.
    public static let size = Operator("Size", .shapeArithmetic, .notRun)

    static let shapeOperators: [Operator] = [
        constantOfShape, eyeLike, randomNormal, randomUniform, range, shape, size,
    ]
}

/// Operators of which only the name and the weights are known: what they give is said to see the whole image.
extension Operator {
    /// A tensor of the file.
    public static let constant = Operator("Constant", .unknown, .notRun)
    /// A recurrent layer with gates.
    public static let gru = Operator("GRU", .unknown, .notRun, weights: [1, 2, 3])
    /// A recurrent layer with a memory.
    public static let lstm = Operator("LSTM", .unknown, .notRun, weights: [1, 2, 3])
    /// A recurrent layer.
    public static let rnn = Operator("RNN", .unknown, .notRun, weights: [1, 2, 3])

    static let unfollowed: [Operator] = [constant, gru, lstm, rnn]
}
