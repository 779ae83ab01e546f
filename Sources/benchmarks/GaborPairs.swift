import Foundation
import Kernels
import Planes

/// Complex Gabors as even and odd kernels, the even ones without their mean: what a user of NumPy would write.
///
/// Wavelengths 4·2^(0.75 s) px, orientations evenly spaced over half a turn, bandwidth one octave, each in a window of three
/// standard deviations along its bars; in a bank all stand in the middle of the largest window.
struct GaborPairs {
    var scales = 0..<5
    var orientations = 8
    let aspect: Double

    var bank: KernelBank {
        let side = 2 * Self.radius(scale: scales.upperBound - 1, aspect: aspect) + 1
        let kernels = scales.flatMap { scale in
            (0..<orientations).flatMap { orientation in
                pair(scale: scale, angle: .pi * Double(orientation) / Double(orientations), side: side)
            }
        }
        return KernelBank(name: "Gabor pairs", kernels: kernels)
    }

    private static func wavelength(_ scale: Int) -> Double { 4 * pow(2, 0.75 * Double(scale)) }

    private static func radius(scale: Int, aspect: Double) -> Int {
        Int((3 * 0.56217 * wavelength(scale) / aspect).rounded(.up))
    }

    private func pair(scale: Int, angle: Double, side: Int) -> [Kernel] {
        let wavelength = Self.wavelength(scale)
        let across = 0.56217 * wavelength
        let along = across / aspect
        let radius = Self.radius(scale: scale, aspect: aspect)
        var (even, odd): ([Double], [Double]) = ([], [])
        for y in -radius...radius {
            for x in -radius...radius {
                let u = Double(x) * cos(angle) + Double(y) * sin(angle)
                let v = Double(y) * cos(angle) - Double(x) * sin(angle)
                let envelope = exp(-0.5 * (u * u / (across * across) + v * v / (along * along)))
                even.append(envelope * cos(2 * .pi * u / wavelength))
                odd.append(envelope * sin(2 * .pi * u / wavelength))
            }
        }
        let mean = even.reduce(0, +) / Double(even.count)
        even = even.map { $0 - mean }
        let norm = zip(even, odd).reduce(0) { $0 + $1.0 * $1.0 + $1.1 * $1.1 }.squareRoot()
        return [even, odd].map { values in
            let window = 2 * radius + 1
            let edge = side / 2 - radius
            return Kernel(channels: [
                Plane(size: PixelSize(side: side)) { row, column in
                    let (y, x) = (row - edge, column - edge)
                    guard (0..<window).contains(y), (0..<window).contains(x) else { return 0 }
                    return Float(values[y * window + x] / norm)
                }
            ])
        }
    }
}
