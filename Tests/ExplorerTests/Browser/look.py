"""Opens the page in a headless Chromium as a person would, and prints what was found as one JSON object.

    look.py ADDRESS [FOLDER FOR SCREENSHOTS]

Needs selenium (PyPI), chromium and chromium-driver (Debian).
"""

import json
import pathlib
import shutil
import sys
import time

from selenium import webdriver
from selenium.webdriver.chrome.options import Options
from selenium.webdriver.chrome.service import Service

PHOTOS = pathlib.Path(__file__).resolve().parents[3] / "data" / "photos"
SEVEN = [[(0.25, 0.25), (0.75, 0.25), (0.45, 0.8)]]
TWO = [[(0.28, 0.35), (0.33, 0.22), (0.5, 0.17), (0.66, 0.25), (0.68, 0.4), (0.5, 0.6), (0.28, 0.8), (0.75, 0.8)]]

# What axe-core's rules of WCAG 2.2 A and AA ask of such a page, in our own words.
ACCESSIBILITY = r"""
const found = [];
const isShown = (e) => e.checkVisibility({ visibilityProperty: true }) && e.getClientRects().length > 0;
const name = (e) => (e.getAttribute("aria-label") || (e.getAttribute("aria-labelledby") || "").split(" ")
  .map((id) => document.getElementById(id)?.textContent ?? "").join(" ").trim()
  || [...(e.labels ?? [])].map((l) => l.textContent).join(" ").trim() || e.textContent.trim() || e.title || "");
const tell = (rule, e) => found.push(`${rule}: <${e.tagName.toLowerCase()} id="${e.id}" class="${e.className}"> ${(e.textContent || "").slice(0, 40)}`);
if (!document.documentElement.lang) found.push("html-has-lang");
if (!document.title) found.push("document-title");
if (document.querySelectorAll("main").length !== 1) found.push("landmark-one-main");
const ids = [...document.querySelectorAll("[id]")].map((e) => e.id);
if (new Set(ids).size !== ids.length) found.push("duplicate-id: " + ids.filter((id, i) => ids.indexOf(id) !== i));
for (const e of document.querySelectorAll("[aria-controls], [aria-labelledby]"))
  for (const id of `${e.getAttribute("aria-controls") ?? ""} ${e.getAttribute("aria-labelledby") ?? ""}`.split(" ").filter(Boolean))
    if (!document.getElementById(id)) tell(`aria-valid-attr-value ${id}`, e);
for (const e of document.querySelectorAll("button, input, select, summary, [tabindex], [role=application]"))
  if (isShown(e) && !name(e)) tell("name", e);
for (const e of document.querySelectorAll("canvas, svg, img"))
  if (isShown(e) && e.getAttribute("aria-hidden") !== "true" && !(e.getAttribute("role") && name(e))) tell("image-alt", e);
for (const e of document.querySelectorAll("[tabindex]")) if (e.tabIndex > 0) tell("tabindex", e);
for (const e of document.querySelectorAll("button, select, input:not([type=radio]), [role=tab]")) {
  const box = e.getBoundingClientRect();
  if (isShown(e) && (box.width < 18 || box.height < 18)) tell(`target-size ${box.width} x ${box.height}`, e);
}
for (const e of document.querySelectorAll("table")) if (isShown(e) && e.querySelector("th") && [...e.querySelectorAll("th")].some((t) => !t.scope)) tell("scope", e);
let level = 0;
for (const e of document.querySelectorAll("h1, h2, h3, h4")) {
  if (!isShown(e)) continue;
  const now = Number(e.tagName[1]);
  if (now > level + 1) tell("heading-order", e);
  level = now;
}
for (const e of document.querySelectorAll("*"))
  if (isShown(e) && e.scrollHeight > e.clientHeight + 2 && ["auto", "scroll"].includes(getComputedStyle(e).overflowY)
    && e.tabIndex < 0 && !e.querySelector("button, a, input, select, [tabindex]")) tell("scrollable-region-focusable", e);
const parse = (text) => (text.match(/[\d.]+/g) ?? [0, 0, 0, 0]).map(Number);
const light = ([r, g, b]) => [r, g, b].map((v) => (v /= 255) <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4).reduce((s, v, i) => s + v * [0.2126, 0.7152, 0.0722][i], 0);
const behind = (e) => { for (; e; e = e.parentElement) { const c = parse(getComputedStyle(e).backgroundColor); if (c.length < 4 || c[3] > 0.99) return c; } return [255, 255, 255]; };
const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
while (walker.nextNode()) {
  const e = walker.currentNode.parentElement;
  if (!walker.currentNode.data.trim() || !isShown(e) || e.closest(".unseen, .skip, :disabled, svg")) continue;
  const style = getComputedStyle(e);
  const [a, b] = [light(parse(style.color)), light(behind(e))];
  const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
  if (ratio < 4.5) tell(`color-contrast ${ratio.toFixed(2)}`, e);
}
return [...new Set(found)];
"""


