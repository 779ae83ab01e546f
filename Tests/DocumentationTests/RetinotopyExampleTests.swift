import Foundation
import Retinotopy
import Testing

@Suite struct RetinotopyExampleTests {
    @Test func `a place is as far from fixation as the magnification adds up to`() {
        let place = VisualPoint(eccentricity: 0.75, polarAngle: 0)
        let point = CorticalMap.hortonHoyt.position(of: place)
        let distance = (point.x * point.x + point.y * point.y).squareRoot()  // 12 mm
        // 17.3·ln(1 + E/0.75), with E = 0.75.
        #expect(abs(distance - 17.3 * log(2)) < 1e-9 && point.hemisphere == .left)
    }
}
