/// Why a description is no network, or why its shapes cannot be followed.
public enum NetworkError: Error, Hashable, Sendable {
    /// A node that, through others, reads what it gives.
    case cycle(node: String)
    /// A tensor that two nodes give, or a node and a constant or an input.
    case givenTwice(tensor: String)
    /// A node reads a tensor that nothing gives.
    case missing(tensor: String, node: String)
    /// The values of a constant cannot be had.
    case unreadable(constant: String, reason: String)
    /// A tensor of more elements than are made of what it is made of.
    case tooManyElements(tensor: String, shape: [Int], limit: Int)
    /// No input is an image; `inputs` are those there are, with their shapes.
    case noImage(inputs: [String])
    /// An image of more rows or columns than are followed.
    case tooLarge(input: String, size: Int, limit: Int)
    /// An image of more pixels than are made for a network of its size.
    case tooManyPixels(input: String, pixels: Int, limit: Int)
    /// A node with which a network asks for more than a file of its size is given.
    case overBudget(node: String, reason: String)
    /// A node whose settings or inputs cannot be.
    case impossible(node: String, reason: String)
    /// No input of that name; `inputs` are those there are.
    case noSuchInput(name: String, inputs: [String])
    /// Numbers that an input does not take.
    case misfit(input: String, reason: String)
    /// No layer of that name.
    case noSuchLayer(name: String, suggestion: String?)
    /// No layer of that index; `count` layers have one.
    case noLayerAtIndex(index: String, count: Int)
}

extension NetworkError: CustomStringConvertible {
    /// What is wrong; what would be right. Without the file, which a network does not know.
    public var description: String {
        switch self {
        case .cycle(let node):
            "node '\(node)' reads, through others, what it gives; a network without cycles is expected"
        case .givenTwice(let tensor): "tensor '\(tensor)' is given twice; every tensor has one origin"
        case .missing(let tensor, let node): "node '\(node)' reads '\(tensor)', which nothing gives; is the file whole?"
        case .unreadable(let constant, let reason): "constant '\(constant)' cannot be read: \(reason)"
        case .tooManyElements(let tensor, let shape, let limit):
            "tensor '\(tensor)' of shape \(shapeText(shape)) is malformed; "
                + "at most \(limit) elements are filled in that are not stored one by one"
        case .noImage(let inputs):
            "no input is an image of shape 1 × channels × rows × columns; "
                + (inputs.isEmpty ? "there is no input at all" : "there are \(inputs.joined(separator: ", "))")
        case .tooLarge(let input, let size, let limit):
            "input '\(input)' has a side of \(size) pixels; at most \(limit) are followed"
        case .tooManyPixels(let input, let pixels, let limit):
            "input '\(input)' is an image of \(pixels) pixels; at most \(limit) are shown to a network of its size"
        case .overBudget(let node, let reason):
            "node '\(node)' is not run: with it the network asks for more than \(reason)"
        case .impossible(let node, let reason): "node '\(node)' cannot be: \(reason)"
        case .noSuchInput(let name, let inputs):
            "no input '\(name)'; "
                + (inputs.isEmpty
                    ? "there is none"
                    : "there \(inputs.count == 1 ? "is" : "are") '\(inputs.joined(separator: "', '"))'")
        case .misfit(let input, let reason): "input '\(input)' does not take that: \(reason)"
        case .noSuchLayer(let name, let suggestion):
            "no layer '\(name)'; " + (suggestion.map { "did you mean '\($0)'?" } ?? "striate rf lists those there are")
        case .noLayerAtIndex(let index, let count):
            "no layer of index \(index); "
                + ["none has an index", "the only one is 0", "they are 0 to \(count - 1)"][min(count, 2)]
        }
    }
}
