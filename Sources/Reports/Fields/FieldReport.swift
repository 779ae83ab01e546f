import Networks
public import ReceptiveFields
import Tables

/// The text of `rf`: the answer first, then every layer, then what is unusual, at most 80 columns wide.
public struct FieldReport: Sendable {
    private let fields: ReceptiveFields
    private let file: String
    private let resolution: Double?

    /// A report on a network.
    ///
    /// - Parameters:
    ///   - fields: of the network.
    ///   - file: its name without its folder.
    ///   - resolution: pixels per degree, where one is assumed.
    public init(_ fields: ReceptiveFields, file: String, resolution: Double?) {
        self.fields = fields
        self.file = file
        self.resolution = resolution
    }

    /// The report.
    ///
    /// - Parameters:
    ///   - extras: sections on what was asked for besides: units, pixels, an explanation.
    ///   - tables: names of the tables there are.
    ///   - place: where tables and pictures lie, if they were written.
    ///   - figures: the pictures there are.
    public func text(
        extras: [[String]] = [], tables: [String] = ["receptive_fields", "units"], place: String?, figures: FigureSet
    ) -> String {
        let sections =
            [answer] + extras + [table, misalignments, productivity, unknown]
            + [resolution.map { CortexSection(fields, resolution: $0).lines } ?? [], ending(place, figures, tables)]
        return sections.filter { !$0.isEmpty }.map { $0.joined(separator: "\n") }.joined(separator: "\n\n") + "\n"
    }

    // MARK: The answer

    private var answer: [String] {
        let image = fields.image
        var lines = wrapped(
            "\(file): \(counted(fields.tensors.count, "tensor sees", "tensors see")) the image '\(image.name)' of \(image.height) × \(image.width) pixels."
        )
        if image.isAssumed {
            lines += wrapped(
                "The file leaves the image's size open; \(image.height) × \(image.width) is assumed (--input HxW gives another)."
            )
        }
        let nodes = fields.tensors.filter { $0.tensor == $0.node.outputs.first }
        let parameters = Count.sum(nodes.map(\.cost.parameters))
        let products = Count.sum(nodes.map { $0.cost.multiplyAdds ?? 0 })
        if parameters > 0 || products > 0 {
            lines += wrapped(
                "It has \(counted(parameters)) \(parameters == 1 ? "parameter" : "parameters") and needs \(counted(products)) \(products == 1 ? "multiply-add" : "multiply-adds")\(fields.unknown.isEmpty ? "" : ", without what is not followed")."
            )
        }
        if let last = fields.lastMap {
            lines += wrapped(sentence(on: last))
        }
        if let global = fields.tensors.first(where: { $0.rows.isGlobal && $0.columns.isGlobal }) {
            let isLocalAfter = fields.tensors[global.index...].contains { !$0.rows.isGlobal && $0.rows.hasGlobalPart }
            lines += wrapped(
                isLocalAfter
                    ? "Strictly, units see the whole image from '\(global.node.label)' (\(global.node.op)) on; fields are given without such global operations."
                    : "From '\(global.node.label)' (\(global.node.op)) on, units see the whole image.")
        }
        return lines
    }

    private func sentence(on last: TensorField) -> String {
        let map = last.sizes.map(String.init).joined(separator: " × ")
        let size = "\(last.rows.sizeText) × \(last.columns.sizeText) pixels"
        let isSingle = last.rows.units == 1 && last.columns.units == 1
        let steps =
            isSingle ? [] : [last.rows.stride, last.columns.stride].compactMap { $0.map { rounded($0, 3).trimmed } }
        let step =
            steps.count == 2
            ? (steps[0] == steps[1]
                ? ", the next one \(steps[0]) pixel\(steps[0] == "1" ? "" : "s") on"
                : ", the next ones \(steps[0]) down and \(steps[1]) across") : ""
        let share = Self.finePercent(last.seenShare)
        return "A unit of the last map, '\(last.node.label)' (\(map)), sees \(size)\(step); "
            + "in the middle that is \(share) of the image."
    }

    // MARK: Every layer

    /// Tensors that see otherwise than what they are made of, and all windows.
    private var shown: [TensorField] {
        let byName = Dictionary(fields.tensors.map { ($0.tensor, $0) }) { first, _ in first }
        return fields.tensors.filter { field in
            guard field.isProductive == nil, field.isExact else { return true }
            let sources = field.node.inputs.compactMap { byName[$0] }
            guard let source = sources.first else { return true }
            return source.rows.extent != field.rows.extent || source.columns.extent != field.columns.extent
                || source.rows.strictSize != field.rows.strictSize || source.height != field.height
                || source.isTransposed != field.isTransposed
        }
    }

