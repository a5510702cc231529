"""A network as one HTML file that anyone can open: picture, table and sources in it, nothing outside.

`selection` decides what is shown, `layout` where, `looks` and `words` how it is drawn and said,
`page` puts it together. The browser side stands in `templates/network.html`, `.css` and `.js`.
"""

from __future__ import annotations

from ..graph import PactGraph
from . import page
from .selection import select

__all__ = ["render_network"]


def render_network(
    graph: PactGraph,
    *,
    focus: str | None = None,
    depth: int = 1,
    as_of: str | None = None,
    known_by: str | None = None,
    limit: int | None = None,
) -> str:
    """One self-contained HTML page: the overview, or `focus` and what lies within `depth` steps.

    At most `limit` nodes are drawn (60 if not given), by a rule that the page states together with
    the names of what it leaves out. `as_of` is where the page's own date field starts (the data's
    day if not given); what documents issued after `known_by` say is not in the page at all. The
    same arguments and data give the same text.

    Raises `UsageError` for an unknown focus or a date that is none.
    """
    clock = graph.clock(as_of, known_by)
    return page.render(graph, select(graph, clock, focus, depth, limit), clock, as_of, known_by)
