"""How each kind is drawn: shape, colour and outline for nodes, pattern for lines.

Shape, colour and name always go together, and the shape alone must do in grey. vis-network has few
shapes, so a second row of kinds is hollow or has a dashed outline.
"""

from __future__ import annotations

from typing import NamedTuple

from .. import vocab
from ..model import Thing

OUTLINE = "#222222"


class Kind(NamedTuple):
    """A row of the legend: what it is called and how it looks."""

    key: str
    #: One and several of it, for people.
    one: str
    many: str
    #: A shape of vis-network.
    shape: str
    colour: str
    #: Index in `layout.TITLES`.
    column: int
    dashed: bool = False
    #: Corners of a box; the rounded one stands for bodies, the square one for work.
    round: int = 2

    @property
    def holds_label(self) -> bool:
        """Whether the label stands inside the shape instead of below it."""
        return self.shape == "box"


KINDS = {
    kind.key: kind
    for kind in (
        Kind("donor", "donor", "Donors", "diamond", "#DAD809", 0),
        Kind("programme", "programme", "Programmes", "box", "#A5D5FF", 1),
        Kind("agency", "agency", "Agencies", "square", "#24A55C", 2),
        Kind("mechanism", "mechanism", "Mechanisms", "box", "#FFF1D6", 3, round=16),
        Kind("agreement", "agreement", "Agreements", "hexagon", "#CA83A3", 3),
        Kind("framework", "plan or law", "Plans and laws", "star", "#0B0758", 3),
        Kind("event", "event", "Events", "box", "#FFFFFF", 3, dashed=True),
        Kind("country", "country", "Countries", "dot", "#125D8B", 4),
        Kind("place", "place", "Places", "dot", "#FFFFFF", 4),
        Kind("need", "need", "Needs", "triangle", "#A1230E", 5),
        Kind("recommendation", "recommendation", "Recommendations", "triangleDown", "#696763", 5),
        Kind("item", "action, answer or aim", "Actions, answers and aims", "triangle", "#FFFFFF", 5, dashed=True),
        Kind("theme", "theme", "Themes", "hexagon", "#FFFFFF", 5, dashed=True),
        Kind("document", "document", "Documents", "square", "#FFFFFF", 5, dashed=True),
    )
}


def kind_of(thing: Thing, donor: bool) -> Kind:
    """The row of the legend a thing belongs to; whoever is said to fund is a donor first."""
    if donor:
        return KINDS["donor"]
    if thing.type == "organisation":
        return KINDS["agency"]
    return KINDS.get(thing.type, KINDS["item"])


class Line(NamedTuple):
    """A pattern: dashes (empty for solid) and width."""

    name: str
    dashes: tuple[int, ...]
    width: float
    colour: str


LINES = {
    "money": Line("money", (), 3.2, "#6B5B00"),
    # That one supports another is not that it pays, so it looks a little less.
    "support": Line("support", (), 2.0, "#6B5B00"),
    "work": Line("work", (), 1.3, "#1F2A37"),
    "law": Line("seats and law", (13, 6), 1.5, "#5B2A4A"),
    "ask": Line("asks", (5, 4), 1.5, "#7A1C0B"),
}
PLANNED = Line("planned", (1, 5), 2.0, "#444444")

_FAMILIES = {"money": "money", "work": "work", "structure": "work", "seat": "law", "law": "law", "ask": "ask"}


def line_of(predicate: str) -> Line:
    """The pattern of a predicate: that someone was asked for money is an ask, never money."""
    if predicate == "asked_to_fund":
        return LINES["ask"]
    if predicate == "supports":
        return LINES["support"]
    return LINES[_FAMILIES[vocab.PREDICATES[predicate].family]]
