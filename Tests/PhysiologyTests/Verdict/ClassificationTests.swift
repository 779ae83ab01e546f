import Foundation
import GSL
import GaborBanks
import Kernels
import Planes
import Testing
import Workers

@testable import Physiology

/// Layers that are known to hold Gabors, or not. The first kernels of each stand for it. Those of `openface`, `srgan`,
/// `squeezenet` and `open_nsfw` are kept beside the repository and are not part of it: without them their tests do not run.
@Suite struct ClassificationTests {
    private static let nulls = 19

    private func study(_ bank: KernelBank, workers: Int = 2) -> LayerStudy {
        LayerStudy(of: bank, seed: 1, nullCount: Self.nulls, workers: Workers(workers))
    }

    private func gaborPart(_ name: String, first count: Int) throws -> Double {
        let study = study(try References.bank(try #require(References.kernels(name)), first: count))
        return Double(study.kernels.count { $0.classification.kernelClass.isGabor }) / Double(study.kernels.count)
    }

    private static let untrained = ["openface_nn4small2_conv1.npy", "srgan_gan_conv1.npy"]
    private static let trained = ["squeezenet1_0_deepcomp_conv1.npy"]
    private static let converted = ["open_nsfw_caffe_conv1.npy", "open_nsfw_onnx_standalone_conv1.npy"]

    private func hasNextToNoGabors(_ name: String) throws {
        let part = try gaborPart(name, first: 24)
        #expect(part < 0.1)
    }

    private func hasManyGabors(_ name: String) throws {
        let part = try gaborPart(name, first: 24)
        #expect(part > 0.35)
    }

    @Test func `a layer without orientation has next to no Gabors`() throws {
        try hasNextToNoGabors("alexnet_stlpips.npy")
    }

    @Test(.needs(untrained), arguments: untrained)
    func `layers of other projects without orientation have next to no Gabors`(name: String) throws {
        try hasNextToNoGabors(name)
    }

    @Test(arguments: ["alexnet/alexnet-features.onnx", "omniart_eye_resnet18_conv1.npy"])
    func `layers of oriented kernels have many Gabors`(name: String) throws { try hasManyGabors(name) }

    @Test(.needs(trained), arguments: trained)
    func `layers of other projects of oriented kernels have many Gabors`(name: String) throws {
        try hasManyGabors(name)
    }

    @Test(.needs(converted))
    func `two conversions of one network have the same classes`() throws {
        let classes = try Self.converted.map { name in
            study(try References.bank(try #require(References.kernels(name)), first: 16)).kernels.map {
                $0.classification.kernelClass
            }
        }
        #expect(classes[0] == classes[1])
    }

    /// Kernels of several kinds: Gabors grey and coloured, centre with surround, spots, noise, nothing.
    private static let zoo: KernelBank = {
        let size = PixelSize(side: 9)
        let generator = MersenneTwister(seed: 51)
        func plane(_ value: (Double, Double) -> Double) -> Plane {
            Plane(size: size) { Float(value(Double($1) - 4, Double($0) - 4) + 0.02 * generator.gaussian()) }
        }
        func gabor(_ degrees: Double) -> (Double, Double) -> Double {
            let gabor = Gabor(
                orientation: Orientation(degrees: degrees), spatialFrequency: SpatialFrequency(cyclesPerPixel: 0.22),
                phase: Phase(degrees: 70), sigmaAcross: 1.6, sigmaAlong: 2.4)
            return { gabor.value(x: $0, y: $1) }
        }
        func bump(_ x: Double, _ y: Double, _ width: Double) -> Double { exp(-0.5 * (x * x + y * y) / (width * width)) }
        func kernel(_ color: [Double], _ value: (Double, Double) -> Double) -> Kernel {
            Kernel(channels: color.map { part in plane { part * value($0, $1) } })
        }
        return KernelBank(
            name: "zoo",
            kernels: [
                kernel([1, 1, 1], gabor(30)), kernel([1, -1, 0], gabor(120)),
                kernel([1, 1, 1]) { bump($0, $1, 1) - 0.25 * bump($0, $1, 2) },
                kernel([1, 1, 1]) { bump($0 - 1, $1 + 0.5, 1.5) },
                kernel([1, -1, 0]) { bump($0 - 1, $1 + 0.5, 1.5) },
                kernel([1, 1, 1]) { _, _ in generator.gaussian() },
                Kernel(channels: (0..<3).map { _ in Plane(size: size, values: [Float](repeating: 0, count: 81)) }),
            ])
    }()

    @Test func `kernels made to be of a class are of that class`() {
        #expect(
            study(Self.zoo).kernels.map(\.classification.kernelClass) == [
                .gabor, .colorGabor, .centerSurround, .blob, .colorBlob, .unstructured, .dead,
            ])
    }

    @Test(arguments: ["sign", "scale", "channels"])
    func `no class depends on sign, scale or the order of channels`(change: String) {
        func changed(_ kernel: Kernel) -> Kernel {
            switch change {
            case "channels": Kernel(channels: [2, 0, 1].map { kernel.channels[$0] })
            default:
                Kernel(
                    channels: kernel.channels.map { plane in
                        Plane(size: plane.size, values: plane.values.map { $0 * (change == "sign" ? -3 : 1e-3) })
                    })
            }
        }
        let bank = KernelBank(name: "changed", kernels: Self.zoo.kernels.map(changed))
        let (one, other) = (study(Self.zoo), study(bank))
        #expect(one.kernels.map(\.classification.kernelClass) == other.kernels.map(\.classification.kernelClass))
        for (a, b) in zip(one.kernels, other.kernels) {
            guard let first = a.fit, let second = b.fit else { continue }
            #expect(abs(first.r2 - second.r2) < 1e-4)
        }
    }

    @Test func `a study is the same for 1, 2 and 5 workers`() {
        let one = study(Self.zoo, workers: 1)
        #expect(one == study(Self.zoo, workers: 2))
        #expect(one == study(Self.zoo, workers: 5))
    }

    @Test func `a kernel that equals an earlier one is flagged, the earlier one is not`() {
        let first = Self.zoo.kernels[0]
        let double = Kernel(channels: first.channels.map { Plane(size: $0.size, values: $0.values.map { 2 * $0 }) })
        let flags = study(KernelBank(name: "twins", kernels: [first, double])).kernels.map(\.flags)
        #expect(!flags[0].contains(.duplicate) && flags[1].contains(.duplicate))
    }

    @Test func `a class is the shape, or unstructured, and has a chance of at most 5 percent`() {
        for kernel in study(Self.zoo).kernels {
            let verdict = kernel.classification
            #expect(verdict.kernelClass == verdict.shape || verdict.kernelClass == .unstructured)
            if let p = verdict.nullP { #expect((p <= 0.05) == (verdict.kernelClass == verdict.shape)) }
            #expect(kernel.intervals == nil || verdict.kernelClass.isGabor)
        }
    }
}
