import CGaborKernels
import Foundation
import GSL
public import Planes

/// Two ways to one answer: a linear unit's F1 to a drifting grating, and |K(f)|, its kernel's Fourier transform there.
///
/// The one is measured over drawn frames in single precision, the other summed over the weights in double.
public struct TransformCheck: Hashable, Sendable {
    /// The largest difference between the two as part of the unit's largest answer.
    public let largestDifference: Double
    /// How many pairs were compared.
    public let comparisons: Int

    /// Compares every answer of a search of linear units with the transform of their planes.
    ///
    /// - Precondition: one result per plane.
    init(_ results: [GratingSearch.Result], of planes: [Plane], search: GratingSearch) {
        precondition(results.count == planes.count, "one result per plane")
        var largest = 0.0
        for (result, plane) in zip(results, planes) {
            let transform = search.frequencies.map { frequency in
                (0..<search.orientations).map { turn in
                    plane.transformed(
                        at: frequency,
                        Orientation(degrees: 180 * Double(turn) / Double(search.orientations)))
                }
            }
            let scale = transform.flatMap(\.self).max() ?? 0
            guard scale > 0 else { continue }
            for (row, drifts) in zip(transform, result.drifts) {
                for (amplitude, drift) in zip(row, drifts) {
                    largest = max(largest, abs(amplitude - drift.modulation) / scale)
                }
            }
        }
        largestDifference = largest
        comparisons = planes.count * search.frequencies.count * search.orientations
    }

    /// Runs the search on planes as linear units and compares.
    public init(of planes: [Plane], search: GratingSearch) throws {
        let units = LinearUnits(planes)
        let results = try search.results(of: units, blank: [Double](repeating: 0, count: planes.count))
        self.init(results, of: planes, search: search)
    }
}

extension Plane {
    /// |Σ k·e^(−i2πf·u)| at the frequency of a grating.
    fileprivate func transformed(at frequency: SpatialFrequency, _ orientation: Orientation) -> Double {
        let angle = orientation.imageWaveAngle
        let places = Patch.places(size)
        var (cosines, sines) = ([Double](repeating: 0, count: size.count), [Double](repeating: 0, count: size.count))
        gabor_grating(
            size.count, places.x, places.y, frequency.cyclesPerPixel * cos(angle),
            frequency.cyclesPerPixel * sin(angle), &cosines, &sines)
        let even = zip(values, cosines).reduce(0) { $0 + Double($1.0) * $1.1 }
        let odd = zip(values, sines).reduce(0) { $0 + Double($1.0) * $1.1 }
        return hypot(even, odd)
    }
}
