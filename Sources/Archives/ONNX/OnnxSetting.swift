import Networks

/// An attribute of a node as a network has it: a setting under its name.
struct OnnxSetting {
    /// The name and the value.
    let content: (name: String, value: Attribute)

    /// Reads an `AttributeProto`; bodies are read as deep as ``OnnxBody/deepest``.
    ///
    /// - Parameter name: what a tensor in it is called that has no name of its own.
    init(_ body: OnnxGraph, _ range: Range<Int>, tensor name: String) throws(ArchiveError) {
        let attribute = try OnnxAttribute(body.file, range)
        content = (attribute.name, try Self.value(attribute, body, name))
    }

    /// By `AttributeProto.AttributeType`, or where that is missing by what the message holds.
    private static func value(
        _ attribute: OnnxAttribute, _ body: OnnxGraph, _ name: String
    ) throws(ArchiveError) -> Attribute {
        switch attribute.type == 0 ? attribute.heldType : attribute.type {
        case 1: return .float(attribute.float ?? 0)
        case 2: return .int(attribute.int ?? 0)
        case 3: return .string(attribute.string ?? "")
        case 4:
            if let tensor = attribute.tensor {
                return .tensor(try tensor.constant(tensor.name.isEmpty ? name : tensor.name, body.file))
            }
        case 5: if let range = attribute.graphs.first { return .graph(try network(inside: body, range)) }
        case 6: return .floats(attribute.floats)
        case 7: return .ints(attribute.ints)
        case 8: return .strings(attribute.strings)
        case 10:
            var bodies: [Network] = []
            for range in attribute.graphs { bodies.append(try network(inside: body, range)) }
            return .graphs(bodies)
        case 11: if let tensor = attribute.sparse { return .tensor(try tensor.constant(name, body.file)) }
        // Lists of tensors and types: no operation that is followed has them.
        default: return .strings([])
        }
        throw .malformed(
            file: body.file.path, place: "attribute '\(attribute.name)'",
            expectation: "it announces a value, which is expected")
    }

    private static func network(inside body: OnnxGraph, _ range: Range<Int>) throws(ArchiveError) -> Network {
        guard body.depth < OnnxGraph.deepest else {
            throw .malformed(
                file: body.file.path, place: "the graph at byte \(range.lowerBound)",
                expectation: "graphs lie at most \(OnnxGraph.deepest) deep in one another")
        }
        var inner = body
        inner.depth += 1
        return try inner.network(range)
    }
}

extension OnnxAttribute {
    /// The type that the message's content is of.
    fileprivate var heldType: Int {
        if float != nil { return 1 }
        if int != nil { return 2 }
        if string != nil { return 3 }
        if tensor != nil { return 4 }
        if sparse != nil { return 11 }
        if !graphs.isEmpty { return graphs.count == 1 ? 5 : 10 }
        if !floats.isEmpty { return 6 }
        if !ints.isEmpty { return 7 }
        return 8
    }
}
