import Archives
import Kernels
import Planes
import Testing

@Suite struct LayoutTests {
    /// An array of 0, 1, 2… in the shape.
    private static func array(_ shape: [Int]) -> [UInt8] {
        let text = "(\(shape.map(String.init).joined(separator: ", ")))"
        return npy(dictionary("<f4", text), bytes((0..<shape.reduce(1, *)).map(Float.init)))
    }

    private func bank(_ content: [UInt8], _ layout: String? = nil, _ colors: ColorOrder? = nil) throws -> KernelBank {
        try withFile("m", content) { path in
            let file = try ModelFile(path: path, layout: layout.flatMap { WeightLayout($0) }, colors: colors)
            return try file.kernels(of: file.choice(of: nil).layer)
        }
    }

    private func readings(_ shapes: [Int]...) throws -> (layout: String, notes: [String]) {
        let arrays = shapes.enumerated().map { Zip.Entry(name: "\($0).npy", data: Self.array($1)) }
        return try withFile("m", Zip.archive(arrays)) { path in
            let file = try ModelFile(path: path)
            return (file.layers[0].layout.description, file.notes.map(\.description))
        }
    }

    @Test func `a layout is four letters, each once, large or small`() {
        #expect(WeightLayout("hwio") == .hwio && WeightLayout("OHWI") == .ohwi && WeightLayout("OIHW") == .oihw)
        #expect(WeightLayout("OHWI")?.exchanged.description == "IHWO")
        for letters in ["", "OIH", "OIHWW", "OOHW", "OIHX", "NCHW"] { #expect(WeightLayout(letters) == nil) }
    }

    /// Every order of the axes holds the same kernels: the law of all 24.
    @Test func `weights stored in any order are the same kernels`() throws {
        let sizes: [Character: Int] = ["O": 2, "I": 3, "H": 2, "W": 4]
        for letters in Self.orders(of: ["O", "I", "H", "W"]) {
            let shape = letters.compactMap { sizes[$0] }
            let bank = try bank(Self.array(shape), String(letters))
            #expect(bank.count == 2 && bank.channelCount == 3 && bank.size.height == 2 && bank.size.width == 4)
            for (output, input, row, column) in [(1, 2, 1, 3), (0, 1, 0, 2), (1, 0, 1, 0)] {
                let place: [Character: Int] = ["O": output, "I": input, "H": row, "W": column]
                let index = zip(letters, shape).reduce(0) { $0 * $1.1 + (place[$1.0] ?? 0) }
                #expect(bank.kernels[output].channels[input][row, column] == Float(index))
            }
        }
    }

    private static func orders(of letters: [Character]) -> [[Character]] {
        letters.isEmpty
            ? [[]]
            : letters.flatMap { first in
                orders(of: letters.filter { $0 != first }).map { [first] + $0 }
            }
    }

    @Test func `kernels of one channel have their three axes in the layout's order`() throws {
        let bank = try bank(Self.array([3, 3, 2]), "HWIO")
        #expect(bank.kernels[1].values == [1, 3, 5, 7, 9, 11, 13, 15, 17])
    }

    @Test(arguments: [
        ([64, 3, 11, 11], "OIHW"), ([11, 11, 3, 64], "HWIO"), ([64, 11, 11, 3], "OHWI"), ([5, 5, 1, 8], "HWIO"),
        ([3, 3, 3, 64], "HWIO"), ([2, 5, 5], "OIHW"), ([7, 7, 2], "HWIO"), ([8, 1, 9, 15], "OIHW"),
    ])
    func `a single array is read so that its kernels are square`(shape: [Int], layout: String) throws {
        #expect(try readings(shape).layout == layout)
    }

    @Test(arguments: [[2, 1, 1, 2], [4, 1, 1, 9], [8, 3, 1, 1], [2, 1, 1, 1], [4, 1, 9, 1]])
    func `kernels one pixel wide are read in the default order, as a single pixel is no evidence`(shape: [Int]) throws {
        let (layout, readings) = try readings(shape)
        #expect(layout == "OIHW")
        let isOpen = shape[2] == 1 && shape[3] > 1
        let doubt =
            "Axes are read as OIHW (output, input, row, column), the default; by the shapes alone OHWI would do as well. "
            + "Another layout decides otherwise."
        #expect(readings == (isOpen ? [doubt] : []))
    }

    @Test func `the other layers of a file decide what one leaves open`() throws {
        let read = try readings([16, 3, 3, 3], [32, 3, 3, 16], [64, 3, 3, 32])
        #expect(read.layout == "OHWI")
        #expect(
            read.notes == [
                "Axes are read as OHWI (output, row, column, input), as the shapes say: read so, 3 of 3 layers have "
                    + "small square kernels, read as OIHW 1. Another layout decides otherwise."
            ])
        // Kernels of one row do not speak for a layout, and a row of 192 × 192 is no kernel.
        #expect(try readings([192, 192, 1, 7], [192, 192, 7, 1], [64, 3, 3, 3]).layout == "OIHW")
    }

