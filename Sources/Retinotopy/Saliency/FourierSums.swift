internal import CLateralSums
internal import Kernels
public import Planes
public import Workers

/// The lateral sums as products of spectra.
///
/// A connection and its reverse are alike and half a turn leaves a kernel as it is, so a kernel's spectrum is real, and
/// that of a pair of orientations is that of the pair turned round: 78 real spectra each for J and W.
///
/// - Complexity: 36 transforms of the sheet and 288 products per frequency.
public struct FourierSums: LateralSums {
    private let transform: RealFourierTransform
    /// For every pair of orientations J's and then W's spectrum, over the number of places.
    private let weights: [Double]

    private static let count = HypercolumnSheet.orientationCount

    /// Sums on a torus of a size.
    public init(size: PixelSize, connections: LateralConnections = .li, workers: Workers = Workers(1)) {
        let transform = RealFourierTransform(size: size)
        let pairs = (0..<Self.count).flatMap { high in (0...high).map { (high, $0) } }
        let spectra = workers.map(2 * pairs.count) { index in
            let (high, low) = pairs[index / 2]
            let weights = index % 2 == 0 ? connections.excitation : connections.inhibition
            let kernel = Self.laidOut(weights.kernel(to: high, from: low), on: size)
            let spectrum = transform.spectrum(of: kernel)
            return stride(from: 0, to: spectrum.count, by: 2).map { spectrum[$0] / Double(size.count) }
        }
        weights = Self.joined(spectra)
        self.transform = transform
    }

    /// Both sums, by orientation and place.
    ///
    /// - Precondition: twelve orientations of the sheet's size.
    public func sums(of activity: [[Double]], workers: Workers) -> (excitation: [[Double]], inhibition: [[Double]]) {
        let spectra = workers.map(Self.count) { transform.spectrum(of: activity[$0]) }
        let (all, frequencies) = (Self.joined(spectra), transform.frequencies.count)
        let starts = Array(stride(from: 0, to: frequencies, by: Self.strip))
        let strips = workers.map(starts.count) { index in
            let length = min(Self.strip, frequencies - starts[index])
            return [Double](unsafeUninitializedCapacity: 4 * Self.count * length) { sums, count in
                lateral_sums_mix(starts[index], length, frequencies, weights, all, sums.baseAddress)
                count = 4 * Self.count * length
            }
        }
        let sums = workers.map(2 * Self.count) { sum in
            let parts = strips.map { strip in
                let length = strip.count / (2 * Self.count)
                return strip[sum * length..<(sum + 1) * length]
            }
            return transform.values(of: Self.joined(parts))
        }
        return (Array(sums[..<Self.count]), Array(sums[Self.count...]))
    }

    /// Frequencies that one piece of work mixes.
    private static let strip = 1024

    private static func joined(_ parts: [some Collection<Double>]) -> [Double] {
        var all: [Double] = []
        all.reserveCapacity(parts.reduce(0) { $0 + $1.count })
        for part in parts { all.append(contentsOf: part) }
        return all
    }

    /// A kernel about the first place of a torus, however small.
    private static func laidOut(_ kernel: ArraySlice<Double>, on size: PixelSize) -> [Double] {
        var sheet = [Double](repeating: 0, count: size.count)
        let (side, reach) = (LateralConnections.side, LateralConnections.reach)
        for (place, weight) in kernel.enumerated() where weight != 0 {
            let row = Torus.wrapped(reach - place / side, size.height)
            let column = Torus.wrapped(reach - place % side, size.width)
            sheet[row * size.width + column] += weight
        }
        return sheet
    }
}
