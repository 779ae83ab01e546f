import Foundation
import Networks

/// Activations: functions of each element, with their settings.
extension AtenTranslation {
    static let activations: [String: Rule] =
        shaped.merging((named.merging(functions) { $1 }).mapValues { applied($0) }) { first, _ in first }

    /// An operator on each element, as the type that it gives.
    private static func applied(_ op: String) -> Rule {
        { (t, call) throws(Untranslated) in
            let (x, type) = (try call.first, t.type(call.output))
            return t.give(call, op, [type.isFloat ? t.cast(x, to: type) : x])
        }
    }

    /// Those that are ONNX's without settings.
    private static let named = [
        "relu": "Relu", "hardswish": "HardSwish", "silu": "Swish", "mish": "Mish", "selu": "Selu", "neg": "Neg",
        "abs": "Abs", "ceil": "Ceil", "floor": "Floor", "round": "Round", "sign": "Sign", "sgn": "Sign",
        "softsign": "Softsign", "isnan": "IsNaN", "isinf": "IsInf",
    ]

    /// Those that give floats of whole numbers too.
    private static let functions = [
        "sigmoid": "Sigmoid", "tanh": "Tanh", "exp": "Exp", "log": "Log", "sqrt": "Sqrt", "reciprocal": "Reciprocal",
        "erf": "Erf", "sin": "Sin", "cos": "Cos", "tan": "Tan", "asin": "Asin", "acos": "Acos", "atan": "Atan",
        "sinh": "Sinh", "cosh": "Cosh", "asinh": "Asinh", "acosh": "Acosh", "atanh": "Atanh",
    ]

