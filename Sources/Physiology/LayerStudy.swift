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

    /// Starts of each Gabor fit.
    static let starts = 4

    /// Examines a bank.
    ///
    /// - Parameters:
    ///   - seed: of the null kernels; each kernel has a stream of its own, so the result does not depend on `workers`.
    ///   - nullCount: null kernels per kernel; the smallest p is 1/(nullCount + 1).
    ///   - finished: hears how many kernels are done.
    public init(
        of bank: KernelBank, seed: UInt64 = 0, nullCount: Int = 39, workers: Workers,
        finished: (@Sendable (Int) -> Void)? = nil
    ) {
        self.nullCount = nullCount
        let colors = bank.kernels.map(ColorAxes.init)
        let tunings = LinearTuning.measured(zip(bank.kernels, colors).map { $0.seen(through: $1.principal) })
        let norms = bank.kernels.map(\.norm)
        let leastNorm = Classification.deadNorm * norms.sorted()[norms.count / 2]
        let duplicates = LayerStudy.duplicates(bank.kernels)
        let examination = Examination(size: bank.size, nullCount: nullCount, seed: seed)
        kernels = workers.map(bank.count, finished: finished) { index in
            let kernel = bank.kernels[index]
            let isDead = norms[index] <= leastNorm || norms[index] == 0
            let result =
                isDead
                ? nil
                : examination.result(
                    kernel, index: index, colors: colors[index],
                    circularVariance: tunings[index].orientation.circularVariance)
            return KernelStudy(
                index: index, kernel: kernel, classification: result?.classification ?? .dead, fit: result?.fit,
                nullP: result?.nullP, nullGaborFraction: result?.nullGaborFraction,
                criteria: (result?.choice).map(KernelStudy.Criteria.init), colors: colors[index],
                tuning: tunings[index],
                flags: LayerStudy.flags(
                    kernel, result: result, tuning: tunings[index], isDuplicate: duplicates.contains(index)))
        }
    }

    private static func flags(
        _ kernel: Kernel, result: Examination.Result?, tuning: LinearTuning, isDuplicate: Bool
    ) -> [KernelFlag] {
        guard let result else { return [] }
        var flags: Set<KernelFlag> = isDuplicate ? [.duplicate] : []
        let gabor = result.fit.gabor
        let size = kernel.size
        if gabor.nx < 0.18739 { flags.insert(.lowPass) }
        if gabor.spatialFrequency.cyclesPerPixel > 0.5 { flags.insert(.aboveNyquist) }
        if abs(gabor.centerX) > Double(size.width) / 2 || abs(gabor.centerY) > Double(size.height) / 2 {
            flags.insert(.centerOutside)
        }
        if result.fit.envelopeInside < 0.5 { flags.insert(.cutByWindow) }
        let means = kernel.channels.reduce(0) { $0 + $1.mean * $1.mean } * Double(size.count)
        if means > 0.5 * kernel.norm * kernel.norm { flags.insert(.mostlyMean) }
        let rivals = [result.choice.gabor, result.choice.centerSurround, result.choice.blob]
        if rivals.allSatisfy({ $0.bic > result.choice.plane.bic }) { flags.insert(.ramp) }
        if tuning.orientation.circularVariance > Classification.untuned { flags.insert(.untuned) }
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
