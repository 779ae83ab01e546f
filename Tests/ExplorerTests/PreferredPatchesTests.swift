import Files
import Foundation
import Inference
import Planes
import ReferenceData
import Testing

@testable import Explorer

@Suite struct PreferredPatchesTests {
    /// A run of `prefer` on LeNet, as its folder has it: of channel 3 of C3 one patch of a photograph and one picture made.
    struct Run {
        let folder, picture, array: String
        var model = Lenet.path("data/lenet/lenet-5.onnx")
        var box = "8,21,10,23"
        var size = "28x28"
        /// Digests that are written down; the files' own where `nil`.
        var pictureDigest, arrayDigest: String?

        init(in folder: String) throws {
            (self.folder, picture, array) = (folder, "\(folder)/eye.png", "\(folder)/arrays/preferred-C3-03.npy")
            for name in ["arrays", "tables"] {
                try FileManager.default.createDirectory(
                    atPath: "\(folder)/\(name)", withIntermediateDirectories: true)
            }
            try FileManager.default.copyItem(atPath: Lenet.path("data/photos/camera.png"), toPath: picture)
            try write(array: [1, 14, 14])
        }

        /// NumPy's format: a pattern that rises from −1 to 3.
        func write(array shape: [Int]) throws {
            let count = shape.reduce(1, *)
            var header = "{'descr': '<f4', 'fortran_order': False, 'shape': (\(shape.map { "\($0), " }.joined())), }"
            header += String(repeating: " ", count: 117 - header.utf8.count) + "\n"
            var bytes = Data([0x93] + Array("NUMPY".utf8) + [1, 0, UInt8(header.utf8.count), 0]) + Data(header.utf8)
            for index in 0..<count {
                let value = -1 + 4 * Float(index) / Float(count - 1)
                withUnsafeBytes(of: value.bitPattern.littleEndian) { bytes.append(contentsOf: $0) }
            }
            try bytes.write(to: URL(fileURLWithPath: array))
        }

        /// Writes the record and the table, and opens them.
        func opened() throws -> PreferredPatches {
            let network = try Lenet.scene().network
            func digest(_ path: String) -> String { DigestedFile(path: path)?.sha256 ?? "" }
            let record: [String: Any] = [
                "inputs": [
                    ["path": "lenet", "sha256": digest(model)],
                    ["path": picture, "sha256": pictureDigest ?? digest(Lenet.path("data/photos/camera.png"))],
                ],
                "outputs": [["path": "arrays/preferred-C3-03.npy", "sha256": arrayDigest ?? digest(array)]],
                "options": ["input": size, "preprocess": network.preprocessingSummary],
            ]
            try JSONSerialization.data(withJSONObject: record).write(to: URL(fileURLWithPath: "\(folder)/run.json"))
            try """
            layer,channel,rank,image,unit_row,unit_col,first_y_px,last_y_px,first_x_px,last_x_px,value,image_row,kind
            C3,3,0,eye.png,5,6,\(box),4.5,,natural
            C3,3,0,,5,6,\(box),6.25,,synthetic

            """.write(toFile: "\(folder)/tables/preferred.csv", atomically: true, encoding: .utf8)
            return try PreferredPatches(folder, of: network, model: Lenet.path("data/lenet/lenet-5.onnx"))
        }
    }

