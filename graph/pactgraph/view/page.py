"""A picture, its table and its sources as one HTML text that asks no other file and no address.

All scripts and styles stand in the page and are named by hash in its policy; data are JSON in a
block that is never run. Whatever a name holds, it is text.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections import Counter
from functools import lru_cache
from importlib.resources import files
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from .. import resources, words
from ..clock import Clock
from ..graph import PactGraph
from ..model import Statement
from . import looks
from .data import Sources, page_data
from .nodes import draw, kinds_of
from .selection import Selection

_VIS = "templates/lib/vis-9.1.2/vis-network.min.js"


def render(graph: PactGraph, selection: Selection, clock: Clock, as_of: str | None, known_by: str | None) -> str:
    """The page of a selection."""
    picture = draw(graph, selection, clock)
    sources = Sources(graph, selection)
    rows = [_row(graph, statement, clock, sources) for statement in _in_order(graph, selection.relations)]
    asked = as_of or clock.data_day.isoformat()
    heading = "Network of drug-control cooperation"
    if selection.focus:
        heading = f"{words.name_of(graph.things[selection.focus])}: network"
    style, script = _template("network.css"), _template("network.js")
    return (
        _environment()
        .get_template("network.html")
        .render(
            policy=_policy([vis_network(), script], style),
            style=style,
            library=vis_network(),
            script=script,
            data=json_for_html(page_data(graph, selection, picture, sources, asked)),
            heading=heading,
            selection=selection,
            left_out=[(words.name_of(graph.things[id_]), id_) for id_ in selection.left_out],
            asked=asked,
            data_day=clock.data_day.isoformat(),
            is_data_day=as_of is None,
            known_by=known_by,
            kinds=_kind_rows(graph, selection),
            predicates=_predicate_rows(selection),
            states=_state_rows(selection, clock),
            names=sorted({node["name"] for node in picture.nodes}),
            rows=rows,
            sources=sources.list(),
            count=words.count,
        )
    )


def json_for_html(value: object) -> str:
    """JSON that no HTML or script parser takes for anything else."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return text


@lru_cache(maxsize=1)
def vis_network() -> str:
    """The copy of vis-network that comes with pyvis, with the line ends that a browser hashes."""
    return files("pyvis").joinpath(_VIS).read_text("utf-8").replace("\r\n", "\n")


def _in_order(graph: PactGraph, statements: tuple[Statement, ...]) -> list[Statement]:
    """As a reader looks for them: by family and relation, then by names."""
    lines = list(looks.LINES.values())

    def key(statement: Statement) -> tuple[int, str, str, str, str]:
        subject, target = graph.things[statement.subject], graph.things[statement.object or statement.subject]
        line = lines.index(looks.line_of(statement.predicate))
        return line, statement.predicate, subject.label.casefold(), target.label.casefold(), statement.id

    return sorted(statements, key=key)


def _row(graph: PactGraph, statement: Statement, clock: Clock, sources: Sources) -> dict[str, Any]:
    return {
        "id": statement.id,
        "subject": words.name_of(graph.things[statement.subject]),
        "relation": words.phrase(statement.predicate),
        "object": words.name_of(graph.things[statement.object or ""]),
        "when": words.when(statement.when),
        "state": words.state_text(statement, clock),
        "amount": words.amount(statement.amount),
        "source": sources.number[statement.document],
        "place": str(statement.locator),
    }


def _kind_rows(graph: PactGraph, selection: Selection) -> list[tuple[looks.Kind, int]]:
    counts = Counter(kind.key for kind in kinds_of(graph, selection).values())
    return [(kind, counts[key]) for key, kind in looks.KINDS.items() if counts[key]]


def _predicate_rows(selection: Selection) -> list[tuple[str, str, looks.Line, int, bool]]:
    counts = Counter(s.predicate for s in selection.relations)
    order = list(looks.LINES.values())
    found = [
        (key, words.name(key), looks.line_of(key), count, key not in selection.later) for key, count in counts.items()
    ]
    return sorted(found, key=lambda row: (not row[4], order.index(row[2]), -row[3], row[1]))


def _state_rows(selection: Selection, clock: Clock) -> list[dict[str, Any]]:
    """Every state that some day can bring about; the count is that of the asked day."""
    counts = Counter(words.state(s, clock) for s in selection.relations)
    timed = {"in force", "perhaps", "last seen", "ended", "not yet"}
    return [
        {
            "key": state,
            "count": counts[state],
            "checked": state not in words.AT_REQUEST,
            "table_only": state in words.NEVER_DRAWN,
        }
        for state in words.STATES
        if state in timed or counts[state]
    ]


def _policy(scripts: list[str], style: str) -> str:
    """What the browser may run: these scripts and this style; nothing may be fetched."""
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src {' '.join(map(_hash, scripts))}",
            f"style-src {_hash(style)}",
            "base-uri 'none'",
            "form-action 'none'",
        )
    )


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def _template(name: str) -> str:
    return (resources.templates_dir() / name).read_text("utf-8")


def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(resources.templates_dir(), encoding="utf-8"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
