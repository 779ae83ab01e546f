import ArgumentParser
import Archives
import Foundation
import Inference
import Networks
import Physiology
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

    /// - Parameter layer: up to which it is run; to its end if left out.
    init(_ path: String, preprocess: String?, size: ImageSize?, upTo layer: String? = nil, workers: Workers) throws {
        let whole = try Network(path: path)
        let network = try layer.map { try Self.part(of: whole, upTo: $0, path) } ?? whole
        self.path = path
        self.network = network
        self.workers = workers
        do throws(NetworkError) {
            image = try ImageInput(
                of: network, height: size?.height, width: size?.width, assuming: ImageInput.customarySide)
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

    private static func part(of network: Network, upTo layer: String, _ path: String) throws -> Network {
        let tensor = try Self.naming(path, network) { () throws(InferenceError) in try network.tensor(named: layer) }
        do throws(NetworkError) { return try network.part(giving: tensor) } catch {
            throw ArchiveError.notANetwork(file: path, reason: "\(error)")
        }
    }

    /// One line on what is done to pictures.
    var preprocessingSummary: String { preprocessing.summary(channels: image.shape[1]) }

    /// Rows and columns of the network's image.
    var size: PixelSize { PixelSize(height: image.height, width: image.width) }

    /// What every tensor sees of the picture.
    ///
    /// - Parameter tensors: of which every unit is kept.
    func fields(keeping tensors: Set<String> = []) throws -> ReceptiveFields {
        do throws(NetworkError) { return try ReceptiveFields(of: network, image: image, keeping: tensors) } catch {
            throw ArchiveError.notANetwork(file: path, reason: "\(error)")
        }
    }

    /// The network made ready to give tensors.
    func runner(giving tensors: [String], workers: Workers? = nil) throws -> Runner {
        try naming { () throws(InferenceError) in
            try Runner(network, giving: tensors, on: [image.name: image.shape], workers: workers ?? self.workers)
        }
    }

    /// Whether the file leaves the image's size open.
    var isOpen: Bool {
        do throws(NetworkError) { _ = try ImageInput(of: network) } catch {
            if case .openSize = error { return true }
        }
        return false
    }

    /// The file's name, without its folder.
    var name: String { URL(fileURLWithPath: path).lastPathComponent }

    /// A screen before the network with a window for stimuli.
    func screen(top: Int, left: Int, window: PixelSize) throws -> NetworkScreen {
        func values(_ shade: Float) throws -> [Float] {
            try tensor(ofFitted: Image(grey: Plane(size: PixelSize(side: 1)) { _, _ in shade }, encoding: .sRGB)).values
        }
        return NetworkScreen(
            input: image.name, size: size, top: top, left: left, window: window, black: try values(0),
            white: try values(1))
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
        try Self.naming(path, network, body)
    }

    private static func naming<Result>(
        _ path: String, _ network: Network, _ body: () throws(InferenceError) -> Result
    ) throws -> Result {
        do throws(InferenceError) { return try body() } catch {
            if case .noSuchTensor(let name, _) = error {
                let names = network.nodes.map(\.label) + network.nodes.flatMap(\.outputs)
                throw ArchiveError.noSuchLayer(file: path, name: name, suggestion: nearestName(to: name, among: names))
            }
            throw ArchiveError.notANetwork(file: path, reason: "\(error)")
        }
    }
}
