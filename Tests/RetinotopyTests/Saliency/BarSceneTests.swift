import Foundation
import Planes
import Retinotopy
import Testing

@Suite struct BarSceneTests {
    @Test(arguments: [
        (BarScene.Kind.homogeneous, 144, 0), (.popout90, 143, 1), (.popout30, 143, 1), (.textureBorder, 72, 72),
    ])
    func `a scene has 144 bars, some of them turned`(kind: BarScene.Kind, level: Int, turned: Int) {
        let bars = BarScene(kind).bars
        #expect(bars.filter { $0.orientation == 0 }.count == level)
        #expect(bars.filter { $0.orientation != 0 }.count == turned)
    }

    @Test func `a bar's own orientation gets 2, its neighbours 2 over e to the two thirds, across the wrap`() {
        let input = BarScene(.homogeneous).input
        #expect(input.values[0][0] == 2)
        #expect(input.values[1][0] == 2 * exp(-2.0 / 3) && input.values[11][0] == input.values[1][0])
        #expect((2...10).allSatisfy { input.values[$0][0] == 0 })
        #expect(input.values.allSatisfy { $0[1] == 0 && $0[24] == 0 })
    }

    @Test func `the turned bars stand in the middle and to its right`() {
        #expect(BarScene(.popout30).bars.filter { $0.orientation == 2 }.map { [$0.row, $0.column] } == [[12, 12]])
        #expect(BarScene(.textureBorder).bars.allSatisfy { ($0.column >= 12) == ($0.orientation == 6) })
    }
}
