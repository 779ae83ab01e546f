import Testing

@testable import ReceptiveFields

@Suite struct ProgressionTests {
    private static func conv(_ kernel: Int, _ stride: Int, _ padding: Int, dilation: Int = 1) -> Sampling {
        Sampling(inputs: 64, outputs: 64, period: 1, advance: stride) {
            Sampling.Taps(first: stride * $0 - padding, step: dilation, count: kernel)
        }
    }

    @Test func `a chain has the closed form of Araujo, Norris and Sim`() throws {
        // AlexNet to pool2: 1 + 10·1 + 2·4 + 4·8 + 2·8 = 67, stride 16, start −(2 + 0 + 2·8).
        var field = Progression.pixel
        for sampling in [Self.conv(11, 4, 2), Self.conv(3, 2, 0), Self.conv(5, 1, 2), Self.conv(3, 2, 0)] {
            field = try #require(field.sampled(sampling))
        }
        #expect(field.period == 1 && field.size == 67 && field.stride == 16)
        #expect(field.field(of: 0) == PixelSet(first: -18, last: 48) && field.center == 15)
        #expect(field.field(of: 3).first == -18 + 48)
    }

    @Test func `dilation leaves holes that a wide field closes`() throws {
        let sparse = try #require(Progression.pixel.sampled(Self.conv(3, 1, 2, dilation: 2)))
        #expect(sparse.field(of: 0).pieces == [-2...(-2), 0...0, 2...2])
        let wide = try #require(Progression.pixel.sampled(Self.conv(3, 1, 1))?.sampled(Self.conv(3, 1, 2, dilation: 2)))
        #expect(wide.field(of: 0) == PixelSet(first: -3, last: 3))
    }

    @Test func `repeating doubles the period and a stride of two takes it back`() throws {
        let doubled = try #require(Progression.pixel.sampled(Sampling(repeating: 8, each: 2)))
        #expect(doubled.period == 2 && doubled.stride == 0.5 && doubled.center == -0.25)
        #expect((0..<4).map { doubled.field(of: $0).first } == [0, 0, 1, 1])
        let back = try #require(doubled.sampled(Sampling(start: 0, step: 2, outputs: 8, inputs: 16)))
        #expect(back == .pixel)
    }

    @Test func `fields of one rate make one union, others are kept apart`() throws {
        let narrow = try #require(Progression.pixel.sampled(Self.conv(1, 2, 0)))
        let wide = try #require(Progression.pixel.sampled(Self.conv(3, 2, 1)))
        #expect(narrow.union(wide) == wide)
        #expect(Progression.pixel.union(wide) == nil)
        let both = Extent.local([.pixel]).union(.local([wide]))
        #expect(both.field(of: 4) == PixelSet([4...4, 7...9]) && both.uniform == nil)
    }

    @Test func `what reaches beyond all reason is not followed`() {
        var field: Progression? = .pixel
        for _ in 0..<100 { field = field?.sampled(Self.conv(3, 2, 1)) }
        #expect(field == nil)
        #expect(Extent.local([.pixel]).sampled(Sampling(tiling: 100_000, times: 2)) == .irregular)
    }

    @Test func `of local and global the local field is kept`() {
        let local = Extent.local([.pixel])
        #expect(local.union(.global) == local && Extent.global.union(local) == local)
        #expect(Extent.global.union(.local([])) == .global)
        #expect(local.union(.irregular) == .irregular)
    }
}
