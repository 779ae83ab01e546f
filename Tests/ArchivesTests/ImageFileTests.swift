import Archives
import Foundation
import Planes
import Testing

/// What opening and decoding a picture says, the folder taken away; empty if all is well.
func pictureRefusal(_ name: String, _ bytes: [UInt8]) throws -> String {
    try withFile(name, bytes) { path in
        do throws(ArchiveError) {
            _ = try ImageFile(path: path).image()
            return ""
        } catch {
            return error.description.replacing(path.dropLast(name.count), with: "")
        }
    }
}

func picture(_ bytes: [UInt8]) throws -> (header: ImageHeader, image: Image) {
    try withFile("picture", bytes) { path in
        let file = try ImageFile(path: path)
        let image = try file.image()
        #expect(image.size == file.header.size && image.isColor == file.header.isColor)
        #expect(image.encoding == file.header.encoding)
        return (file.header, image)
    }
}

@Suite struct ImageFileTests {
    @Test(arguments: [
        ([UInt8]("GIF89a...".utf8), "this is a GIF picture"), ([UInt8]("P4\n8 1\n\0".utf8), "this is a PBM bitmap"),
        ([UInt8]("hello, world".utf8), "begins with 68 65 6c 6c 6f 2c 20 77, as no known picture does"),
        ([7], "begins with 07, as no known picture does"),
    ])
    func `what is no picture that is read is named for what it is`(bytes: [UInt8], message: String) throws {
        #expect(
            try pictureRefusal("p.png", bytes)
                == "p.png: \(message); PNG, JPEG, TIFF, WebP, BMP, PGM/PPM in grey or RGB, and .npy, are read")
    }

    private func failure(_ path: String) -> ArchiveError? {
        do throws(ArchiveError) {
            _ = try ImageFile(path: path)
            return nil
        } catch { return error }
    }

    private func format(of bytes: [UInt8]) throws -> ImageFormat {
        try withFile("picture", bytes) { path in try ImageFile(path: path).format }
    }

    @Test func `the content tells the format, whatever the name`() throws {
        for (name, expected) in [("grey8.png", ImageFormat.png), ("jpegGrey.jpg", .jpeg)] {
            let bytes = try referenceFile(name)
            #expect(try format(of: bytes) == expected)
            #expect(try refusal("m", bytes).hasPrefix("m: this is a \(expected.displayName) picture; ONNX"))
        }
        #expect(try format(of: Array("P2 1 1 1 0".utf8)) == .netpbm)
    }

    @Test func `no file, a folder and an empty file are told apart`() throws {
        let missing = ArchiveError.missing(file: "/nowhere/p.png")
        #expect(failure("/nowhere/p.png") == missing)
        #expect(failure("/tmp") == .isDirectory(file: "/tmp"))
        #expect(try pictureRefusal("p", []) == "p: is empty; a file with at least a header is expected")
        #expect(missing.exitCode == 66 && ArchiveError.otherPicture(file: "p", kind: "").exitCode == 65)
    }

    @Test func `a file replaced after its header was read is not decoded by the old one`() throws {
        try withFile("p.pgm", Array("P2 2 1 9\n1 2".utf8)) { path in
            let file = try ImageFile(path: path)
            try Data("P2 1 2 9\n1 2".utf8).write(to: URL(fileURLWithPath: path))
            var failure: ArchiveError?
            do throws(ArchiveError) { _ = try file.image() } catch { failure = error }
            #expect(failure == .changed(file: path))
        }
    }

    @Test func `more files than a process may hold open can wait for their turn`() throws {
        try withFile("p.pgm", Array("P2 1 1 9\n3".utf8)) { path in
            var files: [ImageFile] = []
            for _ in 0..<3000 { files.append(try ImageFile(path: path)) }
            #expect(try files[2999].image().planes[0].values == [3 / 9])
        }
    }
}
