/// Cells recorded in macaque primary visual cortex, counted as published.
public enum MacaqueV1 {
    private static let ringach = "Ringach, Shapley & Hawken (2002), J. Neurosci. 22:5639"
    private static let spatial = "Ringach (2002), J. Neurophysiol. 88:455"

    /// All that is counted here, each study and kind of cells once.
    public static let references: [RecordedDistribution] = [
        circularVariance, preferredOrientation, preferredOrientation(of: .simple), preferredOrientation(of: .complex),
        peakFrequencySimpleFoveal, peakFrequencySimpleParafoveal, peakFrequencyComplexFoveal,
        peakFrequencyComplexParafoveal, bandwidthIndexSimple, bandwidthIndexComplex, suppressionIndex, nx,
    ]

    /// Circular variance of orientation tuning, 308 cells.
    public static let circularVariance = RecordedDistribution(
        "ringach2002", ringach,
        Histogram(from: 0.0, to: 1.0, counts: [4, 21, 26, 17, 25, 20, 24, 22, 31, 33, 34, 37, 14]), median: 0.605155)

    /// Circular variance of 124 simple (F1/F0 above 1) or 184 complex cells, or of all 308. Of the first two only the medians
    /// are at hand.
    public static func circularVariance(of type: CellType) -> RecordedCells {
        switch type {
        case .simple:
            .median(RecordedMedian(reference: "ringach2002_simple", citation: ringach, cells: 124, median: 0.445))
        case .complex:
            .median(RecordedMedian(reference: "ringach2002_complex", citation: ringach, cells: 184, median: 0.663))
        case .all: .counted(circularVariance)
        }
    }

    /// Half-width at 1/√2 of the peak of simple, complex or all cells, degrees.
    public static func halfWidthAtRoot2(of type: CellType) -> RecordedCells {
        switch type {
        case .simple:
            .median(RecordedMedian(reference: "ringach2002_simple", citation: ringach, cells: 124, median: 21.5))
        case .complex:
            .median(RecordedMedian(reference: "ringach2002_complex", citation: ringach, cells: 184, median: 24.0))
        case .all: .counted(halfWidthAtRoot2)
        }
    }

    /// Half-width at 1/√2 of the peak, degrees; cells above 90° left out, 300 cells.
    public static let halfWidthAtRoot2 = RecordedDistribution(
        "ringach2002", ringach,
        Histogram(from: 0.0, to: 90.0, counts: [0, 0, 27, 90, 68, 40, 32, 12, 10, 4, 8, 2, 4, 2, 0, 1, 0]),
        median: 23.25)

    /// Response orthogonal to the preferred orientation over that to the preferred, 308 cells.
    public static let orthogonalToPreferred = RecordedDistribution(
        "ringach2002", ringach,
        Histogram(from: 0.0, to: 1.0, counts: [115, 26, 22, 25, 23, 23, 21, 16, 12, 10, 10, 3, 2]),
        median: 0.1898306909912864)

    /// F1/F0: above 1 a simple cell, 308 cells.
    public static let modulationRatio = RecordedDistribution(
        "ringach2002", ringach,
        Histogram(from: 0.0, to: 2.0, counts: [70, 48, 38, 17, 11, 11, 18, 40, 40, 15]), median: 0.5803037879593895)

    /// Preferred orientation of the bars in bins of 45° around horizontal, oblique, vertical and oblique, degrees.
    ///
    /// Copies of these counts in software often start with the 110 cells of vertical bars, as they name the wave.
    public static let preferredOrientation = RecordedDistribution(
        "devalois1982a", "De Valois, Yund & Hepler (1982), Vision Res. 22:531",
        Histogram(edges: [-22.5, 22.5, 67.5, 112.5, 157.5], counts: [100, 83, 110, 92]))

    /// The same of simple cells, or of complex ones (all less simple).
    public static func preferredOrientation(of type: CellType) -> RecordedDistribution {
        func cells(_ name: String, _ counts: [Int]) -> RecordedDistribution {
            RecordedDistribution(
                "devalois1982a_\(name)", preferredOrientation.citation,
                Histogram(edges: preferredOrientation.histogram.edges, counts: counts))
        }
        switch type {
        case .simple: return cells("simple", simpleOrientation)
        case .complex:
            return cells("complex", zip(preferredOrientation.histogram.counts, simpleOrientation).map { $0 - $1 })
        case .all: return preferredOrientation
        }
    }

    private static let simpleOrientation = [77, 49, 66, 54]

    /// Peak spatial frequency of simple cells of the fovea, cycles per degree, in half-octave bins.
    public static let peakFrequencySimpleFoveal = RecordedDistribution(
        "devalois1982b_simple_foveal", "De Valois, Albrecht & Thorell (1982), Vision Res. 22:545",
        Histogram(
            edges: [0.35, 0.5, 0.7, 1, 1.4, 2, 2.8, 4, 5.6, 8, 11.2, 16, 22.4],
            counts: [0, 4, 4, 8, 25, 33, 26, 28, 12, 5, 2, 1]))

