import Archives
import Foundation
import Kernels
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
        Zip.archive([
            .init(name: "w.npy", data: npy(dictionary("<f4", "(2, 1, 2, 2)"), bytes(ramp)), isDeflated: true),
            .init(name: "b.npy", data: npy(dictionary("<f8", "(2,)"), bytes(1.0.bitPattern) + bytes(2.0.bitPattern))),
        ]),
        Torch.zip(
            Torch.ordered([
                ("w.weight", Torch.tensor([2, 1, 2, 2], strides: [4, 4, 1, 2])),
                ("w.bias", Torch.tensor([2], offset: 3, count: 8)),
            ]), [("0", bytes(ramp))]),
        Torch.legacy(
            Pickle.object(
                "__main__", "Net",
                [
                    ("transposed", Pickle.no), ("groups", Pickle.number(1)),
                    ("_parameters", Pickle.dictionary([("weight", Torch.tensor([2, 1, 2, 2]))])),
                ]), [("0", 8, bytes(ramp))]),
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
        let path = scratch.appending(path: "striate-\(UUID().uuidString)").path
        let descriptor = open(path, O_RDWR | O_CREAT | O_EXCL, 0o600)
        defer {
            close(descriptor)
            unlink(path)
        }
        for round in 0..<4000 {
            let bytes = Self.mutated(Self.seeds[index], &random)
            try #require(ftruncate(descriptor, 0) == 0 && pwrite(descriptor, bytes, bytes.count, 0) == bytes.count)
            do throws(ArchiveError) {
                let file = try ModelFile(path: path, layout: [nil, .hwio, .ohwi][round % 3])
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
}
