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
}
