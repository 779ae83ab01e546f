import Foundation
import Physiology
import Planes
import Testing

@Suite struct PhysiologyExampleTests {
    @Test func `a raised cosine has a circular variance of one half`() {
        let angles = stride(from: 0.0, to: 180, by: 15)
        let tuning = OrientationTuning(responses: angles.map { 1 + cos(2 * ($0 - 30) * .pi / 180) })
        let variance = tuning.circularVariance  // 1/2
        let preferred = tuning.preferred.degrees  // 30
        // Σ R·e^{2iθ} is half of ΣR, along twice 30°.
        #expect(abs(variance - 0.5) < 1e-12 && abs(preferred - 30) < 1e-9)
    }
}
