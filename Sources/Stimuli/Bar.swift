public import Planes

/// A bar on grey: what Hubel and Wiesel moved over their screen.
public struct Bar: Hashable, Sendable {
    /// Of the bar.
    public let orientation: Orientation
    /// Across the bar, pixels.
    public let width: Double
    /// Along the bar, pixels; infinite for one that runs through.
    public let length: Double
    /// How far the bar is shifted across itself, along ``Planes/Orientation/waveDirection``, pixels.
    public let position: Double
    /// Contrast on grey, −1…1: bright above 0, dark below.
    public let polarity: Double
    /// Of its long sides, and of its ends.
    private let side, end: Normal

    /// A bar.
    ///
    /// - Throws: ``StimulusError/impossible(quantity:value:expected:)``.
    public init(
        orientation: Orientation, width: Double, length: Double = .infinity, position: Double = 0, polarity: Double = 1
    ) throws(StimulusError) {
        try check(width > 0 && width.isFinite, "width", width, "above 0 pixels is expected")
        try check(length > 0, "length", length, "above 0 pixels is expected")
        try check(position.isFinite, "position", position, "a number of pixels is expected")
        try check((-1...1).contains(polarity), "contrast", polarity, "from -1 to 1 is expected")
        self.orientation = orientation
        self.width = width
        self.length = length
        self.position = position
        self.polarity = polarity
        side = Normal(angle: orientation.imageWaveAngle)
        end = Normal(angle: orientation.imageWaveAngle + .pi / 2)
    }

    private init(_ other: Bar, polarity: Double) {
        (orientation, width, length, position) = (other.orientation, other.width, other.length, other.position)
        (side, end) = (other.side, other.end)
        self.polarity = polarity
    }
}

extension Bar: Stimulus {
    /// As ``Stimulus``. Sides are exact averages over the pixel; corners are the product of two sides.
    public func contrast(x: Double, y: Double) -> Double {
        let u = x * side.across + y * side.down - position
        let v = -x * side.down + y * side.across
        let across = side.coverage(distance: width / 2 - u) + side.coverage(distance: width / 2 + u) - 1
        guard across > 0, length.isFinite else { return polarity * max(across, 0) }
        let along = end.coverage(distance: length / 2 - v) + end.coverage(distance: length / 2 + v) - 1
        return polarity * across * max(along, 0)
    }

    /// As ``Stimulus``: so much of the bright bar.
    public var parts: [(pattern: any Stimulus, weight: Double)] { [(Bar(self, polarity: 1), polarity)] }

    /// As ``Stimulus``.
    public var measures: StimulusMeasures {
        StimulusMeasures(orientation: orientation, contrast: polarity, width: width)
    }

    /// As ``Stimulus``.
    public var summary: String {
        "bar at \(orientation.degrees)°, \(width) px wide, \(length.isFinite ? "\(length) px long" : "running through"), "
            + "shifted by \(position) px across itself, contrast \(polarity)"
    }
}

/// An edge through the whole picture: one side bright, the other dark.
public struct Edge: Hashable, Sendable {
    /// Of the edge.
    public let orientation: Orientation
    /// How far the edge is shifted across itself, along ``Planes/Orientation/waveDirection``, pixels.
    public let position: Double
    /// Contrast, −1…1, of the side that ``Planes/Orientation/waveDirection`` points to; the other side has its
    /// negative.
    public let polarity: Double
    private let normal: Normal

    /// An edge.
    ///
    /// - Throws: ``StimulusError/impossible(quantity:value:expected:)``.
    public init(orientation: Orientation, position: Double = 0, polarity: Double = 1) throws(StimulusError) {
        try check(position.isFinite, "position", position, "a number of pixels is expected")
        try check((-1...1).contains(polarity), "contrast", polarity, "from -1 to 1 is expected")
        self.orientation = orientation
        self.position = position
        self.polarity = polarity
        normal = Normal(angle: orientation.imageWaveAngle)
    }

    private init(_ other: Edge, polarity: Double) {
        (orientation, position, normal) = (other.orientation, other.position, other.normal)
        self.polarity = polarity
    }
}

extension Edge: Stimulus {
    /// As ``Stimulus``.
    public func contrast(x: Double, y: Double) -> Double {
        let u = x * normal.across + y * normal.down - position
        return polarity * (2 * normal.coverage(distance: u) - 1)
    }

    /// As ``Stimulus``: so much of the edge of full contrast.
    public var parts: [(pattern: any Stimulus, weight: Double)] { [(Edge(self, polarity: 1), polarity)] }

    /// As ``Stimulus``.
    public var measures: StimulusMeasures { StimulusMeasures(orientation: orientation, contrast: polarity) }

    /// As ``Stimulus``.
    public var summary: String {
        "edge at \(orientation.degrees)°, shifted by \(position) px across itself, contrast \(polarity)"
    }
}
