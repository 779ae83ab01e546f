import Foundation
import Networks
import Testing

@testable import Archives

/// Files of Keras and TensorFlow Lite with bytes changed: each is a network, or refused in a line.
@Suite struct GraphMutationTests {
    private static func file(_ name: String) throws -> [UInt8] {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        return Array(try Data(contentsOf: folder.appending(path: "InferenceTests/Reference/graphs/\(name)")))
    }

    private func follow(_ path: String) throws(ArchiveError) {
        let network = try Network(path: path)
        _ = try? Shapes(of: network)
        for constant in network.constants.values.prefix(4) { _ = try? constant.numbers() }
    }

    @Test(arguments: ["nested.tflite", "sequential-int8.tflite", "encoder_decoder.tflite"])
    func `a damaged TensorFlow Lite file is a network or refused`(name: String) throws {
        let whole = try Self.file(name)
        let ends = try withstand(whole, times: 1500, seed: 41) { path, _ throws(ArchiveError) in try follow(path) }
        #expect(ends.read > 50 && ends.refused > 50, "\(ends)")
    }

    /// libhdf5 has a process of its own for each, so few are tried.
    @Test(arguments: ["nested.keras", "nested.h5"])
    func `a damaged Keras file is a network or refused`(name: String) throws {
        let whole = try Self.file(name)
        let ends = try withstand(whole, times: 150, seed: 43) { path, _ throws(ArchiveError) in try follow(path) }
        #expect(ends.read + ends.refused == 150, "\(ends)")
    }

    /// The description alone, damaged as text.
    @Test func `a damaged description of layers is a network or refused`() throws {
        try withFile("m.keras", Self.file("residual.keras")) { path in
            let archive = try ZipArchive(LazyFile(path: path))
            let weights = try #require(archive["model.weights.h5"])
            let arrays = try HDF5Contents(archive.file, archive.place(of: weights))
            let whole = try archive.bytes(of: #require(archive["config.json"]))
            let file = archive.file
            let ends = try withstand(whole, times: 3000, seed: 47) { path, _ throws(ArchiveError) in
                let text = try LazyFile(path: path)
                let bytes = text.withBytes(in: 0..<text.count) { Array($0) }
                guard let description = JSONValue(settings: bytes), let model = KerasModel(description) else {
                    throw .malformed(file: path, place: "the description", expectation: "a model is expected")
                }
                let layers = KerasLayers(arrays, KerasConfig(description))
                let network = try KerasNetwork.network(model, layers, version: 3, file)
                _ = try? Shapes(of: network)
            }
            #expect(ends.read > 100 && ends.refused > 100, "\(ends)")
        }
    }

    @Test func `settings are numbers however they are written, and not there where they are null`() {
        func value(_ text: String) -> JSONValue? { JSONValue(settings: Array(text.utf8)) }
        #expect(value("[3, 4]")?.ints == [3, 4] && value("7.0")?.ints == [7] && value("[1.5]")?.ints == nil)
        #expect(value("[[1, 2.5], [3]]")?.floats == [1, 2.5, 3])
        #expect(value("{\"a\": null}")?["a"] == nil && value("{\"a\": [null, 2]}")?["a"]?.list?.count == 2)
        #expect(value("{") == nil)
    }

    @Test func `models that are called again and again do not outgrow memory`() throws {
        // Each of sixteen models calls the one in it a hundred times.
        func entry(_ depth: Int) -> JSONValue {
            func tensor(_ name: String, _ call: Int) -> JSONValue {
                .list([.list([.text(name), .number(Double(call)), .number(0), .table([:])])])
            }
            let input = JSONValue.table([
                "class_name": .text("InputLayer"), "name": .text("in"),
                "config": .table(["name": .text("in"), "batch_shape": .list([.null, .number(4)])]),
                "inbound_nodes": .list([]),
            ])
            guard
                case .table(var inner) = depth == 0
                    ? JSONValue.table(["class_name": .text("Dropout"), "config": .table(["name": .text("d")])])
                    : entry(depth - 1)
            else { return .null }
            inner["name"] = .text("x")
            inner["inbound_nodes"] = .list((0..<100).map { $0 == 0 ? tensor("in", 0) : tensor("x", $0 - 1) })
            return .table([
                "class_name": .text("Functional"),
                "config": .table([
                    "name": .text("m\(depth)"), "layers": .list([input, .table(inner)]),
                    "input_layers": .list([.text("in"), .number(0), .number(0)]),
                    "output_layers": .list([.text("x"), .number(99), .number(0)]),
                ]),
            ])
        }
        let model = try #require(KerasModel(entry(10)))
        try withFile("m", [1]) { path in
            let file = try LazyFile(path: path)
            let layers = try withFile("h.h5", Self.file("nested.h5")) { path in
                let file = try LazyFile(path: path)
                return KerasLayers(try HDF5Contents(file, 0..<file.count), KerasConfig())
            }
            do throws(ArchiveError) {
                _ = try KerasNetwork.network(model, layers, version: 3, file)
                Issue.record("it is read")
            } catch {
                #expect(error.description.contains("at most 16384 operations"))
            }
        }
    }
}
