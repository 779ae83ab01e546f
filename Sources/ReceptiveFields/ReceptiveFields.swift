public import Networks

/// What every tensor of a network can see of its image, exactly.
///
/// Footprints are followed from the image forwards: every tensor's is made of those it reads, by the rule of its
/// operation, and let go when nobody reads it any more.
public struct ReceptiveFields: Sendable {
    /// The image.
    public let image: ImageInput
    /// The tensors that see pixels, in network order.
    public private(set) var tensors: [TensorField] = []
    /// Where paths meet that do not fit.
    public private(set) var misalignments: [Misalignment] = []
    /// Nodes that are not followed; what they give is said to see the whole image.
    public private(set) var unknown: [Node] = []
    /// The units of tensors that were asked for.
    public private(set) var units: [String: TensorUnits] = [:]

    let network: Network
    let shapes: Shapes
    private var footprints: [String: TensorFootprint] = [:]
    /// What following has taken so far, in fields looked at one by one.
    private var work = 0
    /// Beyond this what is not followed is said to see the whole image: a second, about.
    private static let mostWork = 1 << 26

    /// How many nodes have still to read a tensor.
    private var readers: [String: Int] = [:]

    /// Follows a network.
    ///
    /// - Parameters:
    ///   - network: any graph.
    ///   - image: the input that fields are parts of.
    ///   - keeping: tensors of which every unit is kept, for ``units``.
    /// - Throws: ``Networks/NetworkError/impossible(node:reason:)`` where a shape cannot be.
    /// - Complexity: linear in nodes and in the sides of the image, not in its area.
    public init(of network: Network, image: ImageInput, keeping: Set<String> = []) throws(NetworkError) {
        let network = try network.unrolled(on: [image.name: image.shape])
        self.network = network
        self.image = image
        shapes = try Shapes(of: network, inputs: [image.name: image.shape])
        for node in network.nodes { for tensor in node.reads { readers[tensor, default: 0] += 1 } }
        footprints[image.name] = TensorFootprint(
            rows: Footprint(image: image.shape, axis: image.rowAxis),
            columns: Footprint(image: image.shape, axis: image.columnAxis))
        for node in network.nodes { follow(node, keeping) }
        footprints = [:]
        readers = [:]
    }

    private mutating func follow(_ node: Node, _ keeping: Set<String>) {
        defer { release(node) }
        let kind = node.op.kind
        guard kind != .shapeArithmetic, node.reads.contains(where: { footprints[$0] != nil }) else { return }
        let instance = shapes.instance(of: node)
        // Outputs at the end are often left out; one left out between others has no shape, and so is not followed.
        let outputs = Array(node.outputs.reversed().drop(while: \.isEmpty).reversed())
        guard !outputs.isEmpty else { return }
        let known = outputs.map { shapes[$0] }
        // Bodies and tensors of unknown shape are not followed.
        let isOpen =
            kind == .unknown || !node.captures.isEmpty || known.contains { !Self.isFollowed($0) } || !affords(instance)
        let rows: [Footprint]
        let columns: [Footprint]
        if isOpen {
            // What follows from an unknown shape is not counted again.
            let isFirst = node.reads.allSatisfy { footprints[$0] == nil || shapes[$0] != nil }
            if isFirst { unknown.append(node) }
            rows = known.map { Footprint(unknown: $0 ?? [], pixels: image.height) }
            columns = known.map { Footprint(unknown: $0 ?? [], pixels: image.width) }
        } else {
            let shapes = known.compactMap(\.self)
            rows = FootprintRule(instance: instance, outputs: shapes, pixels: image.height)
                .footprints(inputs(node, \.rows))
            columns = FootprintRule(instance: instance, outputs: shapes, pixels: image.width)
                .footprints(inputs(node, \.columns))
            if kind == .pointwise || node.op == .concat { meet(node) }
        }
        for (place, tensor) in outputs.enumerated()
        where !tensor.isEmpty && !(rows[place].isEmpty && columns[place].isEmpty) {
            let footprint = TensorFootprint(rows: rows[place], columns: columns[place])
            let units = TensorUnits(footprint)
            record(tensor, of: node, instance, footprint, units)
            if keeping.contains(tensor) { self.units[tensor] = units }
            if readers[tensor] != nil { footprints[tensor] = footprint }
        }
    }

