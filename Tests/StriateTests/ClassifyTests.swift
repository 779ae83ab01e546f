import Foundation
import ReferenceData
import Testing

/// `striate classify` from file to stdout, over the LeNet-5 in `data`, and `striate rf --effective` over AlexNet's features.
@Suite struct ClassifyTests {
    private static let alexnet = "data/alexnet/alexnet-features.onnx"
    private static let lenet = "data/lenet/lenet-5.onnx"

    @Test func `a picture's guesses are ranked and sum to one`() throws {
        let run = try Striate(["classify", Self.lenet, "data/photos/coffee.png", "--quiet"])
        #expect(run.status == 0 && run.errors.isEmpty)
        #expect(run.output.contains("They sum to 1.000000."))
        #expect(run.output.contains("Preprocessing mnist: "))
        for line in run.output.split(separator: "\n") { #expect(line.count <= 80, "\(line)") }
        let rows = records(
            try Striate(["classify", Self.lenet, "data/photos/coffee.png", "--table", "guesses", "--top", "4"]).output
        )
        #expect(
            rows[0].joined(separator: ",") == "image,row,rank,class,label,probability,score,truth,trained_on,inverted")
        #expect(rows.count == 5 && rows.dropFirst().map { $0[2] } == ["1", "2", "3", "4"])
        let probabilities = rows.dropFirst().compactMap { Double($0[5]) }
        #expect(probabilities == probabilities.sorted(by: >) && probabilities.allSatisfy { (0...1).contains($0) })
        #expect(rows[1][0] == "coffee.png" && rows[1][1].isEmpty && rows[1][4].isEmpty && rows[1][7].isEmpty)
    }

