public import Networks

/// Paths that meet in one node, by adding or side by side, and do not fit.
///
/// They fit if their strides are equal and the centres of their fields too: −padding + (size − 1)/2.
/// - SeeAlso: Araujo, Norris & Sim (2019), *Distill*.
public struct Misalignment: Sendable {
    /// A path that comes in.
    public struct Path: Hashable, Sendable {
        /// The tensor.
        public let tensor: String
        /// Pixels from unit to unit, of rows and columns; `nil` where fields move on at several rates.
        public let strides: [Double?]
        /// The centre of unit 0's field, row and column.
        public let centers: [Double?]
    }

    /// Where they meet.
    public let node: Node
    /// The paths that see pixels.
    public let paths: [Path]

    /// How far their centres lie apart, in rows and columns of the image; `nil` where strides differ.
    public var offsets: [Double?] {
        (0..<2).map { axis in
            let centers = paths.compactMap { $0.centers[axis] }
            let isOneStride = Set(paths.map { $0.strides[axis] }).count == 1
            guard isOneStride, centers.count == paths.count else { return nil }
            return (centers.max() ?? 0) - (centers.min() ?? 0)
        }
    }

    /// The meeting of paths, if they do not fit.
    init?(_ node: Node, _ tensors: [(name: String, footprint: TensorFootprint)]) {
        let paths = tensors.compactMap { tensor -> Path? in
            let fields = [tensor.footprint.rowUnits, tensor.footprint.columnUnits].map(\.extent)
            // What all units see alike fits everything.
            guard fields.allSatisfy({ if case .local = $0 { true } else { false } }) else { return nil }
            let rates = fields.map(\.rate)
            return Path(tensor: tensor.name, strides: rates.map { $0?.stride }, centers: rates.map { $0?.center })
        }
        self.node = node
        self.paths = paths
        // Centres are sums of halves of whole numbers over strides: equal ones may differ in the last digit.
        guard paths.count > 1, offsets.contains(where: { ($0 ?? .infinity) > 1e-6 }) else { return nil }
    }
}
