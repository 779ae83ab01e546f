import Foundation
import GSL
import GaborBanks
public import Kernels
import Planes
public import Workers

/// All kernels of a layer, examined as a physiologist would: fitted, classed against rivals and a null, and tuned.
public struct LayerStudy: Hashable, Sendable {
    /// The kernels in the layer's order.
    public let kernels: [KernelStudy]
    /// Null kernels drawn for each kernel.
    public let nullCount: Int

    /// Null kernels for each kernel: one of 49 may be as good where p is 0.04.
    public static let defaultNullCount = 49

    /// Starts of each Gabor fit.
    static let starts = 4

    /// Examines a bank.
    ///
    /// - Parameters:
    ///   - bank: of the layer's kernels.
    ///   - seed: of the null kernels; each kernel has a stream of its own, so the result does not depend on `workers`.
    ///   - nullCount: null kernels per kernel; the smallest p is 1/(nullCount + 1).
    ///   - workers: any number gives the same values.
    ///   - finished: hears how many kernels are done.
    public init(
        of bank: KernelBank, seed: UInt64 = 0, nullCount: Int = defaultNullCount, workers: Workers,
        finished: (@Sendable (Int) -> Void)? = nil
    ) {
        self.nullCount = nullCount
        let colors = bank.kernels.map(ColorAxes.init)
        let tunings = LinearTuning.measured(zip(bank.kernels, colors).map { $0.seen(through: $1.principal) })
        let norms = bank.kernels.map(\.norm)
        let leastNorm = Classification.deadNorm * norms.sorted()[norms.count / 2]
        let duplicates = LayerStudy.duplicates(bank.kernels)
        let isLine = LineFit.isLine(bank.size)
        let alive = isLine ? [] : norms.indices.filter { norms[$0] > leastNorm && norms[$0] > 0 }
        let examination =
            alive.isEmpty
            ? nil
            : KernelAnalysis(
                of: alive.map { bank.kernels[$0] }, size: bank.size, nullCount: nullCount, seed: seed, workers: workers)
        let places = Dictionary(uniqueKeysWithValues: alive.enumerated().map { ($0.element, $0.offset) })
        kernels = workers.map(bank.count, finished: finished) { index in
            let kernel = bank.kernels[index]
            let isChromatic = kernel.hasImageChannels && colors[index].chromaticFraction > 0.5
            let result = places[index].flatMap {
                examination?.result(of: $0, index: index, isChromatic: isChromatic)
            }
            let fit = result?.fit ?? (isLine ? LineFit.gabor(of: kernel) : nil)
            return KernelStudy(
                index: index, kernel: kernel,
                classification: result?.classification ?? (isLine ? .unclassed : .dead), fit: fit,
                nullFractions: result?.nullFractions, intervals: result?.intervals, criteria: result?.criteria,
                colors: colors[index],
                nullCount: result == nil ? 0 : nullCount, tuning: tunings[index],
                flags: fit.map {
                    LayerStudy.flags(kernel, fit: $0, tuning: tunings[index], isDuplicate: duplicates.contains(index))
                } ?? [])
        }
    }

    private static func flags(
        _ kernel: Kernel, fit: GaborFit, tuning: LinearTuning, isDuplicate: Bool
    ) -> [KernelFlag] {
        var flags: Set<KernelFlag> = isDuplicate ? [.duplicate] : []
        let gabor = fit.gabor
        let size = kernel.size
        if gabor.nx < Bandwidth.leastPeriods { flags.insert(.lowPass) }
        if gabor.spatialFrequency.cyclesPerPixel > 0.5 { flags.insert(.aboveNyquist) }
        if fit.envelopeInside < 0.5 { flags.insert(.cutByWindow) }
        let means = kernel.channels.reduce(0) { $0 + $1.mean * $1.mean } * Double(size.count)
        if means > 0.5 * kernel.norm * kernel.norm { flags.insert(.mostlyMean) }
        if !LineFit.isLine(size), !tuning.orientation.isTuned { flags.insert(.untuned) }
        return flags.sorted()
    }

    /// Kernels that equal an earlier one up to a positive scale, to 1 − 10⁻⁴ in cosine.
    private static func duplicates(_ kernels: [Kernel]) -> Set<Int> {
        let rows = kernels.map { kernel -> [Double] in
            let norm = kernel.norm
            return kernel.values.map { norm > 0 ? Double($0) / norm : 0 }
        }
        let matrix = Matrix(rows: rows.count, columns: rows[0].count, elements: rows.flatMap(\.self))
        let cosines = matrix.timesTranspose(of: matrix)
        return Set(rows.indices.filter { kernel in (0..<kernel).contains { cosines[kernel, $0] > 1 - 1e-4 } })
    }
}
