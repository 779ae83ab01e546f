import Foundation
import GSL
import GaborBanks
import Kernels
import Physiology
import Planes
import Testing

@Suite struct GradientSpectrumTests {
    private static let window = PixelSize(side: 31)
    private func spectrum(_ gradients: [Plane]) -> GradientSpectrum? {
        var sums = GradientSums(size: Self.window)
        for gradient in gradients { sums.add(gradient) }
        return GradientSpectrum(sums, search: search)
    }

    private let search = GratingSearch(window: window, orientations: 45, frequencies: 24)

    @Test(arguments: [0.0, 30, 90, 117, 160])
    func `a Gabor's spectrum has its orientation and its frequency`(degrees: Double) throws {
        let gabor = Gabor(
            orientation: Orientation(degrees: degrees), spatialFrequency: SpatialFrequency(cyclesPerPixel: 0.15),
            phase: Phase(degrees: 40), sigmaAcross: 4, sigmaAlong: 5, centerX: 2, centerY: -1)
        let plane = Plane(size: Self.window) { row, column in
            Float(gabor.value(x: Double(column) - 15, y: Double(row) - 15))
        }
        let found = try #require(spectrum([plane, plane]))
        #expect(found.orientation.preferred.distance(to: gabor.orientation) < 2)
        #expect(abs(log2(found.frequency / 0.15)) < 0.2)
        #expect(found.pictures == 2 && found.mean == plane)
        #expect(hypot(found.middleX - 2, found.middleY + 1) < 0.7)
    }

    @Test func `a unit that nothing moves has no spectrum, and silent pictures do not count`() throws {
        let nothing = Plane(size: Self.window) { _, _ in 0 }
        #expect(spectrum([nothing, nothing]) == nil)
        let wave = Plane(size: Self.window) { row, _ in row % 6 < 3 ? 1 : -1 }
        let found = try #require(spectrum([nothing, wave]))
        #expect(found.pictures == 1 && found.mean == wave)
        #expect(found.orientation.preferred.distance(to: Orientation(degrees: 0)) < 2)
    }

    /// Power in octave rings, of area ∝ f², of a 1/f amplitude is alike.
    @Test func `noise pictures have as much contrast at every scale`() {
        var generator = MersenneTwister(seed: 3)
        let size = PixelSize(side: 64)
        let noise = NoisePictures(size: size)
        var rings = [Double](repeating: 0, count: 4)
        for _ in 0..<8 {
            let picture = noise.next(using: &generator)
            #expect(picture.values.allSatisfy { abs($0) <= 1 })
            var values = [Double](repeating: 0, count: 2 * size.count)
            for place in 0..<size.count { values[2 * place] = Double(picture.values[place]) }
            FourierTransform(size: size).transform(&values)
            for row in 0..<64 {
                for column in 0..<64 {
                    let (down, across) = (Double(min(row, 64 - row)), Double(min(column, 64 - column)))
                    let radius = hypot(down, across)
                    guard radius >= 2, radius < 32 else { continue }
                    let place = 2 * (row * 64 + column)
                    let (real, imaginary) = (values[place], values[place + 1])
                    rings[Int(log2(radius)) - 1] += real * real + imaginary * imaginary
                }
            }
        }
        let mean = rings.reduce(0, +) / 4
        #expect(rings.allSatisfy { abs($0 / mean - 1) < 0.3 }, "\(rings)")
    }

    @Test func `frequencies drawn from the cells themselves fit best at the resolution they were drawn with`() {
        let histogram = MacaqueV1.peakFrequencySimpleFoveal.histogram
        // The middle of each bin as often as its cells.
        let frequencies = histogram.counts.indices.flatMap { bin in
            [Double](
                repeating: (histogram.edges[bin] * histogram.edges[bin + 1]).squareRoot() / 32,
                count: histogram.counts[bin])
        }
        let sweep = ResolutionSweep(frequencies: frequencies, seed: 1)
        let best = sweep.best(MacaqueV1.peakFrequencySimpleFoveal)
        #expect(abs((best?.resolution ?? 0) - 32) < 1e-9 && best?.comparison.similarity == 1)
        #expect(sweep.points.count == 26)
        #expect(ResolutionSweep(frequencies: [0.1, 0.2], seed: 1).points.isEmpty)
    }
}
