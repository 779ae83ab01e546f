import Foundation

extension OrientationTuning {
    /// Samples that need no interpolation: 2° apart.
    static let fineCount = 90
    /// Samples after interpolation: ¼° apart.
    private static let interpolatedCount = 720

    /// The same curve at every quarter of a degree: the square of the trigonometric polynomial through the roots of the
    /// samples.
    ///
    /// A polynomial of n samples is exact for what has at most n/2 cycles in 180°. The root of a narrow peak is broader than
    /// the peak and so has fewer, and its square is not negative. Of von Mises curves sampled every 15° the half-width comes
    /// within 1 % from 14° on, where straight lines make it up to 17 % too wide.
    ///
    /// - Complexity: 720 times the number of samples.
    var interpolated: OrientationTuning {
        let count = responses.count
        let roots = responses.map { $0.squareRoot() }
        let harmonics = (0...count / 2).map { order -> (cosine: Double, sine: Double) in
            // The mean, and of an even count the highest cosine, are there once, the others twice.
            let weight = (order == 0 || 2 * order == count ? 1 : 2) / Double(count)
            var sums = (cosine: 0.0, sine: 0.0)
            for (place, root) in roots.enumerated() {
                let angle = 2 * Double.pi * Double(order * place % count) / Double(count)
                sums.cosine += weight * root * cos(angle)
                sums.sine += weight * root * sin(angle)
            }
            return sums
        }
        let turn = (0..<Self.interpolatedCount).map { 2 * Double.pi * Double($0) / Double(Self.interpolatedCount) }
        let (cosines, sines) = (turn.map { cos($0) }, turn.map { sin($0) })
        return OrientationTuning(
            responses: turn.indices.map { place in
                var root = 0.0
                for (order, harmonic) in harmonics.enumerated() {
                    let angle = order * place % Self.interpolatedCount
                    root += harmonic.cosine * cosines[angle] + harmonic.sine * sines[angle]
                }
                return root * root
            })
    }
}
