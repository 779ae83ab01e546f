import Archives
import Foundation
import Kernels
import Networks
import Testing

/// Small files with bytes changed, cut out or put in: each is read or refused, none stops the program.
@Suite struct MutationTests {
    private static let ramp = (0..<8).map(Float.init)
    private static let seeds: [[UInt8]] = [
        Proto.model(
            [
                Proto.node("Constant", "", [], "k", [Proto.text(1, "value") + Proto.bytes(5, Proto.raw("", [1], [1]))]),
                Proto.node("Conv", "c", ["x", "w", "b"], "y", [Proto.group(1)]),
                Proto.node("ConvTranspose", "t", ["x", "v"], "z"), Proto.node("Identity", "", ["w"], "u"),
            ],
            [
                Proto.raw("w", [2, 1, 2, 2], ramp), Proto.raw("b", [2], [1, 2]),
                Proto.tensor("v", [2, 2, 2, 1], Proto.bytes(4, bytes(ramp))),
            ]),
        safetensors(
            "{\"w.weight\":{\"dtype\":\"F32\",\"shape\":[2,1,2,2],\"data_offsets\":[0,32]},"
                + "\"w.bias\":{\"dtype\":\"F16\",\"shape\":[2],\"data_offsets\":[32,36]}}",
            bytes(ramp) + [0, 0, 0, 0]),
        npy(dictionary("<f4", "(2, 1, 2, 2)"), bytes(ramp)),
        Zip.archive([
            .init(name: "w.npy", data: npy(dictionary("<f4", "(2, 1, 2, 2)"), bytes(ramp)), isDeflated: true),
            .init(name: "b.npy", data: npy(dictionary("<f8", "(2,)"), bytes(1.0.bitPattern) + bytes(2.0.bitPattern))),
        ]),
        Torch.zip(
            Torch.ordered([
                ("w.weight", Torch.tensor([2, 1, 2, 2], strides: [4, 4, 1, 2])),
                ("w.bias", Torch.tensor([2], offset: 3, count: 8)),
            ]), [("0", bytes(ramp))]),
        Torch.legacy(
            Pickle.object(
                "__main__", "Net",
                [
                    ("transposed", Pickle.no), ("groups", Pickle.number(1)),
                    ("_parameters", Pickle.dictionary([("weight", Torch.tensor([2, 1, 2, 2]))])),
                ]), [("0", 8, bytes(ramp))]),
        npy(dictionary(">f4", "(2, 2, 2)", fortran: "True"), bytes(ramp), version: 3),
        // Weights of a norm.
        safetensors(
            "{\"c.weight_v\":{\"dtype\":\"F32\",\"shape\":[2,1,1,2],\"data_offsets\":[0,16]},"
                + "\"c.weight_g\":{\"dtype\":\"F32\",\"shape\":[2,1,1,1],\"data_offsets\":[16,24]}}",
            bytes((1...6).map(Float.init))),
        Torch.zip(
            Torch.ordered([
                ("c.weight_orig", Torch.tensor([2, 1, 1, 2], count: 8)),
                ("c.weight_u", Torch.tensor([2], offset: 4, count: 8)),
                ("c.weight_v", Torch.tensor([2], offset: 6, count: 8)),
            ]), [("0", bytes(ramp))]),
        Export.archive(Export.graph()),
    ]

    @Test(arguments: seeds.indices)
    func `a damaged file is read or refused`(index: Int) throws {
        let (read, refused) = try withstand(Self.seeds[index], times: 4000, seed: 20_241 + UInt64(index))
        // Both ends are reached, or the damage is no test.
        #expect(read > 100 && refused > 100)
    }

    /// Graphs of all that is said in ONNX's operators, their texts stored as they are.
    @Test(arguments: ["movements", "pools", "products", "normalizations", "creations", "dynamic", "parts"])
    func `a damaged graph of PyTorch's operators is read or refused`(name: String) throws {
        let (read, refused) = try withstand(ExportFiles.stored(name), times: 600, seed: 77) {
            (path, _) throws(ArchiveError) in
            let file = try ModelFile(path: path)
            if let network = try? file.network() { _ = try? Shapes(of: network) }
        }
        #expect(read > 20 && refused > 20, "\(read) read, \(refused) refused")
    }

    @Test func `damaged operations on ONNX weights are read or refused`() throws {
        var (read, refused) = (0, 0)
        for (index, name) in OnnxWeightTests.names.enumerated() {
            let ends = try withstand(OnnxWeightTests.model(name), times: 120, seed: 7 + UInt64(index))
            read += ends.read
            refused += ends.refused
        }
        #expect(read > 200 && refused > 1000, "\(read) read, \(refused) refused")
    }

