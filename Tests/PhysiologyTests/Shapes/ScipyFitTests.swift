import Foundation
import Testing

@testable import Physiology

/// Fits of AlexNet's 64 kernels beside SciPy's, both the best of 24 starts.
@Suite struct ScipyFitTests {
    private struct Reference: Decodable {
        struct Fit: Decodable {
            let r2: Double
            let parameters: [Double]

            /// Whether the fit is one that a window of 11 × 11 shows: a frequency that its lattice carries, widths from a part of
            /// a pixel to half the window, the centre in the window. SciPy's search has no such bounds.
            var isShown: Bool {
                let p = parameters
                let wave = abs(p[4]) * max(abs(cos(p[3])), abs(sin(p[3])))
                return wave <= 0.5 && (0.35...5.5).contains(abs(p[5])) && (0.35...5.5).contains(abs(p[6]))
                    && abs(p[1]) <= 5.5 && abs(p[2]) <= 5.5
            }
        }
        let fits: [Fit]
    }

    @Test func `no fit that the window can show explains more`() throws {
        let reference = try References.json("scipy_alexnet_conv1.json", as: Reference.self)
        let path = try #require(References.kernels("alexnet/alexnet-features.onnx"))
        let own = FitTrial.r2(try References.bank(path), starts: 24)
        let compared = zip(own, reference.fits).filter(\.1.isShown)
        #expect(compared.count == 38)
        for (r2, fit) in compared { #expect(r2 >= fit.r2 - 1e-6) }
    }
}
