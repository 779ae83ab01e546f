import Foundation
import Planes
import Testing

@testable import Figures

@Suite struct OrientationColorTests {
    private func color(_ degrees: Double, _ strength: Double = 1) -> Color {
        Color(orientation: Orientation(degrees: degrees), strength: strength)
    }

    @Test func `the colours of the published map come round in 180 degrees`() {
        // Rows 0, 64, 128 and 192 of 256 of romaO.txt in Scientific colour maps 8.
        #expect(color(0).hex == "#733957" && color(90).hex == "#CBE1B3")
        #expect(color(45).hex == "#AA752F" && color(135).hex == "#5393BF")
        #expect(color(180) == color(0) && color(-45) == color(135))
        // Row 17 of romaO.txt, between two of ours: 0.5020 0.2290 0.2510.
        let near = color(180 * 17 / 256.0)
        #expect(abs(near.red - 0.5020) < 0.006 && abs(near.green - 0.2290) < 0.006 && abs(near.blue - 0.2510) < 0.006)
    }

    @Test func `hues go over without an edge`() {
        for degrees in stride(from: 0.0, to: 180, by: 1) {
            let (a, b) = (color(degrees).bytes, color(degrees + 1).bytes)
            for (one, other) in [(a.red, b.red), (a.green, b.green), (a.blue, b.blue)] {
                #expect(abs(Int(one) - Int(other)) <= 5)
            }
        }
    }

    @Test func `what is weak is grey, whatever its orientation`() {
        #expect(color(30, 0) == .unoriented && color(120, .nan) == .unoriented)
        let half = color(0, 0.5)
        #expect(abs(half.red - (0.56 + 115.0 / 255) / 2) < 1e-9)
        #expect(color(70, 7) == color(70))
    }

    /// What each kind of reader sees of linear red, green and blue: Machado, Oliveira & Fernandes (2009), IEEE Trans. Vis.
    /// Comput. Graph. 15:1291, table 1, full severity.
    static let readers: [(name: String, rows: [[Double]], least: Double)] = [
        ("all cones", [[1, 0, 0], [0, 1, 0], [0, 0, 1]], 25),
        (
            "no red cones",
            [
                [0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998],
            ], 17
        ),
        (
            "no green cones",
            [
                [0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881],
            ], 15
        ),
        (
            "no blue cones",
            [
                [1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900],
            ], 9
        ),
    ]

    @Test(arguments: readers.indices) func `orientations 20 degrees apart differ to every reader`(_ index: Int) {
        let (_, rows, least) = Self.readers[index]
        let seen = stride(from: 0.0, to: 180, by: 5).map { Self.lab(color($0), rows) }
        for a in 0..<36 {
            for b in 0..<36 where min(abs(a - b), 36 - abs(a - b)) >= 4 {
                #expect(Self.distance(seen[a], seen[b]) > least, "\(5 * a)° and \(5 * b)°")
            }
            #expect(Self.distance(seen[a], Self.lab(.unoriented, rows)) > 15, "\(5 * a)° and grey")
        }
    }

    private static func distance(_ a: [Double], _ b: [Double]) -> Double {
        zip(a, b).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }.squareRoot()
    }

    /// CIELAB under D65, of sRGB seen through a reader's matrix.
    private static func lab(_ color: Color, _ rows: [[Double]]) -> [Double] {
        func times(_ rows: [[Double]], _ values: [Double]) -> [Double] {
            rows.map { row in zip(row, values).reduce(0) { $0 + $1.0 * $1.1 } }
        }
        func linear(_ code: Double) -> Double { code <= 0.04045 ? code / 12.92 : pow((code + 0.055) / 1.055, 2.4) }
        func root(_ part: Double) -> Double { part > 216.0 / 24389 ? cbrt(part) : (24389.0 / 27 * part + 16) / 116 }
        let light = times(rows, [linear(color.red), linear(color.green), linear(color.blue)]).map { min(max($0, 0), 1) }
        let toXYZ = [
            [0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750], [0.0193339, 0.1191920, 0.9503041],
        ]
        let xyz = zip(times(toXYZ, light), [0.95047, 1, 1.08883]).map { root($0 / $1) }
        return [116 * xyz[1] - 16, 500 * (xyz[0] - xyz[1]), 200 * (xyz[1] - xyz[2])]
    }

    @Test func `the wheel has the colour of a bar along each diameter`() throws {
        let canvas = try Canvas(size: PixelSize(side: 200))
        OrientationWheel(radius: 30).draw(on: canvas, center: Point(x: 100, y: 100))
        let pixel = try CanvasFilesTests.pixels(of: canvas)
        #expect(pixel(100, 127) == [0x73, 0x39, 0x57] && pixel(100, 73) == [0x73, 0x39, 0x57])
        #expect(pixel(73, 100) == [0xCB, 0xE1, 0xB3] && pixel(127, 100) == [0xCB, 0xE1, 0xB3])
    }
}
