import Foundation
import Testing

@Suite struct ExitTests {
    @Test func `a missing model ends with 66 and one line`() throws {
        let run = try Striate(["compare", "missing.onnx"])
        #expect(run.status == 66 && run.output.isEmpty)
        #expect(run.errors == "striate: missing.onnx: no such file; give the path of one that is there\n")
    }

    @Test func `a file that is no model ends with 65 and one line`() throws {
        let run = try Striate(["compare", "Package.swift"])
        #expect(run.status == 65 && run.output.isEmpty)
        #expect(
            run.errors
                == "striate: Package.swift: begins with 2f 2f 20 73 77 69 66 74, as no known model file does; ONNX, safetensors, PyTorch, Keras, TensorFlow Lite, Caffe, .npy, .npz and .mat are read\n"
        )
    }

    @Test(arguments: [
        ["compare"], ["compare", Striate.model, "--nope"], ["comare"], ["bank", "--family", "gobor"],
        ["compare", Striate.model, "--top", "0"], ["compare", Striate.model, "--nulls", "18"],
        ["compare", Striate.model, "--jobs", "0"], ["compare", Striate.model, "--ppd", "-1"],
        ["bank", "--preset", "macaque"], ["bank", "--size", "wide"], ["bank", "--orientations", "0"],
        ["bank", "--preset", "macaque-v1", "--count", "7"], ["compare", Striate.model, "--count", "7"],
    ])
    func `wrong usage ends with 64 and says so on stderr only`(arguments: [String]) throws {
        let run = try Striate(arguments)
        #expect(run.status == 64 && run.output.isEmpty && !run.errors.isEmpty)
    }

    @Test(arguments: [
        (["map", "--nope"], "striate map"), (["rf"], "striate rf"),
        (["learn", "lenet", "--batch", "0"], "striate learn lenet"),
        (["teach", "size", "--nope"], "striate teach"), (["--nope"], "striate"),
    ])
    func `wrong usage points to the help of its command`(arguments: [String], command: String) throws {
        let run = try Striate(arguments)
        #expect(run.status == 64 && run.errors.hasSuffix("; try \(command) --help\n"), "\(run.errors)")
    }

    @Test func `an odd count is refused in one line`() throws {
        let run = try Striate(["bank", "--preset", "macaque-v1", "--count", "7"])
        #expect(
            run.errors
                == "striate: --count: 7 is not possible; an even number from 2 to 65536, as filters come in quadrature pairs\n"
        )
    }

    @Test func `an occupied folder ends with 73 before any work and stays as it is`() throws {
        try withPlace { place in
            try FileManager.default.createDirectory(atPath: place, withIntermediateDirectories: false)
            try Data("mine".utf8).write(to: URL(fileURLWithPath: place + "/notes"))
            let plain = try Striate(Striate.quick + ["--out", place])
            #expect(plain.status == 73 && plain.output.isEmpty)
            #expect(
                plain.errors
                    == "striate: \(place): the folder is not empty; choose another --out, or --force to replace it\n")
            let forced = try Striate(Striate.quick + ["--out", place, "--force"])
            #expect(forced.status == 73)
            #expect(
                forced.errors
                    == "striate: \(place): the folder holds 'notes', which striate did not write, so --force leaves it; choose another --out\n"
            )
            #expect(try FileManager.default.contentsOfDirectory(atPath: place) == ["notes"])
        }
    }

    @Test func `a layer that is nowhere near is refused with the command that lists them`() throws {
        let model = "data/lenet/lenet-5.onnx"
        let kernels = try Striate(["compare", model, "--layer", "something"])
        #expect(kernels.errors == "striate: \(model): no layer 'something'; striate kernels \(model) lists them\n")
        let fields = try Striate(["rf", model, "--layer", "something"])
        #expect(fields.errors == "striate: \(model): no layer 'something'; striate rf \(model) lists them\n")
    }

    @Test func `a mistyped layer gets a did you mean`() throws {
        let run = try Striate(["compare", "data/alexnet/alexnet-features.onnx", "--layer", "cnov1"])
        #expect(run.status == 65 && run.output.isEmpty)
        #expect(
            run.errors
                == "striate: data/alexnet/alexnet-features.onnx: no layer 'cnov1'; did you mean 'conv1'?\n")
    }
}
