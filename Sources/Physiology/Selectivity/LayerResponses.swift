public import Inference
import Networks
public import Planes
import Workers

/// What every unit of a layer answers to pictures.
public struct LayerResponses: Sendable {
    /// Sizes of the layer: channels, rows and columns; 1 × 1 for layers without maps.
    public let channels, rows, columns: Int
    /// Pictures.
    public let count: Int
    /// Picture after picture, each channel × row × column.
    private let values: [Float]

    /// Units.
    public var units: Int { channels * rows * columns }

    /// Values that are held at one time: half a gigabyte.
    public static let mostValues = 1 << 27

    /// Runs pictures.
    ///
    /// - Parameters:
    ///   - pictures: as the network takes them, at its size.
    ///   - finished: hears how many are done.
    /// - Throws: ``InferenceError``, ``LocalizerError``, what decoding a picture throws.
    /// - Complexity: one run for each picture, as many at once as there are workers.
    public init(
        of layer: MapLayer, in network: RunnableNetwork, to pictures: [@Sendable () throws -> Image],
        finished: (@Sendable (Int) -> Void)? = nil
    ) throws {
        let runner = try network.runner(giving: [layer.tensor], workers: Workers(1))
        @Sendable func answer(_ picture: @Sendable () throws -> Image) throws -> Tensor<Float> {
            let input = try network.input(ofFitted: network.fitted(picture()))
            guard let tensor = try runner.run(input)[layer.tensor] else {
                throw InferenceError.noSuchTensor(name: layer.tensor, suggestion: nil)
            }
            return tensor.channelsFirst(from: layer.order)
        }
        guard let first = pictures.first else { throw LocalizerError.fewCategories(0) }
        let shape = try answer(first).shape
        guard (1...4).contains(shape.count), shape.count == 1 || shape[0] == 1 else {
            throw InferenceError.noMap(layer: layer.label)
        }
        let sizes = shape.count == 1 ? shape : Array(shape.dropFirst())
        channels = sizes.first ?? 1
        rows = sizes.count == 3 ? sizes[1] : 1
        columns = sizes.count > 1 ? sizes[sizes.count - 1] : 1
        count = pictures.count
        let size = sizes.reduce(1, *)
        let (all, isTooLarge) = size.multipliedReportingOverflow(by: count)
        guard !isTooLarge, all <= Self.mostValues else {
            throw LocalizerError.tooManyValues(units: size, pictures: count)
        }
        let answers = network.workers.map(count, finished: finished) { index in
            Result { try answer(pictures[index]).values }
        }
        values = try answers.flatMap { try $0.get() }
    }

    /// Of one unit to some pictures.
    public func responses(of unit: Int, to pictures: [Int]) -> [Double] {
        let size = units
        return pictures.map { Double(values[$0 * size + unit]) }
    }

    /// A unit's channel, row and column.
    public func place(of unit: Int) -> (channel: Int, row: Int, column: Int) {
        (unit / (rows * columns), unit / columns % rows, unit % columns)
    }
}

/// Why no selective units are looked for.
public enum LocalizerError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Fewer categories than two.
    case fewCategories(Int)
    /// A category of fewer pictures than four: two for each half.
    case fewPictures(category: String, count: Int)
    /// More answers than are held.
    case tooManyValues(units: Int, pictures: Int)

    /// What is wrong; what would be right.
    public var description: String {
        switch self {
        case .fewCategories(let count): "categories are compared, and there is \(count) of them; two or more"
        case .fewPictures(let category, let count):
            "category '\(category)' has \(count) of the 4 pictures that are needed, two for each half"
        case .tooManyValues(let units, let pictures):
            "\(units) units and \(pictures) pictures are more than 2^27 answers; fewer pictures, or a smaller layer"
        }
    }
}
