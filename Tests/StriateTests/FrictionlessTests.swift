import Foundation
import Testing

@Suite struct FrictionlessTests {
    /// The validator of the Frictionless project, where it is installed (`pip install frictionless`).
    private static let program = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
        .map { "\($0)/frictionless" }.first { FileManager.default.isExecutableFile(atPath: $0) }

    private static func validate(_ folder: String) throws -> (status: Int32, output: String) {
        let process = Process()
        let pipe = Pipe()
        process.executableURL = URL(fileURLWithPath: program ?? "")
        process.arguments = ["validate", "datapackage.json"]
        process.currentDirectoryURL = URL(fileURLWithPath: folder)
        process.standardOutput = pipe
        process.standardError = pipe
        try process.run()
        let output = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        return (process.terminationStatus, output)
    }

    @Test(
        .enabled(if: program != nil, "frictionless is not on the PATH"),
        arguments: [
            Striate.quick, ["bank", "--size", "5"], ["kernels", Striate.model], ["saliency", "--scene", "popout-90"],
            ["teach", "match"], ["rf", "data/networks/two-paths.csv"],
        ])
    func `the validator accepts a run folder, and not one whose table is spoilt`(command: [String]) throws {
        try withPlace { place in
            #expect(try Striate(command + ["--out", place]).status == 0)
            let sound = try Self.validate(place)
            #expect(sound.status == 0, "\(sound.output)")

            let name = ["bank": "bank", "saliency": "peaks", "teach": "match", "rf": "units"][command[0]] ?? "kernels"
            let csv = URL(fileURLWithPath: "\(place)/tables/\(name).csv")
            let spoilt = try String(contentsOf: csv, encoding: .utf8) + (name == "peaks" ? "a,one" : "one")
            try Data(spoilt.utf8).write(to: csv)
            #expect(try Self.validate(place).status != 0)
        }
    }

    @Test(.enabled(if: program != nil, "frictionless is not on the PATH"))
    func `the validator accepts the tables of a map`() throws {
        try withPlace { place in
            let command =
                ["map", "data/photos/chelsea.png", "--stride", "32", "--out", place] + MapTests.quick.dropLast(2)
            #expect(try Striate(command).status == 0)
            let sound = try Self.validate(place)
            #expect(sound.status == 0, "\(sound.output)")
        }
    }
}
