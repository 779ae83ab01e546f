/// What the operations of ONNX do to places, by name; those of other domains are not known.
public enum OperatorKind: Hashable, Sendable {
    /// Every element from the element at its place, of one input or of several that are stretched to one shape.
    case pointwise
    /// As `pointwise`, but the further inputs are settings: the shape is the first input's.
    case adjusted
    /// As `adjusted`, from the elements of all channels (axis 1) at a place.
    case acrossChannels
    /// As `adjusted`, from all elements along an axis, or from this axis on.
    case alongAxis
    /// As `adjusted`, from all elements of a channel.
    case withinChannel
    /// A window that slides: convolutions and pools.
    case window
    /// All elements of a channel, pooled.
    case globalPool
    /// Axes taken together.
    case reduction
    /// Elements moved, repeated or left out, by shapes alone.
    case movement
    /// Sums of products.
    case product
    /// Whole numbers from shapes: no element is looked at.
    case shapeArithmetic
    /// Not known.
    case unknown

    /// The kind of an operation of ONNX's own.
    public init(of node: Node) {
        self =
            node.domain.isEmpty || node.domain == "com.microsoft" && Self.microsoft.contains(node.op)
            ? Self.kinds[node.op] ?? .unknown : .unknown
    }

    /// Operations of a runtime's that mean what their names say.
    private static let microsoft: Set = [
        "Gelu", "FastGelu", "QuickGelu", "BiasGelu", "DequantizeLinear", "QuantizeLinear",
    ]

    private static let kinds: [String: OperatorKind] = {
        let names: [(OperatorKind, String)] = [
            (
                .pointwise,
                """
                Abs Acos Acosh Add And Asin Asinh Atan Atanh BiasGelu BitShift BitwiseAnd BitwiseNot BitwiseOr BitwiseXor \
                Cast Ceil Celu Cos Cosh Div Elu Equal Erf Exp FastGelu Floor Gelu Greater GreaterOrEqual HardSigmoid \
                HardSwish Identity IsInf IsNaN LeakyRelu Less LessOrEqual Log Max Mean Min Mish Mod Mul Neg Not Or Pow \
                QuickGelu Reciprocal Relu Round Selu Shrink Sigmoid Sign Sin Sinh Softplus Softsign Sqrt Sub Sum Swish \
                Tan Tanh ThresholdedRelu Where Xor
                """
            ),
            (
                .adjusted,
                """
                BatchNormalization Bernoulli CastLike Clip DequantizeLinear Dropout DynamicQuantizeLinear ImageScaler \
                PRelu QuantizeLinear Trilu
                """
            ),
            (.acrossChannels, "LRN"),
            (.alongAxis, "CumSum Hardmax LayerNormalization LogSoftmax LpNormalization RMSNormalization Softmax"),
            (.withinChannel, "GroupNormalization InstanceNormalization MeanVarianceNormalization"),
            (.window, "AveragePool Conv ConvInteger ConvTranspose LpPool MaxPool QLinearConv"),
            (.globalPool, "GlobalAveragePool GlobalLpPool GlobalMaxPool"),
            (
                .reduction,
                """
                ArgMax ArgMin ReduceL1 ReduceL2 ReduceLogSum ReduceLogSumExp ReduceMax ReduceMean ReduceMin ReduceProd \
                ReduceSum ReduceSumSquare
                """
            ),
            (
                .movement,
                """
                Concat DepthToSpace Expand Flatten Gather Pad Reshape Resize Slice SpaceToDepth Split Squeeze Tile \
                Transpose Unsqueeze Upsample
                """
            ),
            (.product, "Einsum Gemm MatMul MatMulInteger QLinearMatMul"),
            (.shapeArithmetic, "ConstantOfShape EyeLike RandomNormal RandomUniform Range Shape Size"),
        ]
        return Dictionary(
            uniqueKeysWithValues: names.flatMap { kind, names in names.split(separator: " ").map { (String($0), kind) }
            })
    }()
}
