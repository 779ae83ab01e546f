import Archives
import Foundation
import Inference
import Networks
import Planes
import ReceptiveFields
import Testing
import Workers

@testable import Explorer

/// The page in a real browser: `Browser/look.py` opens it in a headless Chromium, and what it found is looked at here.
@Suite struct BrowserTests {
    /// Where a program is.
    static func program(_ name: String) -> String? {
        (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").map { "\($0)/\(name)" }
            .first { FileManager.default.isExecutableFile(atPath: $0) }
    }

    static func run(_ arguments: [String]) throws -> (status: Int32, output: Data) {
        let process = Process()
        let pipe = Pipe()
        process.executableURL = URL(fileURLWithPath: program("python3") ?? "/usr/bin/python3")
        process.arguments = arguments
        process.standardOutput = pipe
        try process.run()
        let data = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return (process.terminationStatus, data)
    }

    static let isHere =
        program("chromium") != nil && program("chromedriver") != nil && program("python3") != nil
        && (try? run(["-c", "import selenium"]).status) == 0

    struct Found: Decodable {
        let seven, two, byKeyboard, input, field, value, tab: String
        let sum, paths, stops, errors, elsewhere, overflow: [String]
        let outlined, outlinedOnDrawing: [Int]
        /// Of rows, then of columns: where the network's picture begins on the drawing, and the drawing's pixels to one of it.
        let placement: [Double]
        let patches, why, focus, opened: [String]
        let sameNumbers: [[Float]]
        let fixation: String
        let hidden, shown, along, kernel, dragged, movedByKeys, painted, whole, replaced, lastStays: Bool
        let kernels, kernelStops: Int
        let headings: [String]
        let accessibility: [String: [String]]
    }

    /// Runs the built program.
    static func started(_ arguments: [String], _ output: Any) throws -> Process {
        let folder = CommandLine.arguments.compactMap { argument -> URL? in
            guard let range = argument.range(of: ".xctest") else { return nil }
            return URL(fileURLWithPath: String(argument[..<range.lowerBound])).deletingLastPathComponent()
        }.first
        let striate = Process()
        striate.executableURL = (folder ?? Lenet.root.appendingPathComponent(".build/debug"))
            .appendingPathComponent("striate")
        striate.arguments = arguments
        striate.currentDirectoryURL = Lenet.root
        striate.standardOutput = output
        try striate.run()
        return striate
    }

    /// Serves a page, and gives what a script that opens it prints.
    private static func answer<Found: Decodable>(
        _ arguments: [String], to script: String, _ words: [String] = []
    ) throws -> Found {
        let pipe = Pipe()
        let striate = try started(["explore", "--no-open"] + arguments, pipe)
        defer {
            striate.interrupt()
            striate.waitUntilExit()
        }
        let address = String(decoding: pipe.fileHandleForReading.availableData, as: UTF8.self)
            .trimmingCharacters(in: .whitespacesAndNewlines)
        let (status, output) = try run([Lenet.path("Tests/ExplorerTests/Browser/\(script)"), address] + words)
        #expect(status == 0)
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        return try decoder.decode(Found.self, from: output)
    }

    /// Serves LeNet's page, with patches that a run preferred, and looks at it.
    static func look() throws -> Found {
        let preferred = FileManager.default.temporaryDirectory.appendingPathComponent("striate-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: preferred) }
        try started(
            [
                "prefer", "data/lenet/lenet-5.onnx", "--layer", "C3", "--images", "data/digits/mnist_5k.csv.gz",
                "--every", "500", "--top", "3", "--out", preferred.path, "--quiet",
            ], FileHandle.nullDevice
        ).waitUntilExit()
        return try answer(
            ["--nulls", "19", "data/lenet/lenet-5.onnx", "--preferred", preferred.path], to: "look.py",
            ProcessInfo.processInfo.environment["STRIATE_SCREENSHOTS"].map { [$0] } ?? [])
    }

    private struct Large: Decodable {
        let walls: Int
        let asked: [Int]
        let shown: [Bool]
    }

    @Test(.enabled(if: isHere, "chromium, chromium-driver and selenium are not all there"))
    func `of a large network a layer is fetched when it is looked at, though all are open`() throws {
        let found: Large = try Self.answer(
            ["data/alexnet/alexnet-features.onnx", "data/photos/coffee.png"], to: "large.py")
        #expect(found.walls == 13 && found.asked.contains(0) && !found.asked.contains(7), "\(found.asked)")
        #expect(found.shown == [false, true])
    }

    @Test(.enabled(if: isHere, "chromium, chromium-driver and selenium are not all there"))
    func `a person draws, looks into units, hides layers and looks around, by mouse and by keyboard`() throws {
        let found = try Self.look()
        #expect(found.seven == "7" && found.two == "2" && found.byKeyboard == "1")
        #expect(found.hidden && found.shown && found.along && found.kernel && found.dragged && found.movedByKeys)
        #expect(found.kernels == 6 && found.kernelStops == 1 && found.tab == "tab-kernels true")
        #expect(found.headings[0] == found.headings[2] && Set(found.headings).count == 2, "\(found.headings)")
        #expect(
            ["clear", "drawing", "centred", "tab-network", "board"].allSatisfy(found.stops.contains), "\(found.stops)")
        #expect(found.paths == ["S2", "C1.relu", "C1", "scaled"])
        #expect(found.patches.count == 3 && found.patches.compactMap { Double($0) }.sorted(by: >).count == 3)
        #expect(found.painted && found.why[0].hasPrefix("gradient of the score of class 7: the largest value is "))
        #expect(found.why[1].contains("answer − baseline's") && found.why[1].contains("Orange raises the score"))
        #expect(found.why[2].hasPrefix("integrated-gradients of unit (4, 6) of map 5 of 'C3': "))
        #expect(found.why[3] == "why-checked" && found.whole)
        // What is pressed stays under the keyboard, where it is still there; then the heading, then the layer.
        #expect(
            found.focus.prefix(2) == ["back", "forth"] && found.focus.suffix(3) == ["every-number", "H2", "board"],
            "\(found.focus)")
        #expect(Int(found.focus[2]) != nil, "a map that it reads")
        #expect(found.opened == ["5 coffee.png", "6 camera.png", "6 coffee.png"] && found.replaced && found.lastStays)
        #expect(found.sameNumbers == [[1, -6, .greatestFiniteMagnitude], [1, -6, .greatestFiniteMagnitude]])
        #expect(
            found.fixation.hasPrefix(
                "Looking at pixel 300, 200 (right, down). Cortex to a degree: 21.6 mm at 0°, 8.69 mm at 1°, "),
            "\(found.fixation)")
        try isExact(found)
        for (view, complaints) in found.accessibility { #expect(complaints.isEmpty, "\(view): \(complaints)") }
        #expect(found.accessibility.count == 13 && found.overflow.isEmpty, "\(found.overflow)")
        #expect(found.errors.isEmpty && found.elsewhere.isEmpty, "\(found.errors) \(found.elsewhere)")
    }

