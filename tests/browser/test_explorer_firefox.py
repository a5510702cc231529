"""The explorer's full edition in Debian's Firefox, driven over Marionette, the protocol that Firefox itself speaks.

Playwright drives no stock Firefox and Debian has no geckodriver; the protocol is one socket with JSON on it.
"""

from __future__ import annotations

import json
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from command import explorer_of, real_graph

FIREFOX = shutil.which("firefox-esr") or shutil.which("firefox")
pytestmark = [pytest.mark.slow, pytest.mark.skipif(FIREFOX is None, reason="needs Debian's firefox-esr")]


class Firefox:
    """One headless Firefox with a profile of its own, its network switched off."""

    def __init__(self, profile: Path) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        settings = {"marionette.port": port, "network.proxy.type": 1, "network.proxy.socks": "127.0.0.1"}
        # A proxy that nobody listens at: whatever were asked for would fail.
        settings |= {
            "network.proxy.socks_port": 9,
            "app.update.enabled": False,
            "browser.shell.checkDefaultBrowser": False,
        }
        lines = [f"user_pref({json.dumps(name)}, {json.dumps(value)});" for name, value in settings.items()]
        (profile / "user.js").write_text("\n".join(lines))
        arguments = [FIREFOX or "", "--headless", "--marionette", "--no-remote", "--profile", str(profile)]
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        self._process = subprocess.Popen(arguments, **quiet)  # type: ignore[call-overload]
        self._line = _connected(port)
        self._read()  # Who it is.
        self._next = 0
        self.do("WebDriver:NewSession", {"capabilities": {}})

    def do(self, command: str, parameters: dict[str, Any]) -> Any:
        """One command; its value."""
        self._next += 1
        body = json.dumps([0, self._next, command, parameters]).encode()
        self._line.sendall(str(len(body)).encode() + b":" + body)
        _, _, error, result = self._read()
        assert error is None, error
        return result

    def run(self, script: str) -> Any:
        """What a script returns, run in the page."""
        return self.do("WebDriver:ExecuteScript", {"script": f"return {script}", "args": []})["value"]

    def wait(self, script: str, expected: object = True, seconds: float = 60) -> None:
        end = time.monotonic() + seconds
        while (found := self.run(script)) != expected:
            assert time.monotonic() < end, f"{script} is {found!r}, not {expected!r}"
            time.sleep(0.05)

    def _read(self) -> Any:
        length = b""
        while (byte := self._line.recv(1)) != b":":
            assert byte, "Firefox ended"
            length += byte
        body = b""
        while len(body) < int(length):
            body += self._line.recv(int(length) - len(body))
        return json.loads(body)

    def close(self) -> None:
        self._line.close()
        self._process.terminate()
        self._process.wait(30)


def _connected(port: int) -> socket.socket:
    end = time.monotonic() + 60
    while True:
        try:
            return socket.create_connection(("127.0.0.1", port), 60)
        except OSError:
            assert time.monotonic() < end, "Firefox did not begin"
            time.sleep(0.1)


@pytest.fixture
def firefox(tmp_path: Path) -> Iterator[Firefox]:
    (tmp_path / "profile").mkdir()
    started = Firefox(tmp_path / "profile")
    yield started
    started.close()


def test_the_full_edition_opens_and_answers(firefox: Firefox, tmp_path: Path) -> None:
    path = tmp_path / "explorer.html"
    path.write_text(explorer_of(real_graph()), "utf-8", newline="\n")
    firefox.do("WebDriver:Navigate", {"url": path.as_uri()})
    firefox.wait("document.body.dataset.state", "ready")
    for route in ("#/find?q=huapanh", "#/e/lcdc", "#/matrix?place=lao-pdr", "#/gaps", "#/sources", "#/q", "#/about"):
        firefox.run(f"void (location.hash = {json.dumps(route)})")
        firefox.wait("document.body.dataset.view", route[2:].split("?")[0].split("/")[0])
        assert firefox.run("document.querySelector('main h1').textContent.trim()"), route
    firefox.run("void (location.hash = '#/q/who-funds?programme=border-management-lao')")
    firefox.wait("document.querySelector('section.answer')?.dataset.rows ?? ''", "2")
    assert "A.1, line 15" in firefox.run("document.querySelector('section.answer tbody').textContent")
    firefox.run("void (location.hash = '#/q?own=1')")
    inside = "document.querySelector('.editor')?.shadowRoot?.querySelector"
    firefox.wait(f"{inside}('.cm-content')?.textContent.includes('SELECT') ?? false")
    firefox.run("document.querySelector('button.run').click()")
    firefox.wait("document.querySelector('section.answer')?.dataset.kind ?? ''", "table")
    # Its styles are there: without them the gutter would stand above the text.
    assert firefox.run(f"getComputedStyle({inside}('.cm-scroller')).display") == "flex"
    assert firefox.run("document.getElementById('told').hidden"), "nothing failed"
    assert firefox.run("document.body.dataset.state") == "ready"
