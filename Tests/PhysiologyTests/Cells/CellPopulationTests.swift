import Foundation
import GSL
import GaborBanks
import Kernels
import Planes
import Testing
import Workers

@testable import Physiology

@Suite struct CellPopulationTests {
    private static let columns = ["cell", "pref_ori", "1-gosi", "gosi", "flags", "cell_type"]
    private static let texts = [
        ["a", "b", "c", "d"], ["10", "20", "", "40"], ["9", "9", "9", "9"], ["0.2", "nan", "0.5", "0.9"],
        ["", "", "", "bad"], ["L4", "L4", "", "L5"],
    ]

    @Test func `columns by our names are taken, others are named, the flagged left out, the missing counted`() throws {
        let cells = try CellPopulation(name: "mine", columns: Self.columns, texts: Self.texts)
        #expect(cells.count == 3 && cells.flagged == 1)
        #expect(cells.properties.map(\.name) == ["gosi"])
        #expect(cells.properties[0].values == [0.2, nil, 0.5] && cells.properties[0].missing == 1)
        #expect(cells.unused == ["pref_ori", "1-gosi"])
        #expect(cells.cells("gosi")?.count == 2 && cells.cells("gosi")?.median == 0.35)
        #expect(cells.cells("nx") == nil)
    }

    @Test func `a property may stand elsewhere, and be made of a column and a number`() throws {
        let cells = try CellPopulation(
            name: "mine", columns: Self.columns.map { $0 == "1-gosi" ? "other" : $0 }, texts: Self.texts,
            mapping: [("circular_variance", "1-gosi"), ("orientation_deg", "pref_ori")])
        #expect(cells.properties.map(\.name) == ["circular_variance", "gosi", "orientation_deg"])
        #expect(cells.properties[0].values == [0.8, nil, 0.5])
        #expect(cells.properties[2].values == [10, 20, nil])
    }

    @Test(arguments: [
        ("gosi", 4.0), ("1-gosi", -3), ("gosi-1", 3), ("2 * gosi", 8), ("gosi/8", 0.5), ("8/gosi", 2),
        ("gosi + .5", 4.5),
    ]) func `forms of arithmetic`(_ text: String, _ value: Double) throws {
        let column = try #require(CellColumn(text, among: ["gosi"]))
        #expect(column.name == "gosi" && column.value(4) == value)
    }

    @Test func `a column whose name holds a sign is itself`() throws {
        let column = try #require(CellColumn("1-gosi", among: ["gosi", "1-gosi"]))
        #expect(column.name == "1-gosi" && column.arithmetic == nil)
        #expect(CellColumn("gosi-gosi", among: ["gosi"]) == nil && CellColumn("-", among: ["gosi"]) == nil)
    }

    private func message(_ columns: [String], _ texts: [[String]], _ mapping: [(String, String)] = []) -> String {
        do throws(CellError) {
            _ = try CellPopulation(
                name: "x", columns: columns, texts: texts, mapping: mapping.map { (property: $0.0, text: $0.1) })
            return ""
        } catch { return "\(error)" }
    }

