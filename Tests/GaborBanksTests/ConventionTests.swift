import Foundation
import GaborBanks
import Planes
import ReferenceData
import Testing

/// Kernels that other tools computed, from `Reference/ORIGIN.md`, beside the same parameters given to ours.
@Suite struct ConventionTests {
    struct Parameters: Decodable {
        let frequency, theta, bandwidth, sigma_x, sigma_y, offset, sigma, lambd, gamma, psi: Double?
    }

    struct Entry: Decodable {
        let file: String
        let params: Parameters
        let shape: [Int]
    }

    struct Listing: Decodable { let skimage, opencv: [Entry] }

    private static func listing() throws -> Listing {
        try JSONDecoder().decode(
            Listing.self, from: Data(contentsOf: Reference.folder.appendingPathComponent("gabor_kernels.json")))
    }

    /// The largest difference on any pixel, relative to the envelope's peak.
    private static func difference(
        _ gabor: Gabor, _ values: ArraySlice<Double>, rows: Int, columns: Int, amplitude: Double = 1
    ) -> Double {
        zip(0..<rows * columns, values).map { index, value in
            let x = Double(index % columns) - Double(columns - 1) / 2
            let y = Double(index / columns) - Double(rows - 1) / 2
            return abs(gabor.value(x: x, y: y) - value / amplitude)
        }.max() ?? .infinity
    }

    private static func normalization(_ gabor: Gabor) -> Double {
        1 / (2 * .pi * gabor.sigmaAcross * gabor.sigmaAlong)
    }

    @Test func `scikit-image's parameters give scikit-image's kernels`() throws {
        let entries = try Self.listing().skimage
        #expect(entries.count == 6)
        for entry in entries {
            let array = try Reference.array(entry.file)
            #expect(array.shape == entry.shape)
            let given = entry.params
            let gabor = Gabor(
                scikitImageFrequency: try #require(given.frequency), theta: try #require(given.theta),
                bandwidth: given.bandwidth ?? 1, sigmaX: given.sigma_x, sigmaY: given.sigma_y,
                offset: try #require(given.offset))
            let difference = Self.difference(
                gabor, array.values[...], rows: array.shape[0], columns: array.shape[1],
                amplitude: Self.normalization(gabor))
            #expect(difference < 1e-12, "\(entry.file)")
        }
    }

    @Test func `OpenCV's parameters give OpenCV's kernels`() throws {
        let entries = try Self.listing().opencv
        #expect(entries.count == 6)
        for entry in entries {
            let array = try Reference.array(entry.file)
            let given = entry.params
            let gabor = Gabor(
                openCVSigma: try #require(given.sigma), theta: try #require(given.theta),
                lambd: try #require(given.lambd), gamma: try #require(given.gamma), psi: try #require(given.psi))
            let difference = Self.difference(gabor, array.values[...], rows: array.shape[0], columns: array.shape[1])
            #expect(difference < 1e-12, "\(entry.file)")
        }
    }

    @Test func `VOneNet's parameters give VOneNet's kernels`() throws {
        let array = try Reference.array("vonenet_kernels_first16.npy")
        #expect(array.shape == [16, 25, 25])
        let text = try String(
            contentsOf: Reference.folder.appendingPathComponent("vonenet_seed0_first16.csv"), encoding: .utf8)
        let rows = text.split(separator: "\n").dropFirst().map { $0.split(separator: ",").compactMap { Double($0) } }
        #expect(rows.count == 16)
        let resolution = try #require(PixelsPerDegree(28))
        for (index, row) in rows.enumerated() {
            let gabor = Gabor(
                vOneNetFrequency: row[0], orientation: row[1], phase: row[2], nx: row[3], ny: row[4], at: resolution)
            #expect(gabor.orientation.distance(to: Orientation(degrees: row[1])) < 1e-9)
            // The parameters have ten digits, and the phase far out is 2πf·17 px.
            let difference = Self.difference(
                gabor, array.values[index * 625..<(index + 1) * 625], rows: 25, columns: 25,
                amplitude: Self.normalization(gabor))
            #expect(difference < 1e-8, "kernel \(index)")
        }
    }

    // kymatio 0.3, scattering2d/filter_bank.py: rows x, columns y; R = rotation by theta; the exponent is
    // −½(u² + slant²·v²)/σ² + iξ·u with u = x·cos θ + y·sin θ.
    @Test(arguments: [0, 0.3, 1.2, .pi / 2, 2.5, 3.0])
    func `kymatio's angle is that of the bars and its first axis the row`(theta: Double) {
        let gabor = Gabor(kymatioSigma: 2.5, theta: theta, xi: 0.9, slant: 0.6)
        for (row, column) in [(0.0, 0.0), (1, 0), (0, 1), (3, -2), (-2.5, 4)] {
            let u = row * cos(theta) + column * sin(theta)
            let v = -row * sin(theta) + column * cos(theta)
            let expected = exp(-0.5 * (u * u + 0.36 * v * v) / 6.25) * cos(0.9 * u)
            #expect(abs(gabor.value(x: column, y: row) - expected) < 1e-12)
        }
        #expect(gabor.orientation.distance(to: Orientation(degrees: theta * 180 / .pi)) < 1e-9)
    }

    @Test(arguments: [(0.0, 90.0), (90, 0), (30, 60), (120, 150), (-45, 135)])
    func `Brain-Score's orientation counts from vertical bars`(brainScore: Double, bars: Double) {
        #expect(Orientation(brainScore: brainScore).distance(to: Orientation(degrees: bars)) < 1e-12)
    }
}
