import Planes

/// A colour picture under a kernel that is as deep as the picture: the maps of the channels are added.
struct ColorVolume {
    static let names = ["red", "green", "blue"]
    static let picture = [
        Plane(rows: [[1, 2, 0], [0, 1, 2], [2, 0, 1]]), Plane(rows: [[0, 1, 1], [2, 0, 1], [1, 1, 0]]),
        Plane(rows: [[2, 0, 1], [1, 1, 0], [0, 2, 2]]),
    ]
    static let kernel = [
        Plane(rows: [[1, 0], [0, 1]]), Plane(rows: [[-1, 1], [0, 0]]), Plane(rows: [[0, 2], [-1, 0]]),
    ]
    static let bias: Float = 1

    private var hands: [ByHand] {
        zip(Self.picture, Self.kernel).map { image, kernel in
            guard let hand = try? ByHand(image: image, kernel: kernel) else { preconditionFailure("2 fits into 3") }
            return hand
        }
    }

    /// The sum over the channels, and the bias.
    var map: Plane {
        let maps = hands.map(\.correlation)
        return Plane(size: maps[0].size) { row, column in maps.reduce(Self.bias) { $0 + $1[row, column] } }
    }

    var step: Lesson.Step {
        let hands = hands
        let sums = zip(Self.names, hands).map { name, hand in
            "\(name)\(String(repeating: " ", count: 5 - name.count))  "
                + hand.terms(0, 0).map(\.text).joined(separator: " + ")
                + " \(Numeral.equals(Double(hand.correlation[0, 0])))"
        }
        let parts = hands.map { Numeral.factor($0.correlation[0, 0]) } + [Numeral.text(Self.bias)]
        return Lesson.Step(
            "A colour picture is a volume, here 3 × 3 × 3, and the kernel as deep, 2 × 2 × 3: each channel has weights of its own. The channels' maps are added, and one bias: one kernel gives one map, however many channels it sees.",
            [
                .lines(Grid.beside(zip(Self.names, Self.picture).map { ($0, Grid($1)) })),
                .lines(Grid.beside(zip(Self.names, Self.kernel).map { ("kernel, \($0)", Grid($1)) })),
                .lines(sums + ["map[0,0] = \(parts.joined(separator: " + ")) \(Numeral.equals(Double(map[0, 0])))"]),
                .lines(
                    Grid.beside(
                        zip(Self.names, hands).map { ($0, Grid($1.correlation)) } + [("sum + bias", Grid(map))])),
            ])
    }
}
