@preconcurrency import CGSL

/// GSL's MT19937 (Matsumoto & Nishimura 1998), seeded: the same seed gives the same numbers everywhere.
///
/// A C resource with an owner; not to be shared between threads: give each piece of work a stream of its own.
public final class MersenneTwister: RandomNumberGenerator {
    private let state: UnsafeMutablePointer<gsl_rng>

    /// A generator for one stream of a seed. Streams of one seed are seeded apart by a mixing function (splitmix64).
    public init(seed: UInt64, stream: UInt64 = 0) {
        _ = Library.ready
        guard let state = gsl_rng_alloc(gsl_rng_mt19937) else { preconditionFailure("out of memory") }
        self.state = state
        var mixed = seed &+ (stream &+ 1) &* 0x9E37_79B9_7F4A_7C15
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        gsl_rng_set(state, UInt((mixed ^ (mixed >> 31)) & 0xFFFF_FFFF))
    }

    deinit { gsl_rng_free(state) }

    /// 64 random bits.
    public func next() -> UInt64 {
        UInt64(gsl_rng_get(state)) << 32 | UInt64(gsl_rng_get(state))
    }

    /// A whole number in 0 ..< `bound`, all equally likely.
    ///
    /// - Precondition: `bound` is positive and below 2³².
    public func index(below bound: Int) -> Int {
        Int(gsl_rng_uniform_int(state, UInt(bound)))
    }

    /// A number in 0 ..< 1.
    public func uniform() -> Double { gsl_rng_uniform(state) }

    /// A standard normal deviate (ziggurat, Marsaglia & Tsang 2000).
    public func gaussian() -> Double {
        gsl_ran_gaussian_ziggurat(state, 1)
    }
}
