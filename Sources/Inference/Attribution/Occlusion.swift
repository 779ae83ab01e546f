import Networks
public import Planes
import Synchronization
import Workers

/// Windows that cover a picture one after another: the first at the top left, the last as far as one begins in the picture
/// and is needed to reach its end, where it is cut off.
public struct OcclusionWindows: Hashable, Sendable {
    /// Rows and columns of a window.
    public let window: PixelSize
    private let size: PixelSize
    private let stride: PixelSize
    private let across: Int
    /// How many there are.
    public let count: Int

    /// Windows of a size, each so many pixels on from the one before.
    public init(of window: PixelSize, every stride: PixelSize, on size: PixelSize) {
        self.window = PixelSize(height: min(window.height, size.height), width: min(window.width, size.width))
        (self.stride, self.size) = (stride, size)
        func steps(_ side: Int, _ window: Int, _ stride: Int) -> Int { (side - window + stride - 1) / stride + 1 }
        across = steps(size.width, self.window.width, stride.width)
        count = across * steps(size.height, self.window.height, stride.height)
    }

    /// Rows and columns of a window, within the picture.
    subscript(index: Int) -> (rows: Range<Int>, columns: Range<Int>) {
        let (top, left) = (index / across * stride.height, index % across * stride.width)
        return (
            top..<min(top + window.height, size.height), left..<min(left + window.width, size.width)
        )
    }
}

extension Explainer {
    /// What y loses when a window is covered, averaged over the windows that cover a pixel; 0 where none does. All channels
    /// are covered, and have the same values.
    func occluded(
        _ input: Tensor<Float>, by cover: Tensor<Float>, _ units: WeightedUnits, _ answer: Double,
        _ windows: OcclusionWindows, finished: @escaping @Sendable (Int) throws(InferenceError) -> Void
    ) throws(InferenceError) -> Tensor<Float> {
        let order = network.image.order
        let (picture, cover) = (input.channelsFirst(from: order), cover.channelsFirst(from: order))
        let quick = try network.runner(giving: [tensor], workers: Workers(1))
        let end = Mutex<InferenceError?>(nil)
        let heard: @Sendable (Int) -> Void = { done in
            guard end.withLock({ $0 == nil }) else { return }
            do throws(InferenceError) { try finished(done) } catch { end.withLock { $0 = error } }
        }
        let losses = network.workers.map(windows.count, finished: heard) { index in
            Result { () throws(InferenceError) in
                if let end = end.withLock({ $0 }) { throw end }
                let covered = picture.covered(by: cover, in: windows[index], size: network.size)
                let found = try quick.run([network.image.name: covered.ordered(order)])[tensor]
                guard let found else { throw .noSuchTensor(name: tensor, suggestion: nil) }
                return answer - units.value(in: found)
            }
        }
        let size = network.size
        var (sums, counts) = ([Double](repeating: 0, count: size.count), [Int](repeating: 0, count: size.count))
        for index in 0..<windows.count {
            let loss = try losses[index].get()
            let (rows, columns) = windows[index]
            for row in rows {
                for column in columns {
                    sums[row * size.width + column] += loss
                    counts[row * size.width + column] += 1
                }
            }
        }
        let means = sums.indices.map { counts[$0] > 0 ? Float(sums[$0] / Double(counts[$0])) : 0 }
        let all = (0..<network.image.channels).flatMap { _ in means }
        return Tensor(shape: picture.shape, values: all).ordered(order)
    }
}

extension Tensor<Float> {
    /// The maps with a window of another's in it.
    fileprivate func covered(
        by cover: Tensor<Float>, in window: (rows: Range<Int>, columns: Range<Int>), size: PixelSize
    ) -> Tensor<Float> {
        var covered = self
        covered.update { values in
            for map in 0..<values.count / size.count {
                for row in window.rows {
                    let start = map * size.count + row * size.width
                    for place in start + window.columns.lowerBound..<start + window.columns.upperBound {
                        values[place] = cover.values[place]
                    }
                }
            }
        }
        return covered
    }
}
