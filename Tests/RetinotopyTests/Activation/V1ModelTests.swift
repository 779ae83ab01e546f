import Foundation
import GaborBanks
import Planes
import Retinotopy
import Testing

/// A grating of a contrast about mid grey; orientation of its bars.
func grating(
    _ size: PixelSize, wavelength: Double, orientation: Double, phase: Double = 0, contrast: Double = 1
) -> Plane {
    let angle = Orientation(degrees: orientation).imageWaveAngle
    let (kx, ky) = (2 * .pi * cos(angle) / wavelength, 2 * .pi * sin(angle) / wavelength)
    return Plane(size: size) { row, column in
        let wave = cos(kx * Double(column) + ky * Double(row) + phase)
        return Float(0.5 + 0.5 * contrast * wave)
    }
}

/// Small filters, so that the tests are quick.
func smallBank(
    orientations: Int = 4, wavelengths: [Double] = [4], phases: [Double] = [0, 90], side: Int? = nil
) throws -> DesignedBank {
    try BankDesign(
        family: .gabor, orientations: orientations, wavelengths: wavelengths, phases: phases, aspectRatio: 1,
        side: side
    ).bank
}

@Suite struct V1ModelTests {
    private static let size = PixelSize(side: 32)
    private static let places = 2..<6

    private func map(_ plane: Plane, _ model: V1Model) throws -> ActivationMap {
        ActivationMap(
            channels: model.channels, planes: model.response(to: plane),
            lattice: UnitLattice(picture: plane.size, stride: model.stride),
            field: try VisualField(size: plane.size, degrees: 4), cortex: .polimeni(.v1))
    }

    @Test(arguments: [0.0, 22.5, 45, 67.5, 90, 112.5, 135, 157.5])
    func `a grating gives its orientation everywhere: one column`(orientation: Double) throws {
        let model = try V1Model(bank: smallBank(orientations: 8), stride: 4)
        let map = try map(grating(Self.size, wavelength: 4, orientation: orientation), model)
        let summary = OrientationMap(of: map)
        for row in Self.places {
            for column in Self.places {
                let preferred = try #require(summary.orientation(row: row, column: column))
                #expect(preferred.distance(to: Orientation(degrees: orientation)) < 0.5)
                let best = summary.bestChannel[row * map.lattice.size.width + column]
                #expect(map.channels[best].orientation == Orientation(degrees: orientation))
                #expect(try #require(summary.selectivity(row: row, column: column)) > 0.5)
            }
        }
    }

    /// A quadrature pair does not see where the bars are.
    @Test(arguments: [0, 0.7, 1.9, 3.1])
    func `its own grating of full contrast brings a complex cell to one, whatever the phase`(phase: Double) throws {
        let model = try V1Model(bank: smallBank(), stride: 4)
        let planes = model.response(to: grating(Self.size, wavelength: 4, orientation: 45, phase: phase))
        for row in Self.places {
            for column in Self.places { #expect(abs(planes[1][row, column] - 1) < 1e-4) }
        }
    }

    @Test func `filters of all sizes answer one to their own grating`() throws {
        let model = try V1Model(bank: smallBank(orientations: 2, wavelengths: [3, 5, 7]), stride: 8)
        let size = PixelSize(side: 64)
        for (index, channel) in model.channels.enumerated() {
            let (orientation, frequency) = (try #require(channel.orientation), try #require(channel.spatialFrequency))
            let plane = grating(size, wavelength: frequency.wavelength, orientation: orientation.degrees)
            #expect(abs(model.response(to: plane)[index][4, 4] - 1) < 1e-4)
        }
    }

    @Test(arguments: V1Model.Cells.allCases)
    func `responses grow as contrast does`(cells: V1Model.Cells) throws {
        let model = try V1Model(bank: smallBank(), cells: cells, stride: 4)
        let full = model.response(to: grating(Self.size, wavelength: 4, orientation: 30, phase: 0.4))
        let fifth = model.response(to: grating(Self.size, wavelength: 4, orientation: 30, phase: 0.4, contrast: 0.2))
        for (strong, weak) in zip(full, fifth) {
            for (a, b) in zip(strong.values, weak.values) { #expect(abs(0.2 * a - b) < 1e-5) }
        }
    }

    @Test func `a simple cell is its filter's response without what is below zero`() throws {
        let plane = grating(Self.size, wavelength: 5, orientation: 70)
        let linear = try V1Model(bank: smallBank(), cells: .linear, stride: 4).response(to: plane)
        let simple = try V1Model(bank: smallBank(), cells: .simple, stride: 4).response(to: plane)
        #expect(linear.count == 8 && linear.contains { $0.values.contains { $0 < -0.1 } })
        for (a, b) in zip(linear, simple) { #expect(a.values.map { max($0, 0) } == b.values) }
    }

    @Test func `a complex cell is the root of its pair's squares`() throws {
        let plane = grating(Self.size, wavelength: 5, orientation: 70)
        let linear = try V1Model(bank: smallBank(), cells: .linear, stride: 4).response(to: plane)
        let model = try V1Model(bank: smallBank(), stride: 4)
        for (channel, plane) in zip(model.channels, model.response(to: plane)) {
            #expect(channel.phase == nil && channel.filters.count == 2)
            let (even, odd) = (linear[channel.filters[0]].values, linear[channel.filters[1]].values)
            for (index, value) in plane.values.enumerated() {
                #expect(abs(value * value - even[index] * even[index] - odd[index] * odd[index]) < 1e-6)
            }
        }
    }

    @Test func `a picture shifted by one stride shifts the map by one unit`() throws {
        var state: UInt64 = 88
        func next() -> Float {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Float(state >> 40) / Float(1 << 24)
        }
        let picture = Plane(size: Self.size) { _, _ in next() }
        let stride = 4
        let shifted = Plane(size: Self.size) { row, column in
            picture[(row + stride) % 32, (column + 32 - stride) % 32]
        }
        let model = try V1Model(bank: smallBank(), boundary: .wrap, stride: stride)
        for (a, b) in zip(model.response(to: picture), model.response(to: shifted)) {
            for row in 0..<8 {
                for column in 0..<8 {
                    #expect(abs(a[(row + 1) % 8, (column + 7) % 8] - b[row, column]) < 1e-5)
                }
            }
        }
    }

    @Test func `an even grey excites nothing`() throws {
        let model = try V1Model(bank: smallBank(), stride: 4)
        let grey = Plane(size: Self.size) { _, _ in 0.7 }
        for plane in model.response(to: grey) { #expect(plane.values.allSatisfy { abs($0) < 1e-5 }) }
    }

    @Test func `complex cells need pairs, and units some distance`() throws {
        func refusal(_ bank: DesignedBank, _ stride: Int) -> String? {
            do throws(RetinotopyError) {
                _ = try V1Model(bank: bank, stride: stride)
                return nil
            } catch { return error.description }
        }
        let bank = try smallBank(phases: [0])
        #expect(
            refusal(bank, 4)
                == "cells: complex is not possible; a bank with quadrature pairs (phases of 0 and 90°), or simple cells"
        )
        #expect(refusal(bank, 0) == "stride: 0 is not possible; at least 1 pixel, or auto")
    }
}
