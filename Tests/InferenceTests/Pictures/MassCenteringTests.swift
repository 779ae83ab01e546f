import Archives
import Planes
import Testing

@testable import Inference

@Suite struct MassCenteringTests {
    @Test func `a bar's longer side becomes twenty pixels of twenty-eight, its mass in the middle`() throws {
        // 40 × 20 pixels at the bottom right of 100 × 60.
        let bar = Plane(size: PixelSize(height: 100, width: 60)) { row, column in
            (55..<95).contains(row) && (35..<55).contains(column) ? 0.5 : 0
        }
        let picture = try #require(MassCentering(bar)).picture(PixelSize(side: 28)).planes[0]
        for row in 0..<28 {
            for column in 0..<28 {
                let isBar = (4..<24).contains(row) && (9..<19).contains(column)
                #expect(abs(picture[row, column] - (isBar ? 1 : 0)) < 1e-5, "\(row), \(column)")
            }
        }
    }

    @Test func `what is heavy on one side is moved to the other`() throws {
        // 20 × 20 with all mass but a pixel in the left column: its centre is there.
        let comb = Plane(size: PixelSize(side: 20)) { row, column in column == 0 || (row == 10 && column == 19) ? 1 : 0
        }
        let picture = try #require(MassCentering(comb)).picture(PixelSize(side: 28)).planes[0]
        let heavy = (0..<28).filter { column in (0..<28).count { picture[$0, column] > 0 } > 10 }
        #expect(heavy == [13])
    }

    @Test func `MNIST's own digits stay as they are`() throws {
        let table = try PixelTable(path: bundled("data/digits/mnist_5k.csv.gz"))
        var same = 0
        for row in stride(from: 0, to: table.count, by: 50) {
            let digit = try table.image(row)
            let again = try Preprocessing("mnist,center=mass").fitted(digit, to: digit.size)
            // Those of its authors were placed by a rule of the same words.
            let difference = zip(digit.planes[0].values, again.planes[0].values).reduce(0) { $0 + abs($1.0 - $1.1) }
            if difference < 0.02 * digit.planes[0].values.reduce(0, +) { same += 1 }
        }
        #expect(same >= 90, "\(same) of 100")
    }

    @Test func `nothing is drawn, nothing is moved`() throws {
        let empty = Plane(size: PixelSize(side: 28)) { _, _ in 0 }
        #expect(MassCentering(empty) == nil)
        let image = Image(grey: empty, encoding: .sRGB)
        #expect(try Preprocessing("mnist,center=mass").fitted(image, to: image.size) == image)
    }
}
