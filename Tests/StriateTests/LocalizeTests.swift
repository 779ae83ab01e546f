import Foundation
import Testing

/// `striate localize`, over the LeNet-5 and the digits in `data`.
@Suite struct LocalizeTests {
    private static let lenet = "data/lenet/lenet-5.onnx"
    private static let digits = [
        "localize", lenet, "--labelled", "data/digits/mnist_5k.csv.gz", "--every", "25", "--quiet",
    ]

    @Test func `LeNet has a unit for each digit, which a network that learnt nothing has not`() throws {
        let rows = records(try Striate(digits + ["--table", "localizer"]).output)
        #expect(rows[0].joined(separator: ",") == "layer,condition,category,units,silent,selective,halves_r")
        #expect(rows.count == 31)
        func selective(_ condition: String) -> [Int] { rows.filter { $0[1] == condition }.compactMap { Int($0[5]) } }
        #expect(selective("trained") == [Int](repeating: 1, count: 10))
        #expect(selective("permuted").reduce(0, +) < 4)
        let units = records(try Striate(digits + ["--table", "selectivity"]).output)
        #expect(
            units[0].joined(separator: ",")
                == "layer,channel,row,col,category,t,p,p_adjusted,d_prime,selectivity_index,split_half_r")
        #expect(units.dropFirst().map { $0[1] } == units.dropFirst().map { $0[4] })
    }

    private var digits: [String] { Self.digits }

    @Test func `pictures of the layers and of a unit are drawn, and what they show is said`() throws {
        try withPlace { place in
            let run = try Striate(
                digits.map { $0 == "25" ? "100" : $0 } + ["--layer", "F6,output", "--out", place])
            #expect(run.status == 0, "\(run.errors)")
            let files = try FileManager.default.contentsOfDirectory(atPath: place + "/figures")
                .filter { $0.hasSuffix(".png") }.sorted()
            #expect(files == ["selective.png", "unit-F6.png", "unit-output.png"])
            for file in files { #expect(run.output.contains(file)) }
            let page = try String(contentsOfFile: place + "/report.html", encoding: .utf8)
            #expect(page.contains("alt=\"lenet-5.onnx: units that prefer one category to each other one. 0; 1; 2;"))
            #expect(page.contains("alt=\"lenet-5.onnx, output: channel 0, d′ "))
        }
    }

    @Test func `folders are categories`() throws {
        try withPlace { place in
            for name in ["a", "b"] {
                let folder = "\(place)/\(name)"
                try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
                for photo in ["astronaut", "brick", "camera", "chelsea"] {
                    try FileManager.default.copyItem(
                        atPath: Striate.root.path + "/data/photos/\(photo).png", toPath: "\(folder)/\(photo).png")
                }
            }
            let run = try Striate([
                "localize", Self.lenet, "--category", "a=\(place)/a", "--category", "b=\(place)/b", "--layer", "F6",
                "--quiet",
            ])
            #expect(run.status == 0 && run.errors.isEmpty)
            #expect(run.output.replacing("\n", with: " ").contains("a (4), b (4)"))
            for line in run.output.split(separator: "\n") { #expect(line.count <= 80, "\(line)") }
        }
    }

    @Test func `what cannot be compared is one line`() throws {
        func errors(_ arguments: [String]) throws -> String {
            let run = try Striate(["localize", Self.lenet, "--quiet"] + arguments)
            #expect(run.output.isEmpty)
            return "\(run.status) \(run.errors)"
        }
        #expect(
            try errors([])
                == "64 striate: --category: two or more are compared, each as NAME=DIR; or name a CSV with --labelled; try striate localize --help\n"
        )
        #expect(
            try errors(["--category", "a=data/photos", "--category", "a=data/photos"])
                == "64 striate: --category: each name once; try striate localize --help\n")
        #expect(
            try errors(["--category", "a=data/photos", "--category", "b=data/photos/brick.png"])
                == "64 striate: --category: category 'b' has 1 of the 4 pictures that are needed, two for each half; try striate localize --help\n"
        )
        #expect(
            try errors(["--labelled", "data/digits/mnist_5k.csv.gz", "--category", "a=data/photos"])
                == "64 striate: --labelled: leave out one of it and --category; try striate localize --help\n")
    }
}
