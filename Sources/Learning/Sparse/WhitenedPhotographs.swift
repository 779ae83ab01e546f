internal import Foundation
internal import GSL
internal import Kernels
public import Planes

/// Photographs as sparse coding is given them: flat in spectrum up to a cutoff, and where patches are cut from.
///
/// Each picture is multiplied in the frequency domain by
///
///     R(f) = f · exp(−(f/f₀)⁴),   f₀ = 0.39 cycles/pixel
///
/// which evens out the 1/f fall of natural amplitudes and spares the corners of the lattice (f₀ is 200 cycles per picture
/// of 512 pixels), and then scaled to variance 1. The transform takes a picture to go on at its other side, so that
/// patches keep ``margin`` pixels away from its edges.
///
/// - SeeAlso: Olshausen & Field (1996), *Nature* 381:607.
public struct WhitenedPhotographs: Sendable {
    /// Pixels at each edge that no patch has.
    public static let margin = 8

    /// The filtered pictures, of variance 1.
    public let planes: [Plane]
    /// Rows and columns of a patch.
    public let patch: PixelSize
    /// How many places for a patch there are up to and with each picture.
    private let placesUpTo: [Int]

    /// Filters pictures.
    ///
    /// - Parameters:
    ///   - pictures: luminance as it is encoded, which follows lightness.
    ///   - patch: rows and columns of the patches that will be cut out.
    /// - Throws: ``LearningError/noPatch(picture:size:patch:)``, ``LearningError/flat(picture:)``.
    public init(_ pictures: [(name: String, plane: Plane)], patch: PixelSize) throws(LearningError) {
        self.patch = patch
        var (planes, places, sum) = ([Plane](), [Int](), 0)
        for (name, plane) in pictures {
            let room = Self.room(plane.size, patch)
            guard room.height > 0, room.width > 0 else {
                throw .noPatch(picture: name, size: plane.size, patch: patch)
            }
            guard let white = Self.whitened(plane) else { throw .flat(picture: name) }
            planes.append(white)
            sum += room.height * room.width
            places.append(sum)
        }
        precondition(!planes.isEmpty, "patches are cut from at least one picture")
        self.planes = planes
        placesUpTo = places
    }

    private static func room(_ size: PixelSize, _ patch: PixelSize) -> (height: Int, width: Int) {
        (size.height - 2 * margin - patch.height + 1, size.width - 2 * margin - patch.width + 1)
    }

    /// A picture filtered and scaled to variance 1; `nil` for one without contrast.
    static func whitened(_ plane: Plane) -> Plane? {
        let size = plane.size
        let mean = plane.mean
        let spread = plane.values.reduce(0.0) { $0 + (Double($1) - mean) * (Double($1) - mean) }
        guard spread > 1e-6 * Double(size.count) else { return nil }
        let real = FourierTransform(size: size).filtered(
            plane.values.map { Double($0) - mean }, by: WhiteningFilter.olshausenGain)
        let power: Double = real.reduce(0) { $0 + $1 * $1 }
        let deviation = (power / Double(size.count)).squareRoot()
        return Plane(size: size, values: real.map { Float($0 / deviation) })
    }

    /// Patches from anywhere, all places equally likely, one per row.
    func patches(_ count: Int, using generator: MersenneTwister) -> Rows {
        var values: [Float] = []
        values.reserveCapacity(count * patch.count)
        for _ in 0..<count {
            let place = generator.index(below: placesUpTo[placesUpTo.count - 1])
            let picture = placesUpTo.firstIndex { place < $0 } ?? 0
            let plane = planes[picture]
            let rest = place - (picture == 0 ? 0 : placesUpTo[picture - 1])
            let width = Self.room(plane.size, patch).width
            let (top, left) = (Self.margin + rest / width, Self.margin + rest % width)
            for row in top..<top + patch.height {
                let start = row * plane.size.width + left
                values += plane.values[start..<start + patch.width]
            }
        }
        return Rows(count: count, length: patch.count, values: values)
    }
}
