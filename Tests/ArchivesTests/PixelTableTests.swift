import Archives
import Foundation
import Planes
import Testing

@Suite struct PixelTableTests {
    private func message(_ text: String) throws -> String { try message(Array(text.utf8)) }

    private func message(_ bytes: [UInt8]) throws -> String {
        try withFile("d.csv", bytes) { path in
            do throws(ArchiveError) {
                let table = try PixelTable(path: path)
                for row in 0..<table.count { _ = try table.image(row) }
                return ""
            } catch {
                return error.description.replacing(path.dropLast(5), with: "")
            }
        }
    }

    @Test func `pixels and labels are read as they stand`() throws {
        try withFile("d.csv", Array("0,255,51,0,seven\r\n\n255,0,0,0,2".utf8)) { path in
            #expect(PixelTable.recognizes(path: path))
            let table = try PixelTable(path: path)
            #expect(table.count == 2 && table.size == PixelSize(side: 2))
            #expect(try table.image(0).planes[0].values == [0, 1, 0.2, 0] && table.label(0) == "seven")
            #expect(table.label(1) == "2")
        }
        try withFile("d.csv", Array("1,2,3,4\n".utf8)) { path in
            let table = try PixelTable(path: path)
            #expect(table.count == 1 && table.label(0) == nil)
        }
    }

    @Test func `the digits of the repository are read from gzip`() throws {
        let file = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "data/digits/mnist_5k.csv.gz").path
        let table = try PixelTable(path: file)
        #expect(table.count == 5000 && table.size == PixelSize(side: 28))
        // Read with Python's gzip and csv.
        #expect(table.label(0) == "0" && table.label(4999) == "9")
        #expect(abs(try table.image(0).planes[0].values[127] - 51.0 / 255) < 1e-7)
    }

    @Test func `what is no table of pixels is refused in one line`() throws {
        #expect(
            try message("1,2,3\n")
                == "d.csv: row 0 of 3 numbers is malformed; the pixels of a square, with or without a label behind them, "
                + "are expected")
        #expect(
            try message("1,2,3,4\n1,2\n")
                == "d.csv: row 1 of 2 numbers is malformed; as many as in row 0 are expected")
        for pixel in ["256", "-1", "nan", "x", ""] {
            #expect(
                try message("1,2,\(pixel),4\n")
                    == "d.csv: row 0, number 2 is malformed; a pixel from 0 to 255 is expected")
        }
        #expect(try message("\n\n") == "d.csv: is empty; a file with at least a header is expected")
        let damaged =
            "d.csv: the gzip file is malformed; its data are damaged or cut short; copy or download the file again"
        // `printf '1,2,3,4\n' | gzip -n`, its checksum changed.
        var bytes: [UInt8] = [
            0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3, 0x33, 0xD4, 0x31, 0xD2, 0x31, 0xD6, 0x31, 0xE1, 2, 0,
        ]
        let end: [UInt8] = [0, 0, 0, 0, 8, 0, 0, 0]
        #expect(try message(bytes + end) == damaged)
        bytes[3] = 8
        #expect(
            try message(bytes + [1, 1, 1, 1, 1, 1, 1, 1])
                == damaged)
        #expect(
            try message([0x1F, 0x8B, 7] + bytes)
                == "d.csv: the gzip file is malformed; deflated bytes are expected")
    }

    /// `printf '1,2,3,4\n' | gzip -n`.
    private static let member: [UInt8] = [
        0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3, 0x33, 0xD4, 0x31, 0xD2, 0x31, 0xD6, 0x31, 0xE1, 2, 0, 0xE3, 0x49, 0xED,
        0xE1,
        8, 0, 0, 0,
    ]

    @Test(arguments: [(1, 0), (2, 0), (3, 0), (1, 1), (2, 511), (5, 70_000)])
    func `a gzip file of several members is read whole, with or without zeros behind it`(members: Int, zeros: Int)
        throws
    {
        let bytes = (0..<members).flatMap { _ in Self.member } + [UInt8](repeating: 0, count: zeros)
        let count = try withFile("d.csv.gz", bytes) { try PixelTable(path: $0).count }
        #expect(count == members)
    }

    @Test func `what follows a gzip file and is none is refused, and so is a second member cut short`() throws {
        let rest = "d.csv: the gzip file is malformed; 3 bytes follow its data that are no gzip; "
        #expect(try message(Self.member + [0, 0, 1]) == rest + "cut them off, or copy the file again")
        #expect(try message(Self.member + [7, 0, 0]) == rest + "cut them off, or copy the file again")
        #expect(
            try message(Self.member + [0x1F, 0x8B, 8])
                == "d.csv: the gzip file is malformed; deflated bytes are expected")
        for length in 18..<Self.member.count {
            #expect(
                try message(Self.member + Self.member.prefix(length))
                    == "d.csv: the gzip file is malformed; its data are damaged or cut short; copy or download the file again"
            )
        }
    }
}
