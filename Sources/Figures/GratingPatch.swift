import Foundation
import Planes

extension Double {
    static func cos(_ radians: Double) -> Double { Foundation.cos(radians) }
    static func sin(_ radians: Double) -> Double { Foundation.sin(radians) }
    static func exp(_ power: Double) -> Double { Foundation.exp(power) }
}

extension AngleLegend {
    /// A grating of period 26 pixels under a round Gaussian, from −1 to 1; x right and y **down** from its center.
    ///
    ///     g = exp(−(x² + y²)/2σ²) · cos(2πf·u + φ),  u = x·cos θ + y·sin θ,  θ = 90° − orientation of the bars
    static func gabor(x: Double, y: Double, orientation: Orientation, phase: Phase) -> Double {
        let angle = orientation.imageWaveAngle
        let across = x * .cos(angle) + y * .sin(angle)
        let envelope = Double.exp(-(x * x + y * y) / (2 * 24 * 24))
        return envelope * .cos(2 * .pi * across / 26 + phase.radians)
    }

    /// The patch in a disc of the legend's radius, white around it.
    static func patch(orientation: Orientation, phase: Phase) -> Picture {
        Picture(size: PixelSize(side: 2 * radius + 1)) { row, column in
            let (x, y) = (Double(column - radius), Double(row - radius))
            guard x * x + y * y <= Double(radius * radius) else { return .white }
            return ColorScale.grey.color(at: gabor(x: x, y: y, orientation: orientation, phase: phase))
        }
    }

    static func drawPatch(orientation: Orientation, phase: Double, on canvas: Canvas, center: Point) {
        let picture = patch(orientation: orientation, phase: Phase(degrees: phase))
        canvas.draw(picture, x: Int(center.x) - radius, y: Int(center.y) - radius)
        let outline = Point(x: Double(Int(center.x)) + 0.5, y: Double(Int(center.y)) + 0.5)
        canvas.draw(.circle(center: outline, radius: Double(radius)), color: Color(grey: 0.5), width: 2)
    }
}
