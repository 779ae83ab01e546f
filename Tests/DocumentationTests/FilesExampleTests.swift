import Files
import Testing

@Suite struct FilesExampleTests {
    @Test func `three letters have their published digest, and names obey nothing`() {
        let digest = FileDigest.sha256(Array("abc".utf8))
        let name = "a\u{1B}[31m.onnx".visible  // the escape that would turn a terminal red, spelled out
        // FIPS 180-4, the example of one block.
        #expect(digest == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
        #expect(!name.unicodeScalars.contains("\u{1B}") && name.hasSuffix("[31m.onnx"))
    }
}
