import ArgumentParser
import Planes

/// A length or a spatial frequency as it was typed: `12` in the option's own unit, `12px`, `0.1cpp` (cycles per pixel), or by
/// visual angle `0.25deg`, `4cpd` (cycles per degree). A length and the frequency of that wavelength say the same.
struct VisualQuantity: ExpressibleByArgument, CustomStringConvertible, Hashable {
    private enum Unit: String, CaseIterable {
        case own = ""
        case pixels = "px"
        case degrees = "deg"
        case cyclesPerPixel = "cpp"
        case cyclesPerDegree = "cpd"
    }

    private let value: Double
    private let unit: Unit

    /// In the unit that an option has anyway.
    init(_ value: Double) { (self.value, unit) = (value, .own) }

    init?(argument: String) {
        let letters = argument.reversed().prefix { $0.isLetter }.count
        guard let value = Double(argument.dropLast(letters)), value.isFinite,
            let unit = Unit(rawValue: String(argument.suffix(letters)))
        else { return nil }
        (self.value, self.unit) = (value, unit)
    }

    var description: String { (Int(exactly: value).map(String.init) ?? "\(value)") + unit.rawValue }
    var defaultValueDescription: String { description }

    /// A length in pixels.
    ///
    /// - Parameters:
    ///   - option: that it was typed for.
    ///   - resolution: where it is known.
    ///   - way: the options by which it could have been said.
    /// - Throws: an error of usage for an angle where nothing says how many pixels a degree has.
    func length(_ option: String, at resolution: PixelsPerDegree?, saidBy way: String = "--ppd") throws -> Double {
        func known() throws -> Double { try self.known(resolution, option, way) }
        switch unit {
        case .own, .pixels: return value
        case .degrees: return value * (try known())
        case .cyclesPerPixel: return try inverse(option)
        case .cyclesPerDegree: return try inverse(option) * known()
        }
    }

    /// A frequency in cycles per pixel.
    ///
    /// - Throws: as ``length(_:at:saidBy:)``.
    func frequency(_ option: String, at resolution: PixelsPerDegree?) throws -> SpatialFrequency {
        let cycles =
            switch unit {
            case .own, .cyclesPerPixel: value
            case .pixels: try inverse(option)
            case .degrees: try inverse(option) / known(resolution, option, "--ppd")
            case .cyclesPerDegree: value / (try known(resolution, option, "--ppd"))
            }
        return SpatialFrequency(cyclesPerPixel: cycles)
    }

    private func inverse(_ option: String) throws -> Double {
        guard value > 0 else { throw ValidationError("\(option): \(self) is not possible; above 0") }
        return 1 / value
    }

    private func known(_ resolution: PixelsPerDegree?, _ option: String, _ way: String) throws -> Double {
        guard let resolution else {
            throw ValidationError(
                "\(option): \(self) is an angle, and nothing says how many pixels a degree has; add \(way), or give pixels"
            )
        }
        return resolution.value
    }
}

/// Lengths with commas between them.
struct VisualQuantityList: ExpressibleByArgument, CustomStringConvertible {
    let values: [VisualQuantity]

    init(values: [Double]) { self.values = values.map { VisualQuantity($0) } }

    init?(argument: String) {
        let parts = argument.split(separator: ",", omittingEmptySubsequences: false)
        values = parts.compactMap { VisualQuantity(argument: String($0)) }
        guard values.count == parts.count, !values.isEmpty else { return nil }
    }

    var description: String { values.map(\.description).joined(separator: ",") }

    /// In pixels, as ``VisualQuantity/length(_:at:saidBy:)``.
    func lengths(_ option: String, at resolution: PixelsPerDegree?) throws -> [Double] {
        try values.map { try $0.length(option, at: resolution) }
    }
}