    private static let shaped: [String: Rule] = [
        "relu6": { (t, call) throws(Untranslated) in try t.clip(call, 0, 6) },
        "hardtanh": { (t, call) throws(Untranslated) in
            try t.clip(call, try call.number("min_val") ?? -1, try call.number("max_val") ?? 1)
        },
        "hardsigmoid": { (t, call) throws(Untranslated) in
            t.give(call, "HardSigmoid", [try call.first], ["alpha": .float(1 / 6), "beta": .float(0.5)])
        },
        "gelu": { (t, call) throws(Untranslated) in
            t.give(call, "Gelu", [try call.first], ["approximate": .string(call.text("approximate") ?? "none")])
        },
        "leaky_relu": { (t, call) throws(Untranslated) in
            let slope = Float(try call.number("negative_slope") ?? 0.01)
            return t.give(call, "LeakyRelu", [try call.first], ["alpha": .float(slope)])
        },
        "rrelu": { (t, call) throws(Untranslated) in
            guard call.flag("training") != true else { throw Untranslated() }
            let slope = ((try call.number("lower") ?? 1 / 8) + (try call.number("upper") ?? 1 / 3)) / 2
            return t.give(call, "LeakyRelu", [try call.first], ["alpha": .float(Float(slope))])
        },
        "elu": { (t, call) throws(Untranslated) in
            guard try call.number("scale") ?? 1 == 1, try call.number("input_scale") ?? 1 == 1 else {
                throw Untranslated()
            }
            return t.give(call, "Elu", [try call.first], ["alpha": .float(Float(try call.number("alpha") ?? 1))])
        },
        "celu": { (t, call) throws(Untranslated) in
            t.give(call, "Celu", [try call.first], ["alpha": .float(Float(try call.number("alpha") ?? 1))])
        },
        "prelu": { (t, call) throws(Untranslated) in try slopes(&t, call) },
        "_prelu_kernel": { (t, call) throws(Untranslated) in
            guard let weight = try call.tensor("weight") else { throw Untranslated() }
            return t.give(call, "PRelu", [try call.first, weight])
        },
        "softplus": { (t, call) throws(Untranslated) in
            // Beyond the threshold x itself, which 32-bit floats do not tell from the function.
            let beta = try call.number("beta") ?? 1
            guard beta != 1 else { return t.give(call, "Softplus", [try call.first]) }
            let factor = try t.number(beta, as: .float32)
            let soft = t.emit("Softplus", [t.emit("Mul", [try call.first, factor])])
            return t.give(call, "Div", [soft, factor])
        },
        "log_sigmoid": logSigmoid, "log_sigmoid_forward": logSigmoid,
        "tanhshrink": { (t, call) throws(Untranslated) in
            t.give(call, "Sub", [try call.first, t.emit("Tanh", [try call.first])])
        },
        "hardshrink": { (t, call) throws(Untranslated) in
            t.give(call, "Shrink", [try call.first], ["lambd": .float(Float(try call.number("lambd") ?? 0.5))])
        },
        "softshrink": { (t, call) throws(Untranslated) in
            let limit = Float(try call.number("lambd") ?? 0.5)
            return t.give(call, "Shrink", [try call.first], ["lambd": .float(limit), "bias": .float(limit)])
        },
        "threshold": { (t, call) throws(Untranslated) in
            let x = try call.first
            let isAbove = t.emit("Greater", [x, try t.operand(call, "threshold", as: t.type(x))])
            return t.give(call, "Where", [isAbove, x, try t.operand(call, "value", as: t.type(x))])
        },
        "glu": { (t, call) throws(Untranslated) in
            let x = try call.first
            let axis = try t.axis(try call.int("dim") ?? -1, of: t.rank(x))
            guard let size = try t.sizes(x)[axis], size.isMultiple(of: 2) else { throw Untranslated() }
            let halves = (0...1).map { half in (half * (size / 2), (half + 1) * (size / 2)) }
            var parts: [String] = []
            for (start, end) in halves { parts.append(try t.slice(x, axis, start, end)) }
            return t.give(call, "Mul", [parts[0], t.emit("Sigmoid", [parts[1]])])
        },
        "rsqrt": { (t, call) throws(Untranslated) in
            t.give(call, "Reciprocal", [t.emit("Sqrt", [t.cast(try call.first, to: .float32)])])
        },
        "square": { (t, call) throws(Untranslated) in t.give(call, "Mul", [try call.first, try call.first]) },
        "expm1": { (t, call) throws(Untranslated) in
            t.give(call, "Sub", [t.emit("Exp", [try call.first]), try t.number(1, as: .float32)])
        },
        "log1p": { (t, call) throws(Untranslated) in
            t.give(call, "Log", [t.emit("Add", [try call.first, try t.number(1, as: .float32)])])
        },
        "log2": { (t, call) throws(Untranslated) in
            t.give(call, "Div", [t.emit("Log", [try call.first]), try t.number(log(2), as: .float32)])
        },
        "log10": { (t, call) throws(Untranslated) in
            t.give(call, "Div", [t.emit("Log", [try call.first]), try t.number(log(10), as: .float32)])
        },
        "exp2": { (t, call) throws(Untranslated) in
            t.give(call, "Pow", [try t.number(2, as: .float32), try call.first])
        },
        "frac": { (t, call) throws(Untranslated) in
            t.give(call, "Mod", [try call.first, try t.number(1, as: .float32)], ["fmod": .int(1)])
        },
        "trunc": { (t, call) throws(Untranslated) in
            let x = try call.first
            return t.give(call, "Mul", [t.emit("Sign", [x]), t.emit("Floor", [t.emit("Abs", [x])])])
        },
        "clamp": { (t, call) throws(Untranslated) in try clamped(&t, call, "min", "max") },
        "clip": { (t, call) throws(Untranslated) in try clamped(&t, call, "min", "max") },
        "clamp_min": { (t, call) throws(Untranslated) in try clamped(&t, call, "min", "") },
        "clamp_max": { (t, call) throws(Untranslated) in try clamped(&t, call, "", "max") },
    ]

    private static let logSigmoid: Rule = { (t, call) throws(Untranslated) in
        t.give(call, "Neg", [t.emit("Softplus", [t.emit("Neg", [try call.first])])])
    }

    /// One slope for all, or one for each channel.
    private static func slopes(_ t: inout AtenTranslation, _ call: AtenCall) throws(Untranslated) -> [String] {
        guard var weight = try call.tensor("weight") else { throw Untranslated() }
        let rank = try t.rank(call.first)
        if rank > 2, try t.rank(weight) == 1 {
            weight = t.emit("Unsqueeze", [weight, try t.integers(Array(1..<rank - 1))])
        }
        return t.give(call, "PRelu", [try call.first, weight])
    }

    private mutating func clip(_ call: AtenCall, _ low: Double, _ high: Double) throws(Untranslated) -> [String] {
        give(call, "Clip", [try call.first, try number(low, as: .float32), try number(high, as: .float32)])
    }

