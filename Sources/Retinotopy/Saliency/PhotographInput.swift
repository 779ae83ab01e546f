internal import GaborBanks
internal import Glibc
internal import Kernels
public import Planes
public import Workers

/// A photograph as it reaches Li's circuit: complex cells of twelve orientations in every hypercolumn.
///
/// A complex cell's energy E is the root of the squared responses of an even and an odd Gabor, in units of contrast: 1 for a
/// grating from black to white of the cell's wavelength and orientation. The Gabors have a bandwidth of one octave and are as
/// long as makes a grating 15° from a cell's orientation stir it e^(−2/3) times as much, as in Li's scenes. The input of
/// orientation k is
///
///     I_k = 4 · E_k · E / (E² + σ²),   E = max E_k
///
/// where E_k is the largest energy up to half way to the next hypercolumn, so that what a bar evokes does not depend on where it falls
/// between hypercolumns, and σ is the root mean square of E over the photograph, but at least 1 % contrast: the photograph's average edge gets
/// 2, the contrast of bars in the published scenes, nothing gets more than 4, and tuning does not depend on contrast (the
/// divisive normalisation of Heeger 1992, with exponent 2).
public struct PhotographInput: Hashable, Sendable {
    /// The input.
    public let sheet: HypercolumnSheet
    /// σ.
    public let semisaturation: Double

    /// The strongest input.
    public static let ceiling = 4.0
    /// The least σ, contrast.
    public static let faintest = 0.01

    /// The input that a photograph gives.
    ///
    /// - Parameters:
    ///   - luminance: values from 0, black, to 1, white, of the grid's photograph.
    ///   - grid: where the hypercolumns stand.
    ///   - workers: any number gives the same bytes.
    /// - Precondition: the plane has the size of the grid's photograph.
    public init(of luminance: Plane, on grid: HypercolumnGrid, workers: Workers = Workers(1)) {
        precondition(luminance.size == grid.photograph, "a grid belongs to a photograph of its size")
        let cells = ComplexCells(wavelength: grid.wavelength / Double(grid.reduction))
        let energy = cells.energy(of: grid.averaged(luminance), step: grid.step, workers: workers)
        let strongest = (0..<grid.size.count).map { place in energy.reduce(0.0) { max($0, $1[place]) } }
        let meanSquare = strongest.reduce(0) { $0 + $1 * $1 } / Double(strongest.count)
        let sigma = max(meanSquare.squareRoot(), Self.faintest)
        let gain = strongest.map { Self.ceiling * $0 / ($0 * $0 + sigma * sigma) }
        semisaturation = sigma
        sheet = HypercolumnSheet(size: grid.size, values: energy.map { zip($0, gain).map { $0 * $1 } })
    }
}

/// Quadrature pairs of Gabors at twelve orientations.
struct ComplexCells {
    /// The even and the odd Gabor of each orientation.
    private let pairs: [KernelBank]
    /// Contrast over response, for each orientation.
    private let gains: [Double]

    /// Cells tuned to a wavelength in pixels.
    init(wavelength: Double) {
        let frequency = SpatialFrequency(wavelength: wavelength)
        let across = Bandwidth.periods(octaves: 1) * wavelength
        let along = Self.length(width: Bandwidth.periods(octaves: 1)) * wavelength
        let size = PixelSize(side: 2 * Int((3 * max(across, along)).rounded(.up)) + 1)
        let cells = HypercolumnSheet.orientations.map { orientation in
            [0, 90].map { phase in
                Gabor(
                    orientation: orientation, spatialFrequency: frequency, phase: Phase(degrees: phase),
                    sigmaAcross: across, sigmaAlong: along
                ).filter(on: size)
            }
        }
        pairs = cells.map { KernelBank(name: "complex cell", kernels: $0.map { Kernel(channels: [$0]) }) }
        gains = zip(HypercolumnSheet.orientations, cells).map { orientation, pair in
            let (angle, center) = (orientation.imageWaveAngle, size.center)
            let grating = Plane(size: size) { row, column in
                let u = (Double(column) - center.x) * cos(angle) + (Double(row) - center.y) * sin(angle)
                return Float(0.5 * cos(2 * .pi * u / wavelength))
            }
            return 1 / zip(pair[0].values, grating.values).reduce(0) { $0 + Double($1.0) * Double($1.1) }
        }
    }

    /// The envelope's length ny at which the transform of a Gabor of width nx, exp(−2π²(nx²(1 − cos Δ)² + ny² sin² Δ)), is
    /// e^(−2/3) at Δ = 15°; both in wavelengths.
    private static func length(width: Double) -> Double {
        let turn = Double.pi / Double(HypercolumnSheet.orientationCount)
        let lost = width * (1 - cos(turn))
        return (1 / (3 * .pi * .pi) - lost * lost).squareRoot() / sin(turn)
    }

    /// The largest energies about every `step`-th pixel, in units of contrast, by orientation.
    ///
    /// One orientation at a time: its answers at every pixel are all that is in memory.
    func energy(of plane: Plane, step: Int, workers: Workers) -> [[Double]] {
        zip(pairs, gains).map { pair, gain in
            let maps = pair.apply(to: plane, boundary: .reflect, workers: workers)
            return zip(maps[0].values, maps[1].values).map { $0 * $0 + $1 * $1 }
                .largest(aboutEvery: step, size: plane.size).map { gain * Double($0).squareRoot() }
        }
    }
}

extension [Float] {
    /// The largest of the values of a plane about every `step`-th pixel of every `step`-th row, up to half a step away along
    /// each axis.
    fileprivate func largest(aboutEvery step: Int, size: PixelSize) -> [Float] {
        func places(_ length: Int) -> [Range<Int>] {
            stride(from: 0, to: length, by: step).map {
                Swift.max($0 - step / 2, 0)..<Swift.min($0 + step / 2 + 1, length)
            }
        }
        let (rows, columns) = (places(size.height), places(size.width))
        return rows.flatMap { rows in
            // First the largest of each column of pixels.
            var tallest = Array(self[rows.lowerBound * size.width..<(rows.lowerBound + 1) * size.width])
            for row in rows.dropFirst() {
                for column in 0..<size.width {
                    tallest[column] = Swift.max(tallest[column], self[row * size.width + column])
                }
            }
            return columns.map { columns in
                columns.reduce(Float(0)) { Swift.max($0, tallest[$1]) }
            }
        }
    }
}
