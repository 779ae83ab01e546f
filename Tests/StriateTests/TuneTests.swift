import Foundation
import Testing

/// `tune` and `stimulus` as a user types them.
@Suite struct TuneTests {
    private static let bank = ["tune", "--orientations", "4", "--wavelengths", "6", "--size", "13"]

    @Test func `a bank of simple cells answers at the orientations it was designed for`() throws {
        let run = try Striate(Self.bank + ["--table", "tuning"])
        #expect(run.status == 0 && run.errors.isEmpty)
        let rows = run.output.split(separator: "\n").map { $0.split(separator: ",", omittingEmptySubsequences: false) }
        let gratings = rows.filter { $0[1] == "grating" }
        #expect(gratings.count == 8)
        for (row, expected) in zip(gratings, [0, 0, 45, 45, 90, 90, 135, 135] as [Double]) {
            let found = try #require(Double(row[2]))
            #expect(abs(found - expected) < 1 || abs(found - 180 - expected) < 1)
        }
    }

    @Test func `the report says how far experiment and transform differ`() throws {
        let run = try Striate(Self.bank)
        #expect(run.output.contains("Two ways, one answer: over 28800 pairs of unit and grating"))
        #expect(run.output.split(separator: "\n").allSatisfy { $0.count <= 80 })
    }

    @Test func `complex cells are not simple`() throws {
        let run = try Striate(Self.bank + ["--cells", "complex"])
        let words = run.output.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        #expect(words.contains("0 answer like simple cells (F1 above F0), 4 like complex ones"))
    }

    @Test(arguments: [
        (["tune", Striate.model, "--cells", "complex"], "--cells: complex is not possible for a learned layer"),
        (["tune", "--normalize", "0"], "--normalize: 0.0 is not possible; above 0"),
        (["tune", "--phases", "0", "--cells", "complex"], "--cells: complex is not possible without quadrature pairs"),
        (
            ["stimulus", "grating", "--frequency", "0.7"],
            "a grating of 0.7 cycles/pixel with bars at 90.0° would be seen"
        ),
        (["stimulus", "edge", "--frames", "3"], "--frames: bars and edges do not drift"),
        (["stimulus", "bar", "--size", "0x9"], "--size: 0x9 is not possible; HxW or one number"),
    ])
    func `what cannot be is refused in one line`(arguments: [String], beginning: String) throws {
        let run = try Striate(arguments)
        #expect(run.status == 64 && run.output.isEmpty)
        #expect(run.errors.hasPrefix("striate: " + beginning) && run.errors.count(where: \.isNewline) == 1)
    }

    @Test func `a stimulus is written as pictures and an array, and says what it is`() throws {
        try withPlace { place in
            let run = try Striate(["stimulus", "annulus", "--size", "32", "--frames", "2", "--out", place])
            #expect(run.status == 0)
            #expect(
                run.output.contains(
                    "0: sine grating, bars at 90.0° (wave 0.0°), 0.0625 cycles/pixel, phase 0.0°,\n   contrast 1.0, through a ring from 12.0 to 24.0 px across with a rim of 1.0 px"
                ))
            for file in ["figures/frame-0.png", "figures/frame-1.png", "arrays/stimulus.npy", "tables/stimulus.csv"] {
                #expect(FileManager.default.fileExists(atPath: "\(place)/\(file)"), "\(file)")
            }
            let array = try Data(contentsOf: URL(fileURLWithPath: place + "/arrays/stimulus.npy"))
            #expect(array.count == 128 + 4 * 2 * 32 * 32)
        }
    }
}
