import Archives
import Files
import Foundation
import Planes
import Testing

@Suite struct PictureListTests {
    /// Runs the body with a folder of copies of a bundled photograph, of the given names, and of files that are none.
    private func withFolder(_ pictures: [String], _ others: [String], _ body: (String) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("striate-list-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        let photo = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appendingPathComponent("../../data/photos/brick.png")
        for name in pictures + others {
            let file = folder.appendingPathComponent(name)
            try FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
            if pictures.contains(name) {
                try FileManager.default.copyItem(at: photo, to: file)
            } else {
                try Data("text\n".utf8).write(to: file)
            }
        }
        try body(folder.path)
    }

    @Test func `pictures of a folder come by name, and what is none is counted`() throws {
        try withFolder(["b.png", "a.png", "deep/c.png"], ["notes.txt", ".hidden"]) { folder in
            let list = try PictureList([folder])
            #expect(list.pictures.map(\.name) == ["a.png", "b.png"] && list.pictures.map(\.stem) == ["a", "b"])
            #expect(list.passedOver == 1)
            #expect(list.warning == "1 file is passed over, as it is no picture that is read")
            #expect(try PictureList(["\(folder)/a.png"]).warning == nil)
        }
    }

    @Test func `a source gives them in the order of the paths that were typed, those of a folder by name`() throws {
        try withFolder(["b/2.png", "b/1.png", "a.png", "c.png"], []) { folder in
            let paths = ["c.png", "b", "a.png"].map { "\(folder)/\($0)" }
            let source = try PictureSource(paths, every: 1)
            #expect(source.pictures.map(\.name) == ["1.png", "2.png", "a.png", "c.png"])
            #expect(source.pictures(inOrderOf: paths).map(\.name) == ["c.png", "1.png", "2.png", "a.png"])
        }
    }

    @Test func `files of one name are told apart by their paths`() throws {
        try withFolder(["one/a.png", "two/a.png"], []) { folder in
            let list = try PictureList(["\(folder)/two/a.png", "\(folder)/one/a.png"])
            #expect(list.pictures.map(\.name) == ["\(folder)/one/a.png", "\(folder)/two/a.png"])
            #expect(Set(list.pictures.map(\.stem)).count == 2 && !list.pictures.contains { $0.stem.contains("/") })
        }
    }

    @Test func `no two pictures have one name, whatever their paths are made of`() throws {
        try withFolder(["a/b.png", "a_b.png", "b.png"], []) { folder in
            for paths in [
                ["a/b.png", "a_b.png", "b.png"], ["b.png", "b.png", "a/b.png"], ["b.png", "./b.png", "b.png"],
            ] {
                let list = try PictureList(paths.map { "\(folder)/\($0)" })
                #expect(Set(list.pictures.map(\.name)).count == 3 && Set(list.pictures.map(\.stem)).count == 3)
            }
        }
    }

    @Test func `a file whose name is no UTF-8 is a picture like others`() throws {
        try withFolder(["a.png"], []) { folder in
            let latin = Array("\(folder)/caf".utf8CString.dropLast()) + [CChar(bitPattern: 0xE9)]
            let moved = (latin + Array(".png".utf8CString)).withUnsafeBufferPointer { name in
                name.baseAddress.map { rename("\(folder)/a.png", $0) }
            }
            #expect(moved == 0)
            let list = try PictureList([folder])
            #expect(list.pictures.count == 1 && list.pictures[0].name.visible == "caf\\x{e9}.png")
            #expect(try list.pictures[0].file.image().planes.count > 0)
            #expect(try PictureList([list.pictures[0].file.path]).pictures.count == 1)
        }
    }

    @Test func `a folder without a picture, and a file that is none, are refused`() throws {
        try withFolder([], ["notes.txt"]) { folder in
            #expect(throws: ArchiveError.noPicture(folder: folder)) { try PictureList([folder]) }
            #expect(throws: ArchiveError.self) { try PictureList(["\(folder)/notes.txt"]) }
            #expect(throws: ArchiveError.missing(file: "\(folder)/x.png")) { try PictureList(["\(folder)/x.png"]) }
        }
    }

    @Test func `each second row of a table is a picture with its label`() throws {
        try withFolder(["a.png"], []) { folder in
            let table = folder + "/digits.csv"
            let row = (0..<784).map { _ in "0" }.joined(separator: ",")
            try Data((0..<3).map { "\(row),\($0)\n" }.joined().utf8).write(to: URL(fileURLWithPath: table))
            let source = try PictureSource([table, "\(folder)/a.png"], every: 2)
            #expect(source.pictures.map(\.row) == [nil, 0, 2] && source.pictures.map(\.truth) == [nil, "0", "2"])
            #expect(source.paths == ["\(folder)/a.png", table])
            #expect(try source.pictures[2].shown().image?.size.count == 784)
        }
    }
}
