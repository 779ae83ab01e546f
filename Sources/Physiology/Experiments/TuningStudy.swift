public import GaborBanks
public import Planes

/// Everything that `tune` finds out about some units.
public struct TuningStudy: Sendable {
    /// What the units are: a layer's or a bank's name.
    public let name: String
    /// Rows and columns of the window that stimuli are shown in.
    public let window: PixelSize
    /// What kind of cells, in words: `simple cells (half-rectified)`.
    public let cells: String
    /// One per unit, in order.
    public let recordings: [Recording]
    /// The recordings beside recorded cells.
    public let population: Population
    /// Experiment and transform, where the units are linear up to their output.
    public let check: TransformCheck?
    /// Pixels per degree, where assumed.
    public let resolution: PixelsPerDegree?
    /// How well the preferred frequencies fit recorded cells', by pixels per degree.
    public let sweep: ResolutionSweep
    /// The receptive field of each unit as a picture's plane, where it is known.
    public let fields: [Int: Plane]
    /// What the fields are: `weights`.
    public let fieldTitle: String
    /// What each unit's derivative by the picture looks like, where it was taken.
    public let spectra: [Int: GradientSpectrum]
    /// Whether a network learnt the units: then nothing says how large a pixel is for the eye.
    public let areLearnt: Bool

    /// A study of recordings.
    ///
    /// - Parameters:
    ///   - name: a layer's or a bank's.
    ///   - window: rows and columns of the part where stimuli appear.
    ///   - kind: in words, such as `simple cells (half-rectified)`.
    ///   - cellType: the recorded cells that are like the units.
    ///   - recordings: one per unit, in order.
    ///   - check: experiment and transform, where the units are linear up to their output.
    ///   - resolution: pixels per degree, where assumed.
    ///   - fields: each unit's receptive field as a picture's plane, by its index, where it is known.
    ///   - fieldTitle: what the fields are, such as `weights`.
    ///   - spectra: of each unit's derivative by the picture, by its index, where it was taken.
    ///   - areLearnt: whether a network learnt the units.
    ///   - seed: of bootstrap and permutation.
    ///   - cells: the user's, in place of macaque V1's.
    public init(
        name: String, window: PixelSize, cells kind: String, beside cellType: CellType = .all,
        recordings: [Recording], check: TransformCheck?,
        resolution: PixelsPerDegree?, fields: [Int: Plane], fieldTitle: String,
        spectra: [Int: GradientSpectrum] = [:], areLearnt: Bool = true, seed: UInt64,
        population cells: CellPopulation? = nil
    ) {
        self.name = name
        self.window = window
        self.cells = kind
        self.recordings = recordings
        population = Population(recordings, beside: cellType, resolution: resolution, seed: seed, cells: cells)
        self.check = check
        self.resolution = resolution
        self.fields = fields
        self.fieldTitle = fieldTitle
        self.spectra = spectra
        self.areLearnt = areLearnt
        sweep = ResolutionSweep(
            frequencies: recordings.filter { !$0.isSilent }.map(\.search.frequency.peak), seed: seed)
    }
}

extension TuningStudy {
    /// Degrees between what gratings and derivatives find, of units tuned for both.
    public var orientationDistances: [Double] {
        recordings.compactMap { unit in
            guard !unit.isSilent, !unit.flags.contains(.untuned), let spectrum = spectra[unit.unit] else { return nil }
            return unit.search.orientation.peakOrientation.distance(to: spectrum.orientation.preferred)
        }
    }
}
