"""The explorer: the whole graph as one HTML file that opens anywhere, with no network and nothing to install.

`rows` says which tables the page carries, `payload` fills them, `marks` says for which days it has findings,
`steps` reads a presentation, `packed` writes the tables small, `console` packs what the full edition has besides,
`page` puts the file together, and `typescript` tells the browser side the same types. The browser side is written in
`graph/explorer/`; its built files stand in `templates/explorer/`.
"""

from __future__ import annotations

from collections.abc import Callable

from ..graph import PactGraph
from . import page
from .marks import marked_days
from .rows import StepRow
from .steps import read_steps

__all__ = ["explorer_data", "explorer_policy", "marked_days", "read_steps", "render_explorer"]


def explorer_data(graph: PactGraph, steps: tuple[StepRow, ...] = (), advance: Callable[[], None] = lambda: None) -> str:
    """What both editions hold, as text for `render_explorer`; equal data give equal text.

    Every record, and the findings of all analyses for each pair of days of `marks`. It runs the analyses for each,
    which is nearly all of the explorer's cost, and calls `advance` after each. `steps` are those of *Present*.
    """
    return page.data(graph, steps, advance)


def render_explorer(graph: PactGraph, data: str | None = None, *, lite: bool = False) -> str:
    """The explorer as one self-contained HTML text; equal data give equal text.

    The full edition answers the named questions and SPARQL in the page; `lite` is a quarter of its size and leaves
    that out. `data` is what `explorer_data` gave for this graph; without it, it is worked out here.
    """
    return page.render(graph, explorer_data(graph) if data is None else data, lite=lite)


def explorer_policy() -> str:
    """What a browser may do for the full edition: the policy that stands in it, for a server to send as well."""
    return page.policy()
