"""The explorer as one HTML text: shell, style, script and data; what may run is named by hash in its policy.

The script stands before the data: if a mail gateway or a stick cut the file off, it still runs, and says
how much is missing.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Callable

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from .. import resources, words
from ..graph import PactGraph
from ..model import Item
from . import console
from .packed import pack
from .payload import tables
from .rows import StepRow


def data(graph: PactGraph, steps: tuple[StepRow, ...], advance: Callable[[], None]) -> str:
    """The tables as they stand in the page."""
    return json_for_html(pack(tables(graph, steps, advance)))


def render(graph: PactGraph, data: str, *, lite: bool = False) -> str:
    """The whole file; the lite edition lacks the console and all that belongs to it."""
    folder = resources.templates_dir() / "explorer"
    style = (folder / "explorer.css").read_text("utf-8")
    script = (folder / "explorer.js").read_text("utf-8")
    clock = graph.clock()
    items = sum(isinstance(thing.entry, Item) for thing in graph.things.values())
    documents = [thing for thing in graph.things.values() if getattr(thing.entry, "sections", ())]
    blocks = {} if lite else console.blocks(graph, folder)
    environment = Environment(
        loader=FileSystemLoader(folder, encoding="utf-8"), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )
    return environment.get_template("explorer.html").render(
        policy=policy(lite=lite),
        style=style,
        script=script,
        data=data,
        length=len(data),
        version=hashlib.sha256(data.encode()).hexdigest()[:12],
        blocks=blocks,
        notice=(folder / "NOTICE.txt").read_text("utf-8"),
        data_day=words.when(clock.data_day.isoformat()) if documents else "",
        counts=", ".join(
            (
                words.count(len(graph.things) - items, "entity", "entities"),
                words.count(items, "item"),
                words.count(len(graph.statements), "statement"),
                words.count(len(graph.figures), "figure"),
                words.count(len(documents), "document"),
            )
        ),
        documents=[f"{thing.label} ({words.when(getattr(thing.entry, 'issued', None))})" for thing in documents],
    )


def json_for_html(value: object) -> str:
    """JSON that no HTML or script parser takes for anything else, all in ASCII so that a cut is counted rightly."""
    text = json.dumps(value, ensure_ascii=True, separators=(",", ":"))
    for character in "<>&":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return text


def policy(*, lite: bool = False) -> str:
    """What the browser may run: these scripts and this style. Nothing may be fetched, framed, sent or made markup.

    The console needs more: its own script, the engine (compiling WebAssembly is not `eval`), a worker made of a
    text in the page, and one named policy that lets those two texts through and no other.
    """
    folder = resources.templates_dir() / "explorer"
    named = {name: _hash((folder / name).read_text("utf-8")) for name in ("explorer.js", "explorer.css", "console.js")}
    console_needs = (f" {named['console.js']} 'wasm-unsafe-eval'; worker-src blob:", "pactgraph")
    more, trusted = ("", "'none'") if lite else console_needs
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src {named['explorer.js']}{more}",
            f"style-src {named['explorer.css']}",
            "img-src data:",
            "connect-src 'none'",
            "base-uri 'none'",
            "form-action 'none'",
            "require-trusted-types-for 'script'",
            f"trusted-types {trusted}",
        )
    )


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
