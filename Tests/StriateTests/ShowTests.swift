import Foundation
import Testing

/// `striate show` from file to stdout, over AlexNet's features and a ResNet whose weights are all alike.
@Suite struct ShowTests {
    private static let alexnet = "data/alexnet/alexnet-features.onnx"
    private static let photo = "data/photos/coffee.png"
    private static let command = ["show", alexnet, photo, "--input", "96x96", "--quiet"]

    @Test func `every layer of a short network is told, and sees what rf says`() throws {
        let run = try Striate(Self.command)
        #expect(run.status == 0 && run.errors.isEmpty, "\(run.errors)")
        for line in run.output.split(separator: "\n") { #expect(line.count <= 80, "\(line)") }
        #expect(run.output.contains("64 kernels of 11 × 11 × 3, step 4; 23296 parameters; a unit sees 11 × 11"))
        #expect(
            run.output.hasPrefix("alexnet-features.onnx on coffee.png: its answer is not one number for each\nclass.\n")
        )
        let rows = records(try Striate(Self.command + ["--table", "walk"]).output)
        #expect(
            rows[0].joined(separator: ",")
                == "index,layer,op,tensor,output_channels,output_h,output_w,rf_h_px,rf_w_px,parameters,does,lowest,"
                + "highest,mean,active_frac")
        #expect(
            rows.dropFirst().map { $0[1] }.joined(separator: " ")
                == "conv1 relu1 pool1 conv2 relu2 pool2 conv3 relu3 conv4 relu4 conv5 relu5 pool5")
        let fields = records(
            try Striate(["rf", Self.alexnet, "--input", "96x96", "--table", "receptive_fields"]).output)
        for row in rows.dropFirst() {
            let field = try #require(fields.first { $0[3] == row[3] })
            #expect(Array(row[0..<9]) == Array(field[0..<9]))
        }
        // What is rectified is nowhere below 0.
        #expect(rows[2][11] == "0.0" && rows[1][11].hasPrefix("-"))
    }

    @Test func `a folder is refused, as one picture is shown`() throws {
        let run = try Striate(["show", "data/lenet/lenet-5.onnx", "data/photos"])
        #expect(run.status == 66 && run.output.isEmpty)
        #expect(run.errors == "striate: data/photos: is a folder; give the path of a file in it\n")
    }

    @Test func `the strongest channels are those of map`() throws {
        let strongest = records(
            try Striate(Self.command + ["--layers", "relu3", "--top", "4", "--table", "strongest"]).output)
        #expect(strongest[0].joined(separator: ",") == "index,layer,rank,channel,energy_frac,peak,row,col,x_px,y_px")
        #expect(strongest.count == 5)
        let maps = records(
            try Striate([
                "map", "--model", Self.alexnet, "--layer", "relu3", Self.photo, "--input", "96x96", "--table",
                "activation_map", "--quiet", "--channels", strongest[1][3],
            ]).output)
        let peak = try #require(maps.dropFirst().max { (Double($0[14]) ?? 0) < (Double($1[14]) ?? 0) })
        #expect(Double(strongest[1][5]) == Double(peak[14]))
        // Pixels are the network's here, and the photograph's in a map.
        #expect(Array(strongest[1][6...7]) == [peak[3], peak[4]])
    }

    @Test func `of a deep network the last layer of each size of map is shown, and its two guesses`() throws {
        let command = ["show", "data/networks/tv_resnet50.onnx", Self.photo, "--quiet"]
        let run = try Striate(command)
        #expect(
            run.output.hasPrefix("tv_resnet50.onnx on coffee.png: first guess 0 (0.001), second guess 1 (0.001).\n"))
        #expect(run.output.contains("Of 121 layers 7 are shown, the last of each size of map;"))
        let rows = records(try Striate(command + ["--table", "walk"]).output)
        #expect(rows.dropFirst().map { $0[5] } == ["112", "56", "28", "14", "7", "1", ""])
        #expect(records(try Striate(command + ["--table", "guesses"]).output).count == 6)
    }

    @Test func `the picture is written, and the number of workers changes no byte`() throws {
        try withPlace { place in
            let runs = try ["1", "3"].map { jobs in
                try Striate(Self.command + ["--layers", "pool*", "--jobs", jobs, "--out", place + jobs])
            }
            for run in runs { #expect(run.status == 0, "\(run.errors)") }
            for file in [
                "figures/walk.png", "figures/walk.pdf", "figures/walk.svg", "tables/walk.csv", "tables/strongest.csv",
                "tables/guesses.csv", "walk.html",
            ] {
                let bytes = try ["1", "3"].map { try Data(contentsOf: URL(fileURLWithPath: place + $0 + "/" + file)) }
                #expect(bytes[0] == bytes[1] && !bytes[0].isEmpty, "\(file)")
                if file.hasSuffix("walk.csv") { #expect(records(String(decoding: bytes[0], as: UTF8.self)).count == 4) }
            }
            for jobs in ["1", "3"] { try FileManager.default.removeItem(atPath: place + jobs) }
        }
    }

    @Test func `what cannot be is refused in one line`() throws {
        func errors(_ arguments: [String]) throws -> String {
            let run = try Striate(arguments)
            #expect(run.output.isEmpty)
            return "\(run.status) \(run.errors)"
        }
        #expect(
            try errors(Self.command + ["--layers", "conv1,conv9"])
                == "65 striate: \(Self.alexnet): no layer 'conv9'; did you mean 'conv1'?\n")
        #expect(
            try errors(Self.command + ["--row", "1"])
                == "64 striate: --row: there is no picture 1; they are 0 to 0; try striate show --help\n")
        #expect(
            try errors(Self.command + ["--top", "0"])
                == "64 striate: --top: 0 is not possible; from 1 to 1000; try striate show --help\n")
        #expect(
            try errors(Self.command + ["--labels", "README.md"])
                == "64 striate: --labels: 'pool5' is not one number for each class; try striate show --help\n")
        #expect(
            try errors(["show", Self.alexnet, Self.photo, "--layers", "*", "--input", "3000x3000"]).hasPrefix(
                "64 striate: --layers: they hold "))
    }

    private static let mnist = "../shared/reference/models/mnist-8.onnx"

    @Test(.enabled(if: FileManager.default.fileExists(atPath: mnist), "no ../shared/reference/models"))
    func `a digit of a table goes through LeNet's kin`() throws {
        let run = try Striate(["show", Self.mnist, "data/digits/mnist_5k.csv.gz", "--row", "7", "--quiet"])
        #expect(run.output.hasPrefix("mnist-8.onnx on mnist_5k.csv.gz, row 7: first guess 0 (1.000), second guess 9\n"))
        #expect(run.output.contains("preprocessing mnist: stretched to the input's size, grey from 0 to 255"))
        #expect(run.output.contains("16 kernels of 5 × 5 × 8; 3200 parameters; a unit sees 14 × 14 pixels"))
        #expect(run.output.contains("the largest of every 3 × 3 units, step 3; a unit sees 18 × 18 pixels"))
        #expect(run.output.contains("each unit a weighted sum of all 256 before it; 2560 parameters"))
        #expect(run.output.contains("row 7 (is 0)"))
    }

    @Test func `the report names the page, and of a network that cannot be run to its end there is none`() throws {
        try withPlace { place in
            let whole = try Striate([
                "show", "data/lenet/lenet-5.onnx", "data/digits/mnist_5k.csv.gz", "--layers", "C1", "--out", place,
                "--quiet",
            ])
            let words = whole.output.split(separator: "\n").joined(separator: " ")
            #expect(words.contains("\(place)/walk.html is a page on which every unit can be asked."), "\(words)")
            let part = try Striate([
                "show", "Tests/StriateTests/Reference/unknown-end.onnx", Self.photo, "--layers", "edges", "--out",
                place, "--force",
            ])
            #expect(part.status == 0)
            #expect(
                part.errors
                    == "striate: walk.html is not written: node 'riddle' is a Mystery, which is not run; the one layer that does not need it can be, 'edges'\n"
            )
            #expect(!part.output.contains("walk.html"))
            #expect(!FileManager.default.fileExists(atPath: place + "/walk.html"))
            let record = try String(contentsOfFile: place + "/run.json", encoding: .utf8)
            #expect(record.contains("walk.html is not written"))
        }
    }
}
