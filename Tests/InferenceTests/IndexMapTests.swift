import Planes
import Testing
import Workers

@testable import Inference

/// Elements that are moved, in pieces that are dealt out.
@Suite struct IndexMapTests {
    private static func all(_ count: Int) -> [Int?] { (0..<count).map { $0 } }

    /// Shapes that take several pieces, are one run, have runs, none, a fill, and no elements.
    private static let maps: [(name: String, shape: [Int], axes: [(axis: Int, indices: [Int?])])] = [
        ("turned", [3, 40, 700], [(1, all(40)), (0, all(3)), (2, all(700))]),
        ("whole", [3, 40, 700], [(0, all(3)), (1, all(40)), (2, all(700))]),
        ("backward", [3, 40, 700], [(0, [0, 1, 2]), (1, all(40)), (2, all(700).reversed())]),
        ("padded", [3, 40, 700], [(0, [nil, 0, 1, 2]), (1, [nil] + all(40)), (2, all(700) + [nil])]),
        ("filled lines", [3, 40, 700], [(0, [2, nil, 0]), (1, all(40)), (2, all(700))]),
        ("none", [3, 40, 700], [(0, []), (1, all(40)), (2, all(700))]),
        ("one number", [1], []),
    ]

    @Test(arguments: maps.indices, [1, 2, 5])
    func `each element is the one that the axes name, whatever the workers`(map: Int, workers: Int) throws {
        let (name, shape, axes) = Self.maps[map]
        let input = Tensor(shape: shape, values: (0..<shape.reduce(1, *)).map(Float.init))
        let moved = try IndexMap(of: shape, axes).apply(to: input, fill: -1, Workers(workers))
        #expect(moved.shape == axes.map(\.indices.count))
        let strides = IndexMap.strides(shape)
        var expected: [Float] = [0]
        for (axis, indices) in axes {
            expected = expected.flatMap { start in
                indices.map { index in index.map { start < 0 ? -1 : start + Float($0 * strides[axis]) } ?? -1 }
            }
        }
        #expect(moved.values == expected, "\(name)")
    }
}
