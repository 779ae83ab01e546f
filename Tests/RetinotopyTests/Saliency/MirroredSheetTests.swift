import Planes
import Retinotopy
import Testing

@Suite struct MirroredSheetTests {
    private func sheet(_ size: PixelSize) -> HypercolumnSheet {
        HypercolumnSheet(
            size: size,
            values: (0..<12).map { orientation in (0..<size.count).map { Double(100 * orientation + $0) } })
    }

    @Test(arguments: [(3, 5), (1, 1), (1, 4), (30, 50)])
    func `the sheet itself is untouched and has at least twenty hypercolumns about it`(height: Int, width: Int) {
        let inner = sheet(PixelSize(height: height, width: width))
        let outer = MirroredSheet(of: inner)
        #expect(outer.rows == 20..<20 + height && outer.columns == 20..<20 + width)
        #expect(outer.sheet.size.height >= height + 40 && outer.sheet.size.width >= width + 40)
        for orientation in 0..<12 {
            let kept = outer.rows.flatMap { row in
                outer.columns.map { outer.sheet.values[orientation][row * outer.sheet.size.width + $0] }
            }
            #expect(kept == inner.values[orientation])
        }
    }

    @Test func `behind a mirror bars keep their orientation, so that a texture goes on`() {
        let outer = MirroredSheet(of: sheet(PixelSize(height: 3, width: 5)))
        func value(_ orientation: Int, _ row: Int, _ column: Int) -> Double {
            outer.sheet.values[orientation][(20 + row) * outer.sheet.size.width + 20 + column]
        }
        // Place 5·row + column; the border itself is not repeated.
        #expect(value(2, 0, -1) == 200 + 1 && value(2, 1, 5) == 200 + 8)
        #expect(value(2, -1, 3) == 200 + 8 && value(2, -1, -2) == 200 + 7)
        #expect(value(0, 0, -3) == 3 && value(6, 0, -3) == 603)
        // Two mirrors on one axis: a whole period on.
        #expect(value(2, 0, -8) == 200)
    }
}
