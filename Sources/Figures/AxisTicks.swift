import Foundation

/// The round numbers along an axis: 1, 2 and 5 times powers of ten.
struct AxisTicks {
    /// Rising, from the lowest to the highest round number on the axis.
    let values: [Double]

    /// Ticks between two ends.
    ///
    /// - Parameters:
    ///   - low: the axis's beginning, above 0 if it is logarithmic.
    ///   - count: about how many there are to be, at least 2.
    /// - Precondition: the ends rise.
    init(from low: Double, to high: Double, isLogarithmic: Bool = false, count: Int = 4) {
        precondition(low < high && (low > 0 || !isLogarithmic), "an axis rises")
        let rough = Self.linear(low, high, count)
        guard isLogarithmic else {
            values = rough
            return
        }
        let powers = Int(log10(low).rounded(.down))...Int(log10(high).rounded(.up))
        func isInside(_ value: Double) -> Bool { value >= low * (1 - 1e-9) && value <= high * (1 + 1e-9) }
        var (all, tens) = ([Double](), [Double]())
        for power in powers {
            for part in [1.0, 2, 5] {
                let value = Self.scaled(part, power)
                guard isInside(value) else { continue }
                all.append(value)
                if part == 1 { tens.append(value) }
            }
        }
        let isShort = all.count <= count + 2
        if all.count < 2 {
            values = rough
        } else {
            values = isShort || tens.count < 2 ? all : tens
        }
    }

    private static func linear(_ low: Double, _ high: Double, _ count: Int) -> [Double] {
        let rough = (high - low) / Double(count)
        let power = Int(log10(rough).rounded(.down))
        let step = [1.0, 2, 5, 10].map { scaled($0, power) }.first { $0 >= rough * (1 - 1e-9) } ?? rough
        let (first, last) = ((low / step - 1e-9).rounded(.up), (high / step + 1e-9).rounded(.down))
        guard first <= last, last - first < 100 else { return [] }
        return (Int(first)...Int(last)).map { Double($0) * step }
    }

    private static func scaled(_ value: Double, _ power: Int) -> Double {
        power >= 0 ? value * pow(10, Double(power)) : value / pow(10, Double(-power))
    }

    /// `0.05`, `200`.
    static func text(_ value: Double) -> String { String(format: "%g", value) }
}
