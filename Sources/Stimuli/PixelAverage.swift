/// The mean of a pattern over a pixel, by nine samples.
///
/// - Parameters:
///   - x: of the pixel's centre, and `y` down.
///   - shade: the pattern at a point.
func pixelAverage(x: Double, y: Double, of shade: (_ x: Double, _ y: Double) -> Double) -> Double {
    let samples = 3
    func offset(_ index: Int) -> Double { (Double(index) + 0.5) / Double(samples) - 0.5 }
    var sum = 0.0
    for row in 0..<samples {
        for column in 0..<samples { sum += shade(x + offset(column), y + offset(row)) }
    }
    return sum / Double(samples * samples)
}
