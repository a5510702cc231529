"""`make screenshots`: the pictures of docs/explorer.md and the README, taken of the real explorer.

They are looked at before they are committed; no test compares them, for fonts differ from machine to machine.
"""

from __future__ import annotations

import io
import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

import pactgraph
from pactgraph.explorer import render_explorer

CHROMIUM = Path("/usr/bin/chromium")
OUT = Path(__file__).parent.parent.parent / "docs" / "screenshots"
MOST_BYTES = 150_000
VIEWS = {
    "start": "#/",
    "matrix": "#/matrix?place=lao-pdr",
    "evidence": "#/e/lcdc?ev=s%2Fidswg-2021%2Flcdc-chairs-idswg",
    "network": "#/net?focus=idswg",
    "timeline": "#/time?place=lao-pdr",
    "map": "#/map?place=lao-pdr",
}


def main() -> None:
    OUT.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        path = Path(folder) / "explorer.html"
        path.write_text(render_explorer(pactgraph.load(), lite=True), "utf-8", newline="\n")
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox", "--disable-gpu"])
        for name, route in VIEWS.items():
            page = browser.new_page(viewport={"width": 1280, "height": 800}, offline=True, reduced_motion="reduce")
            page.goto(path.as_uri() + route)
            page.locator("body[data-state=ready]").wait_for()
            page.evaluate("document.activeElement.blur(), scrollTo(0, 0)")
            page.wait_for_timeout(300)
            picture = Image.open(io.BytesIO(page.screenshot())).convert("RGB").quantize(128, dither=Image.Dither.NONE)
            picture.save(OUT / f"{name}.png", optimize=True)
            size = (OUT / f"{name}.png").stat().st_size
            print(f"{name}.png  {size / 1000:.0f} kB")
            if size > MOST_BYTES:
                raise SystemExit(f"{name}.png is larger than {MOST_BYTES / 1000:.0f} kB: use fewer colours")
            page.close()
        browser.close()


if __name__ == "__main__":
    main()
