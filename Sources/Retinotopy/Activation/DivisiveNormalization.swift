public import Planes

/// Every cell's drive divided by that of all cells that look at the same place.
///
///     R_j = D_j² / (σ² + Σ_k D_k²)
///
/// over all channels *k* of a unit, *D* in units of contrast, at least 0. To one grating of contrast *c* the cells answer
/// c²/(c² + c₅₀²) times their largest response: halfway at c₅₀ = σ/√Σ, where Σ is that sum at full contrast.
///
/// - SeeAlso: Heeger (1992), *Visual Neurosci.* 9:181.
public struct DivisiveNormalization: Hashable, Sendable {
    /// σ, contrast.
    public let semisaturation: Double

    /// A normalisation of a given σ.
    ///
    /// - Throws: ``RetinotopyError`` where σ is not positive.
    public init(semisaturation: Double) throws(RetinotopyError) {
        guard semisaturation > 0, semisaturation.isFinite else {
            throw .invalid(
                .normalization, value: "\(semisaturation)", expected: "a contrast above 0, such as 0.1")
        }
        self.semisaturation = semisaturation
    }

    /// The responses to drives, one plane per channel, all of one size.
    ///
    /// - Complexity: linear in units × channels.
    public func response(to drives: [Plane]) -> [Plane] {
        guard let first = drives.first else { return [] }
        let square = Float(semisaturation * semisaturation)
        var pool = [Float](repeating: square, count: first.size.count)
        for drive in drives {
            for (unit, value) in drive.values.enumerated() { pool[unit] += value * value }
        }
        return drives.map { drive in
            Plane(size: drive.size, values: zip(drive.values, pool).map { $0 * $0 / $1 })
        }
    }
}
