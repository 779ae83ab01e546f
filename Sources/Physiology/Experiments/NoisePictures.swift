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
        let white = (0..<size.count).map { _ in Double.random(in: -1...1, using: &generator) }
        let values = transform.filtered(white) { $0 > 0 ? 1 / $0 : 0 }
        let energy = values.reduce(0) { $0 + $1 * $1 } / Double(size.count)
        let scale = energy > 0 ? Self.contrast / energy.squareRoot() : 0
        return Plane(size: size, values: values.map { Float(min(max($0 * scale, -1), 1)) })
    }
}
