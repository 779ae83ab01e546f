import Foundation
import Testing

/// The README's table of formats, each cell of which is tried with a small file.
@Suite struct FormatTableTests {
    private static let folder = "Tests/StriateTests/Reference/formats"

    /// A file for each row, by the row's first words.
    private static let files = [
        "ONNX": "net.onnx", "PyTorch, exported": "net.pt2", "Keras 3": "net.keras", "Keras 1, 2": "net.h5",
        "TensorFlow Lite": "net.tflite", "TensorFlow Lite, quantised": "net-int8.tflite", "Caffe": "net.caffemodel",
        "Caffe, without weights": "paper/net.prototxt", "layers on paper": "net.csv",
        "PyTorch, weights or TorchScript": "net.pt", "safetensors": "net.safetensors", "NumPy, one array": "net.npy",
        "NumPy, several": "net.npz", "MATLAB": "net.mat",
    ]

    /// Networks that end in a number for each class, which `classify` takes.
    private static let classifiers: Set = ["PyTorch, exported", "TensorFlow Lite, quantised"]

    /// What a column claims.
    private static func commands(_ column: String, _ row: String, _ file: String) -> [[String]] {
        let picture = "data/photos/camera.png"
        return switch column {
        case "kernels": [["kernels", file, "--table", "kernels"]]
        case "fields": [["rf", file]]
        case "runs":
            [["show", file, picture], ["map", "--model", file, picture, "--layer", "0", "--table", "channels"]]
                + (classifiers.contains(row) ? [["classify", file, picture]] : [])
        default:
            [
                ["rf", file, "--effective", "--layer", "0"],
                ["explain", file, picture, "--layer", "0", "--unit", "0:0:2,2", "--method", "gradient", "--unchecked"],
            ]
        }
    }

    /// The cells of the table below `| format | kernels |…`, row by row.
    private static func table() throws -> [[String]] {
        let readme = try String(contentsOf: Striate.root.appending(path: "README.md"), encoding: .utf8)
        let lines = readme.split(separator: "\n", omittingEmptySubsequences: false)
        let start = try #require(lines.firstIndex { $0.hasPrefix("| format | kernels |") })
        return lines[start...].prefix { $0.hasPrefix("|") }.map { line in
            line.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
        }
    }

    @Test func `every cell of the README's table of formats is as it says`() throws {
        let table = try Self.table()
        #expect(table[0] == ["format", "kernels", "fields", "runs", "gradients", "files"])
        let rows = table.dropFirst(2)
        #expect(Set(rows.map { $0[0] }) == Set(Self.files.keys) && rows.count == Self.files.count)
        for row in rows {
            let file = "\(Self.folder)/\(try #require(Self.files[row[0]]))"
            for (column, cell) in zip(table[0], row).dropFirst().prefix(4) {
                #expect(["yes", "–"].contains(cell), "\(row[0]), \(column)")
                for command in Self.commands(column, row[0], file) {
                    let run = try Striate(command + ["--quiet"])
                    #expect((run.status == 0) == (cell == "yes"), "\(row[0]), \(command): \(run.errors)")
                    guard cell != "yes" else { continue }
                    #expect(run.status == 65 && run.errors.hasPrefix("striate: \(file): ") && run.errors.contains("; "))
                    #expect(run.errors.split(separator: "\n").count == 1, "\(run.errors)")
                }
            }
        }
    }

    @Test func `tune takes whatever runs, and weights alone too`() throws {
        for row in try Self.table().dropFirst(2) {
            let file = "\(Self.folder)/\(try #require(Self.files[row[0]]))"
            let run = try Striate(["tune", file, "--layer", "0", "--table", "tuning", "--quiet"])
            #expect((run.status == 0) == (row[1] == "yes"), "\(row[0]): \(run.errors)")
        }
    }

    @Test func `both versions of a MATLAB file give the same kernels`() throws {
        let tables = try ["maps.mat", "maps73.mat"].map { name in
            let run = try Striate([
                "kernels", "Tests/ArchivesTests/Reference/cells/\(name)", "--table", "kernel_values", "--quiet",
            ])
            #expect(run.status == 0, "\(run.errors)")
            return run.output
        }
        #expect(tables[0] == tables[1] && records(tables[0]).count == 4 * 3 * 5 + 1)
    }
}
