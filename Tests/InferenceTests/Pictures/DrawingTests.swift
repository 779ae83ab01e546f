import Archives
import Planes
import ReferenceData
import Testing

@testable import Inference

@Suite struct DrawingTests {
    private let digitSize = PixelSize(side: 28)

    private var page: Image {
        let page = InkOnPaper(height: 120, width: 200, stroke: 6, light: (0.4, 0.9))
        return Image(grey: Plane(size: PixelSize(height: 120, width: 200), values: page.values), encoding: .sRGB)
    }

    @Test func `ink is turned and centred for a network of MNIST's kind, and it is said`() throws {
        let digit = try Preprocessing.mnist.fitted(page, to: digitSize).planes[0]
        #expect(digit[0, 0] == 0 && digit.values.max() == 1)
        let reading = Preprocessing.mnist.reading(of: page)
        #expect(reading.isInverted && reading.isCentered)
        #expect(
            Preprocessing.mnist.summary(channels: 1, reading: reading)
                == "mnist: ink on paper, turned to light on dark and centred by its mass, grey from 0 to 255")
    }

    @Test func `what is light on dark stays, pixel for pixel`() throws {
        let table = try PixelTable(path: bundled("data/digits/mnist_5k.csv.gz"))
        for row in stride(from: 0, to: table.count, by: 100) {
            let digit = try table.image(row)
            #expect(try Preprocessing.mnist.fitted(digit, to: digit.size) == digit)
            #expect(Preprocessing.mnist.reading(of: digit).text == nil)
        }
    }

    @Test(arguments: [Preprocessing.imagenet, .none])
    func `for other networks nothing is turned, not even ink`(preprocessing: Preprocessing) throws {
        #expect(preprocessing.reading(of: page).text == nil)
        var plain = try Preprocessing("\(preprocessing.name),invert=off,center=off")
        #expect(try preprocessing.fitted(page, to: digitSize) == plain.fitted(page, to: digitSize))
        plain = try Preprocessing("\(preprocessing.name),invert=on")
        #expect(try preprocessing.fitted(page, to: digitSize) != plain.fitted(page, to: digitSize))
    }

    @Test func `each step can be had alone`() throws {
        func reading(_ text: String) throws -> String? { try Preprocessing(text).reading(of: page).text }
        #expect(try reading("mnist,invert=off") == nil)
        #expect(try reading("mnist,center=off") == "ink on paper, turned to light on dark")
        #expect(try reading("none,center=mass") == "centred by its mass")
        let uncentred = try Preprocessing("mnist,center=off").fitted(page, to: digitSize)
        #expect(try Preprocessing.mnist.fitted(page, to: digitSize, moves: false) == uncentred)
        #expect(
            try Preprocessing("none,invert=on").summary(channels: 1)
                == "none: stretched to the input's size, ink on paper, turned to light on dark, grey from 0 to 1")
        #expect(
            try Preprocessing("none,center=mass").summary(channels: 1) == "none: centred by its mass, grey from 0 to 1")
    }

    @Test func `a drawing of another size is refused where sizes are exact`() throws {
        #expect(throws: PreprocessingError.size(found: page.size, expected: digitSize)) {
            try Preprocessing("mnist,fit=exact").fitted(page, to: digitSize)
        }
    }
}