    /// Peak spatial frequency of simple cells beside the fovea, cycles per degree, in half-octave bins.
    public static let peakFrequencySimpleParafoveal = RecordedDistribution(
        "devalois1982b_simple_parafoveal", "De Valois, Albrecht & Thorell (1982), Vision Res. 22:545",
        Histogram(
            edges: [0.35, 0.5, 0.7, 1, 1.4, 2, 2.8, 4, 5.6, 8, 11.2, 16, 22.4],
            counts: [2, 4, 10, 12, 18, 7, 18, 3, 4, 0, 0, 0]))

    /// Peak spatial frequency of complex cells of the fovea, cycles per degree, in half-octave bins.
    public static let peakFrequencyComplexFoveal = RecordedDistribution(
        "devalois1982b_complex_foveal", "De Valois, Albrecht & Thorell (1982), Vision Res. 22:545",
        Histogram(
            edges: [0.35, 0.5, 0.7, 1, 1.4, 2, 2.8, 4, 5.6, 8, 11.2, 16, 22.4],
            counts: [0, 0, 0, 9, 9, 7, 10, 23, 12, 8, 3, 3]))

    /// Peak spatial frequency of complex cells beside the fovea, cycles per degree, in half-octave bins.
    public static let peakFrequencyComplexParafoveal = RecordedDistribution(
        "devalois1982b_complex_parafoveal", "De Valois, Albrecht & Thorell (1982), Vision Res. 22:545",
        Histogram(
            edges: [0.35, 0.5, 0.7, 1, 1.4, 2, 2.8, 4, 5.6, 8, 11.2, 16, 22.4],
            counts: [1, 2, 1, 2, 5, 15, 13, 9, 3, 2, 0, 0]))

    /// Peak spatial frequency of cells of a type, of the fovea and beside it.
    public static func peakFrequencies(of type: CellType) -> [RecordedDistribution] {
        let simple = [peakFrequencySimpleFoveal, peakFrequencySimpleParafoveal]
        let complex = [peakFrequencyComplexFoveal, peakFrequencyComplexParafoveal]
        switch type {
        case .simple: return simple
        case .complex: return complex
        case .all: return simple + complex
        }
    }

    /// Bandwidth index of cells of a type.
    public static func bandwidthIndices(of type: CellType) -> [RecordedDistribution] {
        switch type {
        case .simple: [bandwidthIndexSimple]
        case .complex: [bandwidthIndexComplex]
        case .all: [bandwidthIndexSimple, bandwidthIndexComplex]
        }
    }

    /// Frequency bandwidth index 100·f_low/f_high at 1/√2 of the peak, percent, simple cells.
    public static let bandwidthIndexSimple = RecordedDistribution(
        "schiller1976_simple", "Schiller, Finlay & Volman (1976), J. Neurophysiol. 39:1334",
        Histogram(from: 0, to: 100, counts: [0, 0, 0, 6, 5, 10, 7, 2, 0, 0]))

    /// Frequency bandwidth index 100·f_low/f_high at 1/√2 of the peak, percent, complex cells.
    public static let bandwidthIndexComplex = RecordedDistribution(
        "schiller1976_complex", "Schiller, Finlay & Volman (1976), J. Neurophysiol. 39:1334",
        Histogram(from: 0, to: 100, counts: [0, 3, 4, 10, 17, 6, 2, 1, 0, 0]))

    /// Surround suppression (peak − plateau)/peak of the size tuning curve, 190 cells; above 1 where a large grating
    /// brings a cell below its resting rate.
    public static let suppressionIndex = RecordedDistribution(
        "cavanaugh2002", "Cavanaugh, Bair & Movshon (2002), J. Neurophysiol. 88:2530",
        Histogram(from: 0, to: 2, counts: [66, 44, 38, 23, 16, 3, 0, 0, 0, 0]))

    /// nx (rows) × ny (columns) of the Gabors fitted to simple cells' receptive fields.
    public static let nxny = Histogram2D(
        rowEdges: nxnyEdges, columnEdges: nxnyEdges,
        counts: [[2, 0, 1, 0, 0], [8, 9, 4, 1, 0], [1, 2, 19, 17, 3], [0, 0, 1, 7, 4], [0, 0, 0, 0, 0]])

    private static let nxnyEdges = [
        0.1, 0.17378008287493754, 0.3019951720402016, 0.5248074602497725, 0.9120108393559097, 1.5848931924611136,
    ]

    /// nx of the same cells.
    public static let nx = RecordedDistribution("ringach2002b", spatial, nxny.rows)

    /// ny of the same cells.
    public static let ny = RecordedDistribution("ringach2002b", spatial, nxny.columns)
}
