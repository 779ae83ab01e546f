import Foundation

/// What the V1 score's protocol finds of one unit, its answers taken as firing rates.
public struct UnitProperties: Hashable, Sendable {
    /// Channel, row and column of the layer's map.
    public let channel, row, column: Int
    /// The middle of its receptive field, degrees from the image's middle, to the right and down.
    public let fieldX, fieldY: Double
    /// Spikes per second: at rest, of the best grating over its phases, and their first harmonic.
    public let baseline, maxDC, maxAC: Double
    /// At the best grating's size and frequency.
    public let circularVariance: Double
    /// The same over 8 directions of 45°, from 1: ``OrientationTuning/globalSelectivity``.
    public let globalSelectivity: Double?
    /// Half-width at 1/√2, degrees.
    public let halfWidth: Double?
    /// Response across, over that along.
    public let orthogonalToPreferred: Double
    /// The wave's angle, image axes, degrees in −22 … 157.
    public let waveAngle: Double
    /// Cycles per degree.
    public let peakFrequency: Double
    /// 100 · low/high.
    public let frequencyBandwidth: Double?
    /// (peak − plateau)/peak over sizes.
    public let suppression: Double?
    /// Diameters, degrees.
    public let summationField, surroundDiameter: Double?
    /// Whether it answers gratings of its orientation, frequency or size by more than ``threshold`` above rest.
    public let answersOrientation, answersFrequency, answersFrequencyModulated, answersSize: Bool

    /// Spikes per second above rest.
    public static let threshold = 5.0

    /// F1/F0.
    public var modulationRatio: Double { maxAC / maxDC }
    /// Of the bars, counter-clockwise as seen, degrees in 0 ..< 180.
    public var preferredOrientation: Double { (90 - waveAngle + 360).truncatingRemainder(dividingBy: 180) }
    /// Of the wave, counter-clockwise as seen, degrees in 0 ..< 180.
    public var waveDirection: Double { (180 - waveAngle + 360).truncatingRemainder(dividingBy: 180) }
}

/// One unit's firing rates to all that is shown.
struct UnitRates {
    let baseline: Double
    /// In the orders of ``ScoreGrating``'s lists.
    let orientation, frequency, size: [Double]

    /// The mean over 8 phases and the first harmonic of each grating.
    static func components(_ rates: [Double]) -> (mean: [Double], harmonic: [Double]) {
        let angles = (0..<8).map { 2 * Double.pi * Double($0) / 8 }
        let (cosines, sines) = (angles.map { cos($0) }, angles.map { sin($0) })
        var (means, harmonics): ([Double], [Double]) = ([], [])
        for start in stride(from: 0, to: rates.count, by: 8) {
            var (sum, real, imaginary) = (0.0, 0.0, 0.0)
            for phase in 0..<8 {
                let rate = rates[start + phase]
                sum += rate
                real += rate * cosines[phase]
                imaginary += rate * sines[phase]
            }
            means.append(sum / 8)
            harmonics.append(2 * (real * real + imaginary * imaginary).squareRoot() / 8)
        }
        return (means, harmonics)
    }

    /// What is found of the unit.
    func properties(channel: Int, row: Int, column: Int, fieldX: Double, fieldY: Double) -> UnitProperties {
        let turned = Self.components(orientation)
        let best = turned.mean.firstLargest
        let curve = Array(turned.mean[best / 12 * 12..<best / 12 * 12 + 12])
        let (waves, sizes) = (Self.components(frequency), Self.components(size))
        let modulated = Self.strongest(waves, baseline), sized = Self.strongest(sizes, baseline)
        // Radius × frequency × orientation: the curve through the largest.
        func alongFrequency(_ values: [Double], _ best: Int) -> [Double] {
            (0..<22).map { values[best / 132 * 132 + $0 * 6 + best % 6] }
        }
        let peak = ScoreCurves.frequency(
            alongFrequency(modulated.values, modulated.place), at: ScoreGrating.frequencies
        ).peak
        let strongest = waves.mean.firstLargest
        let bandwidth = ScoreCurves.frequency(
            alongFrequency(waves.mean, strongest), at: ScoreGrating.frequencies
        ).bandwidth
        let grown = ScoreCurves.size(
            (0..<12).map { sized.values[$0 * 24 + sized.place % 24] }, at: ScoreGrating.radii)
        return UnitProperties(
            channel: channel, row: row, column: column, fieldX: fieldX, fieldY: fieldY, baseline: baseline,
            maxDC: turned.mean[best], maxAC: turned.harmonic[best],
            circularVariance: ScoreCurves.circularVariance(curve),
            globalSelectivity: OrientationTuning(responses: curve).globalSelectivity,
            halfWidth: ScoreCurves.halfWidth(curve),
            orthogonalToPreferred: ScoreCurves.orthogonalToPreferred(curve),
            waveAngle: ScoreCurves.preferredAngle(curve), peakFrequency: peak, frequencyBandwidth: bandwidth,
            suppression: grown.suppression, summationField: grown.summation, surroundDiameter: grown.surround,
            answersOrientation: turned.mean[best] > baseline + UnitProperties.threshold,
            answersFrequency: waves.mean[strongest] > baseline + UnitProperties.threshold,
            answersFrequencyModulated: modulated.values[modulated.place] > UnitProperties.threshold,
            answersSize: sized.values[sized.place] > UnitProperties.threshold)
    }

    /// The component, mean above rest or harmonic, that holds the largest value, and where.
    private static func strongest(
        _ components: (mean: [Double], harmonic: [Double]), _ baseline: Double
    ) -> (values: [Double], place: Int) {
        let above = components.mean.map { $0 - baseline }
        let (mean, harmonic) = (above.firstLargest, components.harmonic.firstLargest)
        let isMean =
            above[mean] > components.harmonic[harmonic]
            || above[mean] == components.harmonic[harmonic] && mean <= harmonic
        return isMean ? (above, mean) : (components.harmonic, harmonic)
    }
}
