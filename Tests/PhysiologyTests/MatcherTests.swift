import Foundation
import GSL
import GaborBanks
import Kernels
import Planes
import Testing

@testable import Physiology

@Suite struct MatcherTests {
    private func noise(_ size: PixelSize, _ generator: MersenneTwister) -> Plane {
        Plane(size: size) { _, _ in Float(generator.gaussian()) }
    }

    private func bank(_ planes: [Plane]) -> KernelBank {
        KernelBank(name: "filters", kernels: planes.map { Kernel(channels: [$0]) })
    }

    /// The correlation of a plane with a filter whose first pixel lies at a row and column of the plane.
    private func correlation(_ plane: Plane, _ filter: Plane, _ top: Int, _ left: Int) -> Double {
        var sum = 0.0
        for row in 0..<filter.size.height where (0..<plane.size.height).contains(row + top) {
            for column in 0..<filter.size.width where (0..<plane.size.width).contains(column + left) {
                sum += Double(plane[row + top, column + left]) * Double(filter[row, column])
            }
        }
        return sum
    }

    /// Every shift at which the two windows overlap, with its score.
    private func best(
        _ plane: PixelSize, _ filter: PixelSize, _ score: (Int, Int) -> Double
    ) -> (score: Double, y: Double, x: Double) {
        var best = (score: -Double.infinity, y: 0.0, x: 0.0)
        for top in 1 - filter.height..<plane.height {
            for left in 1 - filter.width..<plane.width {
                let found = score(top, left)
                if found > best.score {
                    best = (
                        found, Double(top) + Double(filter.height - plane.height) / 2,
                        Double(left) + Double(filter.width - plane.width) / 2
                    )
                }
            }
        }
        return best
    }

    @Test(arguments: [(7, 7, 7, 7), (7, 9, 5, 5), (5, 4, 8, 7)])
    func `filters as they are match as a loop over all shifts says`(_ sizes: (Int, Int, Int, Int)) throws {
        let (planeSize, filterSize) = (
            PixelSize(height: sizes.0, width: sizes.1), PixelSize(height: sizes.2, width: sizes.3)
        )
        let generator = MersenneTwister(seed: 31)
        let filters = (0..<5).map { _ in noise(filterSize, generator) }
        let matcher = Matcher(bank(filters), planes: planeSize)
        let plane = noise(planeSize, generator)
        let matches = matcher.best(5, for: plane)
        #expect(matches.count == 5 && Set(matches.map(\.filter)) == Set(0..<5))
        #expect(zip(matches, matches.dropFirst()).allSatisfy { $0.similarity >= $1.similarity })
        for match in matches {
            let filter = filters[match.filter].centeredToUnitEnergy
            let expected = best(planeSize, filterSize) { correlation(plane.centeredToUnitEnergy, filter, $0, $1) }
            #expect(abs(match.similarity - expected.score) < 1e-6)
            #expect(Double(match.shiftX) == expected.x.rounded(.down))
            #expect(Double(match.shiftY) == expected.y.rounded(.down))
            #expect(match.addedPhase == 0)
        }
        #expect(matcher.best(2, for: plane) == Array(matches.prefix(2)))
    }

    @Test func `pairs match at the best phase as a loop over all shifts says`() {
        let size = PixelSize(height: 7, width: 6)
        let generator = MersenneTwister(seed: 32)
        let filters = (0..<4).map { _ in noise(size, generator) }
        let plane = noise(size, generator)
        let pairs = [[0, 1], [2, 3]]
        for match in Matcher(bank(filters), planes: size, phase: .best(pairs: pairs)).best(2, for: plane) {
            let (even, odd) = (
                filters[match.filter].centeredToUnitEnergy, filters[match.filter + 1].centeredToUnitEnergy
            )
            let target = plane.centeredToUnitEnergy
            let expected = best(size, size) { top, left in
                hypot(correlation(target, even, top, left), correlation(target, odd, top, left))
            }
            #expect(abs(match.similarity - min(expected.score, 1)) < 1e-6)
            #expect(Double(match.shiftX) == expected.x && Double(match.shiftY) == expected.y)
        }
    }

    @Test(arguments: [-150.0, -60, 0, 35, 90, 170])
    func `the added phase is the one that a Gabor was turned by`(added: Double) throws {
        let size = PixelSize(side: 21)
        func gabor(_ phase: Double) -> Plane {
            Gabor(
                orientation: Orientation(degrees: 30), spatialFrequency: SpatialFrequency(cyclesPerPixel: 0.2),
                phase: Phase(degrees: phase), sigmaAcross: 3, sigmaAlong: 3
            ).filter(on: size)
        }
        let matcher = Matcher(bank([gabor(20), gabor(110)]), planes: size, phase: .best(pairs: [[0, 1]]))
        let match = try #require(matcher.best(1, for: gabor(20 + added)).first)
        #expect(abs(Phase(degrees: match.addedPhase - added).degrees) < 1)
        #expect(match.similarity > 0.999 && match.shiftX == 0 && match.shiftY == 0)
    }

    @Test func `a filter matches itself, where it was shifted to`() throws {
        let generator = MersenneTwister(seed: 33)
        let size = PixelSize(side: 9)
        let filters = (0..<3).map { _ in noise(size, generator) }
        let matcher = Matcher(bank(filters), planes: size)
        for (index, filter) in filters.enumerated() {
            let match = try #require(matcher.best(1, for: filter).first)
            #expect(match.filter == index && abs(match.similarity - 1) < 1e-6)
            #expect(match.shiftX == 0 && match.shiftY == 0)
        }
        // One bright pixel, two columns right of and one row above the middle.
        let spot = Plane(size: PixelSize(side: 5)) { $0 == 2 && $1 == 2 ? 1 : 0 }
        let moved = Plane(size: PixelSize(side: 5)) { $0 == 1 && $1 == 4 ? 1 : 0 }
        let match = try #require(Matcher(bank([spot]), planes: spot.size).best(1, for: moved).first)
        #expect(match.shiftX == 2 && match.shiftY == -1)
    }
}
