import Foundation
import Testing

/// `striate explain` from file to stdout and to a folder, over the LeNet-5 and the AlexNet in `data`.
@Suite struct ExplainTests {
    private static let lenet = ["explain", "data/lenet/lenet-5.onnx", "data/digits/mnist_5k.csv.gz", "--quiet"]
    private static let alexnet = "data/alexnet/alexnet-features.onnx"
    private static let all =
        "gradient,input-x-gradient,integrated-gradients,smooth-grad,guided-backprop,grad-cam,occlusion"

    @Test func `a digit is explained by every method, side by side`() throws {
        try withPlace { place in
            let run = try Striate(
                Self.lenet + ["--rows", "7", "--method", Self.all, "--samples", "3", "--npy", "--out", place])
            #expect(run.status == 0 && run.errors.isEmpty)
            for line in run.output.split(separator: "\n") { #expect(line.count <= 80, "\(line)") }
            #expect(run.output.contains("mnist_5k.csv.gz, row 7: why class 0 is answered with 8.9654"))
            #expect(run.output.contains("and is not faithful to it"))
            let rows = records(try String(contentsOfFile: place + "/tables/explained.csv", encoding: .utf8))
            #expect(
                rows[0].joined(separator: ",")
                    == "image,image_row,method,target,class,label,answer,baseline_answer,sum,completeness_error_frac,largest,last_layer_rho,all_layers_rho,layer"
            )
            #expect(rows.dropFirst().map { $0[2] } == Self.all.split(separator: ",").map(String.init).sorted())
            let integrated = try #require(rows.first { $0[2] == "integrated-gradients" })
            #expect(try #require(Double(integrated[9])) < 0.01 && integrated[13].isEmpty)
            // Guided backpropagation hardly changes when the last layer knows nothing any more; the gradient does.
            let guided = try #require(rows.first { $0[2] == "guided-backprop" })
            let gradient = try #require(rows.first { $0[2] == "gradient" })
            #expect(try #require(Double(guided[11])) > 0.6 && abs(try #require(Double(gradient[11]))) < 0.6)
            let files = try FileManager.default.contentsOfDirectory(atPath: place + "/arrays")
            #expect(files.count == 7 && files.contains("mnist_5k-row-7-grad-cam.npy"))
            #expect(FileManager.default.fileExists(atPath: place + "/figures/mnist_5k-row-7.png"))
        }
    }

    @Test func `places of a layer's map are where its units look`() throws {
        let rows = records(
            try Striate(
                Self.lenet + [
                    "--rows", "7", "--method", "grad-cam", "--layer", "C3", "--unchecked", "--table", "attribution",
                ]
            ).output)
        #expect(rows[0].joined(separator: ",") == "image,method,channel,row,col,value,y_px,x_px,image_row")
        // 10 × 10 units of 14 × 14 pixels, the first from pixel −2 on, 2 pixels apart.
        #expect(rows.count == 101 && rows[1][6] == "4.5" && rows[100][7] == "22.5")
    }

    @Test func `the same seed gives the same noise, for any number of jobs`() throws {
        let command = Self.lenet + ["--rows", "7", "--method", "smooth-grad,occlusion", "--samples", "2"]
        let one = try Striate(command + ["--table", "attribution", "--jobs", "1"]).output
        #expect(try Striate(command + ["--table", "attribution", "--jobs", "3"]).output == one)
        #expect(try Striate(command + ["--table", "attribution", "--seed", "1"]).output != one)
    }

    @Test func `a unit of a network without classes is explained`() throws {
        let run = try Striate([
            "explain", Self.alexnet, "data/photos/coffee.png", "--unit", "relu2:5:13,13", "--method", "gradient",
            "--unchecked", "--quiet",
        ])
        #expect(run.status == 0 && run.output.contains("why unit (13,13) of channel 5 of 'relu2' is answered"))
    }

