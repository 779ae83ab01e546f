import Archives
import Kernels
import Testing

@Suite struct ZipTests {
    private static let array = npy(dictionary("<f4", "(1, 1, 2, 2)"), bytes([1, 2, 3, 4]))

    private func kernels(_ content: [UInt8]) throws -> [Float] {
        try withFile("m.npz", content) { path in
            let file = try ModelFile(path: path)
            #expect(file.format == .numpyArchive)
            return try file.kernels(of: file.choice(of: nil).layer).kernels[0].values
        }
    }

    @Test(arguments: [false, true], [false, true])
    func `stored and deflated entries are read, with sizes of 32 or 64 bits`(deflated: Bool, wide: Bool) throws {
        let entry = Zip.Entry(name: "w.npy", data: Self.array, isDeflated: deflated, isWide: wide)
        #expect(try kernels(Zip.archive([entry], wide: wide)) == [1, 2, 3, 4])
        #expect(try kernels(Zip.archive([entry], comment: "PK\u{5}\u{6} is no end", wide: wide)) == [1, 2, 3, 4])
    }

    @Test func `an archive of something else is named for what is in it`() throws {
        let ends = "; ONNX, safetensors, PyTorch, Keras, TensorFlow Lite, Caffe, .npy, .npz and .mat are read"
        let cases: [([String], String)] = [
            (["a/model.onnx"], "a ZIP archive with a/model.onnx in it (unpack it and give that file)"),
            (["word/document.xml", "x"], "a ZIP archive with word/document.xml and 1 more, and no model"),
            (["folder/", "a.txt"], "a ZIP archive with a.txt, and no model"), ([], "an empty ZIP archive"),
        ]
        for (names, kind) in cases {
            let content = Zip.archive(names.map { Zip.Entry(name: $0, data: []) })
            #expect(try refusal("m", content) == "m: this is \(kind)\(ends)")
        }
    }

    private func message(_ change: (inout Zip.Entry) -> Void) throws -> String {
        var entry = Zip.Entry(name: "w.npy", data: Self.array, isDeflated: true)
        change(&entry)
        return try refusal("m", Zip.archive([entry]))
    }

    @Test func `an entry that contradicts itself is refused`() throws {
        let entry = "m: ZIP entry 'w.npy' is malformed;"
        #expect(try message { $0.flags = 1 } == "\(entry) an entry without a password is expected")
        #expect(try message { $0.method = 12 } == "\(entry) packed by method 12, stored or deflated is expected")
        #expect(try message { $0.localName = "v.npy" } == "\(entry) its local header is that of the directory")
        #expect(
            try message { $0.checksum = 1 }
                == "\(entry) \(Self.array.count) deflated bytes of the directory's checksum are expected; download the file again"
        )
        #expect(
            try message { $0.packedSize = 9999 } == "\(entry) its bytes overlap what comes next, each entry has its own"
        )
        #expect(try message { $0.shift = 999 } == "\(entry) its bytes overlap what comes next, each entry has its own")
        #expect(try message { ($0.isDeflated, $0.size) = (false, 200) }.hasPrefix(entry))
    }

    @Test func `a bomb is refused by the sizes it announces`() throws {
        let packed = Zip.deflated(Self.array).count
        #expect(
            try message { ($0.size, $0.isWide) = (1 << 40, true) }
                == "m: ZIP entry 'w.npy' is malformed; \(1 << 40) bytes out of \(packed) are announced, "
                + "at most \(1032 * packed) are read")
        // Thirty-two million zeros out of thirty-two thousand bytes, truthfully.
        let zeros = [UInt8](repeating: 0, count: 1 << 25)
        let bomb = npy(dictionary("<f4", "(\(1 << 23), 1, 1, 1)"), zeros)
        let entry = Zip.Entry(name: "w.npy", data: bomb, isDeflated: true)
        #expect(try refusal("m", Zip.archive([entry])).hasSuffix("at most 16777216 are read"))
    }

    @Test func `a deflated entry that holds less than announced is refused`() throws {
        let size = Self.array.count
        #expect(
            try message { ($0.data, $0.size) = (Array(Self.array.dropLast(4)), size) }
                == "m: ZIP entry 'w.npy' is malformed; \(size) deflated bytes of the directory's checksum are expected; "
                + "download the file again")
    }

    @Test func `entries that share a name or bytes are refused`() throws {
        let twice = [Zip.Entry](repeating: Zip.Entry(name: "w.npy", data: Self.array), count: 2)
        #expect(
            try refusal("m", Zip.archive(twice))
                == "m: the ZIP directory is malformed; entry 'w.npy' stands there twice, each name once is expected")
        var second = Zip.Entry(name: "v.npy", data: Self.array)
        second.shift = -1
        #expect(
            try refusal("m", Zip.archive([Zip.Entry(name: "w.npy", data: Self.array), second]))
                == "m: ZIP entry 'w.npy' is malformed; its bytes overlap what comes next, each entry has its own")
    }

    @Test func `a directory that is not whole is refused`() throws {
        let whole = Zip.archive([Zip.Entry(name: "w.npy", data: Self.array)])
        #expect(
            try refusal("m", Array(whole.dropLast(9)))
                == "m: the end is malformed; a ZIP archive ends with its directory; copy or download the file again")
        #expect(
            try refusal("m", Zip.archive([Zip.Entry(name: "w.npy", data: Self.array)], count: 2))
                == "m: the ZIP directory is malformed; 2 entries are announced, 1 are there")
        #expect(
            try refusal("m", Array("PK\u{3}\u{4}".utf8) + whole)
                == "m: the end of the ZIP directory is malformed; the directory stands just before it")
        var disks = whole
        disks[whole.count - 18] = 1
        #expect(
            try refusal("m", disks)
                == "m: the end of the ZIP directory is malformed; an archive in one piece is expected")
    }
}
