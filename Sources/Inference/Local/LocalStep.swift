import Networks
import Planes
import Workers

/// A step of a plan that can be done for some places of a map alone.
struct LocalStep: Sendable {
    /// Which places of its inputs a place of its output is made of.
    enum Reach: Sendable {
        /// Those under a window.
        case window(rows: Networks.Window, columns: Networks.Window, padding: Float)
        /// That at the same place of each.
        case place
    }

    let step: Plan.Step
    let reach: Reach
    /// The inputs that depend on the image.
    let maps: [String]
    var output: String { step.outputs[0] }

    /// The step, done locally; `nil` where one place of the output is made of all, or of others than windows say.
    ///
    /// - Parameters:
    ///   - step: of a plan of windows without padding.
    ///   - instance: of the same node as the network has it.
    ///   - shapes: of whole maps, by tensor.
    init?(_ step: Plan.Step, _ instance: OperatorInstance, shapes: [String: [Int]]) {
        guard step.outputs.count(where: { !$0.isEmpty }) == 1, !step.node.isChannelsLast,
            let shape = shapes[step.outputs[0]], shape.count == 4, shape[0] == 1
        else { return nil }
        self.step = step
        maps = step.inputs.indices.filter { step.known[$0] == nil && !step.inputs[$0].isEmpty }.map { step.inputs[$0] }
        guard !maps.isEmpty, maps.allSatisfy({ shapes[$0]?.count == 4 && shapes[$0]?[0] == 1 }) else { return nil }
        switch step.op {
        case .conv, .maxPool, .averagePool:
            guard maps.count == 1, let size = shapes[maps[0]], let windows = try? instance.windows, windows.count == 2,
                Self.staysNear(windows, size), step.op != .averagePool || Self.liesInside(windows, size)
            else { return nil }
            // Padding is never the largest.
            let padding = step.op == .maxPool ? -Float.infinity : 0
            reach = .window(rows: windows[0], columns: windows[1], padding: padding)
        case .concat where step.node.int("axis") == 1 || step.node.int("axis") == -3: reach = .place
        case .batchNormalization, .clip, .dropout, .lrn: reach = .place
        case _ where step.op == .prelu || step.op.kind == .pointwise:
            // Maps of one size, and numbers that are the same at every place.
            let sizes = Set(maps.compactMap { shapes[$0].map { Array($0.suffix(2)) } })
            let constants = step.known.compactMap { $0?.shape }
            guard sizes.count == 1,
                constants.allSatisfy({ elementCount($0) == 1 || $0.count > 2 && $0.suffix(2) == [1, 1] })
            else { return nil }
            reach = .place
        default: return nil
        }
    }

    /// The same step by another operation.
    init(_ other: LocalStep, operation: any Computation) {
        step = Plan.Step(
            node: other.step.node, inputs: other.step.inputs, outputs: other.step.outputs, operation: operation,
            known: other.step.known, isLastUse: other.step.isLastUse)
        (reach, maps) = (other.reach, other.maps)
    }

    /// Whether windows do not reach so far beyond the map that their padding, which is laid out here, is much more than it.
    private static func staysNear(_ windows: [Networks.Window], _ shape: [Int]) -> Bool {
        let padded = elementCount(windows.map { ($0.outputs - 1) * $0.stride + $0.span })
        return padded <= 4 * elementCount(Array(shape.suffix(2))) + Self.mostPadding
    }

    /// Places of padding that a map of any size may have: that of windows dilated by 18 on the smallest.
    private static let mostPadding = 1 << 12

    /// Whether no window runs over an end of the map: the mean of what lies outside is a matter of settings.
    private static func liesInside(_ windows: [Networks.Window], _ shape: [Int]) -> Bool {
        zip(windows, shape.suffix(2)).allSatisfy { window, size in
            window.before == 0 && (window.outputs - 1) * window.stride + window.span <= size
        }
    }

    /// The places of the output that read some of an input.
    func affected(by box: MapBox) -> MapBox {
        guard case .window(let rows, let columns, _) = reach else { return box }
        return MapBox(rows: rows.reading(box.rows), columns: columns.reading(box.columns))
    }

    /// The places of an input, on the map or beyond, that some of the output read.
    func read(by box: MapBox) -> MapBox {
        guard case .window(let rows, let columns, _) = reach else { return box }
        return MapBox(rows: rows.read(by: box.rows), columns: columns.read(by: box.columns))
    }

    /// Does the step for a box of its output.
    ///
    /// - Parameters:
    ///   - computed: what was computed of its inputs.
    ///   - background: all maps without a picture.
    func run(
        _ box: MapBox, _ computed: [String: LocalMap], over background: [String: Tensor<Float>], pictures: Int
    ) throws(InferenceError) -> LocalMap {
        let read = read(by: box)
        var (step, pitch, padding) = (1, read.columns.count, Float(0))
        if case .window(_, let columns, let value) = reach {
            (step, padding) = (columns.stride, value)
            pitch = (pitch + step - 1) / step * step
        }
        let window = LocalWindow(rows: read.rows, columns: read.columns, pitch: pitch, padding: padding)
        var inputs: [Value?] = []
        for (index, name) in self.step.inputs.enumerated() {
            guard let ground = background[name], self.step.known[index] == nil else {
                inputs.append(self.step.known[index])
                continue
            }
            inputs.append(.floats(window.laid(computed[name], over: ground, pictures: pictures)))
        }
        do throws(OperatorError) {
            var given = Inputs(inputs)
            guard case .floats(let values) = try self.step.operation.run(&given, Workers(1)).first else {
                throw OperatorError("it gives whole numbers")
            }
            return LocalMap(box: box, pictures: pictures, pitch: pitch / step, values: values)
        } catch {
            throw .impossible(node: self.step.label, op: self.step.op.name, reason: error.reason)
        }
    }
}

extension Networks.Window {
    /// The outputs that read some inputs.
    fileprivate func reading(_ inputs: Range<Int>) -> Range<Int> {
        guard !inputs.isEmpty else { return 0..<0 }
        let first = (max(0, inputs.lowerBound + before - span + 1) + stride - 1) / stride
        let last = min(outputs - 1, (inputs.upperBound - 1 + before) / stride)
        return first <= last ? first..<last + 1 : 0..<0
    }

    /// The inputs that some outputs read, holes too, in the padding too.
    fileprivate func read(by outputs: Range<Int>) -> Range<Int> {
        guard !outputs.isEmpty else { return 0..<0 }
        let first = outputs.lowerBound * stride - before
        return first..<(outputs.upperBound - 1) * stride - before + span
    }
}
