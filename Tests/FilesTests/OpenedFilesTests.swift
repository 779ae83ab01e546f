import ReferenceData
import Files
import Foundation
import Testing

@Suite struct OpenedFilesTests {
    private static func open(_ path: String) throws {
        let descriptor = try FileReader.descriptor(path)
        OpenedFiles.note(path, descriptor)
        close(descriptor)
    }

    @Test func `a file that was read and is as it was has a digest`() throws {
        try withScratchFolder { scratch in
            try Data([1]).write(to: URL(fileURLWithPath: scratch + "/a"))
            try Self.open(scratch + "/a")
            try Self.open(scratch + "/a")
            #expect(FileDigest.sha256(fileAt: scratch + "/a") == FileDigest.sha256([1]))
        }
    }

    @Test func `another file in its place has none, even one of the same size and time`() throws {
        try withScratchFolder { scratch in
            let (a, b) = (scratch + "/a", scratch + "/b")
            for (path, byte) in [(a, 1), (b, 2)] as [(String, UInt8)] {
                try Data([byte]).write(to: URL(fileURLWithPath: path))
                try FileManager.default.setAttributes(
                    [.modificationDate: Date(timeIntervalSince1970: 0)], ofItemAtPath: path)
            }
            try Self.open(a)
            #expect(rename(b, a) == 0)
            #expect(FileDigest.sha256(fileAt: a) == nil)
            // Nor when it was read too: two contents are behind one name.
            try Self.open(a)
            #expect(FileDigest.sha256(fileAt: a) == nil)
        }
    }
}
