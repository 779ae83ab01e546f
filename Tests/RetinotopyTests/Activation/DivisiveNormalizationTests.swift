import Planes
import Retinotopy
import Testing

@Suite struct DivisiveNormalizationTests {
    private static func plane(_ values: [Float]) -> Plane {
        Plane(size: PixelSize(height: 1, width: values.count), values: values)
    }

    @Test func `drives are squared and divided by the sum of all squares at their place`() throws {
        let normalization = try DivisiveNormalization(semisaturation: 2)
        let responses = normalization.response(to: [Self.plane([1, 3]), Self.plane([2, 0])])
        #expect(responses[0].values == [1 / 9, 9 / 13] && responses[1].values == [4 / 9, 0])
    }

    /// R(c) = R₁·c²(1 + c₅₀²)/(c² + c₅₀²), the hyperbolic ratio with c₅₀ = σ/√Σ.
    @Test(arguments: [0.02, 0.1, 0.3, 0.7] as [Float])
    func `a grating's contrast is answered along a hyperbolic ratio`(contrast: Float) throws {
        let normalization = try DivisiveNormalization(semisaturation: 0.1)
        let model = try V1Model(bank: smallBank(), normalization: normalization, stride: 4)
        let size = PixelSize(side: 32)
        func responses(_ contrast: Float) -> [Plane] {
            model.response(to: grating(size, wavelength: 4, orientation: 45, contrast: Double(contrast)))
        }
        let plain = try V1Model(bank: smallBank(), stride: 4)
            .response(to: grating(size, wavelength: 4, orientation: 45))
        let pool = plain.reduce(Float(0)) { $0 + $1[4, 4] * $1[4, 4] }
        let half = 0.01 / pool
        let (full, weak) = (responses(1)[1][4, 4], responses(contrast)[1][4, 4])
        let expected = full * contrast * contrast * (1 + half) / (contrast * contrast + half)
        #expect(abs(weak - expected) < 1e-4)
    }

    @Test func `an even grey is answered with nothing`() throws {
        let normalization = try DivisiveNormalization(semisaturation: 0.1)
        #expect(normalization.response(to: [Self.plane([0])])[0].values == [0])
    }

    @Test func `a semisaturation is above zero, and activity with a sign is not divided`() throws {
        func refusal(_ body: () throws(RetinotopyError) -> Void) -> String? {
            do throws(RetinotopyError) {
                try body()
                return nil
            } catch { return error.description }
        }
        #expect(
            refusal { () throws(RetinotopyError) in _ = try DivisiveNormalization(semisaturation: 0) }
                == "normalization: 0.0 is not possible; a contrast above 0, such as 0.1")
        let bank = try smallBank()
        let normalization = try DivisiveNormalization(semisaturation: 0.1)
        #expect(
            refusal { () throws(RetinotopyError) in
                _ = try V1Model(bank: bank, cells: .linear, normalization: normalization, stride: 4)
            } == "normalization: linear is not possible; simple or complex cells, whose activity has no sign")
    }
}
