public import Planes

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

        /// `length` pixels, `step` of the photograph's apart; where the first begins, between the photograph's pixels.
        init(step: Double, edge: Double, length: Int) {
            self.step = step
            start = edge + (step - 1) / 2
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
