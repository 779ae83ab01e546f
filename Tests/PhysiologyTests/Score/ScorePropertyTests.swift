import GSL
import GaborBanks
import Testing

@testable import Physiology

@Suite struct ScorePropertyTests {
    @Test func `counts, bins and numbers of cells are those of Brain-Score`() throws {
        let reference = try ScoreReference.read()
        #expect(reference.histograms.count == 15)
        for (name, histogram) in reference.histograms {
            let own = try #require(ScoreReference.names[name])
            let property = try #require(ScoreProperty.all.first { $0.name == own })
            #expect(property.cells.histogram.counts == histogram.counts, "\(name)")
            #expect(property.cellCount == histogram.cells, "\(name)")
            let edges = property.cells.histogram.edges
            #expect(
                edges.count == histogram.bins.count
                    && zip(edges, histogram.bins).allSatisfy { abs($0 - $1) <= 1e-12 * max(1, abs($1)) }, "\(name)")
            #expect(property.publishedCeiling == reference.published[name], "\(name)")
        }
    }

    @Test func `the 15 ceilings are the published ones`() throws {
        // Published to .005 by Brain-Score's own tests.
        for (property, ceiling) in zip(ScoreProperty.all, LayerScore.ceilings(seed: 0)) {
            #expect(abs(ceiling - property.publishedCeiling) < 0.005, "\(property.name): \(ceiling)")
        }
    }

    @Test func `cells all in the bin farthest from the others are like nothing`() throws {
        let property = try #require(ScoreProperty.all.first { $0.name == "or_selective" })
        let generator = MersenneTwister(seed: 0)
        let never = BinnedSample([.number(0)], of: property)
        #expect(never.similarity(samples: 10, of: 304, using: generator) == 0)
        let missing = BinnedSample([.missing], of: property)
        #expect(missing.similarity(samples: 10, of: 304, using: generator) == 0)
    }
}
