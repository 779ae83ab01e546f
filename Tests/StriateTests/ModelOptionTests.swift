import Foundation
import Testing

/// What a command says of the model that it was given: its format, how its weights were read, what to be wary of.
@Suite struct ModelOptionTests {
    /// A file of its own, for as long as `body` runs.
    private func withFile(_ name: String, _ bytes: [UInt8], _ body: (String) throws -> Void) throws {
        try withPlace { place in
            try FileManager.default.createDirectory(atPath: place, withIntermediateDirectories: false)
            try Data(bytes).write(to: URL(fileURLWithPath: "\(place)/\(name)"))
            try body("\(place)/\(name)")
        }
    }

    /// Twelve kernels of 2 × 2 × 3, channels last: the first of red 0, 3, 6, 9, green 1, 4, 7, 10, blue 2, 5, 8, 11.
    private static let channelsLast: [UInt8] = {
        let header = "{'descr': '|u1', 'fortran_order': False, 'shape': (12, 2, 2, 3), }\n"
        return [0x93] + Array("NUMPY".utf8) + [1, 0, UInt8(header.utf8.count), 0] + Array(header.utf8) + Array(0..<144)
    }()

    /// A pickled state dictionary without tensors, which names a function, before PyTorch 1.6.
    private static let evil: [UInt8] = {
        let magic: [UInt8] = [0x80, 2, 0x8A, 10, 0x6C, 0xFC, 0x9C, 0x46, 0xF9, 0x20, 0x6A, 0xA8, 0x50, 0x19, 0x2E]
        let tensor =
            "ctorch._utils\n_rebuild_tensor_v2\n((X\u{7}\0\0\0storagectorch\nByteStorage\nX\u{1}\0\0\0kX\u{3}\0\0\0cpuK\u{4}tQ"
            + "K\0(K\u{1}K\u{1}K\u{2}K\u{2}t(K\u{4}K\u{4}K\u{2}K\u{1}ttR"
        let object = "}(X\u{1}\0\0\0xcposix\nsystem\n(X\u{4}\0\0\0exittRX\u{1}\0\0\0w\(tensor)u."
        return magic + Array("K\u{1}.}.\(object)](X\u{1}\0\0\0ke.".utf8) + [4, 0, 0, 0, 0, 0, 0, 0, 1, 2, 3, 4]
    }()

    private func firstKernel(_ arguments: [String]) throws -> [Double?] {
        let run = try Striate(["kernels"] + arguments + ["--table", "kernel_values"])
        #expect(run.status == 0, "\(run.errors)")
        return records(run.output).dropFirst().prefix { $0[0] == "0" }.map { Double($0.last ?? "") }
    }

    @Test func `the report says how the axes were read and why, and the option decides otherwise`() throws {
        try withFile("last.npy", Self.channelsLast) { path in
            let report = try Striate(["kernels", path]).output
            #expect(report.hasPrefix("last.npy (NumPy .npy, 0.2 kB): 1 convolution, 144 parameters in it\n"))
            #expect(report.contains("Axes are read as OHWI (output, row, column, input), as the shapes say:"))
            #expect(
                report.split(whereSeparator: \.isWhitespace).joined(separator: " ").contains(
                    ". --layout decides otherwise."))
            let kernel: [Double] = [0, 3, 6, 9, 1, 4, 7, 10, 2, 5, 8, 11]
            #expect(try firstKernel([path]) == kernel)
            #expect(try firstKernel([path, "--layout", "ohwi"]) == kernel)
            #expect(try firstKernel([path, "--layout", "OIHW"]) == (0..<12).map(Double.init))
            let turned: [Double] = [2, 5, 8, 11, 1, 4, 7, 10, 0, 3, 6, 9]
            #expect(try firstKernel([path, "--channels", "bgr"]) == turned)
            #expect(try !Striate(["kernels", path, "--layout", "OHWI"]).output.contains("Axes are read"))
        }
    }

    @Test func `compare takes the same options and says the same`() throws {
        try withFile("last.npy", Self.channelsLast) { path in
            let quick = ["compare", path, "--nulls", "19", "--count", "2"]
            #expect(try Striate(quick).output.contains("Axes are read as OHWI"))
            let asked = try Striate(quick + ["--layout", "OIHW", "--channels", "BGR"])
            #expect(asked.status == 0 && asked.output.contains("12 kernels of 2 × 2 × 3"))
        }
    }

    @Test(arguments: [
        (
            ["--layout", "OIH"],
            "'OIH' is invalid for '--layout <axes>': the letters O, I, H and W in some order are expected"
        ),
        (["--channels", "GBR"], "'GBR' is invalid for '--channels <order>': RGB or BGR is expected"),
    ])
    func `an order that is none is refused by the option's name`(options: [String], message: String) throws {
        let run = try Striate(["kernels", Striate.model] + options)
        #expect(run.status == 64 && run.output.isEmpty)
        #expect(run.errors == "striate: The value \(message); try striate kernels --help\n")
    }

    @Test func `warnings go to stderr and into the record of the run`() throws {
        try withFile("evil.pth", Self.evil) { path in
            let out = "\(path)-out"
            let line =
                "\(path): the pickle names 'posix.system'; nothing was imported or run, each stands for plain data"
            let run = try Striate(["kernels", path, "--out", out])
            #expect(run.status == 0 && run.errors == "striate: \(line)\n")
            let record = try Data(contentsOf: URL(fileURLWithPath: out + "/run.json"))
            let json = try #require(JSONSerialization.jsonObject(with: record) as? [String: Any])
            #expect(json["warnings"] as? [String] == [line])
            let options = try #require(json["options"] as? [String: String])
            #expect(options["layer"] == "w" && options["layout"] == "OIHW" && options["channels"] == "RGB")
            #expect(try Striate(["kernels", path, "--quiet"]).errors.isEmpty)
        }
    }

    @Test func `a listing marks the layer taken and shortens what is too long for a line`() throws {
        let name = String(repeating: "very.", count: 20) + "long.weight"
        let header = "{\"\(name)\":{\"dtype\":\"U8\",\"shape\":[2,3,1,1],\"data_offsets\":[0,6]}}"
        let length = withUnsafeBytes(of: UInt64(header.utf8.count).littleEndian) { Array($0) }
        try withFile("m.safetensors", length + Array(header.utf8) + [1, 2, 3, 4, 5, 6]) { path in
            let lines = try Striate(["kernels", path]).output.split(separator: "\n")
            let row = try #require(lines.first { $0.hasPrefix("▸  0  very.") })
            #expect(row.contains("…") && row.contains(".long  Conv") && row.count <= 80)
        }
    }
}
