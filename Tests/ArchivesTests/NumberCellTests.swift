import Foundation
import Kernels
import Planes
import ReferenceData
import Testing

@testable import Archives

/// Recorded cells in MATLAB and NWB files that scipy 1.17.1 and h5py 3.16.0 wrote.
@Suite struct NumberCellTests {
    private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .appendingPathComponent("Reference/cells")
    private static func path(_ name: String) -> String { folder.appendingPathComponent(name).path }

    @Test(arguments: ["v5.mat", "v5-packed.mat"])
    func `lists of a MATLAB 5 file, and of its structures, are columns`(name: String) throws {
        let cells = try CellFile(path: Self.path(name))
        #expect(cells.columns == ["gosi", "pref_ori", "dsi", "ratio", "layer"])
        #expect(cells.texts(of: "gosi") == ["0.1", "0.25", "", "0.875"])
        #expect(cells.texts(of: "pref_ori") == ["0.0", "45.0", "90.0", "135.0"])
        #expect(cells.texts(of: "dsi") == ["0.5", "0.25", "0.125", "0.0"])
        #expect(cells.texts(of: "ratio") == ["0.2", "0.5", "", "1.75"])
        #expect(cells.texts(of: "layer") == ["2.0", "3.0", "4.0", "5.0"])
    }

    @Test(.enabled(if: ReadingLibraries.hdf5 != nil, "libhdf5 is not here"))
    func `lists of a MATLAB 7 file, written as HDF5, are columns`() throws {
        let cells = try CellFile(path: Self.path("v73.mat"))
        #expect(Set(cells.columns) == ["gosi", "pref_ori", "layer"])
        #expect(cells.texts(of: "gosi") == ["0.1", "0.25", "", "0.875"])
        #expect(cells.texts(of: "layer") == ["2.0", "3.0", "4.0", "5.0"])
    }

    @Test(.enabled(if: ReadingLibraries.hdf5 != nil, "libhdf5 is not here"))
    func `numbers and texts of the units table are columns, spikes and waveforms are not`() throws {
        let cells = try CellFile(path: Self.path("units.nwb"))
        #expect(cells.columns.sorted() == ["depth", "gosi", "name"])
        #expect(cells.texts(of: "gosi") == ["0.1", "0.25", "", "0.875"])
        #expect(cells.texts(of: "name") == ["a", "b", "c", "d"])
        #expect(cells.texts(of: "depth") == ["10.0", "20.0", "30.0", "40.0"])
    }

    @Test(arguments: ["text.mat", "text73.mat", "text.nwb"])
    func `texts are columns too, where there is one for each cell`(name: String) throws {
        guard name == "text.mat" || ReadingLibraries.hdf5 != nil else { return }
        let cells = try CellFile(path: Self.path(name))
        let place = name == "text.nwb" ? "location" : "area"
        // Cells of something else than a text, one line, and three lines are left.
        #expect(cells.columns.sorted() == ["gosi", "cell_type", place].sorted())
        #expect(cells.texts(of: "cell_type") == (0..<48).map { $0 == 5 ? "" : $0 % 2 == 0 ? "PV" : "Exc é" })
        #expect(cells.texts(of: place) == (0..<48).map { $0 < 24 ? "V1" : "LGN" })
        let numbers = try #require(cells.texts(of: "gosi")).compactMap { Double($0) }
        #expect(zip(numbers, 0..<48).allSatisfy { abs($0 - Double($1 * 37 % 48) / 48) < 1e-7 } && numbers.count == 48)
    }

    @Test(arguments: ["maps.mat", "maps73.mat"])
    func `an array of cells, rows and columns are maps, as MATLAB indexes them`(name: String) throws {
        guard name == "maps.mat" || ReadingLibraries.hdf5 != nil else { return }
        let maps = try #require(try CellMaps(path: Self.path(name))).maps
        #expect(maps.name == "rf" && maps.count == 4 && maps.channelCount == 1)
        #expect(maps.size.height == 3 && maps.size.width == 5)
        #expect(maps.kernels.flatMap(\.values) == (0..<60).map { Float($0) - 20 })
    }

    @Test func `a table of cells holds no maps, and lists alone none`() throws {
        let lists = try CellMaps(path: Self.path("text.mat"))
        #expect(lists == nil)
        #expect(try withFile("cells.csv", Array("gosi\n1\n".utf8)) { try CellMaps(path: $0) == nil })
    }

    /// Cuts and flips bytes: read, or refused with the file's name; nothing else may happen.
    @Test(arguments: ["v5.mat", "v5-packed.mat", "text.mat"]) func `damage is refused or read, never a crash`(
        name: String
    ) throws {
        let whole = Array(try Data(contentsOf: URL(fileURLWithPath: Self.path(name))))
        var generator = Xorshift(state: 5)
        for turn in 0..<400 {
            var bytes = whole
            if turn % 4 == 0 {
                bytes.removeLast(Int.random(in: 1..<bytes.count, using: &generator))
            } else {
                for _ in 0..<turn % 7 {
                    bytes[Int.random(in: 128..<bytes.count, using: &generator)] = UInt8.random(
                        in: 0...255, using: &generator)
                }
            }
            try withFile("damaged.mat", bytes) { path in
                do { #expect(try CellFile(path: path).rows.count < 1 << 20) } catch {
                    #expect("\(error)".contains("damaged.mat: "))
                }
            }
        }
    }

    @Test func `lists of different lengths are refused by name`() throws {
        // gosi of four numbers and pref_ori of three: the rows of its sizes and the bytes of its data.
        var bytes = Array(try Data(contentsOf: URL(fileURLWithPath: Self.path("v5.mat"))))
        let name = try #require(bytes.indices.first { bytes[$0...].starts(with: Array("pref_ori".utf8)) })
        bytes[name - 16] = 3
        bytes[name + 12] = 6
        try withFile("other.mat", bytes) { path in
            let error = #expect(throws: ArchiveError.self) { try CellFile(path: path) }
            #expect(
                "\(error.map { "\($0)" } ?? "")".contains("'pref_ori' of 3 numbers is malformed; 4 are expected"),
                "\(String(describing: error))")
        }
    }
}
