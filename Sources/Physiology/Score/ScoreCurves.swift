import Foundation

/// What is read off the tuning curves of the V1 score's protocol, with its coarse grids and its smoothing, so that numbers are
/// Brain-Score's. Finer measures are in ``OrientationTuning`` and ``FrequencyTuning``.
///
/// - SeeAlso: Marques, Schrimpf & DiCarlo (2021); the definitions of Ringach, Shapley & Hawken (2002), De Valois, Yund &
///   Hepler (1982), De Valois, Albrecht & Thorell (1982), Schiller, Finlay & Volman (1976), Cavanaugh, Bair & Movshon (2002).
enum ScoreCurves {
    /// The part of the peak at which widths are measured, 1/√2.
    static let part = 0.707

    /// 1 − |ΣR·e^{2iθ}|/ΣR over angles from 0° to 180°.
    static func circularVariance(_ curve: [Double]) -> Double {
        var (cosine, sine) = (0.0, 0.0)
        for (index, response) in curve.enumerated() {
            let angle = 2 * Double.pi * Double(index) / Double(curve.count)
            cosine += response * cos(angle)
            sine += response * sin(angle)
        }
        return 1 - (cosine * cosine + sine * sine).squareRoot() / curve.reduce(0) { $0 + abs($1) }
    }

    /// The response a quarter turn from the largest, over the largest.
    static func orthogonalToPreferred(_ curve: [Double]) -> Double {
        let best = curve.firstLargest
        return curve[(best + curve.count / 2) % curve.count] / curve[best]
    }

    /// The spline through a curve of orientation smoothed by its neighbours, at every degree from −180° to 359°.
    ///
    /// - Parameter side: the weight of each neighbour; the middle has 1.
    private static func fine(_ curve: [Double], side: Double) -> [Double] {
        let count = curve.count
        let thrice = curve + curve + curve
        let smooth = thrice.indices.map { place -> Double in
            let around = (place > 0 ? thrice[place - 1] : 0) + (place + 1 < thrice.count ? thrice[place + 1] : 0)
            return (thrice[place] + side * around) / (1 + 2 * side)
        }
        let places = thrice.indices.map { 180 * (Double($0) / Double(count) - 1) }
        let spline = InterpolatingSpline(places, smooth)
        return (-180..<360).map { spline(Double($0)) }
    }

    /// Half the width at 1/√2 of the peak, degrees; `nil` where the curve does not fall that far on both sides.
    static func halfWidth(_ curve: [Double]) -> Double? {
        let fine = fine(curve, side: 0.4)
        let peak = 180 + Array(fine[180..<360]).firstLargest
        let level = fine[peak] * part
        guard let before = fine[..<peak].lastIndex(where: { $0 <= level }),
            let after = fine[(peak + 1)...].firstIndex(where: { $0 <= level }), after - before <= 180
        else { return nil }
        return Double(after - before) / 2
    }

    /// The angle of the largest response, degrees in −22 … 157.
    static func preferredAngle(_ curve: [Double]) -> Double {
        let peak = Double(Array(fine(curve, side: 0.2)[180..<360]).firstLargest)
        return peak >= 157.5 ? peak - 180 : peak
    }

    /// The peak, cycles per degree, and 100 · low/high at 1/√2 of it; `nil` where the curve does not fall that far on both
    /// sides.
    static func frequency(_ curve: [Double], at frequencies: [Double]) -> (peak: Double, bandwidth: Double?) {
        let last = curve.count - 1
        let smooth = curve.indices.map { place in
            (curve[place] + 0.2 * (curve[max(place - 1, 0)] + curve[min(place + 1, last)])) / 1.4
        }
        let octaves = frequencies.map(log2)
        let spline = InterpolatingSpline(octaves, smooth)
        let places = (0..<100).map { octaves[0] + (octaves[last] - octaves[0]) * Double($0) / 99 }
        let fine = places.map(spline.callAsFunction)
        let peak = fine.firstLargest
        let level = fine[peak] * part
        guard let low = fine[..<peak].lastIndex(where: { $0 <= level }),
            let high = fine[(peak + 1)...].firstIndex(where: { $0 <= level })
        else { return (exp2(places[peak]), nil) }
        return (exp2(places[peak]), 100 * exp2(places[low]) / exp2(places[high]))
    }

    /// The suppression (peak − plateau)/peak, and where it is above 0.1 the diameters, degrees, of the summation field
    /// (first response of 95 % of the peak) and of the surround (first beyond the peak within 5 % of the plateau).
    static func size(
        _ curve: [Double], at radii: [Double]
    ) -> (suppression: Double?, summation: Double?, surround: Double?) {
        let best = curve.firstLargest
        let (peak, plateau) = (curve[best], curve[curve.count - 1])
        // Rates are some tens: less is rounding of the answer to grey.
        guard abs(peak) > 1e-9 else { return (nil, nil, nil) }
        let suppression = (peak - plateau) / peak
        guard peak > 0, suppression > 0.1 else { return (suppression, nil, nil) }
        let summation = curve.firstIndex { $0 >= 0.95 * peak }.map { 2 * radii[$0] }
        let level = plateau + 0.05 * abs(plateau)
        let surround = curve[(best + 1)...].firstIndex { $0 <= level }.map { 2 * radii[$0] }
        return (suppression, summation, surround)
    }
}

extension [Double] {
    /// The place of the first of the largest values.
    var firstLargest: Int {
        var best = 0
        for index in indices where self[index] > self[best] { best = index }
        return best
    }
}
