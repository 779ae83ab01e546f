public import Figures
public import Physiology
public import Planes
public import ReceptiveFields
public import Tables

/// All that is told of a network's fields: every tensor, the units and the pixel that were asked for, and what moves a unit.
public struct FieldLookupReport: Sendable {
    private let lookup: FieldLookup
    private let file: String
    private let resolution: Double?
    private let isExplained: Bool
    private let effective: EffectiveStudy?

    /// A report on what was looked up.
    ///
    /// - Parameters:
    ///   - lookup: in a network.
    ///   - file: its name without its folder.
    ///   - resolution: pixels per degree, where one is assumed.
    ///   - isExplained: whether the arithmetic is written out.
    ///   - effective: how much each pixel moves the unit.
    public init(
        _ lookup: FieldLookup, file: String, resolution: Double?, isExplained: Bool = false,
        effective: EffectiveStudy? = nil
    ) {
        (self.lookup, self.file, self.resolution) = (lookup, file, resolution)
        (self.isExplained, self.effective) = (isExplained, effective)
    }

    /// What the tables are called.
    public static func tableNames(isEffective: Bool) -> [String] {
        ["receptive_fields", "units"] + (isEffective ? ["effective"] : [])
    }

    /// In the order of their names.
    public var tables: [Table] {
        [FieldTables(lookup.fields, resolution: resolution).tensors, UnitField.table(lookup.units)]
            + (effective.map { [EffectiveReport($0).table] } ?? [])
    }

    /// The pictures.
    ///
    /// - Parameters:
    ///   - image: a photograph to draw fields on; grey paper without one.
    ///   - gnuplot: draws the chart.
    public func figures(on image: Image?, gnuplot: Gnuplot?) -> FigureSet {
        FieldFigures(lookup.fields, image: image, units: lookup.asked).figures(
            effective: effective.map { EffectiveFigure($0) }, gnuplot: gnuplot)
    }

    /// The report, with the folder it is written to and the pictures there are.
    public func text(place: String?, figures: FigureSet) -> String {
        let moved = effective.map { EffectiveReport($0).lines } ?? []
        return FieldReport(lookup.fields, file: file, resolution: resolution).text(
            extras: [moved] + lookup.sections(explained: isExplained),
            tables: Self.tableNames(isEffective: effective != nil), place: place, figures: figures)
    }
}
