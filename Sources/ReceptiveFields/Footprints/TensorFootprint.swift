/// What every element of a tensor sees of the image, and its units along either axis.
struct TensorFootprint {
    let rows: Footprint
    let columns: Footprint
    /// The units along the rows' axis, all elements of one place together.
    let rowUnits: AxisUnits
    /// The units along the columns' axis.
    let columnUnits: AxisUnits

    init(rows: Footprint, columns: Footprint) {
        (self.rows, self.columns) = (rows, columns)
        (rowUnits, columnUnits) = (rows.overview, columns.overview)
    }
}
