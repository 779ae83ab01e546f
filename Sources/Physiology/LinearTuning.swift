import CGaborKernels
import Foundation
import GSL
public import Planes

/// How a linear unit answers gratings: the amplitude of its response to a drifting grating is |K(f)|, the Fourier transform
/// of its kernel, so the experiment is done by arithmetic, on a grid as fine as one likes.
public struct LinearTuning: Hashable, Sendable {
    /// At the preferred frequency, samples of ``orientationStep`` degrees.
    public let orientation: OrientationTuning
    /// At the orientation of the largest response, cycles per pixel.
    public let frequency: FrequencyTuning

    /// Degrees between orientations tried.
    public static let orientationStep = 2.0
    private static let orientationCount = 90
    private static let frequencyCount = 56

    /// The tuning of each of some planes of one size.
    ///
    /// Frequencies run from half a cycle per window to the lattice's limit of 0.5 cycles per pixel.
    ///
    /// - Complexity: O(planes · pixels · 5040), as matrix products.
    public static func measured(_ planes: [Plane]) -> [LinearTuning] {
        guard let size = planes.first?.size else { return [] }
        let low = 0.5 / Double(max(size.height, size.width, 2))
        let frequencies = (0..<frequencyCount).map {
            low * pow(0.5 / low, Double($0) / Double(frequencyCount - 1))
        }
        let values = Matrix(
            rows: planes.count, columns: size.count, elements: planes.flatMap { $0.values.map(Double.init) })
        let places = Patch.places(size)
        // amplitudes[frequency] holds one row per plane, one column per orientation.
        let amplitudes = frequencies.map { frequency -> Matrix in
            let gratings = gratings(frequency, x: places.x, y: places.y)
            let products = values.timesTranspose(of: gratings)
            var amplitudes = Matrix(
                rows: planes.count, columns: orientationCount,
                elements: [Double](repeating: 0, count: planes.count * orientationCount))
            for plane in planes.indices {
                for turn in 0..<orientationCount {
                    amplitudes[plane, turn] = hypot(products[plane, 2 * turn], products[plane, 2 * turn + 1])
                }
            }
            return amplitudes
        }
        return planes.indices.map { plane in
            let responses = amplitudes.map { matrix in (0..<orientationCount).map { matrix[plane, $0] } }
            return LinearTuning(responses, frequencies)
        }
    }

    /// From responses `[frequency][orientation]`.
    private init(_ responses: [[Double]], _ frequencies: [Double]) {
        var best = (frequency: 0, turn: 0)
        for frequency in responses.indices {
            for turn in responses[frequency].indices
            where responses[frequency][turn] > responses[best.frequency][best.turn] {
                best = (frequency, turn)
            }
        }
        orientation = OrientationTuning(responses: responses[best.frequency])
        frequency = FrequencyTuning(frequencies: frequencies, responses: responses.map { $0[best.turn] })
    }

    /// A cosine and a sine row for each orientation of the bars.
    private static func gratings(_ frequency: Double, x: [Double], y: [Double]) -> Matrix {
        var rows = [Double](repeating: 0, count: 2 * orientationCount * x.count)
        rows.withUnsafeMutableBufferPointer { buffer in
            guard let base = buffer.baseAddress else { return }
            for turn in 0..<orientationCount {
                let angle = Orientation(degrees: Double(turn) * orientationStep).imageWaveAngle
                let cosine = base + 2 * turn * x.count
                gabor_grating(
                    x.count, x, y, frequency * cos(angle), frequency * sin(angle), cosine, cosine + x.count)
            }
        }
        return Matrix(rows: 2 * orientationCount, columns: x.count, elements: rows)
    }
}
