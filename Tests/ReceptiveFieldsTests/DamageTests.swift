import Archives
import Foundation
import Networks
import ReceptiveFields
import ReferenceData
import Testing

/// Reference networks with bytes changed: each is followed or refused, none stops the program.
@Suite struct DamageTests {
    private static let files: [String] = {
        let folder = References.folder.appending(path: "micro").path
        return ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).sorted()
    }()

    @Test(arguments: files)
    func `a damaged network is followed or refused`(file: String) throws {
        let bytes = [UInt8](try Data(contentsOf: References.folder.appending(path: "micro/\(file)")))
        var random = Xorshift(state: UInt64(file.utf8.reduce(7) { $0 &* 31 &+ Int($1) } & 0xFFFF_FFFF) + 1)
        let path = FileManager.default.temporaryDirectory.appending(path: "striate-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: path) }
        for _ in 0..<60 {
            var damaged = bytes
            for _ in 0..<Int.random(in: 1...3, using: &random) {
                let place = Int.random(in: 0..<damaged.count, using: &random)
                switch Int.random(in: 0..<4, using: &random) {
                case 0: damaged[place] = UInt8.random(in: 0...255, using: &random)
                case 1: damaged[place] ^= 1 << UInt8.random(in: 0..<8, using: &random)
                case 2: damaged[place] = [0, 1, 0x7F, 0x80, 0xFF].randomElement(using: &random) ?? 0
                default: damaged.removeSubrange(place..<min(damaged.count, place + 3))
                }
            }
            try Data(damaged).write(to: path)
            do {
                let network = try Network(path: path.path)
                let fields = try ReceptiveFields(of: network, image: ImageInput(of: network, height: 16, width: 16))
                for field in fields.tensors { #expect(field.rows.strict.size <= 16) }
            } catch {
                #expect(!"\(error)".contains("\n"))
            }
        }
    }
}
