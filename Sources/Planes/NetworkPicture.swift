/// What a network is shown: a picture, which is made ready as the network was trained, or an array, taken as it is.
public enum NetworkPicture: Hashable, Sendable {
    /// A picture of any size.
    case image(Image)
    /// Numbers in the network's own axes, or channel × row × column, with or without a batch of one before them.
    case array(Tensor<Float>)

    /// The picture; `nil` of an array.
    public var image: Image? {
        switch self {
        case .image(let image): image
        case .array: nil
        }
    }

    /// The shape of an array; `nil` of a picture.
    public var arrayShape: [Int]? {
        switch self {
        case .image: nil
        case .array(let array): array.shape
        }
    }
}
