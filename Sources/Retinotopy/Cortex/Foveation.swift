internal import Glibc
internal import Kernels
public import Planes
public import Workers

/// A picture as the retina samples it: sharp where one looks, coarser outwards as cortical magnification falls.
///
/// At eccentricity *E* samples lie M(0)/M(E) pixels apart, *M* of ``CorticalMap/magnification(atEccentricity:)``: one in every
/// pixel at fixation. Each is the mean under a Gaussian of σ = ½·√(p² − 1) pixels for a spacing of *p*, so that what the
/// samples cannot carry is gone. The picture keeps its pixels.
public struct Foveation: Hashable, Sendable {
    private let field: VisualField
    private let map: CorticalMap

    /// The retina that looks at a field, sampling as a map magnifies.
    public init(of field: VisualField, by map: CorticalMap) {
        self.field = field
        self.map = map
    }

    /// Pixels from one sample to the next at an eccentricity; 1 at fixation.
    public func spacing(atEccentricity degrees: Double) -> Double {
        map.magnification(atEccentricity: 0) / map.magnification(atEccentricity: degrees)
    }

    /// σ of the Gaussian at an eccentricity, pixels.
    public func sigma(atEccentricity degrees: Double) -> Double {
        let spacing = spacing(atEccentricity: degrees)
        return 0.5 * max(spacing * spacing - 1, 0).squareRoot()
    }

    /// The picture sampled. Beyond its edges it is mirrored.
    ///
    /// Gaussians of 0, ½, ½√2, 1 … pixels are applied to the whole picture; each pixel takes the two nearest, weighed so
    /// that the mixture has its own variance.
    ///
    /// - Precondition: the plane has the field's size.
    /// - Complexity: as applying a bank of one Gaussian for every half octave of σ.
    public func applied(to plane: Plane, workers: Workers = Workers(1)) -> Plane {
        precondition(plane.size == field.size, "a field belongs to a picture of its size")
        let largest = sigma(atEccentricity: field.largestEccentricity)
        guard largest > 0 else { return plane }
        let wanted = (0..<plane.size.height).flatMap { row in
            (0..<plane.size.width).map { column in
                sigma(atEccentricity: field.point(x: Double(column), y: Double(row)).eccentricity)
            }
        }
        var result = plane
        // Two Gaussians are in memory at a time: a pixel lies between the two whose widths its own is between.
        var (near, low, high) = (plane, 0.0, 0.5)
        while true {
            let far = Self.gaussian(high, over: plane, workers: workers)
            result.withUnsafeMutableValues { values in
                for (pixel, sigma) in wanted.enumerated() where sigma > low && sigma <= high {
                    let part = Float((sigma * sigma - low * low) / (high * high - low * low))
                    values[pixel] = near.values[pixel] + (far.values[pixel] - near.values[pixel]) * part
                }
            }
            if high >= largest { return result }
            (near, low, high) = (far, high, high * 2.0.squareRoot())
        }
    }

    /// Bytes that foveating takes for every pixel: two Gaussians, the widths, and the result.
    var bytesPerPixel: Double { 40 }

    private static func gaussian(_ sigma: Double, over plane: Plane, workers: Workers) -> Plane {
        let reach = Int((4 * sigma).rounded(.up))
        let profile = (-reach...reach).map { exp(-0.5 * Double($0 * $0) / (sigma * sigma)) }
        let sum = profile.reduce(0, +)
        // First along rows, then along columns.
        let values = profile.map { Float($0 / sum) }
        return [PixelSize(height: 1, width: values.count), PixelSize(height: values.count, width: 1)].reduce(plane) {
            KernelBank(name: "Gaussian", kernels: [Kernel(channels: [Plane(size: $1, values: values)])])
                .apply(to: $0, boundary: .reflect, workers: workers)[0]
        }
    }
}
