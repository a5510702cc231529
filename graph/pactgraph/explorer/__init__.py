"""The explorer: the whole graph as one HTML file that opens anywhere, with no network and nothing to install.

`rows` says which tables the page carries, `payload` fills them, `marks` says for which days it has findings,
`steps` reads a presentation, `packed` writes the tables small, `page` puts the file together, and `typescript`
tells the browser side the same types. The browser side is written in `graph/explorer/`; its built script and
style stand in `templates/explorer/`.
"""

from __future__ import annotations

from collections.abc import Callable

from ..graph import PactGraph
from . import page
from .marks import marked_days
from .rows import StepRow
from .steps import read_steps

__all__ = ["marked_days", "read_steps", "render_explorer"]


def render_explorer(
    graph: PactGraph, steps: tuple[StepRow, ...] = (), advance: Callable[[], None] = lambda: None
) -> str:
    """The edition without a SPARQL console, as one self-contained HTML text; equal data give equal text.

    It holds every record, and the findings of all analyses for each pair of days of `marks`. It runs the analyses
    for each, which is most of its cost, and calls `advance` after each. `steps` are those of *Present*.
    """
    return page.render(graph, steps, advance)
