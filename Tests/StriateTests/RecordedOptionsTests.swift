import Foundation
import Testing

/// `run.json` has every option, with the value it had.
@Suite struct RecordedOptionsTests {
    private static let alexnet = "data/alexnet/alexnet-features.onnx"
    private static let photo = "data/photos/chelsea.png"

    /// Of every command that writes a folder, a run that does not take long.
    static let runs: [[String]] = [
        Striate.quick, ["compare", Striate.model, Striate.model, "--series", "--nulls", "19"],
        ["kernels", Striate.model],
        ["tune", "--orientations", "2", "--wavelengths", "6", "--size", "9"],
        ["score", alexnet, "--layer", "relu1"],
        ["survey", Striate.model, "--nulls", "19"],
        ["rf", "data/networks/lenet-5.csv"],
        ["map", photo, "--stride", "64"],
        ["saliency", "--scene", "popout-90"],
        ["classify", "data/lenet/lenet-5.onnx", "data/digits/mnist_5k.csv.gz", "--every", "2500"],
        ["show", "data/lenet/lenet-5.onnx", "data/digits/mnist_5k.csv.gz"],
        ["activations", "data/lenet/lenet-5.onnx", photo, "--layer", "C1", "--pool", "mean"],
        ["explain", "data/lenet/lenet-5.onnx", "data/digits/mnist_5k.csv.gz", "--rows", "7", "--steps", "2"],
        ["prefer", "data/lenet/lenet-5.onnx", "--layer", "C1", "--images", photo],
        ["localize", "data/lenet/lenet-5.onnx", "--labelled", "data/digits/mnist_5k.csv.gz", "--every", "100"],
        ["bank", "--size", "9"],
        ["stimulus", "grating", "--size", "16"],
        ["teach", "size"],
        ["learn", "lenet", "--epochs", "1", "--count", "20", "--held", "10", "--splits", "1", "--nulls", "19"],
        ["learn", "sparse", photo, "--size", "4", "--count", "4", "--steps", "1", "--batch", "10", "--nulls", "19"],
    ]

    private static func options(_ command: [String]) throws -> [String: String] {
        var options: [String: String] = [:]
        try withPlace { place in
            let run = try Striate(command + ["--out", place, "--quiet"])
            #expect(run.status == 0, "\(run.errors)")
            let record = try Data(contentsOf: URL(fileURLWithPath: place + "/run.json"))
            let json = try #require(JSONSerialization.jsonObject(with: record) as? [String: Any])
            options = try #require(json["options"] as? [String: String])
        }
        return options
    }

    @Test(arguments: runs)
    func `what is recorded is what help lists`(command: [String]) throws {
        let help = try #require(
            CommandHelp.all().last { !$0.words.isEmpty && command.starts(with: $0.words) }?.help)
        let keys = (help.arguments ?? []).map(\.key).filter { !["help", "version"].contains($0) }
        #expect(keys.count > 7)
        #expect(try Self.options(command).keys.sorted() == keys.sorted())
    }

    @Test func `every command that writes a folder is looked at`() throws {
        let writing = try CommandHelp.all().filter { _, help in help.arguments?.contains { $0.key == "out" } == true }
        let looked = Set(Self.runs.compactMap { run in writing.first { run.starts(with: $0.words) }?.words })
        // What merge puts together is made by other commands first: ActivationsTests.
        #expect(writing.map(\.words).filter { !looked.contains($0) } == [["merge"]])
    }

    @Test func `a map of a network records model, layer, preprocessing and input, and no bank`() throws {
        let options = try Self.options(["map", Self.photo, "--model", Self.alexnet, "--layer", "12", "--input", "64"])
        #expect(options["model"] == Self.alexnet && options["layer"] == "pool5" && options["input"] == "64x64")
        #expect(options["preprocess"]?.hasPrefix("imagenet: ") == true)
        #expect(options["family"] == "" && options["wavelengths"] == "" && options["cells"] == "")
        let bank = try Self.options(["map", Self.photo, "--stride", "64", "--channels", "0-2"])
        #expect(bank["family"] == "gabor" && bank["wavelengths"] == "4,8,16" && bank["channels"] == "0,1,2")
        #expect(bank["stride"] == "64" && bank["model"] == "" && bank["npy"] == "false" && bank["images"] == Self.photo)
    }

    @Test func `a stimulus records all that was asked for`() throws {
        let options = try Self.options(["stimulus", "annulus", "--size", "32", "--hole", "4", "--ppd", "28"])
        #expect(options["kind"] == "annulus" && options["size"] == "32x32" && options["hole"] == "4")
        #expect(options["ppd"] == "28.0" && options["softness"] == "1" && options["diameter"] == "")
    }
}
