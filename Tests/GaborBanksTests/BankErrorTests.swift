import GaborBanks
import Planes
import Testing

@Suite struct BankErrorTests {
    private static func message(_ body: () throws -> Void) -> String? {
        (#expect(throws: BankError.self) { try body() })?.description
    }

    @Test func `every option that cannot be is named with what would be right`() {
        let messages = [
            Self.message { _ = try BankDesign(family: .gabor, orientations: 0) },
            Self.message { _ = try BankDesign(family: .gabor, wavelengths: []) },
            Self.message { _ = try BankDesign(family: .gabor, wavelengths: [4, 2]) },
            Self.message { _ = try BankDesign(family: .gabor, wavelengths: [.nan]) },
            Self.message { _ = try BankDesign(family: .gabor, phases: []) },
            Self.message { _ = try BankDesign(family: .gabor, bandwidthOctaves: 9) },
            Self.message { _ = try BankDesign(family: .gabor, aspectRatio: 0) },
            Self.message { _ = try BankDesign(family: .gabor, side: 2) },
        ]
        #expect(
            messages == [
                "orientations: 0 is not possible; from 1 to 3600",
                "wavelengths: none is not possible; at least one, in pixels",
                "wavelengths: 2.0 is not possible; above 2 pixels (the lattice's limit, where phase has no meaning), to 1024",
                "wavelengths: nan is not possible; above 2 pixels (the lattice's limit, where phase has no meaning), to 1024",
                "phases: [] is not possible; at least one, in degrees",
                "bandwidth: 9.0 is not possible; from 0.05 to 8 octaves",
                "aspect ratio: 0.0 is not possible; from 0.05 to 20",
                "size: 2 is not possible; from 3 to 1024 pixels, or auto",
            ])
    }

    @Test func `a bank that would fill the memory is refused with its size`() {
        let message = Self.message { _ = try BankDesign(family: .gabor, orientations: 3600, side: 1001) }
        #expect(
            message
                == "bank: 21600 filters of 1001 × 1001 are more than 134217728 values; fewer filters or a smaller size"
        )
    }

    @Test(arguments: [0, 1, 7, 65538, -2])
    func `a macaque bank of an odd or impossible count is refused`(count: Int) throws {
        let resolution = try #require(PixelsPerDegree(28))
        let message = Self.message { _ = try MacaqueBank(count: count, at: resolution, size: PixelSize(side: 9)) }
        #expect(
            message
                == "count: \(count) is not possible; an even number from 2 to 65536, as filters come in quadrature pairs"
        )
    }

    @Test func `a macaque bank too large or too coarse is refused`() throws {
        let resolution = try #require(PixelsPerDegree(28))
        let large = Self.message { _ = try MacaqueBank(count: 65536, at: resolution, size: PixelSize(side: 1000)) }
        #expect(
            large
                == "bank: 65536 filters of 1000 × 1000 are more than 134217728 values; fewer filters or a smaller size"
        )
        let coarse = try MacaqueBank(count: 2, at: try #require(PixelsPerDegree(1)), size: PixelSize(side: 9))
        let message = Self.message {
            var generator = SystemRandomNumberGenerator()
            _ = try coarse.drawn(using: &generator)
        }
        #expect(
            message
                == "pixels per degree: 1.0 is not possible; at least 2.0, or the lattice is too coarse for the recorded cells"
        )
    }
}
