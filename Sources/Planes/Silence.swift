/// Which answers are no more than rounding.
///
/// One rule for all units: an answer is heard if it is above a part of the largest that the unit can give. Sums of single
/// precision are good to about a millionth of their largest terms; one step of 256 grey levels evokes some thousandth.
public enum Silence {
    /// The part of the largest answer.
    public static let part = 1e-5

    /// Whether an answer is one, of a unit whose largest possible answer is given.
    public static func isHeard(_ answer: Double, ofLargest largest: Double) -> Bool { abs(answer) > part * largest }
}
