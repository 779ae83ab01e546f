/// Which part of the image a row of units sees if neither the image nor the maps between had an end.
public enum Extent: Hashable, Sendable {
    /// Fields that move on at one rate; at several where branches of different strides met; at none where no pixel
    /// is seen.
    case local([Progression])
    /// All that there is: global pooling, attention, a fully connected layer.
    case global
    /// Fields that follow no rule of repetition.
    case irregular

    /// At most so many branches of different strides are told apart.
    private static let mostRates = 8

    /// The fields of the outputs of a sampling.
    func sampled(_ sampling: Sampling) -> Extent {
        guard case .local(let rates) = self else { return self }
        let sampled = rates.compactMap { $0.sampled(sampling) }
        return sampled.count == rates.count ? .local(sampled) : .irregular
    }

    /// What units of both see together. Where one sees all there is, the other's is the local field.
    func union(_ other: Extent) -> Extent {
        if self == other { return self }
        switch (self, other) {
        case (.global, _): return other.isNothing ? self : other
        case (_, .global): return isNothing ? other : self
        case (.irregular, _), (_, .irregular): return .irregular
        case (.local(var rates), .local(let others)):
            for next in others {
                if let place = rates.firstIndex(where: { $0.hasRate(of: next) }) {
                    guard let both = rates[place].union(next) else { return .irregular }
                    rates[place] = both
                } else {
                    rates.append(next)
                }
            }
            return rates.count <= Self.mostRates ? .local(rates) : .irregular
        }
    }

    private var isNothing: Bool { self == .local([]) }

    /// The field of a unit, not clipped; `nil` where there is no rule.
    public func field(of unit: Int) -> PixelSet? {
        guard case .local(let rates) = self else { return nil }
        return rates.reduce(PixelSet.empty) { $0.union($1.field(of: unit)) }
    }

    /// The only rate at which fields move on; `nil` at several, or where there is no rule.
    var rate: Progression? {
        if case .local(let rates) = self, rates.count == 1 { rates[0] } else { nil }
    }

    /// The one progression of a row of units that all see alike.
    public var uniform: Progression? { rate.flatMap { $0.period == 1 ? $0 : nil } }
}

extension Extent {
    /// Extents dealt out in turn: unit `u·n + k` is unit *u* of extent *k*.
    static func woven(_ extents: [Extent]) -> Extent {
        if extents.allSatisfy({ $0 == .global }) { return .global }
        let rates = extents.compactMap(\.rate)
        guard rates.count == extents.count, let first = rates.first, rates.allSatisfy({ $0.hasRate(of: first) }) else {
            return .irregular
        }
        let turns = rates.reduce(1) { $0 / greatestCommonDivisor($0, $1.period) * $1.period }
        guard turns * rates.count <= 1 << 12 else { return .irregular }
        let phases = (0..<turns * rates.count).map { rates[$0 % rates.count].field(of: $0 / rates.count) }
        return Progression(advance: first.advance * (turns / first.period), phases: phases).map { .local([$0]) }
            ?? .irregular
    }

    /// Extents one after another, of `count` units each: known where each goes on where the one before it ends, or begins
    /// as the first does.
    static func joined(_ extents: [Extent], count: Int) -> Extent {
        let seeing = extents.filter { !$0.isNothing }
        if seeing.allSatisfy({ $0 == .global }) { return seeing.first ?? .local([]) }
        guard let first = extents.first else { return .irregular }
        if count > 0, (1..<extents.count).allSatisfy({ extents[$0] == first.moved(by: $0 * count) }) { return first }
        guard extents.allSatisfy({ $0 == first }), case .local = first else { return .irregular }
        let phases = (0..<count).compactMap { first.field(of: $0) }
        return Progression(advance: 0, phases: phases).map { .local([$0]) } ?? .irregular
    }

    /// The same fields, counted from another unit.
    private func moved(by units: Int) -> Extent {
        sampled(Sampling(start: units, step: 1, outputs: 1, inputs: 1))
    }

    /// The extent of so many units alone, which may be parts of a longer line that begins again after each part: of the
    /// shortest period that they show at least twice.
    func settled(_ count: Int) -> Extent {
        guard let rate, rate.advance == 0, rate.period > 1 else { return self }
        let fields = (0..<count).map { rate.field(of: $0) }
        for period in 1..<max(2, min(count / 2, Self.mostSettled) + 1) where period < count {
            let distance = fields[period].first - fields[0].first
            let repeats = (period..<count).allSatisfy { fields[$0] == fields[$0 - period].shifted(by: distance) }
            if repeats, let settled = Progression(advance: distance, phases: Array(fields[..<period])) {
                return .local([settled])
            }
        }
        return self
    }

    /// Periods up to this are looked for: those of maps made larger.
    private static let mostSettled = 64
}
