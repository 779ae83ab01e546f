import Archives
import Foundation
import Planes
import ReferenceData
import Testing

@Suite struct StimulusListTests {
    private static let picture = Data("P5 2 1 255\n".utf8) + Data([0, 255])

    private func withFiles(_ files: [String: Data], _ body: (String) throws -> Void) throws {
        try withScratchFolder { folder in
            for (name, data) in files {
                let file = URL(fileURLWithPath: "\(folder)/\(name)")
                try FileManager.default.createDirectory(
                    at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
                try data.write(to: file)
            }
            try body(folder)
        }
    }

    @Test func `folders are looked through to the bottom, the list comes last with what it carries`() throws {
        let list = Data("kind,path\ncat,deep/b.pgm\n".utf8)
        try withFiles([
            "in/z.pgm": Self.picture, "in/deep/b.pgm": Self.picture, "in/notes": Data("text".utf8),
            "in/.hidden.pgm": Self.picture, "in/list.csv": list,
        ]) { folder in
            let stimuli = try StimulusList(["\(folder)/in"], list: "\(folder)/in/list.csv")
            #expect(stimuli.stimuli.map(\.path) == ["\(folder)/in/deep/b.pgm", "\(folder)/in/z.pgm", "deep/b.pgm"])
            #expect(stimuli.columns == ["kind"] && stimuli.stimuli.map(\.carried) == [[""], [""], ["cat"]])
            #expect(stimuli.warning == "2 files are passed over, as they are no pictures that are read")
            let reading = try stimuli.stimuli[2].read()
            #expect(reading.size.width == 2 && reading.size.height == 1 && reading.sha256.count == 64)
            #expect(try stimuli.digest != StimulusList(["\(folder)/in"]).digest)
            #expect(try stimuli.digest == StimulusList(["\(folder)/in"], list: "\(folder)/in/list.csv").digest)
        }
    }

    @Test func `what is no list is refused, and what is no picture where its turn comes`() throws {
        func reason(_ text: String) throws -> String {
            var found = ""
            try withFiles(["list.csv": Data(text.utf8)]) { folder in
                do { found = "\(try StimulusList([], list: "\(folder)/list.csv").stimuli.count)" } catch {
                    found = "\(error)"
                }
            }
            return found
        }
        #expect(try reason("file\na.png\n").hasSuffix("a column 'path' is expected"))
        #expect(try reason("path,a,a\nb,1,2\n").hasSuffix("every column has a name, no two the same"))
        #expect(try reason("path,a\n,1\n").hasSuffix("line 2 is malformed; a path is expected"))
        #expect(try reason("path\nnowhere.png\n") == "1")
        try withFiles(["in/a.txt": Data("text".utf8)]) { folder in
            #expect(throws: ArchiveError.self) { try StimulusList(["\(folder)/in"]) }
            #expect(throws: ArchiveError.self) { try StimulusList(["\(folder)/none"]) }
            #expect(throws: ArchiveError.self) { try StimulusList(["\(folder)/in/a.txt"]).stimuli[0].read() }
        }
    }
}
