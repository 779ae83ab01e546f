public import Networks

/// A network followed, with the layer, units and pixel that were asked for.
public struct FieldLookup: Sendable {
    /// A row and a column, from 0.
    public typealias Place = (row: Int, column: Int)

    /// Which units are asked for.
    public enum Query: Sendable {
        /// All of a layer.
        case all
        /// One.
        case unit(Place)
    }

    /// Every tensor, the units of the layer asked for kept.
    public let fields: ReceptiveFields
    /// The layer asked for, else the last map with units.
    public let target: TensorField?
    /// The units asked for; empty if none were.
    public let asked: [UnitField]
    /// The pixel asked for, and the units that see it.
    public let seeing: (pixel: Place, units: [UnitField])?

    /// The most units that are listed of a layer, or of those that see a pixel: what takes about a second.
    public static let mostUnits = 1 << 18

    /// Follows a network and looks up units and pixel.
    ///
    /// - Parameters:
    ///   - network: any graph.
    ///   - image: the input that is looked at.
    ///   - layer: as ``Networks/TensorNames`` finds it; the last map otherwise.
    ///   - asked: units of that layer.
    ///   - pixel: of the image.
    /// - Throws: ``FieldLookupError``.
    public init(
        _ network: Network, image: ImageInput, layer: String?, units asked: Query?, pixel: Place?
    ) throws(FieldLookupError) {
        let target: TensorField?
        let fields: ReceptiveFields
        let isKept = asked != nil || pixel != nil
        do throws(NetworkError) {
            let all = try ReceptiveFields(of: network, image: image)
            target = if let layer { try all.tensor(named: layer) } else { all.lastMap }
            // Units are kept of the one tensor that is asked for.
            fields =
                if isKept, let target { try ReceptiveFields(of: network, image: image, keeping: [target.tensor]) } else
                {
                    all
                }
        } catch {
            throw .network(error)
        }
        self.target = target
        self.fields = fields
        guard isKept, let target else {
            (self.asked, seeing) = ([], nil)
            return
        }
        guard let units = fields.units[target.tensor] else { preconditionFailure("a tensor that was found is kept") }
        self.asked = if let asked { try Self.units(target, units, asked) } else { [] }
        guard let pixel else {
            seeing = nil
            return
        }
        guard pixel.row < image.height, pixel.column < image.width else {
            throw .noSuchPixel(height: image.height, width: image.width)
        }
        let (rows, columns) = units.seeing(row: pixel.row, column: pixel.column)
        let count = Count.product([rows.count, columns.count])
        guard count <= Self.mostUnits else { throw .tooManyUnits(layer: target.node.label, count: count) }
        let seers = rows.flatMap { row in columns.map { UnitField(target, units, row: row, column: $0) } }
        seeing = (pixel, seers.filter { $0.rows.contains(pixel.row) && $0.columns.contains(pixel.column) })
    }

    private static func units(
        _ target: TensorField, _ units: TensorUnits, _ asked: Query
    ) throws(FieldLookupError) -> [UnitField] {
        switch asked {
        case .unit(let place):
            guard place.row < units.height, place.column < units.width else {
                throw .noSuchUnit(layer: target.node.label, height: units.height, width: units.width)
            }
            return [UnitField(target, units, row: place.row, column: place.column)]
        case .all:
            let count = Count.product([units.height, units.width])
            guard count <= mostUnits else { throw .tooManyUnits(layer: target.node.label, count: count) }
            return (0..<units.height).flatMap { row in
                (0..<units.width).map { UnitField(target, units, row: row, column: $0) }
            }
        }
    }

    /// The one unit that was asked for, else the central one of the layer: its gradient can be taken.
    public var unitAlone: UnitField {
        get throws(FieldLookupError) {
            guard let target else { throw .noMap }
            guard asked.count <= 1 else { throw .severalUnits }
            guard target.order != nil else { throw .otherAxes(layer: target.node.label) }
            return asked.first ?? UnitField(centerOf: target)
        }
    }

    /// The units asked for and those that see the pixel, else the central unit of every tensor.
    public var units: [UnitField] {
        if let seeing { return asked + seeing.units }
        return asked.isEmpty ? fields.tensors.map(UnitField.init(centerOf:)) : asked
    }
}

/// Why a unit or a pixel is not found.
public enum FieldLookupError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The network cannot be followed, or has no such layer.
    case network(NetworkError)
    /// A place beyond the units of a layer.
    case noSuchUnit(layer: String, height: Int, width: Int)
    /// A layer of more units than are listed.
    case tooManyUnits(layer: String, count: Int)
    /// A place beyond the image.
    case noSuchPixel(height: Int, width: Int)
    /// No tensor of the network is a map with units.
    case noMap
    /// More than one unit, where one is looked at alone.
    case severalUnits
    /// A map whose rows and columns lie along axes that are neither those of ONNX nor of TensorFlow.
    case otherAxes(layer: String)

    /// What is wrong; what would be right.
    public var description: String {
        switch self {
        case .network(let error): "\(error)"
        case .noSuchUnit(let layer, let height, let width):
            "'\(layer)' has \(counted(height, "row", "rows")) and \(counted(width, "column", "columns")) of units, from 0"
        case .tooManyUnits(let layer, let count):
            "'\(layer)' has \(counted(count, "unit", "units")); name one as LAYER:ROW,COL"
        case .noSuchPixel(let height, let width):
            "the image has \(counted(height, "row", "rows")) and \(counted(width, "column", "columns")), from 0"
        case .noMap: "it has no map with units"
        case .severalUnits: "one unit at a time"
        case .otherAxes(let layer): "'\(layer)' lies neither as channel × row × column nor as row × column × channel"
        }
    }
}

extension ReceptiveFields {
    /// The tensor that a text names.
    ///
    /// - Throws: ``Networks/NetworkError/noSuchLayer(name:suggestion:)``,
    ///   ``Networks/NetworkError/noLayerAtIndex(index:count:)``.
    public func tensor(named text: String) throws(NetworkError) -> TensorField {
        try tensors(named: [TensorNames(of: network).tensor(text)], text)[0]
    }

    /// The tensors that the parts of a text between commas name, in network order.
    ///
    /// - Throws: as ``tensor(named:)``.
    public func tensors(namedIn texts: String) throws(NetworkError) -> [TensorField] {
        try tensors(named: TensorNames(of: network).tensors(texts), texts)
    }

    private func tensors(named names: [String], _ text: String) throws(NetworkError) -> [TensorField] {
        let found = tensors.filter { Set(names).contains($0.tensor) }
        // What the image has no part in has a name, and no field.
        guard !found.isEmpty else { throw .noSuchLayer(name: text, suggestion: nil) }
        return found
    }
}
