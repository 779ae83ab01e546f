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
        let milliseconds: Double
        let outlined: [Int]
        let hidden, shown, along, kernel, dragged, movedByKeys: Bool
        let kernels: Int
        let accessibility: [String: [String]]
    }

    /// Serves the built program's page and looks at it.
    static func look() throws -> Found {
        let folder = CommandLine.arguments.compactMap { argument -> URL? in
            guard let range = argument.range(of: ".xctest") else { return nil }
            return URL(fileURLWithPath: String(argument[..<range.lowerBound])).deletingLastPathComponent()
        }.first
        let striate = Process()
        let pipe = Pipe()
        striate.executableURL = (folder ?? Lenet.root.appendingPathComponent(".build/debug"))
            .appendingPathComponent("striate")
        striate.arguments = ["explore", "--no-open", "--nulls", "19"]
        striate.currentDirectoryURL = Lenet.root
        striate.standardOutput = pipe
        try striate.run()
        defer {
            striate.interrupt()
            striate.waitUntilExit()
        }
        let address = String(decoding: pipe.fileHandleForReading.availableData, as: UTF8.self)
            .trimmingCharacters(in: .whitespacesAndNewlines)
        let script = Lenet.path("Tests/ExplorerTests/Browser/look.py")
        let shots = ProcessInfo.processInfo.environment["STRIATE_SCREENSHOTS"].map { [$0] } ?? []
        let (status, output) = try run([script, address] + shots)
        #expect(status == 0)
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        return try decoder.decode(Found.self, from: output)
    }

    @Test(.enabled(if: isHere, "chromium, chromium-driver and selenium are not all there"))
    func `a person draws, looks into units, hides layers and looks around, by mouse and by keyboard`() throws {
        let found = try Self.look()
        #expect(found.seven == "7" && found.two == "2" && found.byKeyboard == "1")
        // Unoptimised, and with others at work, it is slower.
        #if !DEBUG
            #expect(found.milliseconds < 100, "from stroke to bars")
        #endif
        #expect(found.hidden && found.shown && found.along && found.kernel && found.dragged && found.movedByKeys)
        #expect(found.kernels == 6 && found.tab == "tab-kernels true")
        #expect(
            ["clear", "drawing", "centred", "tab-network", "board"].allSatisfy(found.stops.contains), "\(found.stops)")
        #expect(found.paths == ["S2", "C1.relu", "C1", "scaled"])
        try isExact(found)
        for (view, complaints) in found.accessibility { #expect(complaints.isEmpty, "\(view): \(complaints)") }
        #expect(found.accessibility.count == 12 && found.overflow.isEmpty, "\(found.overflow)")
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
