import Foundation
import Testing

@testable import Physiology

/// Fits of AlexNet's 64 kernels beside SciPy's, both the best of 24 starts.
@Suite struct ScipyFitTests {
    private struct Reference: Decodable {
        struct Fit: Decodable {
            let r2: Double
            let parameters: [Double]

            /// Whether the fit is one that a lattice of 11 × 11 shows: a frequency that it carries, widths from a part of
            /// a pixel to twice the window, the centre within two windows. SciPy's search has no such bounds.
            var isOnLattice: Bool {
                let p = parameters
                let wave = abs(p[4]) * max(abs(cos(p[3])), abs(sin(p[3])))
                return wave <= 0.5 && (0.35...22).contains(abs(p[5])) && (0.35...22).contains(abs(p[6]))
                    && abs(p[1]) <= 22 && abs(p[2]) <= 22
            }
        }
        let fits: [Fit]
    }

    @Test func `no fit that a lattice can show explains more`() throws {
        let reference = try References.json("scipy_alexnet_conv1.json", as: Reference.self)
        let path = try #require(References.kernels("alexnet/alexnet-features.onnx"))
        let own = FitTrial.r2(try References.bank(path), starts: 24)
        let compared = zip(own, reference.fits).filter(\.1.isOnLattice)
        #expect(compared.count == 46)
        for (r2, fit) in compared { #expect(r2 >= fit.r2 - 1e-6) }
    }
}
