internal import Glibc

/// A picture: one grey plane or three colour planes of one size, values from 0 (black) to 1 (white).
///
/// Rows from the top, columns from the left, as in ``Plane``. Colours are those of sRGB's primaries.
public struct Image: Hashable, Sendable {
    /// What the values are proportional to.
    public enum Encoding: Hashable, Sendable {
        /// Light: twice the value is twice the photons.
        case linear
        /// The code of sRGB (IEC 61966-2-1), about the 2.2th root of light, as photographs are stored and screens take
        /// them. Equal steps look about equal.
        case sRGB
    }

    /// Grey, or red, green and blue.
    public let planes: [Plane]
    /// What the values are proportional to.
    public let encoding: Encoding

    /// A grey picture.
    ///
    /// - Precondition: values from 0 to 1; sizes and values from files are checked where the file is read.
    public init(grey: Plane, encoding: Encoding) {
        self.init(planes: [grey], encoding: encoding)
    }

    /// A colour picture.
    ///
    /// - Precondition: three planes of one size, values from 0 to 1.
    public init(red: Plane, green: Plane, blue: Plane, encoding: Encoding) {
        self.init(planes: [red, green, blue], encoding: encoding)
    }

    private init(planes: [Plane], encoding: Encoding) {
        precondition(planes.allSatisfy { $0.size == planes[0].size }, "the planes of a picture have one size")
        precondition(planes.allSatisfy(Self.isInRange), "a picture's values are from 0 to 1")
        self.planes = planes
        self.encoding = encoding
    }

    /// Rows and columns.
    public var size: PixelSize { planes[0].size }
    /// Whether there are three planes.
    public var isColor: Bool { planes.count == 3 }

    /// The grey plane, or .2126·red + .7152·green + .0722·blue (ITU-R BT.709), of the values as they are encoded.
    ///
    /// Of a linear picture this is luminance (CIE Y); of an sRGB picture it is luma, which follows lightness.
    public var luminance: Plane {
        guard isColor else { return planes[0] }
        let (red, green, blue) = (planes[0].values, planes[1].values, planes[2].values)
        return Plane(
            size: size, values: red.indices.map { 0.2126 * red[$0] + 0.7152 * green[$0] + 0.0722 * blue[$0] })
    }

    /// The same picture with values proportional to light.
    public var linear: Image { encoding == .linear ? self : mapped(to: .linear, Self.light) }

    /// The same picture with values in the code of sRGB.
    public var encoded: Image { encoding == .sRGB ? self : mapped(to: .sRGB, Self.code) }

    /// Light for a value of sRGB's code.
    public static func light(_ code: Float) -> Float {
        code <= 0.04045 ? code / 12.92 : powf((code + 0.055) / 1.055, 2.4)
    }

    /// The value of sRGB's code for light.
    public static func code(_ light: Float) -> Float {
        light <= 0.0031308 ? light * 12.92 : 1.055 * powf(light, 1 / 2.4) - 0.055
    }

    private func mapped(to encoding: Encoding, _ transfer: (Float) -> Float) -> Image {
        // The curves meet 1 up to rounding, and a picture ends there.
        let planes = planes.map { Plane(size: size, values: $0.values.map { min(transfer($0), 1) }) }
        return Image(planes: planes, encoding: encoding)
    }

    private static func isInRange(_ plane: Plane) -> Bool {
        plane.values.withUnsafeBufferPointer { values in
            var isRight = true
            for value in values { isRight = isRight && value >= 0 && value <= 1 }
            return isRight
        }
    }
}
