import Networks
import ReceptiveFields
import Reports
import Testing

@Suite struct ReportsExampleTests {
    @Test func `a unit behind one kernel sees as much as the kernel spans`() throws {
        let image = Network.Input(name: "image", shape: [1, 3, 32, 32].map { .known($0) })
        var layers = NetworkBuilder(opset: 17, image: image)
        try layers.convolve("conv", filters: 4, kernel: [5, 5])
        let network = try layers.network()
        let fields = try ReceptiveFields(of: network, image: ImageInput(of: network))
        let text = FieldReport(fields, file: "small.onnx", resolution: nil).text(place: nil, figures: FigureSet())
        #expect(text.contains("sees 5 × 5 pixels"))
    }
}
