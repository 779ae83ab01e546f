import ReferenceData
import Testing

@testable import WebPages

@Suite struct PageResourceTests {
    private static let table = """
        <p role="status" id="s"></p><table class="data" data-status="s"><thead><tr>
        <th scope="col" class="n"><button type="button">n</button></th><th scope="col"><button type="button">name</button></th>
        </tr></thead><tbody>
        <tr><td class="n">10</td><td>b</td></tr><tr><td class="n"></td><td>a</td></tr>
        <tr><td class="n">-9</td><td></td></tr><tr><td class="n">1e-05</td><td>a</td></tr>
        </tbody></table><pre></pre>
        """

    /// Reads the rows after each click of a heading.
    private static let clicks = """
        const read = () => [...document.querySelectorAll("tbody tr")].map((row) => row.innerText.replace(/\\s+/g, ":")).join(" ");
        const states = [0, 0, 1].map((column) => {
          document.querySelectorAll("button")[column].click();
          const sorted = [...document.querySelectorAll("th")].map((th) => th.getAttribute("aria-sort")).join();
          return `${read()} (${sorted}) ${document.getElementById("s").textContent}`;
        });
        document.querySelector("pre").textContent = states.join("|");
        """

    @Test(.enabled(if: HeadlessBrowser.program != nil, "no chromium"))
    func `a heading sorts its table up, then down, and what is absent stays last`() throws {
        let page = SelfContainedPage(
            title: "", style: PageResource.style, scripts: [PageResource.tables, Self.clicks], body: Self.table)
        let states = try #require(try HeadlessBrowser.text(ofPage: page.bytes)).split(separator: "|")
        try #require(states.count == 3)
        #expect(states[0] == "-9: 1e-05:a 10:b :a (ascending,) Sorted by n, ascending.")
        #expect(states[1] == "10:b 1e-05:a -9: :a (descending,) Sorted by n, descending.")
        #expect(states[2] == "1e-05:a :a 10:b -9: (,ascending) Sorted by name, ascending.")
    }

    @Test(.enabled(if: HeadlessBrowser.program != nil, "no chromium"))
    func `what slipped into a page as markup does not run`() throws {
        let slipped = """
            <pre>as it was</pre><script>document.querySelector("pre").textContent = "script"</script>
            <img src="data:," onerror="document.querySelector('pre').textContent = 'handler'">
            <a href="javascript:0" id="a">a</a>
            """
        let page = SelfContainedPage(title: "", style: "", scripts: ["void 0"], body: slipped)
        #expect(try HeadlessBrowser.text(ofPage: page.bytes) == "as it was")
        // The same text changes where the policy names the script.
        let own = SelfContainedPage(
            title: "", style: "", scripts: ["document.querySelector('pre').textContent = 'own'"], body: slipped)
        #expect(try HeadlessBrowser.text(ofPage: own.bytes) == "own")
    }
}
