public import Inference
public import Networks
internal import Planes
public import Workers

/// How many digits a network reads rightly.
public struct Accuracy: Hashable, Sendable {
    /// Rightly read, and all.
    public let right, count: Int

    /// A mark.
    public init(right: Int, count: Int) {
        self.right = right
        self.count = count
    }

    /// The part rightly read.
    public var fraction: Double { count == 0 ? 0 : Double(right) / Double(count) }

    /// Marks a network's answers.
    ///
    /// - Throws: ``Inference/InferenceError`` as ``Inference/Runner``.
    public init(of network: Network, on digits: Digits, workers: Workers) throws(InferenceError) {
        let answer = network.outputs[0]
        let runner = try Runner(network, giving: [answer], workers: workers)
        var right = 0
        for start in stride(from: 0, to: digits.count, by: Self.batch) {
            let batch = digits.picked(start..<min(start + Self.batch, digits.count))
            guard let scores = try runner.run(batch.images)[answer] else { continue }
            for (example, label) in batch.labels.enumerated() {
                let places = example * Architecture.classes..<(example + 1) * Architecture.classes
                let row = scores.values[places]
                if row.indices.max(by: { row[$0] < row[$1] }) == places.lowerBound + label { right += 1 }
            }
        }
        self.init(right: right, count: digits.count)
    }

    private static let batch = 250

    /// Marks on the digits moved by some pixels to the right, left, bottom and top, together.
    ///
    /// - Throws: ``Inference/InferenceError`` as ``Inference/Runner``.
    public static func moved(
        by pixels: Int, of network: Network, on digits: Digits, workers: Workers
    ) throws(InferenceError) -> Accuracy {
        var (right, count) = (0, 0)
        for (x, y) in [(pixels, 0), (-pixels, 0), (0, pixels), (0, -pixels)] {
            let accuracy = try Accuracy(of: network, on: digits.moved(right: x, down: y), workers: workers)
            right += accuracy.right
            count += accuracy.count
        }
        return Accuracy(right: right, count: count)
    }
}