    @Test(arguments: [
        (
            ["--class", "12"],
            "64 striate: --class: there is no class 12; they are 0 to 9; try striate explain --help\n"
        ),
        (
            ["--class", "zero"],
            "64 striate: --class: there is no class 'zero'; a number, or a name of --labels; try striate explain --help\n"
        ),
        (
            ["--unit", "C3:99"],
            "64 striate: --unit: there is no channel 99 in 'C3'; they are 0 to 15; try striate explain --help\n"
        ),
        (
            ["--unit", "C3:0:11,3"],
            "64 striate: --unit: 'C3' has 10 rows and 10 columns of units, from 0; try striate explain --help\n"
        ),
        (
            ["--method", "foo"],
            "64 striate: --method: there is no method 'foo'; there are gradient, input-x-gradient, integrated-gradients, smooth-grad, guided-backprop, grad-cam, occlusion; try striate explain --help\n"
        ),
        (
            ["--method", "gradient,gradient"],
            "64 striate: --method: each method once, with commas between; try striate explain --help\n"
        ),
        (
            ["--rows", "9999"],
            "64 striate: --rows: there is no picture 9999; they are 0 to 4999; try striate explain --help\n"
        ),
        (["--npy"], "64 striate: --npy: arrays are files; name a folder with --out; try striate explain --help\n"),
        (
            ["--unit", "C3:0", "--class", "1"],
            "64 striate: --class: leave out one of it and --unit; try striate explain --help\n"
        ),
        (
            ["--method", "grad-cam", "--layer", "C5"],
            "65 striate: data/lenet/lenet-5.onnx: the units of 'C5' are no map of channels, rows and columns; name a layer of maps\n"
        ),
        (
            ["--method", "grad-cam", "--unit", "scaled:0"],
            "65 striate: data/lenet/lenet-5.onnx: no layer before 'scaled' gives maps, which Grad-CAM is about; choose another method\n"
        ),
    ])
    func `what cannot be explained is one line`(options: [String], message: String) throws {
        let run = try Striate(Self.lenet + ["--rows", "7"] + options)
        #expect("\(run.status) \(run.errors)" == message && run.output.isEmpty)
    }

    @Test func `a network without classes asks for a unit`() throws {
        let run = try Striate(["explain", Self.alexnet, "data/photos/coffee.png", "--quiet", "--method", "gradient"])
        #expect(
            "\(run.status) \(run.errors)"
                == "65 striate: \(Self.alexnet): 'pool5' holds 1 × 256 × 6 × 6 numbers, not one for each class; name a channel with --unit LAYER:CHANNEL\n"
        )
    }

    @Test func `an array goes in as it is, and the other formats of a network explain it alike`() throws {
        func values(_ file: String) throws -> [Double] {
            let run = try Striate([
                "explain", "data/graphs/\(file)", "data/graphs/input.npy", "--unit", "9:5", "--method",
                "gradient,integrated-gradients,occlusion", "--steps", "8", "--unchecked", "--table", "attribution",
                "--quiet",
            ])
            #expect(run.status == 0 && run.errors.isEmpty, "\(run.errors)")
            return records(run.output).dropFirst().compactMap { Double($0[5]) }
        }
        let keras = try values("residual.keras")
        #expect(keras.contains { abs($0) > 1e-4 })
        for file in ["residual.h5", "residual.tflite"] {
            let other = try values(file)
            #expect(other.count == keras.count)
            let largest = keras.map { abs($0) }.max() ?? 0
            #expect(zip(keras, other).allSatisfy { abs($0 - $1) <= 1e-3 * largest }, "\(file)")
        }
        let report = try Striate([
            "explain", "data/graphs/residual.keras", "data/graphs/input.npy", "--unit", "down:5", "--method",
            "gradient",
            "--unchecked", "--quiet",
        ])
        #expect(report.output.contains("input.npy: why channel 5 of 'down'"))
        #expect(report.output.contains("Preprocessing none: arrays as they are."))
        let wrong = try Striate([
            "explain", "data/lenet/lenet-5.onnx", "data/graphs/input.npy", "--method", "gradient", "--quiet",
        ])
        #expect(wrong.status == 65 && wrong.errors.contains("data/graphs/input.npy"), "\(wrong.errors)")
    }

    @Test(arguments: ["torch/lenet.pt2", "torch/lenet.onnx", "keras/lenet.keras", "keras/mobile.tflite"])
    func `networks of other formats are explained`(file: String) throws {
        let path = Striate.root.path + "/../shared/reference/graphs/" + file
        guard FileManager.default.fileExists(atPath: path) else {
            return print("skipped: there is no ../shared/reference/graphs/\(file)")
        }
        let run = try Striate([
            "explain", path, "data/photos/coffee.png", "--method", "gradient,grad-cam", "--unchecked", "--table",
            "explained", "--quiet",
        ])
        #expect(run.status == 0, "\(run.errors)")
        #expect(records(run.output).count == 3)
    }
}
