public import Kernels
public import Planes

/// The families of designed filters, named as on the command line.
public enum FilterFamily: String, Hashable, Sendable, CaseIterable {
    /// A grating under a Gaussian.
    case gabor
    /// Gaussian on a logarithmic frequency axis (Field 1987).
    case logGabor = "log-gabor"
    /// Centre and surround, as in the retina and the LGN.
    case differenceOfGaussians = "dog"
    /// Derivatives of a Gaussian: an oriented edge and an oriented bar.
    case steerable
}

/// A filter that knows what it was designed to be.
public struct DesignedFilter: Hashable, Sendable {
    /// Its family.
    public let family: FilterFamily
    /// Of its bars; `nil` for round filters.
    public let orientation: Orientation?
    /// Where its transform is largest.
    public let spatialFrequency: SpatialFrequency
    /// 0° even, 90° odd.
    public let phase: Phase
    /// Frequency bandwidth at half amplitude, octaves; `nil` where the filter is low-pass or its family has none.
    public let bandwidthOctaves: Double?
    /// Widths of the envelope across and along the bars, pixels; `nil` where the family has none.
    public let sigmaAcross, sigmaAlong: Double?
    /// The filter drawn: one channel, zero mean, unit energy.
    public let kernel: Kernel

    init(
        family: FilterFamily, orientation: Orientation?, spatialFrequency: SpatialFrequency, phase: Phase,
        bandwidthOctaves: Double?, sigmaAcross: Double?, sigmaAlong: Double?, plane: Plane
    ) {
        self.family = family
        self.orientation = orientation
        self.spatialFrequency = spatialFrequency
        self.phase = phase
        self.bandwidthOctaves = bandwidthOctaves
        self.sigmaAcross = sigmaAcross
        self.sigmaAlong = sigmaAlong
        kernel = Kernel(channels: [plane.centeredToUnitEnergy])
    }

    init(_ gabor: Gabor, size: PixelSize) {
        self.init(
            family: .gabor, orientation: gabor.orientation, spatialFrequency: gabor.spatialFrequency,
            phase: gabor.phase, bandwidthOctaves: gabor.bandwidthOctaves, sigmaAcross: gabor.sigmaAcross,
            sigmaAlong: gabor.sigmaAlong, plane: gabor.filter(on: size))
    }

    /// The function that it is drawn from; `nil` of other families.
    public var gabor: Gabor? {
        guard family == .gabor, let orientation, let sigmaAcross, let sigmaAlong else { return nil }
        return Gabor(
            orientation: orientation, spatialFrequency: spatialFrequency, phase: phase, sigmaAcross: sigmaAcross,
            sigmaAlong: sigmaAlong)
    }

    /// Whether the other filter is this one a quarter of a period on. Derivatives of a Gaussian are not: their transforms
    /// differ in size.
    func isQuadraturePartner(of other: DesignedFilter) -> Bool {
        family != .steerable && family == other.family && orientation == other.orientation
            && spatialFrequency == other.spatialFrequency
            && sigmaAcross == other.sigmaAcross && sigmaAlong == other.sigmaAlong
            && abs(phase.quarterTurned.degrees - other.phase.degrees) < 1e-9
    }
}

/// Filters of one size, as designed.
public struct DesignedBank: Hashable, Sendable {
    /// What the bank is called in reports.
    public let name: String
    /// At least one filter.
    public let filters: [DesignedFilter]

    /// The same filters as kernels: nothing downstream can tell them from learned ones.
    public var bank: KernelBank { KernelBank(name: name, kernels: filters.map(\.kernel)) }

    /// Rows and columns of every filter.
    public var size: PixelSize { filters[0].kernel.size }

    /// Places of an even filter and its odd partner, for all that have one; each filter is in one pair at most.
    public var quadraturePairs: [(even: Int, odd: Int)] {
        var taken: Set<Int> = []
        var pairs: [(even: Int, odd: Int)] = []
        for even in filters.indices where !taken.contains(even) {
            // Partners stand close together in every bank that is designed here, so look ahead from the filter on.
            let later = filters.indices.dropFirst(even + 1)
            guard
                let odd = later.first(where: {
                    filters[even].isQuadraturePartner(of: filters[$0]) && !taken.contains($0)
                })
            else { continue }
            taken.formUnion([even, odd])
            pairs.append((even, odd))
        }
        return pairs
    }
}
