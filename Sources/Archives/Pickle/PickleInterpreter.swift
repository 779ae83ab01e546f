/// Runs Python's pickles of protocols 0 to 5 as far as they describe data. Nothing is imported, nothing is called.
///
/// A pickle is a program for a stack machine that can name any function of Python and call it. Here a name stays a name
/// and a call stays a record of what would be called: see ``PickleNode``. Containers refer to each other by index, so
/// that cycles and endless nesting cost nothing; a program of more than ``stepLimit`` steps or ``nodeLimit`` nodes is refused.
/// - SeeAlso: `Lib/pickletools.py` of Python, which describes every operation.
struct PickleInterpreter: Sendable {
    /// Steps of all pickles of a file together; a checkpoint takes some forty for each of its tensors.
    static let stepLimit = 1 << 21
    /// Containers, names and calls of all pickles together; a checkpoint has some twelve for each of its tensors.
    static let nodeLimit = 1 << 19

    let source: PickleSource
    /// Containers, names and calls in the order of their making.
    private(set) var nodes: [PickleNode] = []
    private var reader: PickleReader
    private var stack: [PickleValue] = []
    private var marks: [Int] = []
    private var memo: [Int: PickleValue] = [:]
    private var steps = 0

    /// A machine for the pickles, one after the other, in a range of bytes.
    init(_ source: PickleSource, in range: Range<Int>, file: String) {
        self.source = source
        reader = PickleReader(source, in: range, file: file)
    }

    /// Where the next pickle, or what comes after the last, begins.
    var offset: Int { reader.offset }

    /// Runs the next pickle to its end.
    ///
    /// - Throws: ``ArchiveError``: cut short, no pickle, or one that does not add up.
    mutating func load() throws(ArchiveError) -> PickleValue {
        (stack, marks, memo) = ([], [], [:])
        while true {
            let code = try reader.byte()
            steps += 1
            guard steps <= Self.stepLimit, nodes.count <= Self.nodeLimit else {
                throw reader.malformed("no checkpoint has so many steps before its end")
            }
            if code == UInt8(ascii: ".") { return try pop() }
            if try literal(code) { continue }
            if try container(code) { continue }
            if try memory(code) { continue }
            if try object(code) { continue }
            throw reader.malformed("0x\(String(code, radix: 16)) is no operation of a pickle")
        }
    }

    // MARK: The stack

    private mutating func pop() throws(ArchiveError) -> PickleValue {
        // What lies under a mark is taken only with the mark.
        guard stack.count > (marks.last ?? 0), let value = stack.popLast() else {
            throw reader.malformed("a value is expected on the stack")
        }
        return value
    }

    private mutating func popToMark() throws(ArchiveError) -> [PickleValue] {
        guard let mark = marks.popLast() else { throw reader.malformed("a mark is expected on the stack") }
        defer { stack.removeSubrange(mark...) }
        return Array(stack[mark...])
    }

    private mutating func push(_ node: PickleNode) {
        nodes.append(node)
        stack.append(.node(nodes.count - 1))
    }

    private func top() throws(ArchiveError) -> PickleValue {
        guard stack.count > (marks.last ?? 0), let value = stack.last else {
            throw reader.malformed("a value is expected on the stack")
        }
        return value
    }

    /// The node on top of the stack, which is filled in place.
    private func topNode() throws(ArchiveError) -> Int {
        guard case .node(let index) = try top() else { throw reader.malformed("a container is expected on the stack") }
        return index
    }

    // MARK: Operations

    /// Numbers and texts.
    private mutating func literal(_ code: UInt8) throws(ArchiveError) -> Bool {
        let value: PickleValue
        switch code {
        case UInt8(ascii: "N"): value = .none
        case 0x88: value = .bool(true)
        case 0x89: value = .bool(false)
        case UInt8(ascii: "I"):
            let line = try reader.line()
            value = line == "01" ? .bool(true) : line == "00" ? .bool(false) : try whole(line)
        case UInt8(ascii: "L"): value = try whole(try reader.line())
        case UInt8(ascii: "F"): value = .real(Double(try reader.line()) ?? .nan)
        case UInt8(ascii: "J"): value = .integer(Int(Int32(truncatingIfNeeded: try reader.number(4))))
        case UInt8(ascii: "K"): value = .integer(try reader.number(1))
        case UInt8(ascii: "M"): value = .integer(try reader.number(2))
        case 0x8A: value = try long(try reader.number(1))
        case 0x8B: value = try long(try reader.number(4))
        case UInt8(ascii: "G"):
            value = .real(Double(bitPattern: UInt64(bitPattern: Int64(try reader.number(8))).byteSwapped))
        case UInt8(ascii: "S"): value = .text(String(try reader.line().dropFirst().dropLast()))
        case UInt8(ascii: "V"): value = .text(try reader.line())
        case UInt8(ascii: "X"): value = .text(try reader.text(try reader.number(4)))
        case 0x8C: value = .text(try reader.text(try reader.number(1)))
        case 0x8D: value = .text(try reader.text(try reader.number(8)))
        case UInt8(ascii: "T"), UInt8(ascii: "B"): value = .bytes(try reader.take(try reader.number(4)))
        case UInt8(ascii: "U"), UInt8(ascii: "C"): value = .bytes(try reader.take(try reader.number(1)))
        case 0x8E, 0x96: value = .bytes(try reader.take(try reader.number(8)))
        default: return false
        }
        stack.append(value)
        return true
    }

    private func whole(_ line: String) throws(ArchiveError) -> PickleValue {
        guard let number = Int(line.hasSuffix("L") ? String(line.dropLast()) : line) else {
            throw reader.malformed("a whole number of 64 bits is expected")
        }
        return .integer(number)
    }

