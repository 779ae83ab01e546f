public import Tables

/// What a command has to say, before it is written anywhere.
public struct RunContents: Sendable {
    /// The text report, 80 columns.
    public let report: String
    /// In the order in which the report names them.
    public let tables: [Table]
    /// Title of the data package.
    public let title: String
    /// File names and bytes.
    public let figures: [(name: String, data: [UInt8])]
    /// Pages beside the report's, likewise.
    public let pages: [(name: String, data: [UInt8])]
    /// Arrays, by file name.
    public let arrays: [(name: String, array: NumpyArray)]

    /// A command's result.
    public init(
        report: String, tables: [Table], title: String, figures: [(name: String, data: [UInt8])],
        pages: [(name: String, data: [UInt8])] = [], arrays: [(name: String, array: NumpyArray)] = []
    ) {
        self.arrays = arrays
        self.report = report
        self.tables = tables
        self.title = title
        self.figures = figures
        self.pages = pages
    }
}
