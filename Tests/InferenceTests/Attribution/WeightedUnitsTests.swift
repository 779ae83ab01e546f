import Networks
import Planes
import Testing

@testable import Inference

@Suite struct WeightedUnitsTests {
    private let maps = Tensor<Float>(shape: [1, 2, 2, 3], values: (0..<12).map(Float.init))
    private let first = MapLayer("m", tensor: "t")
    private let last = MapLayer("m", tensor: "t", order: .channelsLast)

    @Test func `a channel is the mean over its map`() throws {
        let units = try WeightedUnits(.channel(1, first), in: maps, named: "t")
        #expect(units.places == [6, 7, 8, 9, 10, 11] && units.weight == 1 / 6)
        #expect(abs(units.value(in: maps) - 8.5) < 1e-6)
        #expect(units.cotangent(maps.shape).values.reduce(0, +) == 1)
        // 2 rows × 3 columns of… with channels last: 2 × 2 places of 3 channels.
        #expect(try WeightedUnits(.channel(1, last), in: maps, named: "t").places == [1, 4, 7, 10])
    }

    @Test func `a unit is one place`() throws {
        #expect(
            try WeightedUnits(.unit(channel: 1, row: 1, column: 2, first), in: maps, named: "t").places == [11])
        #expect(try WeightedUnits(.unit(channel: 1, row: 1, column: 0, last), in: maps, named: "t").places == [7])
        let row = Tensor<Float>(shape: [1, 4], values: [5, 6, 7, 8])
        #expect(try WeightedUnits(.channel(2, first), in: row, named: "t").value(in: row) == 7)
    }

    @Test(arguments: [
        (
            AttributionTarget.channel(2, MapLayer("m", tensor: "t")), "there is no channel 2 in 'm'; they are 0 to 1"
        ),
        (
            .unit(channel: 0, row: 2, column: 0, MapLayer("m", tensor: "t")),
            "'m' has 2 rows and 3 columns of units, from 0"
        ),
        (
            .likeliest,
            "'t' is a map of 1 × 2 × 2 × 3, not one number for each class; look at it with striate show, or name another layer"
        ),
    ])
    func `what is not there is named`(target: AttributionTarget, message: String) {
        let error = #expect(throws: InferenceError.self) { try WeightedUnits(target, in: maps, named: "t") }
        #expect(error.map { "\($0)" } == message)
    }

    @Test func `a layer without maps has no unit at a place`() {
        let row = Tensor<Float>(shape: [1, 4], values: [5, 6, 7, 8])
        let error = #expect(throws: InferenceError.self) {
            try WeightedUnits(.unit(channel: 0, row: 0, column: 0, first), in: row, named: "t")
        }
        #expect(
            error.map { "\($0)" } == "the units of 'm' are no map of channels, rows and columns; name a layer of maps")
    }
}
