import Networks

/// What moves elements and changes none, and sizes.
extension TFLiteNetwork {
    static let movements: [Int: Rule] = [
        2: { (maker, call) throws(ArchiveError) in
            try maker.add(
                .concat, try call.inputs(&maker, call.node.inputs.count), giving: call.output,
                ["axis": .int(try call.node.int(0))], activation: call.node.byte(1))
        },
        22: { (maker, call) throws(ArchiveError) in
            let input = try call.inputs(&maker, 1)[0]
            let target: String
            if call.node.inputs.count > 1, call.node.inputs[1] >= 0 {
                target = try maker.name(call.node.inputs[1])
            } else {
                target = maker.constant("\(call.output)/shape", whole: try call.node.options?.ints(0, most: 8) ?? [])
            }
            maker.add(.reshape, [input, target], giving: [call.output])
        },
        39: { (maker, call) throws(ArchiveError) in
            guard let order = try call.integers(1, &maker) else {
                throw maker.refused(call.output, "the order of its axes is stored")
            }
            maker.add(.transpose, try call.inputs(&maker, 1), giving: [call.output], ["perm": .ints(order)])
        },
        43: { (maker, call) throws(ArchiveError) in
            let axes = try call.node.options?.ints(0, most: 8) ?? []
            maker.add(
                .squeeze, try call.inputs(&maker, 1), giving: [call.output], axes.isEmpty ? [:] : ["axes": .ints(axes)])
        },
        70: { (maker, call) throws(ArchiveError) in
            guard let axis = try call.integers(1, &maker), axis.count == 1 else {
                throw maker.refused(call.output, "its new axis is stored")
            }
            maker.add(.unsqueeze, try call.inputs(&maker, 1), giving: [call.output], ["axes": .ints(axis)])
        },
        34: pad, 60: pad, 100: pad,
        69: { (maker, call) throws(ArchiveError) in
            maker.add(.tile, try call.inputs(&maker, 2), giving: [call.output])
        },
        130: { (maker, call) throws(ArchiveError) in
            maker.add(.expand, try call.inputs(&maker, 2), giving: [call.output])
        },
        36: { (maker, call) throws(ArchiveError) in
            guard try call.node.int(1) == 0 else {
                throw maker.refused(call.output, "it gathers without axes of a batch")
            }
            maker.add(
                .gather, try call.inputs(&maker, 2), giving: [call.output], ["axis": .int(try call.node.int(0))])
        },
        5: blocks(.depthToSpace), 26: blocks(.spaceToDepth),
        // The axis comes first.
        49: { (maker, call) throws(ArchiveError) in
            guard let axis = try call.integers(0, &maker), axis.count == 1 else {
                throw maker.refused(call.output, "the axis that it parts is stored")
            }
            maker.add(
                .split, [try call.inputs(&maker, 2)[1]], giving: call.outputs,
                ["axis": .int(axis[0]), "num_outputs": .int(call.outputs.count)])
        },
        102: { (maker, call) throws(ArchiveError) in
            guard let axis = try call.integers(2, &maker), axis.count == 1 else {
                throw maker.refused(call.output, "the axis that it parts is stored")
            }
            maker.add(.split, try call.inputs(&maker, 2), giving: call.outputs, ["axis": .int(axis[0])])
        },
        // Tensors laid beside each other along a new axis, and taken apart again.
        83: { (maker, call) throws(ArchiveError) in
            let axis = try call.node.int(1)
            var parts: [String] = []
            for input in try call.inputs(&maker, call.node.inputs.count) {
                parts.append(
                    maker.add(
                        .unsqueeze, [input], giving: [maker.part(call.output, "row")], ["axes": .ints([axis])]))
            }
            maker.add(.concat, parts, giving: [call.output], ["axis": .int(axis)])
        },
        88: { (maker, call) throws(ArchiveError) in
            let axis = try call.node.int(1)
            let rows = call.outputs.map { maker.part($0, "row") }
            maker.add(
                .split, try call.inputs(&maker, 1), giving: rows,
                ["axis": .int(axis), "num_outputs": .int(rows.count)])
            for (row, output) in zip(rows, call.outputs) {
                maker.add(.squeeze, [row], giving: [output], ["axes": .ints([axis])])
            }
        },
        65: { (maker, call) throws(ArchiveError) in
            // Start and size of each axis; −1 is all that is left.
            let inputs = try call.inputs(&maker, 3)
            guard let starts = try call.integers(1, &maker), let sizes = try call.integers(2, &maker),
                starts.count == sizes.count, (starts + sizes).allSatisfy((-1...1 << 40).contains)
            else { throw maker.refused(call.output, "its starts and sizes are stored") }
            let ends = zip(starts, sizes).map { $1 < 0 ? Int(Int32.max) : $0 + $1 }
            maker.slice(inputs[0], starts, ends, steps: nil, axes: Array(starts.indices), giving: call.output)
        },
        45: { (maker, call) throws(ArchiveError) in try maker.stridedSlice(call) },
        37: { (maker, call) throws(ArchiveError) in try maker.fromBatch(call) },
        38: { (maker, call) throws(ArchiveError) in try maker.toBatch(call) },
    ]

