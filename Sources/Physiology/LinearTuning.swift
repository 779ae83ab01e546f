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
    fileprivate static let orientationCount = 90
    fileprivate static let frequencyCount = 56

    /// The tuning of each of some planes of one size.
    ///
    /// Frequencies run from half a cycle per window to the lattice's limit of 0.5 cycles per pixel.
    ///
    /// - Complexity: O(planes · pixels · 5040), as matrix products.
    public static func measured(_ planes: [Plane]) -> [LinearTuning] {
        guard let size = planes.first?.size else { return [] }
        return PolarGratings(size: size).tunings(of: planes)
    }

    /// From responses `[frequency][orientation]`.
    fileprivate init(_ responses: [[Double]], _ frequencies: [Double]) {
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
}

/// Gratings of all orientations and frequencies over a window, to be shown to many kernels.
struct PolarGratings: Sendable {
    private let frequencies: [Double]
    private let places: (x: [Double], y: [Double])
    /// For each frequency a cosine and a sine row per orientation; `nil` where they are drawn when they are shown.
    private let kept: [Matrix]?

    /// The most numbers that are kept.
    private static let room = 1 << 22

    init(size: PixelSize) {
        let low = 0.5 / Double(max(size.height, size.width, 2))
        let count = LinearTuning.frequencyCount
        let frequencies = (0..<count).map { low * pow(0.5 / low, Double($0) / Double(count - 1)) }
        let places = Patch.places(size)
        self.frequencies = frequencies
        self.places = places
        let numbers = 2 * LinearTuning.orientationCount * count * size.count
        kept = numbers <= Self.room ? frequencies.map { Self.drawn($0, x: places.x, y: places.y) } : nil
    }

    /// The tuning of each of some planes of the window's size.
    func tunings(of planes: [Plane]) -> [LinearTuning] {
        guard !planes.isEmpty else { return [] }
        let turns = LinearTuning.orientationCount
        let values = Matrix(
            rows: planes.count, columns: places.x.count, elements: planes.flatMap { $0.values.map(Double.init) })
        // amplitudes[frequency] holds one row per plane, one column per orientation.
        let amplitudes = frequencies.indices.map { index -> Matrix in
            let gratings = kept?[index] ?? Self.drawn(frequencies[index], x: places.x, y: places.y)
            let products = values.timesTranspose(of: gratings)
            var amplitudes = Matrix(
                rows: planes.count, columns: turns, elements: [Double](repeating: 0, count: planes.count * turns))
            for plane in planes.indices {
                for turn in 0..<turns {
                    amplitudes[plane, turn] = hypot(products[plane, 2 * turn], products[plane, 2 * turn + 1])
                }
            }
            return amplitudes
        }
        return planes.indices.map { plane in
            LinearTuning(amplitudes.map { matrix in (0..<turns).map { matrix[plane, $0] } }, frequencies)
        }
    }

    private static func drawn(_ frequency: Double, x: [Double], y: [Double]) -> Matrix {
        let turns = LinearTuning.orientationCount
        var rows = [Double](repeating: 0, count: 2 * turns * x.count)
        rows.withUnsafeMutableBufferPointer { buffer in
            guard let base = buffer.baseAddress else { return }
            for turn in 0..<turns {
                let angle = Orientation(degrees: Double(turn) * LinearTuning.orientationStep).imageWaveAngle
                let cosine = base + 2 * turn * x.count
                gabor_grating(
                    x.count, x, y, frequency * cos(angle), frequency * sin(angle), cosine, cosine + x.count)
            }
        }
        return Matrix(rows: 2 * turns, columns: x.count, elements: rows)
    }
}
