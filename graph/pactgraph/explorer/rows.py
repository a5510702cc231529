"""The tables that the page carries, a dataclass each: what the browser side knows of the graph.

Ids are those of the records. Dates are said twice: in words, and as days for the clocks. A place in a
document is one text, `document|section|12,14`, and the four days of `edtf.Bounds` are one,
`from/certain from/certain until/until`, because equal texts are written once (`packed`).
`typescript` makes the types of `graph/explorer/src/rows.ts` from these classes; a test compares them.
"""

from __future__ import annotations

from dataclasses import dataclass

#: A term and its text, as `("Note", "...")`.
Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class ThingRow:
    """An entity, an item or a theme."""

    id: str
    type: str
    #: What people call it; of an item, what it says.
    label: str
    #: Of an item its type and number, as `Recommendation A.1`; else empty.
    lead: str
    aliases: tuple[str, ...]
    facts: tuple[Pair, ...]
    #: Where documents name it for itself.
    sources: tuple[str, ...]
    #: Of a theme the one above it; empty for a top one.
    broader: str
    #: Of an item the themes and places that it names.
    themes: tuple[str, ...]
    places: tuple[str, ...]
    #: Of an item that answers how far it goes: `planned` if it is only that, else its grade, else nothing.
    grade: str
    #: Degrees north and east (WGS 84) where a map puts its name, or nothing.
    point: tuple[str, ...]
    #: By which a map finds its outline: of a province its code of ISO 3166-2, of a country its UN M49 code; else empty.
    code: str


@dataclass(frozen=True, slots=True)
class StatementRow:
    """One thing that one document says."""

    #: Empty where it is `<document>/<subject>-<predicate>-<object, or what is said in its place>`.
    id: str
    subject: str
    predicate: str
    object: str
    value: str
    locator: str
    when: str
    days: str
    status: str
    rank: str
    origin: str
    #: Whether the subject holds it in turn with others.
    turn: bool
    #: The themes and places that the statement itself names.
    themes: tuple[str, ...]
    places: tuple[str, ...]
    amount: str
    facts: tuple[Pair, ...]
    #: Statements elsewhere that have the same text as origin: no independent support.
    same: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FigureRow:
    """What was counted or measured."""

    #: Empty where it is `<document>/<what>-<of>-<place>-<when>`.
    id: str
    #: What is measured, in words joined by hyphens.
    what: str
    of: str
    place: str
    value: str
    when: str
    locator: str
    rank: str
    facts: tuple[Pair, ...]


@dataclass(frozen=True, slots=True)
class ConflictRow:
    """Statements or figures that cannot all be true."""

    id: str
    about: str
    between: tuple[str, ...]
    prefer: str
    because: str


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """A document that can be cited."""

    id: str
    issuer: tuple[str, ...]
    issued: str
    #: First and last day on which it may have been issued.
    first: str
    last: str
    reports: str
    #: First and last day of the period it reports on, or nothing.
    period: tuple[str, ...]
    #: Key and title of each part, in order.
    sections: tuple[Pair, ...]


@dataclass(frozen=True, slots=True)
class AnalysisRow:
    """An analysis of the catalogue."""

    name: str
    question: str
    definition: str
    origin: str
    closes: str


@dataclass(frozen=True, slots=True)
class MarkRow:
    """A pair of days for which the findings were worked out."""

    as_of: str
    #: The last day on which the newest document known may have been written.
    known_by: str
    #: How many gaps stand then, by analysis in the order of their table: told on the first page before any is read.
    open: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class FindingRow:
    """A result of an analysis; ids of more than one word stand in its sentences."""

    #: First and last number of the marks at which it stands so, a pair a run.
    marks: tuple[int, ...]

    analysis: str
    subject: str
    state: str
    reading: str
    country: str
    theme: str
    #: Each key with what stands there: ids of things and statements, and texts.
    value: tuple[tuple[str, tuple[str, ...]], ...]
    #: Numbers of statements, in their order.
    statements: tuple[int, ...]
    locators: tuple[str, ...]
    assumptions: tuple[str, ...]
    #: What would close it; `{subject}` stands for the subject's name, `{next}` for the day 365 days after the mark.
    closes: str
    gap: bool
    stated_by: tuple[str, ...]
    documents: int
    hangs_on_it: tuple[str, ...]
    open_since: str
    #: Numbers of prospects: who could be asked.
    prospects: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class ProspectRow:
    """A donor who could be asked, and why; the same for many findings."""

    donor: str
    because: str
    but: str
    statements: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class PredicateRow:
    """A relation, as it reads from both sides."""

    name: str
    family: str
    phrase: str
    inverse: str
    #: Whether it denies.
    negative: bool


@dataclass(frozen=True, slots=True)
class QuestionRow:
    """A named question; its SPARQL is in the edition with a console alone."""

    name: str
    group: str
    text: str
    example: str


@dataclass(frozen=True, slots=True)
class ParameterRow:
    """What a named question takes."""

    question: str
    name: str
    #: Types of things joined by `|`, or `entity`, `day`, `number`, `text`.
    takes: str
    #: Its value if none is given; empty if it may be left out.
    preset: str
    text: str


@dataclass(frozen=True, slots=True)
class WordRow:
    """A word of the data and how it is said: an EDTF date, a stage."""

    sort: str
    code: str
    words: str


@dataclass(frozen=True, slots=True)
class StepRow:
    """A step of a presentation: an address of the page from `#/` on, and a sentence."""

    view: str
    say: str


@dataclass(frozen=True, slots=True)
class Tables:
    """Everything that the page carries."""

    things: tuple[ThingRow, ...]
    statements: tuple[StatementRow, ...]
    figures: tuple[FigureRow, ...]
    conflicts: tuple[ConflictRow, ...]
    documents: tuple[DocumentRow, ...]
    analyses: tuple[AnalysisRow, ...]
    marks: tuple[MarkRow, ...]
    findings: tuple[FindingRow, ...]
    prospects: tuple[ProspectRow, ...]
    predicates: tuple[PredicateRow, ...]
    questions: tuple[QuestionRow, ...]
    parameters: tuple[ParameterRow, ...]
    words: tuple[WordRow, ...]
    steps: tuple[StepRow, ...]
