/// Convolutions and pools: windows that slide, and pools of whole channels.
extension Operator {
    /// A correlation with kernels.
    public static let conv = Operator(
        "Conv", .convolution(kernel: 1), .differentiable, weights: [1, 2], "{kernels}{step}{groups}")
    /// ``conv`` of whole numbers.
    public static let convInteger = Operator("ConvInteger", .convolution(kernel: 1), .forward, weights: [1])
    /// Every input spread through kernels.
    public static let convTranspose = Operator(
        "ConvTranspose", .convolution(kernel: 1), .differentiable, weights: [1, 2],
        "spreads every unit through kernels{kernel}{step}")
    /// ``conv`` of quantised numbers.
    public static let qLinearConv = Operator("QLinearConv", .convolution(kernel: 3), .forward, weights: [3, 8])
    /// The mean under a window.
    public static let averagePool = Operator(
        "AveragePool", .pool, .differentiable, "the mean of every {window} units{step}")
    /// The norm under a window.
    public static let lpPool = Operator("LpPool", .pool, .differentiable)
    /// The largest under a window.
    public static let maxPool = Operator("MaxPool", .pool, .differentiable, "the largest of every {window} units{step}")
    /// The mean of a channel.
    public static let globalAveragePool = Operator(
        "GlobalAveragePool", .globalPool, .differentiable, "the mean of each map")
    /// The norm of a channel.
    public static let globalLpPool = Operator("GlobalLpPool", .globalPool, .differentiable)
    /// The largest of a channel.
    public static let globalMaxPool = Operator("GlobalMaxPool", .globalPool, .differentiable, "the largest of each map")

    static let windowOperators: [Operator] = [
        conv, convInteger, convTranspose, qLinearConv, averagePool, lpPool, maxPool, globalAveragePool, globalLpPool,
        globalMaxPool,
    ]
}

/// Sums of products.
extension Operator {
    /// Sums of products by an equation of letters.
    public static let einsum = Operator("Einsum", .product(second: 1), .differentiable)
    /// α·A·B + β·C, of matrices.
    public static let gemm = Operator(
        "Gemm", .product(second: 1), .differentiable, weights: [1, 2], "each unit a weighted sum of {inputs} before it")
    /// A·B, matrices in the last two axes.
    public static let matMul = Operator(
        "MatMul", .product(second: 1), .differentiable, weights: [0, 1],
        "each unit a weighted sum of {inputs} before it")
    /// ``matMul`` of whole numbers.
    public static let matMulInteger = Operator("MatMulInteger", .product(second: 1), .forward, weights: [0, 1])
    /// ``matMul`` of quantised numbers.
    public static let qLinearMatMul = Operator("QLinearMatMul", .product(second: 3), .forward, weights: [0, 3])

    static let products: [Operator] = [
        einsum, gemm, matMul, matMulInteger, qLinearMatMul,
    ]
}

/// Axes taken together.
extension Operator {
    /// The place of the largest along an axis.
    public static let argMax = Operator("ArgMax", .reduction, .forward)
    /// The place of the smallest along an axis.
    public static let argMin = Operator("ArgMin", .reduction, .forward)
    /// Σ |x| along axes.
    public static let reduceL1 = Operator("ReduceL1", .reduction, .differentiable)
    /// √Σ x² along axes.
    public static let reduceL2 = Operator("ReduceL2", .reduction, .differentiable)
    /// ln Σ x along axes.
    public static let reduceLogSum = Operator("ReduceLogSum", .reduction, .differentiable)
    /// ln Σ eˣ along axes.
    public static let reduceLogSumExp = Operator("ReduceLogSumExp", .reduction, .differentiable)
    /// The largest along axes.
    public static let reduceMax = Operator("ReduceMax", .reduction, .differentiable)
    /// The mean along axes.
    public static let reduceMean = Operator("ReduceMean", .reduction, .differentiable, "means along axes")
    /// The smallest along axes.
    public static let reduceMin = Operator("ReduceMin", .reduction, .differentiable)
    /// The product along axes.
    public static let reduceProd = Operator("ReduceProd", .reduction, .forward)
    /// Σ x along axes.
    public static let reduceSum = Operator("ReduceSum", .reduction, .differentiable)
    /// Σ x² along axes.
    public static let reduceSumSquare = Operator("ReduceSumSquare", .reduction, .differentiable)

    static let reductions: [Operator] = [
        argMax, argMin, reduceL1, reduceL2, reduceLogSum, reduceLogSumExp, reduceMax, reduceMean, reduceMin, reduceProd,
        reduceSum, reduceSumSquare,
    ]
}
