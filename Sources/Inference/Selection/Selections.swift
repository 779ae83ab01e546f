import Networks
import Planes
import Workers

extension Factories {
    static let selections: [Operator: Factory] = [
        .argMax: { (context) throws(OperatorError) in Extreme(context: context, isLargest: true) },
        .argMin: { (context) throws(OperatorError) in Extreme(context: context, isLargest: false) },
        .hardmax: { (context) throws(OperatorError) in Hardmax(context: context) },
        .topK: { (context) throws(OperatorError) in Largest(context: context) },
        .nonZero: { (_) throws(OperatorError) in NonZero() },
        .oneHot: { (context) throws(OperatorError) in OneHot(context: context) },
        .gatherElements: { (context) throws(OperatorError) in GatherElements(context: context) },
        .gridSample: { (context) throws(OperatorError) in try GridSample(context) },
        .gatherND: { (context) throws(OperatorError) in GatherSlices(context: context) },
        .scatterElements: { (context) throws(OperatorError) in try Scatter(context, isElements: true) },
        .scatterND: { (context) throws(OperatorError) in try Scatter(context, isElements: false) },
        .cumSum: { (context) throws(OperatorError) in RunningSum(context: context) },
    ]
}

extension Value {
    /// The elements at places, under a shape of as many.
    func picked(_ places: [Int], as shape: [Int]) -> Value {
        switch self {
        case .floats(let tensor): .floats(Tensor(shape: shape, values: places.map { tensor.values[$0] }))
        case .integers(let tensor): .integers(Tensor(shape: shape, values: places.map { tensor.values[$0] }))
        }
    }
}
