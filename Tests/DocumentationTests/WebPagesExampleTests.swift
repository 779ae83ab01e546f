import Testing
import WebPages

@Suite struct WebPagesExampleTests {
    @Test func `a name is text on a page, whatever it looks like`() {
        let name = "<conv1> & co".html  // &lt;conv1&gt; &amp; co
        let page = SelfContainedPage(title: "Layers", style: "", scripts: [], body: "<p>\(name)</p>")
        let text = String(decoding: page.bytes, as: UTF8.self)
        #expect(name == "&lt;conv1&gt; &amp; co" && text.contains("<p>\(name)</p>") && !text.contains("<conv1>"))
    }
}
