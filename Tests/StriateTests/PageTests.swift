import Foundation
import Testing

/// `report.html` of runs of the program.
@Suite struct PageTests {
    private static func page(_ arguments: [String], _ place: String) throws -> String {
        let run = try Striate(arguments + ["--out", place, "--force", "--quiet"])
        #expect(run.status == 0 && run.errors.isEmpty, "\(run.errors)")
        return try String(contentsOfFile: place + "/report.html", encoding: .utf8)
    }

    @Test func `the page has the command that gives it again, and is the same on any number of cores`() throws {
        try withPlace { place in
            let pages = try [["--jobs", "1"], ["--jobs=3"]].map {
                try Self.page(["kernels", Striate.model] + $0, place)
            }
            #expect(pages[0] == pages[1])
            #expect(pages[0].contains(">striate kernels \(Striate.model)</pre>"))
            #expect(pages[0].contains("<h1>") && pages[0].contains("tables/kernel_values.csv"))
            #expect(!pages[0].contains("--jobs") && !pages[0].contains("<th scope=\"row\">out</th>"))
        }
    }

    @Test(arguments: [
        (["explain", lenet, digits, "--rows", "7", "--method", "gradient"], "Why lenet-5.onnx answers as it does"),
        (["classify", lenet, digits, "--every", "2500"], "Guesses of lenet-5.onnx"),
        (["show", lenet, digits, "--layers", "C1"], "The way of a picture through lenet-5.onnx"),
        (
            ["prefer", lenet, "--layer", "C1", "--images", digits, "--every", "2500"],
            "What channels of lenet-5.onnx prefer"
        ),
    ])
    func `its heading names the model without its folder`(arguments: [String], heading: String) throws {
        try withPlace { place in
            let page = try Self.page(arguments, place)
            #expect(page.contains("<h1>\(heading)</h1>"))
        }
    }

    private static let lenet = "data/lenet/lenet-5.onnx"
    private static let digits = "data/digits/mnist_5k.csv.gz"

    @Test func `a file with a hostile name is text on the page`() throws {
        try withPlace { place in
            try FileManager.default.createDirectory(atPath: place, withIntermediateDirectories: true)
            let name = place + "/<img src=x onerror=alert(1)>'\".npy"
            try FileManager.default.copyItem(
                atPath: Striate.root.appendingPathComponent(Striate.model).path, toPath: name)
            let page = try Self.page(["kernels", name], place + "/out")
            #expect(!page.contains("<img src=x") && page.contains("&lt;img src=x onerror=alert(1)&gt;"))
        }
    }
}
