import Archives
import Foundation
import Kernels
import Testing

@Suite struct TorchTests {
    private static let ramp = (0..<12).map(Float.init)

    /// The kernels of a layer, and what the file is warned of.
    private func kernels(_ content: [UInt8], _ layer: String? = nil) throws -> (values: [[Float]], warnings: [String]) {
        try withFile("m.pt", content) { path in
            let file = try ModelFile(path: path)
            let choice = try file.choice(of: layer)
            return (try file.kernels(of: choice.layer).kernels.map(\.values), file.warnings)
        }
    }

    /// Layers as "name op outputs × inputs in groups".
    private func layers(_ content: [UInt8]) throws -> [String] {
        try withFile("m.pt", content) { path in
            try ModelFile(path: path).layers.map {
                "\($0.name) \($0.op) \($0.outputs) × \($0.inputs) in \($0.group)"
                    + ($0.bias.map { " + \($0)" } ?? "")
            }
        }
    }

    private static let state = Torch.ordered([
        ("conv.weight", Torch.tensor([2, 3, 1, 2])), ("conv.bias", Torch.tensor([2], key: "1")),
    ])

    @Test func `both forms give the state dictionary's layers with their biases`() throws {
        let biases = bytes([7, 8] as [Float])
        let zip = Torch.zip(Self.state, [("0", bytes(Self.ramp)), ("1", biases)])
        let legacy = Torch.legacy(Self.state, [("0", 12, bytes(Self.ramp)), ("1", 2, biases)])
        for (content, format) in [(zip, ModelFormat.pytorch), (legacy, .legacyPytorch)] {
            try withFile("m.pth", content) { path in
                let file = try ModelFile(path: path)
                #expect(file.format == format && !file.hasGraph && file.warnings.isEmpty && file.notes.isEmpty)
                let layer = try file.choice(of: nil).layer
                #expect(layer.name == "conv" && layer.shape == [2, 3, 1, 2])
                #expect(
                    try file.kernels(of: layer).kernels.map(\.values) == [[0, 1, 2, 3, 4, 5], [6, 7, 8, 9, 10, 11]])
                #expect(try file.bias(of: layer) == [7, 8])
            }
        }
    }

    @Test func `a deflated checkpoint reads as a stored one`() throws {
        let content = Torch.zip(
            Self.state, [("0", bytes(Self.ramp)), ("1", bytes([0, 0] as [Float]))], deflated: true)
        #expect(try kernels(content).values[1] == [6, 7, 8, 9, 10, 11])
    }

    @Test func `the byteorder record tells the highest byte first`() throws {
        let swapped = Self.ramp.flatMap { bytes($0.bitPattern.byteSwapped) }
        let content = Torch.zip(Torch.ordered([("w", Torch.tensor([1, 3, 2, 2]))]), [("0", swapped)], order: "big")
        #expect(try kernels(content).values == [Self.ramp])
    }

    /// A big-endian machine wrote counts in its own order once, and elements always lowest byte first.
    @Test func `the older form of a big-endian machine has counts alone turned round`() throws {
        let object = Torch.ordered([("w", Torch.tensor([1, 3, 2, 2]))])
        let content = Torch.legacy(object, [("0", 12, bytes(Self.ramp))], bigEndianCounts: true)
        #expect(try kernels(content).values == [Self.ramp])
    }

    @Test func `tensors share a storage, at offsets and by strides`() throws {
        let object = Torch.ordered([
            ("a.weight", Torch.tensor([1, 1, 2, 2], offset: 8, count: 12)),
            // The same twelve numbers with channels last: row, column, channel.
            ("b.weight", Torch.tensor([1, 3, 2, 2], strides: [12, 1, 6, 3], count: 12)),
        ])
        let content = Torch.zip(object, [("0", bytes(Self.ramp))])
        #expect(try kernels(content, "a").values == [[8, 9, 10, 11]])
        #expect(try kernels(content, "b").values == [[0, 3, 6, 9, 1, 4, 7, 10, 2, 5, 8, 11]])
    }

    @Test(
        arguments: [
            ("DoubleStorage", bytes((-2.5).bitPattern), -2.5), ("HalfStorage", bytes(Float16(-2.5).bitPattern), -2.5),
            ("BFloat16Storage", [0x20, 0xC0], -2.5), ("CharStorage", [0xFE], -2), ("ByteStorage", [0xFE], 254),
            ("ShortStorage", [0xFE, 0xFF], -2), ("IntStorage", [0xFE, 0xFF, 0xFF, 0xFF], -2),
            ("LongStorage", bytes(Int64(-2)), -2), ("BoolStorage", [1], 1),
        ] as [(String, [UInt8], Float)])
    func `every storage class is read`(type: String, content: [UInt8], value: Float) throws {
        let object = Torch.ordered([("w", Torch.tensor([1, 1, 1, 1], type: type))])
        #expect(try kernels(Torch.zip(object, [("0", content)])).values == [[value]])
        #expect(try kernels(Torch.legacy(object, [("0", 1, content)])).values == [[value]])
    }

    @Test func `complex numbers are refused by name`() throws {
        let object = Torch.ordered([("w", Torch.tensor([1, 1, 1, 1], type: "ComplexFloatStorage"))])
        #expect(
            try refusal("m", Torch.zip(object, [("0", bytes([1, 2] as [Float]))]))
                == "m: tensor 'w' has elements of type torch.ComplexFloatStorage; "
                + "floats of 8 to 64 bits and integers are read")
    }

    @Test func `newer types stand beside an untyped storage`() throws {
        let tensor = Pickle.call(
            Pickle.global("torch._utils", "_rebuild_tensor_v3"),
            [
                Torch.storage("0", 2, "UntypedStorage"), Pickle.number(0),
                Pickle.tuple([1, 1, 1, 2].map(Pickle.number)), Pickle.tuple([2, 2, 2, 1].map(Pickle.number)),
                Pickle.no, Torch.ordered([]), Pickle.global("torch", "float8_e4m3fn"),
            ])
        #expect(try kernels(Torch.zip(Torch.ordered([("w", tensor)]), [("0", [0x38, 0xC5])])).values == [[1, -3.25]])
    }

    /// Numbers by torch 2.15: `torch.quantize_per_channel(…).dequantize()`.
    @Test func `quantized weights are what they stand for`() throws {
        func quantized(_ scheme: [[UInt8]]) -> [UInt8] {
            let sizes = [2, 1, 1, 1].map(Pickle.number)
            return Pickle.call(
                Pickle.global("torch._utils", "_rebuild_qtensor"),
                [
                    Torch.storage("0", 2, "QInt8Storage"), Pickle.number(0), Pickle.tuple(sizes),
                    Pickle.tuple([1, 1, 1, 1].map(Pickle.number)), Pickle.tuple(scheme), Pickle.no, Torch.ordered([]),
                ])
        }
        let whole = quantized([Pickle.global("torch", "per_tensor_affine"), Pickle.real(0.5), Pickle.number(3)])
        #expect(try kernels(Torch.zip(Torch.ordered([("w", whole)]), [("0", [13, 0xFF])])).values == [[5], [-2]])
        let scales = Torch.tensor([2], key: "1", type: "DoubleStorage")
        let zeros = Torch.tensor([2], key: "2", type: "LongStorage")
        let each = quantized([Pickle.global("torch", "per_channel_affine"), scales, zeros, Pickle.number(0)])
        let storages: [(String, [UInt8])] = [
            ("0", [13, 0xFF]), ("1", bytes(0.5.bitPattern) + bytes(2.0.bitPattern)),
            ("2", bytes(Int64(0)) + bytes(Int64(1))),
        ]
        #expect(try kernels(Torch.zip(Torch.ordered([("w", each)]), storages)).values == [[6.5], [-4]])
    }

    @Test func `nested dictionaries give paths, and an optimizer's memory is no layer`() throws {
        let object = Pickle.dictionary([
            ("epoch", Pickle.number(3)),
            ("optimizer", Pickle.dictionary([("exp_avg", Torch.tensor([2, 3, 1, 2]))])),
            ("state_dict", Self.state),
        ])
        let content = Torch.zip(object, [("0", bytes(Self.ramp)), ("1", bytes([7, 8] as [Float]))])
        #expect(try layers(content) == ["state_dict.conv Conv 2 × 3 in 1 + state_dict.conv.bias"])
        // A name's end is enough where it is the only one.
        #expect(try kernels(content, "conv").values.count == 2)
    }

    @Test func `a whole module gives its state dictionary's names and its convolutions' groups`() throws {
        func convolution(_ key: String, transposed: [UInt8], groups: Int) -> [UInt8] {
            let weight = Pickle.call(
                Pickle.global("torch._utils", "_rebuild_parameter"),
                [Torch.tensor([4, 1, 1, 1], key: key), Pickle.yes, Torch.ordered([])])
            return Pickle.object(
                "torch.nn.modules.conv", "Conv2d",
                [
                    ("transposed", transposed), ("groups", Pickle.number(groups)),
                    ("_parameters", Torch.ordered([("weight", weight), ("bias", Pickle.none)])),
                    ("_modules", Torch.ordered([])),
                ])
        }
        let module = Pickle.object(
            "__main__", "Net",
            [
                (
                    "_modules",
                    Torch.ordered([
                        ("deep", convolution("0", transposed: Pickle.no, groups: 4)),
                        ("up", convolution("1", transposed: Pickle.yes, groups: 2)),
                    ])
                )
            ])
        let data = bytes([1, 2, 3, 4] as [Float])
        let content = Torch.zip(module, [("0", data), ("1", data)])
        #expect(try layers(content) == ["deep Conv 4 × 1 in 4", "up ConvTranspose 2 × 2 in 2"])
        #expect(try kernels(content, "up").values == [[1, 2], [3, 4]])
        #expect(
            try kernels(content, "up").warnings
                == ["the pickle names '__main__.Net'; nothing was imported or run, each stands for plain data"])
    }

    @Test func `a bias for each output tells a transposed convolution, and how it is grouped`() throws {
        let object = Torch.ordered([
            ("up.weight", Torch.tensor([4, 3, 1, 1])), ("up.bias", Torch.tensor([6], key: "1")),
        ])
        let content = Torch.zip(object, [("0", bytes(Self.ramp)), ("1", bytes(Array(Self.ramp[..<6])))])
        #expect(try layers(content) == ["up ConvTranspose 6 × 2 in 2 + up.bias"])
    }

    @Test func `weights that chain only as transposed convolutions' are taken for such`() throws {
        let object = Torch.ordered([
            ("a.weight", Torch.tensor([4, 3, 1, 1])), ("b.weight", Torch.tensor([3, 2, 1, 1], count: 12)),
            ("c.weight", Torch.tensor([2, 1, 1, 1], count: 12)),
        ])
        let content = Torch.zip(object, [("0", bytes(Self.ramp))])
        let expected = ["a ConvTranspose 3 × 4 in 1", "b ConvTranspose 2 × 3 in 1", "c ConvTranspose 1 × 2 in 1"]
        #expect(try layers(content) == expected)
        try withFile("m", content) { path in
            let choice = try ModelFile(path: path).choice(of: nil)
            #expect(choice.reason == "the first in the file, whose convolutions are all transposed")
        }
    }

    @Test func `a function that the pickle names is not called`() throws {
        let victim = FileManager.default.temporaryDirectory.appending(path: "striate-\(UUID().uuidString)").path
        let evil = Pickle.call(Pickle.global("posix", "system"), [Pickle.text("touch \(victim)")])
        let object = Torch.ordered([("x", evil), ("w", Torch.tensor([1, 3, 2, 2]))])
        let contents = [
            Torch.zip(object, [("0", bytes(Self.ramp))]), Torch.legacy(object, [("0", 12, bytes(Self.ramp))]),
        ]
        for content in contents {
            let read = try kernels(content)
            #expect(read.values == [Self.ramp])
            #expect(
                read.warnings
                    == ["the pickle names 'posix.system'; nothing was imported or run, each stands for plain data"])
        }
        #expect(!FileManager.default.fileExists(atPath: victim))
    }

    @Test func `a checkpoint with another format's name is read and named for what it is`() throws {
        try withFile("m.safetensors", Torch.zip(Torch.ordered([]), [])) { path in
            let warnings = try ModelFile(path: path).warnings
            #expect(
                warnings
                    == ["by its content this is a ZIP with data.pkl: a PyTorch checkpoint, renamed; it is read as that"]
            )
        }
    }

    @Test func `tensors that do not lie in their storage are refused`() throws {
        func message(_ tensor: [UInt8]) throws -> String {
            try refusal("m", Torch.zip(Torch.ordered([("w", tensor)]), [("0", bytes(Self.ramp))]))
        }
        let lie = "is malformed; a place for each element in its storage is expected"
        #expect(try message(Torch.tensor([1, 1, 2, 7])) == "m: tensor 'w' of shape 1 × 1 × 2 × 7 \(lie)")
        #expect(try message(Torch.tensor([1, 1, 1, 2], offset: 11)) == "m: tensor 'w' of shape 1 × 1 × 1 × 2 \(lie)")
        #expect(try message(Torch.tensor([1, 1, 1, 2], offset: -1)) == "m: tensor 'w' of shape 1 × 1 × 1 × 2 \(lie)")
        #expect(
            try message(Torch.tensor([1, 1, 1, 2], strides: [1, 1, 1, -1], offset: 1))
                == "m: tensor 'w' of shape 1 × 1 × 1 × 2 \(lie)")
        // A million million elements on one number.
        let vast = Torch.tensor([1_000_000, 1_000_000, 1, 1], strides: [0, 0, 0, 0], count: 1)
        #expect(try message(vast) == "m: tensor 'w' of shape 1000000 × 1000000 × 1 × 1 \(lie)")
        #expect(try message(Torch.tensor([1, 1, 1, 1], key: "9")) == "m: tensor 'w' of shape 1 × 1 × 1 × 1 \(lie)")
    }

    @Test func `a view that was expanded, with strides of 0, is read as it is seen`() throws {
        let object = Torch.ordered([("w", Torch.tensor([2, 3, 1, 2], strides: [2, 0, 2, 1], count: 4))])
        try withFile("m", Torch.zip(object, [("0", bytes([1, 2, 3, 4] as [Float]))])) { path in
            let file = try ModelFile(path: path)
            #expect(
                try file.kernels(of: file.layers[0]).kernels.map(\.values)
                    == [[1, 2, 1, 2, 1, 2], [3, 4, 3, 4, 3, 4]])
        }
    }

    @Test func `what PyTorch writes besides checkpoints is named for what it is`() throws {
        let empty = Zip.Entry(name: "m/data.pkl", data: Pickle.program(Pickle.tuple([])))
        let frozen = Zip.archive([empty, Zip.Entry(name: "m/constants.pkl", data: Pickle.program(Pickle.tuple([])))])
        #expect(try refusal("m", frozen).hasPrefix("m: this is a frozen TorchScript archive, whose weights are "))
    }

    @Test func `storages that are cut short or of another size are refused`() throws {
        let object = Torch.ordered([("w", Torch.tensor([1, 3, 2, 2]))])
        #expect(
            try refusal("m", Torch.legacy(object, [("0", 12, Array(bytes(Self.ramp)[..<40]))]))
                == "m: truncated: storage '0' needs 48 bytes, 40 are there; copy or download the file again")
        let message = try refusal("m", Torch.legacy(object, [("0", 11, bytes(Self.ramp))]))
        #expect(message.hasPrefix("m: storage '0' at byte "))
        #expect(message.hasSuffix(" is malformed; its tensors need 12 elements, another number is announced"))
        #expect(
            try refusal("m", Torch.legacy(object, [("1", 12, bytes(Self.ramp))]))
                == "m: the list of storages is malformed; each is used by a tensor")
    }
}
