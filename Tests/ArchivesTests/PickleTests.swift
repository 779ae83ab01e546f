import Archives
import Kernels
import Testing

@Suite struct PickleTests {
    /// The layers of a checkpoint whose pickle is this program.
    private func names(_ program: [UInt8]) throws -> [String] {
        let content = Zip.archive([
            .init(name: "data.pkl", data: program), .init(name: "data/0", data: bytes([1, 2, 3, 4] as [Float])),
        ])
        return try withFile("m", content) { try ModelFile(path: $0).layers.map(\.name) }
    }

    private func message(_ program: String) throws -> String {
        try refusal("m", Zip.archive([.init(name: "data.pkl", data: Array(program.utf8))]))
    }

    private static let tensor = Torch.tensor([1, 1, 2, 2])

    @Test func `a dictionary of any protocol gives its keys`() throws {
        let tensor = Self.tensor
        let text = Array("dp0\nS'a'\np1\n".utf8)
        let programs: [[UInt8]] = [
            // 0: a mark, a dictionary, text in quotes, set item by item.
            Array("(".utf8) + text + tensor + Array("s.".utf8),
            // 1 and 2: Python 2's short strings, batches of items, memo.
            Array("}q\u{0}(U\u{1}a".utf8) + tensor + Array("u.".utf8),
            Array("}(V".utf8) + Array("a\n".utf8) + tensor + Array("u.".utf8),
            // 4: a frame, short text, memo in order.
            [0x80, 4, 0x95] + bytes(UInt64(9)) + Array("}".utf8) + [0x94, 0x8C, 1] + Array("a".utf8) + [0x94]
                + tensor + Array("s.".utf8),
            // 4 and 5: text of a long length.
            Array("}".utf8) + [0x8D] + bytes(UInt64(1)) + Array("a".utf8) + tensor + Array("s.".utf8),
        ]
        for program in programs { #expect(try names(program) == ["a"]) }
    }

    @Test func `an ordered dictionary of Python 2 takes its pairs as a list`() throws {
        let pairs = Pickle.list([Pickle.list([Pickle.text("a"), Self.tensor])])
        #expect(try names(Pickle.program(Pickle.call(Pickle.global("collections", "OrderedDict"), [pairs]))) == ["a"])
    }

    @Test func `lists, tuples, objects in slots and old instances are looked into`() throws {
        let slots =
            Pickle.global("m", "C") + Pickle.tuple([]) + [0x81]
            + Pickle.tuple([Pickle.none, Pickle.dictionary([("s", Self.tensor)])]) + Array("b".utf8)
        let old = Array("(im\nOld\n".utf8) + Pickle.dictionary([("o", Self.tensor)]) + Array("b".utf8)
        let called = Array("(".utf8) + Pickle.global("m", "F") + Self.tensor + Array("o".utf8)
        let list = Pickle.list([Self.tensor, Pickle.tuple([Self.tensor]), slots, old, called])
        #expect(try names(Pickle.program(list)) == ["0", "1.0", "2.s", "3.o", "4.0"])
    }

    @Test func `numbers of every form are steps of a program like any other`() throws {
        let numbers: [[UInt8]] = [
            Array("I01\nI-7\nL123L\nF1.5\n".utf8), Pickle.number(7), Pickle.real(.pi), [0x8A, 0], [0x8A, 1, 0xFF],
            [0x8B] + bytes(UInt32(9)) + [UInt8](repeating: 1, count: 9), Array("K\u{1}M\u{1}\u{1}NB".utf8),
            bytes(UInt32(1)) + [1], Array("C\u{1}x".utf8), [0x8E] + bytes(UInt64(1)) + [0],
        ]
        #expect(try names(Pickle.program(Array("(".utf8) + numbers.joined() + Array("l".utf8))) == [])
    }

    @Test func `what contains itself is looked into once`() throws {
        let cycle =
            Array("}q\u{0}(".utf8) + Pickle.text("self") + Array("h\u{0}".utf8) + Pickle.text("a") + Self.tensor
            + Array("u.".utf8)
        #expect(try names(cycle) == ["a"])
        // Two of the one before, forty times: 2⁴⁰ paths to one tensor.
        let twice: [UInt8] = Array("q\u{0}h\u{0}".utf8) + [0x86]
        let doubling = [[UInt8]](repeating: twice, count: 40).flatMap(\.self)
        #expect(try names(Self.tensor + doubling + Array(".".utf8)).count <= 2)
    }

    /// Objects that share what they hold, and names as long as the pickle: each is looked into once, and none is written
    /// out again and again.
    @Test func `what is shared a thousand times is looked into once`() throws {
        let shared = Pickle.dictionary((0..<2000).map { ("\($0)", Pickle.none) }) + Array("q\u{0}".utf8)
        let object = Pickle.global("m", "C") + Pickle.tuple([]) + [0x81] + Array("h\u{0}b".utf8)
        let objects = [[UInt8]](repeating: object, count: 2000)
        #expect(try names(Pickle.program(shared + Array("0".utf8) + Pickle.list(objects + [Self.tensor]))) == ["2000"])
        let long = Pickle.text(String(repeating: "x", count: 1 << 20)) + Array("q\u{0}0".utf8)
        let names = [[UInt8]](repeating: Array("h\u{0}h\u{0}".utf8) + [0x93], count: 2000)
        let tensors = Pickle.dictionary([("a", Self.tensor)])
        let keyed = Array("}(h\u{0}".utf8) + tensors + Array("u".utf8)
        #expect(try self.names(Pickle.program(long + Pickle.list(names + [keyed, Self.tensor]))) == ["2001"])
    }

    @Test func `nesting without end costs nothing`() throws {
        let deep = [UInt8](repeating: UInt8(ascii: "]"), count: 300_000) + Self.tensor
        let closed = deep + [UInt8](repeating: UInt8(ascii: "a"), count: 300_000)
        #expect(try names(Pickle.program(closed)) == [])
    }

    @Test(arguments: [
        ("u.", 1, "a mark is expected on the stack"), (".", 1, "a value is expected on the stack"),
        ("(.", 2, "a value is expected on the stack"), ("NNs.", 3, "a value is expected on the stack"),
        ("Na.", 2, "a value is expected on the stack"), ("NNa.", 3, "a container is expected on the stack"),
        ("}(Nu.", 4, "a value for each key is expected"), ("h\u{5}.", 2, "memo 5 is used and was never set"),
        ("g7\n.", 3, "memo 7 is used and was never set"), ("(o.", 2, "a class is expected on the stack"),
        ("Ix\n.", 3, "a whole number of 64 bits is expected"), ("!", 1, "0x21 is no operation of a pickle"),
    ])
    func `a program that does not add up is refused where it stops`(program: String, byte: Int, reason: String) throws {
        // A local header is 30 bytes, the name data.pkl 8.
        #expect(try message(program) == "m: the pickle at byte \(byte + 38) is malformed; \(reason)")
    }

    @Test(arguments: [("", 0, 1, 0), ("N", 1, 1, 0), ("X\u{9}\0\0\0ab", 5, 9, 2), ("cos\nsys", 7, 1, 0)])
    func `a program that is cut short says what is missing`(program: String, byte: Int, needed: Int, found: Int) throws
    {
        #expect(
            try message(program)
                == "m: truncated: the pickle at byte \(byte + 38) needs \(needed) bytes, \(found) are there; "
                + "copy or download the file again")
    }

    @Test func `a program of too many steps is refused`() throws {
        for (step, count) in [(UInt8(ascii: "N"), 1 << 21 + 1), (UInt8(ascii: "]"), 1 << 19 + 2)] {
            let content = Zip.archive([.init(name: "data.pkl", data: [UInt8](repeating: step, count: count))])
            #expect(try refusal("m", content).hasSuffix("is malformed; no checkpoint has so many steps before its end"))
        }
    }
}
