import Testing

@testable import WebPages

@Suite struct SelfContainedPageTests {
    private func text(_ page: SelfContainedPage) -> String { String(decoding: page.bytes, as: UTF8.self) }

    @Test func `the policy lets run what is written in the page, by its digest, and nothing else`() {
        let page = text(
            SelfContainedPage(title: "A", style: "p{}", scripts: ["alert('Hello, world.');"], body: "<p>b</p>"))
        // The digest of this script is the example of MDN's page on script-src.
        #expect(
            page.contains(
                "content=\"default-src 'none'; img-src data:; style-src \(SelfContainedPage.source("p{}")); script-src "
                    + "'sha256-qznLcsROx4GACP2dm0UCKCzCG+HiZ1guq6ZZDob/Tng='; base-uri 'none'; form-action 'none'\""))
        #expect(page.contains("<script>alert('Hello, world.');</script>") && page.contains("<style>p{}</style>"))
        #expect(page.hasPrefix("<!DOCTYPE html>\n<html lang=\"en\">"))
        #expect(text(SelfContainedPage(title: "", style: "", scripts: [], body: "")).contains("script-src 'none'"))
    }

    @Test func `a title and data cannot end what they stand in`() {
        let page = text(
            SelfContainedPage(
                title: "</title><script>x", style: "", scripts: [],
                data: [("d", "{\"name\":\"</script><script>x\"}")], body: ""))
        #expect(page.contains("<title>&lt;/title&gt;&lt;script&gt;x</title>"))
        #expect(
            page.contains(
                "<script type=\"application/json\" id=\"d\">{\"name\":\"\\u003c/script>\\u003cscript>x\"}</script>"))
    }

    @Test func `braces in a script are its own`() {
        let script = "const a = `${{b: {c: 1}}.b.c}`; // {{x}} & <"
        #expect(text(SelfContainedPage(title: "", style: "", scripts: [script], body: "{{y}}")).contains(script))
    }
}
