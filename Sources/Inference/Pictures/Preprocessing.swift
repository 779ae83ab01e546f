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
    /// Which pictures are turned from dark on light to light on dark.
    public private(set) var inversion = Inversion.never
    /// Which pictures are placed as MNIST's digits are.
    public private(set) var centering = Centering.never

    /// Pixels from 0 to 1.
    public static let none = Preprocessing(
        name: "none", range: 1, mean: [0], deviation: [1], isBlueFirst: false, fit: .stretch)
    /// As torchvision's networks are trained: 224/256 of the shorter side, from the middle; the mean and deviation of
    /// ImageNet's pixels.
    public static let imagenet = Preprocessing(
        name: "imagenet", range: 1, mean: [0.485, 0.456, 0.406], deviation: [0.229, 0.224, 0.225], isBlueFirst: false,
        fit: .crop(part: 0.875))
    /// Grey pixels from 0 to 255, white ink on black; dark ink on paper is turned round and centred.
    public static let mnist = {
        var mnist = Preprocessing(
            name: "mnist", range: 255, mean: [0], deviation: [1], isBlueFirst: false, fit: .stretch)
        (mnist.inversion, mnist.centering) = (.automatic, .ofInk)
        return mnist
    }()

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
        case ("invert", _):
            guard let choice = Inversion(rawValue: text) else { return false }
            inversion = choice
        case ("center", _):
            guard let choice = Centering(rawValue: text) else { return false }
            centering = choice
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

    /// The picture at the network's size, before its values are changed: light on dark, where it is a drawing that is to be
    /// turned.
    ///
    /// - Parameters:
    ///   - image: of any size.
    ///   - size: rows and columns of the result.
    ///   - moves: whether a drawing may be centred; without it places stay where ``placement(of:on:)`` says.
    /// - Throws: ``PreprocessingError/size(found:expected:)``.
    public func fitted(_ image: Image, to size: PixelSize, moves: Bool = true) throws(PreprocessingError) -> Image {
        guard let drawing = drawing(on: image, moves: moves) else { return try plain(image, to: size) }
        if case .exact = fit { _ = try whole(of: image.size, for: size) }
        return try drawing.picture(size) { (strokes) throws(PreprocessingError) in
            strokes.resized(to: try whole(of: image.size, for: size), keeping: size)
        }
    }

    private func plain(_ image: Image, to size: PixelSize) throws(PreprocessingError) -> Image {
        image.resized(to: try whole(of: image.size, for: size), keeping: size)
    }

    /// Where the network's picture lies on a photograph of a size.
    ///
    /// - Throws: ``PreprocessingError``: a picture of another size where it is not to be changed, drawings that are all moved.
    public func placement(of size: PixelSize, on photograph: PixelSize) throws(PreprocessingError) -> Placement {
        guard centering != .byMass else { throw .moved }
        return try stretched(size, on: photograph)
    }

    /// Where the network's picture lies on a picture that is moved where it is a drawing.
    ///
    /// - Throws: ``PreprocessingError/size(found:expected:)``.
    public func placement(of size: PixelSize, onDrawing image: Image) throws(PreprocessingError) -> Placement {
        if let centering = drawing(on: image, moves: true)?.centering {
            return centering.placement(size, on: image.size)
        }
        return try stretched(size, on: image.size)
    }

    private func stretched(_ size: PixelSize, on photograph: PixelSize) throws(PreprocessingError) -> Placement {
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
    ///
    /// - Parameters:
    ///   - channels: 1 or 3.
    ///   - reading: of one picture; what is done to all, if left out.
    public func summary(channels: Int, reading: DrawingReading? = nil) -> String {
        func text(_ value: Float) -> String { "\(value)".replacing(/\.0$/, with: "") }
        func list(_ values: [Float]) -> String { values.map(text).joined(separator: ", ") }
        let order = channels == 1 ? "grey" : isBlueFirst ? "BGR" : "RGB"
        let fitting =
            switch fit {
            case .stretch: "stretched to the input's size"
            case .exact: "left at its size"
            case .crop(let part): part == 1 ? "its middle square" : "the middle \(part) of its shorter side"
            }
        let drawing = reading ?? DrawingReading(ofAllBy: self)
        let steps = [drawing.isCentered ? nil : fitting, drawing.text, "\(order) from 0 to \(text(range))"].compactMap(
            \.self)
        return "\(name): " + steps.joined(separator: ", ")
            + (mean == [0] && deviation == [1] ? "" : ", minus \(list(mean)), over \(list(deviation))")
    }
}
