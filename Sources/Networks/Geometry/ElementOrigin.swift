/// Where the elements of a tensor come from, back through operations that move elements without mixing them.
///
/// Followed are slices, splits, concatenations, permutations, new shapes, space to depth, paddings, chosen indices, casts,
/// and arithmetic with constants.
public struct ElementOrigins: Sendable {
    private let network: Network
    private let shapes: Shapes
    private let producers: [String: Int]

    /// The origins in a network of known shapes.
    public init(of network: Network, shapes: Shapes) {
        self.network = network
        self.shapes = shapes
        let outputs = network.nodes.enumerated().flatMap { place, node in node.outputs.map { ($0, place) } }
        producers = Dictionary(outputs) { first, _ in first }
    }

    /// The element that another is a copy of, but perhaps for a factor and an offset: a pixel of an image that the network
    /// cuts and lays together before it looks at it.
    ///
    /// - Parameters:
    ///   - place: an index per axis.
    ///   - tensor: the tensor's name.
    /// - Returns: the tensor where the way ends, an input of the network or what another operation gives, and the place in
    ///   it; `nil` where shapes are not known, the place is none, or the element is a constant.
    /// - Complexity: linear in the operations on the way.
    public func origin(of place: [Int], in tensor: String) -> (tensor: String, place: [Int])? {
        var (tensor, place) = (tensor, place)
        while let shape = shapes[tensor], shape.count == place.count,
            zip(shape, place).allSatisfy({ (0..<$0).contains($1) }),
            !isConstant(tensor)
        {
            guard let node = producers[tensor].map({ network.nodes[$0] }) else { return (tensor, place) }
            switch shapes.instance(of: node).source(of: place, output: tensor, isConstant: isConstant) {
            case .mixed: return (tensor, place)
            case .none: return nil
            case .element(let input, let next):
                guard let name = node.input(input) else { return nil }
                (tensor, place) = (name, next)
            }
        }
        return nil
    }

    private func isConstant(_ tensor: String) -> Bool { network.constants[tensor] != nil }
}

extension OperatorInstance {
    /// What an element of an output is made of.
    fileprivate enum ElementSource {
        /// An element of an input, by the input's index.
        case element(input: Int, place: [Int])
        /// More than one element, or one that is changed by more than a factor and an offset.
        case mixed
        /// Nothing that is known.
        case none
    }

    /// Which element of an input stands at a place of an output.
    fileprivate func source(of place: [Int], output: String, isConstant: (String) -> Bool) -> ElementSource {
        guard let shape = shape(0) else { return .none }
        var place = place
        switch node.op {
        case .identity, .cast, .dropout: break
        case .add, .sub, .mul, .div:
            let varying = node.inputs.indices.filter { !isConstant(node.inputs[$0]) }
            guard varying.count == 1, let input = self.shape(varying[0]) else { return .mixed }
            // Broadcasting would show one element at many places.
            guard input.count == place.count else { return .mixed }
            return .element(input: varying[0], place: place)
        case .slice:
            guard let slices else { return .none }
            for slice in slices { place[slice.axis] = slice.start + slice.step * place[slice.axis] }
        case .transpose:
            guard let permutation, permutation.count == place.count else { return .none }
            place = permutation.indices.map { axis in place[permutation.firstIndex(of: axis) ?? axis] }
        case .split:
            guard let parts, let axis = axis(or: 0, rank: shape.count), let part = node.outputs.firstIndex(of: output)
            else { return .none }
            place[axis] += parts[..<part].reduce(0, +)
        case .pad:
            guard let paddings else { return .none }
            place = zip(place, paddings).map { $0 - $1.before }
        case .concat: return concatenated(place)
        case .gather:
            guard let chosen = chosen(place, in: shape) else { return .none }
            place = chosen
        case .reshape, .flatten, .squeeze, .unsqueeze:
            guard let newShape, newShape.count == place.count, elementCount(newShape) < .max else { return .none }
            let index = zip(newShape, place).reduce(0) { $0 * $1.0 + $1.1 }
            place = Self.place(of: index, in: shape)
        case .spaceToDepth:
            guard let block = node.int("blocksize"), block > 0, shape.count == 4, place.count == 4 else { return .none }
            let phase = place[1] / max(shape[1], 1)
            place = [
                place[0], place[1] % max(shape[1], 1), place[2] * block + phase / block,
                place[3] * block + phase % block,
            ]
        default: return .mixed
        }
        return .element(input: 0, place: place)
    }

    private func concatenated(_ place: [Int]) -> ElementSource {
        guard let axis = axis(or: 1, rank: place.count) else { return .none }
        var place = place
        for input in node.inputs.indices {
            guard let shape = shape(input), shape.count == place.count else { return .none }
            if place[axis] < shape[axis] { return .element(input: input, place: place) }
            place[axis] -= shape[axis]
        }
        return .none
    }

    /// The place that a `Gather` takes an element from.
    private func chosen(_ place: [Int], in shape: [Int]) -> [Int]? {
        guard let axis = axis(or: 0, rank: shape.count), let indices = self.shape(1),
            let numbers = numbers(1)?.integers,
            place.count == shape.count - 1 + indices.count
        else { return nil }
        let inner = place[axis..<axis + indices.count]
        let index = numbers[zip(indices, inner).reduce(0) { $0 * $1.0 + $1.1 }]
        return place[..<axis] + [index < 0 ? index + shape[axis] : index] + place[(axis + indices.count)...]
    }

    /// The place of an element in row-major order.
    private static func place(of index: Int, in shape: [Int]) -> [Int] {
        var (rest, place) = (index, shape)
        for axis in shape.indices.reversed() {
            place[axis] = rest % max(shape[axis], 1)
            rest /= max(shape[axis], 1)
        }
        return place
    }
}
