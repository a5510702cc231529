"""Third part of `make bench`: the explorer's budgets, in headless Chromium, from a file, without network and graphics.

Times are medians of five openings, each in a new profile; "CPU / 4" is the browser's own throttle. A measure of
more than a fifth above its budget fails the run.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright

import pactgraph
from pactgraph.explorer import render_explorer
from pactgraph.query import questions

CHROMIUM = Path("/usr/bin/chromium")
ARGUMENTS = ("--no-sandbox", "--disable-gpu", "--disable-3d-apis", "--disable-background-networking", "--no-first-run")
TURNS = 5
SLACK = 1.2
#: In kB (thousands) and milliseconds; decision 0010 and the brief behind it.
BUDGETS = {
    "full edition (kB)": 3500,
    "lite edition (kB)": 1000,
    "full: usable (ms)": 1000,
    "full: usable, CPU / 4 (ms)": 2000,
    "lite: usable (ms)": 1000,
    "lite: usable, CPU / 4 (ms)": 2000,
    "console: first answer after its first use (ms)": 1000,
    "console: first answer, CPU / 4 (ms)": 2500,
    "console: next answer (ms)": 200,
    "console: slowest of all shipped questions (ms)": 200,
}
#: Goes to a question and tells after how long its answer stood there.
ANSWERED = """async (route) => {
    const begun = performance.now();
    location.hash = "#/q";
    await new Promise((done) => requestAnimationFrame(done));
    location.hash = route;
    for (;;) {
        await new Promise((done) => setTimeout(done, 4));
        if (location.hash === route && document.querySelector("section.answer")) return performance.now() - begun;
    }
}"""


def main() -> None:
    """Measure, print the table, fail on what is far above its budget."""
    graph = pactgraph.load()
    found: dict[str, list[float]] = {}
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        pages = {name: Path(folder, f"{name}.html") for name in ("full", "lite")}
        for name, path in pages.items():
            path.write_text(render_explorer(graph, lite=name == "lite"), "utf-8", newline="\n")
            found[f"{name} edition (kB)"] = [path.stat().st_size / 1000]
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=list(ARGUMENTS))
        for turn in range(TURNS):
            print(f"  run {turn + 1} of {TURNS}", file=sys.stderr)
            for name, path in pages.items():
                for slower, suffix in ((1, ""), (4, ", CPU / 4")):
                    for measure, spent in _opened(browser, path, slower).items():
                        label = measure.replace("usable", f"{name}: usable").replace(" (ms)", f"{suffix} (ms)")
                        if label.startswith("console: first") and suffix:
                            label = "console: first answer, CPU / 4 (ms)"
                        if label in BUDGETS:
                            found.setdefault(label, []).append(spent)
        found["console: slowest of all shipped questions (ms)"] = [_slowest(browser, pages["full"])]
        browser.close()
    print(f"\n{'':50}{'budget':>8}{'measured':>10}")
    over = []
    for name, budget in BUDGETS.items():
        measured = statistics.median(found[name])
        word = "" if measured <= budget else ("  above" if measured <= budget * SLACK else "  FAILED")
        over += [name] if measured > budget * SLACK else []
        print(f"{name:50}{budget:>8,}{measured:>10,.0f}{word}")
    if over:
        sys.exit(f"more than a fifth above the budget: {', '.join(over)}")


def _opened(browser: Any, path: Path, slower: int) -> dict[str, float]:
    """What one opening of the page took, in milliseconds by measure."""
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    context.set_offline(True)
    page = context.new_page()
    page.goto("about:blank")
    page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": slower})
    page.goto(path.as_uri())
    while page.evaluate("document.body.dataset.state") != "ready":
        page.wait_for_timeout(20)
    ready = "performance.getEntriesByName('pactgraph-ready')[0].startTime"
    found = {"usable (ms)": page.evaluate(ready)}
    if page.evaluate("'blocks' in document.body.dataset"):
        found["console: first answer after its first use (ms)"] = page.evaluate(ANSWERED, "#/q/who-funds")
        found["console: next answer (ms)"] = page.evaluate(ANSWERED, "#/q/who-chairs")
    context.close()
    return found


def _slowest(browser: Any, path: Path) -> float:
    """What the engine takes for the slowest question, by the best of three askings of each."""
    context = browser.new_context()
    page = context.new_page()
    page.goto(path.as_uri())
    while page.evaluate("document.body.dataset.state") != "ready":
        page.wait_for_timeout(20)
    spent: dict[str, float] = {}
    for _ in range(3):
        for name in questions():
            page.evaluate(ANSWERED, f"#/q/{name}")
            took = float(page.get_attribute("section.answer", "data-spent"))
            spent[name] = min(took, spent.get(name, took))
    context.close()
    name = max(spent, key=lambda each: spent[each])
    print(f"  slowest question: {name}", file=sys.stderr)
    return spent[name]


if __name__ == "__main__":
    main()
