import Archives
import Foundation
import Kernels
import Networks
import Testing

@Suite struct KerasTests {
    private static func layers() throws -> [ReferenceLayer] {
        try JSONDecoder().decode([ReferenceLayer].self, from: Data(referenceFile("keras/keras_layers.json")))
    }

    private func check(_ bytes: [UInt8], _ names: [String]? = nil, channelGroups: Bool = true) throws {
        let expected = try Self.layers()
        try withFile("m", bytes) { path in
            let file = try ModelFile(path: path)
            #expect(file.layers.map(\.name) == names ?? expected.map(\.name))
            for layer in file.layers {
                let reference = try #require(expected.first { $0.name == layer.name })
                if channelGroups || reference.name != "grouped" { try reference.check(layer, of: file) }
            }
            #expect(try file.choice(of: nil).layer.name == "zeroth")
        }
    }

    @Test(arguments: ["small.keras", "small.h5", "latest.h5"])
    func `a whole model holds a network whose layers have their names`(name: String) throws {
        try withFile("m", referenceFile("keras/\(name)")) { path in
            guard name != "latest.h5" else {
                #expect(throws: (any Error).self) { try Network(path: path) }
                return
            }
            let network = try Network(path: path)
            #expect(network.nodes.map(\.name).contains("inner/inner_conv") && network.outputs == ["inner/inner_conv"])
            let shapes = try Shapes(of: network)
            #expect(shapes["zeroth"] == [1, 10, 11, 4] && shapes["separable/depthwise"] != nil)
            #expect(shapes.unknown.isEmpty)
        }
    }

    @Test(arguments: ["small.keras", "small.h5"])
    func `a model's layers come in its order, with Keras' own weights`(name: String) throws {
        try check(referenceFile("keras/\(name)"))
        try withFile("m", referenceFile("keras/\(name)")) { path in
            let format = try ModelFile(path: path).format
            #expect(format == (name == "small.h5" ? .hdf5 : .keras))
        }
    }

    /// The weights alone, as `save_weights` writes them: the HDF5 file in the archive.
    private static func weights() throws -> [UInt8] {
        let archive = try referenceFile("keras/small.keras")
        let signature: [UInt8] = [0x89, 0x48, 0x44, 0x46, 0x0D, 0x0A, 0x1A, 0x0A]
        let start = try #require(archive.indices.first { archive[$0...].starts(with: signature) })
        return Array(archive[start..<start + 32_176])
    }

    @Test func `weights alone have names and kinds, but no order and no groups`() throws {
        let names = [
            "zeroth", "grouped", "up", "deep", "inner_conv", "separable/depthwise", "separable/pointwise",
        ]
        try check(try Self.weights(), names, channelGroups: false)
    }

    @Test func `names in the bytes of older files are read, and lists in parts`() throws {
        try withFile("m", referenceFile("keras/older.h5")) { path in
            let file = try ModelFile(path: path)
            #expect(file.layers.map(\.name) == ["block1_conv1", "up_transpose"])
            #expect(file.layers.map(\.op.name) == ["Conv", "ConvTranspose"] && file.layers.map(\.outputs) == [2, 3])
            // Row, column, input, output: the first kernel's first channel is every sixth number.
            let kernel = try file.kernels(of: file.layers[0]).kernels[0]
            #expect(kernel.values.prefix(9) == [0, 6, 12, 18, 24, 30, 36, 42, 48])
            #expect(try file.bias(of: file.layers[0]) == [5, 6] && file.bias(of: file.layers[1]) == nil)
        }
    }

    @Test(arguments: ["deflated", "half", "double", "big", "bytes"])
    func `arrays of any type, packed or not, are read`(name: String) throws {
        try withFile("m", referenceFile("keras/plain.h5")) { path in
            let file = try ModelFile(path: path)
            let layer = try file.choice(of: name).layer
            #expect(try file.kernels(of: layer).kernels.flatMap(\.values) == (0..<54).map(Float.init))
        }
    }

    @Test func `the newest layout of HDF5 is read`() throws {
        try withFile("m", referenceFile("keras/latest.h5")) { path in
            let file = try ModelFile(path: path)
            #expect(file.layers.count == 12)
            let layer = try file.choice(of: "group/array11").layer
            #expect(try file.kernels(of: layer).kernels[0].values[0] == 11)
        }
    }

    @Test func `links and arrays that lead out of the file are not followed`() throws {
        #expect(try refusal("m", referenceFile("keras/outside.h5")).hasPrefix("m: no two-dimensional convolution"))
    }

    @Test func `what libhdf5 cannot read is refused`() throws {
        let file = try referenceFile("keras/small.h5")
        for length in [8, 9, 100, 1000, 10_000, 30_000] {
            #expect(
                try refusal("m", Array(file[..<length]))
                    == "m: the HDF5 structure is malformed; a file that libhdf5 can read is expected", "\(length)")
        }
        #expect(
            try refusal("m", [0x89, 0x48, 0x44, 0x46, 0x0D, 0x0A, 0x1A, 0x0A] + [UInt8](repeating: 0xFF, count: 200))
                .hasPrefix("m: the HDF5 structure is malformed"))
    }

    /// One byte of a symbol table changed: libhdf5 1.10.8 reads through a wild pointer and dies, alone.
    @Test func `a file that crashes libhdf5 is refused like any other`() throws {
        var file = try referenceFile("keras/small.h5")
        file[2121] = 0xFF
        #expect(
            try refusal("m", file) == "m: the HDF5 structure is malformed; a file that libhdf5 can read is expected")
    }

    @Test func `a library that is missing is named, with its package`() {
        let error = ArchiveError.missingLibrary(file: "m", library: "libhdf5", package: "libhdf5-dev")
        #expect(
            error.description == "m: is read by libhdf5, which is not there; install it (apt-get install libhdf5-dev)")
        #expect(error.exitCode == 69 && error.file == "m")
    }

    @Test func `many files may be read at once`() async throws {
        let bytes = try referenceFile("keras/plain.h5")
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<16 {
                group.addTask {
                    try withFile("m", bytes) { path in
                        let file = try ModelFile(path: path)
                        let layer = try file.choice(of: "deflated").layer
                        #expect(try file.kernels(of: layer).kernels.flatMap(\.values) == (0..<54).map(Float.init))
                    }
                }
            }
            try await group.waitForAll()
        }
    }
}
