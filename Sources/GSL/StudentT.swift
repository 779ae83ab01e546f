import CGSL

/// Student's t distribution.
public enum StudentT {
    /// The chance of a t at least as far from 0 on either side: I(ν/(ν + t²); ν/2, ½), the regularised incomplete beta
    /// function.
    ///
    /// - Parameters:
    ///   - t: may be infinite.
    ///   - degreesOfFreedom: ν, positive, not necessarily whole.
    public static func twoSided(_ t: Double, degreesOfFreedom: Double) -> Double {
        _ = Library.ready
        guard t.isFinite else { return 0 }
        var result = gsl_sf_result()
        // A chance too small for a double is 0.
        gsl_sf_beta_inc_e(degreesOfFreedom / 2, 0.5, degreesOfFreedom / (degreesOfFreedom + t * t), &result)
        return result.val
    }
}