    /// Whether a shape is known, and no axis longer than any map of an image that is followed.
    private static func isFollowed(_ shape: [Int]?) -> Bool {
        shape.map { $0.allSatisfy { $0 <= 1 << 22 } && elementCount($0) < .max } ?? false
    }

    /// Whether what an operation takes is left to spend, which is then spent.
    ///
    /// Fields that move on evenly cost nothing, of however many units; others are looked at one by one.
    private mutating func affords(_ instance: OperatorInstance) -> Bool {
        let read = instance.node.reads.compactMap { footprints[$0] }
        let listed = Count.sum(read.flatMap { [$0.rows.listedCount, $0.columns.listedCount] })
        let taps: [(outputs: Int, taps: Int)]
        switch instance.node.op.kind {
        case .convolution, .pool:
            taps = (((try? instance.windows) ?? nil) ?? []).map { ($0.outputs, $0.kernel) }
        case .resampling:
            taps = (instance.resamplings ?? []).map { ($0.outputs, $0.interpolation == .nearest ? 1 : 4) }
        case .movement where ![.transpose, .expand].contains(instance.node.op):
            // Channels side by side are sorted by what they see, one by one.
            taps = instance.node.outputs.compactMap { shapes[$0]?.max() }.map { ($0, 4) }
        default: taps = []
        }
        guard taps.allSatisfy({ $0.outputs <= Budget.mostFields }) else { return false }
        let looked = Count.sum(taps.map { Count.product([$0.outputs, $0.taps]) })
        // The first list is paid for by what follows.
        let price = listed > 0 ? Count.sum([listed, looked]) : looked > Budget.mostFields ? looked : 0
        guard Count.sum([work, price]) <= Self.mostWork else { return false }
        work += price
        return true
    }

    private func inputs(
        _ node: Node, _ axis: (TensorFootprint) -> Footprint
    ) -> [Footprint] {
        node.inputs.map { tensor in footprints[tensor].map(axis) ?? Footprint(empty: shapes[tensor] ?? []) }
    }

    private mutating func meet(_ node: Node) {
        let seeing = Set(node.inputs).count > 1 ? node.inputs.filter { footprints[$0] != nil } : []
        guard seeing.count > 1 else { return }
        let paths = seeing.compactMap { tensor in footprints[tensor].map { (tensor, $0) } }
        if let misalignment = Misalignment(node, paths) { misalignments.append(misalignment) }
    }

    private mutating func record(
        _ tensor: String, of node: Node, _ instance: OperatorInstance, _ footprint: TensorFootprint,
        _ units: TensorUnits
    ) {
        let source = node.input(0).flatMap { footprints[$0] }
        let isWindow = node.op.kind.hasWindow
        let smallest = source.map { [$0.rowUnits.smallest, $0.columnUnits.smallest] } ?? [0, 0]
        let isProductive = smallest[0] <= image.height && smallest[1] <= image.width
        tensors.append(
            TensorField(
                index: tensors.count, node: node, tensor: tensor, shape: shapes[tensor],
                axes: (footprint.rows.spatialAxis, footprint.columns.spatialAxis), imageOrder: image.order,
                rows: AxisField(
                    footprint.rowUnits, central: units.centralRows, hasSpatialAxis: footprint.rows.spatialAxis != nil,
                    pixels: image.height),
                columns: AxisField(
                    footprint.columnUnits, central: units.centralColumns,
                    hasSpatialAxis: footprint.columns.spatialAxis != nil, pixels: image.width),
                isExact: footprint.rows.isExact && footprint.columns.isExact,
                cost: Cost(of: instance, output: shapes[tensor]) { footprints[$0] == nil },
                isProductive: isWindow ? isProductive : nil, smallestInput: max(smallest[0], smallest[1])))
    }

    /// Lets go of what nobody reads any more.
    private mutating func release(_ node: Node) {
        for tensor in node.reads {
            guard let left = readers[tensor] else { continue }
            readers[tensor] = left - 1
            if left == 1 { footprints[tensor] = nil }
        }
    }
}
