/// A value that a pickle describes. What Python would hold by reference lies in the machine's list of nodes.
enum PickleValue: Hashable, Sendable {
    case none
    case bool(Bool)
    /// A whole number that fits in 64 bits.
    case integer(Int)
    case real(Double)
    case text(String)
    /// Bytes, Python 2's strings, and numbers of more than 64 bits: where they lie in the pickle's bytes.
    case bytes(Range<Int>)
    /// The index of a node.
    case node(Int)
}

/// A container or an object that a pickle describes: plain data, whatever it names.
struct PickleNode: Sendable {
    /// What the node stands for.
    enum Kind: Sendable {
        case tuple, list, dictionary
        /// A name that Python would import: a class or a function.
        case global(module: String, name: String)
        /// A call of a class or a function, which is never made.
        case call(function: PickleValue, arguments: PickleValue)
        /// A value that lies outside the pickle, by the name under which it does.
        case persistent(PickleValue)
    }

    let kind: Kind
    /// Elements of a tuple or list, and what is appended to an object.
    var items: [PickleValue] = []
    /// Keys and values in turn of a dictionary, and what is set in an object.
    var pairs: [PickleValue] = []
    /// What an object is built with, mostly its attributes.
    var state: PickleValue?
}

/// What pickles describe, to be looked up.
extension PickleInterpreter {
    func node(_ value: PickleValue) -> PickleNode? {
        guard case .node(let index) = value else { return nil }
        return nodes[index]
    }

    /// The elements of a tuple or a list.
    func items(_ value: PickleValue) -> [PickleValue]? {
        guard let node = node(value) else { return nil }
        switch node.kind {
        case .tuple, .list: return node.items
        default: return nil
        }
    }

    func integer(_ value: PickleValue) -> Int? {
        if case .integer(let number) = value { number } else { nil }
    }

    /// A tuple or list of whole numbers, if there are not too many.
    func integers(_ value: PickleValue, atMost limit: Int) -> [Int]? {
        guard let items = items(value), items.count <= limit else { return nil }
        let numbers = items.compactMap { integer($0) }
        return numbers.count == items.count ? numbers : nil
    }

    /// Text; of Python 2's strings only those no longer than a name.
    func text(_ value: PickleValue) -> String? {
        switch value {
        case .text(let text): text
        case .bytes(let range) where range.count <= 4096: source.text(in: range)
        default: nil
        }
    }

    /// A dictionary key as part of a name.
    func key(_ value: PickleValue) -> String? { integer(value).map(String.init) ?? text(value) }

    /// The dotted name of a class or function.
    func global(_ value: PickleValue) -> String? {
        guard case .global(let module, let name) = node(value)?.kind else { return nil }
        return "\(module).\(name)"
    }

    /// Keys and values of a dictionary, or of an object that is filled like one.
    func pairs(_ node: PickleNode) -> [(key: PickleValue, value: PickleValue)] {
        stride(from: 0, to: node.pairs.count - 1, by: 2).map { (node.pairs[$0], node.pairs[$0 + 1]) }
    }
}