    private static func clamped(
        _ t: inout AtenTranslation, _ call: AtenCall, _ low: String, _ high: String
    ) throws(Untranslated) -> [String] {
        let type = t.type(call.output)
        let bounds = [low, high].map { call.argument($0) }
        let areNumbers = bounds.allSatisfy { bound in if case .tensor? = bound { false } else { true } }
        let x = t.cast(try call.first, to: type)
        if type.isFloat, areNumbers {
            var inputs = [x]
            for (name, bound) in zip([low, high], bounds) {
                inputs.append(bound == nil ? "" : try t.operand(call, name, as: type))
            }
            if inputs[2].isEmpty { inputs.removeLast() }
            return t.give(call, "Clip", inputs)
        }
        switch (bounds[0] != nil, bounds[1] != nil) {
        case (true, true):
            let raised = t.emit("Max", [x, try t.operand(call, low, as: type)])
            return t.give(call, "Min", [raised, try t.operand(call, high, as: type)])
        case (true, false): return t.give(call, "Max", [x, try t.operand(call, low, as: type)])
        case (false, true): return t.give(call, "Min", [x, try t.operand(call, high, as: type)])
        case (false, false): throw Untranslated()
        }
    }
}

/// Operators on two tensors, or on a tensor and a number.
extension AtenTranslation {
    static let arithmetic: [String: Rule] = [
        "add": { (t, call) throws(Untranslated) in try sum(&t, call, "Add", "self", "other", scaled: "other") },
        "sub": { (t, call) throws(Untranslated) in try sum(&t, call, "Sub", "self", "other", scaled: "other") },
        "subtract": { (t, call) throws(Untranslated) in try sum(&t, call, "Sub", "self", "other", scaled: "other") },
        "rsub": { (t, call) throws(Untranslated) in try sum(&t, call, "Sub", "other", "self", scaled: "self") },
        "mul": { (t, call) throws(Untranslated) in try both(&t, call, "Mul") },
        "multiply": { (t, call) throws(Untranslated) in try both(&t, call, "Mul") },
        "div": quotient, "divide": quotient, "true_divide": quotient, "floor_divide": floored,
        "remainder": { (t, call) throws(Untranslated) in
            let type = t.type(call.output)
            guard type.isFloat else { return try both(&t, call, "Mod") }
            let (a, b) = (try t.operand(call, "self", as: type), try t.operand(call, "other", as: type))
            return t.give(call, "Sub", [a, t.emit("Mul", [t.emit("Floor", [t.emit("Div", [a, b])]), b])])
        },
        "fmod": { (t, call) throws(Untranslated) in
            let type = t.type(call.output)
            let operands = [try t.operand(call, "self", as: type), try t.operand(call, "other", as: type)]
            return t.give(call, "Mod", operands, ["fmod": .int(1)])
        },
        "pow": { (t, call) throws(Untranslated) in
            let type = t.type(call.output)
            return t.give(
                call, "Pow", [try t.operand(call, "self", as: type), try t.operand(call, "exponent", as: type)])
        },
        "maximum": { (t, call) throws(Untranslated) in try both(&t, call, "Max") },
        "minimum": { (t, call) throws(Untranslated) in try both(&t, call, "Min") },
        "eq": { (t, call) throws(Untranslated) in
            guard case .number(let number)? = call.argument("other"), number.isInfinite else {
                return try compared(&t, call, "Equal")
            }
            return t.give(
                call, "IsInf", [try call.first],
                ["detect_negative": .int(number < 0 ? 1 : 0), "detect_positive": .int(number > 0 ? 1 : 0)])
        },
        "ne": { (t, call) throws(Untranslated) in
            t.give(call, "Not", [t.emit("Equal", try t.comparands(call))])
        },
        "lt": { (t, call) throws(Untranslated) in try compared(&t, call, "Less") },
        "le": { (t, call) throws(Untranslated) in try compared(&t, call, "LessOrEqual") },
        "gt": { (t, call) throws(Untranslated) in try compared(&t, call, "Greater") },
        "ge": { (t, call) throws(Untranslated) in try compared(&t, call, "GreaterOrEqual") },
        "logical_and": { (t, call) throws(Untranslated) in try logical(&t, call, "And") },
        "logical_or": { (t, call) throws(Untranslated) in try logical(&t, call, "Or") },
        "logical_xor": { (t, call) throws(Untranslated) in try logical(&t, call, "Xor") },
        "logical_not": { (t, call) throws(Untranslated) in
            t.give(call, "Not", [t.cast(try call.first, to: .bool)])
        },
        "bitwise_and": bits("And"), "__and__": bits("And"), "bitwise_or": bits("Or"), "__or__": bits("Or"),
        "bitwise_xor": bits("Xor"), "__xor__": bits("Xor"),
        "bitwise_not": { (t, call) throws(Untranslated) in
            t.give(call, t.type(call.output) == .bool ? "Not" : "BitwiseNot", [try call.first])
        },
        "where": { (t, call) throws(Untranslated) in
            let type = t.type(call.output)
            return t.give(
                call, "Where",
                [
                    t.cast(try call.first, to: .bool), try t.operand(call, "self", as: type),
                    try t.operand(call, "other", as: type),
                ])
        },
        "masked_fill": { (t, call) throws(Untranslated) in
            guard let mask = try call.tensor("mask") else { throw Untranslated() }
            let type = t.type(call.output)
            return t.give(call, "Where", [mask, try t.operand(call, "value", as: type), try call.first])
        },
        "lerp": { (t, call) throws(Untranslated) in
            guard let end = try call.tensor("end") else { throw Untranslated() }
            let way = t.emit("Sub", [end, try call.first])
            return t.give(
                call, "Add", [try call.first, t.emit("Mul", [way, try t.operand(call, "weight", as: .float32)])])
        },
        "addcmul": { (t, call) throws(Untranslated) in try added(&t, call, "Mul") },
        "addcdiv": { (t, call) throws(Untranslated) in try added(&t, call, "Div") },
    ]

