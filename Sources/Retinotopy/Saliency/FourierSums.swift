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
    /// Four frequencies side by side.
    private typealias Lane = SIMD4<Double>

    private let transform: RealFourierTransform
    /// For every lane and every pair of orientations J's and W's spectrum, over the number of places.
    private let weights: [Lane]

    private static let count = HypercolumnSheet.orientationCount
    private static let pairs = (0..<count).flatMap { high in (0...high).map { (high, $0) } }
    /// Where a lane's weights between two orientations begin.
    private static let places: [Int] = (0..<count * count).map { index in
        let (high, low) = (max(index / count, index % count), min(index / count, index % count))
        return 2 * (high * (high + 1) / 2 + low)
    }

    /// Sums on a torus of a size.
    public init(size: PixelSize, connections: LateralConnections = .li, workers: Workers = Workers(1)) {
        let transform = RealFourierTransform(size: size)
        let spectra = workers.map(2 * Self.pairs.count) { index in
            let (high, low) = Self.pairs[index / 2]
            let weights = index % 2 == 0 ? connections.excitation : connections.inhibition
            let kernel = Self.laidOut(weights.kernel(to: high, from: low), on: size)
            return Self.lanes(of: transform.spectrum(of: kernel)).map(\.real)
        }
        let scale = 1 / Double(size.count)
        weights = spectra[0].indices.flatMap { lane in spectra.map { $0[lane] * scale } }
        self.transform = transform
    }

    public func sums(of activity: [[Double]], workers: Workers) -> (excitation: [[Double]], inhibition: [[Double]]) {
        let spectra = workers.map(Self.count) { Self.lanes(of: transform.spectrum(of: activity[$0])) }
        let lanes = spectra[0].count
        let strips = workers.map((lanes + Self.strip - 1) / Self.strip) { strip in
            mixed(spectra, lanes: strip * Self.strip..<min((strip + 1) * Self.strip, lanes))
        }
        let sums = workers.map(2 * Self.count) { transform.values(of: gathered(strips, output: $0)) }
        return (Array(sums[..<Self.count]), Array(sums[Self.count...]))
    }

    /// Lanes that one piece of work mixes.
    private static let strip = 256

    /// For every lane the spectra of all sums: by J, then by W.
    private func mixed(_ spectra: [[(real: Lane, imaginary: Lane)]], lanes: Range<Int>) -> [(Lane, Lane)] {
        var mixed: [(Lane, Lane)] = []
        mixed.reserveCapacity(2 * Self.count * lanes.count)
        let (places, stride) = (Self.places, 2 * Self.pairs.count)
        weights.withUnsafeBufferPointer { weights in
            for lane in lanes {
                let activity = spectra.map { $0[lane] }
                for kind in 0..<2 {
                    for receiver in 0..<Self.count {
                        var (real, imaginary) = (Lane.zero, Lane.zero)
                        for sender in 0..<Self.count {
                            let weight = weights[lane * stride + places[receiver * Self.count + sender] + kind]
                            real += weight * activity[sender].real
                            imaginary += weight * activity[sender].imaginary
                        }
                        mixed.append((real, imaginary))
                    }
                }
            }
        }
        return mixed
    }

    /// One sum's spectrum, real and imaginary parts in turn.
    private func gathered(_ strips: [[(Lane, Lane)]], output: Int) -> [Double] {
        let frequencies = transform.frequencies.count
        return [Double](unsafeUninitializedCapacity: 2 * frequencies) { values, count in
            var frequency = 0
            for strip in strips {
                for place in stride(from: output, to: strip.count, by: 2 * Self.count) {
                    for part in 0..<min(4, frequencies - frequency) {
                        values[2 * frequency] = strip[place].0[part]
                        values[2 * frequency + 1] = strip[place].1[part]
                        frequency += 1
                    }
                }
            }
            count = 2 * frequencies
        }
    }

    /// A spectrum four frequencies at a time, zeros after the last.
    private static func lanes(of spectrum: [Double]) -> [(real: Lane, imaginary: Lane)] {
        stride(from: 0, to: spectrum.count, by: 8).map { start in
            var (real, imaginary) = (Lane.zero, Lane.zero)
            for part in 0..<min(4, (spectrum.count - start) / 2) {
                real[part] = spectrum[start + 2 * part]
                imaginary[part] = spectrum[start + 2 * part + 1]
            }
            return (real, imaginary)
        }
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