    @Test func `where two readings are possible the default is taken and said`() throws {
        let read = try readings([16, 3, 3, 3])
        #expect(read.layout == "OIHW")
        #expect(
            read.notes == [
                "Axes are read as OIHW (output, input, row, column), the default; by the shapes alone OHWI would do as "
                    + "well. Another layout decides otherwise."
            ])
        #expect(try readings([64, 3, 11, 11]).notes.isEmpty)
        let rivals = try readings([3, 3, 3, 64])
        #expect(rivals.layout == "HWIO")
        #expect(
            rivals.notes[0].contains(
                "OHWI would do as well, but makes fewer layers, or as few, take an image's channels."))
    }

    @Test func `what is asked for is not doubted`() throws {
        try withFile("m", Self.array([16, 3, 3, 3])) { path in
            let file = try ModelFile(path: path, layout: .ohwi)
            #expect(file.notes.isEmpty && file.layers[0].layout == .ohwi)
        }
    }

    @Test func `blue, green, red is turned to red, green, blue, and opacity stays`() throws {
        let shape = [1, 4, 1, 1]
        #expect(try bank(Self.array(shape), "OIHW", .bgr).kernels[0].values == [2, 1, 0, 3])
        #expect(try bank(Self.array([1, 3, 1, 1]), "OIHW", .bgr).kernels[0].values == [2, 1, 0])
        #expect(try bank(Self.array([1, 1, 1, 3]), "OHWI", .bgr).kernels[0].values == [2, 1, 0])
        // Two channels are no colours.
        #expect(try bank(Self.array([1, 2, 1, 1]), "OIHW", .bgr).kernels[0].values == [0, 1])
    }

    @Test func `a graph's layers are read as asked, and transposed ones with outputs and inputs exchanged`() throws {
        let values = (0..<12).map(Float.init)
        let model = Proto.model(
            [
                Proto.node("Conv", "c", ["x", "w", "b"], "y"), Proto.node("ConvTranspose", "t", ["y", "w"], "z"),
                Proto.node("Conv", "d", ["z", "w", "e"], "u"),
            ],
            [Proto.raw("w", [2, 3, 2, 1], values), Proto.raw("b", [2], [8, 9]), Proto.raw("e", [3], [7, 8, 9])])
        try withFile("m", model) { path in
            let file = try ModelFile(path: path, layout: WeightLayout("OHWI"))
            #expect(file.layers.map(\.outputs) == [2, 1, 2] && file.layers.map(\.inputs) == [1, 2, 1])
            // A bias that no longer fits is none.
            #expect(file.layers.map(\.bias) == ["b", nil, nil])
        }
    }

    @Test func `transposed and grouped layers and turned colours are named for what they are`() throws {
        let weight = Proto.raw("w", [2, 3, 1, 1], (0..<6).map(Float.init))
        let model = Proto.model(
            [
                Proto.node("Conv", "g", ["x", "w"], "y", [Proto.group(2)]),
                Proto.node("ConvTranspose", "t", ["y", "w"], "z"),
            ], [weight])
        try withFile("m", model) { path in
            let file = try ModelFile(path: path, colors: .bgr)
            let sentences = file.layers.map { file.notes(of: $0).map { $0.text { _ in "This" } } }
            #expect(
                sentences == [
                    [
                        "Its channels are parted in 2 groups: each kernel sees the 3 of its group out of 6.",
                        "Channels are taken for blue, green, red, as asked, and turned round.",
                    ],
                    [
                        "It is a transposed convolution: a kernel is what one input unit paints, listed by output and "
                            + "input.", "Its channels are no colours (2), so their order is left as it is.",
                    ],
                ])
        }
    }

    @Test func `groups that a layout cannot part are refused`() throws {
        let weight = Proto.raw("w", [4, 3, 1, 1], (0..<12).map(Float.init))
        let model = Proto.model([Proto.node("Conv", "c", ["x", "w"], "y", [Proto.group(4)])], [weight])
        let layout = try #require(WeightLayout("IOHW"))
        try withFile("m", model) { path in
            let expected = ArchiveError.otherLayout(file: path, layer: "c", shape: [4, 3, 1, 1], layout: layout)
            #expect(throws: expected) { _ = try ModelFile(path: path, layout: layout) }
        }
        let error = ArchiveError.otherLayout(file: "m", layer: "c", shape: [4, 3, 1, 1], layout: .hwio)
        #expect(
            error.description
                == "m: layer 'c' of shape 4 × 3 × 1 × 1 cannot be read as HWIO; leave out the layout, or give its own")
    }
}
