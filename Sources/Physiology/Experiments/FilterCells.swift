import GaborBanks
public import Planes

/// Filters that are recorded from as cells: the kernels of a first layer, or those of a designed bank.
public struct FilterCells: Sendable {
    /// What cells make of what their filters give.
    public enum Kind: String, CaseIterable, Sendable {
        /// As it is, with its sign.
        case linear
        /// Half-rectified.
        case simple
        /// The energy of a quadrature pair.
        case complex
        /// A quadrature pair in space and time, half-rectified.
        case directional

        /// In a report's words.
        public var words: String {
            switch self {
            case .linear: "linear units"
            case .simple: "simple cells (half-rectified)"
            case .complex: "complex cells (energy of quadrature pairs)"
            case .directional: "simple cells (quadrature pairs in space and time, half-rectified)"
            }
        }

        /// Whether its cells are made of quadrature pairs.
        public var needsPairs: Bool { self == .complex || self == .directional }
    }

    /// The layer's or the bank's name.
    public let name: String
    /// Rows and columns of every filter.
    public let window: PixelSize
    private let planes: [Plane]
    private let pairs: [(even: Plane, odd: Plane)]
    /// Whether a network learnt them, rather than somebody designed them.
    private let areLearnt: Bool

    /// Cells of some filters.
    ///
    /// - Parameters:
    ///   - pairs: quadrature pairs among them, for complex cells.
    ///   - areLearnt: whether a network learnt them, rather than somebody designed them.
    /// - Precondition: at least one filter, all of one size.
    public init(name: String, planes: [Plane], pairs: [(even: Plane, odd: Plane)] = [], areLearnt: Bool = true) {
        precondition(!planes.isEmpty && planes.allSatisfy { $0.size == planes[0].size }, "filters share one window")
        (self.name, self.planes, self.pairs, self.areLearnt) = (name, planes, pairs, areLearnt)
        window = planes[0].size
    }

    /// Whether there are quadrature pairs, for complex cells.
    public var hasPairs: Bool { !pairs.isEmpty }

    private var search: GratingSearch { GratingSearch(window: window) }

    /// How many steps ``study(as:output:resolution:seed:population:finished:)`` takes.
    public func steps(as kind: Kind) -> Int {
        (kind.needsPairs ? pairs.count : planes.count) + search.frequencies.count
    }

    /// Records from the cells.
    ///
    /// - Parameters:
    ///   - output: what becomes of their drive.
    ///   - resolution: pixels per degree, where assumed.
    ///   - seed: of bootstrap and permutation.
    ///   - population: recorded cells that the user brings, in place of macaque V1's.
    ///   - finished: hears how many steps are done.
    /// - Throws: a stimulus that cannot be drawn.
    /// - Precondition: quadrature pairs for cells that are made of them.
    public func study(
        as kind: Kind, output: CellOutput = CellOutput(), resolution: PixelsPerDegree?, seed: UInt64,
        population: CellPopulation? = nil, finished: (Int) -> Void = { _ in }
    ) throws -> TuningStudy {
        let search = search
        func record(_ units: some Units) throws -> CellOutput.RecordedCells {
            try output.recorded(units, search: search, finished: finished)
        }
        let recorded =
            switch kind {
            case .linear: try record(LinearUnits(planes))
            case .simple: try record(RectifiedUnits(LinearUnits(planes)))
            case .complex: try record(EnergyUnits(pairs))
            case .directional: try record(RectifiedUnits(SpaceTimeUnits(pairs)))
            }
        let fields = kind.needsPairs ? [] : planes
        return TuningStudy(
            name: name, window: recorded.window, cells: kind.words + output.words,
            beside: kind == .complex ? .complex : .simple, recordings: recorded.recordings,
            check: try TransformCheck(of: planes, search: search), resolution: resolution,
            fields: Dictionary(uniqueKeysWithValues: fields.enumerated().map { ($0, $1) }), fieldTitle: "weights",
            areLearnt: areLearnt, seed: seed, population: population)
    }
}
