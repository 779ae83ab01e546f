internal import GaborBanks
internal import Glibc
internal import Kernels
public import Planes
public import Workers

/// A photograph as it reaches Li's circuit: complex cells of twelve orientations in every hypercolumn.
///
/// A complex cell's energy E is the root of the squared responses of an even and an odd Gabor, in units of contrast: 1 for a
/// grating from black to white of the cell's wavelength and orientation. The Gabors have a bandwidth of one octave and the
/// orientation half-width of Li's units, π/8 · ln 2 = 15.6°. The input of orientation k is
///
///     I_k = 4 · E_k · E / (E² + σ²),   E = max E_k
///
/// where σ is the root mean square of E over the photograph, but at least 1 % contrast: the photograph's average edge gets
/// 2, the contrast of bars in the published scenes, nothing gets more than 4, and tuning does not depend on contrast (the
/// divisive normalisation of Heeger 1992, with exponent 2).
///
/// Beyond its borders the photograph goes on mirrored for twice the reach of a connection; there the sheet is joined to a
/// torus.
public struct PhotographInput: Hashable, Sendable {
    /// The input, with the mirrored surroundings.
    public let sheet: HypercolumnSheet
    /// The photograph's own rows and columns of the sheet.
    public let rows, columns: Range<Int>
    /// σ.
    public let semisaturation: Double

    /// The strongest input.
    public static let ceiling = 4.0
    /// The least σ, contrast.
    public static let faintest = 0.01
    /// Mirrored hypercolumns on every side, at least.
    public static let margin = 2 * LateralConnections.reach

    /// The input that a photograph gives.
    ///
    /// - Parameter luminance: values from 0, black, to 1, white, of the grid's photograph.
    /// - Precondition: the plane has the size of the grid's photograph.
    public init(of luminance: Plane, on grid: HypercolumnGrid, workers: Workers = Workers(1)) {
        precondition(luminance.size == grid.photograph, "a grid belongs to a photograph of its size")
        let surrounded = PixelSize(
            height: Self.quickLength(grid.size.height + 2 * Self.margin),
            width: Self.quickLength(grid.size.width + 2 * Self.margin))
        let rows = Self.margin..<Self.margin + grid.size.height
        let columns = Self.margin..<Self.margin + grid.size.width
        let mirrored = Self.mirrored(grid.averaged(luminance), to: surrounded, step: grid.step)
        let cells = ComplexCells(wavelength: grid.wavelength / Double(grid.reduction))
        let energy = cells.energy(of: mirrored, step: grid.step, workers: workers)
        let strongest = (0..<surrounded.count).map { place in energy.reduce(0.0) { max($0, $1[place]) } }
        let own = rows.flatMap { row in columns.map { strongest[row * surrounded.width + $0] } }
        let meanSquare = own.reduce(0) { $0 + $1 * $1 } / Double(own.count)
        let sigma = max(meanSquare.squareRoot(), Self.faintest)
        let gain = strongest.map { Self.ceiling * $0 / ($0 * $0 + sigma * sigma) }
        (self.rows, self.columns, semisaturation) = (rows, columns, sigma)
        sheet = HypercolumnSheet(size: surrounded, values: energy.map { zip($0, gain).map { $0 * $1 } })
    }

    /// The picture with its mirror images about it, as many pixels as the hypercolumns need.
    private static func mirrored(_ plane: Plane, to hypercolumns: PixelSize, step: Int) -> Plane {
        func places(_ count: Int, _ length: Int) -> [Int] {
            (0...(count - 1) * step).map { Boundary.reflect.pixel(at: $0 - margin * step, of: length) ?? 0 }
        }
        let rows = places(hypercolumns.height, plane.size.height)
        let columns = places(hypercolumns.width, plane.size.width)
        return Plane(size: PixelSize(height: rows.count, width: columns.count)) { plane[rows[$0], columns[$1]] }
    }

    /// The next length with no prime factor above 7: Fourier transforms of such are quick.
    private static func quickLength(_ least: Int) -> Int {
        var length = least
        while true {
            var rest = length
            for factor in [2, 3, 5, 7] {
                while rest % factor == 0 { rest /= factor }
            }
            if rest == 1 { return length }
            length += 1
        }
    }
}

/// Quadrature pairs of Gabors at twelve orientations.
struct ComplexCells {
    private let bank: KernelBank
    /// Contrast over response, for each orientation.
    private let gains: [Double]

    /// Cells tuned to a wavelength in pixels.
    init(wavelength: Double) {
        let frequency = SpatialFrequency(wavelength: wavelength)
        let across = Bandwidth.periods(octaves: 1) * wavelength
        let along = Bandwidth.halfAmplitude / (.pi * tan(.pi / 8 * log(2))) * wavelength
        let size = PixelSize(side: 2 * Int((3 * max(across, along)).rounded(.up)) + 1)
        let cells = HypercolumnSheet.orientations.map { orientation in
            [0, 90].map { phase in
                Gabor(
                    orientation: orientation, spatialFrequency: frequency, phase: Phase(degrees: phase),
                    sigmaAcross: across, sigmaAlong: along
                ).filter(on: size)
            }
        }
        bank = KernelBank(name: "complex cells", kernels: cells.joined().map { Kernel(channels: [$0]) })
        gains = zip(HypercolumnSheet.orientations, cells).map { orientation, pair in
            let (angle, center) = (orientation.imageWaveAngle, size.center)
            let grating = Plane(size: size) { row, column in
                let u = (Double(column) - center.x) * cos(angle) + (Double(row) - center.y) * sin(angle)
                return Float(0.5 * cos(2 * .pi * u / wavelength))
            }
            return 1 / zip(pair[0].values, grating.values).reduce(0) { $0 + Double($1.0) * Double($1.1) }
        }
    }

    /// Energies in units of contrast at every `step`-th pixel, by orientation.
    func energy(of plane: Plane, step: Int, workers: Workers) -> [[Double]] {
        let maps = bank.apply(to: plane, boundary: .reflect, stride: step, workers: workers)
        return gains.enumerated().map { index, gain in
            zip(maps[2 * index].values, maps[2 * index + 1].values).map { even, odd in
                gain * Double(even * even + odd * odd).squareRoot()
            }
        }
    }
}
