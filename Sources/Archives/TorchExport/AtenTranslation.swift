import Networks

/// A program of ATen's operators said in ONNX's, call by call.
///
/// What a call gives keeps its name. A call that takes several operators has its own name for the last of them, and for the
/// others its name with theirs. One that has no words in ONNX stays what it is, an operator that is not known.
struct AtenTranslation {
    /// Says a call, and gives the names of the tensors that are its outputs, in order.
    typealias Rule = @Sendable (inout AtenTranslation, AtenCall) throws(Untranslated) -> [String]

    /// Whose operators are that have no words in ONNX.
    private static let domain = "torch.ops"
    /// The version of ONNX's operators that is meant.
    private static let opset = 24

    private let program: ExportedProgram
    private let file: LazyFile
    private var nodes: [Node] = []
    private var constants: [String: Constant] = [:]
    /// Names of the constants that were made here, in order.
    private var madeConstants: [String] = []
    private var memory = AtenMemory()
    /// Which values are parts of others along an axis.
    private var parts: [String: Part] = [:]
    /// What is known of the tensors, by the network's names.
    private var facts: [String: Facts] = [:]
    /// The values that a call or the caller reads.
    private let read: Set<String>
    /// How many calls each module makes.
    private let callsOfModules: [String: Int]
    /// The call that is being said.
    private var label = ""
    private var stem = ""
    private var usedNames: [String: Int] = [:]
    /// Tensors of one element, by the names of the whole numbers that they hold.
    private var numbers: [String: String] = [:]
    /// Whole numbers that stand in constants made here.
    private var filled = 0

    /// A value's place in another.
    private struct Part {
        let whole: String
        let axis, start, length, size: Int
        /// Whether the part lacks the axis.
        let isOne: Bool
    }

    /// What PyTorch found of a tensor.
    private typealias Facts = (sizes: [Network.Dimension], type: NumberType)

    /// - Parameter constants: by the program's names for them.
    init(_ program: ExportedProgram, constants: [String: Constant], of file: LazyFile) {
        self.program = program
        self.file = file
        callsOfModules = program.calls.reduce(into: [:]) { $0[$1.module, default: 0] += 1 }
        read = Set(program.calls.flatMap { $0.arguments.flatMap(\.value.names) } + program.outputs)
        for (value, tensor) in program.tensors { facts[value] = (tensor.sizes, tensor.type) }
        for input in program.inputs { memory.add(input, input) }
        for (value, name) in program.parameters {
            let constant = constants[value]
            // One that the archive does not hold is missed by its own name.
            memory.add(value, constant?.name ?? name)
            guard let constant else { continue }
            self.constants[constant.name] = constant
            facts[constant.name] = (constant.shape.map { .known($0) }, constant.type)
        }
    }

    /// The whole.
    func network() throws(ArchiveError) -> Network {
        let inputs = program.inputs.map { name in
            Network.Input(name: name, type: facts[name]?.type ?? .float32, shape: facts[name]?.sizes)
        }
        do throws(NetworkError) {
            // What is missing is told where it is asked for; kernels do not need it.
            return try Network(
                opset: Self.opset, inputs: inputs,
                outputs: program.outputs.map { memory.tensor($0)?.name ?? $0 }, nodes: nodes, constants: constants,
                isBody: true)
        } catch {
            throw .notANetwork(file: file.path, reason: "\(error)")
        }
    }

    /// Says the next call.
    mutating func translate(_ call: ExportedCall) {
        // Assertions and ranges of sizes give nothing.
        guard let output = call.outputs.first(where: { !$0.isEmpty }) else { return }
        let operation = Operation(call.target)
        stem = output
        label = label(of: call, output)
        usedNames = [:]
        let kept = (nodes: nodes.count, constants: madeConstants.count, filled: filled)
        do throws(Untranslated) {
            guard let (name, rule) = operation.rule else { throw Untranslated() }
            let resolved = try resolved(name, call)
            let tensors = try rule(&self, resolved)
            if operation.isView, case .tensor(let whole)? = call.arguments.first?.value {
                parts[output] = try? part(resolved, of: whole)
            }
            for (output, tensor) in zip(call.outputs, tensors) where !output.isEmpty {
                note(output, tensor, operation, call)
            }
        } catch {
            nodes.removeSubrange(kept.nodes...)
            for name in madeConstants[kept.constants...] { constants[name] = nil }
            madeConstants.removeSubrange(kept.constants...)
            filled = kept.filled
            leave(call, operation)
        }
    }

