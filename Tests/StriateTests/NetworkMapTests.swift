import Foundation
import Testing

/// `striate map --model` from file to stdout, over AlexNet's features.
@Suite struct NetworkMapTests {
    private static let command = [
        "map", "--model", "data/alexnet/alexnet-features.onnx", "data/photos/coffee.png", "--input", "96x128",
        "--quiet",
    ]

    @Test func `every unit stands at the centre of its receptive field`() throws {
        let rows = records(
            try Striate(Self.command + ["--layer", "conv2", "--channels", "7", "--table", "activation_map"]).output)
        #expect(
            rows[0].joined(separator: ",")
                == "image,layer,channel,row,col,x_px,y_px,x_deg,y_deg,eccentricity_deg,polar_angle_deg,hemisphere,"
                + "cortex_x_mm,cortex_y_mm,activation")
        // conv2 has 11 × 15 units of 51 pixels, 8 pixels apart, the first from −18 on: its centre is 7.
        #expect(rows.count == 1 + 11 * 15)
        #expect(rows[1][..<5] == ["coffee.png", "conv2", "7", "0", "0"])
        // The photograph's 600 × 400 pixels are brought to 165 × 110, of which 128 × 96 are cut out, 18 from the left and 7
        // from the top: places are the photograph's.
        func across(_ pixel: Double) -> Double { (pixel + 18.5) * 600 / 165 - 0.5 }
        func down(_ pixel: Double) -> Double { (pixel + 7.5) * 400 / 110 - 0.5 }
        for (row, pixel) in [(rows[1], 7.0), (rows[17], 15)] {
            #expect(abs(try #require(Double(row[5])) - across(pixel)) < 1e-9)
            #expect(abs(try #require(Double(row[6])) - down(pixel)) < 1e-9)
            // 600 pixels are 16°, and pixel 299.5 lies in the middle.
            #expect(abs(try #require(Double(row[7])) - (across(pixel) - 299.5) * 16 / 600) < 1e-9)
        }
        #expect(rows[1][11] == "right")
    }

    @Test func `a report says how units see, and pictures are drawn`() throws {
        try withPlace { place in
            let run = try Striate(Self.command + ["--layer", "relu1", "--out", place])
            #expect(run.status == 0 && run.errors.isEmpty, "\(run.errors)")
            for line in run.output.split(separator: "\n") { #expect(line.count <= 80, "\(line)") }
            #expect(run.output.contains("see 11 × 11 pixels each, the next one 4 pixels on, the first at 3, 3"))
            let figures = try FileManager.default.contentsOfDirectory(atPath: place + "/figures").sorted()
            #expect(
                figures
                    == ["channels", "cortex", "field"].flatMap { name in
                        ["pdf", "png", "svg"].map { "coffee-\(name).\($0)" }
                    })
        }
    }

    /// Behind its last map everything is flattened: units that lie nowhere.
    @Test(.enabled(if: FileManager.default.fileExists(atPath: mnist), "no ../shared/reference/models"))
    func `without a name the last layer whose units lie evenly is taken`() throws {
        let run = try Striate(["map", "--model", Self.mnist, "data/photos/camera.png", "--quiet"])
        #expect(run.status == 0 && run.output.contains("layer 'Pooling160'"), "\(run.errors)")
        #expect(run.output.contains("grey from 0 to 255; 28 × 28"))
    }

    private static let mnist = "../shared/reference/models/mnist-8.onnx"

    @Test func `fixation is a pixel of the photograph, and none beside it`() throws {
        let command = Self.command + ["--layer", "conv2", "--channels", "0", "--table", "activation_map", "--fixation"]
        let rows = records(try Striate(command + ["500,100"]).output)
        let (x, degrees) = (try #require(Double(rows[1][5])), try #require(Double(rows[1][7])))
        #expect(abs(degrees - (x - 500) * 16 / 600) < 1e-9)
        let beside = try Striate(command + ["700,100"])
        #expect(beside.status == 64 && beside.output.isEmpty)
        #expect(
            beside.errors.hasSuffix(
                "--fixation: 700.0,100.0 is not possible; a pixel of coffee.png: 0 to 599 to the right, 0 to 399 down\n"
            ),
            "\(beside.errors)")
    }

    @Test func `the data package of a network's map speaks of its layer, not of a bank in contrast`() throws {
        try withPlace { place in
            _ = try Striate(Self.command + ["--layer", "relu1", "--channels", "0", "--out", place])
            let package = try String(contentsOfFile: place + "/datapackage.json", encoding: .utf8)
            #expect(!package.contains("contrast") && !package.contains("bank"))
            #expect(package.contains("The network's layer"))
        }
    }

    @Test(arguments: [
        ["--cells", "simple"], ["--boundary", "wrap"], ["--preset", "macaque-v1"], ["--orientations", "8"],
    ])
    func `an option of the bank has no part in a network's map`(option: [String]) throws {
        let run = try Striate(Self.command + option)
        #expect(run.status == 64 && run.output.isEmpty)
        #expect(
            run.errors
                == "striate: \(option[0]): it is for the bank; leave out one of it and --model; try striate map --help\n"
        )
    }

    @Test func `what does not go with a network is refused`() throws {
        func errors(_ arguments: [String]) throws -> String {
            let run = try Striate(arguments)
            return "\(run.status) \(run.errors)"
        }
        #expect(
            try errors(Self.command + ["--foveate"])
                == "64 striate: --model: --lgn, --normalize, --foveate, --linear, --stride and --explain are for the bank; try striate map --help\n"
        )
        #expect(
            try errors(["map", "data/photos/coffee.png", "--layer", "conv1"])
                == "64 striate: --layer, --preprocess and --input are for a network; name it with --model; try striate map --help\n"
        )
        #expect(
            try errors(Self.command + ["--layer", "conv9"])
                == "65 striate: data/alexnet/alexnet-features.onnx: no layer 'conv9'; did you mean 'conv1'?\n")
        #expect(
            try errors(Self.command + ["--layer", "conv1", "--channels", "64"])
                == "64 striate: --channels: there is no channel 64; they are 0 to 63; try striate map --help\n")
    }
}
