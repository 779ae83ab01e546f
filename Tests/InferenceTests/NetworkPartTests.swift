import Networks
import Planes
import Testing
import Workers

@testable import Inference

/// A part of a network gives its units the values and derivatives that the whole gives them.
@Suite struct NetworkPartTests {
    /// In the middle, where all that is read lies on the maps, and at corners, where some of it is padding.
    @Test(arguments: [(4, 4), (0, 0), (0, 8), (7, 0)])
    func `values and derivatives are those of the whole`(place: (row: Int, column: Int)) throws {
        let network = try LocalRunnerTests.network()
        let shape = [1, 3, LocalRunnerTests.size.height, LocalRunnerTests.size.width]
        let image = noise(shape, seed: 6)
        let whole = try RecordedRun(of: network.network, upTo: ["y"], on: ["x": image], workers: Workers(1))
        let answers = try whole.tensor("y")
        let (height, width) = (answers.shape[2], answers.shape[3])
        try #require(place.row < height && place.column < width)
        let part = try #require(
            try NetworkPart(
                of: network,
                making: MapBox(rows: place.row..<place.row + 1, columns: place.column..<place.column + 1), of: "y",
                on: shape))
        // The unit sees less than all.
        #expect(part.image.count < LocalRunnerTests.size.count)
        var cut = Tensor<Float>(
            shape: [1, 3, part.image.rows.count, part.image.columns.count], repeating: 0)
        func each(_ body: (_ inCut: Int, _ inImage: Int) -> Void) {
            var index = 0
            for channel in 0..<3 {
                for row in part.image.rows {
                    for column in part.image.columns {
                        body(index, (channel * shape[2] + row) * shape[3] + column)
                        index += 1
                    }
                }
            }
        }
        cut.update { values in each { values[$0] = image.values[$1] } }
        let run = try RecordedRun(of: part.network, upTo: ["y"], on: ["x": cut], workers: Workers(1))
        let own = try run.tensor("y")
        #expect(own.shape == [1, answers.shape[1], 1, 1])
        for channel in 0..<answers.shape[1] {
            let wanted = answers.values[(channel * height + place.row) * width + place.column]
            #expect(abs(own.values[channel] - wanted) < 1e-4 * max(1, abs(wanted)))
        }
        for channel in [0, answers.shape[1] - 1] {
            let wanted = try whole.gradient(of: "y", at: [0, channel, place.row, place.column])
            let found = try run.gradient(of: "y", at: [0, channel, 0, 0])
            var seen = [Bool](repeating: false, count: wanted.count)
            var far: Float = 0
            each {
                far = max(far, abs(found.values[$0] - wanted.values[$1])); seen[$1] = true
            }
            #expect(far < 1e-4 * max(1, wanted.values.map(abs).max() ?? 0))
            // Nothing else moves the unit.
            #expect(zip(wanted.values, seen).allSatisfy { $1 || $0 == 0 })
        }
    }

    @Test func `what looks everywhere has no part`() throws {
        let mean = Node(name: "all", op: "GlobalAveragePool", inputs: ["y"], outputs: ["mean"])
        let network = try LocalRunnerTests.network(LocalRunnerTests.nodes + [mean], output: "mean")
        let one = MapBox(rows: 0..<1, columns: 0..<1)
        let part = try NetworkPart(
            of: network, making: one, of: "mean", on: [1, 3, LocalRunnerTests.size.height, LocalRunnerTests.size.width])
        #expect(part == nil)
    }
}