class Page:
    def __init__(self, address, folder):
        options = Options()
        options.binary_location = shutil.which("chromium")
        for word in ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--hide-scrollbars"]:
            options.add_argument(word)
        options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
        self.browser = webdriver.Chrome(options=options, service=Service(shutil.which("chromedriver")))
        self.address, self.folder = address, folder
        self.requests, self.bodies = [], {}

    def open(self, width, height, scheme):
        self.command("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=width < 500)
        self.command("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": scheme}])
        self.browser.get(self.address)
        self.until("return document.querySelectorAll('.wall').length > 0 && document.getElementById('guesses').children.length > 0")

    def command(self, name, **parameters):
        return self.browser.execute_cdp_cmd(name, parameters)

    def ask(self, script, *arguments):
        return self.browser.execute_script(script, *arguments)

    def until(self, script, seconds=60):
        end = time.time() + seconds
        while time.time() < end:
            value = self.ask(script)
            if value:
                return value
            time.sleep(0.05)
        raise SystemExit(f"waited in vain for: {script}")

    def box(self, selector):
        return self.ask("const r = document.querySelector(arguments[0]).getBoundingClientRect(); return [r.left, r.top, r.width, r.height]", selector)

    def mouse(self, kind, x, y, down):
        self.command("Input.dispatchMouseEvent", type=kind, x=x, y=y, button="left", buttons=int(down), clickCount=1)

    def drag(self, selector, strokes):
        left, top, width, height = self.box(selector)
        for stroke in strokes:
            points = [(left + x * width, top + y * height) for x, y in stroke]
            self.mouse("mousePressed", *points[0], True)
            for (a, b), (c, d) in zip(points, points[1:]):
                for step in range(1, 7):
                    self.mouse("mouseMoved", a + (c - a) * step / 6, b + (d - b) * step / 6, True)
            self.mouse("mouseReleased", *points[-1], False)

    def key(self, key, times=1, code=None):
        names = {" ": ("Space", 32), "Enter": ("Enter", 13), "Tab": ("Tab", 9)}
        code, number = names.get(key, (key, {"ArrowLeft": 37, "ArrowUp": 38, "ArrowRight": 39, "ArrowDown": 40, "PageUp": 33, "PageDown": 34, "[": 219, "]": 221}.get(key, 0)))
        for _ in range(times):
            text = {"text": "\r"} if key == "Enter" else {"text": key} if len(key) == 1 else {}
            self.command("Input.dispatchKeyEvent", type="keyDown", key=key, code=code, windowsVirtualKeyCode=number, **text)
            self.command("Input.dispatchKeyEvent", type="keyUp", key=key, code=code, windowsVirtualKeyCode=number)

    def guess(self):
        """The likeliest class, once what was drawn is answered."""
        time.sleep(0.1)
        self.until("return document.getElementById('guesses').getAttribute('aria-busy') === 'false'")
        return self.ask("return document.querySelector('#guesses .best .class')?.textContent")

    def shot(self, name):
        if self.folder:
            time.sleep(0.3)
            self.browser.save_screenshot(f"{self.folder}/{name}.png")

    def accessible(self):
        return self.ask(ACCESSIBILITY)

    def listen(self):
        for entry in self.browser.get_log("performance"):
            message = json.loads(entry["message"])["message"]
            if message["method"] == "Network.requestWillBeSent":
                request = message["params"]["request"]
                self.requests.append(request["url"])
                if "api/drawing" in request["url"]:
                    self.last_drawing = message["params"]["requestId"]


