import Foundation
import GaborBanks
import Kernels
import Planes
import Testing

/// What every filter of every family has, whatever its tuning.
@Suite struct FamilyTests {
    private static func bank(_ family: FilterFamily) throws -> DesignedBank {
        try BankDesign(family: family, orientations: 6, wavelengths: [4, 7]).bank
    }

    @Test(arguments: FilterFamily.allCases)
    func `every filter has no mean, unit energy and the bank's size`(family: FilterFamily) throws {
        let bank = try Self.bank(family)
        #expect(bank.filters.count == (family == .differenceOfGaussians ? 2 : 24))
        for filter in bank.filters {
            #expect(filter.family == family)
            #expect(filter.kernel.size == bank.size)
            #expect(filter.kernel.channels.count == 1)
            let values = filter.kernel.values.map { Double($0) }
            #expect(abs(values.reduce(0, +)) < 1e-5)
            #expect(abs(values.reduce(0) { $0 + $1 * $1 } - 1) < 1e-5)
        }
    }

    @Test(arguments: FilterFamily.allCases)
    func `half a turn leaves an even filter as it is and changes the sign of an odd one`(family: FilterFamily) throws {
        for filter in try Self.bank(family).filters {
            let sign: Float = filter.phase.degrees == 0 ? 1 : -1
            let values = filter.kernel.values
            for (value, turned) in zip(values, values.reversed()) { #expect(abs(value - sign * turned) < 1e-5) }
        }
    }

    @Test(arguments: FilterFamily.allCases)
    func `every even filter stands with the odd one of its tuning`(family: FilterFamily) throws {
        let bank = try Self.bank(family)
        let pairs = bank.quadraturePairs
        // Derivatives of a Gaussian are even and odd, but their transforms differ in size: no quadrature.
        #expect(pairs.count == ([.gabor, .logGabor].contains(family) ? 12 : 0))
        #expect(Set(pairs.flatMap { [$0.even, $0.odd] }).count == 2 * pairs.count)
        for pair in pairs {
            let (even, odd) = (bank.filters[pair.even], bank.filters[pair.odd])
            #expect(even.phase.degrees == 0 && odd.phase.degrees == 90)
            #expect(even.orientation == odd.orientation && even.spatialFrequency == odd.spatialFrequency)
        }
    }

    /// Squared responses of a pair to its grating at sixteen phases.
    private static func energies(_ even: DesignedFilter, _ odd: DesignedFilter) -> [Double] {
        let center = even.kernel.size.center
        let angle = even.orientation?.imageWaveAngle ?? 0
        let omega = 2 * .pi * even.spatialFrequency.cyclesPerPixel
        return (0..<16).map { step in
            let grating = Plane(size: even.kernel.size) { row, column in
                let u = (Double(column) - center.x) * cos(angle) + (Double(row) - center.y) * sin(angle)
                return Float(cos(omega * u + .pi * Double(step) / 8))
            }
            return [even, odd].reduce(0) { sum, filter in
                let response = zip(filter.kernel.values, grating.values).reduce(0) { $0 + Double($1.0 * $1.1) }
                return sum + response * response
            }
        }
    }

    // A Gabor of one octave is free of a mean by taking a part of its envelope away, which its odd partner does not need.
    @Test(arguments: [FilterFamily.gabor, .logGabor])
    func `the energy of a pair does not depend on the grating's phase`(family: FilterFamily) throws {
        let bank = try Self.bank(family)
        for pair in bank.quadraturePairs {
            let energies = Self.energies(bank.filters[pair.even], bank.filters[pair.odd])
            let (low, high) = (energies.min() ?? 0, energies.max() ?? 0)
            #expect(low > 0.5 && high / low < 1.05, "\(low) … \(high)")
        }
    }

    @Test(arguments: FilterFamily.allCases)
    func `the filter answers its own orientation and frequency best`(family: FilterFamily) throws {
        let bank = try BankDesign(family: family, orientations: 4, wavelengths: [8], phases: [0], side: 41).bank
        for filter in bank.filters {
            func response(_ angle: Double, _ wavelength: Double) -> Double {
                let center = filter.kernel.size.center
                return filter.kernel.values.enumerated().reduce(0) { sum, item in
                    let x = Double(item.offset % 41) - center.x
                    let y = Double(item.offset / 41) - center.y
                    return sum + Double(item.element) * cos(2 * .pi * (x * cos(angle) + y * sin(angle)) / wavelength)
                }
            }
            let angle = filter.orientation?.imageWaveAngle ?? 0
            let best = response(angle, 8)
            #expect(best > response(angle, 6.5) && best > response(angle, 10))
            guard filter.orientation != nil else { continue }
            #expect(best > response(angle + 0.3, 8) && best > response(angle - 0.3, 8))
        }
    }
}
