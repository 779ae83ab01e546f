import Inference
import Networks
import Planes

/// One of the tensors that a layer reads: where its values lie on the page, and how the layer's units come of them.
struct SentPart: Encodable, Sendable {
    /// The layer whose values they are; −1 for the picture, −2 for one that is not on the page.
    let source: Int
    /// Channels, rows and columns as it is read, where the source has others.
    private(set) var shape: [Int]?
    /// Whether what is read lies channels last in the file.
    private(set) var isLast: Bool?
    /// Whether the source does.
    private(set) var isSourceLast: Bool?

    /// The derivative of every unit by what it reads.
    private(set) var slope: Float?
    /// The same, one for each unit, or for each channel; where all of a channel is pooled, for each place that is read.
    private(set) var slopes: PackedNumbers?
    /// Whether what is negative becomes 0.
    private(set) var isRectified: Bool?
    /// Whether the derivative is the product of all other parts.
    private(set) var isFactor: Bool?
    /// Whether units are made of all of a channel.
    private(set) var isPooled: Bool?
    /// Whether units are probabilities of all that is read.
    private(set) var isSoftmax: Bool?
    /// For each place that is read the unit that it becomes, from 1; 0 for none.
    private(set) var units: PackedNumbers?
    /// The derivative of each unit by each place that is read, unit × place.
    private(set) var matrix: PackedNumbers?

    /// A tensor, as a layer reads it.
    ///
    /// - Parameters:
    ///   - source: the layer whose values it has, with what that gave.
    ///   - read: the tensor.
    init(source: (index: Int, array: LayerArray), read: LayerArray) {
        self.source = source.index
        guard !read.isLaidOut(as: source.array) else { return }
        shape = [read.channels, read.height, read.width]
        isLast = read.order == .channelsLast ? true : nil
        isSourceLast = source.array.order == .channelsLast ? true : nil
    }

    /// As it is read, with what makes units of it.
    private func with(_ change: (inout SentPart) -> Void) -> SentPart {
        var part = self
        change(&part)
        return part
    }

    /// Units that are functions of one number each, with their derivatives.
    func sloped(_ slopes: [Float], of own: LayerArray) -> SentPart {
        with { part in
            let area = max(own.height * own.width, 1)
            if let first = slopes.first, slopes.allSatisfy({ $0 == first }) {
                part.slope = first
            } else if area > 1, slopes.indices.allSatisfy({ slopes[$0] == slopes[$0 / area * area] }) {
                part.slopes = PackedNumbers(
                    shape: [own.channels], (0..<own.channels).map { slopes[$0 * area] })
            } else {
                part.slopes = PackedNumbers(shape: [slopes.count], slopes)
            }
        }
    }

    /// What is negative becomes 0.
    func rectified() -> SentPart { with { $0.isRectified = true } }

    /// What is added, as often as `slope` says.
    func added(_ slope: Float) -> SentPart { with { $0.slope = slope } }

    /// A factor of a product.
    func factor() -> SentPart { with { $0.isFactor = true } }

    /// Probabilities.
    func softmax() -> SentPart { with { $0.isSoftmax = true } }

    /// Each channel makes a unit, by a derivative for each of its places.
    func pooled(_ slopes: [Float]) -> SentPart {
        with { part in
            part.isPooled = true
            if let first = slopes.first, slopes.allSatisfy({ $0 == first }) {
                part.slope = first
            } else {
                part.slopes = PackedNumbers(shape: [slopes.count], slopes)
            }
        }
    }

    /// Derivatives of every unit by every place.
    func related(by rows: [[Float]]) -> SentPart {
        with { $0.matrix = PackedNumbers(shape: [rows.count, rows.first?.count ?? 0], rows.flatMap(\.self)) }
    }

    /// Places that become units, moved but as they are.
    func moved(to units: [Float]) -> SentPart { with { $0.units = PackedNumbers(shape: [units.count], units) } }
}
