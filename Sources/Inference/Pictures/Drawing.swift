public import Planes

/// How a picture of something drawn is read.
public struct DrawingReading: Hashable, Sendable {
    /// Whether dark on light was turned to light on dark.
    public let isInverted: Bool
    /// Whether it was moved to its centre of mass and scaled.
    public let isCentered: Bool

    init(isInverted: Bool, isCentered: Bool) {
        (self.isInverted, self.isCentered) = (isInverted, isCentered)
    }

    /// What is done whatever the picture.
    init(ofAllBy preprocessing: Preprocessing) {
        self.init(
            isInverted: preprocessing.inversion == .always, isCentered: preprocessing.centering == .byMass)
    }

    /// What was done, as a part of a sentence; `nil` where nothing was.
    public var text: String? {
        switch (isInverted, isCentered) {
        case (true, true): "ink on paper, turned to light on dark and centred by its mass"
        case (true, false): "ink on paper, turned to light on dark"
        case (false, true): "centred by its mass"
        case (false, false): nil
        }
    }
}

extension Preprocessing {
    /// Which pictures are turned from dark on light to light on dark.
    public enum Inversion: String, Hashable, Sendable {
        /// Those that are ink on paper beyond doubt.
        case automatic = "auto"
        /// All.
        case always = "on"
        /// None.
        case never = "off"
    }

    /// Which pictures are placed as MNIST's digits are.
    public enum Centering: String, Hashable, Sendable {
        /// Those that were turned.
        case ofInk = "auto"
        /// All.
        case byMass = "mass"
        /// None.
        case never = "off"
    }

    /// How a picture is read.
    public func reading(of image: Image) -> DrawingReading {
        let drawing = drawing(on: image, moves: true)
        return DrawingReading(isInverted: drawing?.isInverted ?? false, isCentered: drawing?.centering != nil)
    }

    /// A drawing on its way to a network's size.
    struct Drawing {
        let strokes: Strokes
        let isInverted: Bool
        let centering: MassCentering?

        /// At a network's size, light on dark.
        func picture(_ size: PixelSize, stretched: (Image) throws(PreprocessingError) -> Image)
            throws(PreprocessingError) -> Image
        {
            if let centering { return centering.picture(size) }
            return try stretched(Image(grey: strokes.plane, encoding: .sRGB))
        }
    }

    /// What is drawn on a picture, where it is to be read as a drawing.
    ///
    /// - Parameter moves: whether it may be centred.
    func drawing(on image: Image, moves: Bool) -> Drawing? {
        let ink: Strokes? =
            switch inversion {
            case .never: nil
            case .always: Strokes(inkOf: image)
            case .automatic: Strokes(recognizedOn: image)
            }
        guard let ink else {
            guard moves, centering == .byMass else { return nil }
            let light = Strokes(lightOf: image)
            return MassCentering(light.plane).map { Drawing(strokes: light, isInverted: false, centering: $0) }
        }
        let moved = moves && centering != .never ? MassCentering(ink.plane) : nil
        return Drawing(strokes: ink, isInverted: true, centering: moved)
    }
}
