import Foundation
import GSL
import GaborBanks
import Planes
import Retinotopy
import Testing
import Workers

@Suite struct GrowingV1Tests {
    /// A picture of 5° looked at in its upper left corner, whose lower right one is 7° away.
    private static let size = PixelSize(side: 80)

    private func field(_ size: PixelSize = size, pixelsPerDegree: Double = 16) throws -> VisualField {
        try VisualField(size: size, degrees: Double(size.width) / pixelsPerDegree, fixation: (0, 0))
    }

    /// Cells as they are drawn for a growth, none of them beyond what the lattice carries.
    private func drawn(growth: Double = 1, seed: UInt64 = 8) throws -> DesignedBank {
        let resolution = try field().resolution
        var generator = MersenneTwister(seed: seed)
        let side = MacaqueBank.customarySide(at: resolution, growth: growth)
        let drawn = try MacaqueBank(
            count: 8, at: resolution, size: PixelSize(side: side), growth: growth
        ).drawn(using: &generator)
        try #require(drawn.discarded == 0)
        return drawn.bank
    }

    private func noise(_ size: PixelSize = size, seed: UInt64) -> Plane {
        var generator = MersenneTwister(seed: seed)
        return Plane(size: size) { _, _ in Float.random(in: 0...1, using: &generator) }
    }

    @Test func `two degrees of window at fixation grow as fields do, 255 pixels at most there`() throws {
        let coarse = try #require(PixelsPerDegree(32)), fine = try #require(PixelsPerDegree(512))
        #expect(MacaqueBank.customarySide(at: coarse, growth: 1) == 65)
        #expect(MacaqueBank.customarySide(at: coarse, growth: 2) == 129)
        #expect(MacaqueBank.customarySide(at: fine, growth: 1) == 255)
        #expect(MacaqueBank.customarySide(at: fine, growth: 2) == 509)
    }

    @Test func `rings are a twelfth of an octave apart, from the nearest unit to the farthest`() throws {
        let model = try V1Model(bank: drawn(), stride: 8)
        let growing = try GrowingV1(model, over: field())
        // Units at 0 and at (72, 72)/16°, 6.364°: 1 + .2·6.364 is 2.273, and 12·log₂ of that 14.2.
        #expect(growing.rings == 0...15)
        #expect(GrowingV1.growth(ofRing: 12) == 2 && GrowingV1.growth(ofRing: 0) == 1)
        #expect(abs(GrowingV1.growth(at: 5) - 2) < 1e-12)
    }

    /// The plain path: the bank that is drawn for that eccentricity looks at the whole picture.
    @Test(arguments: V1Model.Cells.allCases)
    func `every place is seen as by the bank of its eccentricity`(cells: V1Model.Cells) throws {
        let (picture, field) = (noise(seed: 7), try field())
        let growing = try GrowingV1(V1Model(bank: drawn(), cells: cells, stride: 8), over: field)
        let activity = growing.response(to: picture)
        let lattice = UnitLattice(picture: Self.size, stride: 8)
        // (0, 0): fixation. (6, 8): 5°, where fields are twice as wide. Both are on rings, others between them.
        for (row, column) in [(0, 0), (6, 8), (2, 3), (5, 5), (9, 9), (0, 7)] {
            let (x, y) = lattice.center(row: row, column: column)
            let growth = GrowingV1.growth(at: field.point(x: x, y: y).eccentricity)
            let plain = try V1Model(bank: drawn(growth: growth), cells: cells, stride: 8).response(to: picture)
            let own = plain.map { $0[row, column] }, seen = activity.map { $0[row, column] }
            let difference = zip(own, seen).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }.squareRoot()
            let length = own.reduce(0) { $0 + $1 * $1 }.squareRoot()
            let part = Double(difference / length)
            let isOnRing = [0, 12].contains { abs(12 * log2(growth) - $0) < 1e-9 }
            // Filters themselves differ by 2 % at most, of what is seen by all of them a part.
            #expect(part < (isOnRing ? 1e-4 : 0.03), "(\(row), \(column)): \(part)")
        }
    }

    /// What filters twice as wide answer to white noise is half as much; mixtures are shorter than filters by 2 % at most.
    @Test func `white noise prefers no orientation and no ring`() throws {
        let size = PixelSize(side: 256)
        let field = try VisualField(size: size, degrees: 32)
        let model = try V1Model(bank: smallBank(orientations: 6), stride: 8)
        let growing = try GrowingV1(model, over: field)
        let lattice = UnitLattice(picture: size, stride: 8)
        var squares: [Int: (sum: Double, count: Int)] = [:]
        var (cosine, sine, total) = (0.0, 0.0, 0.0)
        for seed in 0..<4 {
            let planes = growing.response(to: noise(size, seed: UInt64(seed)))
            let map = ActivationMap(
                channels: model.channels, planes: planes, lattice: lattice, field: field, cortex: .polimeni(.v1))
            let summary = OrientationMap(of: map)
            for unit in map.units {
                let growth = GrowingV1.growth(at: unit.point.eccentricity)
                let energy = Double(summary.energy[unit.row, unit.column]) * growth * growth
                let before = squares[Int(2 * log2(growth)), default: (0, 0)]
                squares[Int(2 * log2(growth))] = (before.sum + energy, before.count + 1)
                cosine += growth * Double(summary.cosine[unit.row, unit.column])
                sine += growth * Double(summary.sine[unit.row, unit.column])
                total += growth * Double(summary.total[unit.row, unit.column])
            }
        }
        let selectivity = try #require(OrientationMap.selectivity(cosine: cosine, sine: sine, total: total))
        #expect(selectivity < 0.02, "\(selectivity)")
        // Values from 0 to 1, all alike likely, have a variance of 1/12.
        let expected = model.channels.reduce(0) { $0 + $1.noise * $1.noise } / 12
        for (half, found) in squares.sorted(by: { $0.key < $1.key }) where found.count > 100 {
            let ratio = found.sum / Double(found.count) / expected
            #expect(abs(ratio - 1) < 0.1, "half octave \(half), \(found.count) units: \(ratio)")
        }
        #expect(squares.count >= 3)
    }

    @Test func `any number of threads gives the same activity`() throws {
        let growing = try GrowingV1(V1Model(bank: drawn(), stride: 16), over: field())
        let picture = noise(seed: 3)
        #expect(growing.response(to: picture) == growing.response(to: picture, workers: .init(2)))
    }

    @Test func `filters that would be too large are refused before any is drawn`() throws {
        let field = try VisualField(size: PixelSize(height: 16, width: 1440), degrees: 90)
        var generator = MersenneTwister(seed: 0)
        let bank = try MacaqueBank(count: 4096, at: field.resolution, size: PixelSize(side: 3))
            .drawn(using: &generator).bank
        let model = try V1Model(bank: bank, cells: .simple, stride: 16)
        #expect(
            throws: RetinotopyError.tooLarge(
                "4096 filters of 325 × 325 pixels, as wide as fields are at 45°,",
                bytes: 4096 * (16 * 325 * 325 + 4 * 90), ways: [.field])
        ) { try GrowingV1(model, over: field) }
    }
}