    /// A call with its tensors as they are now.
    private func resolved(_ name: String, _ call: ExportedCall) throws(Untranslated) -> AtenCall {
        try AtenCall(name, call) { (value) throws(Untranslated) in
            guard let tensor = memory.tensor(value), !tensor.isOutdated else { throw Untranslated() }
            return tensor.name
        }
    }

    /// A call without words in ONNX.
    private mutating func leave(_ call: ExportedCall, _ operation: Operation) {
        let read = call.arguments.flatMap(\.value.names).map { name in
            memory.tensor(name)?.name ?? numbers[name] ?? name
        }
        nodes.append(
            Node(
                name: label, op: operation.description, domain: Self.domain,
                inputs: read.filter { !$0.isEmpty }, outputs: call.outputs))
        for output in call.outputs where !output.isEmpty { note(output, output, operation, call) }
    }

    /// Notes which tensor a value is.
    private mutating func note(_ value: String, _ tensor: String, _ operation: Operation, _ call: ExportedCall) {
        guard program.tensors[value] != nil else {
            numbers[value] = tensor
            return
        }
        let source: String? = if case .tensor(let name)? = call.arguments.first?.value { name } else { nil }
        guard let source else { return memory.add(value, tensor) }
        if operation.isInPlace {
            let wholes = wholes(of: source, after: tensor)
            memory.write(value, over: source, tensor)
            for (whole, tensor) in wholes { memory.renew(whole, tensor) }
            parts[value] = parts[source]
        } else if operation.isView {
            if memory.tensor(source)?.name == tensor {
                memory.share(value, with: source)
            } else {
                memory.view(value, of: source, tensor)
            }
        } else {
            memory.add(value, tensor)
        }
    }

    /// The part of a value that a slice, or one place of an axis, is.
    private func part(_ call: AtenCall, of whole: String) throws(Untranslated) -> Part? {
        let sizes = try sizes(call.first)
        guard ["slice", "select"].contains(call.name), try call.int("step") ?? 1 == 1, !sizes.isEmpty else {
            return nil
        }
        let axis = try axis(try call.int("dim") ?? 0, of: sizes.count)
        guard let size = sizes[axis], size < 1 << 30 else { return nil }
        func place(_ index: Int) -> Int { min(max(index < 0 ? index + size : index, 0), size) }
        if call.name == "select" {
            guard let index = try call.int("index"), place(index) < size else { return nil }
            return Part(whole: whole, axis: axis, start: place(index), length: 1, size: size, isOne: true)
        }
        let (start, end) = (place(try call.int("start") ?? 0), place(try call.int("end") ?? size))
        guard start < end else { return nil }
        return Part(whole: whole, axis: axis, start: start, length: end - start, size: size, isOne: false)
    }

    /// The values that a value is a part of, from the nearest on, with it written over; none that cannot be followed.
    private mutating func wholes(of value: String, after tensor: String) -> [(value: String, tensor: String)] {
        var (value, tensor) = (value, tensor)
        var wholes: [(value: String, tensor: String)] = []
        while let part = parts[value], wholes.count < 8, let known = memory.tensor(part.whole), !known.isOutdated,
            let written = try? written(part, of: known.name, tensor)
        {
            wholes.append((part.whole, written))
            (value, tensor) = (part.whole, written)
        }
        return wholes
    }

    private mutating func written(
        _ part: Part, of whole: String, _ tensor: String
    ) throws(Untranslated) -> String {
        var middle = tensor
        if part.isOne { middle = emit("Unsqueeze", [tensor, try integers([part.axis])]) }
        var pieces = part.start > 0 ? [try slice(whole, part.axis, 0, part.start)] : []
        pieces.append(middle)
        let end = part.start + part.length
        if end < part.size { pieces.append(try slice(whole, part.axis, end, part.size)) }
        return emit(
            "Concat", pieces, ["axis": .int(part.axis)], as: facts[whole]?.type, sizes: facts[whole]?.sizes)
    }

    /// What people know a call by: its module where that makes no other call, else the module and its own name.
    private func label(of call: ExportedCall, _ output: String) -> String {
        if call.module.isEmpty { return output }
        return callsOfModules[call.module] == 1 ? call.module : "\(call.module).\(output)"
    }

    /// An operator's name, taken apart.
    private struct Operation: CustomStringConvertible {
        /// As the file has it, without `torch.ops.`.
        let description: String
        let isInPlace: Bool
        private let name: String

