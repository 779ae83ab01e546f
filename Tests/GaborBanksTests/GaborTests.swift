import Foundation
import GaborBanks
import Kernels
import Planes
import Testing

/// One formula for all angles: cos(2πf·u + φ), u along the wave direction that tables print, counter-clockwise with y up.
@Suite struct GaborTests {
    /// All round, and on both sides of where the wave direction wraps.
    static let orientations = [0.0, 0.001, 22.5, 45, 89.999, 90, 90.001, 135, 179.99]

    /// The documented formula from printed numbers, y down.
    private static func redrawn(_ gabor: Gabor, x: Double, y: Double) -> Double {
        let direction = gabor.orientation.waveDirection * .pi / 180
        let (right, up) = (x - gabor.centerX, gabor.centerY - y)
        let u = right * cos(direction) + up * sin(direction)
        let v = up * cos(direction) - right * sin(direction)
        return exp(
            -0.5 * (u * u / (gabor.sigmaAcross * gabor.sigmaAcross) + v * v / (gabor.sigmaAlong * gabor.sigmaAlong)))
            * cos(2 * .pi * gabor.spatialFrequency.cyclesPerPixel * u + gabor.phase.degrees * .pi / 180)
    }

    private static func gabor(_ degrees: Double, phase: Double) -> Gabor {
        Gabor(
            orientation: Orientation(degrees: degrees), spatialFrequency: SpatialFrequency(cyclesPerPixel: 0.13),
            phase: Phase(degrees: phase), sigmaAcross: 3, sigmaAlong: 4, centerX: 0.7, centerY: -0.4)
    }

    @Test(arguments: orientations, [30.0, 90, -120])
    func `the printed numbers redraw a Gabor`(degrees: Double, phase: Double) {
        let gabor = Self.gabor(degrees, phase: phase)
        for y in stride(from: -8.0, through: 8, by: 2) {
            for x in stride(from: -8.0, through: 8, by: 2) {
                #expect(abs(gabor.value(x: x, y: y) - Self.redrawn(gabor, x: x, y: y)) < 1e-12)
            }
        }
    }

    @Test func `the bright side of an odd Gabor turns with its bars and changes once, just before vertical`() {
        // The bright side of −90° is the one that the wave points to.
        let sides = stride(from: 0.0, to: 180, by: 0.5).map { degrees -> Double in
            let gabor = Self.gabor(degrees, phase: -90)
            let direction = (degrees + 90) * .pi / 180
            return gabor.value(x: gabor.centerX + cos(direction), y: gabor.centerY - sin(direction))
        }
        #expect(zip(sides, sides.dropFirst()).count { $0 * $1 < 0 } == 1)
        #expect(sides[179] > 0 && sides[180] < 0)
        #expect(Orientation(degrees: 89.5).waveDirection == 179.5 && Orientation(degrees: 90).waveDirection == 0)
    }

    @Test(arguments: Array(stride(from: -720.0, through: 720, by: 45)))
    func `a wave of any angle and either sign of its frequency is the same function`(angle: Double) {
        let radians = angle * .pi / 180
        for frequency in [0.13, -0.13] {
            let gabor = Gabor(
                imageWaveAngle: radians, frequency: frequency, phase: Phase(degrees: 50), sigmaAcross: 3,
                sigmaAlong: 4)
            for (x, y) in [(1.0, 0.5), (-2, 3), (4, -1)] {
                let u = x * cos(radians) + y * sin(radians)
                let v = y * cos(radians) - x * sin(radians)
                let expected = exp(-0.5 * (u * u / 9 + v * v / 16)) * cos(2 * .pi * frequency * u + 50 * .pi / 180)
                #expect(abs(gabor.value(x: x, y: y) - expected) < 1e-12)
            }
        }
    }

    @Test(arguments: FilterFamily.allCases.filter { $0 != .differenceOfGaussians })
    func `all families put the bright side of minus 90 degrees where the wave points to`(family: FilterFamily) throws {
        let bank = try BankDesign(family: family, orientations: 8, wavelengths: [8], phases: [-90], side: 31).bank
        #expect(bank.filters.count == 8)
        for filter in bank.filters {
            let direction = (try #require(filter.orientation)).waveDirection * .pi / 180
            let column = 15 + Int((2 * cos(direction)).rounded())
            let row = 15 - Int((2 * sin(direction)).rounded())
            #expect(filter.kernel.channels[0][row, column] > 0)
            #expect(filter.kernel.channels[0][30 - row, 30 - column] < 0)
        }
    }
}