    /// The unit that was picked, map 5 (4, 6) of C3, beside receptive fields and a plain run on the same picture.
    private func isExact(_ found: Found) throws {
        let scene = try Lenet.scene()
        let lookup = try FieldLookup(
            scene.network.network, image: scene.network.image, layer: "C3", units: .unit((4, 6)), pixel: nil)
        let unit = try #require(lookup.asked.first)
        #expect(
            found.field
                == "Sees rows \(unit.rows.first) to \(unit.rows.last) (14) and columns \(unit.columns.first) to \(unit.columns.last) (14) of the picture."
        )
        #expect(found.outlined == [unit.rows.first, unit.rows.last, unit.columns.first, unit.columns.last])
        func edges(_ axis: ArraySlice<Double>, _ first: Int, _ last: Int) -> [Double] {
            let (edge, step) = (axis[axis.startIndex], axis[axis.startIndex + 1])
            return [edge + Double(first) * step, edge + Double(last + 1) * step]
        }
        let place = found.placement
        let drawn =
            edges(place[..<2], unit.rows.first, unit.rows.last)
            + edges(place[2...], unit.columns.first, unit.columns.last)
        #expect(zip(found.outlinedOnDrawing, drawn).allSatisfy { abs(Double($0) - $1) <= 3 }, "\(drawn)")
        let pixels = try #require(Data(base64Encoded: found.input)).withUnsafeBytes {
            Array($0.bindMemory(to: Float.self))
        }
        let image = Image(grey: Plane(size: PixelSize(side: 28), values: pixels), encoding: .sRGB)
        let runner = try Runner(scene.network.network, giving: ["C3"], by: .plain, workers: Workers(1))
        let plain = try #require(try runner.run(scene.network.input(ofFitted: image))["C3"])[0, 5, 4, 6]
        let (sum, bias) = (try #require(Float(found.sum[0])), try #require(Float(found.sum[1])))
        #expect(abs(sum + bias - plain) < 1e-4 && abs((Float(found.value) ?? .nan) - plain) < 1e-4)
    }
}
