import Archives
import Planes
import Testing

@testable import Inference

@Suite struct PreprocessingTests {
    private let image = Image(
        red: Plane(size: PixelSize(side: 2), values: [0, 1, 0.5, 0.25]),
        green: Plane(size: PixelSize(side: 2), values: [1, 0, 0, 0]),
        blue: Plane(size: PixelSize(side: 2), values: [0.2, 0.2, 0.2, 0.2]), encoding: .sRGB)

    @Test func `a preset scales, centres and orders`() throws {
        let none = try Preprocessing.none.tensor(of: image, channels: 3, size: PixelSize(side: 2))
        #expect(none.shape == [1, 3, 2, 2] && none.values == [0, 1, 0.5, 0.25, 1, 0, 0, 0, 0.2, 0.2, 0.2, 0.2])
        let imagenet = try Preprocessing("imagenet,fit=exact").tensor(of: image, channels: 3, size: PixelSize(side: 2))
        #expect(abs(imagenet[0, 1, 0, 0] - (1 - 0.456) / 0.224) < 1e-6)
        let caffe = try Preprocessing("none,range=255,order=bgr,mean=104:117:123")
            .tensor(of: image, channels: 3, size: PixelSize(side: 2))
        #expect(caffe[0, 0, 0, 0] == 51 - 104 && caffe[0, 2, 0, 1] == 255 - 123)
        let grey = try Preprocessing.mnist.tensor(of: image, channels: 1, size: PixelSize(side: 2))
        #expect(abs(grey[0, 0, 0, 0] - 255 * (0.7152 + 0.0722 * 0.2)) < 1e-3)
    }

    @Test func `one line says what is done`() throws {
        #expect(
            Preprocessing.imagenet.summary(channels: 3)
                == "imagenet: the middle 0.875 of its shorter side, RGB from 0 to 1, minus 0.485, 0.456, 0.406, over "
                + "0.229, 0.224, 0.225")
        #expect(Preprocessing.mnist.summary(channels: 1) == "mnist: stretched to the input's size, grey from 0 to 255")
        #expect(
            try Preprocessing("none,fit=exact,order=bgr,range=2").summary(channels: 3)
                == "none: left at its size, BGR from 0 to 2")
    }

    @Test func `what is no setting is refused`() {
        func message(_ body: () throws(PreprocessingError) -> Void) -> String {
            do throws(PreprocessingError) { try body() } catch { return "\(error)" }
            return ""
        }
        func parse(_ text: String) -> String {
            message { () throws(PreprocessingError) in _ = try Preprocessing(text) }
        }
        #expect(parse("vgg") == "there is no preset 'vgg'; there are imagenet, mnist, none")
        for word in [
            "range=0", "range=x", "mean=1:2", "std=0", "order=grb", "fit=", "size=3", "mean", "mean=1:nan:2",
            "invert=yes", "center=on",
        ] {
            #expect(
                parse("none,\(word)")
                    == "'\(word)' is no setting; there are range=N, mean=R:G:B, std=R:G:B, order=rgb|bgr, "
                    + "fit=stretch|crop|exact, invert=auto|on|off, center=auto|mass|off")
        }
        #expect(
            message { () throws(PreprocessingError) in
                _ = try Preprocessing("mnist,center=mass").placement(of: PixelSize(side: 2), on: PixelSize(side: 4))
            } == "places on a picture are asked for, and center=mass moves it; leave out center=mass")
        #expect(
            message { () throws(PreprocessingError) in
                _ = try Preprocessing.imagenet.tensor(of: image, channels: 1, size: PixelSize(side: 2))
            } == "3 means or deviations for 1 channels; one or one for each")
        #expect(
            message { () throws(PreprocessingError) in
                _ = try Preprocessing.none.tensor(of: image, channels: 4, size: PixelSize(side: 2))
            } == "the network takes 4 channels; pictures have 1 or 3")
        #expect(
            message { () throws(PreprocessingError) in
                _ = try Preprocessing("none,fit=exact").tensor(of: image, channels: 3, size: PixelSize(side: 3))
            } == "the picture is 2 × 2, the network takes 3 × 3; leave out fit=exact")
    }

    @Test func `cropping keeps the middle`() throws {
        let wide = Image(grey: Plane(size: PixelSize(height: 4, width: 8)) { _, x in Float(x) / 8 }, encoding: .sRGB)
        let middle = try Preprocessing("none,fit=crop").tensor(of: wide, channels: 1, size: PixelSize(side: 4))
        #expect(middle.values[..<4] == [0.25, 0.375, 0.5, 0.625])
    }

    @Test func `the middle of a long thin picture does not need the whole`() throws {
        // At the network's size the whole would be 256 × 10 million pixels.
        let thread = Image(
            grey: Plane(size: PixelSize(height: 1, width: 40_000)) { _, x in x < 20_000 ? 0 : 1 }, encoding: .sRGB)
        let middle = try Preprocessing.imagenet.fitted(thread, to: PixelSize(side: 224))
        #expect(middle.size == PixelSize(side: 224))
        #expect(middle.planes[0][0, 0] < 0.1 && middle.planes[0][223, 223] > 0.9)
    }

    /// `astronaut-224.png` was made by Pillow 12's bicubic filter, which rounds to 8 bits after rows and after columns.
    @Test func `a photograph is reduced as Pillow does it`() throws {
        let photo = try ImageFile(path: bundled("data/photos/astronaut.png")).image()
        let small = try ImageFile(path: bundled("astronaut-224.png")).image()
        let resized = photo.resized(to: PixelSize(side: 224), keeping: PixelSize(side: 224))
        for (a, b) in zip(resized.planes, small.planes) {
            let differences = zip(a.values, b.values).map { abs($0 - $1) }
            // Overshoot at a few edges, which Pillow cuts off twice; without that, half a step of 8 bits.
            #expect((differences.max() ?? 1) < 6 / 255)
            #expect(differences.reduce(0, +) / Float(differences.count) < 0.3 / 255)
        }
    }
}
