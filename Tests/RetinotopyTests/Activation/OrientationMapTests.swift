import GaborBanks
import Planes
import Retinotopy
import Testing

@Suite struct OrientationMapTests {
    private static let one = PixelSize(side: 1)

    /// One unit with channels of given orientations and activations.
    private func summary(_ channels: [(Double?, Float)]) throws -> OrientationMap {
        OrientationMap(
            of: ActivationMap(
                channels: channels.enumerated().map { index, channel in
                    Channel(
                        index: index, filters: [index], orientation: channel.0.map { Orientation(degrees: $0) })
                }, planes: channels.map { Plane(size: Self.one, values: [$0.1]) },
                lattice: UnitLattice(picture: Self.one, stride: 1),
                field: try VisualField(size: Self.one, degrees: 1), cortex: .monopole))
    }

    @Test func `one active orientation is preferred, with selectivity one`() throws {
        let map = try summary([(0, 0), (45, 2), (90, 0), (135, 0)])
        #expect(abs(try #require(map.orientation(row: 0, column: 0)?.degrees) - 45) < 1e-5)
        #expect(abs(try #require(map.selectivity(row: 0, column: 0)) - 1) < 1e-6)
        #expect(map.energy.values == [4] && map.bestChannel == [1] && map.bestActivation.values == [2])
    }

    /// Half of 3 + 1: |3 − 1| / (3 + 1).
    @Test func `orientations at right angles take from one another`() throws {
        let map = try summary([(0, 3), (90, 1)])
        #expect(abs(try #require(map.selectivity(row: 0, column: 0)) - 0.5) < 1e-6)
        #expect(try #require(map.orientation(row: 0, column: 0)?.distance(to: Orientation(degrees: 0))) < 1e-4)
        #expect(map.energy.values == [10])
    }

    /// 170° and 10° are 20° apart, their middle is horizontal.
    @Test func `orientations meet across the horizontal`() throws {
        let map = try summary([(10, 1), (170, 1)])
        #expect(try #require(map.orientation(row: 0, column: 0)?.distance(to: Orientation(degrees: 0))) < 1e-4)
    }

    @Test func `channels of one orientation are one response, of either sign`() throws {
        let map = try summary([(30, 3), (30, -4), (120, 0)])
        #expect(map.total.values == [5] && map.energy.values == [25] && map.bestChannel == [0])
    }

    @Test func `where nothing is active nothing is preferred`() throws {
        let map = try summary([(0, 0), (90, 0)])
        #expect(map.orientation(row: 0, column: 0) == nil && map.selectivity(row: 0, column: 0) == nil)
    }

    @Test func `round channels have energy and no orientation`() throws {
        let map = try summary([(nil, 2)])
        #expect(map.energy.values == [4] && map.selectivity(row: 0, column: 0) == nil)
    }

    /// 22.5° apart, the filters are tuned more narrowly than that.
    @Test(arguments: stride(from: 0.0, to: 180, by: 7.5).map(\.self))
    func `a grating is read at its own angle, also between the bank's orientations`(degrees: Double) throws {
        let bank = try BankDesign(family: .gabor, wavelengths: [4, 8, 16]).bank
        let model = try V1Model(bank: bank, stride: 8)
        let picture = grating(PixelSize(side: 96), wavelength: 8, orientation: degrees)
        let map = OrientationMap(
            of: ActivationMap(
                channels: model.channels, planes: model.response(to: picture),
                lattice: UnitLattice(picture: picture.size, stride: 8),
                field: try VisualField(size: picture.size, degrees: 8), cortex: .monopole))
        let found = try #require(map.orientation(row: 6, column: 6))
        #expect(found.distance(to: Orientation(degrees: degrees)) < 1, "\(found.degrees)")
    }

    @Test(arguments: [0.25, 0.5, 1])
    func `an even picture is silent: no energy, no orientation`(grey: Float) throws {
        let size = PixelSize(side: 40)
        let model = try V1Model(bank: try smallBank(), stride: 4)
        let planes = model.response(to: Plane(size: size) { _, _ in grey })
        #expect(planes.allSatisfy { $0.values.allSatisfy { $0 == 0 } })
    }

    /// Three near the horizontal and one across it, all as active as white noise makes them.
    @Test func `a bank of uneven orientations lends no leaning to what stirs all alike`() throws {
        let map = try summary([(0, 1), (10, 1), (20, 1), (90, 1)])
        #expect(map.orientation(row: 0, column: 0) == nil)
        let leaning = try summary([(0, 1), (10, 1), (20, 1), (90, 3)])
        #expect(try #require(leaning.orientation(row: 0, column: 0)).distance(to: Orientation(degrees: 90)) < 15)
    }
}