        init(_ target: String) {
            let prefix = "torch.ops."
            description = target.hasPrefix(prefix) ? String(target.dropFirst(prefix.count)) : target
            let parts = description.split(separator: ".")
            let isAten = parts.first == "aten" && parts.count > 1
            let whole = isAten ? String(parts[1]) : description
            isInPlace = isAten && whole.hasSuffix("_") && !whole.hasSuffix("__")
            name = isInPlace ? String(whole.dropLast()) : whole
        }

        /// How it is said; one that copies what another shows is said as that.
        var rule: (name: String, say: Rule)? {
            if let rule = AtenTranslation.rules[name] { return (name, rule) }
            guard name.hasSuffix("_copy") else { return nil }
            let shown = String(name.dropLast("_copy".count))
            return AtenTranslation.rules[shown].map { (shown, $0) }
        }

        /// Whether what it gives may share elements with what it reads.
        var isView: Bool { AtenTranslation.views.contains(name) }
    }

    private static let rules: [String: Rule] = [
        convolutions, pools, normalizations, activations, arithmetic, products, reductions, movements, paddings,
        resizings, creations, openSizes,
    ].reduce(into: [:]) { $0.merge($1) { first, _ in first } }
}

/// What rules are made of.
extension AtenTranslation {
    /// Whether somebody reads a value.
    func isRead(_ value: String) -> Bool { read.contains(value) }

    /// The sizes of a tensor, `nil` for an open one.
    func sizes(_ tensor: String) throws(Untranslated) -> [Int?] {
        guard let facts = facts[tensor] else { throw Untranslated() }
        return facts.sizes.map { if case .known(let size) = $0 { size } else { nil } }
    }

    /// The sizes of a tensor, none of them open.
    func shape(_ tensor: String) throws(Untranslated) -> [Int] {
        let sizes = try sizes(tensor)
        let known = sizes.compactMap(\.self)
        guard known.count == sizes.count else { throw Untranslated() }
        return known
    }

    /// How many axes a tensor has.
    func rank(_ tensor: String) throws(Untranslated) -> Int { try sizes(tensor).count }

    /// What the elements of a tensor are.
    func type(_ tensor: String) -> NumberType { facts[tensor]?.type ?? .float32 }

    /// An axis, counted from the front.
    func axis(_ axis: Int, of rank: Int) throws(Untranslated) -> Int {
        let counted = axis < 0 ? axis + rank : axis
        guard (0..<max(rank, 1)).contains(counted) else { throw Untranslated() }
        return counted
    }

    /// Axes by an argument, all where it is left out or empty.
    func axes(_ call: AtenCall, _ name: String, of rank: Int) throws(Untranslated) -> [Int] {
        var axes: [Int] = []
        for axis in try call.ints(name) ?? [] { axes.append(try self.axis(axis, of: rank)) }
        return axes.isEmpty ? Array(0..<rank) : axes
    }

    /// The size of an axis: the number where it is known, else the tensor that reckons it.
    mutating func size(_ tensor: String, _ axis: Int) throws(Untranslated) -> ExportedNumber {
        let sizes = try sizes(tensor)
        guard sizes.indices.contains(axis) else { throw Untranslated() }
        if let size = sizes[axis] { return .known(size) }
        let name = emit("Shape", [tensor], ["start": .int(axis), "end": .int(axis + 1)])
        numbers[name] = name
        return .named(name)
    }

    /// Adds an operator between the call's inputs and what it gives; the name of its output.
    mutating func emit(
        _ op: String, _ inputs: [String], _ attributes: [String: Attribute] = [:], as type: NumberType? = nil,
        sizes: [Network.Dimension]? = nil
    ) -> String {
        let output = fresh(op)
        nodes.append(
            Node(
                name: label + output.dropFirst(stem.count), op: op, inputs: inputs, outputs: [output],
                attributes: attributes))
        if let sizes { facts[output] = (sizes, type ?? .float32) }
        return output
    }

    /// Adds the operator that gives what the call gives.
    mutating func give(
        _ call: AtenCall, _ op: String, _ inputs: [String], _ attributes: [String: Attribute] = [:]
    ) -> [String] {
        give(call, op, inputs, attributes, outputs: [call.output])
    }

    /// Adds the operator that gives several of what the call gives.
    mutating func give(
        _ call: AtenCall, _ op: String, _ inputs: [String], _ attributes: [String: Attribute], outputs: [String]
    ) -> [String] {
        nodes.append(Node(name: label, op: op, inputs: inputs, outputs: outputs, attributes: attributes))
        return outputs
    }

    /// A name for something of the call.
    private mutating func fresh(_ kind: String) -> String {
        usedNames[kind, default: 0] += 1
        let count = usedNames[kind, default: 1]
        return "\(stem)/\(kind)\(count == 1 ? "" : "_\(count)")"
    }

