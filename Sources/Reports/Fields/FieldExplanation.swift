import Networks
public import ReceptiveFields

/// The arithmetic of a field line by line, as a student would write it, from the image to a layer.
public struct FieldExplanation: Sendable {
    private let fields: ReceptiveFields
    private let target: TensorField

    /// The arithmetic that leads to a tensor.
    public init(_ fields: ReceptiveFields, of target: TensorField) {
        self.fields = fields
        self.target = target
    }

    /// A field along one axis before a step.
    private struct State: Equatable {
        let size: Int
        let stride, start: Double?
    }

    /// The lines; rows and columns apart where they differ.
    public var lines: [String] {
        let steps = fields.ancestry(of: target)
        let rows = axis(steps, \.rows) { self.fields.windows(of: $0)?.rows }
        let columns = axis(steps, \.columns) { self.fields.windows(of: $0)?.columns }
        let title = "How far a unit of '\(target.node.label)' sees"
        if rows == columns { return wrapped("\(title), step by step (rows and columns alike)") + rows }
        return wrapped("\(title), step by step: rows") + rows + [""] + wrapped("And columns") + columns
    }

    private func axis(
        _ steps: [TensorField], _ axis: (TensorField) -> AxisField, _ window: (TensorField) -> Window?
    ) -> [String] {
        var states = [fields.image.name: State(size: 1, stride: 1, start: 0)]
        var lines = ["  image '\(fields.image.name)'", "    size 1, stride 1, start 0"]
        // Steps that change nothing are named together.
        var idle: [String] = []
        for step in steps {
            let field = axis(step)
            let after = State(size: field.size, stride: field.stride, start: field.start)
            let before = step.node.reads.compactMap { name in states[name].map { (name, $0) } }
            states[step.tensor] = after
            let text = self.text(step, field, before, after, window(step))
            if text.isEmpty, step.tensor != target.tensor {
                idle.append("\(step.node.op)")
                continue
            }
            if !idle.isEmpty { lines += wrapped("\(idle.joined(separator: ", ")): the same").map { "  \($0)" } }
            idle = []
            lines.append("  \(shortened(step.node.label, 44)) (\(step.node.op)\(Self.setting(window(step))))")
            lines += (text.isEmpty ? ["the same"] : text).map { "    \($0)" }
        }
        return lines
    }

    /// ` 11, stride 4, padding 2, dilation 2`.
    private static func setting(_ window: Window?) -> String {
        guard let window else { return "" }
        return " \(window.kernel)" + (window.stride != 1 ? ", stride \(window.stride)" : "")
            + (window.before != 0 ? ", padding \(window.before)" : "")
            + (window.dilation != 1 ? ", dilation \(window.dilation)" : "")
    }

    private func text(
        _ step: TensorField, _ axis: AxisField, _ before: [(name: String, state: State)], _ after: State,
        _ window: Window?
    ) -> [String] {
        if axis.isGlobal {
            return before.allSatisfy { $0.state.stride == nil } ? [] : ["sees all \(axis.pixels) pixels"]
        }
        if let window, !window.isTransposed, before.count == 1, axis.isUniform,
            let text = Self.text(window, before[0].state, after)
        {
            return text
        }
        let differing = before.filter { $0.state != after }
        if differing.isEmpty { return [] }
        let result =
            after.stride == nil
            ? "size \(after.size) in the middle"
            : "size \(after.size), stride \(Self.text(after.stride)), start \(Self.text(after.start))"
        let varying = axis.isUniform ? "" : "; it varies from unit to unit"
        guard before.count > 1 else {
            return [result + varying]
        }
        return ["paths meet, and a unit sees what either sees"]
            + before.map { name, state in
                "  '\(shortened(name, 34))': size \(state.size), stride \(Self.text(state.stride)), start \(Self.text(state.start))"
            } + [result + varying]
    }

    /// The closed form: `size 1 + (11 − 1)·1 = 11`, `stride 1·4 = 4`, `start 0 − 2·1 = −2`.
    private static func text(_ window: Window, _ before: State, _ after: State) -> [String]? {
        guard let stride = before.stride, let start = before.start else { return nil }
        let (s, reach) = (text(stride), window.dilation == 1 ? "" : "·\(window.dilation)")
        var parts: [String] = []
        if window.kernel > 1 {
            parts.append("size \(before.size) + (\(window.kernel) − 1)\(reach)·\(s) = \(after.size)")
        }
        if window.stride > 1 { parts.append("stride \(s)·\(window.stride) = \(text(after.stride))") }
        if window.before != 0 {
            parts.append("start \(text(start)) − \(window.before)·\(s) = \(text(after.start))")
        }
        return parts.isEmpty ? [] : [parts.joined(separator: ", ")]
    }

    /// With a true minus sign, as in formulas.
    private static func text(_ value: Double?) -> String {
        value.map { rounded($0, 3).trimmed.replacing("-", with: "−") } ?? "none"
    }
}
