import Inference
public import Networks
public import Planes

/// The screen before a network: contrast in a window becomes the values of its input, around it is grey.
public struct NetworkScreen: Sendable {
    /// The input's name.
    public let input: String
    /// Rows and columns of the input.
    public let size: PixelSize
    /// Rows and columns of the part where stimuli appear.
    public let window: PixelSize
    /// The first row and column of that part.
    public let top, left: Int
    /// Where the channels of the input lie.
    private let order: MapOrder
    /// Each channel's value for black and for white.
    private let black, white: [Float]

    /// A screen of a network.
    ///
    /// - Parameters:
    ///   - input: its name.
    ///   - size: rows and columns of the input.
    ///   - top: the window's first row.
    ///   - left: the window's first column.
    ///   - window: rows and columns of the part where stimuli appear.
    ///   - order: where the channels of the input lie.
    ///   - black: a black picture's value in each channel.
    ///   - white: a white picture's value in each channel; between black and white values are linear.
    /// - Precondition: the window lies in the input; as many whites as blacks.
    public init(
        input: String, size: PixelSize, top: Int, left: Int, window: PixelSize, order: MapOrder = .channelsFirst,
        black: [Float], white: [Float]
    ) {
        precondition(
            top >= 0 && left >= 0 && top + window.height <= size.height && left + window.width <= size.width
                && black.count == white.count, "a window is a part of the screen")
        (self.input, self.size, self.window) = (input, size, window)
        (self.top, self.left, self.order) = (top, left, order)
        (self.black, self.white) = (black, white)
    }

    /// Values of one picture.
    var values: Int { black.count * size.count }
    /// Of the part of it where stimuli appear.
    var valuesInWindow: Int { black.count * window.count }
    /// That part.
    var box: MapBox { MapBox(rows: top..<top + window.height, columns: left..<left + window.width) }

    /// The grey screen, 1 × channel × row × column.
    var grey: Tensor<Float> {
        Tensor(
            shape: [1, black.count, size.height, size.width],
            values: zip(black, white).flatMap { [Float](repeating: ($0 + $1) / 2, count: size.count) })
    }

    /// The smallest part of the screen beyond which all of some stimuli are grey; a pixel where they are grey everywhere.
    func box(of stimuli: some Collection<Plane>) -> MapBox {
        var (rows, columns): (Range<Int>?, Range<Int>?)
        func including(_ range: Range<Int>?, _ first: Int, _ last: Int) -> Range<Int> {
            min(range?.lowerBound ?? first, first)..<max(range?.upperBound ?? 0, last + 1)
        }
        for stimulus in stimuli {
            stimulus.values.withUnsafeBufferPointer { contrast in
                for row in 0..<window.height {
                    let line = contrast[row * window.width..<(row + 1) * window.width]
                    guard let first = line.firstIndex(where: { $0 != 0 }), let last = line.lastIndex(where: { $0 != 0 })
                    else { continue }
                    rows = including(rows, row, row)
                    columns = including(columns, first - line.startIndex, last - line.startIndex)
                }
            }
        }
        let (inner, across) = (rows ?? 0..<1, columns ?? 0..<1)
        return MapBox(
            rows: top + inner.lowerBound..<top + inner.upperBound,
            columns: left + across.lowerBound..<left + across.upperBound)
    }

    /// Stimuli as ``shown(_:)``, in a part of their window alone: picture × channel × row × column.
    ///
    /// - Precondition: the part lies in the window.
    func pieces(_ stimuli: some Collection<Plane>, in box: MapBox) -> Tensor<Float> {
        let first = (box.rows.lowerBound - top) * window.width + box.columns.lowerBound - left
        let width = box.columns.count
        return Tensor(shape: [stimuli.count, black.count, box.rows.count, width]) { values in
            guard var to = values.baseAddress else { return }
            for stimulus in stimuli {
                stimulus.values.withUnsafeBufferPointer { contrast in
                    for (black, white) in zip(black, white) {
                        let (grey, half) = ((black + white) / 2, (white - black) / 2)
                        for row in 0..<box.rows.count {
                            for column in 0..<width {
                                to[column] = grey + half * contrast[first + row * window.width + column]
                            }
                            to += width
                        }
                    }
                }
            }
        }
    }

    /// Stimuli of signed contrast c as a batch, their luminance 0.5 + 0.5·c.
    public func shown(_ stimuli: some Collection<Plane>) -> Tensor<Float> {
        let shape = [stimuli.count, black.count, size.height, size.width]
        let maps = Tensor<Float>(shape: shape) { values in
            guard var to = values.baseAddress else { return }
            for stimulus in stimuli {
                stimulus.values.withUnsafeBufferPointer { contrast in
                    for (black, white) in zip(black, white) {
                        let (grey, half) = ((black + white) / 2, (white - black) / 2)
                        to.update(repeating: grey, count: size.count)
                        for row in 0..<window.height {
                            let line = to + (top + row) * size.width + left
                            for column in 0..<window.width {
                                line[column] = grey + half * contrast[row * window.width + column]
                            }
                        }
                        to += size.count
                    }
                }
            }
        }
        return maps.ordered(order)
    }

    /// A derivative by the values of one picture, or of its window alone, as one by contrast in the window.
    public func byContrast(_ gradient: Tensor<Float>) -> Plane {
        let gradient = gradient.channelsFirst(from: order)
        let (height, width) = (gradient.shape[2], gradient.shape[3])
        let (top, left) = (height, width) == (window.height, window.width) ? (0, 0) : (top, left)
        return Plane(size: window) { row, column in
            black.indices.reduce(Float(0)) { sum, channel in
                let place = (channel * height + top + row) * width + left + column
                return sum + gradient.values[place] * (white[channel] - black[channel]) / 2
            }
        }
    }
}
