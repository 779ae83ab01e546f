import Planes
import Workers

/// Which way each filter of a bank is applied: the cheapest by what loops and transforms would have to do.
struct Plan: Sendable {
    /// In the order of the bank's kernels.
    let choices: [PreparedBank.Choice]
    private let bank: KernelBank
    private let layout: Layout
    private let form: SeparableForm
    private let groups: [SeparableGroup]

    /// More terms than this of one part of a filter never pay.
    private static let mostTerms = 4
    /// What a multiply-add costs in short sums of few rows, against long sums of many; measured.
    private static let separableCost = 1.4

    init(of bank: KernelBank, layout: Layout, by algorithm: Algorithm) {
        (self.bank, self.layout) = (bank, layout)
        let mayDivide = algorithm == .automatic || algorithm == .separable
        let form = SeparableForm(of: bank, limit: algorithm == .separable ? .max : mayDivide ? Self.mostTerms : 0)
        self.form = form
        let candidates = form.groups.map { SeparableGroup($0, of: form, layout: layout) }
        let costs = bank.kernels.map { Costs(of: $0, among: bank, layout: layout) }
        groups = candidates.filter { group in
            let others = group.kernels.reduce(0) { $0 + costs[$1].least }
            return algorithm == .separable || group.multiplyAdds * Self.separableCost < others
        }
        var choices = costs.map { $0.choice(by: algorithm) }
        for group in groups {
            let part = group.multiplyAdds / Double(group.kernels.count)
            for kernel in group.kernels {
                choices[kernel] = PreparedBank.Choice(algorithm: .separable, multiplyAdds: part)
            }
        }
        self.choices = choices
    }

    /// What a filter would cost alone.
    private struct Costs {
        let weights: Double
        let units: Double
        let tiles: FourierTiles
        let fourier: Double

        init(of kernel: Kernel, among bank: KernelBank, layout: Layout) {
            weights = Double(kernel.channels.reduce(0) { $0 + $1.values.count { $0 != 0 } })
            units = Double(layout.units.count)
            tiles = FourierTiles(window: PixelWindow(ofWeightsIn: kernel.channels), layout: layout)
            // Two kernels share a transform, and all share the image's.
            let transforms = Double((bank.count + 1) / 2 + bank.channelCount) / Double(bank.count)
            fourier = tiles.cost * transforms
        }

        var dense: Double { weights * units }
        var least: Double { min(dense, fourier) }

        func choice(by algorithm: Algorithm) -> PreparedBank.Choice {
            switch algorithm {
            case .direct: PreparedBank.Choice(algorithm: .direct, multiplyAdds: dense)
            case .dense: PreparedBank.Choice(algorithm: .dense, multiplyAdds: dense)
            case .fourier: PreparedBank.Choice(algorithm: .fourier, multiplyAdds: tiles.multiplyAdds / 2)
            case .automatic, .separable: choice(by: dense <= fourier ? .dense : .fourier)
            }
        }
    }

    /// What computes all filters' maps, prepared; none for the plain loop, which needs nothing.
    func correlations(workers: Workers) -> [any Correlation] {
        func kernels(by algorithm: Algorithm) -> [Int] { choices.indices.filter { choices[$0].algorithm == algorithm } }
        var correlations: [any Correlation] = []
        let (dense, fourier) = (kernels(by: .dense), kernels(by: .fourier))
        if !fourier.isEmpty {
            let window = PixelWindow(ofWeightsIn: fourier.flatMap { bank.kernels[$0].channels })
            correlations.append(
                FourierCorrelation(
                    fourier, of: bank, tiles: FourierTiles(window: window, layout: layout), layout: layout,
                    workers: workers))
        }
        if !groups.isEmpty { correlations.append(SeparableCorrelation(groups, of: form, layout: layout)) }
        if !dense.isEmpty { correlations.append(DenseCorrelation(dense, of: bank, layout: layout)) }
        return correlations
    }
}
