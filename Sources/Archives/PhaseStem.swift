import Networks
import Planes

/// A first convolution that reads the phases of an image side by side, every other pixel of every other row and what lies
/// between ("focus", space to depth): on the image's own pixels its kernels are larger and have the image's channels.
struct PhaseStem {
    /// Where in the image a channel's pixels lie: its colour, and its place in a block.
    struct Phase: Hashable {
        let color, row, column: Int
    }

    /// Of each channel that the convolution reads.
    let phases: [Phase]
    /// Channels of the image.
    let colors: Int
    /// Rows and columns from one pixel of a channel to the next.
    let height, width: Int

    /// How the stem of a network reads its image.
    enum Reading {
        /// Channel by channel, as it is.
        case plain
        /// Phase by phase.
        case phases(PhaseStem)
        /// In a way that is not followed.
        case unknown
    }

    /// Sizes that stand for open ones: blocks of any usual size fit into them.
    private static let (openColors, openSide) = (3, 96)

    /// How the tensor that a convolution reads, of so many channels, is made of the image.
    static func reading(of tensor: String, channels: Int, in network: Network) -> Reading {
        if network.inputs.contains(where: { $0.name == tensor }) { return .plain }
        guard let part = try? network.part(giving: tensor), part.inputs.count == 1, let image = part.inputs.first,
            let sizes = image.shape?.enumerated().map({ axis, size in
                if case .known(let size) = size { size } else { axis == 0 ? 1 : axis == 1 ? openColors : openSide }
            }), let shapes = try? Shapes(of: part, inputs: [image.name: sizes]),
            let shape = shapes[tensor], shape.count == 4, shape[1] == channels, shape[2] > 2, shape[3] > 2
        else { return .unknown }
        let origins = ElementOrigins(of: part, shapes: shapes)
        func places(_ row: Int, _ column: Int) -> [[Int]]? {
            let found = (0..<shape[1]).map { origins.origin(of: [0, $0, row, column], in: tensor) }
            return found.allSatisfy { $0?.tensor == image.name } ? found.compactMap { $0?.place } : nil
        }
        // Away from the corner, which a padding may have put there.
        guard let here = places(1, 1), let below = places(2, 1), let beside = places(1, 2) else { return .unknown }
        return reading(here: here, below: below, beside: beside, image: sizes)
    }

    /// What the places of one pixel of each channel, of that below and of that beside it, tell.
    private static func reading(here: [[Int]], below: [[Int]], beside: [[Int]], image: [Int]) -> Reading {
        guard let (rowAxis, height) = step(here, below), let (columnAxis, width) = step(here, beside),
            rowAxis != columnAxis,
            let colorAxis = image.indices.last(where: {
                ![rowAxis, columnAxis].contains($0) && ($0 > 0 || image.count < 4)
            })
        else { return .unknown }
        if height == 1, width == 1 { return .plain }
        let (top, left) = (here.map { $0[rowAxis] }.min() ?? 0, here.map { $0[columnAxis] }.min() ?? 0)
        let phases = here.map {
            Phase(color: $0[colorAxis], row: $0[rowAxis] - top, column: $0[columnAxis] - left)
        }
        let colors = image[colorAxis]
        guard phases.count == product([colors, height, width]), Set(phases).count == phases.count,
            phases.allSatisfy({ $0.row < height && $0.column < width })
        else { return .unknown }
        return .phases(PhaseStem(phases: phases, colors: colors, height: height, width: width))
    }

    /// The one axis along which all places move by the same number of pixels; `nil` without it.
    private static func step(_ here: [[Int]], _ there: [[Int]]) -> (axis: Int, pixels: Int)? {
        let moves = Set(zip(here, there).map { zip($1, $0).map { $0 - $1 } })
        guard moves.count == 1, let move = moves.first, move.count(where: { $0 != 0 }) == 1,
            let axis = move.firstIndex(where: { $0 != 0 }), move[axis] > 0
        else { return nil }
        return (axis, move[axis])
    }
}

