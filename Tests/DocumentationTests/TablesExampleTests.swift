import Tables
import Testing

@Suite struct TablesExampleTests {
    @Test func `a table of two rows as CSV`() {
        let layout = TableLayout<Double>(
            name: "gratings", title: "Gratings",
            fields: [
                .init(Column("wavelength", .number, unit: "pixels", "Of the grating", key: true)) { Cell($0) },
                .init(Column("frequency", .number, unit: "cycles/pixel", "Its inverse")) { Cell(1 / $0) },
            ])
        let text = layout.table([4, 8]).csv
        #expect(text == "wavelength,frequency\n4.0,0.25\n8.0,0.125\n")
    }
}
