import Foundation
import Retinotopy
import Testing

@testable import Explorer

@Suite struct CortexSheetTests {
    @Test(arguments: CorticalMap.Named.allCases)
    func `every place of the sheet is the map's, there and back`(named: CorticalMap.Named) throws {
        let sheet = CortexSheet(named, reach: 12)
        let values = Self.values(sheet)
        let (rows, columns) = (sheet.degrees.shape[1], sheet.degrees.shape[2])
        var seen = 0
        for row in stride(from: 0, to: rows, by: 3) {
            for column in stride(from: 0, to: columns, by: 3) where values[row * columns + column] < 999 {
                let point = VisualPoint(
                    x: Double(values[row * columns + column]), y: Double(values[(rows + row) * columns + column]))
                let (x, y) = (sheet.left + Double(column) * sheet.step, sheet.top - Double(row) * sheet.step)
                let back = named.map.position(of: point, in: x < 0 ? .left : .right)
                // Single precision of degrees, times at most 22 mm of cortex to a degree.
                #expect(abs(back.x - x) < 1e-3 && abs(back.y - y) < 1e-3 && point.eccentricity <= 12 + 1e-6)
                seen += 1
            }
        }
        #expect(seen > 1000)
    }

    @Test func `the horizontal meridian of V1 ends where Polimeni's formula says`() {
        let sheet = CortexSheet(.polimeniV1, reach: 16)
        let end = 15 * log(80 * (16 + 0.69) / (0.69 * (16 + 80)))
        let values = Self.values(sheet)
        let (rows, columns) = (sheet.degrees.shape[1], sheet.degrees.shape[2])
        let middle = (0..<columns).filter { values[rows / 2 * columns + $0] < 999 }
        let first = middle.first.map { sheet.left + Double($0) * sheet.step } ?? .nan
        // The meridian lies between two rows where their number is even.
        #expect(abs(-first - end) <= 1.5 * sheet.step)
    }

    static func values(_ sheet: CortexSheet) -> [Float] {
        Data(base64Encoded: sheet.degrees.data)?.withUnsafeBytes { Array($0.bindMemory(to: Float.self)) } ?? []
    }
}
