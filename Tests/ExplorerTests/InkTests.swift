import Inference
import Planes
import Testing

@testable import Explorer

@Suite struct InkTests {
    let size = PixelSize(side: 28)

    /// A block of ink in a corner of a canvas.
    func block(height: Int, width: Int, top: Int = 10, left: Int = 10) -> Ink {
        Ink(
            drawing: Plane(size: PixelSize(side: 280)) { row, column in
                (top..<top + height).contains(row) && (left..<left + width).contains(column) ? 1 : 0
            })
    }

    func centre(_ image: Image) -> (y: Double, x: Double) {
        let plane = image.planes[0]
        var (mass, y, x) = (0.0, 0.0, 0.0)
        for row in 0..<plane.size.height {
            for column in 0..<plane.size.width {
                mass += Double(plane[row, column])
                y += Double(plane[row, column]) * Double(row)
                x += Double(plane[row, column]) * Double(column)
            }
        }
        return (y / mass, x / mass)
    }

    @Test(arguments: [(40, 80), (200, 50), (120, 120)])
    func `centred ink is 20 of 28 pixels long, and its mass lies in the middle`(height: Int, width: Int) throws {
        let image = try block(height: height, width: width).picture(of: size, centred: true)
        let (y, x) = centre(image)
        // The ink moves by whole pixels; of the digits in `data` the mass lies within half a pixel of pixel 14.
        #expect(abs(y - 14) <= 0.51 && abs(x - 14) <= 0.51)
        let rows = (0..<28).filter { row in (0..<28).contains { image.planes[0][row, $0] > 0.5 } }
        let columns = (0..<28).filter { column in (0..<28).contains { image.planes[0][$0, column] > 0.5 } }
        #expect(max(rows.count, columns.count) == 20)
        let shape = Double(min(height, width)) / Double(max(height, width))
        #expect(abs(Double(min(rows.count, columns.count)) - 20 * shape) <= 1)
    }

    @Test func `uncentred ink stays where it was drawn`() throws {
        let (y, x) = centre(try block(height: 40, width: 40, top: 20, left: 200).picture(of: size, centred: false))
        #expect(abs(y - (39.5 / 10 - 0.45)) < 0.1 && abs(x - (219.5 / 10 - 0.45)) < 0.1)
    }

    @Test func `an empty canvas is black`() throws {
        let empty = Ink(drawing: Plane(size: PixelSize(side: 280), values: [Float](repeating: 0, count: 78400)))
        #expect(try empty.picture(of: size, centred: true).planes[0].values.allSatisfy { $0 == 0 })
    }

    /// The mean of what is drawn under a pixel of the network's picture.
    private func drawn(_ ink: Ink, _ place: Placement, row: Int, column: Int) -> Double {
        func covered(_ axis: Placement.Axis, _ pixel: Int) -> [(pixel: Int, part: Double)] {
            let (from, to) = (axis.place(Double(pixel) - 0.5) + 0.5, axis.place(Double(pixel) + 0.5) + 0.5)
            return (Int(from.rounded(.down))...Int(to)).map {
                (pixel: $0, part: max(0, min(to, Double($0 + 1)) - max(from, Double($0))))
            }
        }
        var (sum, all) = (0.0, 0.0)
        for (y, height) in covered(place.y, row) {
            for (x, width) in covered(place.x, column) {
                let isInside = (0..<280).contains(y) && (0..<280).contains(x)
                sum += height * width * (isInside ? Double(ink.drawing[y, x]) : 0)
                all += height * width
            }
        }
        return sum / all
    }

    @Test(arguments: [(true, 40, 80, 150), (true, 200, 50, 10), (true, 15, 15, 230), (false, 60, 90, 100)])
    func `each pixel of the network's picture lies on what was drawn there`(
        centred: Bool, height: Int, width: Int, top: Int
    ) throws {
        let ink = block(height: height, width: width, top: top, left: 37)
        let image = try ink.picture(of: size, centred: centred)
        let place = try ink.placement(of: size, centred: centred)
        for row in 0..<28 {
            for column in 0..<28 {
                let mean = drawn(ink, place, row: row, column: column)
                #expect(abs(mean - Double(image.planes[0][row, column])) < 0.35, "\(row), \(column)")
            }
        }
        let outline = place.y.place(0) - place.y.step / 2
        #expect(centred || abs(outline + 0.5) < 1e-9 && place.x.step == 10)
    }
}
