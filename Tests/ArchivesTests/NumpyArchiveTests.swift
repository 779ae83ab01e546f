import Archives
import Kernels
import Testing

@Suite struct NumpyArchiveTests {
    private func archive(_ arrays: [(name: String, descr: String, shape: String, data: [UInt8])]) -> [UInt8] {
        Zip.archive(
            arrays.map {
                .init(name: $0.name + ".npy", data: npy(dictionary($0.descr, $0.shape), $0.data), isDeflated: true)
            })
    }

    @Test func `arrays are layers, with the bias named like the weight`() throws {
        let content = archive([
            ("conv/kernel", "<f4", "(2, 1, 1, 2)", bytes([1, 2, 3, 4])),
            ("conv/bias", "<f8", "(2,)", bytes(1.5.bitPattern) + bytes(2.5.bitPattern)),
            ("step", "<i8", "()", bytes(Int64(7))),
        ])
        try withFile("m.npz", content) { path in
            let file = try ModelFile(path: path)
            let layer = try file.choice(of: nil).layer
            #expect(file.layers.count == 1 && layer.name == "conv" && layer.bias == "conv/bias")
            #expect(try file.bias(of: layer) == [1.5, 2.5])
        }
    }

    @Test func `without arrays of four dimensions those of three are kernels of one channel`() throws {
        let content = archive([("a", "<f4", "(2, 1, 1)", bytes([1, 2])), ("b", "<f4", "(3,)", bytes([1, 2, 3]))])
        try withFile("m.npz", content) { path in
            let file = try ModelFile(path: path)
            #expect(try file.kernels(of: file.choice(of: nil).layer).kernels.map(\.values) == [[1], [2]])
        }
    }

    @Test func `a broken array is refused by its entry's name`() throws {
        let entries: [(data: [UInt8], message: String)] = [
            ([1, 2], "m: truncated: w.npy's signature needs 12 bytes, 2 are there; copy or download the file again"),
            (
                [UInt8](repeating: 9, count: 20),
                "m: w.npy's signature is malformed; an array begins with \\x93NUMPY"
            ),
            (
                npy("{}", [1]),
                "m: w.npy's header is malformed; a dictionary of descr, fortran_order and shape is expected"
            ),
            (
                npy(dictionary("<f4", "(1, 1, 1, 2)"), bytes([1])),
                "m: truncated: w.npy's array needs 8 bytes, 4 are there; copy or download the file again"
            ),
        ]
        for (data, message) in entries {
            for deflated in [false, true] {
                let entry = Zip.Entry(name: "w.npy", data: data, isDeflated: deflated)
                #expect(try refusal("m", Zip.archive([entry])) == message)
            }
        }
    }

    @Test func `an archive without kernels says what it has`() throws {
        #expect(
            try refusal("m", archive([("w", "<f4", "(2, 2)", bytes([1, 2, 3, 4]))]))
                == "m: no two-dimensional convolution; none of its tensors has four dimensions, they are 'w (2 × 2)'")
    }
}