    /// A whole number in two's complement, lowest byte first.
    private mutating func long(_ count: Int) throws(ArchiveError) -> PickleValue {
        let range = try reader.take(count)
        guard count <= 8 else { return .bytes(range) }
        let bits = range.reversed().reduce(UInt64(0)) { $0 << 8 | UInt64(source[$1]) }
        let unused = 64 - 8 * count
        return .integer(count == 0 ? 0 : Int(Int64(bitPattern: bits << unused) >> unused))
    }

    /// Marks, tuples, lists, dictionaries and sets.
    private mutating func container(_ code: UInt8) throws(ArchiveError) -> Bool {
        switch code {
        case UInt8(ascii: "("): marks.append(stack.count)
        case UInt8(ascii: ")"): push(PickleNode(kind: .tuple))
        case UInt8(ascii: "t"), 0x91: push(PickleNode(kind: .tuple, items: try popToMark()))
        case 0x85, 0x86, 0x87:
            var items: [PickleValue] = []
            for _ in 0x84..<code { items.append(try pop()) }
            push(PickleNode(kind: .tuple, items: items.reversed()))
        case UInt8(ascii: "]"), 0x8F: push(PickleNode(kind: .list))
        case UInt8(ascii: "l"): push(PickleNode(kind: .list, items: try popToMark()))
        case UInt8(ascii: "}"): push(PickleNode(kind: .dictionary))
        case UInt8(ascii: "d"): push(PickleNode(kind: .dictionary, pairs: try popToMark()))
        case UInt8(ascii: "a"):
            let item = try pop()
            nodes[try topNode()].items.append(item)
        case UInt8(ascii: "e"), 0x90:
            let items = try popToMark()
            nodes[try topNode()].items += items
        case UInt8(ascii: "s"):
            let (value, key) = (try pop(), try pop())
            nodes[try topNode()].pairs += [key, value]
        case UInt8(ascii: "u"):
            let pairs = try popToMark()
            guard pairs.count.isMultiple(of: 2) else { throw reader.malformed("a value for each key is expected") }
            nodes[try topNode()].pairs += pairs
        default: return false
        }
        return true
    }

    /// The stack's own operations and the memo.
    private mutating func memory(_ code: UInt8) throws(ArchiveError) -> Bool {
        switch code {
        case 0x80: _ = try reader.take(1)
        case 0x95: _ = try reader.take(8)
        case UInt8(ascii: "0"):
            // Popping an open mark takes the mark.
            if marks.last == stack.count { marks.removeLast() } else { _ = try pop() }
        case UInt8(ascii: "1"): _ = try popToMark()
        case UInt8(ascii: "2"): stack.append(try top())
        case UInt8(ascii: "g"): try recall(Int(try reader.line()) ?? -1)
        case UInt8(ascii: "h"): try recall(try reader.number(1))
        case UInt8(ascii: "j"): try recall(try reader.number(4))
        case UInt8(ascii: "p"): memo[Int(try reader.line()) ?? -1] = try top()
        case UInt8(ascii: "q"): memo[try reader.number(1)] = try top()
        case UInt8(ascii: "r"): memo[try reader.number(4)] = try top()
        case 0x94: memo[memo.count] = try top()
        default: return false
        }
        return true
    }

    private mutating func recall(_ index: Int) throws(ArchiveError) {
        guard let value = memo[index] else { throw reader.malformed("memo \(index) is used and was never set") }
        stack.append(value)
    }

    /// Names, calls and what lies outside the pickle: recorded, never followed.
    private mutating func object(_ code: UInt8) throws(ArchiveError) -> Bool {
        switch code {
        case UInt8(ascii: "c"): push(PickleNode(kind: .global(module: try reader.line(), name: try reader.line())))
        case 0x93:
            let (name, module) = (try pop(), try pop())
            push(PickleNode(kind: .global(module: text(module) ?? "?", name: text(name) ?? "?")))
        case 0x82, 0x83, 0x84:
            let number = try reader.number([1, 2, 4][Int(code) - 0x82])
            push(PickleNode(kind: .global(module: "copyreg", name: "extension \(number)")))
        case UInt8(ascii: "R"), 0x81:
            let (arguments, function) = (try pop(), try pop())
            push(PickleNode(kind: .call(function: function, arguments: arguments)))
        case 0x92:
            let (_, arguments, function) = (try pop(), try pop(), try pop())
            push(PickleNode(kind: .call(function: function, arguments: arguments)))
        case UInt8(ascii: "i"), UInt8(ascii: "o"): try instance(named: code == UInt8(ascii: "i"))
        case UInt8(ascii: "b"):
            let state = try pop()
            nodes[try topNode()].state = state
        case UInt8(ascii: "P"): push(PickleNode(kind: .persistent(.text(try reader.line()))))
        case UInt8(ascii: "Q"): push(PickleNode(kind: .persistent(try pop())))
        // A buffer outside the pickle, and its being read-only.
        case 0x97: stack.append(.none)
        case 0x98: break
        default: return false
        }
        return true
    }

    /// An object of Python 2's oldest form: its class stands in the operation, or under its arguments.
    private mutating func instance(named: Bool) throws(ArchiveError) {
        var function = PickleValue.none
        if named {
            nodes.append(PickleNode(kind: .global(module: try reader.line(), name: try reader.line())))
            function = .node(nodes.count - 1)
        }
        var arguments = try popToMark()
        if !named {
            guard let first = arguments.first else { throw reader.malformed("a class is expected on the stack") }
            function = first
            arguments.removeFirst()
        }
        nodes.append(PickleNode(kind: .tuple, items: arguments))
        push(PickleNode(kind: .call(function: function, arguments: .node(nodes.count - 1))))
    }
}
