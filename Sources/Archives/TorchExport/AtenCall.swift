import Networks

/// What has no words in ONNX's operators, or none that are known here.
struct Untranslated: Error {}

/// A call of an ATen operator, its tensors by the names that they have in the network.
///
/// Arguments that the file leaves out have ATen's default, which whoever asks for them gives.
struct AtenCall {
    /// The operator without overload and without the sign of one that works in place: `add`, `max_pool2d`.
    let name: String
    /// Names of what it gives.
    let outputs: [String]
    private let arguments: [(name: String, value: ExportedArgument)]

    /// - Parameter tensor: the network's name for a value; throws where none can be told.
    init(
        _ name: String, _ call: ExportedCall, reading tensor: (String) throws(Untranslated) -> String
    ) throws(Untranslated) {
        self.name = name
        outputs = call.outputs
        var arguments: [(name: String, value: ExportedArgument)] = []
        for (name, value) in call.arguments {
            switch value {
            case .tensor(let value): arguments.append((name, .tensor(try tensor(value))))
            case .tensors(let values):
                var names: [String] = []
                for value in values { names.append(value.isEmpty ? "" : try tensor(value)) }
                arguments.append((name, .tensors(names)))
            default: arguments.append((name, value))
            }
        }
        self.arguments = arguments
    }

    /// An argument by ATen's name for it; `nil` where it is left out or none.
    func argument(_ name: String) -> ExportedArgument? {
        guard let value = arguments.first(where: { $0.name == name })?.value else { return nil }
        if case .none = value { return nil }
        return value
    }

    /// The tensor that comes first.
    var first: String {
        get throws(Untranslated) {
            guard case .tensor(let name)? = arguments.first?.value else { throw Untranslated() }
            return name
        }
    }

    /// What it gives first.
    var output: String { outputs.first ?? "" }

    /// The tensors that come first, as a list.
    var list: [String] {
        get throws(Untranslated) {
            guard case .tensors(let names)? = arguments.first?.value, !names.isEmpty else { throw Untranslated() }
            return names
        }
    }

    /// A tensor, if there is one.
    func tensor(_ name: String) throws(Untranslated) -> String? {
        guard let value = argument(name) else { return nil }
        guard case .tensor(let tensor) = value else { throw Untranslated() }
        return tensor
    }

    /// A whole number, perhaps an open one.
    func whole(_ name: String) throws(Untranslated) -> ExportedNumber? {
        guard let value = argument(name) else { return nil }
        guard case .whole(let number) = value else { throw Untranslated() }
        return number
    }

    /// A whole number.
    func int(_ name: String) throws(Untranslated) -> Int? {
        switch try whole(name) {
        case .known(let number): return number
        case .named: throw Untranslated()
        case nil: return nil
        }
    }

    /// All arguments as whole numbers, for which Python's operators have no names.
    var terms: [ExportedNumber] {
        get throws(Untranslated) {
            let terms = arguments.compactMap { if case .whole(let number) = $0.value { number } else { nil } }
            guard terms.count == arguments.count else { throw Untranslated() }
            return terms
        }
    }

    /// Whole numbers, perhaps open ones; one alone is a list of one.
    func wholes(_ name: String) throws(Untranslated) -> [ExportedNumber]? {
        switch argument(name) {
        case .wholes(let numbers): return numbers
        case .whole(let number): return [number]
        // As PyTorch writes a list without elements, whatever they would be.
        case .numbers(let numbers) where numbers.isEmpty: return []
        case .tensors(let names) where names.isEmpty: return []
        case nil: return nil
        default: throw Untranslated()
        }
    }

    /// Whole numbers.
    func ints(_ name: String) throws(Untranslated) -> [Int]? {
        guard let numbers = try wholes(name) else { return nil }
        let known = numbers.compactMap { if case .known(let number) = $0 { number } else { nil } }
        guard known.count == numbers.count else { throw Untranslated() }
        return known
    }

    /// Whole numbers for so many axes: one stands for all.
    func ints(_ name: String, axes: Int, or value: Int) throws(Untranslated) -> [Int] {
        let given = try ints(name) ?? []
        guard given.count > 1 || axes == given.count else {
            return [Int](repeating: given.first ?? value, count: axes)
        }
        guard given.count == axes else { throw Untranslated() }
        return given
    }

    /// A number of any kind.
    func number(_ name: String) throws(Untranslated) -> Double? {
        switch argument(name) {
        case .number(let number): return number
        case .whole(.known(let number)): return Double(number)
        case .flag(let flag): return flag ? 1 : 0
        case nil: return nil
        default: throw Untranslated()
        }
    }

    /// Numbers.
    func numbers(_ name: String) throws(Untranslated) -> [Double]? {
        switch argument(name) {
        case .numbers(let numbers): return numbers
        case nil: return nil
        default: return try ints(name)?.map(Double.init)
        }
    }

    /// A truth value.
    func flag(_ name: String) -> Bool? {
        if case .flag(let flag)? = argument(name) { flag } else { nil }
    }

    /// A word.
    func text(_ name: String) -> String? {
        if case .text(let text)? = argument(name) { text } else { nil }
    }

    /// An element type.
    func type(_ name: String) -> NumberType? {
        if case .type(let code)? = argument(name) { ExportedTensor.type(code) } else { nil }
    }
}
