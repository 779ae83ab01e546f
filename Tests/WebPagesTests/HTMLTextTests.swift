import Testing

@testable import WebPages

@Suite struct HTMLTextTests {
    @Test func `what means something to HTML is an entity`() {
        #expect("a<b>&'c'\"d\"".html == "a&lt;b&gt;&amp;&#39;c&#39;&quot;d&quot;")
        #expect("</script><img src=x onerror=alert(1)>".html == "&lt;/script&gt;&lt;img src=x onerror=alert(1)&gt;")
        #expect("Müller, 5 × 5, 網".html == "Müller, 5 × 5, 網")
    }

    @Test func `a quote under an accent is a quote`() {
        #expect("\"\u{301}<\u{301}".html == "&quot;\u{301}&lt;\u{301}")
    }

    @Test func `what is not shown is spelled out, and ends of lines only where there are lines`() {
        #expect("a\u{0}b\u{1b}[1mc\u{202e}d\ne".html == "a\\u{0}b\\u{1b}[1mc\\u{202e}d\\u{a}e")
        #expect("a<\nb\r".htmlLines == "a&lt;\nb\\u{d}")
    }
}
