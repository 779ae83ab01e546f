import Planes

/// An arrangement: each element of the output is one of the input, or a fill, told axis by axis.
///
/// The place in the input is the sum over the output's axes of a step that depends on that axis's index alone.
/// Transposing, slicing, repeating, padding and picking are all of this kind; so the derivative is one, too: each
/// cotangent goes back to where its element came from.
struct IndexMap: Sendable {
    /// The step for a place that comes from nowhere and is filled.
    static let nowhere = Int.min

    /// For each axis of the output, for each index, the step into the input.
    let steps: [[Int]]

    /// The shape of the output.
    var shape: [Int] { steps.map(\.count) }

    /// Distances between neighbours along each axis of a tensor.
    static func strides(_ shape: [Int]) -> [Int] {
        var strides = [Int](repeating: 1, count: shape.count)
        for axis in shape.indices.dropLast().reversed() { strides[axis] = strides[axis + 1] * max(shape[axis + 1], 1) }
        return strides
    }

    /// Each axis of the output from an axis of the input, at given indices; `nil` fills.
    ///
    /// Axes of the input that are not named stay at index 0.
    init(of shape: [Int], _ axes: [(axis: Int, indices: [Int?])]) {
        let strides = Self.strides(shape)
        steps = axes.map { axis, indices in indices.map { $0.map { $0 * strides[axis] } ?? Self.nowhere } }
    }

    /// The input with the indices along one axis picked.
    init(of shape: [Int], axis: Int, indices: [Int?]) {
        self.init(
            of: shape, shape.indices.map { ($0, $0 == axis ? indices : (0..<shape[$0]).map { Optional($0) }) })
    }

    /// Calls `body` with every run along the last axis: where it begins in the output, and its place in the input, or
    /// `nil` where it is filled.
    private func forEachRun(_ body: (_ output: Int, _ input: Int?) -> Void) {
        let outer = steps.dropLast()
        let length = steps.last?.count ?? 1
        let runs = outer.reduce(1) { $0 * $1.count }
        guard runs > 0, length > 0 else { return }
        var index = [Int](repeating: 0, count: outer.count)
        for run in 0..<runs {
            var place: Int? = 0
            for (axis, i) in index.enumerated() {
                let step = steps[axis][i]
                place = step == Self.nowhere ? nil : place.map { $0 + step }
            }
            body(run * length, place)
            for axis in index.indices.reversed() {
                index[axis] += 1
                if index[axis] < steps[axis].count { break }
                index[axis] = 0
            }
        }
    }

    /// The output.
    func apply<Element>(to input: Tensor<Element>, fill: Element) throws(OperatorError) -> Tensor<Element> {
        let last = steps.last ?? [0]
        let isRun = last.indices.allSatisfy { last[$0] == last[0] + $0 } && last.first != Self.nowhere
        return try Tensor(checked: shape) { output in
            input.values.withUnsafeBufferPointer { values in
                forEachRun { start, place in
                    if let place, isRun {
                        for index in last.indices { output[start + index] = values[place + last[0] + index] }
                    } else {
                        for (index, step) in last.enumerated() {
                            let isFilled = place == nil || step == Self.nowhere
                            output[start + index] = isFilled ? fill : values[(place ?? 0) + step]
                        }
                    }
                }
            }
        }
    }

    /// The way back: every element added to where it came from.
    func spread(_ output: Tensor<Float>, to shape: [Int]) -> Tensor<Float> {
        let last = steps.last ?? [0]
        var input = Tensor<Float>(shape: shape, repeating: 0)
        input.update { values in
            forEachRun { start, place in
                guard let place else { return }
                for (index, step) in last.enumerated() where step != Self.nowhere {
                    values[place + step] += output.values[start + index]
                }
            }
        }
        return input
    }
}
