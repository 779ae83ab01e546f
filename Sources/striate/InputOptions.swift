import ArgumentParser
import Archives
import Inference
import Networks
import Workers

/// How pictures become a network's input.
struct InputOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "imagenet, mnist or none, with changes: none,range=255,order=bgr,mean=104:117:123,std=1,fit=crop; of drawings invert=auto|on|off, center=auto|mass|off (default: mnist for one channel, which turns ink on paper to light on dark, else imagenet).",
            valueName: "preset[,…]"))
    var preprocess: String?

    @Option(help: ArgumentHelp("Rows and columns of the image, where the file leaves them open.", valueName: "HxW"))
    var input: ImageSize?

    @OptionGroup var given: GivenInputOptions

    /// The network of a file, to be shown pictures.
    ///
    /// - Parameter arrays: how many of the pictures are arrays, and the shape of the first.
    func network(
        _ path: String, arrays: (count: Int, shape: [Int]?), of pictures: Int, workers: Workers
    ) throws -> RunnableNetwork {
        if preprocess != nil, arrays.count == pictures {
            throw ValidationError("--preprocess: arrays go in as they are; leave it out")
        }
        let network = try given.network(path)
        return try naming(path) {
            try RunnableNetwork(
                network, preprocessing: Preprocessing.typed(preprocess), size: input?.size, array: arrays.shape,
                workers: workers)
        }
    }

    /// The network of a file, made ready for pictures.
    func network(_ path: String, workers: Workers) throws -> RunnableNetwork {
        try network(path, arrays: (0, nil), of: 1, workers: workers)
    }

    /// As they were in the end, for run.json, where all pictures are pictures.
    func settled(_ network: RunnableNetwork) -> [String: String] { settled(network, arrays: 0, of: 1) }

    /// As they were in the end, for run.json.
    func settled(_ network: RunnableNetwork, arrays: Int, of pictures: Int) -> [String: String] {
        [
            "preprocess": network.preprocessingSummary(arrays: arrays, of: pictures),
            "input": "\(ImageSize(network.image))",
        ]
    }
}

/// What a network takes besides the picture.
struct GivenInputOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "What an input besides the picture holds, sr=16000: a number for all its elements, or a list; repeat it for more.",
            valueName: "input=number"))
    var set: [GivenInput] = []

    /// The network of a file, in which these inputs are constants.
    func network(_ path: String) throws -> Network {
        let network = try Network(path: path)
        let values = Dictionary(set.map { ($0.name, $0.numbers.values) }) { $1 }
        do throws(NetworkError) { return try network.fixing(values) } catch {
            throw ValidationError("--set: \(path): \(error)")
        }
    }
}

/// `sr=16000`, `size=224,224`.
struct GivenInput: ExpressibleByArgument, CustomStringConvertible {
    let name: String
    let numbers: NumberList

    init?(argument: String) {
        // An input's name may hold signs of equality.
        guard let sign = argument.lastIndex(of: "="), sign > argument.startIndex,
            let numbers = NumberList(argument: String(argument[argument.index(after: sign)...])),
            numbers.values.allSatisfy(\.isFinite)
        else { return nil }
        (name, self.numbers) = (String(argument[..<sign]), numbers)
    }

    var description: String { "\(name)=\(numbers)" }
}

extension ArgumentHelp {
    /// Of the file of a network that is run.
    static var network: ArgumentHelp { "A network: ONNX, PyTorch .pt2, Keras, TensorFlow Lite or Caffe." }

    /// Of what a network is shown.
    static var networkPictures: ArgumentHelp {
        "Pictures (\(ImageFormat.pictureNames)), arrays (.npy, as the network takes them), folders of these, or CSVs with a picture in each row (gzipped or not); - is standard input."
    }
}

extension Preprocessing {
    /// What an option says; `nil` where it is left out.
    static func typed(_ text: String?) throws -> Preprocessing? {
        guard let text else { return nil }
        do throws(PreprocessingError) { return try Preprocessing(text) } catch {
            throw ValidationError("--preprocess: \(error)")
        }
    }
}
