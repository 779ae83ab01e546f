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
    fileprivate let planes: [Plane]
    fileprivate let pairs: [(even: Plane, odd: Plane)]
    /// Whether a network learnt them, rather than somebody designed them.
    fileprivate let areLearnt: Bool

    /// Cells of some filters.
    ///
    /// - Parameters:
    ///   - name: of the filters, for reports.
    ///   - planes: one filter each.
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

    fileprivate var search: GratingSearch { GratingSearch(window: window) }

    /// The cells as they are recorded from.
    ///
    /// - Parameters:
    ///   - kind: linear, simple, complex or directional.
    ///   - output: what becomes of their drive.
    /// - Precondition: quadrature pairs for cells that are made of them.
    public func recorded(as kind: Kind, output: CellOutput = CellOutput()) -> RecordedFilterCells {
        RecordedFilterCells(cells: self, kind: kind, output: output)
    }
}

/// Filters, with what cells make of what they give.
public struct RecordedFilterCells: TunableUnits {
    fileprivate let cells: FilterCells
    fileprivate let kind: FilterCells.Kind
    fileprivate let output: CellOutput

    /// The layer's or the bank's name.
    public var name: String { cells.name }
    /// Every filter, or every pair.
    public var all: [Int] { Array(0..<(kind.needsPairs ? cells.pairs.count : cells.planes.count)) }
    /// One for each frequency of the search and each unit.
    public func steps(units: Int) -> Int { units + cells.search.frequencies.count }

    /// Shows stimuli to the cells.
    public func record(
        _ chosen: [Int], seed: UInt64, finished: (Int) -> Void, take: (TunedUnit) throws -> Void
    ) throws {
        let search = cells.search
        func record(_ units: some Units) throws {
            try output.record(units, chosen, search: search, finished: finished) {
                try take(TunedUnit(recording: $0, spectrum: nil))
            }
        }
        switch kind {
        case .linear: try record(LinearUnits(cells.planes))
        case .simple: try record(RectifiedUnits(LinearUnits(cells.planes)))
        case .complex: try record(EnergyUnits(cells.pairs))
        case .directional: try record(RectifiedUnits(SpaceTimeUnits(cells.pairs)))
        }
    }

    /// With the check that the filters' Fourier transforms say the same.
    public func study(
        of units: [TunedUnit], resolution: PixelsPerDegree?, seed: UInt64, population: CellPopulation?
    ) throws -> TuningStudy {
        let fields = kind.needsPairs ? [] : cells.planes
        return TuningStudy(
            name: name, window: output.window(of: cells.window), cells: kind.words + output.words,
            beside: kind == .complex ? .complex : .simple, recordings: units.map(\.recording),
            check: try TransformCheck(of: cells.planes, search: cells.search), resolution: resolution,
            fields: Dictionary(uniqueKeysWithValues: fields.enumerated().map { ($0, $1) }), fieldTitle: "weights",
            areLearnt: cells.areLearnt, seed: seed, population: population)
    }
}
