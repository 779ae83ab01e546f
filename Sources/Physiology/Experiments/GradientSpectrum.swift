import Foundation
import Kernels
public import Planes

/// Which gratings a unit's mean derivative by the picture looks like: its power spectrum.
///
/// A linear unit's derivative is its kernel at every picture. What excites and what suppresses a deeper unit are both in
/// it, and what changes its phase from picture to picture is averaged out: it need not look like the best grating.
public struct GradientSpectrum: Hashable, Sendable, Codable {
    /// The derivative by contrast, averaged over pictures: what would be drawn as the unit's kernel.
    public let mean: Plane
    /// Pictures at which there is a derivative.
    public let pictures: Int
    /// Root of the power by orientation of the bars, at the frequency of most power.
    public let orientation: OrientationTuning
    /// The frequency of most power, cycles per pixel.
    public let frequency: Double
    /// The centre of mass of the squared derivatives, from the window's centre, y down.
    public let middleX, middleY: Double

    /// The spectrum of some derivatives; `nil` where all were 0.
    ///
    /// - Parameters:
    ///   - sums: derivatives added up over pictures.
    ///   - search: whose orientations and frequencies are compared.
    /// - Complexity: one transform of four times the window.
    public init?(_ sums: GradientSums, search: GratingSearch) {
        guard sums.count > 0 else { return nil }
        pictures = sums.count
        let scale = 1 / Float(sums.count)
        mean = Plane(size: sums.size, values: sums.sum.map { $0 * scale })
        (middleX, middleY) = Plane(size: sums.size, values: sums.squares.map { $0.squareRoot() }).centerOfEnergy
        let power = PowerSpectrum(mean)
        let amplitudes = search.frequencies.map { frequency in
            (0..<search.orientations).map { turn in
                power.value(
                    at: frequency, Orientation(degrees: 180 * Double(turn) / Double(search.orientations))
                ).squareRoot()
            }
        }
        let best = amplitudes.indices.max { (amplitudes[$0].max() ?? 0) < (amplitudes[$1].max() ?? 0) } ?? 0
        orientation = OrientationTuning(responses: amplitudes[best])
        frequency = search.frequencies[best].cyclesPerPixel
    }
}

/// Derivatives of one unit by the contrast of pictures, summed up, so that memory does not grow with the pictures.
public struct GradientSums: Sendable {
    /// Rows and columns of the window.
    let size: PixelSize
    /// Pictures with a derivative that is not 0 everywhere.
    private(set) var count = 0
    private(set) var sum, squares: [Float]

    /// Of no picture yet.
    public init(size: PixelSize) {
        self.size = size
        sum = [Float](repeating: 0, count: size.count)
        squares = sum
    }

    /// Adds the derivative at one picture; 0 everywhere it does not count.
    ///
    /// - Precondition: of the window's size.
    public mutating func add(_ gradient: Plane) {
        precondition(gradient.size == size, "derivatives are of one window")
        guard gradient.values.contains(where: { $0 != 0 }) else { return }
        count += 1
        for (place, value) in gradient.values.enumerated() {
            sum[place] += value
            squares[place] += value * value
        }
    }
}

/// Power on a lattice of frequencies twice as fine as the window's, read between its points.
private struct PowerSpectrum {
    private let side: Int
    private let power: [Double]

    init(_ plane: Plane) {
        let size = plane.size
        side = 2 * max(size.height, size.width)
        let transform = FourierTransform(size: PixelSize(side: side))
        var values = [Double](repeating: 0, count: 2 * side * side)
        for row in 0..<size.height {
            for column in 0..<size.width { values[2 * (row * side + column)] = Double(plane[row, column]) }
        }
        transform.transform(&values)
        power = (0..<side * side).map { place in
            let (real, imaginary) = (values[2 * place], values[2 * place + 1])
            return real * real + imaginary * imaginary
        }
    }

    /// Linear between the four nearest points.
    func value(at frequency: SpatialFrequency, _ orientation: Orientation) -> Double {
        let angle = orientation.imageWaveAngle
        let x = frequency.cyclesPerPixel * cos(angle) * Double(side)
        let y = frequency.cyclesPerPixel * sin(angle) * Double(side)
        let (left, top) = (x.rounded(.down), y.rounded(.down))
        func at(_ row: Double, _ column: Double) -> Double {
            func wrapped(_ place: Double) -> Int { ((Int(place) % side) + side) % side }
            return power[wrapped(row) * side + wrapped(column)]
        }
        let upper = at(top, left) * (left + 1 - x) + at(top, left + 1) * (x - left)
        let lower = at(top + 1, left) * (left + 1 - x) + at(top + 1, left + 1) * (x - left)
        return upper * (top + 1 - y) + lower * (y - top)
    }
}