    private static func blocks(_ op: Operator) -> Rule {
        { (maker, call) throws(ArchiveError) in
            maker.add(
                op, try call.inputs(&maker, 1), giving: [call.output],
                ["blocksize": .int(try call.node.int(0)), "data_format": .string("NHWC")])
        }
    }

    /// Margins before and after each axis: of zeros, of a number, or mirrored.
    private static let pad: Rule = { (maker, call) throws(ArchiveError) in
        var inputs = [try call.inputs(&maker, 1)[0]]
        guard let pairs = try call.integers(1, &maker), pairs.count.isMultiple(of: 2) else {
            throw maker.refused(call.output, "its margins are stored")
        }
        let (before, after) = (stride(from: 0, to: pairs.count, by: 2), stride(from: 1, to: pairs.count, by: 2))
        let pads = maker.constant("\(call.output)/pads", whole: before.map { pairs[$0] } + after.map { pairs[$0] })
        inputs.append(pads)
        var settings: [String: Attribute] = [:]
        switch call.node.code {
        case 60: inputs.append(try call.inputs(&maker, 3)[2])
        case 100:
            guard try call.node.byte(0) == 0 else {
                return maker.addUnknown(call, "MIRROR_PAD", inputs)
            }
            settings["mode"] = .string("reflect")
        default: break
        }
        maker.add(.pad, inputs, giving: [call.output], settings)
    }

    /// Adds a node that is not followed.
    fileprivate mutating func addUnknown(_ call: TFLiteCall, _ name: String, _ inputs: [String]) {
        add(Operator(name, domain: "tflite"), inputs, giving: call.outputs)
    }

    fileprivate mutating func slice(
        _ input: String, _ starts: [Int], _ ends: [Int], steps: [Int]?, axes: [Int], giving output: String
    ) {
        var inputs = [
            input, constant("\(output)/starts", whole: starts), constant("\(output)/ends", whole: ends),
            constant("\(output)/axes", whole: axes),
        ]
        if let steps { inputs.append(constant("\(output)/steps", whole: steps)) }
        add(.slice, inputs, giving: [output])
    }

    /// A part along axes, of which some are taken away or put in, as bits of masks say.
    private mutating func stridedSlice(_ call: TFLiteCall) throws(ArchiveError) {
        let inputs = try call.inputs(&self, 4)
        let masks = [
            try call.node.int(0), try call.node.int(1), try call.node.int(2), try call.node.int(3),
            try call.node.int(4),
        ]
        guard let begin = try call.integers(1, &self), let end = try call.integers(2, &self),
            let steps = try call.integers(3, &self), begin.count == end.count, steps.count == begin.count,
            begin.count <= 8, masks[2] == 0, try call.node.byte(5) == 0
        else { return addUnknown(call, "STRIDED_SLICE", inputs) }
        func has(_ mask: Int, _ axis: Int) -> Bool { masks[mask] >> axis & 1 == 1 }
        var (starts, ends, axes, strides): ([Int], [Int], [Int], [Int]) = ([], [], [], [])
        var (taken, new): ([Int], [Int]) = ([], [])
        var axis = 0
        // Where axes come out: those put in count too, those taken away do not.
        var place = 0
        for index in begin.indices {
            if has(3, index) {
                new.append(place)
                place += 1
                continue
            }
            let isTaken = has(4, index)
            let step = isTaken ? 1 : steps[index]
            starts.append(has(0, index) && !isTaken ? (step > 0 ? 0 : Int(Int32.max)) : begin[index])
            let last = isTaken ? (begin[index] == -1 ? Int(Int32.max) : begin[index] + 1) : end[index]
            ends.append(has(1, index) && !isTaken ? (step > 0 ? Int(Int32.max) : Int(Int32.min)) : last)
            axes.append(axis)
            strides.append(step)
            if isTaken { taken.append(axis) } else { place += 1 }
            axis += 1
        }
        var result = inputs[0]
        func name(isLast: Bool) -> String { isLast ? call.output : part(call.output, "part") }
        if !axes.isEmpty || (taken.isEmpty && new.isEmpty) {
            let name = name(isLast: taken.isEmpty && new.isEmpty)
            slice(result, starts, ends, steps: strides, axes: axes, giving: name)
            result = name
        }
        if !taken.isEmpty {
            result = add(.squeeze, [result], giving: [name(isLast: new.isEmpty)], ["axes": .ints(taken)])
        }
        if !new.isEmpty { add(.unsqueeze, [result], giving: [call.output], ["axes": .ints(new)]) }
    }

