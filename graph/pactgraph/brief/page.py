"""What a brief is made of, whatever it will be written as: headings, text, tables, pictures, sources.

A brief is put together once and written three ways (`as_html`, `as_markdown`, `as_docx`). Every claim
carries the numbers of its sources; no cell is blank, for a blank says neither "none" nor "not known".
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from ..chart import Chart
from ..graph import PactGraph
from ..model import Locator


class Cited(NamedTuple):
    """Words and the numbers of the sources they rest on."""

    text: str
    marks: tuple[int, ...] = ()

    def __str__(self) -> str:
        return f"{self.text} {''.join(f'[{mark}]' for mark in self.marks)}".rstrip()


#: What a cell or a paragraph says; several pieces stand in a row, each with its own sources.
Words = str | Cited | tuple[Cited, ...]


def parts(words: Words) -> tuple[Cited, ...]:
    """The pieces of what is said.

    >>> parts("nothing")
    (Cited(text='nothing', marks=()),)
    """
    if isinstance(words, Cited):
        return (words,)
    return (Cited(words),) if isinstance(words, str) else words


def text_of(words: Words) -> str:
    """What is said as plain text, with its marks.

    >>> text_of((Cited("one", (1, 2)), Cited("two")))
    'one [1][2]; two'
    """
    return "; ".join(str(part) for part in parts(words))


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of level 2 (a section) or 3."""

    text: str
    level: int = 2


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph."""

    words: Words


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list; the writers leave an empty one out."""

    items: tuple[Words, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table with a caption. A cell without words is refused: say `Notes.nothing`."""

    caption: str
    header: tuple[str, ...]
    rows: tuple[tuple[Words, ...], ...]

    def __post_init__(self) -> None:
        for row in self.rows:
            if len(row) != len(self.header) or not all(text_of(cell).strip() for cell in row):
                raise ValueError(f"{self.caption}: a row has a blank cell or another length than the header: {row}")


@dataclass(frozen=True, slots=True)
class Picture:
    """A chart; its table stands behind the text."""

    chart: Chart


Block = Heading | Text | Bullets | Table | Picture


class Source(NamedTuple):
    """A numbered source: a document and a place in it."""

    number: int
    document: str
    place: str


@dataclass(frozen=True, slots=True)
class Brief:
    """A brief, ready to be written."""

    title: str
    #: The days it speaks of, and from how many documents it was made.
    about: str
    blocks: tuple[Block, ...]
    sources: tuple[Source, ...]

    @property
    def pictures(self) -> tuple[Chart, ...]:
        """Its charts, whose tables stand at the end."""
        return tuple(block.chart for block in self.blocks if isinstance(block, Picture))


class Notes:
    """Numbers the sources of a brief in the order in which they are cited."""

    def __init__(self, graph: PactGraph, looked: str) -> None:
        self._graph = graph
        self._numbers: dict[tuple[str, str], int] = {}
        #: What a cell says of which nothing is known.
        self.nothing = f"not known, last looked {looked}"

    def cite(self, text: str, locators: Iterable[Locator], most: int = 4) -> Cited:
        """The text with the numbers of where it stands; the first `most` places are enough to check it."""
        places = dict.fromkeys((locator.document, str(locator)) for locator in locators)
        marks = (self._numbers.setdefault(place, len(self._numbers) + 1) for place in [*places][:most])
        return Cited(text, tuple(sorted(marks)))

    def sources(self) -> tuple[Source, ...]:
        """All that was cited, by number."""
        things = self._graph.things
        return tuple(
            Source(number, things[document].label, place) for (document, place), number in self._numbers.items()
        )
