import Networks

/// Convolutions, pools and products.
extension CaffeNetwork {
    /// Rows and columns of a setting: one number for both, two, or each under its own name.
    private func pair(
        _ settings: CaffeMessage, _ both: String, _ each: String, or other: Int?, from least: Int, _ call: CaffeCall
    ) throws(ArchiveError) -> [Int] {
        let given = settings.ints(both)
        var sides = given.count == 2 ? given : [given.last, given.last].compactMap(\.self)
        if let height = settings.int("\(each)_h"), let width = settings.int("\(each)_w") { sides = [height, width] }
        if sides.isEmpty, let other { sides = [other, other] }
        guard sides.count == 2, sides.allSatisfy((least...1 << 24).contains) else {
            throw refused(call.layer, "\(both) is one number from \(least), or rows and columns, is expected")
        }
        return sides
    }

    mutating func convolve(_ call: CaffeCall, _ op: Operator) throws(ArchiveError) -> [String] {
        let settings = call.settings("convolution_param")
        let kernel = try pair(settings, "kernel_size", "kernel", or: nil, from: 1, call)
        let strides = try pair(settings, "stride", "stride", or: 1, from: 1, call)
        let pads = try pair(settings, "pad", "pad", or: 0, from: 0, call)
        let dilations = try pair(settings, "dilation", "dilation", or: 1, from: 1, call)
        let isDepthwise = call.layer.type.contains("Depthwise")
        let read = channels(call.inputs[0])
        let group = isDepthwise ? read ?? 1 : call.layer.group
        guard let filters = settings.int("num_output"), filters > 0, group > 0, filters.isMultiple(of: group),
            read.map({ $0.isMultiple(of: group) }) ?? true
        else { throw refused(call.layer, "num_output from 1, which its groups part, is expected") }
        let weight = try array(
            call, 0,
            paper: read.map { (op == .convTranspose ? [$0, filters / group] : [filters, $0 / group]) + kernel })
        var names = [call.inputs[0], weight.name]
        if settings.bool("bias_term") ?? true, call.layer.blobs.isEmpty || call.layer.blobs.count > 1 {
            // Older files give a vector the shape 1 × 1 × 1 × n.
            names.append(try array(call, 1, shape: { [$0.count] }, paper: [filters]).name)
        }
        var attributes: [String: Attribute] = .window(
            kernel: kernel, strides: strides, dilations: dilations, padding: pads)
        if group > 1 { attributes["group"] = .int(group) }
        return [add(op, call.name, names, attributes, channels: filters)]
    }

    mutating func pool(_ call: CaffeCall) throws(ArchiveError) -> [String] {
        let settings = call.settings("pooling_param")
        let kind = settings.text("pool") ?? "MAX"
        guard let op: Operator = ["MAX": .maxPool, "AVE": .averagePool, "0": .maxPool, "1": .averagePool][kind] else {
            return [add(Operator("Pooling", domain: "caffe"), call.name, call.inputs)]
        }
        if settings.bool("global_pooling") ?? false {
            return [add(op == .maxPool ? .globalMaxPool : .globalAveragePool, call.name, [call.inputs[0]])]
        }
        let kernel = try pair(settings, "kernel_size", "kernel", or: nil, from: 1, call)
        let strides = try pair(settings, "stride", "stride", or: 1, from: 1, call)
        let pads = try pair(settings, "pad", "pad", or: 0, from: 0, call)
        var attributes: [String: Attribute] = .window(kernel: kernel, strides: strides, padding: pads)
        if settings.text("round_mode") ?? "CEIL" == "CEIL" { attributes["ceil_mode"] = .int(1) }
        // Padding counts in a mean.
        if op == .averagePool, pads != [0, 0] { attributes["count_include_pad"] = .int(1) }
        return [add(op, call.name, [call.inputs[0]], attributes)]
    }

    mutating func connect(_ call: CaffeCall) throws(ArchiveError) -> [String] {
        let settings = call.settings("inner_product_param")
        let isTurned = settings.bool("transpose") ?? false
        guard let units = settings.int("num_output"), (1...1 << 28).contains(units), settings.int("axis") ?? 1 == 1
        else {
            throw refused(call.layer, "num_output from 1 is expected, of all elements of an image")
        }
        let read = shape(call.inputs[0]).map { elementCount(Array($0.dropFirst())) }
        let weight = try array(
            call, 0,
            shape: { blob in
                let inputs = blob.count / units
                return isTurned ? [inputs, units] : [units, inputs]
            }, paper: read.map { isTurned ? [$0, units] : [units, $0] })
        var names = [weight.name]
        if settings.bool("bias_term") ?? true, call.layer.blobs.isEmpty || call.layer.blobs.count > 1 {
            names.append(try array(call, 1, shape: { [$0.count] }, paper: [units]).name)
        }
        var input = call.inputs[0]
        if shape(input)?.count != 2 { input = add(.flatten, part(call, "flat"), [input], ["axis": .int(1)]) }
        return [add(.gemm, call.name, [input] + names, ["transB": .int(isTurned ? 0 : 1)], channels: units)]
    }
}