    /// A weight that is cut, joined, picked, stretched and scaled on its way.
    private static let moved: [UInt8] = {
        func ints(_ name: String, _ values: [Int]) -> [UInt8] {
            Proto.text(1, name) + values.flatMap { Proto.number(8, $0) }
        }
        func axis(_ axis: Int) -> [UInt8] { Proto.text(1, "axis") + Proto.number(3, axis) }
        func whole(_ name: String, _ values: [Int]) -> [UInt8] {
            Proto.tensor(name, [values.count], type: 7, values.flatMap { Proto.number(7, $0) })
        }
        return Proto.model(
            [
                Proto.node("Slice", "", ["w", "start", "end"], "a"),
                Proto.node("Concat", "", ["w", "a"], "b", [axis(0)]),
                Proto.node("Gather", "", ["b", "places"], "c", [axis(0)]),
                Proto.node("Split", "", ["c"], "d", [axis(2), ints("split", [1, 1])]) + Proto.text(2, "rest"),
                Proto.node("Expand", "", ["d", "shape"], "e"), Proto.node("Mul", "", ["e", "scales"], "f"),
                Proto.node("Less", "", ["zero", "scales"], "g"), Proto.node("Where", "", ["g", "f", "zero"], "h"),
                Proto.node("ReduceProd", "", ["shape"], "i"), Proto.node("Reshape", "", ["h", "i"], "j"),
                Proto.node("Range", "", ["zero", "two", "one"], "k"), Proto.node("Shape", "", ["e"], "l"),
                Proto.node("Reshape", "", ["j", "l"], "m"), Proto.node("Conv", "conv", ["x", "m"], "y"),
                Proto.node("Gather", "", ["m", "k"], "n"), Proto.node("Conv", "other", ["y", "n"], "z"),
            ],
            [
                Proto.raw("w", [2, 1, 2, 2], ramp), whole("start", [1]), whole("end", [2]), whole("places", [2, 0]),
                whole("shape", [2, 3, 1, 2]), Proto.raw("scales", [2, 1, 1, 1], [10, 0.5]), whole("zero", [0]),
                whole("two", [2]), whole("one", [1]),
            ])
    }()

    @Test func `weights that are cut, joined, picked and stretched are read or refused, damaged or not`() throws {
        try withFile("m.onnx", Self.moved) { path in
            let file = try ModelFile(path: path)
            #expect(file.layers.map(\.name) == ["conv", "other"] && file.omissionNote == nil)
            let banks = try file.layers.map { try file.kernels(of: $0).kernels.map(\.values) }
            // The rows [4, 5] and [0, 1] are kept, for three channels, one ten times and one half.
            #expect(banks[0] == [[40, 50, 40, 50, 40, 50], [0, 0.5, 0, 0.5, 0, 0.5]] && banks[1] == banks[0])
        }
        let (read, refused) = try withstand(Self.moved, times: 6000, seed: 23)
        #expect(read > 100 && refused > 100, "\(read) read, \(refused) refused")
    }

    @Test(arguments: ["slices", "blocks"])
    func `damaged stems that read phases are read or refused`(way: String) throws {
        let (read, refused) = try withstand(try PhaseStemTests.stem(way), times: 2000, seed: 19)
        #expect(read > 100 && refused > 100, "\(read) read, \(refused) refused")
    }

    @Test(arguments: ["model", "cut"])
    func `damaged TensorFlow Lite files are read or refused`(part: String) throws {
        let model = try TFLiteTests.model()
        // Most of a model is weights: a head alone has more damage done to its tables.
        let (read, refused) = try withstand(part == "cut" ? Array(model[..<900]) : model, times: 4000, seed: 11)
        #expect(read + refused == 4000 && refused > 100)
    }

    @Test func `damaged Caffe files are read or refused`() throws {
        let (read, refused) = try withstand(CaffeTests.net, times: 6000, seed: 13)
        #expect(read > 100 && refused > 100)
    }

    @Test(arguments: ["small.keras", "small.h5", "plain.h5", "latest.h5"])
    func `damaged HDF5 files are read or refused`(name: String) throws {
        let file = try referenceFile("keras/\(name)")
        let (read, refused) = try withstand(file, times: 500, seed: 17)
        #expect(read > 20 && refused > 20, "\(read) read, \(refused) refused")
    }
}
