import Foundation
public import Kernels
public import Planes

/// One filter of a bank that resembles a kernel.
public struct Match: Hashable, Sendable {
    /// The filter's place in the bank.
    public let filter: Int
    /// Cosine in [−1, 1] of the zero-mean kernel and the filter, best over shifts (and phases, where asked).
    public let similarity: Double
    /// Where the filter's centre lies from the kernel's, pixels, y down.
    public let shiftX, shiftY: Int
    /// Phase to add to the filter's own, degrees in (−180, 180]: 0 unless the best phase of a quadrature pair was asked.
    public let addedPhase: Double
}

/// Compares planes with the filters of a bank at every shift, by correlation theorem.
public struct Matcher: Sendable {
    /// Whether a filter may turn its phase, as its quadrature partner lets it.
    public enum Phase: Hashable, Sendable {
        /// Every filter as it is.
        case own
        /// Quadrature pairs at the phase that fits best: (even, odd) places in the bank.
        case best(pairs: [[Int]])
    }

    private struct Probe {
        let filters: [Int]
        let spectrum: [Double]
        let isPair: Bool
    }

    private let bank: KernelBank
    private let planeSize: PixelSize
    private let transform: FourierTransform
    private let probes: [Probe]

    /// A matcher for planes of a given size.
    ///
    /// - Precondition: the bank's kernels have one channel.
    public init(_ bank: KernelBank, planes planeSize: PixelSize, phase: Phase = .own) {
        precondition(bank.channelCount == 1, "a bank of filters has one channel")
        self.bank = bank
        self.planeSize = planeSize
        // Room for every shift at which the two overlap.
        let size = PixelSize(
            height: planeSize.height + bank.size.height - 1, width: planeSize.width + bank.size.width - 1)
        let transform = FourierTransform(size: size)
        self.transform = transform
        let pairs: [[Int]]
        let isPair: Bool
        switch phase {
        case .own:
            pairs = stride(from: 0, to: bank.count, by: 2).map { $0 + 1 < bank.count ? [$0, $0 + 1] : [$0] }
            isPair = false
        case .best(let given):
            pairs = given
            isPair = true
        }
        probes = pairs.map { members in
            let planes = members.map { bank.kernels[$0].channels[0].centeredToUnitEnergy }
            return Probe(
                filters: members, spectrum: Matcher.spectrum(planes, size: size, transform: transform), isPair: isPair)
        }
    }

    /// The conjugate transform of one or two filters: the first as real part, the second as minus the imaginary one, so
    /// that a product with a real plane's transform goes back to both correlations at once.
    private static func spectrum(_ planes: [Plane], size: PixelSize, transform: FourierTransform) -> [Double] {
        var values = [Double](repeating: 0, count: 2 * size.count)
        for (part, plane) in planes.enumerated() {
            for row in 0..<plane.size.height {
                for column in 0..<plane.size.width {
                    let value = Double(plane[row, column])
                    values[2 * (row * size.width + column) + part] = part == 0 ? value : -value
                }
            }
        }
        transform.transform(&values)
        for index in 0..<size.count { values[2 * index + 1] = -values[2 * index + 1] }
        return values
    }

    /// The `count` filters most like a plane, best first; equal ones in the bank's order.
    ///
    /// - Complexity: O(filters · n log n) for windows that hold n pixels together.
    public func best(_ count: Int, for plane: Plane) -> [Match] {
        let size = transform.size
        var spectrum = [Double](repeating: 0, count: 2 * size.count)
        let centered = plane.centeredToUnitEnergy
        for row in 0..<planeSize.height {
            for column in 0..<planeSize.width {
                spectrum[2 * (row * size.width + column)] = Double(centered[row, column])
            }
        }
        transform.transform(&spectrum)
        var product = spectrum
        let matches = probes.flatMap { probe -> [Match] in
            Matcher.multiply(spectrum, probe.spectrum, into: &product)
            transform.transform(&product, inverse: true)
            return probe.isPair ? [pairMatch(probe, product)] : probe.filters.indices.map { match(probe, product, $0) }
        }
        return Array(matches.sorted { ($1.similarity, $0.filter) < ($0.similarity, $1.filter) }.prefix(count))
    }

    /// Complex products, number by number.
    private static func multiply(_ a: [Double], _ b: [Double], into product: inout [Double]) {
        a.withUnsafeBufferPointer { a in
            b.withUnsafeBufferPointer { b in
                product.withUnsafeMutableBufferPointer { product in
                    for index in stride(from: 0, to: product.count, by: 2) {
                        product[index] = a[index] * b[index] - a[index + 1] * b[index + 1]
                        product[index + 1] = a[index] * b[index + 1] + a[index + 1] * b[index]
                    }
                }
            }
        }
    }

    /// The place of the largest correlation: of one part, or of both parts' energy.
    private static func peak(_ correlations: [Double], part: Int?) -> Int {
        correlations.withUnsafeBufferPointer { values in
            var best = (place: 0, value: -Double.infinity)
            for place in 0..<values.count / 2 {
                let (even, odd) = (values[2 * place], values[2 * place + 1])
                let value = part.map { $0 == 0 ? even : odd } ?? (even * even + odd * odd)
                if value > best.value { best = (place, value) }
            }
            return best.place
        }
    }

    private func match(_ probe: Probe, _ correlations: [Double], _ part: Int) -> Match {
        let place = Matcher.peak(correlations, part: part)
        return made(probe.filters[part], correlations[2 * place + part], place: place, addedPhase: 0)
    }

    /// Over all phases the best cosine of an orthonormal pair is √(even² + odd²), at the phase atan2(odd, even).
    private func pairMatch(_ probe: Probe, _ correlations: [Double]) -> Match {
        let place = Matcher.peak(correlations, part: nil)
        let (even, odd) = (correlations[2 * place], correlations[2 * place + 1])
        return made(probe.filters[0], hypot(even, odd), place: place, addedPhase: atan2(odd, even) * 180 / .pi)
    }

    private func made(_ filter: Int, _ correlation: Double, place: Int, addedPhase: Double) -> Match {
        let size = transform.size
        // Shifts beyond half of the room are negative ones; centres apart by half the difference of the windows.
        func shift(_ position: Int, _ room: Int, _ plane: Int, _ filter: Int) -> Int {
            let start = position < plane ? position : position - room
            return Int((Double(start) + Double(filter - plane) / 2).rounded(.down))
        }
        return Match(
            filter: filter, similarity: min(max(correlation / Double(size.count), -1), 1),
            shiftX: shift(place % size.width, size.width, planeSize.width, bank.size.width),
            shiftY: shift(place / size.width, size.height, planeSize.height, bank.size.height),
            addedPhase: addedPhase)
    }
}
