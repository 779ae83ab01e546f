import Foundation
public import Planes

// How other tools name the same Gabor. Each initialiser takes that tool's own parameters, in its own units.

extension Gabor {
    /// scikit-image's `gabor_kernel(frequency, theta, bandwidth, sigma_x, sigma_y, offset)`: θ is the wave vector's angle in
    /// image axes, radians; widths default to those of the bandwidth in octaves; `offset` is the phase.
    public init(
        scikitImageFrequency frequency: Double, theta: Double = 0, bandwidth: Double = 1, sigmaX: Double? = nil,
        sigmaY: Double? = nil, offset: Double = 0
    ) {
        let sigma = Bandwidth.periods(octaves: bandwidth) / frequency
        self.init(
            waveAngle: theta, frequency: frequency, phase: offset, across: sigmaX ?? sigma, along: sigmaY ?? sigma)
    }

    /// OpenCV's `getGaborKernel(ksize, sigma, theta, lambd, gamma, psi)`: θ as in scikit-image; the kernel is stored turned by
    /// half a turn, so ψ is minus our phase.
    public init(openCVSigma sigma: Double, theta: Double, lambd: Double, gamma: Double, psi: Double = .pi / 2) {
        self.init(waveAngle: theta, frequency: 1 / lambd, phase: -psi, across: sigma, along: sigma / gamma)
    }

    /// VOneNet's parameters: frequency in cycles per degree, orientation of the **bars** in degrees (its x axis is the row),
    /// phase in degrees, and nx, ny.
    public init(
        vOneNetFrequency cyclesPerDegree: Double, orientation: Double, phase: Double, nx: Double, ny: Double,
        at resolution: PixelsPerDegree
    ) {
        let frequency = cyclesPerDegree / resolution.value
        // Its x runs down the rows: a wave at its angle o has the image angle 90° − o.
        self.init(
            waveAngle: .pi / 2 - orientation * .pi / 180, frequency: frequency, phase: phase * .pi / 180,
            across: nx / frequency, along: ny / frequency)
    }

    /// kymatio's `morlet_2d(M, N, sigma, theta, xi, slant)`: its first axis is the row, so θ (radians) is the bars' angle;
    /// ξ is in radians per pixel; the envelope along the bars is σ/slant. The real part, before its mean is taken away.
    public init(kymatioSigma sigma: Double, theta: Double, xi: Double, slant: Double = 0.5) {
        self.init(
            waveAngle: .pi / 2 - theta, frequency: xi / (2 * .pi), phase: 0, across: sigma, along: sigma / slant)
    }

    /// A wave with its numbers in radians.
    private init(waveAngle: Double, frequency: Double, phase: Double, across: Double, along: Double) {
        self.init(
            imageWaveAngle: waveAngle, frequency: frequency, phase: Phase(radians: phase), sigmaAcross: across,
            sigmaAlong: along)
    }
}

extension Orientation {
    /// From Brain-Score's orientations, degrees: bars are 90° minus them.
    public init(brainScore degrees: Double) {
        self.init(degrees: 90 - degrees)
    }
}
