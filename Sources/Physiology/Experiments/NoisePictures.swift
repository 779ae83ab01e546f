import Foundation

import Kernels
public import Planes

/// Pictures without anything in them, of which large things have as much contrast as small ones, as in photographs: the
/// amplitude falls as 1/f (Field 1987, *J. Opt. Soc. Am. A* 4:2379).
public struct NoisePictures: Sendable {
    private let size: PixelSize
    private let transform: FourierTransform
    /// Standard deviation of the contrast.
    private static let contrast = 0.3

    /// Pictures of a size.
    public init(size: PixelSize) {
        self.size = size
        transform = FourierTransform(size: size)
    }

    /// The next picture of a generator: contrast from −1 to 1, 0 on average.
    public func next(using generator: inout some RandomNumberGenerator) -> Plane {
        var values = [Double](repeating: 0, count: 2 * size.count)
        for place in 0..<size.count { values[2 * place] = Double.random(in: -1...1, using: &generator) }
        transform.transform(&values)
        func frequency(_ place: Int, _ length: Int) -> Double { Double(min(place, length - place)) / Double(length) }
        for row in 0..<size.height {
            for column in 0..<size.width {
                let f = hypot(frequency(row, size.height), frequency(column, size.width))
                let place = 2 * (row * size.width + column)
                values[place] *= f > 0 ? 1 / f : 0
                values[place + 1] *= f > 0 ? 1 / f : 0
            }
        }
        transform.transform(&values, inverse: true)
        let energy = (0..<size.count).reduce(0) { $0 + values[2 * $1] * values[2 * $1] } / Double(size.count)
        let scale = energy > 0 ? Self.contrast / energy.squareRoot() : 0
        return Plane(
            size: size, values: (0..<size.count).map { Float(min(max(values[2 * $0] * scale, -1), 1)) })
    }
}
