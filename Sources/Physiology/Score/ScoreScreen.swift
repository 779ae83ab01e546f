import Foundation
import Inference
import Networks
import Planes

/// The screen on which the V1 score's gratings appear: a network's input, so many degrees wide.
struct ScoreScreen: Sendable {
    /// Rows and columns of the input.
    let size: PixelSize
    /// Pixels per degree.
    let pixelsPerDegree: Double
    /// What becomes of each of 256 shades, by channel.
    private let values: [[Float]]

    /// The screen before a network.
    ///
    /// - Parameter degrees: of the visual field that the input's width spans.
    /// - Throws: ``InferenceError/preprocessing(_:)``.
    init(before network: RunnableNetwork, degrees: Double) throws(InferenceError) {
        size = network.size
        pixelsPerDegree = Double(size.width) / degrees
        let ramp = Plane(size: PixelSize(height: 1, width: 256), values: (0..<256).map { Float($0) / 255 })
        let tensor: Tensor<Float>
        do throws(PreprocessingError) {
            tensor = try network.preprocessing.tensor(
                ofFitted: Image(grey: ramp, encoding: .sRGB), channels: network.image.channels)
        } catch {
            throw .preprocessing(error)
        }
        values = (0..<network.image.channels).map { Array(tensor.values[$0 * 256..<($0 + 1) * 256]) }
    }

    /// The screen without a grating, 1 × channel × row × column.
    var blank: Tensor<Float> {
        Tensor(
            shape: [1, values.count, size.height, size.width],
            values: values.flatMap { [Float](repeating: $0[Int(ScoreGrating.grey)], count: size.count) })
    }

    /// The pixel, or between pixels, of a place in degrees from the middle.
    func column(of x: Double) -> Double { Double(size.width) / 2 + x * pixelsPerDegree }
    /// Likewise, down.
    func row(of y: Double) -> Double { Double(size.height) / 2 + y * pixelsPerDegree }

    /// The box around a grating's disc, as much of it as is on the screen.
    func box(of grating: ScoreGrating) -> MapBox {
        let radius = grating.radius * pixelsPerDegree
        func range(_ middle: Double, _ count: Int) -> Range<Int> {
            let first = Int(max((middle - radius).rounded(.up), 0))
            let last = Int(min((middle + radius).rounded(.down), Double(count - 1)))
            return first <= last ? first..<last + 1 : 0..<0
        }
        return MapBox(rows: range(row(of: grating.y), size.height), columns: range(column(of: grating.x), size.width))
    }

    /// Gratings in a box, picture × channel × row × column.
    ///
    /// - Precondition: the box holds their discs, as much of them as is on the screen and wanted.
    func drawn(_ gratings: some Collection<ScoreGrating>, in box: MapBox) -> Tensor<Float> {
        Tensor(shape: [gratings.count, values.count, box.rows.count, box.columns.count]) { to in
            guard var to = to.baseAddress else { return }
            var shades = [UInt8](repeating: ScoreGrating.grey, count: box.count)
            for grating in gratings {
                draw(grating, in: box, &shades)
                for channel in values {
                    channel.withUnsafeBufferPointer { value in
                        for place in shades.indices { to[place] = value[Int(shades[place])] }
                    }
                    to += box.count
                }
            }
        }
    }

    /// The shades of a grating in a box, row by row. The sine of a sum is made of sines along each axis.
    func draw(_ grating: ScoreGrating, in box: MapBox, _ shades: inout [UInt8]) {
        let angle = grating.waveAngle * .pi / 180
        let (across, down) = (cos(angle), sin(angle))
        func places(_ range: Range<Int>, _ count: Int, _ middle: Double) -> [Double] {
            range.map { (Double($0) - Double(count) / 2) / pixelsPerDegree - middle }
        }
        let xs = places(box.columns, size.width, grating.x)
        let ys = places(box.rows, size.height, grating.y)
        let horizontal = xs.map { x in
            let wave = x * across * grating.frequency * 2 * .pi + grating.phase * .pi / 180
            return (sine: sin(wave), cosine: cos(wave))
        }
        let limit = grating.radius * grating.radius
        var place = 0
        for y in ys {
            let wave = y * down * grating.frequency * 2 * .pi
            let (sine, cosine) = (sin(wave), cos(wave))
            for column in xs.indices {
                let inside = xs[column] * xs[column] + y * y <= limit
                let value = horizontal[column].sine * cosine + horizontal[column].cosine * sine
                shades[place] = inside ? UInt8(min(max((value + 1) / 2 * 255, 0), 255)) : ScoreGrating.grey
                place += 1
            }
        }
    }
}
