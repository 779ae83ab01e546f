import Planes
import Testing

@Suite struct ImageTests {
    private static let size = PixelSize(height: 1, width: 3)
    private static func plane(_ values: [Float]) -> Plane { Plane(size: size, values: values) }

    @Test func `a grey picture is its own luminance`() {
        let plane = Self.plane([0, 0.5, 1])
        let image = Image(grey: plane, encoding: .sRGB)
        #expect(image.luminance == plane && !image.isColor && image.size == Self.size)
    }

    /// The weights of ITU-R BT.709.
    @Test func `luminance weighs green most and blue least, and white is one`() {
        let image = Image(
            red: Self.plane([1, 0, 1]), green: Self.plane([0, 1, 1]), blue: Self.plane([0, 0, 1]), encoding: .linear)
        let values = image.luminance.values
        #expect(abs(values[0] - 0.2126) < 1e-7 && abs(values[1] - 0.7152) < 1e-7 && abs(values[2] - 1) < 1e-6)
    }

    /// IEC 61966-2-1: the middle of the code is 21.4 % of the light; both ends stay, and 0.04045 is where the line ends.
    @Test func `sRGB's middle grey is a fifth of the light`() {
        let light = Image(grey: Self.plane([0, 0.5, 1]), encoding: .sRGB).linear
        #expect(light.encoding == .linear)
        #expect(light.luminance.values[0] == 0 && light.luminance.values[2] == 1)
        #expect(abs(light.luminance.values[1] - 0.21404114) < 1e-7)
        #expect(abs(Image.light(0.04045) - 0.0031308) < 1e-7)
    }

    @Test(arguments: stride(from: Float(0), through: 1, by: 0.01).map(\.self))
    func `code and light are each other's inverse`(value: Float) {
        #expect(abs(Image.code(Image.light(value)) - value) < 1e-6)
        let image = Image(grey: Self.plane([value, 0, 1]), encoding: .linear)
        #expect(image.linear == image)
        #expect(abs(image.encoded.linear.luminance.values[0] - value) < 1e-6)
    }
}
