"""The explorer from a real server: made once while others are served, then kept, and run by a browser as it came."""

from __future__ import annotations

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest

from .test_clients import CHROMIUM, FUNDERS, Running, start, stop


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A server whose queries have two seconds: the explorer has more, by a limit of its own."""
    running = start(tmp_path_factory.mktemp("serve") / "log", "--time-limit", "2")
    yield running
    stop(running)


def test_it_is_made_once_while_others_are_served_and_then_kept(server: Running) -> None:
    slowest, served = 0.0, 0
    begun = time.monotonic()
    with ThreadPoolExecutor(1) as crowd:
        making = crowd.submit(httpx.get, server.url + "/explorer", timeout=120)
        while not making.done():
            asked = time.monotonic()
            # Each another query, so that none is answered from what is kept.
            answer = httpx.get(server.url + "/sparql", params={"query": f"{FUNDERS} # {served}"})
            slowest, served = max(slowest, time.monotonic() - asked), served + 1
            assert answer.status_code == 200
            time.sleep(0.1)
        first = making.result()
    took = time.monotonic() - begun
    assert first.status_code == 200
    assert served > 5
    assert slowest < 2
    begun = time.monotonic()
    second = httpx.get(server.url + "/explorer")
    assert second.content == first.content
    assert second.headers["etag"] == first.headers["etag"]
    assert second.headers["content-security-policy"] == first.headers["content-security-policy"]
    assert time.monotonic() - begun < min(1.0, took / 3)
    assert httpx.get(server.url + "/explorer", headers={"If-None-Match": first.headers["etag"]}).status_code == 304


def test_it_runs_under_its_policy_and_its_console_answers(server: Running) -> None:
    sync_api = pytest.importorskip("playwright.sync_api")
    if not CHROMIUM.exists():
        pytest.skip("needs Debian's chromium")
    with sync_api.sync_playwright() as playwright:
        arguments = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=arguments)
        page = browser.new_page()
        complaints: list[str] = []
        asked: list[str] = []
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("request", lambda request: asked.append(request.url))
        response = page.goto(server.url + "/explorer#/q/who-funds?programme=border-management-lao", timeout=120_000)
        assert response is not None
        assert "default-src 'none'" in response.headers["content-security-policy"]
        page.wait_for_selector("section.answer tbody tr", timeout=30_000)
        # Known from the sector group's report, A.1, line 15.
        lines = page.locator("section.answer tbody tr").all_inner_texts()
        assert len(lines) == 2
        assert any("Japan" in line for line in lines)
        assert complaints == []
        others = [url for url in asked if not url.startswith(("blob:", server.url + "/explorer"))]
        assert others == []
        browser.close()
