import Networks

/// Normalisations.
extension KerasRules {
    static let normalizations: [String: Rule] = [
        "BatchNormalization": { (maker, call) throws(ArchiveError) in
            let input = try call.input(maker)
            let rank = maker.shape(input)?.count
            let axis = (call.config["axis"] ?? .number(-1)).ints?.first ?? -1
            let isLast = axis < 0 ? axis == -1 : rank.map { axis == $0 - 1 } ?? (axis > 1)
            guard isLast || axis == 1 || axis + (rank ?? 0) == 1 else { return maker.addUnknown(call) }
            let parameters = try scaled(call, of: maker.tensors(call), &maker)
            guard parameters.rest.count >= 2 else {
                throw maker.refused(call.name, "its mean and variance are expected in the file")
            }
            let moments = parameters.rest.prefix(2).map { maker.constant($0) }
            var settings: [String: Attribute] = ["epsilon": .float(call.number("epsilon") ?? 1e-3)]
            if isLast { settings["data_format"] = .string("NHWC") }
            return [
                maker.add(
                    .batchNormalization, call.name, [input] + parameters.names + moments, settings,
                    shape: maker.shape(input))
            ]
        },
        "LayerNormalization": { (maker, call) throws(ArchiveError) in
            let input = try call.input(maker)
            let rank = maker.shape(input)?.count
            let axes = ((call.config["axis"] ?? .number(-1)).ints ?? []).map { axis in
                axis < 0 ? axis : rank.map { axis - $0 } ?? -1
            }
            // The last axes, without a gap.
            guard let first = axes.min(), axes.sorted() == Array(first..<0),
                call.config["rms_scaling"]?.bool != true
            else { return maker.addUnknown(call) }
            let parameters = try scaled(call, of: maker.tensors(call), &maker)
            return [
                maker.add(
                    .layerNormalization, call.name, [input] + parameters.names,
                    ["axis": .int(first), "epsilon": .float(call.number("epsilon") ?? 1e-3)], shape: maker.shape(input)
                )
            ]
        },
        "GroupNormalization": { (maker, call) throws(ArchiveError) in
            let input = try call.input(maker)
            let axis = call.config["axis"]?.int ?? -1
            let rank = maker.shape(input)?.count
            let isLast = axis < 0 ? axis == -1 : rank.map { axis == $0 - 1 } ?? (axis > 1)
            guard isLast || axis == 1 else { return maker.addUnknown(call) }
            let tensors = maker.tensors(call)
            let parameters = try scaled(call, of: tensors, &maker)
            let groups = call.config["groups"]?.int ?? 32
            let channels = tensors.first?.shape.first
            var settings: [String: Attribute] = [
                "num_groups": .int(groups < 0 ? channels ?? 1 : groups),
                "epsilon": .float(call.number("epsilon") ?? 1e-3),
            ]
            if isLast { settings["data_format"] = .string("NHWC") }
            return [
                maker.add(
                    .groupNormalization, call.name, [input] + parameters.names, settings, shape: maker.shape(input))
            ]
        },
        "RMSNormalization": { (maker, call) throws(ArchiveError) in
            let input = try call.input(maker)
            guard let scale = maker.tensors(call).first, (call.config["axis"] ?? .number(-1)).ints == [-1] else {
                return maker.addUnknown(call)
            }
            let factor = maker.constant(scale)
            return [
                maker.add(
                    .rmsNormalization, call.name, [input, factor],
                    ["axis": .int(-1), "epsilon": .float(call.number("epsilon") ?? 1e-6)], shape: maker.shape(input))
            ]
        },
        // Of ConvNeXt: each channel times a learned number.
        "LayerScale": { (maker, call) throws(ArchiveError) in
            let input = try call.input(maker)
            guard let scale = maker.tensors(call).first else { return maker.addUnknown(call) }
            let factor = maker.constant(scale)
            return [maker.add(.mul, call.name, [input, factor], shape: maker.shape(input))]
        },
    ]

    /// The scale and the offset of a layer, 1 and 0 where it has none, and what else it keeps.
    private static func scaled(
        _ call: KerasLayerCall, of tensors: [StoredTensor], _ maker: inout KerasNetwork
    ) throws(ArchiveError) -> (names: [String], rest: ArraySlice<StoredTensor>) {
        var rest = tensors[...]
        let (hasScale, hasOffset) = (call.config["scale"]?.bool ?? true, call.config["center"]?.bool ?? true)
        let scale = hasScale ? rest.popFirst() : nil
        let offset = hasOffset ? rest.popFirst() : nil
        guard (scale != nil) == hasScale, (offset != nil) == hasOffset else {
            throw maker.refused(call.name, "its scale or offset is expected in the file")
        }
        let last = call.inputShape?.last ?? nil
        let shape = scale?.shape ?? offset?.shape ?? rest.first?.shape ?? last.map { [$0] }
        guard let shape, let count = elementCount(shape), count <= maker.file.mostFilled else {
            throw maker.refused(call.name, "its scale, or the shape of what it reads, is expected")
        }
        func name(_ tensor: StoredTensor?, _ what: String, _ value: Float) -> String {
            if let tensor { return maker.constant(tensor) }
            return maker.constant("\(call.name)/\(what)", [Float](repeating: value, count: count), shape: shape)
        }
        return ([name(scale, "scale", 1), name(offset, "offset", 0)], rest)
    }
}
