import Foundation
import Testing

/// One way to name a layer, for every command that takes one.
@Suite struct LayerNameTests {
    private static let alexnet = "data/alexnet/alexnet-features.onnx"
    private static let photo = "data/photos/chelsea.png"

    /// A command, and the names of the layer that it takes last.
    struct Use: Sendable, CustomTestStringConvertible {
        let command: [String]
        let names: [String]
        var testDescription: String { command[0] }
    }

    static let uses = [
        Use(command: ["rf", alexnet, "--table", "units", "--unit"], names: ["relu1", "1", "relu*"]),
        Use(
            command: ["map", photo, "--model", alexnet, "--table", "channels", "--layer"],
            names: ["relu5", "11", "*elu5"]),
        Use(
            command: ["tune", alexnet, "--units", "0", "--table", "tuning", "--layer"],
            names: ["relu1", "1", "relu*"]),
        Use(command: ["show", alexnet, photo, "--table", "walk", "--layers"], names: ["pool5", "12", "*ool5"]),
        Use(command: ["kernels", alexnet, "--table", "kernels", "--layer"], names: ["conv2", "1", "conv2*"]),
    ]

    @Test(arguments: uses)
    func `a layer has one meaning by name, index and pattern`(use: Use) throws {
        let runs = try use.names.map { try Striate(use.command + [$0]) }
        for run in runs { #expect(run.status == 0 && run.output == runs[0].output, "\(run.errors)") }
    }

    @Test(arguments: uses)
    func `a mistyped layer gets the nearest name`(use: Use) throws {
        let run = try Striate(use.command + ["conv22"])
        #expect(
            "\(run.status) \(run.errors)"
                == "65 striate: \(Self.alexnet): no layer 'conv22'; did you mean 'conv2'?\n")
    }

    @Test func `classify takes an index and a pattern as well`() throws {
        let model = "data/lenet/lenet-5.onnx"
        let command = ["classify", model, "data/digits/mnist_5k.csv.gz", "--every", "2500", "--table", "guesses"]
        let whole = try Striate(command)
        #expect(whole.status == 0, "\(whole.errors)")
        for name in ["output", "12", "out*"] {
            #expect(try Striate(command + ["--layer", name]).output == whole.output, "\(name)")
        }
        let beyond = try Striate(command + ["--layer", "99"])
        #expect(beyond.status == 65 && beyond.errors.contains("no layer of index 99; they are 0 to 12\n"))
    }
}
