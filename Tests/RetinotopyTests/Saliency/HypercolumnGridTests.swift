import Planes
import Retinotopy
import Testing

@Suite struct HypercolumnGridTests {
    struct Example: Sendable {
        let photograph: PixelSize
        let wavelength: Double?
        let expected: (wavelength: Double, reduction: Int, step: Int, size: PixelSize)
    }

    static let examples = [
        Example(
            photograph: PixelSize(height: 384, width: 512), wavelength: nil,
            expected: (8, 1, 4, PixelSize(height: 96, width: 128))),
        Example(
            photograph: PixelSize(height: 400, width: 600), wavelength: nil,
            expected: (10, 1, 5, PixelSize(height: 80, width: 120))),
        Example(
            photograph: PixelSize(height: 3000, width: 4000), wavelength: nil,
            expected: (64, 8, 4, PixelSize(height: 94, width: 125))),
        Example(
            photograph: PixelSize(height: 2, width: 5), wavelength: nil,
            expected: (4, 1, 2, PixelSize(height: 1, width: 3))),
        Example(
            photograph: PixelSize(height: 100, width: 100), wavelength: 17,
            expected: (17, 2, 4, PixelSize(height: 13, width: 13))),
    ]

    @Test(arguments: examples)
    func `two hypercolumns to a wavelength, 128 along the longer side if none is asked for`(example: Example) throws {
        let grid = try HypercolumnGrid(photograph: example.photograph, wavelength: example.wavelength)
        #expect(grid.wavelength == example.expected.wavelength && grid.reduction == example.expected.reduction)
        #expect(grid.step == example.expected.step && grid.size == example.expected.size)
    }

    @Test func `hypercolumns stand on the middles of averaged squares`() throws {
        let plain = try HypercolumnGrid(photograph: PixelSize(height: 384, width: 512))
        #expect(plain.center(row: 0, column: 0) == (0, 0) && plain.center(row: 2, column: 1) == (4, 8))
        let averaged = try HypercolumnGrid(photograph: PixelSize(height: 3000, width: 4000))
        #expect(averaged.center(row: 1, column: 2) == (67.5, 35.5))
        // Squares of 2 from 0: the last of 101 pixels stands alone, on pixel 100.
        let narrow = try HypercolumnGrid(photograph: PixelSize(side: 101), wavelength: 20)
        #expect(narrow.reduction == 2 && narrow.step == 5 && narrow.center(row: 10, column: 9) == (90.5, 100))
    }

    @Test(arguments: [3.9, 0, -8, 513, .infinity, .nan])
    func `a wavelength that does not fit is refused`(wavelength: Double) {
        #expect(
            throws: RetinotopyError.invalid(
                .wavelength, value: "\(wavelength)",
                expected: "from 4 pixels to 512, the photograph's longer side")
        ) { try HypercolumnGrid(photograph: PixelSize(height: 384, width: 512), wavelength: wavelength) }
    }

    // Without the surroundings the second would be 2 × 8000 only.
    @Test(arguments: [
        (PixelSize(height: 4000, width: 2000), 2040, 1040), (PixelSize(height: 4, width: 16000), 42, 8040),
    ])
    func `too many hypercolumns are refused with the way out`(photograph: PixelSize, height: Int, width: Int) {
        let error = RetinotopyError.tooManyHypercolumns(height: height, width: width, limit: 1 << 18)
        #expect(throws: error) { try HypercolumnGrid(photograph: photograph, wavelength: 4) }
        #expect(
            "\(error)"
                == "\(height) × \(width) hypercolumns, with the mirrored ones about the picture, are more than 262144; choose a longer wavelength"
        )
    }
}
