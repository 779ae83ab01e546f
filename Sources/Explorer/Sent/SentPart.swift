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

    /// How units come of what is read.
    enum Kind: String, Encodable, Sendable {
        /// Each of the place like it, by its derivative.
        case sloped
        /// Each of the place like it, what is negative becoming 0.
        case rectified
        /// Each of the place like it, which is multiplied by all other parts.
        case factor
        /// Each of all of a channel, by the derivative of each place.
        case pooled
        /// All are probabilities of all that is read.
        case softmax
        /// Places are moved, but stay as they are.
        case moved
        /// Each of all that is read, by a derivative for every place.
        case related
    }

    /// `nil` where the layer's rule says it for all: windows, and sums of weights.
    private(set) var kind: Kind?
    /// The one derivative of what is sloped or pooled.
    private(set) var slope: Float?
    /// Where it is not one: of what is sloped a derivative for each unit, or for each channel, of what is pooled for each place
    /// that is read; of what is moved for each place the unit that it becomes, from 1, 0 for none; of what is related the
    /// derivatives, unit × place.
    private(set) var numbers: PackedNumbers?

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

    /// The same, with how units come of it.
    func with(_ kind: Kind, slope: Float? = nil, _ numbers: PackedNumbers? = nil) -> SentPart {
        var part = self
        (part.kind, part.slope, part.numbers) = (kind, slope, numbers)
        return part
    }

    /// Units that are functions of one number each, with their derivatives.
    func sloped(_ slopes: [Float], of own: LayerArray) -> SentPart {
        let area = max(own.height * own.width, 1)
        guard area > 1, slopes.indices.allSatisfy({ slopes[$0] == slopes[$0 / area * area] }) else {
            return with(.sloped, slopes)
        }
        return with(.sloped, (0..<own.channels).map { slopes[$0 * area] })
    }

    /// One derivative where all are the same.
    func with(_ kind: Kind, _ slopes: [Float]) -> SentPart {
        if let first = slopes.first, slopes.allSatisfy({ $0 == first }) { return with(kind, slope: first) }
        return with(kind, PackedNumbers(shape: [slopes.count], slopes))
    }
}
