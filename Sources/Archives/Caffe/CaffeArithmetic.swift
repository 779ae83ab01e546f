import Networks

/// Numbers for each channel, and tensors combined.
extension CaffeNetwork {
    /// (shift + scale · x)^power.
    mutating func power(_ call: CaffeCall) -> [String] {
        let settings = call.settings("power_param")
        let steps: [(op: Operator, value: Float, neutral: Float)] = [
            (.mul, settings.float("scale") ?? 1, 1), (.add, settings.float("shift") ?? 0, 0),
            (Operator("Pow"), settings.float("power") ?? 1, 1),
        ]
        let needed = steps.filter { $0.value != $0.neutral }
        var result = call.inputs[0]
        guard !needed.isEmpty else { return [add(.identity, call.name, [result])] }
        for (place, step) in needed.enumerated() {
            let number = constant("\(call.name)/number\(place)", [step.value], shape: [])
            let name = place == needed.count - 1 ? call.name : part(call, step.op.name)
            result = add(step.op, name, [result, number])
        }
        return [result]
    }

    mutating func combine(_ call: CaffeCall) throws(ArchiveError) -> [String] {
        let settings = call.settings("eltwise_param")
        let factors = settings.texts("coeff").compactMap { Float($0) }
        let op: Operator
        switch settings.text("operation") ?? "SUM" {
        case "PROD": op = .mul
        case "MAX": op = .max
        default: op = .add
        }
        var operands = call.inputs
        if op == .add, factors.count == operands.count, factors.contains(where: { $0 != 1 }) {
            for (place, factor) in factors.enumerated() where factor != 1 {
                let number = constant("\(call.name)/coeff\(place)", [factor], shape: [])
                operands[place] = add(.mul, part(call, "part"), [operands[place], number])
            }
        }
        guard operands.count > 1 else { return [add(.identity, call.name, operands)] }
        var result = operands[0]
        for (place, operand) in operands.dropFirst().enumerated() {
            let name = place + 2 == operands.count ? call.name : part(call, op.name)
            result = add(op, name, [result, operand])
        }
        return [result]
    }

    /// By a mean and a variance that are stored as sums, with their number behind them.
    mutating func normalize(_ call: CaffeCall) throws(ArchiveError) -> [String] {
        let channels = channels(call.inputs[0])
        let mean = try array(call, 0, shape: { [$0.count] }, paper: channels.map { [$0] })
        let variance = try array(call, 1, shape: { [$0.count] }, paper: channels.map { [$0] })
        let count = mean.shape[0]
        guard count <= file.mostFilled else { throw refused(call.layer, "fewer channels are expected") }
        var moments = [mean.name, variance.name]
        if call.layer.blobs.count > 2 {
            let sum = try array(call, 2, shape: { [$0.count] }, paper: [1])
            for place in 0..<2 {
                moments[place] = add(.div, part(call, ["mean", "variance"][place]), [moments[place], sum.name])
            }
        }
        let ones = constant("\(call.name)/scale", [Float](repeating: 1, count: count))
        let zeros = constant("\(call.name)/offset", [Float](repeating: 0, count: count))
        let epsilon = call.settings("batch_norm_param").float("eps") ?? 1e-5
        return [
            add(
                .batchNormalization, call.name, [call.inputs[0], ones, zeros] + moments, ["epsilon": .float(epsilon)])
        ]
    }

    /// Each channel times a learned number, and another added; or one tensor times another.
    mutating func scale(_ call: CaffeCall) throws(ArchiveError) -> [String] {
        let settings = call.settings("scale_param")
        guard call.inputs.count == 1 else {
            // A factor for each channel, as squeeze and excitation has it.
            var factor = call.inputs[1]
            let axis = settings.int("axis") ?? 1
            if axis == 0, let rank = shape(factor)?.count, rank < 4 {
                factor = add(
                    .unsqueeze, part(call, "factor"), [factor], ["axes": .ints(Array(rank..<4))])
            }
            return [add(.mul, call.name, [call.inputs[0], factor])]
        }
        guard settings.int("axis") ?? 1 == 1, settings.int("num_axes") ?? 1 == 1 else {
            return [add(Operator("Scale", domain: "caffe"), call.name, call.inputs)]
        }
        let rank = shape(call.inputs[0])?.count ?? 4
        let ones = [Int](repeating: 1, count: max(0, rank - 2))
        let channels = channels(call.inputs[0])
        let factor = try array(call, 0, shape: { [$0.count] + ones }, paper: channels.map { [$0] + ones })
        guard settings.bool("bias_term") ?? false else {
            return [add(.mul, call.name, [call.inputs[0], factor.name])]
        }
        let offset = try array(call, 1, shape: { [$0.count] + ones }, paper: channels.map { [$0] + ones })
        let scaled = add(.mul, part(call, "scaled"), [call.inputs[0], factor.name])
        return [add(.add, call.name, [scaled, offset.name])]
    }
}
