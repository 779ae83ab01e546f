import ArgumentParser
import Archives
import Foundation
import Inference
import Networks
import Planes
import ReceptiveFields
import Workers

/// How pictures become a network's input.
struct InputOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "imagenet, mnist or none, with changes: none,range=255,order=bgr,mean=104:117:123,std=1,fit=crop (default: mnist for one channel, else imagenet).",
            valueName: "preset[,…]"))
    var preprocess: String?

    @Option(help: ArgumentHelp("Rows and columns of the image, where the file leaves them open.", valueName: "HxW"))
    var input: ImageSize?

    /// As they were in the end, for run.json.
    func resolved(_ network: RunnableNetwork) -> [String: String] {
        ["preprocess": network.preprocessingSummary, "input": "\(network.size.height)x\(network.size.width)"]
    }
}

/// A network from a file, with what its pictures go through; errors name the file.
struct RunnableNetwork {
    let path: String
    let network: Network
    let image: ImageInput
    let preprocessing: Preprocessing
    let workers: Workers

    /// The size of open networks, which is that of ImageNet's.
    private static let customarySide = 224

    init(_ path: String, preprocess: String?, size: ImageSize?, workers: Workers) throws {
        let network = try Network(path: path)
        self.path = path
        self.network = network
        self.workers = workers
        do throws(NetworkError) {
            image = try Self.image(of: network, size)
        } catch {
            throw ArchiveError.notANetwork(file: path, reason: "\(error)")
        }
        guard image.shape.count == 4, image.rowAxis == 2 else {
            throw ArchiveError.notANetwork(
                file: path, reason: "input '\(image.name)' is not batch × channel × row × column, which is run")
        }
        do throws(PreprocessingError) {
            let preset = image.shape[1] == 1 ? Preprocessing.mnist : .imagenet
            preprocessing = if let text = preprocess { try Preprocessing(text) } else { preset }
        } catch {
            throw ValidationError("--preprocess: \(error)")
        }
    }

    private static func image(of network: Network, _ size: ImageSize?) throws(NetworkError) -> ImageInput {
        if let size { return try ImageInput(of: network, height: size.height, width: size.width) }
        do throws(NetworkError) { return try ImageInput(of: network) } catch {
            guard case .openSize = error else { throw error }
            return try ImageInput(of: network, height: customarySide, width: customarySide)
        }
    }

    /// One line on what is done to pictures.
    var preprocessingSummary: String { preprocessing.summary(channels: image.shape[1]) }

    /// Rows and columns of the network's image.
    var size: PixelSize { PixelSize(height: image.height, width: image.width) }

    /// The network made ready to give tensors.
    func runner(giving tensors: [String]) throws -> Runner {
        try naming { () throws(InferenceError) in
            try Runner(network, giving: tensors, on: [image.name: image.shape], workers: workers)
        }
    }

    /// A picture as the network takes it.
    func tensor(of picture: Image) throws -> Tensor<Float> {
        try naming { () throws(PreprocessingError) in
            try preprocessing.tensor(of: picture, channels: image.shape[1], size: size)
        }
    }

    /// A picture at the network's size.
    func fitted(_ picture: Image) throws -> Image {
        try naming { () throws(PreprocessingError) in try preprocessing.fitted(picture, to: size) }
    }

    /// A picture at the network's size as the network takes it.
    func tensor(ofFitted picture: Image) throws -> Tensor<Float> {
        try naming { () throws(PreprocessingError) in
            try preprocessing.tensor(ofFitted: picture, channels: image.shape[1])
        }
    }

    private func naming<Result>(_ body: () throws(PreprocessingError) -> Result) throws -> Result {
        do throws(PreprocessingError) { return try body() } catch { throw ValidationError("--preprocess: \(error)") }
    }

    /// The tensors of a picture.
    func run(_ runner: Runner, on picture: Image) throws -> [String: Tensor<Float>] {
        let tensor = try tensor(of: picture)
        return try naming { () throws(InferenceError) in try runner.run([image.name: tensor]) }
    }

    /// Runs something of the network; an error names the file.
    func naming<Result>(_ body: () throws(InferenceError) -> Result) throws -> Result {
        do throws(InferenceError) { return try body() } catch {
            if case .noSuchTensor(let name, _) = error {
                let names = network.nodes.map(\.label) + network.nodes.flatMap(\.outputs)
                throw ArchiveError.noSuchLayer(file: path, name: name, suggestion: nearestName(to: name, among: names))
            }
            throw ArchiveError.notANetwork(file: path, reason: "\(error)")
        }
    }
}
