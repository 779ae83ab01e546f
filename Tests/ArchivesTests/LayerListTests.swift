import Archives
import Foundation
import Networks
import Testing

@Suite struct LayerListTests {
    private static let header = "layer,op,inputs,kernel,stride,padding,dilation,channels,groups,ceil\n"

    private func network(_ rows: String, header: String = header) throws -> Network {
        try withFile("n.csv", Array((header + rows).utf8)) { try Network(path: $0) }
    }

    private func message(_ rows: String, header: String = header) throws -> String {
        try withFile("n.csv", Array((header + rows).utf8)) { path in
            do throws(ArchiveError) {
                _ = try Network(path: path)
                return ""
            } catch { return error.description.replacing(path.dropLast("n.csv".count), with: "") }
        }
    }

    @Test func `rows are layers, and a row without inputs reads the one above`() throws {
        let network = try network(
            """
            # a remark
            image,Input,,20x30,,,,3
            a,Conv,,3x5,2,1x2,,8,,
            b,MaxPool,a,2,,same,,,,true

            c,Concat,a;b,,,,,,,
            d,Conv,,1,,,2,4,2,
            """)
        #expect(network.inputs == [.init(name: "image", shape: [.known(1), .known(3), .known(20), .known(30)])])
        #expect(network.nodes.map(\.op.name) == ["Conv", "MaxPool", "Concat", "Conv"] && network.outputs == ["d"])
        #expect(network.nodes[0].ints("kernel_shape") == [3, 5] && network.nodes[0].ints("pads") == [1, 2, 1, 2])
        #expect(network.nodes[1].string("auto_pad") == "SAME_UPPER" && network.nodes[1].int("ceil_mode") == 1)
        #expect(network.nodes[2].inputs == ["a", "b"] && network.nodes[3].int("group") == 2)
        // 8 + 8 channels side by side, halved by two groups.
        #expect(network.constants["d.weight"]?.shape == [4, 8, 1, 1] && network.nodes[3].ints("dilations") == [2, 2])
    }

    @Test func `a fully connected layer is as wide as what it reads`() throws {
        let network = try network("image,Input,,8,,,,1\nc,Conv,,3,,,,5\nf,Gemm,,,,,,10\ng,Gemm,,,,,,2\n")
        #expect(network.nodes.map(\.op.name) == ["Conv", "Flatten", "Gemm", "Gemm"])
        #expect(network.constants["f.weight"]?.shape == [10, 180] && network.constants["g.weight"]?.shape == [2, 10])
    }

    @Test func `without an image its size is left open`() throws {
        let network = try network(
            "c,Conv,,3,,,,5\n", header: "layer,op,inputs,kernel,stride,padding,dilation,channels\r\n")
        #expect(network.inputs.map(\.name) == ["image"])
        #expect(network.constants["c.weight"]?.shape == [5, 3, 3, 3])
    }

    @Test func `slips are refused by line and column`() throws {
        #expect(
            try message("c,Conv,,3,,,,5\nd,Conv,e,3,,,,5\n")
                == "n.csv: line 3, layer 'd' is malformed; 'e' is given by no row before it")
        #expect(
            try message("c,Conv,,3,,,,\n")
                == "n.csv: line 2, layer 'c' is malformed; a convolution says its kernel and how many channels it gives"
        )
        #expect(
            try message("c,Conv,,3y3,,,,5\n")
                == "n.csv: line 2, kernel '3y3' is malformed; one number from 1, or rows x columns, is expected")
        #expect(try message("c,Conv,,3,,-1,,5\n").contains("padding '-1' is malformed; one number from 0"))
        #expect(try message("c,Conv,,3,,,,5.5\n").contains("channels '5.5' is malformed; a number from 1 is expected"))
        #expect(try message("c,Conv,,3,,,,5,2\n").contains("2 groups do not part 3 channels into 5"))
        #expect(try message(",Conv,,3,,,,5\n").contains("line 2, layer '' is malformed; a name is expected"))
        #expect(try message("c,,,3,,,,5\n").contains("op '' is malformed"))
        #expect(try message("f,Gemm,,,,,,5\n").contains("a fully connected layer needs to know the image's size"))
        #expect(try message("a,Relu,,,,,,\nx,Input,,8,,,,3\n").contains("the image comes first, and once"))
        #expect(try message("a,Relu,,,,,,,,,,\n").contains("line 2 of 12 cells is malformed; 10 columns are announced"))
        #expect(
            try message("", header: "layer,op,filters\n")
                == "n.csv: line 1 is malformed; columns are layer, op, inputs, kernel, stride, padding, dilation, "
                + "channels, groups, ceil, each once")
        #expect(
            try message("a,Relu,,,,,,\na,Relu,,,,,,\n")
                == "n.csv: tensor 'a' is given twice; every tensor has one origin")
    }

    @Test(arguments: ["lenet-5", "alexnet", "vgg-16", "resnet-18", "googlenet-stem", "two-paths"])
    func `the networks on paper are networks`(name: String) throws {
        let file = URL(filePath: #filePath).deletingLastPathComponent().appending(
            path: "../../data/networks/\(name).csv")
        #expect(try Network(path: file.standardized.path).nodes.count > 5)
    }
}
