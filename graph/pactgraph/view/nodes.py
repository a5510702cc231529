"""Nodes and lines as vis-network wants them, gathered through pyvis.

pyvis only gathers: its template loads scripts from elsewhere and runs what stands in a heading, so
the page is ours (`page.py`). Every position is fixed here; the browser moves nothing.
"""

from __future__ import annotations

import json
import textwrap
from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import Any

from .. import words
from ..clock import Clock
from ..graph import PactGraph
from ..model import Item, Statement, Thing
from . import layout, looks
from .selection import Selection

#: Characters and lines of a label in the picture; the whole name is on hover, panel and table.
_CHARS = 20
_LINES = 4
_FONT = 14
_LINE_HEIGHT = 17
_SIZE = 11


@dataclass(frozen=True, slots=True)
class Picture:
    """What the script draws: plain values, ready for JSON."""

    nodes: list[dict[str, Any]]
    edges: list[dict[str, Any]]
    options: dict[str, Any]
    columns: list[dict[str, Any]]
    width: int
    height: int


def kinds_of(graph: PactGraph, selection: Selection) -> dict[str, looks.Kind]:
    """The row of the legend of each shown node."""
    return {id_: looks.kind_of(graph.things[id_], id_ in selection.donors) for id_ in selection.nodes}


def draw(graph: PactGraph, selection: Selection, clock: Clock) -> Picture:
    """The picture of a selection."""
    from pyvis.network import Network

    kinds = kinds_of(graph, selection)
    lines = [s for s in selection.relations if words.is_drawable(s)]
    labels = {id_: _label(graph.things[id_]) for id_ in selection.nodes}
    boxes = [_box(graph.things[id_], kinds[id_], labels[id_], _column(graph, kinds[id_], id_, lines)) for id_ in kinds]
    plan = layout.arrange(boxes, [(s.subject, s.object or "") for s in lines if s.predicate not in selection.later])
    themes = _themes(graph, selection, clock)
    degree = Counter(end for s in selection.relations for end in (s.subject, s.object))
    network = Network(directed=True)
    network.set_options(json.dumps(_OPTIONS))
    for id_ in selection.nodes:
        kind, thing = kinds[id_], graph.things[id_]
        x, y = plan.positions[id_]
        about = [words.name_of(thing), kind.one if not isinstance(thing.entry, Item) else thing.type]
        about += [words.count(degree[id_], "relation")]
        about += [f"Themes: {', '.join(themes[id_])}"] if themes[id_] else []
        network.add_node(
            id_,
            label="\n".join(labels[id_]),
            title="\n".join(about),
            x=x,
            y=y,
            kind=kind.key,
            name=words.name_of(thing),
            what=about[1],
            aliases=list(thing.aliases),
            themes=themes[id_],
            relations=degree[id_],
            **_look(kind, focus=id_ == selection.focus),
        )
    parallel: Counter[tuple[str, str]] = Counter()
    for statement in lines:
        ends = (statement.subject, statement.object or "")
        pair = (min(ends), max(ends))
        network.add_edge(*ends, **_line(statement, plan, parallel[pair]))
        parallel[pair] += 1
    nodes, edges, _, _, _, options = network.get_network_data()
    columns = [{"title": c.title, "left": c.left, "right": c.right} for c in plan.columns]
    return Picture(nodes, edges, json.loads(options), columns, plan.width, plan.height)


#: Nothing moves and nothing is taken from the page: the wheel scrolls it, keys are ours (`network.js`).
_OPTIONS: dict[str, Any] = {
    "autoResize": False,
    "physics": {"enabled": False},
    "layout": {"improvedLayout": False, "randomSeed": 1},
    "interaction": {
        "dragNodes": False,
        "dragView": False,
        "zoomView": False,
        "hover": True,
        "hoverConnectedEdges": False,
        "selectConnectedEdges": False,
        "multiselect": False,
        "tooltipDelay": 150,
        "keyboard": {"enabled": False, "bindToWindow": False},
    },
}


def _label(thing: Thing) -> list[str]:
    """Its name in a few short lines.

    A name is cut in its middle, for phases and places that tell two apart stand at its end; what
    an item asks is cut at its end, for its sense stands at the beginning.
    """
    text = thing.label
    if isinstance(thing.entry, Item):
        text = f"{thing.entry.key} {text}" if thing.entry.key else text
    # A slash joins words that textwrap would take for one and break anywhere.
    text = text.replace("/", "/ ")
    lines = [line.replace("/ ", "/") for line in textwrap.wrap(text, _CHARS)] or [thing.id]
    if len(lines) <= _LINES:
        return lines
    if isinstance(thing.entry, Item):
        return [*lines[: _LINES - 1], textwrap.shorten(" ".join(lines[_LINES - 1 :]), _CHARS, placeholder="…")]
    # Wrapped from the end, so that the last lines are full ones.
    end = [line[::-1] for line in textwrap.wrap(text[::-1], _CHARS, break_on_hyphens=False)[:2]]
    return [*lines[:2], "… " + end[1], end[0]]


