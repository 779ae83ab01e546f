import Archives
import Inference
import Networks
import Planes
import Testing
import Workers

@testable import Physiology

@Suite struct LocalizerStudyTests {
    /// Four pixels by themselves: unit i is pixel i.
    private static func identity() throws -> RunnableNetwork {
        try RunnableNetwork(
            Network(
                opset: 17, inputs: [.init(name: "x", shape: [1, 1, 2, 2].map { .known($0) })], outputs: ["y"],
                nodes: [Node(name: "same", op: "Identity", inputs: ["x"], outputs: ["y"])]),
            preprocessing: Preprocessing.none, workers: Workers(2))
    }

    private static func picture(_ values: [Float]) -> @Sendable () throws -> Image {
        { Image(grey: Plane(size: PixelSize(side: 2), values: values), encoding: .sRGB) }
    }

    /// Pixel 0 is bright in the first category, pixel 1 in the second, pixel 2 wavers alike in both, pixel 3 is black.
    private static func category(_ name: String, bright: Int) -> LocalizerStudy.Category {
        LocalizerStudy.Category(
            name,
            pictures: (0..<8).map { index in
                var values: [Float] = [0.2, 0.2, Float(index % 4) / 4, 0]
                values[bright] = 0.8
                values[0] += Float(index % 3) / 50
                values[1] += Float(index % 2) / 50
                return picture(values)
            })
    }

    @Test func `units prefer what they answer most, and one that wavers prefers nothing`() throws {
        let study = try LocalizerStudy(
            Self.identity(), layers: [MapLayer("same", tensor: "y")],
            categories: [Self.category("a", bright: 0), Self.category("b", bright: 1)], seed: 0)
        #expect(study.findings.map(\.condition) == [.trained, .permuted, .scrambled])
        let found = study.findings[0]
        #expect(found.units == 4 && found.silent == 1 && found.tested.count == 3)
        #expect(found.tested.map(\.isSelective) == [true, true, false])
        #expect(found.tested[0].category == 0 && found.tested[1].category == 1)
        #expect(found.selective(0) == 1 && found.selective(1) == 1)
        #expect(found.tested.map { [$0.channel, $0.row, $0.column] } == [[0, 0, 0], [0, 0, 1], [0, 1, 0]])
        #expect(try #require(found.tested[0].reliability) > 0.9)
        #expect(try #require(found.halves) > 0.9)
        // Nothing was learnt that could be permuted.
        #expect(study.findings[1].selective(0) == 1)
    }

    @Test func `of several categories the one that comes closest is the one to beat`() throws {
        let answers: [[Double]] = [[5, 5.1, 4.9, 5], [1, 1.1, 0.9, 1], [4.9, 5, 4.8, 5.2]]
        let found = try #require(LocalizerStudy.Finding.preference(answers.map { CategoryAnswers($0) }))
        #expect(found.category == 0)
        let rival = try #require(CategorySelectivity([5, 5.1, 4.9, 5], over: [4.9, 5, 4.8, 5.2]))
        #expect(found.selectivity == rival)
        #expect(LocalizerStudy.Finding.preference([CategoryAnswers([1, 1]), CategoryAnswers([1, 1])]) == nil)
    }

    @Test func `too little to compare is refused`() throws {
        func message(_ categories: [LocalizerStudy.Category]) throws -> String? {
            let error = #expect(throws: LocalizerError.self) {
                try LocalizerStudy(
                    Self.identity(), layers: [MapLayer("same", tensor: "y")], categories: categories, seed: 0)
            }
            return error.map { "\($0)" }
        }
        let one = Self.category("a", bright: 0)
        #expect(try message([one]) == "categories are compared, and there is 1 of them; two or more")
        let few = LocalizerStudy.Category("b", pictures: Array(one.pictures.prefix(3)))
        #expect(
            try message([one, few]) == "category 'b' has 3 of the 4 pictures that are needed, two for each half")
        #expect(
            "\(LocalizerError.tooManyMoments(layer: "conv", units: 9, categories: 8))"
                == "the 9 units of 'conv' and 8 categories are more than 2^24 of both; fewer categories, or a smaller layer"
        )
    }

    @Test func `tiles change places and what is over stays`() throws {
        let image = Image(
            grey: Plane(size: PixelSize(height: 5, width: 4)) { Float($0 * 4 + $1) / 20 }, encoding: .sRGB)
        var generator = Steady()
        let scrambled = image.scrambled(tiles: 2, using: &generator).planes[0]
        #expect(scrambled.values.sorted() == image.planes[0].values)
        #expect(Array(scrambled.values.suffix(4)) == Array(image.planes[0].values.suffix(4)))
        #expect(scrambled.values != image.planes[0].values)
        // Within a tile pixels stay together.
        #expect(abs(scrambled[0, 1] - scrambled[0, 0] - 0.05) < 1e-6)
    }
}

/// A generator that counts.
private struct Steady: RandomNumberGenerator {
    var state: UInt64 = 1

    mutating func next() -> UInt64 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return state
    }
}
