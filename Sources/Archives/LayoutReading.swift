import Networks
import Planes

extension ArchiveIndex {
    /// The index with the axes of all weights told: as asked, as the format has it, or as the shapes speak for.
    ///
    /// - Throws: ``ArchiveError/otherLayout(file:layer:shape:layout:)`` where the groups cannot be parted as asked.
    func settled(layout: WeightLayout?, colors: ColorOrder?, file: String) throws(ArchiveError) -> ArchiveIndex {
        var index = self
        if !unread.isEmpty {
            let evidence = LayoutEvidence(unread.map(\.shape))
            index.layers = unread.compactMap { layer(of: $0, layout ?? evidence.layout) }
            index.notes += layout == nil ? [evidence.note].compactMap(\.self) : []
        } else if let layout {
            index.layers = []
            for layer in layers { index.layers.append(try reread(layer, layout, file)) }
        }
        if let colors {
            index.layers = index.layers.map { $0.taking(colors) }
        }
        // Said once, of the file, whichever layer is looked at.
        if index.layers.contains(where: { $0.colors == .bgr && $0.takesColors }) {
            index.colorNote =
                colors == nil
                ? WeightReading(
                    "That channels are blue, green, red is assumed, as is the format's custom: the file does not say. They are turned round.",
                    choice: .colors)
                : WeightReading("Channels are taken for blue, green, red, as asked, and turned round.")
        }
        return index
    }

    /// The convolution that a tensor without a graph may be the weight of; its bias is the vector named like it, but
    /// for the ending, of one element per output.
    private func layer(of tensor: StoredTensor, _ layout: WeightLayout) -> ConvolutionLayer? {
        let (stem, biasName) = ConvolutionLayer.names(of: tensor.name)
        let shape = layout.whole(tensor.shape)
        let fits = tensors[biasName]?.shape == [layout.size(of: .output, in: shape)]
        return ConvolutionLayer(
            name: stem, weight: tensor.name, bias: fits ? biasName : nil, shape: shape, layout: layout)
    }

    private func reread(
        _ layer: ConvolutionLayer, _ layout: WeightLayout, _ file: String
    ) throws(ArchiveError) -> ConvolutionLayer {
        let axes = layer.transposed ? layout.exchanged : layout
        func read(bias: String?) -> ConvolutionLayer? {
            ConvolutionLayer(
                name: layer.name, op: layer.op, weight: layer.weight, bias: bias, shape: layer.shape, layout: axes,
                colors: layer.colors, group: layer.group)
        }
        guard let other = read(bias: nil) else {
            throw .otherLayout(file: file, layer: layer.name, shape: layer.shape, layout: axes)
        }
        let fits = layer.bias.flatMap { tensors[$0] }?.shape == [other.outputs]
        return fits ? read(bias: layer.bias) ?? other : other
    }
}

extension WeightLayout {
    /// A shape of three, of kernels with one channel, with that channel's axis put in; a shape of four as it is.
    func whole(_ shape: [Int]) -> [Int] {
        guard shape.count == 3, let place = axes.firstIndex(of: .input) else { return shape }
        return Array(shape[..<place]) + [1] + shape[place...]
    }
}

/// What the shapes of a file's weights say of their layout.
///
/// Kernels are square and small almost everywhere, so the layout in which most are is taken. OIHW, the default, gives
/// way only to one in which more are; between others, the one that reads more layers as taking an image's channels.
struct LayoutEvidence {
    /// The layout to read with.
    let layout: WeightLayout
    /// Which was taken and why, if that could be doubted.
    let note: WeightReading?

    /// The largest side of a kernel that is taken for one: networks with 31 × 31 are known.
    private static let largestSide = 31

    /// The evidence of shapes of three or four sizes.
    init(_ shapes: [[Int]]) {
        let layouts = [WeightLayout.oihw, .hwio, .ohwi]
        let squares = layouts.map { layout in shapes.count { Self.isSquare($0, layout) } }
        let most = squares.max() ?? 0
        let best = layouts.indices.filter { squares[$0] == most }
        guard most > squares[0] else {
            layout = .oihw
            let others = layouts.indices.dropFirst().filter { index in
                squares[0] > 0
                    ? best.contains(index)
                    : shapes.contains { Self.isPixel($0, layouts[index]) && !Self.isPixel($0, .oihw) }
            }.map { layouts[$0].description }
            note =
                others.isEmpty
                ? nil
                : WeightReading(
                    "Axes are read as OIHW (output, input, row, column), the default; by the shapes alone "
                        + "\(others.joined(separator: " and ")) would do as well.", choice: .layout)
            return
        }
        let images = best.map { index in shapes.count { Self.takesImage($0, layouts[index]) } }
        let chosen = best[images.firstIndex(of: images.max() ?? 0) ?? 0]
        layout = layouts[chosen]
        let others = best.filter { $0 != chosen }.map { layouts[$0].description }
        let doubt =
            others.isEmpty
            ? "" : " \(others.joined()) would do as well, but makes fewer layers, or as few, take an image's channels."
        note = WeightReading(
            "Axes are read as \(layout) (\(layout.words)), as the shapes say: read so, "
                + "\(most) of \(counted(shapes.count, "layer", "layers")) \(most == 1 ? "has" : "have") small square kernels, read as OIHW \(squares[0]).\(doubt)",
            choice: .layout)
    }

    /// A single pixel is square, and no evidence: a row of weights of one channel has the same shape in another layout.
    private static func isSquare(_ shape: [Int], _ layout: WeightLayout) -> Bool {
        let (height, width) = size(shape, layout)
        return height == width && (2...largestSide).contains(height)
    }

    private static func isPixel(_ shape: [Int], _ layout: WeightLayout) -> Bool { size(shape, layout) == (1, 1) }

    private static func size(_ shape: [Int], _ layout: WeightLayout) -> (height: Int, width: Int) {
        let shape = layout.whole(shape)
        return (layout.size(of: .row, in: shape), layout.size(of: .column, in: shape))
    }

    private static func takesImage(_ shape: [Int], _ layout: WeightLayout) -> Bool {
        [1, 3, 4].contains(layout.size(of: .input, in: layout.whole(shape)))
    }
}
