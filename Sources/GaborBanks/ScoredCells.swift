import Foundation

/// The counts of macaque V1 cells that the V1 score compares with, as Marques, Schrimpf & DiCarlo (2021) took them from the
/// papers: 304 of Ringach's 308 cells, and bars' orientations as the wave's angle in image axes, so that the 110 cells of
/// vertical bars come first. ``MacaqueV1`` has the cells themselves.
public enum ScoredCells {
    private static func ringach(_ edges: [Double], _ counts: [Int]) -> RecordedDistribution {
        RecordedDistribution(
            "ringach2002", "Ringach, Shapley & Hawken (2002), J. Neurosci. 22:5639",
            Histogram(edges: edges, counts: counts))
    }

    private static func cavanaugh(_ histogram: Histogram) -> RecordedDistribution {
        RecordedDistribution(
            "cavanaugh2002", "Cavanaugh, Bair & Movshon (2002), J. Neurophysiol. 88:2530", histogram)
    }

    private static func schiller(_ histogram: Histogram) -> RecordedDistribution {
        RecordedDistribution(
            "schiller1976", "Schiller, Finlay & Volman (1976), J. Neurophysiol. 39:1334", histogram)
    }

    private static func even(_ low: Double, _ high: Double, _ bins: Int) -> [Double] {
        (0...bins).map { low + (high - low) * Double($0) / Double(bins) }
    }

    private static func powers(from low: Double, to high: Double, _ bins: Int) -> [Double] {
        even(low, high, bins).map { pow(10, $0) }
    }

    /// Largest mean response, spikes per second.
    public static let maxDC = ringach(powers(from: 0, to: 3, 9), [0, 0, 23, 66, 114, 82, 16, 3, 0])
    /// F1/F0.
    public static let modulationRatio = ringach(even(0, 2, 10), [70, 47, 38, 17, 11, 11, 17, 39, 39, 15])
    /// Circular variance.
    public static let circularVariance = ringach(
        even(0, 1, 13), [4, 21, 26, 17, 24, 20, 24, 22, 31, 33, 34, 36, 12])
    /// Half-width at 1/√2, degrees; 6 cells have none.
    public static let halfWidth = ringach(
        even(0, 90, 17), [0, 0, 27, 90, 68, 40, 30, 12, 10, 4, 8, 2, 4, 2, 0, 1, 0])
    /// Response across, over that along.
    public static let orthogonalToPreferred = ringach(
        even(0, 1, 13), [114, 26, 22, 25, 23, 23, 21, 16, 12, 10, 8, 3, 1])
    /// Whether there is a half-width.
    public static let orientationSelective = ringach(even(0, 1, 2), [6, 298])
    /// Circular variance over half-width, 1/degree; 6 cells have none.
    public static let varianceOverWidth = ringach(
        powers(from: -3, to: 0, 15), [0, 0, 2, 8, 24, 62, 119, 70, 12, 1, 0, 0, 0, 0, 0])
    /// Response across over that along, minus circular variance.
    public static let ratioMinusVariance = ringach(
        even(-1, 1, 19), [0, 0, 0, 2, 21, 71, 93, 65, 46, 5, 1, 0, 0, 0, 0, 0, 0, 0, 0])
    /// The wave's angle in image axes, degrees.
    public static let waveAngle = RecordedDistribution(
        "devalois1982a", "De Valois, Yund & Hepler (1982), Vision Res. 22:531",
        Histogram(edges: even(-22.5, 157.5, 4), counts: [110, 83, 100, 92]))
    /// Peak spatial frequency of all cells, cycles per degree.
    public static let peakFrequency = RecordedDistribution(
        "devalois1982b", "De Valois, Albrecht & Thorell (1982), Vision Res. 22:545",
        Histogram(
            edges: [0.35, 0.5, 0.7, 1, 1.4, 2, 2.8, 4, 5.6, 8, 11.2, 16, 22.4],
            counts: [3, 10, 15, 31, 57, 62, 67, 63, 31, 15, 5, 4]))
    /// Whether there is a frequency bandwidth.
    public static let frequencySelective = schiller(Histogram(edges: even(0, 1, 2), counts: [14, 73]))
    /// 100 · low/high at 1/√2; 14 cells have none.
    public static let frequencyBandwidth = schiller(
        Histogram(edges: even(0, 100, 10), counts: [0, 3, 4, 16, 22, 16, 9, 3, 0, 0]))
    /// (peak − plateau)/peak over sizes.
    public static let suppression = cavanaugh(
        Histogram(edges: even(0, 2, 10), counts: [66, 44, 38, 23, 16, 3, 0, 0, 0, 0]))
    /// Diameter of the summation field, degrees; 42 cells have none.
    public static let summationField = cavanaugh(
        Histogram(edges: even(-4, 4, 8).map(exp2), counts: [0, 9, 30, 55, 42, 10, 2, 0]))
    /// Diameter of the surround, degrees; 42 cells have none.
    public static let surroundDiameter = cavanaugh(
        Histogram(edges: even(-4, 4, 8).map(exp2), counts: [0, 0, 2, 20, 33, 49, 40, 4]))
}
