import Inference
import Testing

@testable import Physiology

/// What is added up picture by picture, against the same from all answers at once.
@Suite struct LayerMomentsTests {
    /// Answers of two units to 7 pictures of one category and 6 of another; the second unit is silent.
    private static let answers: [[[Float]]] = [
        [[1, 0], [2, 0], [4, 0], [3, 0], [2.5, 0], [1e3, 0], [-1, 0]],
        [[9, 0], [8, 0], [7, 0], [9.5, 0], [6, 0], [7, 0]],
    ]

    private static func moments() throws -> LayerMoments {
        var moments = try LayerMoments(of: MapLayer("layer", tensor: "y"), shape: [1, 2, 1, 1], categories: 2)
        for (category, pictures) in answers.enumerated() {
            for (index, values) in pictures.enumerated() { moments.add(values, category: category, index: index) }
        }
        return moments
    }

    private static func first(_ category: Int) -> [Double] { answers[category].map { Double($0[0]) } }

    @Test func `moments are those of all answers`() throws {
        let moments = try Self.moments()
        for category in 0...1 {
            let (found, all) = (moments.answers(of: 0, to: category), CategoryAnswers(Self.first(category)))
            #expect(found.moments.count == all.moments.count && found.isRate == all.isRate)
            #expect(abs(found.moments.mean - all.moments.mean) < 1e-12 * abs(all.moments.mean))
            #expect(abs(found.moments.variance - all.moments.variance) < 1e-12 * all.moments.variance)
        }
        #expect(moments.answers(of: 1, to: 0).moments.variance == 0)
        #expect(LocalizerStudy.Finding.preference((0...1).map { moments.answers(of: 1, to: $0) }) == nil)
    }

    @Test func `pairs and halves are those of the pictures in order`() throws {
        let moments = try Self.moments()
        let known = Correlation.pearson([1, 4, 2.5, 9, 7, 6], [2, 3, 1e3, 8, 9.5, 7])
        #expect(abs(try #require(moments.reliability(of: 0)) - (try #require(known))) < 1e-12)
        #expect(moments.reliability(of: 1) == nil)
        let even = try #require(CategorySelectivity([1, 4, 2.5, -1], over: [9, 7, 6]))
        let odd = try #require(CategorySelectivity([2, 3, 1e3], over: [8, 9.5, 7]))
        #expect(abs(try #require(moments.firstPreference(of: 0, half: 0)) - even.dPrime) < 1e-12)
        #expect(abs(try #require(moments.firstPreference(of: 0, half: 1)) - odd.dPrime) < 1e-12)
    }

    @Test func `equal answers have no scatter, however many and of whatever size`() {
        var (a, b) = (RunningMoments(), RunningMoments())
        for _ in 0..<1000 { a.add(0.1) }
        for _ in 0..<77 { b.add(0.1) }
        #expect(a.joined(with: b).moments.variance == 0)
        #expect(RunningMoments().joined(with: a).moments.count == 1000)
    }

    @Test func `more than is held is refused`() {
        #expect(throws: LocalizerError.tooManyMoments(layer: "layer", units: 1 << 22, categories: 5)) {
            try LayerMoments(of: MapLayer("layer", tensor: "y"), shape: [1, 4, 1024, 1024], categories: 5)
        }
    }
}
