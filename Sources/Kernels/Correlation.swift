import Workers

/// A way to compute maps of some of a bank's kernels, prepared for images of one size.
protocol Correlation: Sendable {
    /// Writes its maps; `starts` has what is added to every value of each kernel's map.
    func write(of image: ContinuedImage, to maps: MapMemory, starts: [Float], workers: Workers)
}
