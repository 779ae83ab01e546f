public import GaborBanks
public import Kernels

extension FilterCells {
    /// Cells of a layer's kernels, each seen through its principal colour.
    ///
    /// - Parameters:
    ///   - kernels: of a first layer.
    ///   - name: the layer's.
    /// - Precondition: at least one kernel.
    public init(_ kernels: KernelBank, name: String) {
        self.init(name: name, planes: kernels.kernels.map { $0.seen(through: ColorAxes($0).principal) })
    }

    /// Cells of a bank's filters, which has quadrature pairs where its phases make them.
    public init(_ bank: DesignedBank) {
        let planes = bank.filters.map { $0.kernel.channels[0] }
        self.init(
            name: bank.name, planes: planes, pairs: bank.quadraturePairs.map { (planes[$0.even], planes[$0.odd]) },
            areLearnt: false)
    }
}
