import Archives
import Planes
import ReferenceData
import Testing

@testable import Inference

@Suite struct StrokesTests {
    private static func picture(_ page: InkOnPaper) -> Image {
        Image(
            grey: Plane(size: PixelSize(height: page.height, width: page.width), values: page.values), encoding: .sRGB)
    }

    private static func turned(_ image: Image) -> Image {
        Image(grey: Plane(size: image.size, values: image.planes[0].values.map { 1 - $0 }), encoding: .sRGB)
    }

    @Test func `every digit of MNIST is ink when it is turned round, and none as it is`() throws {
        let table = try PixelTable(path: bundled("data/digits/mnist_5k.csv.gz"))
        let digits = try stride(from: 0, to: table.count, by: 20).map { try table.image($0) }
        #expect(digits.count { Strokes(recognizedOn: Self.turned($0)) != nil } == digits.count)
        #expect(digits.count { Strokes(recognizedOn: $0) != nil } == 0)
    }

    @Test(arguments: ["astronaut", "brick", "camera", "chelsea", "coffee", "grass", "gravel"])
    func `a photograph of something else is no ink`(name: String) throws {
        let photo = try ImageFile(path: bundled("data/photos/\(name).png")).image()
        #expect(Strokes(recognizedOn: photo) == nil && Strokes(recognizedOn: Self.turned(photo)) == nil)
    }

    @Test func `an empty page, a grey one and noise are no ink`() {
        let size = PixelSize(side: 64)
        for value in [0, 0.5, 1] as [Float] {
            #expect(Strokes(recognizedOn: Image(grey: Plane(size: size) { _, _ in value }, encoding: .sRGB)) == nil)
        }
        let grain = noise([64, 64]).values.map { ($0 + 1) / 2 }
        #expect(Strokes(recognizedOn: Image(grey: Plane(size: size, values: grain), encoding: .sRGB)) == nil)
    }

    @Test(arguments: [(0.85, 0.85), (0.45, 0.9), (0.9, 0.4)])
    func `uneven light is taken away, and the pen's strokes are left`(light: (Double, Double)) throws {
        let page = InkOnPaper(height: 200, width: 160, stroke: 8, light: light)
        let strokes = try #require(Strokes(recognizedOn: Self.picture(page)))
        #expect(strokes.plane.size == PixelSize(height: 200, width: 160))
        let (bare, full) = (
            page.pen.indices.filter { page.pen[$0] == 0 }, page.pen.indices.filter { page.pen[$0] == 1 }
        )
        #expect(bare.allSatisfy { strokes.plane.values[$0] < 0.1 })
        #expect(full.allSatisfy { strokes.plane.values[$0] > 0.8 })
    }

    @Test func `the same pen on a dark ground is no ink, and its light is read without the ground`() {
        let page = InkOnPaper(height: 100, width: 100, stroke: 8, light: (0.1, 0.1), ink: 8)
        let picture = Self.picture(page)
        #expect(Strokes(recognizedOn: picture) == nil)
        let light = Strokes(lightOf: picture).plane.values
        #expect(
            page.pen.indices.allSatisfy { page.pen[$0] == 1 ? light[$0] > 0.8 : page.pen[$0] > 0 || light[$0] < 0.1 })
    }

    @Test func `a speck is no stroke`() throws {
        var page = InkOnPaper(height: 200, width: 160, stroke: 8, light: (0.8, 0.8)).values
        for (row, column) in [(180, 20), (180, 21), (181, 20)] { page[row * 160 + column] = 0.2 }
        let picture = Image(grey: Plane(size: PixelSize(height: 200, width: 160), values: page), encoding: .sRGB)
        let strokes = try #require(Strokes(recognizedOn: picture)).plane
        #expect((170..<190).allSatisfy { row in (10..<30).allSatisfy { strokes[row, $0] == 0 } })
    }

    @Test func `a large page is looked at with 256 pixels`() throws {
        let page = InkOnPaper(height: 600, width: 300, stroke: 24, light: (0.5, 0.9))
        #expect(
            try #require(Strokes(recognizedOn: Self.picture(page))).plane.size == PixelSize(height: 256, width: 128))
    }
}
