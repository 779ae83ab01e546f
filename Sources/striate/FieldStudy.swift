import ArgumentParser
import Archives
import Networks
import ReceptiveFields
import Reports

/// A network followed, with the layer, units and pixel that were asked for.
struct FieldStudy {
    let fields: ReceptiveFields
    /// The layer asked for, else the last map with units.
    let target: TensorField?
    /// The units asked for; empty if none were.
    let asked: [UnitField]
    private let pixel: Place?
    private let seeing: (rows: [Int], columns: [Int])?

    /// The most rows of a table of units.
    private static let mostUnits = 1 << 20

    init(_ model: String, input: ImageSize?, layer: String?, unit: String?, pixel: Place?) throws {
        let network = try Network(path: model)
        let all: ReceptiveFields
        do throws(NetworkError) {
            let image = try ImageInput(
                of: network, height: input?.height, width: input?.width, assuming: ImageInput.customarySide)
            all = try ReceptiveFields(of: network, image: image)
        } catch {
            throw ArchiveError.notANetwork(file: model, reason: "\(error)")
        }
        let (name, place) = try Self.parsed(unit)
        let target = try (name ?? layer).map { try Self.find($0, in: all, model) } ?? all.lastMap
        self.target = target
        self.pixel = pixel
        guard let target, unit != nil || pixel != nil else {
            (fields, asked, seeing) = (all, [], nil)
            return
        }
        // Units are kept of the one tensor that is asked for.
        fields = try ReceptiveFields(of: network, image: all.image, keeping: [target.tensor])
        guard let units = fields.units[target.tensor] else { preconditionFailure("a tensor that was found is kept") }
        asked = try unit == nil ? [] : Self.units(target, units, place)
        if let pixel, pixel.row >= all.image.height || pixel.column >= all.image.width {
            throw ValidationError(
                "--pixel: the image has \(all.image.height) rows and \(all.image.width) columns, from 0")
        }
        seeing = pixel.map { units.seeing(row: $0.row, column: $0.column) }
    }

    /// `conv3:5,7` as a name and a place; a name may hold colons of its own.
    private static func parsed(_ unit: String?) throws -> (name: String?, place: Place?) {
        guard let unit else { return (nil, nil) }
        guard let colon = unit.lastIndex(of: ":"),
            let place = Place(argument: String(unit[unit.index(after: colon)...]))
        else { return (unit, nil) }
        return (String(unit[..<colon]), place)
    }

    private static func find(_ name: String, in fields: ReceptiveFields, _ model: String) throws -> TensorField {
        if let index = Int(name), let field = fields.tensors.first(where: { $0.index == index }) { return field }
        if let field = fields.tensors.first(where: { $0.tensor == name || $0.node.label == name }) { return field }
        if name.contains("*"), let field = fields.tensors.first(where: { fits($0.node.label, pattern: name) }) {
            return field
        }
        let names = fields.tensors.map(\.node.label) + fields.tensors.map(\.tensor)
        throw ArchiveError.noSuchLayer(file: model, name: name, suggestion: nearestName(to: name, among: names))
    }

    private static func units(_ target: TensorField, _ units: Units, _ place: Place?) throws -> [UnitField] {
        if let place {
            guard place.row < units.height, place.column < units.width else {
                throw ValidationError(
                    "--unit: '\(target.node.label)' has \(units.height) rows and \(units.width) columns of units, from 0"
                )
            }
            return [UnitField(target, units, row: place.row, column: place.column)]
        }
        guard units.height * units.width <= mostUnits else {
            throw ValidationError(
                "--unit: '\(target.node.label)' has \(units.height * units.width) units; name one as LAYER:ROW,COL")
        }
        return (0..<units.height).flatMap { row in
            (0..<units.width).map { UnitField(target, units, row: row, column: $0) }
        }
    }

    /// The units asked for, those that see the pixel, else the central unit of every tensor.
    var units: [UnitField] {
        guard let target, let seeing, let kept = fields.units[target.tensor] else {
            return asked.isEmpty ? fields.tensors.map(UnitField.init(centerOf:)) : asked
        }
        return asked
            + seeing.rows.flatMap { row in seeing.columns.map { UnitField(target, kept, row: row, column: $0) } }
    }

    /// One line for every kind of operation that is not followed.
    var warnings: [String] {
        let ops = Dictionary(grouping: fields.unknown, by: \.op.name)
        return ops.keys.sorted().map { op in
            let nodes = ops[op] ?? []
            let more = nodes.count > 1 ? " and \(nodes.count - 1) more" : ""
            return
                "the operation '\(op)' of node '\(nodes[0].label)'\(more) is not followed; what it gives is said to see the whole image"
        }
    }

    /// What was asked for besides the table.
    func sections(explained: Bool) -> [[String]] {
        guard let target else { return [] }
        var sections: [[String]] = []
        if asked.count == 1, let unit = asked.first { sections.append(unit.sentence(on: fields.image)) }
        if let pixel, let seeing {
            sections.append(
                UnitField.sentence(pixel: (pixel.row, pixel.column), layer: target.node.label, seeing))
        }
        if explained { sections.append(FieldExplanation(fields, of: target).lines) }
        return sections
    }
}
