/// Operators on each element of the first input, adjusted by further inputs.
extension Operator {
    /// Each channel by a mean and a variance that were measured in training.
    public static let batchNormalization = Operator(
        "BatchNormalization", .adjusted, .differentiable, weights: [1, 2], "shifts and scales each channel, as learned")
    /// 0 or 1 by chance.
    public static let bernoulli = Operator("Bernoulli", .adjusted, .notRun)
    /// The first input as the second's type.
    public static let castLike = Operator("CastLike", .adjusted, .forward)
    /// x between two bounds.
    public static let clip = Operator("Clip", .adjusted, .differentiable, "cuts values off at both ends")
    /// (x − zero point) · scale.
    public static let dequantizeLinear = Operator("DequantizeLinear", .adjusted, .forward)
    /// ``dequantizeLinear``, of another runtime.
    public static let microsoftDequantizeLinear = Operator(
        "DequantizeLinear", .adjusted, .forward, domain: microsoft)
    /// x, when the network runs.
    public static let dropout = Operator(
        "Dropout", .adjusted, .differentiable, passesValues: true, "changes nothing when the network runs")
    /// x in 8 bits, with its scale and zero point.
    public static let dynamicQuantizeLinear = Operator("DynamicQuantizeLinear", .adjusted, .forward)
    /// x · scale + a bias per channel.
    public static let imageScaler = Operator("ImageScaler", .adjusted, .notRun)
    /// x, or a learned slope times x below 0.
    public static let prelu = Operator(
        "PRelu", .adjusted, .differentiable, weights: [1], "shrinks what is negative, by learned factors")
    /// x/scale + zero point, rounded.
    public static let quantizeLinear = Operator("QuantizeLinear", .adjusted, .forward)
    /// ``quantizeLinear``, of another runtime.
    public static let microsoftQuantizeLinear = Operator("QuantizeLinear", .adjusted, .forward, domain: microsoft)
    /// A triangle of a matrix, 0 elsewhere.
    public static let trilu = Operator("Trilu", .adjusted, .differentiable)

    /// x rounded to few bits, as what these stand for: QONNX's.
    public static let quant = Operator("Quant", .adjusted, .differentiable, domain: "qonnx.custom_op.general")

    static let adjustedOperators: [Operator] = [
        batchNormalization, bernoulli, castLike, clip, dequantizeLinear, dropout, dynamicQuantizeLinear, imageScaler,
        prelu, quant, quantizeLinear, trilu, microsoftDequantizeLinear, microsoftQuantizeLinear,
    ]
}

/// Operators on each element together with others of its channel, of other channels or along an axis.
extension Operator {
    /// x/(k + α/n · Σ x²)^β over neighbouring channels.
    public static let lrn = Operator(
        "LRN", .acrossChannels, .differentiable, "divides every unit by its neighbours in other channels")
    /// The sum up to each place of an axis.
    public static let cumSum = Operator("CumSum", .alongAxis(.before), .forward)
    /// 1 at the largest along an axis, else 0.
    public static let hardmax = Operator("Hardmax", .alongAxis(.axisSince13), .forward)
    /// The logarithm of ``softmax``.
    public static let logSoftmax = Operator("LogSoftmax", .alongAxis(.axisSince13), .differentiable)
    /// eˣ/Σ eˣ along an axis.
    public static let softmax = Operator(
        "Softmax", .alongAxis(.axisSince13), .differentiable, "makes probabilities, e^value / Σ e^value")
    /// x over its norm along an axis.
    public static let lpNormalization = Operator("LpNormalization", .alongAxis(.axis), .differentiable)
    /// Mean 0 and variance 1 from an axis on, scaled.
    public static let layerNormalization = Operator(
        "LayerNormalization", .alongAxis(.onward), .differentiable, weights: [1, 2],
        "takes the mean away and divides by the spread")
    /// x over its root mean square from an axis on, scaled.
    public static let rmsNormalization = Operator(
        "RMSNormalization", .alongAxis(.onward), .differentiable, weights: [1])
    /// Mean 0 and variance 1 in each group of channels, scaled.
    public static let groupNormalization = Operator(
        "GroupNormalization", .withinChannel, .differentiable, weights: [1, 2])
    /// Mean 0 and variance 1 in each channel, scaled.
    public static let instanceNormalization = Operator(
        "InstanceNormalization", .withinChannel, .differentiable, weights: [1, 2],
        "takes each map's mean away and divides by its spread")
    /// Mean 0 and variance 1 along axes.
    public static let meanVarianceNormalization = Operator("MeanVarianceNormalization", .withinChannel, .differentiable)

    static let normalizations: [Operator] = [
        lrn, cumSum, hardmax, logSoftmax, softmax, lpNormalization, layerNormalization, rmsNormalization,
        groupNormalization, instanceNormalization, meanVarianceNormalization,
    ]
}
