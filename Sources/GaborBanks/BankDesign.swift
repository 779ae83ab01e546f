import Foundation
import Kernels
public import Planes

/// A bank on a grid: every wavelength at every orientation at every phase.
public struct BankDesign: BankPlan, Hashable {
    /// What is drawn.
    public let family: FilterFamily
    /// Orientations of the bars, evenly spaced from 0° over half a turn.
    public let orientations: [Orientation]
    /// Pixels.
    public let wavelengths: [Double]
    /// Degrees.
    public let phases: [Phase]
    /// Frequency bandwidth at half amplitude, octaves.
    public let bandwidthOctaves: Double
    /// σ_across/σ_along of Gabors.
    public let aspectRatio: Double
    /// Rows and columns of every filter.
    public let size: PixelSize

    /// Values that all filters may hold together.
    public static let largest = 1 << 27

    /// A checked design.
    ///
    /// - Parameters:
    ///   - family: what is drawn.
    ///   - orientations: how many, evenly spaced from 0° over half a turn.
    ///   - wavelengths: pixels.
    ///   - phases: degrees.
    ///   - bandwidthOctaves: of frequency, at half amplitude.
    ///   - aspectRatio: σ_across/σ_along of Gabors.
    ///   - side: rows and columns of every filter; `nil` for the smallest odd side that holds three standard deviations
    ///     of the widest envelope on every side.
    /// - Throws: ``BankError`` naming the quantity that cannot be.
    public init(
        family: FilterFamily, orientations: Int = 8, wavelengths: [Double] = [4, 6, 8], phases: [Double] = [0, 90],
        bandwidthOctaves: Double = 1, aspectRatio: Double = 0.5, side: Int? = nil
    ) throws(BankError) {
        func check(_ isRight: Bool, _ quantity: BankError.Quantity, _ value: Any, _ expected: String) throws(BankError)
        {
            if !isRight { throw .invalid(quantity, value: "\(value)", expected: expected) }
        }
        try check((1...3600).contains(orientations), .orientations, orientations, "from 1 to 3600")
        try check(!wavelengths.isEmpty, .wavelengths, "none", "at least one, in pixels")
        for wavelength in wavelengths {
            try check(
                wavelength > 2 && wavelength <= 1024, .wavelengths, wavelength,
                "above 2 pixels (the lattice's limit, where phase has no meaning), to 1024")
        }
        try check(!phases.isEmpty && phases.allSatisfy(\.isFinite), .phases, phases, "at least one, in degrees")
        try check((0.05...8).contains(bandwidthOctaves), .bandwidth, bandwidthOctaves, "from 0.05 to 8 octaves")
        try check((0.05...20).contains(aspectRatio), .aspect, aspectRatio, "from 0.05 to 20")
        if let side { try check((3...1024).contains(side), .size, side, "from 3 to 1024 pixels, or auto") }
        self.family = family
        self.orientations = (0..<orientations).map { Orientation(degrees: 180 * Double($0) / Double(orientations)) }
        self.wavelengths = wavelengths
        self.phases = phases.map { Phase(degrees: $0) }
        self.bandwidthOctaves = bandwidthOctaves
        self.aspectRatio = aspectRatio
        let across = Bandwidth.periods(octaves: bandwidthOctaves) * (wavelengths.max() ?? 2)
        let widest = family == .gabor ? max(across, across / aspectRatio) : across
        let automatic = 2 * Int(min(3 * widest, 1e6).rounded(.up)) + 1
        let chosen = side ?? automatic
        size = PixelSize(side: chosen)
        guard chosen <= 1024 else { throw .tooLarge(filters: count, side: chosen, limit: Self.largest) }
        try Self.checkRoom(count, size)
    }

    /// Refuses filters that would hold more than ``largest`` values together.
    static func checkRoom(_ count: Int, _ size: PixelSize) throws(BankError) {
        guard count * size.count <= largest else {
            throw .tooLarge(filters: count, side: size.width, limit: largest)
        }
    }

    /// Filters: round ones have neither orientations nor phases.
    public var count: Int {
        wavelengths.count * (family == .differenceOfGaussians ? 1 : orientations.count * phases.count)
    }

    /// Draws the bank: wavelengths outermost, then orientations, then phases.
    public var bank: DesignedBank {
        let filters = wavelengths.flatMap { wavelength -> [DesignedFilter] in
            switch family {
            case .differenceOfGaussians: [DifferenceOfGaussians(peakWavelength: wavelength).filter(on: size)]
            case .gabor, .logGabor, .steerable:
                orientations.flatMap { orientation in
                    phases.map { filter(wavelength, orientation, $0) }
                }
            }
        }
        return DesignedBank(name: family.rawValue, filters: filters)
    }

    private func filter(_ wavelength: Double, _ orientation: Orientation, _ phase: Phase) -> DesignedFilter {
        let frequency = SpatialFrequency(wavelength: wavelength)
        let across = Bandwidth.periods(octaves: bandwidthOctaves) * wavelength
        switch family {
        case .logGabor:
            return LogGabor(
                orientation: orientation, spatialFrequency: frequency, phase: phase, bandwidthOctaves: bandwidthOctaves,
                orientationCount: orientations.count
            ).filter(on: size)
        case .steerable:
            return SteerableFilter(orientation: orientation, spatialFrequency: frequency, phase: phase).filter(on: size)
        case .gabor, .differenceOfGaussians:
            return DesignedFilter(
                Gabor(
                    orientation: orientation, spatialFrequency: frequency, phase: phase, sigmaAcross: across,
                    sigmaAlong: across / aspectRatio), size: size)
        }
    }
}