    private func refusal(_ change: (inout Run) throws -> Void) throws -> String {
        var text = ""
        try withScratchFolder { folder in
            var run = try Run(in: folder)
            try change(&run)
            let error = #expect(throws: (any Error).self) {
                let opened = try run.opened()
                _ = try opened.seen(layer: "C3", channel: 3)
            }
            text = "\(try #require(error))".replacing(folder, with: "RUN")
        }
        return text
    }

    @Test func `a channel's picture that was made stands before its patches, about mid grey`() throws {
        try withScratchFolder { folder in
            let patches = try Run(in: folder).opened()
            let seen = try patches.seen(layer: "C3", channel: 3)
            #expect(seen.map(\.value) == [6.25, 4.5] && seen.map(\.image) == [nil, "eye.png"])
            let made = Self.values(seen[0].pixels)
            // From −1 to 3: the largest difference, 3, is full.
            #expect(seen[0].pixels.shape == [1, 14, 14] && abs(made[0] - (0.5 - 0.5 / 3)) < 1e-6 && made[195] == 1)
            let network = try Lenet.scene().network
            let image = try network.fitted(Lenet.camera())
            let patch = Self.values(seen[1].pixels)
            #expect(seen[1].pixels.shape == [1, 14, 14] && patch[0] == image.encoded.planes[0][8, 10])
            #expect(try patches.seen(layer: "C3", channel: 4).isEmpty)
        }
    }

    private static func values(_ packed: PackedNumbers) -> [Float] {
        Data(base64Encoded: packed.data)?.withUnsafeBytes { Array($0.bindMemory(to: Float.self)) } ?? []
    }

    @Test func `a picture that has changed, or is there no more, is refused`() throws {
        let changed = try refusal { run in
            let file = try FileHandle(forWritingTo: URL(fileURLWithPath: run.picture))
            try file.seekToEnd()
            try file.write(contentsOf: Data([0]))
            try file.close()
        }
        #expect(changed == "RUN/eye.png: changed since RUN was made of it")
        let gone = try refusal { try FileManager.default.removeItem(atPath: $0.picture) }
        #expect(gone == "RUN/eye.png: it is there no more; RUN was made of it, by its path from where that ran")
        let folder = try refusal { run in
            try FileManager.default.removeItem(atPath: run.picture)
            try FileManager.default.createDirectory(atPath: run.picture, withIntermediateDirectories: true)
        }
        #expect(folder == changed)
    }

    @Test func `a hostile picture is refused though its digest is as the run says`() throws {
        let hostile = try refusal { run in
            // A PNG of 2³¹ − 1 pixels a side, which ends there.
            let bytes: [UInt8] = [
                0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52, 0x7F, 0xFF, 0xFF,
                0xFF,
                0x7F, 0xFF, 0xFF, 0xFF, 8, 2, 0, 0, 0, 0, 0, 0, 0,
            ]
            try Data(bytes).write(to: URL(fileURLWithPath: run.picture))
            run.pictureDigest = FileDigest.sha256(bytes)
        }
        #expect(hostile.hasPrefix("RUN/eye.png: ") && !hostile.contains("\n"), "\(hostile)")
        let none = try refusal { run in
            try Data("hello".utf8).write(to: URL(fileURLWithPath: run.picture))
            run.pictureDigest = FileDigest.sha256(Array("hello".utf8))
        }
        #expect(none.hasPrefix("RUN/eye.png: ") && !none.contains("\n"), "\(none)")
    }

    @Test func `a picture that was made and has changed, is gone or has another shape is refused`() throws {
        let digest = String(repeating: "0", count: 64)
        #expect(
            try refusal { $0.arrayDigest = digest }
                == "RUN/arrays/preferred-C3-03.npy: changed since it was made, or there no more")
        let gone = try refusal { run in
            run.arrayDigest = digest
            try FileManager.default.removeItem(atPath: run.array)
        }
        #expect(gone == "RUN/arrays/preferred-C3-03.npy: changed since it was made, or there no more")
        #expect(
            try refusal { try $0.write(array: [1, 13, 14]) }
                == "RUN/arrays/preferred-C3-03.npy: an array of 1 × 14 × 14 is expected")
    }

    @Test(arguments: ["8,9223372036854775807,10,23", "-9223372036854775808,21,10,23", "21,8,10,23", ",,,"])
    func `a box that is none of the network's image makes no trap`(box: String) throws {
        #expect(
            try refusal { $0.box = box } == "RUN/tables/preferred.csv: line 3 is no picture that was made")
    }

    @Test func `a run of another network, or on pictures of another size, is refused`() throws {
        #expect(
            try refusal { $0.model = Lenet.path("data/alexnet/alexnet-features.onnx") }
                == "RUN: this run is of another network, lenet")
        let other = try refusal { $0.size = "32x32" }
        #expect(other.hasPrefix("RUN: this run took pictures otherwise (32x32, mnist"))
    }
}
