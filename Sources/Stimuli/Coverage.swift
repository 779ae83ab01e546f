import Foundation

/// The part of a pixel on the near side of a straight edge.
///
/// A unit square seen along a direction (c, s) has the profile of two boxes of widths |c| and |s| convolved, a trapezoid;
/// its integral from −∞ to `distance` is the covered part, exactly.
///
/// - Parameters:
///   - distance: from the pixel's centre to the edge along its normal, pixels; positive where the centre is covered.
///   - angle: of the normal, radians.
func coverage(distance: Double, angle: Double) -> Double {
    let (wide, narrow) = (max(abs(cos(angle)), abs(sin(angle))), min(abs(cos(angle)), abs(sin(angle))))
    let (flat, reach) = ((wide - narrow) / 2, (wide + narrow) / 2)
    if distance >= reach { return 1 }
    if distance <= -reach { return 0 }
    if abs(distance) <= flat { return 0.5 + distance / wide }
    // On a ramp of the trapezoid: a triangle is still missing, or all that is there.
    let triangle = (reach - abs(distance)) * (reach - abs(distance)) / (2 * wide * narrow)
    return distance > 0 ? 1 - triangle : triangle
}
