public import Networks
public import Planes
public import Workers

/// A network with its image input, what pictures go through before they reach it, and the cores it runs on.
public struct RunnableNetwork: Sendable {
    /// The network, or the part of it that is run.
    public let network: Network
    /// Its image: batch × channel × row × column, or batch × row × column × channel.
    public let image: ImageInput
    /// What becomes of pictures.
    public let preprocessing: Preprocessing
    /// The cores.
    public let workers: Workers

    /// A network that is shown pictures.
    ///
    /// - Parameters:
    ///   - network: of one image.
    ///   - layer: up to which it is run, as ``Networks/TensorNames`` finds it; to its end if left out.
    ///   - preprocessing: that of MNIST for one channel, else of ImageNet, if left out.
    ///   - size: of the image, if not the file's.
    ///   - array: the shape of an array that it will be shown, whose size is taken where the file leaves its own open.
    ///   - workers: any number gives the same values.
    /// - Throws: ``InferenceError``: no such layer, no image.
    public init(
        _ network: Network, upTo layer: String? = nil, preprocessing: Preprocessing? = nil, size: PixelSize? = nil,
        array: [Int]? = nil, workers: Workers
    ) throws(InferenceError) {
        do throws(NetworkError) {
            let part =
                if let layer { try network.part(giving: TensorNames(of: network).tensor(layer)) } else { network }
            image = try ImageInput(of: part, height: size?.height, width: size?.width, array: array)
            // Layers in branches and loops have the names that they have in receptive fields.
            self.network = try part.unrolled(on: [image.name: image.shape])
        } catch {
            throw .network(error)
        }
        let pixels = Budget(of: self.network).pixels
        guard Count.product([image.height, image.width]) <= pixels else {
            throw .network(
                .tooManyPixels(input: image.name, pixels: image.height * image.width, limit: pixels))
        }
        self.preprocessing = preprocessing ?? (image.channels == 1 ? .mnist : .imagenet)
        self.workers = workers
    }

    /// The same with weights that have changed places:
    /// ``Inference/Networks/Network/permutingWeights(lastBefore:using:)``.
    ///
    /// - Throws: ``InferenceError/network(_:)``.
    public func permutingWeights(
        lastBefore tensor: String? = nil, using generator: inout some RandomNumberGenerator
    ) throws(InferenceError) -> RunnableNetwork {
        let permuted: Network
        do throws(NetworkError) {
            permuted = try network.permutingWeights(lastBefore: tensor, using: &generator)
        } catch {
            throw .network(error)
        }
        return try RunnableNetwork(permuted, preprocessing: preprocessing, size: size, workers: workers)
    }

    /// Rows and columns of the image.
    public var size: PixelSize { PixelSize(height: image.height, width: image.width) }

    /// One line on what is done to pictures.
    public var preprocessingSummary: String { preprocessing.summary(channels: image.channels) }

    /// How a picture is read, as it is or as ink on paper; `nil` of an array.
    public func reading(of picture: NetworkPicture) -> DrawingReading? { picture.image.map(preprocessing.reading) }

    /// A sentence on a network of integers, which is run in floats; `nil` of others.
    public var arithmeticNote: String? {
        guard network.isQuantized else { return nil }
        return
            "It is quantised: integers are run as the numbers that they stand for (dequantised arithmetic), rounded where the network rounds; integer arithmetic may differ by a step."
    }

    /// The name of the tensor that a text names.
    ///
    /// - Throws: ``InferenceError/network(_:)``: no such layer.
    public func tensor(named text: String) throws(InferenceError) -> String {
        do throws(NetworkError) { return try TensorNames(of: network).tensor(text) } catch { throw .network(error) }
    }

    /// The network made ready to give tensors of a picture.
    ///
    /// - Throws: ``InferenceError`` as ``Runner``.
    public func runner(giving tensors: [String], workers: Workers? = nil) throws(InferenceError) -> Runner {
        try Runner(network, giving: tensors, on: [image.name: image.shape], workers: workers ?? self.workers)
    }

    /// A picture at the network's size, before its values are changed.
    ///
    /// - Parameters:
    ///   - picture: of any size.
    ///   - moves: whether a drawing may be centred; without it places stay where ``placement(on:)`` says.
    /// - Throws: ``InferenceError/preprocessing(_:)``.
    public func fitted(_ picture: Image, moves: Bool = true) throws(InferenceError) -> Image {
        do throws(PreprocessingError) { return try preprocessing.fitted(picture, to: size, moves: moves) } catch {
            throw .preprocessing(error)
        }
    }

    /// Where the network's picture lies on a photograph of a size.
    ///
    /// - Throws: ``InferenceError/preprocessing(_:)``.
    public func placement(on photograph: PixelSize) throws(InferenceError) -> Placement {
        do throws(PreprocessingError) { return try preprocessing.placement(of: size, on: photograph) } catch {
            throw .preprocessing(error)
        }
    }

    /// A picture at the network's size as the network takes it, by the input's name.
    ///
    /// - Throws: ``InferenceError/preprocessing(_:)``; ``InferenceError/otherImage(input:)`` where it takes no picture.
    public func input(ofFitted picture: Image) throws(InferenceError) -> [String: Tensor<Float>] {
        guard image.shape.count == 4 else { throw .otherImage(input: image.name) }
        do throws(PreprocessingError) {
            let tensor = try preprocessing.tensor(ofFitted: picture, channels: image.channels)
            return [image.name: tensor.ordered(image.order)]
        } catch {
            throw .preprocessing(error)
        }
    }

    /// The tensors of a picture.
    ///
    /// - Parameters:
    ///   - runner: one of ``runner(giving:workers:)``.
    ///   - picture: an image of any size, or an array.
    /// - Throws: ``InferenceError``.
    public func run(_ runner: Runner, on picture: NetworkPicture) throws(InferenceError) -> [String: Tensor<Float>] {
        try runner.run(ready(picture).inputs)
    }
}
