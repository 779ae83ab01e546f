import Foundation

/// A power; three quarters, which local response normalization has, by roots.
func power(_ base: Float, _ exponent: Float) -> Float {
    if exponent == -0.75 {
        let root = base.squareRoot()
        return 1 / (root * root.squareRoot())
    }
    return pow(base, exponent)
}
