public import Planes

/// How a picture becomes what a network was trained on: its size, the order of its colours, range, mean and deviation.
///
/// value = (pixel · range − mean) / deviation, with pixels from 0 to 1 in sRGB's code, as photographs are stored.
public struct Preprocessing: Hashable, Sendable {
    /// How a picture comes to the network's size.
    public enum Fit: Hashable, Sendable {
        /// Both sides to the network's, whatever the picture's shape.
        case stretch
        /// The shorter side to `side`/`crop` of the network's, then the middle cut out: 1 keeps all of the shorter side.
        case crop(part: Double)
        /// The picture is of the network's size.
        case exact
    }

    /// The preset it began as.
    public private(set) var name: String
    /// What white becomes before the mean is taken away: 1 or 255.
    public private(set) var range: Float
    /// Taken away, one per channel or one for all; in units of the range.
    public private(set) var mean: [Float]
    /// Divided by, likewise.
    public private(set) var deviation: [Float]
    /// Blue first, as Caffe's networks have it.
    public private(set) var isBlueFirst: Bool
    /// How a picture comes to the network's size.
    public private(set) var fit: Fit

    /// Pixels from 0 to 1.
    public static let none = Preprocessing(
        name: "none", range: 1, mean: [0], deviation: [1], isBlueFirst: false, fit: .stretch)
    /// As torchvision's networks are trained: 224/256 of the shorter side, from the middle; the mean and deviation of
    /// ImageNet's pixels.
    public static let imagenet = Preprocessing(
        name: "imagenet", range: 1, mean: [0.485, 0.456, 0.406], deviation: [0.229, 0.224, 0.225], isBlueFirst: false,
        fit: .crop(part: 0.875))
    /// Grey pixels from 0 to 255, white ink on black.
    public static let mnist = Preprocessing(
        name: "mnist", range: 255, mean: [0], deviation: [1], isBlueFirst: false, fit: .stretch)

    /// The presets by name.
    public static let presets = [imagenet, mnist, none]

    private init(name: String, range: Float, mean: [Float], deviation: [Float], isBlueFirst: Bool, fit: Fit) {
        self.name = name
        self.range = range
        self.mean = mean
        self.deviation = deviation
        self.isBlueFirst = isBlueFirst
        self.fit = fit
    }

    /// What a text says: a preset, and changes to it: `imagenet,fit=stretch`, `none,range=255,order=bgr,mean=104:117:123`.
    ///
    /// - Throws: ``PreprocessingError``.
    public init(_ text: String) throws(PreprocessingError) {
        let words = text.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        guard let preset = Self.presets.first(where: { $0.name == words[0] }) else {
            throw .noSuchPreset(words[0], Self.presets.map(\.name))
        }
        self = preset
        for word in words.dropFirst() {
            let sides = word.split(separator: "=", omittingEmptySubsequences: false).map(String.init)
            guard sides.count == 2, change(sides[0], to: sides[1]) else { throw .malformed(word) }
        }
    }

    private mutating func change(_ key: String, to text: String) -> Bool {
        let numbers = text.split(separator: ":", omittingEmptySubsequences: false).map { Float($0) }
        let values = numbers.compactMap { $0 }.filter(\.isFinite)
        let isList = values.count == numbers.count && [1, 3].contains(values.count)
        switch (key, text) {
        case ("range", _) where isList && values.count == 1 && values[0] > 0: range = values[0]
        case ("mean", _) where isList: mean = values
        case ("std", _) where isList && values.allSatisfy { $0 > 0 }: deviation = values
        case ("order", "rgb"): isBlueFirst = false
        case ("order", "bgr"): isBlueFirst = true
        case ("fit", "stretch"): fit = .stretch
        case ("fit", "crop"): fit = .crop(part: 1)
        case ("fit", "exact"): fit = .exact
        default: return false
        }
        return true
    }

    /// The picture as a network of `channels` channels takes it, 1 × channels × rows × columns.
    ///
    /// - Throws: ``PreprocessingError``: channels other than 1 or 3, means for other channels, a picture of another size
    ///   where it is not to be changed.
    public func tensor(of image: Image, channels: Int, size: PixelSize) throws(PreprocessingError) -> Tensor<Float> {
        try tensor(ofFitted: fitted(image, to: size), channels: channels)
    }

    /// A picture at the network's size as the network takes it, 1 × channels × rows × columns.
    ///
    /// - Throws: ``PreprocessingError``: channels other than 1 or 3, means for other channels.
    public func tensor(ofFitted image: Image, channels: Int) throws(PreprocessingError) -> Tensor<Float> {
        guard [1, 3].contains(channels) else { throw .channels(channels) }
        for values in [mean, deviation] where values.count > 1 && values.count != channels {
            throw .values(values.count, channels: channels)
        }
        let coded = image.encoded
        var planes = coded.planes
        if channels == 1 { planes = [coded.luminance] } else if !coded.isColor { planes += planes + planes }
        if isBlueFirst { planes.reverse() }
        return Tensor(
            planes: planes.enumerated().map { channel, plane in
                let (mean, deviation) = (mean[channel % mean.count], deviation[channel % deviation.count])
                return Plane(size: plane.size, values: plane.values.map { ($0 * range - mean) / deviation })
            })
    }

    /// The picture at the network's size, before its values are changed.
    ///
    /// - Throws: ``PreprocessingError/size(found:expected:)``.
    public func fitted(_ image: Image, to size: PixelSize) throws(PreprocessingError) -> Image {
        image.resized(to: try whole(of: image.size, for: size), keeping: size)
    }

