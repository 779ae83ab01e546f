import Foundation
import GaborBanks
import Kernels
import Planes
import Testing

@testable import Physiology

/// What is drawn at an orientation and a phase is read back as they are.
@Suite struct PhaseConventionTests {
    private func fit(_ kernel: Kernel) -> Gabor {
        let patch = Patch(kernel)
        let shape = GaborShape(bounds: FitBounds(patch.size))
        let starts = StartingGrid(size: patch.size).starts(for: [patch], count: LayerStudy.starts)[0]
        let best = ShapeFit.best(shape, to: patch, from: starts).polished(shape, to: patch)
        return GaborFit(best, of: kernel, bounds: shape.bounds).gabor
    }

    @Test(arguments: [0.0, 22.5, 45, 89.999, 90, 90.001, 135, 179.99], [-150.0, -90, 30, 90])
    func `the fitted numbers redraw the kernel by the documented formula`(degrees: Double, phase: Double) {
        let truth = Gabor(
            orientation: Orientation(degrees: degrees), spatialFrequency: SpatialFrequency(cyclesPerPixel: 0.14),
            phase: Phase(degrees: phase), sigmaAcross: 2.5, sigmaAlong: 3.5, centerX: 0.3, centerY: -0.2)
        let plane = truth.drawn(on: PixelSize(side: 17))
        let found = fit(Kernel(channels: [plane]))
        #expect(found.orientation.distance(to: truth.orientation) < 1e-3)
        #expect(abs(found.spatialFrequency.cyclesPerPixel - 0.14) < 1e-5)
        let direction = found.orientation.waveDirection * .pi / 180
        for row in 0..<17 {
            for column in 0..<17 {
                let right = Double(column) - 8 - found.centerX
                let up = found.centerY + 8 - Double(row)
                let u = right * cos(direction) + up * sin(direction)
                let v = up * cos(direction) - right * sin(direction)
                let envelope = exp(
                    -0.5 * (pow(u / found.sigmaAcross, 2) + pow(v / found.sigmaAlong, 2)))
                let value = envelope * cos(2 * .pi * found.spatialFrequency.cyclesPerPixel * u + found.phase.radians)
                #expect(abs(value - Double(plane[row, column])) < 1e-4)
            }
        }
    }

    @Test(arguments: [0, 11.25, 45, 89.999, 90, 90.001, 120, 179.99], [-60.0, 0, 30, 90])
    func `a bank's filter is read back with its own phase`(degrees: Double, phase: Double) {
        let truth = Gabor(
            orientation: Orientation(degrees: degrees), spatialFrequency: SpatialFrequency(cyclesPerPixel: 0.14),
            phase: Phase(degrees: phase), sigmaAcross: 4, sigmaAlong: 5)
        let found = fit(Kernel(channels: [truth.filter(on: PixelSize(side: 27))]))
        #expect(found.orientation.distance(to: truth.orientation) < 0.01)
        #expect(abs(found.spatialFrequency.cyclesPerPixel / 0.14 - 1) < 0.02)
        // A part of the envelope is taken from an even filter, to be free of a mean: less than a degree at this bandwidth.
        #expect(abs(Phase(degrees: found.phase.degrees - phase).degrees) < 1)
    }

    private static let odd = ["../cases/odd_vertical.npy", "../cases/odd_11_6.npy"]

    @Test(.needs(odd), arguments: odd) func `edges of one polarity have one phase`(name: String) throws {
        for kernel in try References.bank(try #require(References.kernels(name))).kernels {
            let found = fit(kernel)
            #expect([0, 90].contains { abs(found.orientation.degrees - $0) < 1e-6 })
            let direction = found.orientation.waveDirection * .pi / 180
            let ahead = kernel.channels[0][
                Int(kernel.size.center.y - sin(direction).rounded()),
                Int(kernel.size.center.x + cos(direction).rounded())]
            // A search leaves no sign to chance: vertical bars have the wave direction 0, not 179.999….
            if found.orientation.degrees > 45 { #expect(found.orientation.waveDirection == 0) }
            #expect(abs(found.phase.degrees - (ahead > 0 ? -90 : 90)) < 1e-3)
        }
    }
}
