public import Planes

extension Gabor {
    /// The same Gabor with everything that is a length `growth` times as long: widths, the period, and how far from the
    /// window's centre it stands. Phase, orientation, nx and ny stay.
    ///
    /// - Precondition: `growth` is above 0.
    public func grown(by growth: Double) -> Gabor {
        Gabor(
            orientation: orientation,
            spatialFrequency: SpatialFrequency(cyclesPerPixel: spatialFrequency.cyclesPerPixel / growth), phase: phase,
            sigmaAcross: sigmaAcross * growth, sigmaAlong: sigmaAlong * growth, centerX: centerX * growth,
            centerY: centerY * growth)
    }
}

extension DesignedBank {
    /// The same Gabors, each ``Gabor/grown(by:)``, drawn anew on windows of a given size: what cells of the same kinds see
    /// farther from fixation.
    ///
    /// - Precondition: all filters are Gabors; `growth` is above 0.
    /// - Complexity: as designing the bank.
    public func grown(by growth: Double, size: PixelSize) -> DesignedBank {
        DesignedBank(
            name: name,
            filters: filters.map { filter in
                guard let gabor = filter.gabor else { preconditionFailure("Gabors grow, other families do not") }
                return DesignedFilter(gabor.grown(by: growth), size: size)
            })
    }
}

extension MacaqueBank {
    /// Rows and columns of windows that hold most of the recorded cells' fields: two degrees at fixation, or the
    /// 255 pixels that are fewer, and as many times more where fields are wider.
    ///
    /// - Parameters:
    ///   - resolution: of the picture.
    ///   - growth: how many times wider than at fixation fields are, at least 1.
    public static func customarySide(at resolution: PixelsPerDegree, growth: Double) -> Int {
        2 * Int((min(resolution.value, 127) * growth).rounded(.up)) + 1
    }
}
