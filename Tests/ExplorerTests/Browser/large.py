"""Opens the page of a large network and prints, as one JSON object, which layers were asked for and shown.

    large.py ADDRESS
"""

import json
import sys
import time

sys.dont_write_bytecode = True
from look import Page

ASKED = r"return [...new Set(performance.getEntriesByType('resource').map((e) => e.name.match(/api\/layer.*layer=(\d+)/)?.[1]).filter(Boolean))].map(Number)"
# A canvas that nothing was drawn on has the size that HTML gives it.
SHOWN = "return document.querySelectorAll('.wall')[7].querySelector('canvas').width !== 300"


def main(address):
    page = Page(address, None)
    found = {}
    try:
        page.command("Emulation.setDeviceMetricsOverride", width=1280, height=800, deviceScaleFactor=1, mobile=False)
        page.browser.get(address)
        page.until("return document.querySelector('.wall canvas')?.width > 300")
        page.ask("document.getElementById('none').click(); document.getElementById('all').click()")
        time.sleep(2)
        found["walls"] = page.ask("return document.querySelectorAll('.wall').length")
        found["asked"] = page.ask(ASKED)
        found["shown"] = [page.ask(SHOWN)]
        page.ask("document.querySelectorAll('.wall')[7].scrollIntoView()")
        found["shown"].append(page.until(SHOWN))
    finally:
        page.browser.quit()
    print(json.dumps(found))


main(*sys.argv[1:])