    /// The first input and a part of the product, or the quotient, of two.
    private static func added(
        _ t: inout AtenTranslation, _ call: AtenCall, _ op: String
    ) throws(Untranslated) -> [String] {
        guard let a = try call.tensor("tensor1"), let b = try call.tensor("tensor2") else { throw Untranslated() }
        var product = t.emit(op, [a, b])
        let factor = try call.number("value") ?? 1
        if factor != 1 { product = t.emit("Mul", [product, try t.number(factor, as: .float32)]) }
        return t.give(call, "Add", [try call.first, product])
    }

    private static func both(
        _ t: inout AtenTranslation, _ call: AtenCall, _ op: String
    ) throws(Untranslated) -> [String] {
        let type = t.type(call.output)
        return t.give(call, op, [try t.operand(call, "self", as: type), try t.operand(call, "other", as: type)])
    }

    /// A sum or difference, of which one term may have a factor.
    private static func sum(
        _ t: inout AtenTranslation, _ call: AtenCall, _ op: String, _ a: String, _ b: String, scaled: String
    ) throws(Untranslated) -> [String] {
        let type = t.type(call.output)
        let alpha = try call.number("alpha") ?? 1
        var terms: [String] = []
        for name in [a, b] {
            var term = try t.operand(call, name, as: type)
            if alpha != 1, name == scaled { term = t.emit("Mul", [term, try t.number(alpha, as: type)]) }
            terms.append(term)
        }
        return t.give(call, op, terms)
    }

    private static let quotient: Rule = { (t, call) throws(Untranslated) in
        switch call.text("rounding_mode") {
        case nil: return try both(&t, call, "Div")
        case "floor": return try floored(&t, call)
        default:
            let type = t.type(call.output)
            // ONNX's quotient of whole numbers is cut off toward zero.
            guard type.isFloat else { return try both(&t, call, "Div") }
            let whole = t.emit("Div", [try t.operand(call, "self", as: type), try t.operand(call, "other", as: type)])
            return t.give(call, "Mul", [t.emit("Sign", [whole]), t.emit("Floor", [t.emit("Abs", [whole])])])
        }
    }

    private static let floored: Rule = { (t, call) throws(Untranslated) in
        let type = t.type(call.output)
        let (a, b) = (try t.operand(call, "self", as: type), try t.operand(call, "other", as: type))
        if type.isFloat { return t.give(call, "Floor", [t.emit("Div", [a, b])]) }
        return t.give(call, "Div", [t.emit("Sub", [a, t.emit("Mod", [a, b])]), b])
    }

    /// Both sides of a comparison, as floats if one of them is.
    private mutating func comparands(_ call: AtenCall) throws(Untranslated) -> [String] {
        var isFloat = type(try call.first).isFloat
        switch call.argument("other") {
        case .tensor(let other): isFloat = isFloat || type(other).isFloat
        case .number: isFloat = true
        default: break
        }
        let kind: NumberType = isFloat ? .float32 : .int64
        return [try operand(call, "self", as: kind), try operand(call, "other", as: kind)]
    }

    private static func compared(
        _ t: inout AtenTranslation, _ call: AtenCall, _ op: String
    ) throws(Untranslated) -> [String] {
        t.give(call, op, try t.comparands(call))
    }

    private static func logical(
        _ t: inout AtenTranslation, _ call: AtenCall, _ op: String
    ) throws(Untranslated) -> [String] {
        t.give(call, op, [try t.operand(call, "self", as: .bool), try t.operand(call, "other", as: .bool)])
    }

    private static func bits(_ op: String) -> Rule {
        { (t, call) throws(Untranslated) in
            let type = t.type(call.output)
            return t.give(
                call, type == .bool ? op : "Bitwise\(op)",
                [try t.operand(call, "self", as: type), try t.operand(call, "other", as: type)])
        }
    }
}
