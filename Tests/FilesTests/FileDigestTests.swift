import ReferenceData
import Foundation
import Files
import Testing

@Suite struct FileDigestTests {
    // NIST, example values for FIPS 180-4: the messages "abc", "" and one million times "a".
    @Test(arguments: [
        ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
        ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    ])
    func `the standard's examples have their digests, in memory and on the disk`(message: String, hex: String) throws {
        #expect(FileDigest.sha256(Array(message.utf8)) == hex)
        #expect(FileDigest.sha256 { take in for byte in message.utf8 { take([byte]) } } == hex)
        try withScratchFolder { folder in
            try Data(message.utf8).write(to: URL(fileURLWithPath: folder + "/message"))
            #expect(FileDigest.sha256(fileAt: folder + "/message") == hex)
        }
    }

    @Test func `a file read in pieces has the digest of its bytes`() throws {
        try withScratchFolder { folder in
            let million = [UInt8](repeating: UInt8(ascii: "a"), count: 1_000_000)
            try Data(million).write(to: URL(fileURLWithPath: folder + "/million"))
            let digest = FileDigest.sha256(fileAt: folder + "/million")
            #expect(digest == "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0")
            let long = million + million + [7]
            try Data(long).write(to: URL(fileURLWithPath: folder + "/long"))
            #expect(FileDigest.sha256(fileAt: folder + "/long") == FileDigest.sha256(long))
        }
    }

    @Test func `a file that is not there has no digest`() {
        #expect(FileDigest.sha256(fileAt: "/nonexistent/model.onnx") == nil)
    }
}
