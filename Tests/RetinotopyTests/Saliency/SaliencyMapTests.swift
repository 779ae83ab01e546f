import Planes
import Retinotopy
import Testing

@Suite struct SaliencyMapTests {
    /// A sheet with the given values at orientation 3 and half of them at orientation 7.
    private func sheet(_ size: PixelSize, _ values: [Double]) -> HypercolumnSheet {
        let silent = [Double](repeating: 0, count: size.count)
        return HypercolumnSheet(
            size: size,
            values: (0..<12).map { $0 == 3 ? values : $0 == 7 ? values.map { $0 / 2 } : silent })
    }

    @Test func `saliency is the response of the loudest unit, not the sum`() {
        let map = SaliencyMap(of: sheet(PixelSize(height: 1, width: 3), [0.5, 0, 0.25]))
        #expect(map.values == [0.5, 0, 0.25])
        #expect(map.orientation(row: 0, column: 0)?.degrees == 45 && map.orientation(row: 0, column: 1) == nil)
    }

    @Test func `a part of a sheet keeps its rows and columns`() {
        let values = (0..<20).map { Double($0) / 20 }
        let map = SaliencyMap(of: sheet(PixelSize(height: 4, width: 5), values), rows: 1..<3, columns: 2..<5)
        #expect(map.size == PixelSize(height: 2, width: 3))
        #expect(map.values == [7, 8, 9, 12, 13, 14].map { $0 / 20 })
    }

    @Test func `the eyes do not come back within the radius, its rim included`() {
        let map = SaliencyMap(of: sheet(PixelSize(height: 1, width: 8), [0.1, 0.2, 0.9, 0.8, 0.7, 0.6, 0.1, 0.3]))
        let peaks = map.peaks(10, radius: 2)
        #expect(peaks.map(\.column) == [2, 5] && peaks.map(\.value) == [0.9, 0.6])
        #expect(map.peaks(1, radius: 2).map(\.column) == [2])
        #expect(map.peaks(10, radius: 0).map(\.column) == [2, 3, 4, 5, 7, 1, 0, 6])
    }

    @Test func `the radius is that of a circle`() {
        var values = [Double](repeating: 0, count: 25)
        (values[0], values[12], values[2]) = (0.5, 0.9, 0.6)
        let peaks = SaliencyMap(of: sheet(PixelSize(side: 5), values)).peaks(10, radius: 2)
        #expect(peaks.map { [$0.row, $0.column] } == [[2, 2], [0, 0]])
    }

    @Test func `where nothing is salient there is no fixation`() {
        let size = PixelSize(side: 3)
        #expect(SaliencyMap(of: sheet(size, [Double](repeating: 0, count: 9))).peaks(5, radius: 1).isEmpty)
    }
}
