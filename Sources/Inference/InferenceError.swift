public import Networks

/// Why a network does not run, or not as asked.
public enum InferenceError: Error, Hashable, Sendable {
    /// There is no tensor of the name; `suggestion` is the nearest there is.
    case noSuchTensor(name: String, suggestion: String?)
    /// The node's operation is not one that runs; `layers` are the nodes whose tensors can still be had.
    case missingOperator(node: String, op: String, layers: [String])
    /// A node cannot run on what reaches it.
    case impossible(node: String, op: String, reason: String)
    /// What is given for an input has another shape than the network says; sizes that are `nil` are free.
    case inputShape(input: String, expected: [Int?], found: [Int])
    /// An input of the network is not given.
    case inputMissing(input: String)
    /// A branch or a loop whose way depends on inputs that are not given.
    case undecided(node: String, op: String, inputs: [String])
    /// A weight that is NaN or infinite, and the first node that reads it.
    case nonFiniteWeight(node: String, tensor: String, value: Float)
    /// The first node that gives NaN or infinity.
    case nonFinite(node: String, op: String, tensor: String, value: Float)
    /// The node, on the way back from a tensor to the image, has no derivative here.
    case noGradient(node: String, op: String)
    /// The tensor does not depend on the input.
    case unreached(tensor: String, input: String)
    /// A weight cannot be read, or the network is none that can be shown pictures.
    case network(NetworkError)
    /// An array of other sizes than the network takes; where it has channels last, the first that are expected are its own.
    case arrayShape(found: [Int], expected: [[Int]], isChannelsLast: Bool)
    /// An array with a NaN or an infinity.
    case arrayValue(place: [Int], value: Float)
    /// An image whose axes are not batch × channel × row × column.
    case otherImage(input: String)
    /// A network without an output.
    case noOutput
    /// An answer that is not one number for each class.
    case noClasses(tensor: String, shape: [Int])
    /// A picture does not become the network's input.
    case preprocessing(PreprocessingError)
    /// A class beyond those of the answer.
    case noSuchClass(Int, count: Int)
    /// A channel that a layer does not have.
    case noSuchChannel(Int, layer: String, count: Int)
    /// A unit beyond a layer's map.
    case noSuchPlace(layer: String, height: Int, width: Int)
    /// A layer whose units are no map of one picture.
    case noMap(layer: String)
    /// No layer before a tensor has maps.
    case noMaps(before: String)
    /// A layer that has no part in what is explained.
    case notOnTheWay(layer: String, tensor: String)
    /// Guided backpropagation of a network that rectifies nothing.
    case noRectifier
    /// Work that nobody waits for any more.
    case stopped
}

