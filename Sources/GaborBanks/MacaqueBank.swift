import Foundation
public import Planes

/// Gabors with the statistics of macaque V1: orientation (De Valois 1982a), peak frequency (De Valois 1982b, simple foveal
/// cells) and nx × ny (Ringach 2002b) are drawn from the published histograms, independently.
///
/// Inside a bin all values are equally likely, on a logarithmic scale for frequency, nx and ny. Phases cluster about even and
/// odd, as Ringach (2002b) found them to; how wide the clusters are is not published in numbers: ``phaseSpread`` is assumed.
///
/// - SeeAlso: Dapello, Marques et al. (2020), *NeurIPS* 33, for networks that begin with such a bank.
public struct MacaqueBank: Hashable, Sendable {
    /// Filters: half as many geometries, each a quadrature pair.
    public let count: Int
    /// Turns the cells' cycles per degree into cycles per pixel: an assumption.
    public let resolution: PixelsPerDegree
    /// Rows and columns of every filter; `nil` for the smallest odd side at which each window holds ``heldShare`` of its
    /// envelope.
    public let size: PixelSize?
    /// How many times wider than the recorded cells', which are of the fovea, the fields are and the periods in them.
    public let growth: Double

    /// The part of each envelope that windows hold at least, where their size is not given.
    public static let heldShare = 0.98
    /// Phases lie so many degrees at most from even or odd.
    public static let phaseSpread = 22.5

    /// A checked design.
    ///
    /// - Throws: ``BankError`` where the count is odd or out of range, or the filters together would be too large.
    /// - Precondition: `growth` is above 0.
    public init(
        count: Int, at resolution: PixelsPerDegree, size: PixelSize?, growth: Double = 1
    ) throws(BankError) {
        precondition(growth > 0, "fields have a width")
        guard count >= 2, count <= 65536, count % 2 == 0 else {
            throw .invalid(
                .count, value: "\(count)",
                expected: "an even number from 2 to 65536, as filters come in quadrature pairs")
        }
        if let size { try BankDesign.checkRoom(count, size) }
        self.count = count
        self.resolution = resolution
        self.size = size
        self.growth = growth
    }

    /// Gabors drawn by chance.
    ///
    /// - Parameter generator: what chance is.
    /// - Throws: ``BankError`` where hardly any of the recorded frequencies fit the lattice, or the filters together would
    ///   be too large.
    public func drawn(using generator: inout some RandomNumberGenerator) throws(BankError) -> DrawnGabors {
        let lowest = MacaqueV1.peakFrequencySimpleFoveal.histogram.edges[1] / growth
        guard lowest / resolution.value < 0.4 else {
            throw .invalid(
                .resolution, value: "\(resolution.value)",
                expected: "at least \((lowest / 0.4).rounded(.up)), or the lattice is too coarse for the recorded cells"
            )
        }
        var gabors: [Gabor] = []
        var draws = 0
        while 2 * gabors.count < count {
            draws += 1
            let gabor = gabor(using: &generator)
            if gabor.spatialFrequency.cyclesPerPixel <= 0.5 { gabors.append(gabor) }
        }
        let window = size ?? PixelSize(side: gabors.reduce(3) { $1.side(holding: Self.heldShare, from: $0) })
        try BankDesign.checkRoom(count, window)
        return DrawnGabors(gabors: gabors, size: window, discarded: 1 - Double(gabors.count) / Double(draws))
    }

    private func gabor(using generator: inout some RandomNumberGenerator) -> Gabor {
        let orientation = MacaqueV1.preferredOrientation.histogram.value(using: &generator)
        let frequency = SpatialFrequency(
            cyclesPerDegree: MacaqueV1.peakFrequencySimpleFoveal.histogram.logarithmicValue(using: &generator) / growth,
            at: resolution)
        let (nx, ny) = MacaqueV1.nxny.logarithmicValue(using: &generator)
        let phase = Self.phase(at: Double.random(in: 0..<4, using: &generator))
        return Gabor(
            orientation: Orientation(degrees: orientation), spatialFrequency: frequency, phase: phase,
            sigmaAcross: nx / frequency.cyclesPerPixel, sigmaAlong: ny / frequency.cyclesPerPixel)
    }
}

/// What was drawn from the statistics of macaque V1.
public struct DrawnGabors: BankPlan, Hashable {
    /// The first of each quadrature pair.
    public let gabors: [Gabor]
    /// Rows and columns of every filter.
    public let size: PixelSize
    /// The part of drawn frequencies that the lattice cannot carry (above 0.5 cycles/pixel) and that were drawn again.
    public let discarded: Double

    /// Filters: each Gabor, and its partner a quarter of a period on.
    public var count: Int { 2 * gabors.count }

    /// The filters drawn, partners side by side.
    public var bank: DesignedBank {
        DesignedBank(
            name: "macaque-v1",
            filters: gabors.flatMap {
                [DesignedFilter($0, size: size), DesignedFilter($0.quadraturePartner, size: size)]
            })
    }
}

extension MacaqueBank {
    /// Of a place from 0 to 4: a quarter of the places about each of 0° and 180°, even, and 90° and −90°, odd.
    static func phase(at place: Double) -> Phase {
        let cluster = place.rounded(.down)
        return Phase(degrees: 90 * cluster + phaseSpread * (2 * (place - cluster) - 1))
    }
}

extension Gabor {
    /// At least so much of the envelope's mass lies in a centred square window: all but what lies beyond each pair of its
    /// edges.
    ///
    /// - Parameter side: rows and columns.
    public func envelopeHeld(side: Int) -> Double {
        let angle = orientation.imageWaveAngle
        let half = Double(side) / 2
        func beyond(_ across: Double, _ along: Double) -> Double {
            erfc(half / (2 * (across * across + along * along)).squareRoot())
        }
        return 1 - beyond(sigmaAcross * cos(angle), sigmaAlong * sin(angle))
            - beyond(sigmaAcross * sin(angle), sigmaAlong * cos(angle))
    }

    /// The smallest odd side, from an odd one on, of a window that holds a part of the envelope, below 1; about
    /// ``mostSide`` for those that are larger.
    func side(holding part: Double, from first: Int) -> Int {
        var side = first
        while side < Self.mostSide, envelopeHeld(side: side) < part { side += 2 }
        return side
    }

    /// No bank has filters as large as this.
    private static let mostSide = 1 << 20

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
