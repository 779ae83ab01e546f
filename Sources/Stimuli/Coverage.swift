import Foundation

/// The normal of a straight edge, and how much of a pixel lies on the edge's near side.
///
/// A unit square seen along a direction (c, s) has the profile of two boxes of widths |c| and |s| convolved, a trapezoid;
/// its integral from −∞ to a distance is the covered part, exactly.
struct Normal: Hashable, Sendable {
    /// Cosine and sine of its angle on the image, y down: they are needed at every pixel.
    let across, down: Double
    /// The profile: half the width of its top, half that of its foot, and the longer and the shorter box.
    private let flat, reach, wide, narrow: Double

    /// A normal at an angle, radians.
    init(angle: Double) {
        (across, down) = (cos(angle), sin(angle))
        (wide, narrow) = (max(abs(across), abs(down)), min(abs(across), abs(down)))
        (flat, reach) = ((wide - narrow) / 2, (wide + narrow) / 2)
    }

    /// The part of a pixel that is covered.
    ///
    /// - Parameter distance: from the pixel's centre to the edge, pixels; positive where the centre is covered.
    func coverage(distance: Double) -> Double {
        if distance >= reach { return 1 }
        if distance <= -reach { return 0 }
        if abs(distance) <= flat { return 0.5 + distance / wide }
        // On a ramp of the trapezoid: a triangle is still missing, or all that is there.
        let triangle = (reach - abs(distance)) * (reach - abs(distance)) / (2 * wide * narrow)
        return distance > 0 ? 1 - triangle : triangle
    }
}
