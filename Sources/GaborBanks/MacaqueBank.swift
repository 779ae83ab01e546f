import Foundation
public import Planes

/// Gabors with the statistics of macaque V1: orientation (De Valois 1982a), peak frequency (De Valois 1982b, simple foveal
/// cells) and nx × ny (Ringach 2002b) are drawn from the published histograms, independently; phase is uniform.
///
/// Inside a bin all values are equally likely, on a logarithmic scale for frequency, nx and ny.
///
/// - SeeAlso: Dapello, Marques et al. (2020), *NeurIPS* 33, for networks that begin with such a bank.
public struct MacaqueBank: Hashable, Sendable {
    /// Filters: half as many geometries, each a quadrature pair.
    public let count: Int
    /// Turns the cells' cycles per degree into cycles per pixel: an assumption.
    public let resolution: PixelsPerDegree
    /// Rows and columns of every filter.
    public let size: PixelSize

    /// A checked design.
    ///
    /// - Throws: ``BankError`` where the count is odd or out of range.
    public init(count: Int, at resolution: PixelsPerDegree, size: PixelSize) throws(BankError) {
        guard count >= 2, count <= 65536, count % 2 == 0 else {
            throw .invalid(
                .count, value: "\(count)",
                expected: "an even number from 2 to 65536, as filters come in quadrature pairs")
        }
        guard count * size.count <= BankDesign.largest else {
            throw .tooLarge(filters: count, side: size.width, limit: BankDesign.largest)
        }
        self.count = count
        self.resolution = resolution
        self.size = size
    }

    /// A bank drawn with a generator, and the part of drawn frequencies that the lattice cannot carry (above 0.5
    /// cycles/pixel) and that were drawn again.
    ///
    /// - Throws: ``BankError`` where hardly any of the recorded frequencies fit the lattice.
    public func drawn(
        using generator: inout some RandomNumberGenerator
    ) throws(BankError) -> (bank: DesignedBank, discarded: Double) {
        let lowest = MacaqueV1.peakFrequencySimpleFoveal.histogram.edges[1]
        guard lowest / resolution.value < 0.4 else {
            throw .invalid(
                .resolution, value: "\(resolution.value)",
                expected: "at least \((lowest / 0.4).rounded(.up)), or the lattice is too coarse for the recorded cells"
            )
        }
        var filters: [DesignedFilter] = []
        var draws = 0
        while filters.count < count {
            draws += 1
            let gabor = gabor(using: &generator)
            guard gabor.spatialFrequency.cyclesPerPixel <= 0.5 else { continue }
            filters.append(DesignedFilter(gabor, size: size))
            filters.append(DesignedFilter(gabor.quadraturePartner, size: size))
        }
        let discarded = 1 - Double(count / 2) / Double(draws)
        return (DesignedBank(name: "macaque-v1", filters: filters), discarded)
    }

    private func gabor(using generator: inout some RandomNumberGenerator) -> Gabor {
        let orientation = MacaqueV1.preferredOrientation.histogram.value(using: &generator)
        let frequency = SpatialFrequency(
            cyclesPerDegree: MacaqueV1.peakFrequencySimpleFoveal.histogram.logarithmicValue(using: &generator),
            at: resolution)
        let (nx, ny) = MacaqueV1.nxny.logarithmicValue(using: &generator)
        let phase = Phase(degrees: Double.random(in: -180..<180, using: &generator))
        return Gabor(
            orientation: Orientation(degrees: orientation), spatialFrequency: frequency, phase: phase,
            sigmaAcross: nx / frequency.cyclesPerPixel, sigmaAlong: ny / frequency.cyclesPerPixel)
    }
}

extension Gabor {
    /// The same Gabor a quarter of a period on.
    public var quadraturePartner: Gabor {
        Gabor(
            orientation: orientation, spatialFrequency: spatialFrequency, phase: phase.quarterTurned,
            sigmaAcross: sigmaAcross, sigmaAlong: sigmaAlong, centerX: centerX, centerY: centerY)
    }
}

extension Histogram {
    func bin(using generator: inout some RandomNumberGenerator) -> Int {
        var place = Int.random(in: 0..<total, using: &generator)
        for (bin, count) in counts.enumerated() {
            if place < count { return bin }
            place -= count
        }
        return counts.count - 1
    }

    /// A value as likely as the counts say, evenly spread inside its bin.
    func value(using generator: inout some RandomNumberGenerator) -> Double {
        let bin = bin(using: &generator)
        return Double.random(in: edges[bin]..<edges[bin + 1], using: &generator)
    }

    /// The same for bins on a logarithmic axis.
    func logarithmicValue(using generator: inout some RandomNumberGenerator) -> Double {
        let bin = bin(using: &generator)
        return exp(Double.random(in: log(edges[bin])..<log(edges[bin + 1]), using: &generator))
    }
}

extension Histogram2D {
    /// A row's and a column's value, as likely together as the counts say, on logarithmic axes.
    func logarithmicValue(using generator: inout some RandomNumberGenerator) -> (row: Double, column: Double) {
        let row = rows.bin(using: &generator)
        let column = Histogram(edges: columnEdges, counts: counts[row]).logarithmicValue(using: &generator)
        let low = log(rowEdges[row])
        return (exp(Double.random(in: low..<log(rowEdges[row + 1]), using: &generator)), column)
    }
}
