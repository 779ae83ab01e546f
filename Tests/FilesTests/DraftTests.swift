import ReferenceData
import Files
import Foundation
import Synchronization
import Testing

@Suite struct DraftTests {
    private static func names(_ folder: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
    }

    @Test func `a draft has its name when it is placed, and is gone when it is not`() throws {
        try withScratchFolder { scratch in
            do {
                let draft = try Draft(of: scratch + "/out", as: .folder)
                try Folder.make(draft.path + "/inner")
                #expect(try Self.names(scratch) == [".out.striate-\(getpid())"])
                try draft.place()
            }
            #expect(try Self.names(scratch) == ["out"])
            do {
                let draft = try Draft(of: scratch + "/other", as: .folder)
                try Folder.make(draft.path + "/inner")
            }
            #expect(try Self.names(scratch) == ["out"])
        }
    }

    @Test func `a folder that is not empty keeps its name, and is replaced by exchange`() throws {
        try withScratchFolder { scratch in
            try Folder.make(scratch + "/out/earlier")
            do {
                let draft = try Draft(of: scratch + "/out", as: .folder)
                try Folder.make(draft.path + "/later")
                let error = #expect(throws: SystemError.self) { try draft.place() }
                #expect(error?.isOccupied == true)
                #expect(try !draft.replace { _ in false })
                #expect(try Self.names(scratch + "/out") == ["earlier"])
                #expect(try draft.replace { $0 == draft.path })
            }
            #expect(try Self.names(scratch + "/out") == ["later"] && Self.names(scratch) == ["out"])
        }
    }

    @Test func `what no living process holds is swept, whatever its number, and nothing else`() throws {
        try withScratchFolder { scratch in
            // The number of this very process, as after a restart of the machine.
            let stale = [".out.striate-\(getpid())", ".other.striate-1", ".out.striate-7-2"]
            let kept = [".notes.striate-old", "a.striate-3", ".striate-3"]
            for name in stale + kept { try Folder.make("\(scratch)/\(name)/inner") }
            try Data([1]).write(to: URL(fileURLWithPath: scratch + "/.file.striate-5"))
            let first = try Draft(of: scratch + "/one", as: .folder)
            #expect(try Self.names(scratch) == (kept + [".one.striate-\(getpid())"]).sorted())
            let second = try Draft(of: scratch + "/one", as: .folder)
            #expect(FileManager.default.fileExists(atPath: first.path) && first.path != second.path)
        }
    }

    @Test(arguments: [Draft.Kind.folder, .file])
    func `drafts that are made side by side are not swept by each other`(kind: Draft.Kind) throws {
        try withScratchFolder { scratch in
            let failures = Mutex([String]())
            DispatchQueue.concurrentPerform(iterations: 4) { side in
                for number in 0..<500 {
                    do {
                        let draft = try Draft(of: "\(scratch)/out-\(side)", as: kind)
                        let isThere = FileManager.default.fileExists(atPath: draft.path)
                        if !isThere { failures.withLock { $0.append("\(number): gone") } }
                    } catch {
                        failures.withLock { $0.append("\(number): \(error)") }
                    }
                }
            }
            let said = failures.withLock { $0 }
            #expect(said.isEmpty, "\(said.prefix(3))")
            let left = try Self.names(scratch)
            #expect(left.isEmpty)
        }
    }

    @Test func `a link to a file stays, and so do its permissions`() throws {
        try withScratchFolder { scratch in
            try Folder.make(scratch + "/store")
            try Data([1]).write(to: URL(fileURLWithPath: scratch + "/store/kept"))
            chmod(scratch + "/store/kept", 0o600)
            symlink("store/kept", scratch + "/link")
            symlink("store/new", scratch + "/dangling")
            for name in ["link", "dangling"] { try FileWriter.replace("\(scratch)/\(name)", with: [2, 3]) }
            #expect(FileKind(at: scratch + "/link", followsLink: false) == .link)
            #expect(FileKind(at: scratch + "/dangling", followsLink: false) == .link)
            #expect(try FileReader.bytes(of: scratch + "/store/kept") == [2, 3])
            #expect(try FileReader.bytes(of: scratch + "/store/new") == [2, 3])
            let attributes = try FileManager.default.attributesOfItem(atPath: scratch + "/store/kept")
            #expect(attributes[.posixPermissions] as? Int == 0o600)
            #expect(try Self.names(scratch) == ["dangling", "link", "store"])
            #expect(try Self.names(scratch + "/store") == ["kept", "new"])
        }
    }

    @Test func `links in a circle lead nowhere`() throws {
        try withScratchFolder { scratch in
            symlink("b", scratch + "/a")
            symlink("a", scratch + "/b")
            #expect(throws: SystemError(ELOOP)) { try FileWriter.replace(scratch + "/a", with: [1]) }
        }
    }
}
