/// The kinds of shape that a kernel may have, whatever its colour.
enum KernelForm: Hashable, Sendable, CaseIterable {
    case gabor, edge, ramp, centerSurround, blob

    /// Its name where most of the kernel's energy is in brightness, or in colour.
    func named(isColored: Bool) -> KernelClass {
        switch self {
        case .gabor: isColored ? .colorGabor : .gabor
        case .edge: isColored ? .colorEdge : .edge
        case .ramp: isColored ? .colorRamp : .ramp
        case .centerSurround: isColored ? .colorBlob : .centerSurround
        case .blob: isColored ? .colorBlob : .blob
        }
    }
}
