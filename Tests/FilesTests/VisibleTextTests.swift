import ReferenceData
import Files
import Foundation
import Testing

@Suite struct VisibleTextTests {
    @Test(arguments: [
        ("conv1/größe (π) 中文", "conv1/größe (π) 中文"), ("\u{1B}[2Jx\u{7}", "\\u{1b}[2Jx\\u{7}"),
        ("a\nb\tc\r\nd", "a\\u{a}b\\u{9}c\\u{d}\\u{a}d"), ("\u{7F}\u{9B}31m", "\\u{7f}\\u{9b}31m"),
        ("\u{202E}gnp.exe\u{2066}", "\\u{202e}gnp.exe\\u{2066}"),
        ("a\u{2028}b\u{2029}\u{85}", "a\\u{2028}b\\u{2029}\\u{85}"),
        ("\u{FEFF}a\u{200B}\u{E0041}", "\\u{feff}a\\u{200b}\\u{e0041}"),
    ])
    func `what is not shown is spelled out, and once is enough`(text: String, visible: String) {
        #expect(text.visible == visible && visible.visible == visible)
        #expect(text.hasHidden == (text != visible))
        #expect(text.writable == text)
    }

    @Test func `ends of lines stay where there are lines`() {
        #expect("a\u{1B}\nb\n".visibleLines == "a\\u{1b}\nb\n")
    }

    /// Latin-1, UTF-8 cut short, a surrogate, and a character that stands for a byte.
    @Test(
        arguments: [
            [0x63, 0x61, 0x66, 0xE9], [0xC3], [0xED, 0xA0, 0x80, 0x41], [0xF4, 0x8F, 0xBA, 0xA9], [0xFF, 0xFE, 0x80],
            Array("größe".utf8),
        ] as [[UInt8]])
    func `a name of any bytes is found under the path that the folder gives`(name: [UInt8]) throws {
        try withScratchFolder { scratch in
            let path = (Array("\(scratch)/".utf8) + name + [0]).map { CChar(bitPattern: $0) }
            let file = open(path, O_WRONLY | O_CREAT, 0o600)
            #expect(file >= 0 && write(file, "abc", 3) == 3 && close(file) == 0)
            let names = try Folder.names(in: scratch)
            #expect(names.count == 1)
            #expect(try FileReader.bytes(of: "\(scratch)/\(names[0])") == Array("abc".utf8))
            #expect(FileKind(at: "\(scratch)/\(names[0])") == .file)
            // As data it is UTF-8 that every reader takes.
            let isText = String(validating: name, as: UTF8.self) != nil && name[0] != 0xF4
            #expect((names[0].writable == names[0]) == isText)
            try FileWriter.replace("\(scratch)/\(names[0])", with: [1])
            #expect(try Folder.names(in: scratch) == names)
        }
    }

    @Test func `a path with a zero byte is no file`() {
        #expect(throws: SystemError(ENOENT)) { try FileReader.bytes(of: "/etc/passwd\0.png") }
    }

    @Test func `a file lies in a folder where its links lead there`() throws {
        try withScratchFolder { scratch in
            try Folder.make(scratch + "/model/deep")
            try Folder.make(scratch + "/model-secret")
            for place in ["model/deep/w", "model-secret/w"] { try FileWriter.write([1], to: "\(scratch)/\(place)") }
            symlink("deep/w", scratch + "/model/inside")
            symlink("../model-secret/w", scratch + "/model/outside")
            symlink("../model-secret", scratch + "/model/folder")
            symlink("folder/w", scratch + "/model/twice")
            func isInside(_ name: String) -> Bool {
                Folder.isInside("\(scratch)/model/\(name)", folder: scratch + "/model/")
            }
            #expect(isInside("deep/w") && isInside("inside") && isInside("missing"))
            for name in ["outside", "folder/w", "twice", "../model-secret/w"] { #expect(!isInside(name), "\(name)") }
        }
    }
}
