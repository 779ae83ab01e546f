import CRows
import Planes
import Workers

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

    /// Elements that lie together in the output and the input: those of the last axes, as many as go on.
    private struct Run {
        /// The last axes that are one run, how long it is, and how far from the place of the others it begins.
        var axes = 0, length = 1, start = 0

        init(_ steps: [[Int]]) {
            for steps in steps.reversed() {
                guard let first = steps.first, first != IndexMap.nowhere,
                    steps.indices.allSatisfy({ steps[$0] == first + $0 * length })
                else { return }
                (axes, length, start) = (axes + 1, length * steps.count, start + first)
            }
        }
    }

    /// How many indices the axes but the last ones have.
    private func places(withoutLast count: Int) -> Int {
        steps.contains(where: \.isEmpty) ? 0 : steps.dropLast(count).reduce(1) { $0 * $1.count }
    }

    /// Calls `body` for indices of the axes but the last ones, by default all: how many came before, and the place in the
    /// input, or `nil` where it is filled.
    private func forEachPlace(
        withoutLast count: Int, among numbers: Range<Int>? = nil, _ body: (_ number: Int, _ input: Int?) -> Void
    ) {
        let numbers = numbers ?? 0..<places(withoutLast: count)
        var index = [Int](repeating: 0, count: max(steps.count - count, 0))
        var left = numbers.lowerBound
        for axis in index.indices.reversed() where !steps[axis].isEmpty {
            (left, index[axis]) = left.quotientAndRemainder(dividingBy: steps[axis].count)
        }
        for number in numbers {
            var place: Int? = 0
            for (axis, i) in index.enumerated() {
                let step = steps[axis][i]
                place = step == Self.nowhere ? nil : place.map { $0 + step }
            }
            body(number, place)
            for axis in index.indices.reversed() {
                index[axis] += 1
                if index[axis] < steps[axis].count { break }
                index[axis] = 0
            }
        }
    }

    /// Elements that are moved at a time, about.
    private static let piece = 1 << 14

    /// The output.
    func apply<Element: Sendable>(
        to input: Tensor<Element>, fill: Element, _ workers: Workers
    ) throws(OperatorError) -> Tensor<Element> {
        let (run, last) = (Run(steps), steps.last ?? [0])
        // Of no axes there is one place.
        let (axes, length) = run.axes > 0 ? (run.axes, run.length) : (min(steps.count, 1), last.count)
        return try Tensor(checked: shape) { output in
            input.values.withUnsafeBufferPointer { values in
                guard let source = values.baseAddress, let start = output.baseAddress, !output.isEmpty else {
                    return output.update(repeating: fill)
                }
                nonisolated(unsafe) let (from, output) = (source, start)
                workers.inPieces(places(withoutLast: axes), of: max(Self.piece / length, 1)) { numbers in
                    forEachPlace(withoutLast: axes, among: numbers) { number, place in
                        let to = output + number * length
                        guard let place else { return to.update(repeating: fill, count: length) }
                        if run.axes > 0 { return to.update(from: from + place + run.start, count: length) }
                        for (index, step) in last.enumerated() {
                            to[index] = step == Self.nowhere ? fill : from[place + step]
                        }
                    }
                }
            }
        }
    }

    /// The way back: every element added to where it came from.
    func spread(_ output: Tensor<Float>, to shape: [Int]) -> Tensor<Float> {
        let (last, run) = (steps.last ?? [0], Run(steps))
        var input = Tensor<Float>(shape: shape, repeating: 0)
        input.update { values in
            output.values.withUnsafeBufferPointer { parts in
                guard let to = values.baseAddress, let from = parts.baseAddress else { return }
                if run.axes > 0 {
                    return forEachPlace(withoutLast: run.axes) { number, place in
                        guard let place else { return }
                        row_spread(run.length, to + place + run.start, 1, from + number * run.length)
                    }
                }
                forEachPlace(withoutLast: 1) { number, place in
                    guard let place else { return }
                    for (index, step) in last.enumerated() where step != Self.nowhere {
                        values[place + step] += parts[number * last.count + index]
                    }
                }
            }
        }
        return input
    }
}
