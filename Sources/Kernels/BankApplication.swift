public import Planes
public import Workers

extension KernelBank {
    /// One map per kernel: the kernel laid over the image at every unit's place.
    ///
    ///     map[r, c] = Σ kernel[k, i, j] · image[k, r·stride + i − a, c·stride + j − b]
    ///
    /// over channels k, rows i and columns j; (a, b) = ((height − 1)/2, (width − 1)/2), rounded down, is the kernel's
    /// anchor. It is correlation, as in networks: the kernel is not flipped. Unit (r, c) is centred on pixel
    /// (r·stride, c·stride), so a map has ⌈height/stride⌉ × ⌈width/stride⌉ units.
    ///
    /// For several images of one size prepare the bank once: ``PreparedBank``.
    ///
    /// - Parameters:
    ///   - image: one plane per channel of the bank, all of one size.
    ///   - boundary: what stands beyond the image's edge.
    ///   - stride: pixels from one unit to the next, along both axes.
    ///   - algorithm: any gives the same values, to 1e-5 of the largest.
    ///   - workers: any number gives the same bytes.
    /// - Returns: maps in the order of the kernels.
    /// - Precondition: the image has the bank's number of channels, all of one size; the stride is positive.
    public func apply(
        to image: [Plane], boundary: Boundary = .reflect, stride: Int = 1, by algorithm: Algorithm = .automatic,
        workers: Workers = Workers(1)
    ) -> [Plane] {
        PreparedBank(
            self, imageSize: image[0].size, boundary: boundary, stride: stride, by: algorithm, workers: workers
        ).apply(to: image, workers: workers)
    }

    /// One map per kernel, of an image of one channel.
    ///
    /// - Precondition: the bank has one channel; the stride is positive.
    public func apply(
        to image: Plane, boundary: Boundary = .reflect, stride: Int = 1, by algorithm: Algorithm = .automatic,
        workers: Workers = Workers(1)
    ) -> [Plane] {
        apply(to: [image], boundary: boundary, stride: stride, by: algorithm, workers: workers)
    }
}