def outlined(page, canvas, side):
    """First and last row and column of what is drawn on a canvas in the colour of what is picked, of `side` places."""
    return page.ask("""
        const [id, side] = arguments, canvas = document.getElementById(id), scale = canvas.width / side, context = canvas.getContext("2d");
        const color = getComputedStyle(document.documentElement).getPropertyValue("--chosen").trim();
        const want = [1, 3, 5].map((i) => parseInt(color.slice(i, i + 2), 16));
        const data = context.getImageData(0, 0, canvas.width, canvas.height).data, rows = [], columns = [];
        for (let i = 0; i < data.length; i += 4) if (want.every((v, c) => Math.abs(data[i + c] - v) < 12)) { rows.push(Math.floor(i / 4 / canvas.width)); columns.push(i / 4 % canvas.width); }
        const ends = (list) => [Math.min(...list) / scale, Math.max(...list) / scale].map(Math.floor);
        return rows.length ? [...ends(rows), ...ends(columns)] : [];
    """, canvas, side)


def why(page, found):
    """Opened and asked by keyboard alone: the next method, the unit that is picked, beside permuted weights."""
    answered = "return document.getElementById('why-words').getAttribute('aria-busy') === 'false' && !document.getElementById('why-map').hidden"
    page.ask("document.getElementById('why-open').focus()")
    page.key("Enter")
    page.until(answered)
    found["why"] = [page.ask("return document.getElementById('why-map').getAttribute('aria-label')")]
    before = page.ask("return document.getElementById('why-map').toDataURL()")
    page.key("Tab")
    page.key("ArrowDown", 2)
    page.until("return document.getElementById('why-map').getAttribute('aria-label').startsWith('integrated-gradients')")
    found["why"].append(page.ask("return document.getElementById('why-words').innerText"))
    found["painted"] = before != page.ask("return document.getElementById('why-map').toDataURL()")
    page.key("Tab")
    page.key("ArrowDown")
    page.until("return document.getElementById('why-map').getAttribute('aria-label').includes('C3')")
    page.key("Tab")
    page.key(" ")
    page.until("return document.getElementById('why-words').innerText.includes('permuted')")
    # What stands beside the layers can be seen to its end without them.
    page.ask("const stage = document.querySelector('.stage'); stage.scrollTop = stage.scrollHeight")
    found["whole"] = page.ask("const box = document.getElementById('why').getBoundingClientRect(); return box.bottom <= window.innerHeight && box.height > 300")
    found["why"] += [page.ask("return document.getElementById('why-map').getAttribute('aria-label')"), page.ask("return document.activeElement.id")]
    page.shot("why-light")
    found["accessibility"]["why"] = page.accessible()
    page.ask("document.getElementById('why-open').click()")


def network_view(page, found):
    page.ask("document.getElementById('clear').click()")
    page.drag("#drawing", SEVEN)
    found["seven"] = page.guess()
    page.shot("draw-light")
    page.ask("document.getElementById('clear').click()")
    page.drag("#drawing", TWO)
    found["two"] = page.guess()
    page.ask("document.getElementById('clear').click()")
    page.drag("#drawing", SEVEN)
    page.guess()
    page.listen()
    body = json.loads(page.command("Network.getResponseBody", requestId=page.last_drawing)["body"])
    found["input"] = body["input"]["data"]
    # A unit by keyboard: the fifth map of C3, row 4, column 6.
    page.ask("document.querySelector('.wall[data-layer=C3] .board').focus()")
    for key, times in [("PageDown", 5), ("ArrowDown", 4), ("ArrowRight", 6), ("Enter", 1)]:
        page.key(key, times)
    page.until("return document.getElementById('unit-sum') && document.getElementById('unit').innerText.includes('map 5 (4, 6)')")
    found["field"] = page.ask("return document.getElementById('unit-field').textContent")
    found["sum"] = page.ask("return [...document.querySelectorAll('#unit-sum b')].map((b) => b.title)")
    found["value"] = page.ask("return document.getElementById('unit-value').title")
    found["placement"] = [body["placement"][axis][key] for axis in "yx" for key in ("edge", "step")]
    found["outlined"] = outlined(page, "input", 28)
    found["outlined_on_drawing"] = outlined(page, "drawn-fields", 280)
    found["patches"] = page.ask("return [...document.querySelectorAll('#preferred figcaption')].map((c) => c.title)")
    page.shot("unit-light")
    page.key("[")
    page.until("return document.querySelector('#unit h2').textContent.startsWith('S2')")
    page.key("]")
    page.until("return document.querySelector('#unit h2').textContent.startsWith('C3')")
    found["along"] = True
    page.ask("document.getElementById('strong').click()")
    page.until("return document.querySelectorAll('#paths li').length > 0")
    found["paths"] = page.ask("return [...document.querySelectorAll('#paths li b')].map((b) => b.textContent)")
    page.shot("paths-light")
    why(page, found)
    panel(page, found)
    opened(page, found)
    toggle = "document.querySelector('.wall[data-layer=C1] .toggle')"
    page.ask(f"{toggle}.click()")
    found["hidden"] = page.ask("return document.querySelector('.wall[data-layer=C1] .wall-body').checkVisibility()") is False
    page.ask(f"{toggle}.click()")
    found["shown"] = page.ask("return document.querySelector('.wall[data-layer=C1] .wall-body').checkVisibility()")