    @Test func `what cannot be is refused with what would be right`() {
        #expect(
            message(["a"], [["1"]])
                == "of its columns a none is a property of units, such as circular_variance; say which is")
        #expect(
            message(["gosi"], [["1", "high"]])
                == "'high' in column 'gosi' of cell 1 is no number; a number, or nothing, is expected")
        #expect(
            message(["gosi"], [["1"]], [("dsi", "b")])
                == "'b' is no column, nor a number and a column with + - * / between; there are gosi")
        #expect(
            message(["gosi"], [["1"]], [("speed", "gosi")]).hasPrefix(
                "'speed' is no property of units; there are circular_variance, gosi, dsi, "))
    }

    @Test func `types of enough cells are populations of their own`() throws {
        let types = (0..<50).map { $0 < 30 ? "L4 Exc" : $0 < 45 ? "L5" : "" }
        let cells = try CellPopulation(
            name: "mine", columns: ["cell_type", "dsi"], texts: [types, (0..<50).map { "0.\($0)" }])
        #expect(cells.types.map(\.name) == ["mine: L4 Exc"] && cells.types[0].count == 30)
        // Any column says of what type cells are, if it is named.
        let layers = try CellPopulation(
            name: "mine", columns: ["layer", "dsi"], texts: [types, (0..<50).map { "0.\($0)" }],
            mapping: [("cell_type", "layer")])
        #expect(layers.types == cells.types && layers.unused.isEmpty)
    }

    @Test func `the cells are accounted for`() throws {
        let cells = try CellPopulation(name: "mine", columns: Self.columns, texts: Self.texts)
        #expect(
            cells.account == [
                "mine: 3 cells, without 1 that is flagged; without a value: gosi of 1.",
                "Columns left: pref_ori, 1-gosi.",
            ])
    }

    @Test func `of maps the same is measured as of kernels`() throws {
        // Waves along θ, y down: bars of 90° − θ.
        let waves = stride(from: 0.0, to: 180, by: 30)
        let maps = waves.map { angle in
            let (x, y) = (cos(angle * .pi / 180), sin(angle * .pi / 180))
            return Plane(size: PixelSize(side: 11)) { row, column in
                let (down, right) = (Double(row) - 5, Double(column) - 5)
                return Float(
                    exp(-(down * down + right * right) / 9) * sin(2 * .pi * 0.2 * (x * right + y * down)))
            }
        }
        let cells = try CellPopulation(
            name: "mine", maps: KernelBank(name: "rf", kernels: maps.map { Kernel(channels: [$0]) }), seed: 0,
            workers: Workers(1))
        #expect(cells.count == 6)
        #expect(
            cells.account == [
                "mine: 6 cells, measured on their maps 'rf' of 11 × 11 as kernels are, 6 of them Gabors and 0 edges beyond what noise gives."
            ])
        let preferred = try #require(cells.properties.first { $0.name == "orientation_deg" }).values
        for (found, angle) in zip(preferred, waves) {
            let bars = Orientation(degrees: 90 - angle)
            #expect(bars.distance(to: Orientation(degrees: try #require(found))) < 2)
        }
        // Maps have no time, and so no direction.
        #expect(cells.cells("dsi") == nil && cells.cells("nx")?.count == 6)
        #expect(throws: CellError.noShape(maps: 2)) {
            try CellPopulation(
                name: "mine",
                maps: KernelBank(name: "rf", outputs: 2, inputs: 1, size: PixelSize(side: 1), weights: [1, 2]),
                seed: 0, workers: Workers(1))
        }
    }
}

/// Samples beside SciPy 1.17's `ks_2samp(method="exact")` and `wasserstein_distance`.
@Suite struct TwoSampleTests {
    @Test func `distance, exact p and Wasserstein distance are SciPy's, with ties`() {
        let a = [0.1, 0.4, 0.4, 0.7, 0.9, 1.3, 0.2], b = [0.3, 0.5, 0.8, 1.1, 1.4, 1.5, 0.4, 2.0, 0.95]
        let ks = KolmogorovSmirnov(a, sample: b, using: MersenneTwister(seed: 0))
        #expect(abs(ks.distance - 0.4126984126984127) < 1e-12)
        #expect(abs(ks.pValue - 0.4302447552447553) < 1e-12)
        #expect(abs((ks.wasserstein ?? 0) - 0.42301587301587296) < 1e-12)
        #expect(ks.similarity == 1 - ks.distance && ks.binning == ks.distance)
    }

    @Test func `larger samples too`() {
        let a = (0..<64).map { Double($0 * 37 % 101) / 101 }, b = (0..<150).map { Double($0 * 53 % 211) / 211 + 0.12 }
        let ks = KolmogorovSmirnov(a, sample: b, using: MersenneTwister(seed: 0))
        #expect(abs(ks.distance - 0.14291666666666666) < 1e-12)
        #expect(abs(ks.pValue - 0.28516616767512176) < 1e-10)
        #expect(abs((ks.wasserstein ?? 0) - 0.08720784845072185) < 1e-12)
        #expect(ks.interval.contains(ks.distance))
    }

    @Test func `samples apart, and equal ones`() {
        #expect(abs(KolmogorovSmirnov.exactP(1, 3, 3) - 0.1) < 1e-12)
        #expect(KolmogorovSmirnov.exactP(0, 3, 3) == 1)
        let same = KolmogorovSmirnov([1, 2, 3], sample: [1, 2, 3], using: MersenneTwister(seed: 0))
        #expect(same.distance == 0 && same.pValue == 1 && same.wasserstein == 0)
    }
}