    /// Places of blocks to the batch: margins, then block by block.
    private mutating func toBatch(_ call: TFLiteCall) throws(ArchiveError) {
        let inputs = try call.inputs(&self, 3)
        let shape = try tensors.openShape(call.node.inputs[0])
        guard let block = try call.integers(1, &self), let pads = try call.integers(2, &self), shape.count == 4,
            block.count == 2, pads.count == 4, block.allSatisfy((1...1 << 16).contains),
            pads.allSatisfy((0...1 << 24).contains), shape.allSatisfy({ $0 > 0 })
        else { return addUnknown(call, "SPACE_TO_BATCH_ND", inputs) }
        let margins = constant(
            "\(call.output)/pads", whole: [0, pads[0], pads[2], 0, 0, pads[1], pads[3], 0])
        let wide = add(.pad, [inputs[0], margins], giving: [part(call.output, "pad")])
        let (rows, columns) = (shape[1] + pads[0] + pads[1], shape[2] + pads[2] + pads[3])
        let split = constant(
            "\(call.output)/blocks",
            whole: [shape[0], rows / block[0], block[0], columns / block[1], block[1], shape[3]])
        let parts = add(.reshape, [wide, split], giving: [part(call.output, "split")])
        let turned = add(
            .transpose, [parts], giving: [part(call.output, "turned")], ["perm": .ints([2, 4, 0, 1, 3, 5])])
        let target = constant(
            "\(call.output)/shape",
            whole: [shape[0] * block[0] * block[1], rows / block[0], columns / block[1], shape[3]])
        add(.reshape, [turned, target], giving: [call.output])
    }

    /// And back, with what lies beyond the edges cut off.
    private mutating func fromBatch(_ call: TFLiteCall) throws(ArchiveError) {
        let inputs = try call.inputs(&self, 3)
        let shape = try tensors.openShape(call.node.inputs[0])
        guard let block = try call.integers(1, &self), let crops = try call.integers(2, &self), shape.count == 4,
            block.count == 2, crops.count == 4, block.allSatisfy((1...1 << 16).contains),
            crops.allSatisfy((0...1 << 24).contains), shape.allSatisfy({ $0 > 0 })
        else { return addUnknown(call, "BATCH_TO_SPACE_ND", inputs) }
        let batch = shape[0] / (block[0] * block[1])
        let split = constant(
            "\(call.output)/blocks", whole: [block[0], block[1], batch, shape[1], shape[2], shape[3]])
        let parts = add(.reshape, [inputs[0], split], giving: [part(call.output, "split")])
        let turned = add(
            .transpose, [parts], giving: [part(call.output, "turned")], ["perm": .ints([2, 3, 0, 4, 1, 5])])
        let target = constant(
            "\(call.output)/shape", whole: [batch, shape[1] * block[0], shape[2] * block[1], shape[3]])
        let whole = add(.reshape, [turned, target], giving: [part(call.output, "whole")])
        slice(
            whole, [crops[0], crops[2]], [crops[1], crops[3]].map { $0 == 0 ? Int(Int32.max) : -$0 }, steps: nil,
            axes: [1, 2], giving: call.output)
    }

    // MARK: Sizes

    static let sizes: [Int: Rule] = [
        77: { (maker, call) throws(ArchiveError) in
            maker.add(.shape, try call.inputs(&maker, 1), giving: [call.output])
        },
        23: { (maker, call) throws(ArchiveError) in
            try maker.resize(call, "linear", isAligned: call.node.byte(2) != 0, isHalf: call.node.byte(3) != 0)
        },
        97: { (maker, call) throws(ArchiveError) in
            try maker.resize(call, "nearest", isAligned: call.node.byte(0) != 0, isHalf: call.node.byte(1) != 0)
        },
    ]

    /// Rows and columns at other places.
    private mutating func resize(
        _ call: TFLiteCall, _ mode: String, isAligned: Bool, isHalf: Bool
    ) throws(ArchiveError) {
        let inputs = try call.inputs(&self, 2)
        var settings: [String: Attribute] = [
            "mode": .string(mode), "axes": .ints([1, 2]),
            "coordinate_transformation_mode": .string(
                isAligned ? "align_corners" : isHalf ? "half_pixel" : "asymmetric"),
        ]
        if mode == "nearest" {
            settings["nearest_mode"] = .string(isAligned || isHalf ? "round_prefer_ceil" : "floor")
        }
        add(.resize, [inputs[0], "", "", inputs[1]], giving: [call.output], settings)
    }
}
