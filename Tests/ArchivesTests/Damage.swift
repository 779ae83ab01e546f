import Archives
import Foundation
import Kernels
import ReferenceData
import Testing

/// A file with a few bytes changed, cut out or put in.
func damaged(_ whole: [UInt8], _ random: inout Xorshift) -> [UInt8] {
    var bytes = whole
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

/// Damages a file so many times, the same way in every run: each result is read or refused in one line.
///
/// - Parameter read: reads the file at a path as a user would; the number of the round tells what to vary.
/// - Returns: how many were read, and how many refused.
func withstand(
    _ whole: [UInt8], times: Int, seed: UInt64, _ read: (String, Int) throws(ArchiveError) -> Void
) throws -> (read: Int, refused: Int) {
    var random = Xorshift(state: seed)
    var ends = (read: 0, refused: 0)
    let path = scratch.appending(path: "striate-\(UUID().uuidString)").path
    let descriptor = open(path, O_RDWR | O_CREAT | O_EXCL, 0o600)
    defer {
        close(descriptor)
        unlink(path)
    }
    for round in 0..<times {
        let bytes = damaged(whole, &random)
        try #require(ftruncate(descriptor, 0) == 0 && pwrite(descriptor, bytes, bytes.count, 0) == bytes.count)
        do throws(ArchiveError) {
            try read(path, round)
            ends.read += 1
        } catch {
            #expect(!error.description.contains("\n") && error.description.contains("; "))
            ends.refused += 1
        }
    }
    return ends
}

/// The same for a model file, every layer of it read in turn.
func withstand(_ whole: [UInt8], times: Int, seed: UInt64) throws -> (read: Int, refused: Int) {
    try withstand(whole, times: times, seed: seed) { path, round throws(ArchiveError) in
        let file = try ModelFile(path: path, layout: [nil, .hwio, .ohwi][round % 3])
        for layer in file.layers {
            let bank = try file.kernels(of: layer)
            #expect(bank.count == layer.outputs && bank.channelCount == layer.inputs)
            _ = try file.bias(of: layer)
        }
        _ = try file.choice(of: nil)
    }
}
