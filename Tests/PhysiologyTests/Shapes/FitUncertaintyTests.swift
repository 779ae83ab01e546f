import Foundation
import GSL
import GaborBanks
import Kernels
import Planes
import Testing

@testable import Physiology

/// Standard errors beside those of the whole model: every amplitude a parameter, every derivative a difference.
@Suite struct FitUncertaintyTests {
    private static let size = PixelSize(side: 11)

    /// A Gabor in noise, with a colour and a phase per channel.
    private func patch(channels: Int) -> Patch {
        let generator = MersenneTwister(seed: 5)
        return Patch(
            Kernel(
                channels: (0..<channels).map { channel in
                    let gabor = Gabor(
                        orientation: Orientation(degrees: 33), spatialFrequency: SpatialFrequency(cyclesPerPixel: 0.16),
                        phase: Phase(degrees: 40 + 9 * Double(channel)), sigmaAcross: 1.9, sigmaAlong: 2.6,
                        centerX: 0.4, centerY: -0.7)
                    let drawn = gabor.drawn(on: Self.size)
                    return Plane(size: Self.size) { row, column in
                        Float(1 - 0.6 * Double(channel)) * drawn[row, column] + Float(0.02 * generator.gaussian())
                    }
                }))
    }

    /// What the model draws: geometry first, then even and odd amplitude and offset of each channel.
    private func model(_ p: [Double], _ patch: Patch) -> [Double] {
        patch.channels.indices.flatMap { channel in
            let amplitudes = p[(6 + 3 * channel)...]
            return patch.x.indices.map { place -> Double in
                let (x, y) = (patch.x[place] - p[0], patch.y[place] - p[1])
                let (u, v) = (x * cos(p[2]) + y * sin(p[2]), -x * sin(p[2]) + y * cos(p[2]))
                let envelope = exp(-0.5 * (u * u / (p[4] * p[4]) + v * v / (p[5] * p[5])))
                let wave = 2 * Double.pi * p[3] * u
                let first = amplitudes.startIndex
                return envelope * (amplitudes[first] * cos(wave) + amplitudes[first + 1] * sin(wave))
                    + amplitudes[first + 2]
            }
        }
    }

    private func differences(of function: ([Double]) -> [Double], at p: [Double]) -> [[Double]] {
        p.indices.map { index in
            let step = 1e-5
            var (below, above) = (p, p)
            below[index] -= step
            above[index] += step
            return zip(function(above), function(below)).map { ($0 - $1) / (2 * step) }
        }
    }

    private func phase(_ p: [Double]) -> Double {
        let amplitudes = Array(p.dropFirst(6))
        return AmplitudeAxis(
            even: stride(from: 0, to: amplitudes.count, by: 3).map { amplitudes[$0] },
            odd: stride(from: 1, to: amplitudes.count, by: 3).map { amplitudes[$0] }
        ).phase
    }

    @Test(arguments: [1, 3]) func `errors are those of the whole model`(channels: Int) throws {
        let patch = patch(channels: channels)
        let shape = GaborShape(bounds: FitBounds(Self.size))
        let starts = StartingGrid(size: Self.size).starts(for: [patch], count: 4)[0]
        let fit = ShapeFit.best(shape, to: patch, from: starts).polished(shape, to: patch)
        let found = GaborFit(fit, of: patch.kernel, bounds: shape.bounds)
        let errors = try #require(found.errors)

        let g = fit.parameters
        let frequency = LatticeFrequency.value(g[3], angle: g[2])
        let widths = [shape.bounds.widths.width(g[4]), shape.bounds.widths.width(g[5])]
        let center = shape.bounds.center(g)
        let place = [center.x, center.y, g[2]]
        let offsets = patch.channels.indices.map { channel -> Double in
            let whole = model(place + [frequency] + widths + dense(fit, offsets: nil), patch)
            let count = Self.size.count
            let residual = zip(patch.channels[channel], whole[(channel * count)...]).map { $0 - $1 }
            return residual.reduce(0, +) / Double(count)
        }
        let parameters = place + [frequency] + widths + dense(fit, offsets: offsets)
        let jacobian = differences(of: { model($0, patch) }, at: Array(parameters))
        let rows = Matrix(
            rows: jacobian.count, columns: jacobian[0].count, elements: jacobian.flatMap(\.self))
        let inverse = try #require(rows.timesTranspose(of: rows).inverseOfPositiveDefinite)
        let variance = fit.residual / Double(patch.count - parameters.count)
        func deviation(_ gradient: [Double]) -> Double {
            var sum = 0.0
            for a in gradient.indices {
                for b in gradient.indices { sum += gradient[a] * inverse[a, b] * gradient[b] }
            }
            return (variance * sum).squareRoot()
        }
        func unit(_ index: Int) -> [Double] { parameters.indices.map { $0 == index ? 1 : 0 } }
        let phaseGradient = differences(of: { [phase($0)] }, at: Array(parameters)).map { $0[0] }

        let expected = [
            deviation(unit(0)), deviation(unit(1)), deviation(unit(2)) * 180 / .pi, deviation(unit(3)),
            deviation(unit(4)), deviation(unit(5)), deviation(phaseGradient) * 180 / .pi,
        ]
        let reported = [
            errors.centerX, errors.centerY, errors.orientation, errors.frequency, errors.sigmaAcross,
            errors.sigmaAlong, errors.phase,
        ]
        for (own, other) in zip(reported, expected) {
            // Differences of a step of 1e-5 are good to some 1e-9.
            #expect(abs(own / other - 1) < 1e-6)
        }
    }

    /// Even, odd and offset of each channel.
    private func dense(_ fit: ShapeFit, offsets: [Double]?) -> [Double] {
        fit.amplitudes[0].indices.flatMap { channel in
            [fit.amplitudes[0][channel], fit.amplitudes[1][channel], offsets?[channel] ?? 0]
        }
    }
}
