/// What a network may ask of the machine, before anything is allocated: a file of a few bytes can ask for anything.
///
/// A network that brings many weights has come by its size honestly, and may ask for more.
public struct Budget: Hashable, Sendable {
    /// Elements of 32 bits that are kept at one time.
    public let elements: Int
    /// Pixels of an image that is made for it.
    public let pixels: Int
    /// Multiplications and additions of one run, or what takes as long.
    public let work: Int
    /// The same for the many runs of a study, forwards and backwards.
    public let studyWork: Int

    /// Elements of a tensor, and of all that are kept at one time, for any network: half a gigabyte.
    public static let mostElements = 1 << 27
    /// Multiplications and additions of a run of any network: some thirty times those of VGG-19 on a photograph.
    public static let mostWork = 1 << 39
    /// Elements that are made of constants alone, for any network: weights that a file leaves out.
    public static let mostFilled = 1 << 26
    /// Units along an axis whose fields are followed one by one.
    public static let mostFields = 1 << 20
    /// Pixels of an image that is made for any network.
    private static let mostPixels = 1 << 24

    /// The budget of a network, by the weights that it brings.
    public init(of network: Network) {
        self.init(weights: Count.sum(network.constants.values.map(\.count)))
    }

    /// The budget of a network of so many weights: that of a second, and as much more as its weights take on a
    /// photograph.
    init(weights: Int) {
        elements = min(Self.mostElements, Count.sum([3 << 24, Count.product([weights, 64])]))
        pixels = min(Self.mostPixels, Count.sum([1 << 22, Count.product([weights, 4])]))
        work = min(Self.mostWork, Count.sum([1 << 36, Count.product([weights, 1 << 17])]))
        studyWork = Count.sum([1 << 36, Count.product([weights, 1 << 20])])
    }
}