    private mutating func add(_ shape: [Int], _ type: NumberType, _ source: Constant.Source) -> String {
        let name = fresh("constant")
        constants[name] = Constant(name: name, shape: shape, type: type, source: source)
        madeConstants.append(name)
        facts[name] = (shape.map { .known($0) }, type)
        return name
    }

    /// Whole numbers as a tensor of one axis, or of the shape given.
    ///
    /// A file asks for no more of them than for elements that it does not store.
    mutating func integers(_ values: [Int], shape: [Int]? = nil) throws(Untranslated) -> String {
        filled += values.count
        guard filled <= file.mostFilled else { throw Untranslated() }
        return add(shape ?? [values.count], .int64, .integers(values))
    }

    /// A number as a tensor without axes, whole where the type is.
    ///
    /// For an infinite one the largest that there is: what a mask leaves out has no share in a softmax either way, and
    /// no run takes infinite numbers.
    mutating func number(_ value: Double, as type: NumberType) throws(Untranslated) -> String {
        if type.isFloat {
            let largest = Float.greatestFiniteMagnitude
            return add([], .float32, .floats([min(max(Float(value), -largest), largest)]))
        }
        guard let whole = Int(exactly: value.rounded(.towardZero)) else { throw Untranslated() }
        return add([], type, .integers([whole]))
    }

    /// Floats as a tensor.
    mutating func floats(_ values: [Float], shape: [Int]) throws(Untranslated) -> String {
        filled += values.count
        guard filled <= file.mostFilled else { throw Untranslated() }
        return add(shape, .float32, .floats(values))
    }

    /// A tensor whose elements follow from their places, last axis fastest; they are made when they are asked for.
    mutating func made(_ shape: [Int], _ value: @escaping @Sendable (Int) -> Float) throws(Untranslated) -> String {
        guard let count = elementCount(shape), count <= file.mostFilled else { throw Untranslated() }
        return add(shape, .float32, .stored { .floats((0..<count).map(value)) })
    }

    /// Whole numbers, open ones among them, as a tensor of one axis.
    mutating func wholes(_ values: [ExportedNumber]) throws(Untranslated) -> String {
        let known = values.compactMap { if case .known(let value) = $0 { value } else { nil } }
        if known.count == values.count { return try integers(known) }
        var parts: [String] = []
        for value in values {
            switch value {
            case .known(let number): parts.append(try integers([number]))
            case .named(let name):
                guard let tensor = numbers[name] else { throw Untranslated() }
                parts.append(tensor)
            }
        }
        return parts.count == 1 ? parts[0] : emit("Concat", parts, ["axis": .int(0)])
    }

    /// The tensor as one of another kind of elements, if it is not.
    mutating func cast(_ tensor: String, to type: NumberType) -> String {
        let found = self.type(tensor)
        guard found != type, !(found.isFloat && type.isFloat), type != .other else { return tensor }
        return emit("Cast", [tensor], ["to": .int(type.onnx)], as: type, sizes: facts[tensor]?.sizes)
    }

    /// What an argument holds, a tensor or a number, as elements of a type.
    mutating func operand(_ call: AtenCall, _ name: String, as type: NumberType) throws(Untranslated) -> String {
        switch call.argument(name) {
        case .tensor(let tensor): return cast(tensor, to: type)
        case .whole(.named):
            let tensor = try wholes([call.whole(name) ?? .known(0)])
            return type.isFloat ? emit("Cast", [tensor], ["to": .int(NumberType.float32.onnx)]) : tensor
        default:
            guard let value = try call.number(name) else { throw Untranslated() }
            return try number(value, as: type)
        }
    }

    /// The tensor with one axis more at its front, if it has only so many; whoever takes it drops it again.
    mutating func batched(_ tensor: String, axes: Int) throws(Untranslated) -> (tensor: String, isNew: Bool) {
        switch try rank(tensor) {
        case axes + 2: return (tensor, false)
        case axes + 1: return (emit("Unsqueeze", [tensor, try integers([0])]), true)
        default: throw Untranslated()
        }
    }

    /// Adds the operator that gives what the call gives, and takes away the axis that ``batched(_:axes:)`` put there.
    mutating func give(
        _ call: AtenCall, _ op: String, _ inputs: [String], _ attributes: [String: Attribute], dropsBatch: Bool
    ) throws(Untranslated) -> [String] {
        guard dropsBatch else { return give(call, op, inputs, attributes) }
        return give(call, "Squeeze", [emit(op, inputs, attributes), try integers([0])])
    }
}
