import Foundation
import Testing

/// `striate prefer`, over the networks and pictures in `data`.
@Suite struct PreferTests {
    private static let lenet = "data/lenet/lenet-5.onnx"
    private static let digits = "data/digits/mnist_5k.csv.gz"
    private static let header =
        "layer,channel,rank,image,unit_row,unit_col,first_y_px,last_y_px,first_x_px,last_x_px,value,image_row,kind"

    /// Activations of ONNX Runtime 1.32 on every sixteenth digit; of each channel the five largest answers of different
    /// digits as row of the file, row and column of the unit, and value.
    private struct Reference: Decodable {
        struct Best: Decodable {
            let place: [Int]
            let value: Double

            init(from decoder: any Decoder) throws {
                var values = try decoder.unkeyedContainer()
                place = [try values.decode(Int.self), try values.decode(Int.self), try values.decode(Int.self)]
                value = try values.decode(Double.self)
            }
        }

        let every, top, pictures: Int
        let layers: [String: [[Best]]]
    }

    @Test(arguments: ["C1", "S2", "C3.active", "F6"])
    func `patches are those that a search through all activations finds`(layer: String) throws {
        let file = Striate.root.appendingPathComponent("Tests/StriateTests/Reference/preferred_lenet.json")
        let reference = try JSONDecoder().decode(Reference.self, from: Data(contentsOf: file))
        let run = try Striate([
            "prefer", Self.lenet, "--layer", layer, "--images", Self.digits, "--every", "\(reference.every)", "--top",
            "\(reference.top)", "--table", "preferred", "--quiet",
        ])
        #expect(run.status == 0, "\(run.errors)")
        let rows = records(run.output)
        #expect(rows[0].joined(separator: ",") == Self.header)
        let channels = try #require(reference.layers[layer])
        #expect(rows.count == 1 + channels.count * reference.top)
        for (row, found) in rows.dropFirst().enumerated() {
            let (channel, rank) = (row / reference.top, row % reference.top)
            let wanted = channels[channel][rank]
            #expect(found[1] == "\(channel)" && found[2] == "\(rank)")
            #expect(abs((Double(found[10]) ?? .nan) - wanted.value) <= 1e-4 * abs(wanted.value))
            #expect(Int(found[11]) == wanted.place[0])
            guard layer != "F6" else {
                #expect(found[4...9] == ["", "", "0", "27", "0", "27"])
                continue
            }
            #expect([Int(found[4]), Int(found[5])] == [wanted.place[1], wanted.place[2]])
        }
    }

    @Test func `the box is what rf says of the unit`() throws {
        let rows = records(
            try Striate([
                "prefer", Self.lenet, "--layer", "C3.active", "--images", Self.digits, "--every", "500", "--top", "1",
                "--units", "5", "--table", "preferred", "--quiet",
            ]).output)
        let unit = "C3.active:\(rows[1][4]),\(rows[1][5])"
        let field = records(try Striate(["rf", Self.lenet, "--unit", unit, "--table", "units", "--quiet"]).output)
        let columns = ["first_y_px", "last_y_px", "first_x_px", "last_x_px"].map { field[0].firstIndex(of: $0) }
        #expect(try columns.map { field[1][try #require($0)] } == Array(rows[1][6...9]))
    }

    @Test func `a first layer's stimulus is its kernel`() throws {
        try withPlace { place in
            let run = try Striate([
                "prefer", "data/alexnet/alexnet-features.onnx", "--layer", "conv1", "--units", "0-1", "--synthesise",
                "--starts", "2", "--input", "64x64", "--out", place, "--quiet",
            ])
            #expect(run.status == 0 && run.errors.isEmpty, "\(run.errors)")
            for line in run.output.split(separator: "\n") { #expect(line.count <= 80, "\(line)") }
            let kernels = records(
                try Striate([
                    "kernels", "data/alexnet/alexnet-features.onnx", "--table", "kernel_values", "--quiet",
                ]).output)
            for kernel in 0...1 {
                let wanted = kernels.dropFirst().filter { $0[0] == "\(kernel)" }.compactMap { Double($0[$0.count - 1]) }
                let bytes = try Data(contentsOf: URL(fileURLWithPath: "\(place)/arrays/preferred-conv1-\(kernel).npy"))
                let made = bytes.suffix(4 * 363).withUnsafeBytes { raw in
                    (0..<363).map { Double(raw.loadUnaligned(fromByteOffset: 4 * $0, as: Float.self)) }
                }
                #expect(wanted.count == 363)
                let product = zip(wanted, made).reduce(0) { $0 + $1.0 * $1.1 }
                func length(_ values: [Double]) -> Double { values.reduce(0) { $0 + $1 * $1 }.squareRoot() }
                #expect(1 - product / length(wanted) / length(made) < 1e-6)
            }
            #expect(FileManager.default.fileExists(atPath: "\(place)/figures/preferred-conv1.png"))
            #expect(FileManager.default.fileExists(atPath: "\(place)/report.html"))
        }
    }

    @Test func `the same bytes for any number of jobs`() throws {
        func table(_ jobs: Int) throws -> String {
            try Striate([
                "prefer", Self.lenet, "--layer", "C3", "--layer", "F6", "--images", Self.digits, "--every", "250",
                "--units", "0-3", "--synthesise", "--starts", "2", "--steps", "5", "--jitter", "1", "--seed", "3",
                "--table", "preferred", "--quiet", "--jobs", "\(jobs)",
            ]).output
        }
        let one = try table(1)
        #expect(records(one).count == 1 + 8 * 11)
        #expect(try table(3) == one)
    }

    @Test(arguments: ["residual.keras", "residual.h5", "residual.tflite", "residual-int8.tflite"])
    func `networks of other formats are looked at`(file: String) throws {
        let run = try Striate([
            "prefer", "data/graphs/\(file)", "--images", "data/graphs/input.npy", "--images", "data/photos", "--table",
            "preferred", "--quiet",
        ])
        #expect(run.status == 0, "\(run.errors)")
        let rows = records(run.output)
        #expect(rows.count > 8 && rows.contains { $0[3] == "input.npy" })
    }

    @Test func `what cannot be looked for is one line`() throws {
        func errors(_ arguments: [String]) throws -> String {
            let run = try Striate(["prefer", Self.lenet, "--quiet"] + arguments)
            #expect(run.output.isEmpty)
            return "\(run.status) \(run.errors)"
        }
        let help = "; try striate prefer --help\n"
        #expect(
            try errors([])
                == "64 striate: --images: name pictures to look through, or make some with --synthesise\(help)")
        #expect(
            try errors(["--images", Self.digits, "--layer", "C3", "--place", "10,0"])
                == "64 striate: --place: 'C3' has 10 rows and 10 columns of units, from 0\(help)")
        #expect(
            try errors(["--images", Self.digits, "--layer", "C3", "--units", "99"])
                == "64 striate: --units: there is no channel 99 in 'C3'; they are 0 to 15\(help)")
        #expect(
            try errors(["--synthesise", "--contrast", "0"])
                == "64 striate: --contrast: 0.0 is not possible; above 0, at most 1000\(help)")
    }
}