def panel(page, found):
    """Where the focus is after each deed of the panel, by keyboard alone, from the unit (4, 6) of map 5 of C3."""
    found["focus"] = []
    deeds = [("#back", "S2"), ("#forth", "C3"), (".channel:nth-child(3)", "C3"), ("#every-number", "C3"), ("#paths .link", "S2"), ("#close", "Any unit")]
    for selector, heading in deeds:
        page.ask("document.querySelector(arguments[0]).focus()", selector)
        page.key("Enter")
        page.until(f"return document.querySelector('#unit h2').textContent.startsWith('{heading}')")
        time.sleep(0.2)
        found["focus"].append(page.ask("const e = document.activeElement; return e.id || e.dataset.channel || e.className || e.tagName"))


def opened(page, found):
    """Photographs of the list and of one's own: the last that was asked for stays, and each is in the list."""
    state = "const g = document.getElementById('given'); return [g.options.length, g.selectedOptions[0].textContent, document.getElementById('input').toDataURL()]"
    page.ask("document.getElementById('source-photograph').click()")
    page.until("return document.querySelector('.stage [aria-busy=false] #input')")
    page.ask("window.asked = window.fetch; window.sent = 0; window.fetch = (...words) => { window.sent += words[0].includes('photograph'); return window.asked(...words); }")
    found["opened"], pictures = [], []
    for name in ["coffee", "camera", "coffee"]:
        before = page.ask("return window.sent")
        page.browser.find_element("id", "file").send_keys(str(PHOTOS / f"{name}.png"))
        page.until(f"return window.sent > {before} && document.querySelector('.stage [aria-busy=false] #input')")
        time.sleep(0.2)
        count, chosen, picture = page.ask(state)
        found["opened"].append(f"{count} {chosen}")
        pictures.append(picture)
    # As a browser reads numbers that has no word for it.
    found["same_numbers"] = page.browser.execute_async_script("""
        const [done] = arguments, packed = { shape: [3], data: "AACAPwAAwMD//39/" };
        import(new URL("numbers.js", location.href)).then(({ unpack }) => {
          const own = [...unpack(packed).values], word = Uint8Array.fromBase64;
          Uint8Array.fromBase64 = undefined;
          const other = [...unpack(packed).values];
          if (word) Uint8Array.fromBase64 = word; else delete Uint8Array.fromBase64;
          done([own, other]);
        });
    """)
    found["replaced"] = pictures[0] == pictures[2] != pictures[1]
    # The first of the list is asked for and answers late, the second at once.
    page.ask("""
        const fetch = window.asked;
        window.fetch = (...words) => words[0].includes("index=0") ? new Promise((go) => setTimeout(go, 600)).then(() => fetch(...words)) : fetch(...words);
        const list = document.getElementById("given");
        for (const index of [0, 1]) { list.value = index; list.dispatchEvent(new Event("change")); }
    """)
    time.sleep(0.4)
    early = page.ask(state)
    time.sleep(0.8)
    found["last_stays"] = early == page.ask(state)
    page.ask("window.fetch = window.asked; document.getElementById('source-draw').click()")
    page.guess()


