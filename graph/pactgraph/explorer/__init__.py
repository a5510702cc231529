"""The explorer: the whole graph as one HTML file that opens anywhere, with no network and nothing to install.

`rows` says which tables the page carries, `payload` fills them, `packed` writes them small, `console` packs what
the full edition has besides, `page` puts the file together, and `typescript` tells the browser side the same types.
The browser side is written in `graph/explorer/`; its built files stand in `templates/explorer/`.
"""

from __future__ import annotations

from ..graph import PactGraph
from . import page

__all__ = ["explorer_policy", "render_explorer"]


def render_explorer(graph: PactGraph, *, lite: bool = False) -> str:
    """The explorer as one self-contained HTML text; equal data give equal text.

    The full edition answers the named questions and SPARQL in the page; `lite` is a third of its size and leaves
    that out. It holds every record, and the findings of all analyses for the data's own day. It runs the analyses
    once, which is most of its cost.
    """
    return page.render(graph, lite=lite)


def explorer_policy() -> str:
    """What a browser may do for the full edition: the policy that stands in it, for a server to send as well."""
    return page.policy()
