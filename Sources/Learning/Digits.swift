internal import GSL
public import Planes

/// Pictures of digits with the digits that they are.
public struct Digits: Hashable, Sendable {
    /// Pictures × 1 × rows × columns, pixels from 0 to 255.
    public let images: Tensor<Float>
    /// The digit of each, from 0 to 9.
    public let labels: [Int]

    /// Pictures and their digits.
    ///
    /// - Precondition: 28 × 28 pixels each, a digit for each.
    public init(images: Tensor<Float>, labels: [Int]) {
        let size = Architecture.digit
        precondition(images.shape == [labels.count, 1, size.height, size.width], "a digit for each picture")
        precondition(labels.allSatisfy((0..<Architecture.classes).contains), "digits are from 0 to 9")
        self.images = images
        self.labels = labels
    }

    /// How many.
    public var count: Int { labels.count }

    /// Some of them, in the order asked for.
    public func picked(_ indices: some Collection<Int>) -> Digits {
        let length = Architecture.digit.count
        let picked = Tensor<Float>(shape: [indices.count, 1] + images.shape.dropFirst(2)) { to in
            images.values.withUnsafeBufferPointer { from in
                for (place, index) in indices.enumerated() {
                    for pixel in 0..<length { to[place * length + pixel] = from[index * length + pixel] }
                }
            }
        }
        return Digits(images: picked, labels: indices.map { labels[$0] })
    }

    /// Every picture moved, black where nothing comes from.
    ///
    /// - Parameters:
    ///   - right: pixels to the right; to the left where negative.
    ///   - down: pixels down; up where negative.
    public func moved(right: Int, down: Int) -> Digits {
        let size = Architecture.digit
        let (rows, columns) = (Self.places(size.height, moved: down), Self.places(size.width, moved: right))
        var moved = Tensor<Float>(shape: images.shape, repeating: 0)
        moved.update { to in
            for plane in 0..<count {
                for row in rows {
                    for column in columns {
                        let source = (plane * size.height + row - down) * size.width + column - right
                        to[(plane * size.height + row) * size.width + column] = images.values[source]
                    }
                }
            }
        }
        return Digits(images: moved, labels: labels)
    }

    /// The places of an axis to which something is moved.
    private static func places(_ count: Int, moved: Int) -> Range<Int> {
        (0..<count).clamped(to: moved..<max(count + moved, moved))
    }

    /// Which of `count` pictures are learnt from, which are looked at meanwhile, so that one may choose by them, and which
    /// are tested on once at the end, by chance.
    ///
    /// - Precondition: `training` + `validation` + `test` are at most `count`.
    public static func split(
        _ count: Int, training: Int, validation: Int, test: Int, seed: UInt64
    ) -> (training: [Int], validation: [Int], test: [Int]) {
        let held = validation + test
        precondition(
            training >= 0 && validation >= 0 && test >= 0 && training + held <= count, "a picture has one part")
        var generator = MersenneTwister(seed: seed, stream: Stream.split)
        // Which are held back does not depend on how many are learnt from.
        let order = (0..<count).shuffled(using: &generator)
        return (Array(order[held..<held + training]), Array(order[test..<held]), Array(order[..<test]))
    }
}
