import Archives
import Foundation
import Kernels
import Planes
import Testing

/// Small files with bytes changed, cut out or put in: each is read or refused, none stops the program.
@Suite struct MutationTests {
    /// Marsaglia's xorshift, so that every run sees the same files.
    private struct Random: RandomNumberGenerator {
        var state: UInt64
        mutating func next() -> UInt64 {
            state ^= state << 13
            state ^= state >> 7
            state ^= state << 17
            return state
        }
    }

    private static let ramp = (0..<8).map(Float.init)
    private static let seeds: [[UInt8]] = [
        Proto.model(
            [
                Proto.node("Constant", "", [], "k", [Proto.text(1, "value") + Proto.bytes(5, Proto.raw("", [1], [1]))]),
                Proto.node("Conv", "c", ["x", "w", "b"], "y", [Proto.group(1)]),
                Proto.node("ConvTranspose", "t", ["x", "v"], "z"), Proto.node("Identity", "", ["w"], "u"),
            ],
            [
                Proto.raw("w", [2, 1, 2, 2], ramp), Proto.raw("b", [2], [1, 2]),
                Proto.tensor("v", [2, 2, 2, 1], Proto.bytes(4, bytes(ramp))),
            ]),
        safetensors(
            "{\"w.weight\":{\"dtype\":\"F32\",\"shape\":[2,1,2,2],\"data_offsets\":[0,32]},"
                + "\"w.bias\":{\"dtype\":\"F16\",\"shape\":[2],\"data_offsets\":[32,36]}}",
            bytes(ramp) + [0, 0, 0, 0]),
        npy(dictionary("<f4", "(2, 1, 2, 2)"), bytes(ramp)),
        npy(dictionary(">f4", "(2, 2, 2)", fortran: "True"), bytes(ramp), version: 3),
    ]

    private static func mutated(_ seed: [UInt8], _ random: inout Random) -> [UInt8] {
        var bytes = seed
        for _ in 0..<Int.random(in: 1...4, using: &random) where !bytes.isEmpty {
            let place = Int.random(in: 0..<bytes.count, using: &random)
            switch Int.random(in: 0..<6, using: &random) {
            case 0: bytes[place] = UInt8.random(in: 0...255, using: &random)
            case 1: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &random)
            case 2: bytes[place] = [0, 1, 0x7F, 0x80, 0xFF, UInt8(ascii: "9")].randomElement(using: &random) ?? 0
            case 3: bytes.remove(at: place)
            case 4: bytes.insert(UInt8.random(in: 0...255, using: &random), at: place)
            default: bytes.removeSubrange(place..<min(bytes.count, place + Int.random(in: 1...20, using: &random)))
            }
        }
        return bytes
    }

    @Test(arguments: seeds.indices)
    func `a damaged file is read or refused`(index: Int) throws {
        var random = Random(state: 20_241 + UInt64(index))
        var (read, refused) = (0, 0)
        let path = FileManager.default.temporaryDirectory.appending(path: "striate-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: path) }
        for _ in 0..<4000 {
            try Data(Self.mutated(Self.seeds[index], &random)).write(to: path)
            do throws(ArchiveError) {
                let file = try ModelFile(path: path.path)
                for layer in file.layers {
                    let bank = try file.kernels(of: layer)
                    #expect(bank.count == layer.outputs && bank.channelCount == layer.inputs)
                    _ = try file.bias(of: layer)
                }
                _ = try file.choice(of: nil)
                read += 1
            } catch {
                #expect(!error.description.contains("\n") && error.description.contains("; "))
                refused += 1
            }
        }
        // Both ends are reached, or the damage is no test.
        #expect(read > 100 && refused > 100)
    }

    @Test(arguments: [
        "grey8.png", "rgba8.png", "palette.png", "interlaced.png", "greyAlpha16.png", "jpegGrey.jpg", "jpegColor.jpg",
    ])
    func `a damaged picture is read or refused`(name: String) throws {
        try check(referencePicture(name), seed: 77)
    }

    @Test(arguments: [
        "P2 3 2 9\n1 2 3 4 5 6\n", "P3 1 2 9\n1 2 3 4 5 6", "P5 4 2 99\nabcABCab", "P6 1 1 9999\n\0a\0b\0c",
    ])
    func `a damaged Netpbm picture is read or refused`(text: String) throws {
        try check(Array(text.utf8), seed: 78)
    }

    private func check(_ picture: [UInt8], seed: UInt64) throws {
        var random = Random(state: seed)
        var refused = 0
        let path = FileManager.default.temporaryDirectory.appending(path: "striate-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: path) }
        for _ in 0..<500 {
            try Data(Self.mutated(picture, &random)).write(to: path)
            do throws(ArchiveError) {
                let file = try ImageFile(path: path.path)
                let image = try file.image()
                #expect(image.size == file.header.size)
            } catch {
                #expect(!error.description.contains("\n") && error.description.contains("; "))
                refused += 1
            }
        }
        #expect(refused > 50)
    }
}
