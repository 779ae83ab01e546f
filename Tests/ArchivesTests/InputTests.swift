import Archives
import Foundation
import Testing

@Suite struct InputTests {
    private func failure(_ path: String) -> ArchiveError? {
        do throws(ArchiveError) {
            _ = try ModelFile(path: path)
            return nil
        } catch { return error }
    }

    @Test func `what is no regular file is input that is missing`() throws {
        let cases = [
            ("/nowhere/m.onnx", "no such file; give the path of one that is there"),
            ("/tmp", "is a folder; give the path of a file in it"),
            ("/dev/null", "is a pipe or a device; give a regular file"),
        ]
        for (path, message) in cases {
            let error = try #require(failure(path))
            #expect(error.description == "\(path): \(message)" && error.exitCode == 66 && error.file == path)
        }
        #expect(failure("/tmp\0/x") == .missing(file: "/tmp\0/x"))
    }

    @Test func `a pipe nobody writes to is refused without waiting`() throws {
        let path = FileManager.default.temporaryDirectory.appending(path: "striate-\(UUID().uuidString)").path
        try #require(mkfifo(path, 0o600) == 0)
        defer { unlink(path) }
        #expect(failure(path) == .notRegularFile(file: path))
    }

    @Test func `a file one may not read says so`() {
        let error = ArchiveError.unreadable(file: "m", reason: "permission denied")
        #expect(error.description == "m: cannot be read (permission denied); give a file you may read")
        #expect(error.exitCode == 66)
    }

    @Test(arguments: [
        ([0x80, 2, 0x8A], "this is a Python pickle, but not one that torch.save wrote"),
        ([0x1F, 0x8B, 8], "this is a gzip archive (gunzip unpacks it)"),
        (
            [UInt8]("<!DOCTYPE html>".utf8),
            "this is a web page in place of the model (the page was downloaded, not the file it links to)"
        ),
        (
            [UInt8](repeating: 0x20, count: 257) + [UInt8]("ustar".utf8),
            "this is a tar archive (unpack it, or if torch.load reads it, save it again with torch.save)"
        ),
        (
            [UInt8]("version https://git-lfs.github.com/spec/v1".utf8),
            "this is a Git LFS pointer in place of the model (git lfs pull fetches it)"
        ),
        ([UInt8]("hello, world".utf8), "begins with 68 65 6c 6c 6f 2c 20 77, as no known model file does"),
        ([8], "begins with 08, as no known model file does"),
    ])
    func `what is not read is named for what it is`(bytes: [UInt8], message: String) throws {
        #expect(
            try refusal("m", bytes)
                == "m: \(message); ONNX, safetensors, PyTorch, Keras, TensorFlow Lite, Caffe, .npy, .npz and .mat are read"
        )
    }

    @Test func `an empty file is bad data`() throws {
        #expect(try refusal("m", []) == "m: is empty; a file with at least a header is expected")
        #expect(ArchiveError.empty(file: "m").exitCode == 65)
    }

    @Test func `names cannot break the line or drive a terminal`() {
        let error = ArchiveError.noSuchLayer(file: "m\n", name: "\u{1B}[2J", suggestion: nil)
        #expect(error.description == "m\\u{a}: no layer '\\u{1b}[2J'; striate kernels m\\u{a} lists them")
    }
}
