import Foundation
import Testing

/// `striate rf` from file to stdout.
@Suite struct ReceptiveFieldTests {
    private static let alexnet = ["rf", "data/alexnet/alexnet-features.onnx", "--input", "224x224"]

    @Test(arguments: [
        alexnet, alexnet + ["--explain", "--ppd", "28"], ["rf", "data/networks/tv_resnet50.onnx"],
        ["rf", "data/networks/two-paths.csv", "--unit", "unequal:2,3"],
        ["rf", "data/networks/vgg-16.csv", "--field", "8"],
    ])
    func `a report is at most 80 columns wide`(command: [String]) throws {
        let run = try Striate(command)
        #expect(run.status == 0 && run.errors.isEmpty)
        for line in run.output.split(separator: "\n") { #expect(line.count <= 80, "\(line)") }
        #expect(!run.output.contains("nan"))
    }

    @Test func `the table has the columns of its definition and the numbers of AlexNet`() throws {
        let rows = records(try Striate(Self.alexnet + ["--table", "receptive_fields", "--ppd", "28"]).output)
        #expect(
            rows[0].joined(separator: ",")
                == "index,layer,op,tensor,output_channels,output_h,output_w,rf_h_px,rf_w_px,stride_h_px,stride_w_px,"
                + "start_y_px,start_x_px,center_y_px,center_x_px,strict_rf_h_px,strict_rf_w_px,exact,aligned,dense,"
                + "parameters,macs,input_seen_frac,productive,rf_h_deg,rf_w_deg,note,padded_frac")
        let last = try #require(rows.last)
        #expect(
            last[1...16] == [
                "pool5", "MaxPool", "pool5", "256", "6", "6", "195", "195", "32.0", "32.0", "-66.0", "-66.0", "31.0",
                "31.0",
                "195", "195",
            ])
        #expect(rows[1][20] == "23296" && rows[1][21] == "70276800" && rows[1][24] == "0.39285714285714285")
    }

    @Test func `a unit's pixels and a pixel's units`() throws {
        let unit = records(try Striate(Self.alexnet + ["--unit", "conv3:0,6", "--table", "units"]).output)
        // Row 0 begins 34 rows above the image: −34 … 64; column 6 at −34 + 6·16.
        #expect(unit[1][0...9] == ["conv3", "conv3", "0", "6", "0", "64", "62", "160", "65", "99"])
        #expect(unit[1][10] == "-34")
        let seeing = try Striate(Self.alexnet + ["--layer", "conv3", "--pixel", "0,112"])
        #expect(seeing.output.contains("Pixel (0, 112) is seen by 21 units of 'conv3': rows 0 to 2, columns 3 to 9."))
        #expect(
            records(try Striate(Self.alexnet + ["--layer", "conv3", "--pixel", "0,112", "--table", "units"]).output)
                .count == 22)
        let all = try Striate(Self.alexnet + ["--unit", "pool5", "--table", "units"])
        #expect(records(all.output).count == 37)
    }

    @Test func `pictures are drawn on a photograph`() throws {
        try withPlace { place in
            let run = try Striate(Self.alexnet + ["--image", "data/photos/chelsea.png", "--out", place, "--quiet"])
            #expect(run.status == 0, "\(run.errors)")
            let figures = try FileManager.default.contentsOfDirectory(atPath: place + "/figures")
            #expect(figures.contains("fields.png"))
            let tables = try FileManager.default.contentsOfDirectory(atPath: place + "/tables").sorted()
            #expect(tables == ["receptive_fields.csv", "units.csv"])
        }
    }

    @Test func `a size that the file leaves open is assumed, and said`() throws {
        let run = try Striate(["rf", "data/alexnet/alexnet-features.onnx"])
        #expect(run.status == 0 && run.errors.isEmpty)
        #expect(
            run.output.replacing("\n", with: " ").contains(
                "The file leaves the image's size open; 224 × 224 is assumed (--input HxW gives another)."))
        #expect(try !Striate(Self.alexnet).output.contains("is assumed"))
        let table = ["--table", "receptive_fields"]
        #expect(
            try Striate(["rf", "data/alexnet/alexnet-features.onnx"] + table).output
                == Striate(Self.alexnet + table).output)
    }

    private static let refusals: [(arguments: [String], status: Int32, message: String)] = [
        (
            ["data/networks/lenet-5.csv", "--layer", "C7"], 65,
            "striate: data/networks/lenet-5.csv: no layer 'C7'; did you mean 'C1'?"
        ),
        (
            ["data/networks/lenet-5.csv", "--unit", "C3:10,0"], 64,
            "striate: --unit: 'C3' has 10 rows and 10 columns of units, from 0; try striate rf --help"
        ),
        (
            ["data/networks/lenet-5.csv", "--pixel", "32,0"], 64,
            "striate: --pixel: the image has 32 rows and 32 columns, from 0; try striate rf --help"
        ),
        (
            ["data/networks/lenet-5.csv", "--image", "data/photos/chelsea.png"], 64,
            "striate: --image: fields are drawn into a folder; add --out DIR; try striate rf --help"
        ),
        (
            ["data/networks/lenet-5.csv", "--ppd", "0"], 64,
            "striate: --ppd: 0.0 is not possible; above 0; try striate rf --help"
        ),
        (
            ["data/kernels/dlib_face_resnet_conv1.npy"], 65,
            "striate: data/kernels/dlib_face_resnet_conv1.npy: this is NumPy .npy, which holds weights and no network; give a network's file, as of ONNX or Keras, or a CSV of layers"
        ),
        (["nowhere.onnx"], 66, "striate: nowhere.onnx: no such file; give the path of one that is there"),
    ]

    @Test func `fields on a row of sound are drawn, however thin it is`() throws {
        try withPlace { place in
            let layers = place + ".csv"
            defer { try? FileManager.default.removeItem(atPath: layers) }
            try """
            layer,op,inputs,kernel,stride,padding,dilation,channels
            a,Conv,,1x9,1x4,0x4,1,8

            """.write(toFile: layers, atomically: true, encoding: .utf8)
            let run = try Striate(["rf", layers, "--input", "1x576", "--out", place])
            #expect(run.status == 0 && run.errors.isEmpty, "\(run.errors)")
            #expect(FileManager.default.fileExists(atPath: "\(place)/figures/fields.png"))
        }
    }

    @Test(arguments: refusals.indices)
    func `a refusal is one line with the exit code of its kind`(index: Int) throws {
        let (arguments, status, message) = Self.refusals[index]
        let run = try Striate(["rf"] + arguments)
        #expect(run.status == status && run.errors == message + "\n" && run.output.isEmpty)
    }
}