/// A weight of a stem on the image's own pixels.
struct UnfoldedStorage: FloatStorage {
    /// The weight as stored: output, channel, row, column.
    let input: StoredTensor
    /// How its channels lie in the image.
    let stem: PhaseStem

    func values(of tensor: StoredTensor, in file: LazyFile) throws(ArchiveError) -> [Float] {
        let stored = try input.values(in: file)
        // Another number of elements is refused by whoever asked for them.
        guard stored.count == input.count else { return stored }
        let (channels, rows, columns) = (input.shape[1], input.shape[2], input.shape[3])
        var values = [Float](repeating: 0, count: stored.count)
        for (index, value) in stored.enumerated() {
            let (row, column) = (index / columns % rows, index % columns)
            let phase = stem.phases[index / columns / rows % channels]
            let kernel = index / columns / rows / channels * stem.colors + phase.color
            let wholeRow = (kernel * rows + row) * stem.height + phase.row
            values[(wholeRow * columns + column) * stem.width + phase.column] = value
        }
        return values
    }
}

extension ArchiveIndex {
    /// Shows the first convolution on the image's own pixels, if it reads phases of the image; says so where it may, and
    /// their order is not known.
    mutating func unfoldStem(of network: Network) {
        guard firstComputed == nil, let place = layers.firstIndex(where: { !$0.transposed }), place == 0,
            layers[0].group == 1, layers[0].mayReadPhases,
            // A weight that two layers share has no one image.
            layers.count(where: { $0.weight == layers[0].weight }) == 1, let weight = tensors[layers[0].weight],
            let node = network.nodes.first(where: { $0.op == layers[0].op && $0.inputs.contains(layers[0].weight) }),
            let source = node.input(0)
        else { return }
        let layer = layers[0]
        let isDense = node.ints("dilations")?.allSatisfy { $0 == 1 } ?? true
        switch PhaseStem.reading(of: source, channels: layer.inputs, in: network) {
        case .plain: return
        case .phases(let stem) where isDense:
            let shape = [
                layer.outputs, stem.colors, layer.kernelSize.height * stem.height,
                layer.kernelSize.width * stem.width,
            ]
            guard
                let unfolded = ConvolutionLayer(
                    name: layer.name, op: layer.op, weight: layer.weight, bias: layer.bias, shape: shape)
            else { return }
            layers[0] = unfolded
            tensors[layer.weight] = StoredTensor(
                name: weight.name, shape: shape, storage: UnfoldedStorage(input: weight, stem: stem),
                note:
                    "It reads the image's \(stem.height) × \(stem.width) phases side by side, as \(layer.inputs) channels "
                    + "of \(layer.kernelSize) (space to depth), and is shown unfolded: a weight per pixel of the image."
            )
        case .phases, .unknown:
            guard network.inputs.contains(where: { layer.mayReadPhases(of: $0) }) else { return }
            tensors[layer.weight]?.note =
                "Its \(layer.inputs) channels are made of the image in a way that is not followed, perhaps as phases "
                + "side by side (space to depth): they are shown as they are."
        }
    }
}

extension ConvolutionLayer {
    /// Sides of the blocks that an image may be cut into.
    private static let blocks = 2...8

    /// Whether the inputs are as many as some image's channels in blocks of pixels.
    fileprivate var mayReadPhases: Bool { Self.blocks.contains { inputs.isMultiple(of: $0 * $0) } }

    /// Whether the inputs are as many as this image's channels in blocks of pixels, and not as its channels.
    fileprivate func mayReadPhases(of image: Network.Input) -> Bool {
        let sizes = (image.shape ?? []).dropFirst()
        return !sizes.contains(.known(inputs))
            && Self.blocks.contains { block in
                [1, 3, 4].contains { sizes.contains(.known($0)) && $0 * block * block == inputs }
            }
    }
}
