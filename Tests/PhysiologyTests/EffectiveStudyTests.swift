import Inference
import Networks
import Physiology
import Planes
import ReceptiveFields
import Testing
import Workers

/// Effective fields of whole networks, where they are known.
@Suite struct EffectiveStudyTests {
    /// Three convolutions with the outer product of (1, 2, 1)/4, one after another.
    private static func binomial() throws -> RunnableNetwork {
        let row: [Float] = [0.25, 0.5, 0.25]
        let weight = Constant(
            name: "w", shape: [1, 1, 3, 3], type: .float32,
            source: .floats(row.flatMap { y in row.map { y * $0 } }))
        let nodes = (0..<3).map {
            Node(
                op: "Conv", inputs: [$0 == 0 ? "x" : "c\($0 - 1)", "w"], outputs: ["c\($0)"],
                attributes: ["pads": .ints([1, 1, 1, 1])])
        }
        let network = try Network(
            opset: 17, inputs: [.init(name: "x", shape: [1, 1, 24, 24].map { .known($0) })], outputs: ["c2"],
            nodes: nodes, constants: ["w": weight])
        return try RunnableNetwork(network, preprocessing: Preprocessing.none, workers: Workers(1))
    }

    private static func unit(of network: RunnableNetwork) throws -> UnitField {
        let fields = try ReceptiveFields(of: network.network, image: network.image)
        return UnitField(centerOf: try #require(fields.lastMap))
    }

    @Test func `the field of three binomial convolutions has the variance of all three`() throws {
        let network = try Self.binomial()
        var steps: [Int] = []
        let study = try EffectiveStudy(Self.unit(of: network), of: network, photographs: [], seed: 0) {
            steps.append($0)
        }
        let hill = try #require(study.findings[0].absolute.envelope)
        // Each of the three adds 1/2.
        #expect(abs(hill.sigmaX * hill.sigmaX - 1.5) < 1e-4 && abs(hill.sigmaY * hill.sigmaY - 1.5) < 1e-4)
        #expect(abs(hill.x - 12) < 1e-4 && abs(hill.y - 12) < 1e-4 && hill.r2 > 0.99)
        // Of squares of row 6 of Pascal's triangle: 9/11.
        let square = try #require(study.findings[0].squared.envelope)
        #expect(abs(square.sigmaX * square.sigmaX - 9.0 / 11) < 1e-4)
        let cost = try EffectiveStudy.cost(of: Self.unit(of: network), in: network, photographs: 0, channels: 1)
        #expect(steps == Array(1...cost.steps))
    }

    @Test func `what hears of the steps can end the study`() throws {
        struct Interrupted: Error {}
        let network = try Self.binomial()
        var heard = 0
        #expect(throws: Interrupted.self) {
            try EffectiveStudy(Self.unit(of: network), of: network, photographs: [], seed: 0) {
                heard = $0
                if $0 == 3 { throw Interrupted() }
            }
        }
        #expect(heard == 3)
    }
}
