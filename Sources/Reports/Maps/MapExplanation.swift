import GaborBanks
import Kernels
import Planes
import Retinotopy
import Tables

/// What `--explain` shows: which way each filter of a model is applied.
struct MapExplanation {
    private let model: PreparedV1

    /// The most filters that are shown.
    private static let most = 64

    /// The ways of a model that is ready.
    init(of model: PreparedV1) {
        self.model = model
    }

    /// The answer, then a line for every filter.
    var lines: [String] {
        let choices = model.choices
        let all = choices.reduce(0) { $0 + $1.choice.multiplyAdds }
        let counts = Algorithm.allCases.compactMap { way -> String? in
            let count = choices.count { $0.choice.algorithm == way }
            return count > 0 ? "\(count) \(way.rawValue)" : nil
        }
        let table = TextTable(
            columns: [
                ("filter", .right), ("bars°", .right), ("λ px", .right), ("phase°", .right), ("applied by", .left),
                ("mega multiply-adds", .right),
            ],
            rows: choices.prefix(Self.most).map { place, choice in
                let filter = model.model.bank.filters[place]
                return [
                    "\(place)", rounded(filter.orientation?.degrees, 1), rounded(filter.spatialFrequency.wavelength, 2),
                    rounded(filter.phase.degrees, 0), choice.algorithm.rawValue,
                    rounded(choice.multiplyAdds / 1e6, 2),
                ]
            })
        let rest = choices.count - min(choices.count, Self.most)
        return wrapped(
            "Filters are applied by the cheapest way for their size and shape: \(counts.joined(separator: ", ")); \(rounded(all / 1e6, 1)) mega multiply-adds a picture."
        ) + table.lines + (rest > 0 ? ["… and \(rest) more."] : [])
    }
}