    @Test func `a photographed 7 is read as 7, and the report says that it was turned`() throws {
        let page = InkOnPaper(height: 360, width: 480, stroke: 12, light: (0.4, 0.85))
        try withScratchFolder { folder in
            try Data(page.pgm).write(to: URL(fileURLWithPath: folder + "/seven.pgm"))
            let run = try Striate(["classify", Self.lenet, folder + "/seven.pgm", "--quiet"])
            #expect(run.output.hasPrefix("lenet-5.onnx: seven.pgm is taken for 7, with probability 1.000\n"))
            #expect(run.output.contains("\nseven.pgm, ink on paper\n"))
            #expect(
                run.output.replacing("\n ", with: "").contains(
                    "grey from 0 to 255. The picture is ink on paper, turned to light on dark and centred by its mass.")
            )
            let plain = try Striate([
                "classify", Self.lenet, folder + "/seven.pgm", "--quiet", "--preprocess", "mnist,invert=off",
            ])
            #expect(!plain.output.contains("is taken for 7") && !plain.output.contains("ink"))
            let rows = records(
                try Striate(["classify", Self.lenet, folder + "/seven.pgm", "--table", "guesses"]).output)
            #expect(rows[1].last == "true")
        }
    }

    @Test func `classes have the names of a text file`() throws {
        try withPlace { place in
            try FileManager.default.createDirectory(atPath: place, withIntermediateDirectories: true)
            let labels = place + "/labels.txt"
            try (0..<10).map { "thing \($0)" }.joined(separator: "\n").write(
                toFile: labels, atomically: true, encoding: .utf8)
            let command = ["classify", Self.lenet, "data/photos/coffee.png", "--labels", labels, "--quiet"]
            let rows = records(try Striate(command + ["--table", "guesses"]).output)
            #expect(rows[1][4] == "thing \(rows[1][3])")
            #expect(try Striate(command).output.contains("is taken for thing \(rows[1][3]), with"))
        }
    }

    @Test func `digits that a network never saw are told apart from those that it was trained on`() throws {
        let command = ["classify", Self.lenet, "data/digits/mnist_5k.csv.gz", "--every", "10", "--quiet"]
        let line = try Striate(command).output.replacing("\n", with: " ")
        #expect(
            line.contains(
                /^lenet-5.onnx: the first guess is right for \d+ of \d+ pictures \([0-9.]+ %\) that it never saw, and for \d+ of \d+ pictures \([0-9.]+ %\) that it was trained on or chosen by/
            ))
        let rows = records(try Striate(command + ["--table", "guesses", "--top", "1"]).output).dropFirst()
        #expect(rows.count == 500 && Set(rows.map { $0[8] }) == ["true", "false"])
        let unseen = rows.count { $0[8] == "false" }
        #expect(line.contains(" of \(unseen) pictures "))
        // Of another file nothing is known.
        try withPlace { place in
            try FileManager.default.createDirectory(atPath: place, withIntermediateDirectories: true)
            let file = place + "/other.csv"
            try (([String](repeating: "0", count: 784) + ["3"]).joined(separator: ",") + "\n")
                .write(toFile: file, atomically: true, encoding: .utf8)
            let other = try Striate(["classify", Self.lenet, file, "--quiet"])
            #expect(other.output.contains(/is right for [01] of 1 picture \(/), "\(other.output)")
        }
    }

    @Test func `the number of workers changes no byte`() throws {
        let command = ["classify", Self.lenet, "data/photos/chelsea.png", "--table", "guesses", "--top", "10"]
        #expect(try Striate(command + ["--jobs", "1"]).output == Striate(command + ["--jobs", "3"]).output)
    }

    @Test func `what cannot be is refused in one line`() throws {
        func errors(_ arguments: [String]) throws -> String {
            let run = try Striate(arguments + ["--quiet"])
            #expect(run.output.isEmpty)
            return "\(run.status) \(run.errors)"
        }
        let photo = "data/photos/coffee.png"
        #expect(
            try errors(["classify", Self.alexnet, photo, "--layer", "conv6"])
                == "65 striate: \(Self.alexnet): no layer 'conv6'; did you mean 'conv1'?\n")
        #expect(
            try errors(["classify", Self.alexnet, photo])
                == "65 striate: \(Self.alexnet): 'pool5' is a map of 1 × 256 × 6 × 6, not one number for each class; look at it with striate show, or name another layer\n"
        )
        #expect(
            try errors(["classify", Self.alexnet, photo, "--preprocess", "vgg"])
                == "64 striate: --preprocess: there is no preset 'vgg'; there are imagenet, mnist, none; try striate classify --help\n"
        )
        #expect(
            try errors(["classify", Self.lenet, photo, "--labels", "Package.swift"]).hasPrefix(
                "65 striate: Package.swift: the list of "))
        #expect(
            try errors(["classify", Self.alexnet, photo, "--input", "20x20"]).hasPrefix(
                "65 striate: \(Self.alexnet): node 'pool2' (MaxPool) cannot run: a window of 3 does not fit"))
        #expect(try errors(["classify", "data/kernels/alexnet_stlpips.npy", photo]).hasPrefix("65 striate: "))
    }

    @Test func `effective fields say what they cost, and end at Ctrl-C`() throws {
        let place = FileManager.default.temporaryDirectory.appendingPathComponent("striate-\(UUID().uuidString)")
        try Data().write(to: place)
        defer { try? FileManager.default.removeItem(at: place) }
        let errors = try FileHandle(forWritingTo: place)
        func said() -> String { (try? String(contentsOf: place, encoding: .utf8)) ?? "" }
        let ended = try Striate.run(
            ["rf", Self.alexnet, "--unit", "conv5:6,6", "--effective"],
            until: { said().contains("billion multiply-adds") }, signal: SIGINT, errors: errors)
        #expect(ended == SIGINT)
        #expect(said().hasPrefix("striate: 136 runs and derivatives, about "))
    }

    @Test func `an effective field lies within the theoretical one`() throws {
        let command = [
            "rf", Self.alexnet, "--input", "96x96", "--unit", "conv3:2,2", "--effective", "--image",
            "data/photos/coffee.png", "--quiet",
        ]
        let rows = records(try Striate(command + ["--table", "effective"]).output)
        #expect(
            rows[0].joined(separator: ",")
                == "layer,row,col,stimulus,measure,pictures,gradients,sigma_px,sigma_x_px,sigma_y_px,center_x_px,"
                + "center_y_px,fwhm_px,gaussian_r2,area50_px,area95_px,theoretical_h_px,theoretical_w_px,fwhm_frac,"
                + "area95_frac,outside_frac")
        #expect(rows.count == 5)
        #expect(
            rows.dropFirst().map { "\($0[3]) \($0[4])" } == [
                "photographs absolute", "photographs squared", "noise absolute", "noise squared",
            ])
        for row in rows.dropFirst() {
            #expect(row[20] == "0.0" && row[16] == "96" && row[17] == "96")
            let (half, most) = (try #require(Double(row[14])), try #require(Double(row[15])))
            #expect(half < most && most < 96 * 96)
        }
        try withPlace { place in
            let run = try Striate(command + ["--out", place])
            #expect(run.status == 0, "\(run.errors)")
            #expect(run.output.contains("Outside the theoretical field every gradient is exactly 0."))
            for line in run.output.split(separator: "\n") { #expect(line.count <= 80, "\(line)") }
            #expect(FileManager.default.fileExists(atPath: place + "/figures/effective.png"))
            #expect(FileManager.default.fileExists(atPath: place + "/tables/effective.csv"))
        }
    }

    private static let pnet = "../shared/reference/models/mtcnn_pnet.onnx"

    @Test(.enabled(if: FileManager.default.fileExists(atPath: pnet), "no ../shared/reference/models"))
    func `an effective field is refused where columns come before rows`() throws {
        let run = try Striate(["rf", Self.pnet, "--input", "32x32", "--layer", "Softmax_10", "--effective"])
        #expect(
            run.status == 64
                && run.errors
                    == "striate: --effective: 'Softmax_10' lies neither as channel × row × column nor as row × column × "
                    + "channel; name another --layer; try striate rf --help\n"
        )
    }
}