def keyboard(page, found):
    """Nothing but keys: through the tabs to the canvas, a stroke, and a unit."""
    page.ask("window.scrollTo(0, 0); document.querySelector('.skip').focus()")
    stops = []
    for _ in range(60):
        page.key("Tab")
        stops.append(page.ask("const e = document.activeElement; return e.id || e.className"))
        if stops[-1] == "board":
            break
    found["stops"] = stops
    page.ask("document.getElementById('clear').click(); document.getElementById('drawing').focus()")
    page.key("ArrowUp", 7)
    page.key(" ")
    page.key("ArrowDown", 14)
    page.key(" ")
    found["by_keyboard"] = page.guess()
    page.ask("document.getElementById('tab-network').focus()")
    page.key("ArrowRight")
    found["tab"] = page.ask("return document.activeElement.id + ' ' + document.getElementById('kernels-view').checkVisibility()")


def kernels_view(page, found):
    page.ask("document.getElementById('tab-kernels').click()")
    page.until("return document.querySelectorAll('.kernel').length > 0", 300)
    found["kernels"] = page.ask("return document.querySelectorAll('.kernel').length")
    page.ask("document.querySelectorAll('.kernel')[2].click()")
    found["kernel"] = page.ask("return document.querySelector('#kernel-detail h2').textContent.length > 0 && document.querySelectorAll('#kernel-detail .chart').length === 2")
    heading = "return document.querySelector('#kernel-detail h2').textContent"
    page.ask("document.querySelectorAll('.kernel')[2].focus()")
    found["headings"] = [page.ask(heading)]
    for key in ["ArrowRight", "ArrowLeft"]:
        page.key(key)
        found["headings"].append(page.ask(heading))
    found["kernel_stops"] = page.ask("return [...document.querySelectorAll('.kernel')].filter((e) => e.tabIndex === 0).length")


def cortex_view(page, found):
    page.ask("document.getElementById('tab-cortex').click()")
    page.until("return document.getElementById('fixation').textContent.length > 0")
    picture = "return document.getElementById('sheet').toDataURL()"
    before, text = page.ask(picture), page.ask("return document.getElementById('fixation').textContent")
    found["fixation"] = text
    page.drag("#field", [[(0.5, 0.5), (0.3, 0.35)]])
    time.sleep(0.3)
    found["dragged"] = before != page.ask(picture) and text != page.ask("return document.getElementById('fixation').textContent")
    before = page.ask(picture)
    page.ask("document.getElementById('field').focus()")
    page.key("ArrowRight", 3)
    time.sleep(0.3)
    found["moved_by_keys"] = before != page.ask(picture)


def main(address, folder=None):
    page = Page(address, folder)
    found = {"accessibility": {}, "overflow": []}
    try:
        page.open(1280, 800, "light")
        network_view(page, found)
        keyboard(page, found)
        kernels_view(page, found)
        cortex_view(page, found)
        for width, height in [(1280, 800), (390, 844)]:
            for scheme in ["light", "dark"]:
                page.open(width, height, scheme)
                page.drag("#drawing", SEVEN)
                page.guess()
                if width > 500:
                    page.ask("const b = document.querySelector('.wall[data-layer=C3] .board'); b.focus()")
                    for key, times in [("PageDown", 5), ("ArrowDown", 4), ("ArrowRight", 6), ("Enter", 1)]:
                        page.key(key, times)
                    page.until("return document.getElementById('unit-sum')")
                    page.ask("document.activeElement.blur(); window.scrollTo(0, 0)")
                for view in ["network", "kernels", "cortex"]:
                    page.ask(f"document.getElementById('tab-{view}').click()")
                    if view == "kernels":
                        page.until("return document.querySelectorAll('.kernel').length > 0", 300)
                    if view == "cortex":
                        page.until("return document.getElementById('fixation').textContent.length > 0")
                    time.sleep(0.3)
                    key = f"{view} {width} {scheme}"
                    found["accessibility"][key] = page.accessible()
                    if page.ask("return document.documentElement.scrollWidth > window.innerWidth"):
                        found["overflow"].append(key)
                    page.shot(f"{view}-{width}-{scheme}")
        page.listen()
        found["elsewhere"] = sorted({url for url in page.requests if not url.startswith((address, "data:", "blob:"))})
        found["errors"] = [entry["message"] for entry in page.browser.get_log("browser") if entry["level"] != "INFO"]
    finally:
        page.browser.quit()
    print(json.dumps(found))


if __name__ == "__main__":
    main(*sys.argv[1:])