def _box(thing: Thing, kind: looks.Kind, label: list[str], column: int) -> layout.Box:
    text = len(label) * _LINE_HEIGHT
    if kind.holds_label:
        return layout.Box(thing.id, thing.label, column, text + 10, (text + 10) // 2)
    return layout.Box(thing.id, thing.label, column, text + 2 * _SIZE + 6, _SIZE)


def _column(graph: PactGraph, kind: looks.Kind, id_: str, lines: list[Statement]) -> int:
    """Its kind's column; who supports more than it implements stands with the funders."""
    if graph.things[id_].type in ("country", "organisation"):
        done = Counter(s.predicate for s in lines if s.subject == id_ and s.is_plain)
        if done["supports"] > done["implements"]:
            return looks.KINDS["donor"].column
    return kind.column


def _themes(graph: PactGraph, selection: Selection, clock: Clock) -> dict[str, list[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for statement in (*selection.facts, *selection.relations):
        if statement.predicate == "addresses" and clock.possibly(statement) and statement.object:
            found[statement.subject].add(graph.things[statement.object].label)
    return defaultdict(list, {id_: sorted(labels) for id_, labels in found.items()})


def _look(kind: looks.Kind, focus: bool) -> dict[str, Any]:
    weight = 4 if focus else 2.5 if kind.shape == "box" and kind.round > 2 else 1.5
    colour = {"background": kind.colour, "border": looks.OUTLINE}
    look: dict[str, Any] = {
        "shape": kind.shape,
        "size": _SIZE,
        "color": {**colour, "highlight": colour, "hover": colour},
        "borderWidth": weight,
        "borderWidthSelected": 4,
        "fixed": True,
        "physics": False,
        "labelHighlightBold": False,
        "font": {
            "face": "sans-serif",
            "size": _FONT,
            "color": "#111111",
            "strokeWidth": 0 if kind.holds_label else 4,
            "strokeColor": "#ffffff",
            "vadjust": 0 if kind.holds_label else -2,
        },
    }
    shape: dict[str, Any] = {"borderRadius": kind.round} if kind.shape == "box" else {}
    if kind.dashed:
        shape["borderDashes"] = [4, 3]
    if shape:
        look["shapeProperties"] = shape
    if kind.holds_label:
        look["widthConstraint"] = {"minimum": 142}
        look["margin"] = 5
    return look


def _line(statement: Statement, plan: layout.Plan, number: int) -> dict[str, Any]:
    """A line; `number` counts those between the same two nodes, so that none hides another."""
    planned = statement.status == "planned"
    line = looks.line_of(statement.predicate)
    pattern = looks.PLANNED if planned else line
    return {
        "id": statement.id,
        "predicate": statement.predicate,
        "line": "planned" if planned else line.name,
        "dashes": list(pattern.dashes) or False,
        "width": pattern.width,
        "hue": pattern.colour,
        "smooth": _bend(plan, statement, number),
    }


def _bend(plan: layout.Plan, statement: Statement, number: int) -> dict[str, Any]:
    (x1, y1), (x2, y2) = plan.positions[statement.subject], plan.positions[statement.object or ""]
    if abs(x2 - x1) < layout.STRIP // 2:
        # In one strip the straight way leads behind the nodes between, so go round them: the bend that
        # keeps half a strip's distance gets less the farther the way. Next to each other, nothing is between.
        far = abs(y2 - y1)
        bend = 0.15 if far < 2 * _LINE_HEIGHT * _LINES else min(0.6, 190 / far)
        turn = "curvedCW" if y2 > y1 else "curvedCCW"
        return {"enabled": True, "type": turn, "roundness": round(bend + 0.08 * number, 3)}
    if number == 0:
        return {"enabled": True, "type": "cubicBezier", "forceDirection": "horizontal", "roundness": 0.45}
    turn = "curvedCW" if number % 2 else "curvedCCW"
    return {"enabled": True, "type": turn, "roundness": round(min(0.9, 0.08 + 0.06 * number), 3)}
