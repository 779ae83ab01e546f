import Figures
import Testing

@Suite struct ScaleBarTests {
    @Test(arguments: [
        (10.0, 100.0, 10.0, "10 mm"), (10, 99, 5, "5 mm"), (10, 49, 2, "2 mm"), (10, 12, 1, "1 mm"),
        (10, 7, 0.5, "0.5 mm"), (0.01, 60, 5000, "5000 mm"), (1000, 25, 0.02, "0.02 mm"),
    ])
    func `a bar has a round length that fits`(scale: Double, room: Double, length: Double, label: String) {
        let bar = ScaleBar(unit: " mm", scale: scale, atMost: room)
        #expect(abs(bar.length - length) < 1e-12 * length && bar.label == label)
    }
}
