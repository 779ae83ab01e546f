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
        #expect(rows[1][..<7] == ["coffee.png", "conv2", "7", "0", "0", "7.0", "7.0"])
        #expect(rows[17][3...6] == ["1", "1", "15.0", "15.0"])
        // 128 pixels are 16°, and pixel 63.5 lies in the middle.
        #expect(rows[1][7] == "\((7 - 63.5) / 8)" && rows[1][11] == "right")
    }

    @Test func `a report says how units see, and pictures are drawn`() throws {
        try withPlace { place in
            let run = try Striate(Self.command + ["--layer", "relu1", "--out", place])
            #expect(run.status == 0 && run.errors.isEmpty, "\(run.errors)")
            for line in run.output.split(separator: "\n") { #expect(line.count <= 80, "\(line)") }
            #expect(run.output.contains("see 11 × 11 pixels each, the next one 4 pixels on, the first at 3, 3"))
            let figures = try FileManager.default.contentsOfDirectory(atPath: place + "/figures").sorted()
            #expect(figures == ["coffee-channels.png", "coffee-cortex.png", "coffee-field.png"])
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
