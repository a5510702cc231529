"""The explorer as one HTML text: shell, style, script and data, each named by hash in its policy.

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
from .packed import pack
from .payload import tables
from .rows import StepRow


def render(graph: PactGraph, steps: tuple[StepRow, ...], advance: Callable[[], None]) -> str:
    """The whole file."""
    folder = resources.templates_dir() / "explorer"
    style = (folder / "explorer.css").read_text("utf-8")
    script = (folder / "explorer.js").read_text("utf-8")
    clock = graph.clock()
    items = sum(isinstance(thing.entry, Item) for thing in graph.things.values())
    documents = [thing for thing in graph.things.values() if getattr(thing.entry, "sections", ())]
    data = json_for_html(pack(tables(graph, steps, advance)))
    environment = Environment(
        loader=FileSystemLoader(folder, encoding="utf-8"), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )
    return environment.get_template("explorer.html").render(
        policy=_policy(script, style),
        style=style,
        script=script,
        data=data,
        length=len(data),
        version=hashlib.sha256(data.encode()).hexdigest()[:12],
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


def _policy(script: str, style: str) -> str:
    """What the browser may run: this script and this style. Nothing may be fetched, framed, sent or made markup."""
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src {_hash(script)}",
            f"style-src {_hash(style)}",
            "img-src data:",
            "connect-src 'none'",
            "base-uri 'none'",
            "form-action 'none'",
            "require-trusted-types-for 'script'",
            "trusted-types 'none'",
        )
    )


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