extension InferenceError: CustomStringConvertible {
    /// What is wrong; what would be right. Without the file, which a network does not know.
    public var description: String {
        switch self {
        case .noSuchTensor(let name, let suggestion):
            "there is no layer or tensor '\(name)'"
                + (suggestion.map { "; did you mean '\($0)'?" } ?? "; striate rf lists those there are")
        case .missingOperator(let node, let op, let layers):
            "node '\(node)' is a \(op), which is not run; "
                + (layers.isEmpty
                    ? "no layer before it can be"
                    : layers.count == 1
                        ? "the one layer that does not need it can be, '\(layers[0])'"
                        : "the \(layers.count) layers that do not need it can be, the last is '\(layers.last ?? "")'")
        case .impossible(let node, let op, let reason): "node '\(node)' (\(op)) cannot run: \(reason)"
        case .inputShape(let input, let expected, let found):
            "input '\(input)' is of shape \(shapeText(found)); \(shapeText(expected)) is expected"
        case .inputMissing(let input):
            "input '\(input)' is not given; say what it holds"
        case .undecided(let node, let op, let inputs):
            "which way node '\(node)' (\(op)) goes depends on input '\(inputs.joined(separator: "', '"))'; say what it holds"
        case .nonFiniteWeight(let node, let tensor, let value):
            "weight '\(tensor)' of node '\(node)' holds \(value); weights are finite numbers"
        case .nonFinite(let node, let op, let tensor, let value):
            "node '\(node)' (\(op)) is the first to give \(value), in '\(tensor)'; are input and weights as the network "
                + "was trained with?"
        case .noGradient(let node, let op):
            "node '\(node)' is a \(op), whose derivative is not computed; choose a layer before it"
        case .unreached(let tensor, let input): "tensor '\(tensor)' does not depend on input '\(input)'"
        case .network(let error): "\(error)"
        case .arrayShape(let found, let expected, let isChannelsLast):
            Self.arrayText(found: found, expected: expected, isChannelsLast: isChannelsLast)
        case .arrayValue(let place, let value):
            "the array holds \(value) at [\(place.map(String.init).joined(separator: ", "))]; finite numbers are expected"
        case .otherImage(let input):
            "input '\(input)' has not four axes, batch, channel, row and column; show it an array of its own axes"
        case .noOutput: "it has no output; name a layer"
        case .noClasses(let tensor, let shape):
            "'\(tensor)' is \(Self.kind(of: shape)) of \(shapeText(shape)), not one number for each class; look at it with striate show, or name another layer"
        case .preprocessing(let error): "\(error)"
        case .noSuchClass(let index, let count): "there is no class \(index); they are 0 to \(count - 1)"
        case .noSuchChannel(let channel, let layer, let count):
            "there is no channel \(channel) in '\(layer)'; they are 0 to \(count - 1)"
        case .noSuchPlace(let layer, let height, let width):
            "'\(layer)' has \(counted(height, "row", "rows")) and \(counted(width, "column", "columns")) of units, from 0"
        case .noMap(let layer): "the units of '\(layer)' are no map of channels, rows and columns; name a layer of maps"
        case .noMaps(let tensor):
            "no layer before '\(tensor)' gives maps, which Grad-CAM is about; choose another method"
        case .notOnTheWay(let layer, let tensor):
            "'\(layer)' has no part in '\(tensor)', which is explained; name a layer before it"
        case .noRectifier:
            "it has no rectifier (Relu), so that guided backpropagation is the gradient; choose another method"
        case .stopped: "it was stopped before its end"
        }
    }
}

extension InferenceError {
    /// `an array of 10 × 10; the network takes 3 × 32 × 32 (channel × row × column), …`.
    private static func arrayText(found: [Int], expected: [[Int]], isChannelsLast: Bool) -> String {
        let shapes = expected.enumerated().map { place, shape in
            let axes =
                switch shape.count {
                case 2: "row × column"
                default: isChannelsLast && place == 0 ? "row × column × channel" : "channel × row × column"
                }
            return "\(shapeText(shape)) (\(axes))"
        }
        return "this is an array of \(shapeText(found)); the network takes \(shapes.joined(separator: " or ")), "
            + "with or without a batch of 1 before them"
    }

    /// What an answer that is no class vector is.
    private static func kind(of shape: [Int]) -> String {
        if elementCount(shape) == 1 { return "a single number" }
        return switch shape.count {
        case 0, 1: "a list"
        case 2: "a table"
        case 3: "a list of places with numbers, as of boxes or words,"
        default: "a map"
        }
    }
}

/// Why an operation does not run; the node's name is added by who runs it.
struct OperatorError: Error {
    let reason: String
    /// What it gives that is NaN or infinite, if that is why.
    private(set) var nonFinite: Float?

    init(_ reason: String) { self.reason = reason }

    /// It gives a value that is NaN or infinite.
    init(nonFinite value: Float) {
        reason = "it gives \(value)"
        nonFinite = value
    }

    /// The operation has no derivative.
    static let noGradient = OperatorError("")

    /// Whether it is ``noGradient``.
    var isNoGradient: Bool { reason.isEmpty }

    /// Two shapes that do not fit.
    static func shapes(_ found: [Int], _ other: [Int], _ rule: String) -> OperatorError {
        OperatorError("shapes \(shapeText(found)) and \(shapeText(other)) do not fit; \(rule)")
    }
}
