import Archives
import Kernels
import Testing

@Suite struct NumpyTests {
    private func kernels(_ content: [UInt8]) throws -> [[Float]] {
        try withFile("some.kernels.npy", content) { path in
            let file = try ModelFile(path: path)
            #expect(file.format == .numpy && file.layers.map(\.name) == ["some.kernels"] && !file.hasGraph)
            return try file.kernels(of: file.choice(of: nil).layer).kernels.map(\.values)
        }
    }

    @Test(arguments: [1, 2, 3] as [UInt8])
    func `four dimensions are output, input, row, column in every version`(version: UInt8) throws {
        let content = bytes([1, 2, 3, 4])
        #expect(try kernels(npy(dictionary("<f4", "(2, 1, 1, 2)"), content, version: version)) == [[1, 2], [3, 4]])
    }

    @Test func `three dimensions are kernels of one channel`() throws {
        #expect(try kernels(npy(dictionary("<f4", "(2, 1, 2)"), bytes([1, 2, 3, 4]))) == [[1, 2], [3, 4]])
    }

    /// Made with numpy 2.4: `numpy.arange(16).reshape(2, 2, 2, 2).ravel(order='F')`.
    @Test func `Fortran's order has the first axis fastest`() throws {
        let content = bytes([0, 8, 4, 12, 2, 10, 6, 14, 1, 9, 5, 13, 3, 11, 7, 15])
        let file = npy(dictionary("<f4", "(2, 2, 2, 2)", fortran: "True"), content)
        #expect(try kernels(file) == [[0, 1, 2, 3, 4, 5, 6, 7], [8, 9, 10, 11, 12, 13, 14, 15]])
    }

    @Test(arguments: [
        ("<f8", bytes(1.5.bitPattern)), (">f8", bytes(1.5.bitPattern.byteSwapped)),
        (">f4", bytes(Float(1.5).bitPattern.byteSwapped)), ("<f2", bytes(Float16(1.5).bitPattern)),
        (">f2", bytes(Float16(1.5).bitPattern.byteSwapped)),
    ])
    func `both byte orders and every width are read`(descr: String, content: [UInt8]) throws {
        #expect(try kernels(npy(dictionary(descr, "(1, 1, 1, 1)"), content)) == [[1.5]])
    }

    @Test func `weights whose squares have no finite sum are refused`() throws {
        let content = bytes([3e38, 3e38])
        #expect(throws: ArchiveError.self) { try kernels(npy(dictionary("<f4", "(1, 1, 1, 2)"), content)) }
        let large = bytes([1e18, 1e18])
        #expect(try kernels(npy(dictionary("<f4", "(1, 1, 1, 2)"), large)) == [[1e18, 1e18]])
    }

    @Test func `integers are read`() throws {
        #expect(try kernels(npy(dictionary("|i1", "(1, 1, 1, 1)"), [0xFF])) == [[-1]])
        #expect(try kernels(npy(dictionary(">u2", "(1, 1, 1, 1)"), [1, 0])) == [[256]])
    }

    @Test func `keys may come in any order and quotes be double`() throws {
        let header = "{\"shape\":(1,1,1,1),\"descr\":\"<f4\",\"fortran_order\":False}"
        #expect(try kernels(npy(header, bytes([7]))) == [[7]])
    }

    @Test func `arrays that are no kernels are refused by shape`() throws {
        let cases = [("(2, 2)", "2 × 2", 4), ("(4,)", "4", 4), ("()", "()", 1), ("(0, 1, 2, 2)", "0 × 1 × 2 × 2", 0)]
        for (shape, text, count) in cases {
            #expect(
                try refusal("a.npy", npy(dictionary("<f4", shape), bytes([Float](repeating: 1, count: count))))
                    == "a.npy: an array of shape \(text) is no kernel set; output × input × row × column, "
                    + "or output × row × column, is read")
        }
    }

    @Test(arguments: [
        "{'descr': '<f4', 'fortran_order': False}", "{'descr': '<f4', 'descr': '<f4', 'fortran_order': False}", "", "{",
        "{'descr': [('x', '<f4')], 'fortran_order': False, 'shape': (1,1,1,1)}",
        "{'descr': '<f4', 'fortran_order': 0, 'shape': (1,1,1,1)}",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (1,1,1,-1)}",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (1,1,1,1)} x",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (1,1,1,1), 'more': 1}",
    ])
    func `any other header is refused`(header: String) throws {
        #expect(
            try refusal("a.npy", npy(header, bytes([1])))
                == "a.npy: the header is malformed; a dictionary of descr, fortran_order and shape is expected")
    }

    @Test func `lengths that contradict the file are refused`() throws {
        let again = "copy or download the file again"
        #expect(
            try refusal("a.npy", npy(dictionary("<f4", "(1, 1, 1, 2)"), bytes([1])))
                == "a.npy: truncated: the array needs 8 bytes, 4 are there; \(again)")
        #expect(
            try refusal("a.npy", npy(dictionary("<f4", "(1000000, 1000, 1000, 1)"), bytes([1])))
                == "a.npy: truncated: the array needs 4000000000000 bytes, 4 are there; \(again)")
        #expect(
            try refusal("a.npy", npy(dictionary("<f4", "(1, 1, 1, 1)"), bytes([1, 2])))
                == "a.npy: the end is malformed; the array has 4 bytes, 8 are there")
        #expect(
            try refusal("a.npy", npy(dictionary("<f4", "(9999999999, 9999999999, 9, 9)"), []))
                == "a.npy: the shape 9999999999 × 9999999999 × 9 × 9 is malformed; an array fits in memory")
        #expect(
            try refusal("a.npy", Array(npy(dictionary("<f4", "(1, 1, 1, 1)"), [])[..<30]))
                == "a.npy: truncated: the header needs \(dictionary("<f4", "(1, 1, 1, 1)").utf8.count) bytes, "
                + "20 are there; \(again)")
        #expect(
            try refusal("a.npy", Array(npy("", [])[..<8]))
                == "a.npy: truncated: the signature needs 12 bytes, 8 are there; \(again)")
        #expect(
            try refusal("a.npy", npy(dictionary("<f4", "(1, 1, 1, 1)"), bytes([1]), version: 4))
                == "a.npy: the version 4 is malformed; 1, 2 or 3 is expected")
        #expect(
            try refusal("a.npy", npy(dictionary("<c16", "(1, 1, 1, 1)"), bytes([1, 2, 3, 4])))
                == "a.npy: tensor 'a' has elements of type <c16; floats of 8 to 64 bits and integers are read")
    }
}
