import Planes
import Workers

/// Which way each filter of a bank is applied: the cheapest by what loops and transforms would have to do.
///
/// Costs are in units of about 14 ps, measured by `benchmarks bank` on one core with vectors of 16 values. Only their ratios
/// matter, and they are the same on every machine, so that results are too.
struct Plan: Sendable {
    /// In the order of the bank's kernels.
    let choices: [PreparedBank.Choice]
    private let bank: KernelBank
    private let layout: Layout
    private let groups: [SeparableGroup]
    /// What each filter alone would be cut into.
    private let tiles: [FourierTiles]

    /// More terms than this of one part of a filter never pay.
    private static let mostTerms = 4

    init(of bank: KernelBank, layout: Layout, by algorithm: Algorithm, workers: Workers) {
        (self.bank, self.layout) = (bank, layout)
        let form =
            switch algorithm {
            case .automatic: SeparableForm(of: bank, limit: Self.mostTerms, workers: workers)
            case .separable: SeparableForm(of: bank, limit: .max, workers: workers)
            case .direct, .dense, .fourier: SeparableForm()
            }
        let costs = bank.kernels.map { FilterCosts(of: $0, among: bank, layout: layout) }
        let candidates = form.groups.map { SeparableGroup($0, of: form, layout: layout) }
        let groups =
            algorithm == .separable ? candidates : Self.cheapest(candidates, costs: costs, layout: layout)
        var choices = costs.map { $0.choice(by: algorithm) }
        for group in groups {
            let part = group.multiplyAdds / Double(group.kernels.count)
            for kernel in group.kernels {
                choices[kernel] = PreparedBank.Choice(algorithm: .separable, multiplyAdds: part)
            }
        }
        (self.groups, self.choices, tiles) = (groups, choices, costs.map(\.tiles))
    }

    /// The groups that cost less than their filters would by themselves.
    private static func cheapest(
        _ candidates: [SeparableGroup], costs: [FilterCosts], layout: Layout
    ) -> [SeparableGroup] {
        let groups = candidates.filter { group in group.cost < group.kernels.reduce(0) { $0 + costs[$1].least } }
        // A few filters that are left to be transformed pay for the image's spectrum alone.
        let left = Set(costs.indices).subtracting(groups.flatMap(\.kernels)).filter { costs[$0].prefersFourier }
        let rest = candidates.filter { group in group.kernels.contains(where: left.contains) }
        let transforms = Double((left.count + 1) / 2 + layout.channels)
        guard let dearest = left.map({ costs[$0].tiles.cost }).max(), left.isSubset(of: rest.flatMap(\.kernels)),
            rest.reduce(0, { $0 + $1.cost }) < dearest * transforms
        else { return groups }
        return groups + rest
    }

    /// What computes all filters' maps, prepared; none for the plain loop, which needs nothing.
    func correlations(workers: Workers) -> [any Correlation] {
        func kernels(by algorithm: Algorithm) -> [Int] { choices.indices.filter { choices[$0].algorithm == algorithm } }
        var correlations: [any Correlation] = []
        let (dense, fourier) = (kernels(by: .dense), kernels(by: .fourier))
        // Filters whose windows ask for one size of transform share the image's spectra.
        let sizes = Dictionary(grouping: fourier) { tiles[$0].size }
        for kernels in sizes.values.sorted(by: { $0[0] < $1[0] }) {
            let window = PixelWindow(ofWeightsIn: kernels.flatMap { bank.kernels[$0].channels })
            correlations.append(
                FourierCorrelation(
                    kernels, of: bank, tiles: FourierTiles(window: window, layout: layout), layout: layout,
                    workers: workers))
        }
        if !groups.isEmpty { correlations.append(SeparableCorrelation(groups: groups)) }
        if !dense.isEmpty { correlations.append(DenseCorrelation(dense, of: bank, layout: layout)) }
        return correlations
    }
}

/// What a filter would cost by itself.
private struct FilterCosts {
    let tiles: FourierTiles
    private let multiplyAdds: Double
    private let fourier: Double

    /// Of a multiply-add in long sums of many rows.
    private static let costOfOne = 1.4

    init(of kernel: Kernel, among bank: KernelBank, layout: Layout) {
        multiplyAdds = Double(kernel.channels.reduce(0) { $0 + $1.values.count { $0 != 0 } } * layout.units.count)
        tiles = FourierTiles(window: PixelWindow(ofWeightsIn: kernel.channels), layout: layout)
        // Two kernels share a transform, and all share the image's.
        fourier = tiles.cost * Double((bank.count + 1) / 2 + bank.channelCount) / Double(bank.count)
    }

    private var dense: Double { multiplyAdds * Self.costOfOne }
    var least: Double { min(dense, fourier) }
    var prefersFourier: Bool { fourier < dense }

    func choice(by algorithm: Algorithm) -> PreparedBank.Choice {
        switch algorithm {
        case .direct, .dense: PreparedBank.Choice(algorithm: algorithm, multiplyAdds: multiplyAdds)
        case .fourier: PreparedBank.Choice(algorithm: .fourier, multiplyAdds: tiles.multiplyAdds / 2)
        case .automatic, .separable: choice(by: prefersFourier ? .fourier : .dense)
        }
    }
}