    /// Where the network's picture lies on a photograph of a size.
    ///
    /// - Throws: ``PreprocessingError/size(found:expected:)``.
    public func placement(of size: PixelSize, on photograph: PixelSize) throws(PreprocessingError) -> Placement {
        let whole = try whole(of: photograph, for: size)
        return Placement(
            x: Placement.Axis(photograph.width, whole.width, size.width),
            y: Placement.Axis(photograph.height, whole.height, size.height))
    }

    /// The size that a picture is brought to before its middle is cut out.
    private func whole(of picture: PixelSize, for size: PixelSize) throws(PreprocessingError) -> PixelSize {
        switch fit {
        case .stretch: return size
        case .exact:
            guard picture == size else { throw .size(found: picture, expected: size) }
            return size
        case .crop(let part):
            let scale =
                max(Double(size.height) / Double(picture.height), Double(size.width) / Double(picture.width)) / part
            return PixelSize(
                height: max(Int((Double(picture.height) * scale).rounded()), size.height),
                width: max(Int((Double(picture.width) * scale).rounded()), size.width))
        }
    }

    /// One line on what is done for a network of 1 or 3 channels.
    public func summary(channels: Int) -> String {
        func text(_ value: Float) -> String { "\(value)".replacing(/\.0$/, with: "") }
        func list(_ values: [Float]) -> String { values.map(text).joined(separator: ", ") }
        let order = channels == 1 ? "grey" : isBlueFirst ? "BGR" : "RGB"
        let fitting =
            switch fit {
            case .stretch: "stretched to the input's size"
            case .exact: "left at its size"
            case .crop(let part): part == 1 ? "its middle square" : "the middle \(part) of its shorter side"
            }
        return "\(name): \(fitting), \(order) from 0 to \(text(range))"
            + (mean == [0] && deviation == [1] ? "" : ", minus \(list(mean)), over \(list(deviation))")
    }
}

/// Where a network's picture lies on the photograph that it was made from.
public struct Placement: Hashable, Sendable {
    /// One axis.
    public struct Axis: Hashable, Sendable {
        /// The photograph's place of the network's first pixel, and its pixels from one of the network's to the next.
        public let start, step: Double
        /// The photograph's places between which the network's picture lies, its outermost pixels whole.
        public let extent: ClosedRange<Double>

        /// `length` pixels from the middle of a photograph's `count` pixels, which are brought to `whole` first.
        init(_ count: Int, _ whole: Int, _ length: Int) {
            step = Double(count) / Double(whole)
            start = (Double((whole - length) / 2) + 0.5) * step - 0.5
            extent = start - step / 2...start - step / 2 + Double(length) * step
        }

        /// The photograph's place of a place on the network's picture.
        public func place(_ pixel: Double) -> Double { start + pixel * step }
    }

    /// From the left, and from the top.
    public let x, y: Axis
}

extension Placement {
    /// That of a picture that has the network's size.
    public init(all size: PixelSize) {
        self.init(x: Axis(size.width, size.width, size.width), y: Axis(size.height, size.height, size.height))
    }
}

/// Why a picture does not become a network's input.
public enum PreprocessingError: Error, Hashable, Sendable, CustomStringConvertible {
    /// A preset that there is not.
    case noSuchPreset(String, [String])
    /// A change that is none.
    case malformed(String)
    /// A network of other channels than a picture's.
    case channels(Int)
    /// Means or deviations for other channels.
    case values(Int, channels: Int)
    /// A picture that is not of the network's size.
    case size(found: PixelSize, expected: PixelSize)

    /// What is wrong; what would be right.
    public var description: String {
        switch self {
        case .noSuchPreset(let name, let names):
            "there is no preset '\(name)'; there are \(names.joined(separator: ", "))"
        case .malformed(let word):
            "'\(word)' is no setting; there are range=N, mean=R:G:B, std=R:G:B, order=rgb|bgr, fit=stretch|crop|exact"
        case .channels(let count): "the network takes \(count) channels; pictures have 1 or 3"
        case .values(let count, let channels):
            "\(count) means or deviations for \(channels) channels; one or one for each"
        case .size(let found, let expected):
            "the picture is \(found), the network takes \(expected); leave out fit=exact"
        }
    }
}

extension Image {
    /// The picture at another size, by cubic interpolation without aliasing; of that the middle, an odd rest below and to
    /// the right.
    ///
    /// - Precondition: the middle is not larger than the whole.
    /// - Complexity: linear in the picture and the middle, however large the whole would be.
    public func resized(to whole: PixelSize, keeping middle: PixelSize) -> Image {
        precondition(middle.height <= whole.height && middle.width <= whole.width, "the middle is a part")
        guard whole != size || middle != size else { return self }
        let (top, left) = ((whole.height - middle.height) / 2, (whole.width - middle.width) / 2)
        let rows = WeightedAxis(photographOf: size.height, to: whole.height, taking: top..<top + middle.height)
        let columns = WeightedAxis(photographOf: size.width, to: whole.width, taking: left..<left + middle.width)
        let changed = planes.map { plane in
            let tensor = Tensor(shape: [size.height, size.width], values: plane.values)
            guard let wide = try? columns.apply(to: tensor, axis: 1), let both = try? rows.apply(to: wide, axis: 0)
            else {
                preconditionFailure("a picture's size is checked where it is read")
            }
            // The kernel's negative parts overshoot.
            return Plane(size: middle, values: both.values.map { min(max($0, 0), 1) })
        }
        return changed.count == 3
            ? Image(red: changed[0], green: changed[1], blue: changed[2], encoding: encoding)
            : Image(grey: changed[0], encoding: encoding)
    }
}