    private var table: [String] {
        let shown = shown
        let used = Set(shown.flatMap { marks($0) })
        let legend = Self.meanings.filter { used.contains($0.mark) }.map { "\($0.mark): \($0.meaning)" }
        let table = TextTable(
            columns: [
                ("layer", .left), ("op", .left), ("map", .left), ("field", .right), ("", .left), ("stride", .right),
                ("start", .right), ("sees", .right),
            ] + (resolution == nil ? [] : [("deg", .right)]),
            rows: shown.map { field in
                let map = [field.height, field.width].compactMap { $0.map(String.init) }.joined(separator: "×")
                return [
                    shortened(field.node.label, 22), shortened(field.node.op.name, 13), map,
                    pair(Double(field.rows.size), Double(field.columns.size), "×"), marks(field),
                    pair(field.rows.stride, field.columns.stride, "×"),
                    pair(field.rows.start, field.columns.start, ","),
                    Self.finePercent(field.seenShare),
                ] + (resolution.map { [rounded(Double(field.rows.size) / $0, 2)] } ?? [])
            })
        let rest = fields.tensors.count - shown.count
        return table.lines
            + (legend.isEmpty ? [] : wrapped(legend.joined(separator: "; ") + "."))
            + (rest > 0
                ? wrapped(
                    "\(counted(rest, "more tensor sees", "more tensors see")) what the one before sees; the table has them all."
                ) : [])
    }

    private static let meanings: [(mark: Character, meaning: String)] = [
        ("b", "an upper bound"), ("g", "strictly all is seen, through a global operation"),
        ("v", "varies from unit to unit"), ("t", "transposed: rows and columns are the image's"),
        ("h", "has holes"), ("u", "unproductive"),
    ]

    private func marks(_ field: TensorField) -> String {
        var marks = ""
        if !field.isExact { marks += "b" }
        if !field.rows.isGlobal, field.rows.hasGlobalPart { marks += "g" }
        if !field.isAligned { marks += "v" }
        if field.isTransposed { marks += "t" }
        if !field.isDense { marks += "h" }
        if field.isProductive == false { marks += "u" }
        return marks
    }

    /// Whole percent; below one, two digits of it.
    private static func finePercent(_ share: Double) -> String {
        percent(share, share >= 0.0095 || share == 0 ? 0 : share >= 0.00095 ? 1 : 2)
    }

    /// One number where both are equal.
    private func pair(_ rows: Double?, _ columns: Double?, _ separator: String) -> String {
        let texts = [rows, columns].map { $0.map { rounded($0, 2).trimmed } ?? "-" }
        return texts[0] == texts[1] ? texts[0] : texts.joined(separator: separator)
    }

    // MARK: What is unusual

    private var misalignments: [String] {
        guard !fields.misalignments.isEmpty else { return [] }
        let count = fields.misalignments.count
        var lines = wrapped(
            count == 1 ? "Paths that do not fit meet in one node:" : "Paths that do not fit meet in \(count) nodes:")
        for misalignment in fields.misalignments.prefix(6) {
            lines.append(
                "  \(shortened(misalignment.node.label, 30)) (\(misalignment.node.op)): \(FieldNote.text(misalignment))"
            )
            for path in misalignment.paths.prefix(6) {
                let strides = pair(path.strides[0], path.strides[1], "×")
                let centers = pair(path.centers[0], path.centers[1], ",")
                lines.append("    \(shortened(path.tensor, 34)): stride \(strides), first centre \(centers)")
            }
        }
        if count > 6 { lines.append("  … and \(count - 6) more in the table's notes.") }
        return lines
    }

    private var productivity: [String] {
        let windows = fields.tensors.filter { $0.isProductive != nil }
        guard !windows.isEmpty, fields.unknown.isEmpty else { return [] }
        let idle = windows.filter { $0.isProductive == false }
        let range = fields.productiveSides
        var lines: [String] = []
        if let first = idle.first {
            lines += wrapped(
                "\(idle.count) of \(counted(windows.count, "layer", "layers")) with a window \(idle.count == 1 ? "is" : "are") unproductive, from '\(first.node.label)' on: even the smallest path to them sees more than the image."
            )
        }
        if let range {
            lines += wrapped(
                "Every layer is productive for images of at least \(counted(range.lowerBound, "pixel", "pixels")) a side"
                    + (range.upperBound > range.lowerBound
                        ? "; above \(range.upperBound) no unit of the last map sees all of it." : "."))
        }
        return lines
    }

    private var unknown: [String] {
        guard !fields.unknown.isEmpty else { return [] }
        let ops = Dictionary(grouping: fields.unknown, by: \.op).map { "\($0.key) (\($0.value.count))" }.sorted()
        return wrapped(
            "Not followed: \(ops.joined(separator: ", ")). What they give is said to see the whole image, an upper bound, and so is what follows from it."
        )
    }

    private func ending(_ place: String?, _ figures: FigureSet, _ tables: [String]) -> [String] {
        wrapped(
            "Unit u sees the pixels from start + u·stride on, as many as the field is wide, less what lies outside. Pixels count from 0, y down."
        )
            + (place.map {
                wrapped(
                    "Tables are in \($0)/tables (\(tables.joined(separator: ", "))); pictures in \($0)/figures: \(figures.pictures.joined(separator: ", "))."
                )
            }
                ?? wrapped(
                    "Tables: --table \(tables.joined(separator: "|")), or all of them and pictures with --out DIR."))
            + figures.leftOut
    }
}

/// Three digits and a word: `61.1 million`.
func counted(_ count: Int) -> String {
    for (unit, word) in [(1e9, "billion"), (1e6, "million")] where Double(count) >= unit {
        let value = Double(count) / unit
        return "\(rounded(value, value < 10 ? 2 : value < 100 ? 1 : 0)) \(word)"
    }
    return String(count)
}

/// The end of a long name, which tells more than its beginning.
func shortened(_ name: String, _ length: Int) -> String {
    name.count > length ? "…" + name.suffix(length - 1) : name
}
