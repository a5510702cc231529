"""Where each node stands: fixed columns, rows by barycentre, the same for the same data.

Nothing here knows of pages or of vis-network. A column of many rows is split into narrower ones
side by side, so that sixty nodes fit on one screen with every label.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

TITLES = (
    "Funders, supporters",
    "Programmes",
    "Implementers",
    "Mechanisms and law",
    "Countries and places",
    "Needs and answers",
)
#: Rows above which a column is split.
ROWS = 13
#: Width of one strip of nodes with its labels.
STRIP = 176
#: Least and most space for lines between two columns, and the width to which it may grow.
GAPS = (80, 190)
_WIDTH = 1240
_HEAD = 44
_SPACE = 16
_SWEEPS = 8


@dataclass(frozen=True, slots=True)
class Box:
    """A node to be placed: its column, the space it takes, and where its centre lies in it."""

    id: str
    name: str
    column: int
    height: int
    #: Distance from the top of the space to the centre of the shape.
    centre: int


@dataclass(frozen=True, slots=True)
class Column:
    """A column as drawn: its title and its left and right edges."""

    title: str
    left: int
    right: int


@dataclass(frozen=True, slots=True)
class Plan:
    """Positions by id, the columns, and the size of the whole; the origin is the top left."""

    positions: Mapping[str, tuple[int, int]]
    columns: tuple[Column, ...]
    width: int
    height: int


def arrange(boxes: Iterable[Box], edges: Iterable[tuple[str, str]]) -> Plan:
    """Place every box; columns without one are left out.

    >>> plan = arrange([Box("a", "A", 0, 40, 10), Box("b", "B", 1, 40, 10)], [("a", "b")])
    >>> plan.positions["a"][1] == plan.positions["b"][1]
    True
    """
    members: dict[int, list[Box]] = defaultdict(list)
    for box in sorted(boxes, key=_by_name):
        members[box.column].append(box)
    order = _ordered(members, edges)
    strips = [(TITLES[number], _strips(order[number])) for number in sorted(order)]
    tallest = max((_height(strip) for _, column in strips for strip in column), default=0)
    gap = _gap([len(column) for _, column in strips])
    positions: dict[str, tuple[int, int]] = {}
    drawn = []
    left = 0
    for title, column in strips:
        for number, strip in enumerate(column):
            top = _HEAD + (tallest - _height(strip)) // 2
            for box in strip:
                positions[box.id] = (left + number * STRIP + STRIP // 2, top + box.centre)
                top += box.height + _SPACE
        right = left + len(column) * STRIP
        drawn.append(Column(title, left, right))
        left = right + gap
    return Plan(positions, tuple(drawn), max(left - gap, STRIP), _HEAD + tallest + _SPACE)


def _gap(strips: Sequence[int]) -> int:
    """Few columns stand farther apart, so that there is room for words on the lines."""
    room = (_WIDTH - sum(strips) * STRIP) // max(1, len(strips) - 1)
    return min(max(room, GAPS[0]), GAPS[1])


def _by_name(box: Box) -> tuple[str, str]:
    return box.name.casefold(), box.id


def _ordered(members: Mapping[int, Sequence[Box]], edges: Iterable[tuple[str, str]]) -> dict[int, list[Box]]:
    """Each column in the order of its neighbours' middle, so that lines cross little."""
    column_of = {box.id: number for number, column in members.items() for box in column}
    near: dict[str, list[str]] = defaultdict(list)
    for one, other in edges:
        if column_of[one] != column_of[other]:
            near[one].append(other)
            near[other].append(one)
    order = {number: list(column) for number, column in members.items()}
    rank = {box.id: _rank(i, column) for column in order.values() for i, box in enumerate(column)}

    def middle(box: Box) -> tuple[float, str, str]:
        ranks = [rank[other] for other in near[box.id]] or [rank[box.id]]
        return round(sum(ranks) / len(ranks), 6), *_by_name(box)

    for sweep in range(_SWEEPS):
        for number in sorted(order, reverse=sweep % 2 == 1):
            order[number].sort(key=middle)
            rank.update((box.id, _rank(i, order[number])) for i, box in enumerate(order[number]))
    return order


def _rank(index: int, column: Sequence[Box]) -> float:
    return (index + 0.5) / len(column)


def _strips(column: Sequence[Box]) -> list[list[Box]]:
    """A column dealt out over as few strips as keep it short, row by row."""
    count = -(-len(column) // ROWS)
    return [list(column[number::count]) for number in range(count)]


def _height(strip: Sequence[Box]) -> int:
    return sum(box.height + _SPACE for box in strip)
