import Testing

@testable import WebPages

@Suite struct PagePartsTests {
    @Test func `parts stand where they are named, with the rest as it was`() {
        let page = PageParts.page(
            Array("<main>\n{{> a}}\n<b>&amp;</b>\n{{> c}}\n</main>\n".utf8),
            parts: ["a": Array("<i>one</i>\n".utf8), "c": Array("<i>\"two\"</i>\n".utf8)])
        #expect(
            String(decoding: page, as: UTF8.self)
                == "<main>\n<i>one</i>\n<b>&amp;</b>\n<i>\"two\"</i>\n</main>\n")
    }
}
