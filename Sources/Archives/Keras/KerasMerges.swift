import Networks

/// Layers that make one tensor of several, and functions that stand for layers.
extension KerasRules {
    static let merges: [String: Rule] = [
        "Add": merge(.add, of: Operator("Sum")), "Subtract": merge(.sub), "Multiply": merge(.mul),
        "Divide": merge(.div), "TrueDivide": merge(.div), "Average": merge(.mean), "Maximum": merge(.max),
        "Minimum": merge(.min), "Power": merge(.pow), "Greater": merge(Operator("Greater")),
        "GreaterEqual": merge(Operator("GreaterOrEqual")), "Less": merge(Operator("Less")),
        "LessEqual": merge(Operator("LessOrEqual")), "Equal": merge(Operator("Equal")),
        "NotEqual": { (maker, call) throws(ArchiveError) in
            let inner = KerasLayerCall(
                name: maker.part(call, "equal"), className: "Equal", config: call.config, path: call.path,
                scope: call.scope, inputs: call.inputs, arguments: call.arguments, inputShape: call.inputShape)
            return [maker.add(Operator("Not"), call.name, try merge(Operator("Equal"))(&maker, inner))]
        },
        "Concatenate": { (maker, call) throws(ArchiveError) in
            [concatenated(call, axis: call.config["axis"]?.int ?? -1, &maker)]
        },
        // Version 1 has one class for all.
        "Merge": { (maker, call) throws(ArchiveError) in
            let mode = call.config["mode"]?.text ?? "sum"
            if mode == "concat" { return [concatenated(call, axis: call.config["concat_axis"]?.int ?? -1, &maker)] }
            let ops: [String: Operator] = ["sum": Operator("Sum"), "mul": .mul, "ave": .mean, "max": .max]
            guard let op = ops[mode] else { return maker.addUnknown(call) }
            return try merge(op)(&maker, call)
        },
        // Of InceptionResNetV2: the first and a part of the second.
        "CustomScaleLayer": { (maker, call) throws(ArchiveError) in
            guard call.inputs.count == 2 else { return maker.addUnknown(call) }
            let factor = maker.constant("\(call.name)/scale", [call.number("scale") ?? 1], shape: [])
            let part = maker.add(
                .mul, maker.part(call, "part"), [call.inputs[1], factor], shape: maker.shape(call.inputs[1]))
            return [maker.add(.add, call.name, [call.inputs[0], part], shape: maker.shape(call.inputs[0]))]
        },
        "Dot": { (maker, call) throws(ArchiveError) in
            guard call.inputs.count == 2, let axes = call.config["axes"]?.ints, call.config["normalize"]?.bool != true,
                let ranks = Optional(call.inputs.compactMap { maker.shape($0)?.count }), ranks == [3, 3]
            else { return maker.addUnknown(call) }
            let named = axes.count == 1 ? axes + axes : axes
            // Rows of the first times columns of the second.
            var (first, second) = (call.inputs[0], call.inputs[1])
            if [1, -2].contains(named[0]) {
                first = maker.add(.transpose, maker.part(call, "first"), [first], ["perm": .ints([0, 2, 1])])
            }
            if [2, -1].contains(named.last) {
                second = maker.add(.transpose, maker.part(call, "second"), [second], ["perm": .ints([0, 2, 1])])
            }
            return [maker.add(.matMul, call.name, [first, second], shape: [nil, nil, nil])]
        },
        "TFOpLambda": { (maker, call) throws(ArchiveError) in
            let ops: [String: Operator] = [
                "add": .add, "subtract": .sub, "multiply": .mul, "truediv": .div, "divide": .div, "maximum": .max,
                "minimum": .min, "relu": .relu, "tanh": .tanh, "sigmoid": Operator("Sigmoid"),
                "swish": Operator("Swish"), "silu": Operator("Swish"), "sub": .sub, "mul": .mul, "__add__": .add,
            ]
            let function = call.config["function"]?.text ?? ""
            let last = function.split(separator: ".").last.map(String.init) ?? ""
            guard let op = ops[last] else {
                guard last == "relu6" else { return maker.addUnknown(call) }
                return [
                    try maker.activate(try call.input(maker), by: .text("relu6"), call, named: call.name)
                ]
            }
            return try merge(op)(&maker, call)
        },
    ]

    /// An operation on all tensors, numbers among them, of three and more at once or in turn.
    private static func merge(_ op: Operator, of many: Operator? = nil) -> Rule {
        { (maker, call) throws(ArchiveError) in
            var operands: [String] = []
            func take(_ part: KerasArguments.Part) {
                switch part {
                case .tensor(let name): operands.append(name)
                case .list(let parts): parts.forEach(take)
                case .value(let value):
                    guard let numbers = value.number.map({ [Float($0)] }) ?? value["value"]?.floats else { return }
                    operands.append(
                        maker.constant(
                            "\(call.name)/number\(operands.count)", numbers, shape: numbers.count == 1 ? [] : nil))
                }
            }
            call.arguments.positional.forEach(take)
            for key in ["y", "x2"] { call.arguments.keywords[key].map(take) }
            guard let first = operands.first else {
                throw maker.refused(call.name, "a tensor that it reads is expected")
            }
            let shape = operands.compactMap { maker.shape($0) }.max { $0.count < $1.count }
            let isJoint = op == .mean || op == .max || op == .min || many != nil
            if operands.count < 3 || isJoint {
                return [maker.add(operands.count > 2 ? many ?? op : op, call.name, operands, shape: shape)]
            }
            var result = first
            for (place, operand) in operands.dropFirst().enumerated() {
                let isLast = place + 2 == operands.count
                result = maker.add(
                    op, isLast ? call.name : maker.part(call, "\(place + 2)"), [result, operand], shape: shape)
            }
            return [result]
        }
    }

    private static func concatenated(_ call: KerasLayerCall, axis: Int, _ maker: inout KerasNetwork) -> String {
        let shapes = call.inputs.map { maker.shape($0) }
        var shape = shapes.first ?? nil
        if let rank = shape?.count {
            let place = axis < 0 ? axis + rank : axis
            if shape?.indices.contains(place) ?? false {
                let sizes = shapes.map { $0.flatMap { $0.indices.contains(place) ? $0[place] : nil } }
                shape?[place] = sizes.contains(nil) ? nil : Count.sum(sizes.compactMap(\.self).map { max(0, $0) })
            }
        }
        return maker.add(.concat, call.name, call.inputs, ["axis": .int(axis)], shape: shape)
    }
}
