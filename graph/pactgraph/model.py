"""What a data file may say, and the records that everything else reads.

Two halves. *Entries* are what a person writes: strict, frozen, unknown fields refused, every field
described, because `data/schema/` and its completion in an editor are made from them. *Records* are
what the loader makes of them: one subject, one object, a place in a document, four days.
Nothing here opens a file.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Annotated, Any, ClassVar, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from . import edtf, money, vocab
from .edtf import Bounds

# Tried only where a word begins: from each letter of a long text, it would take hours.
EMAIL = re.compile(r"(?<![\w.%+-])[\w.%+-]+@[\w-]+(?:\.[\w-]+)*\.[^\W\d_]{2,}")
SLUG_PATTERN = r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$"
DEGREES = re.compile(r"-?(?:0|[1-9][0-9]{0,2})(?:\.[0-9]{1,6})?")
REFERENCE_PATTERN = r"^[a-z][a-z0-9]*(-[a-z0-9]+)*(/[a-z0-9]+(-[a-z0-9]+)*)?$"


def _one_or_many(value: object) -> object:
    """`x` for `[x]`: most lists in the data have one member, and read better without brackets."""
    return [value] if isinstance(value, (str, int)) else value


def _date(value: object) -> object:
    # A bare year is the one date that YAML 1.2 reads as a number.
    text = str(value) if isinstance(value, int) and not isinstance(value, bool) else value
    if isinstance(text, str):
        edtf.bounds(text)
    return text


def _currency(value: str) -> str:
    if value != money.UNSTATED and value not in money.currencies():
        offer = value.upper().strip("$ ")
        hint = f"; did you mean {offer}?" if offer in money.currencies() else ""
        raise ValueError(f"{value!r} is not a currency code of ISO 4217, nor 'unstated'{hint}")
    return value


def _degrees(limit: int) -> BeforeValidator:
    def check(value: object) -> object:
        text = str(value) if isinstance(value, int) and not isinstance(value, bool) else value
        if not isinstance(text, str) or not DEGREES.fullmatch(text) or abs(Decimal(text)) > limit:
            raise ValueError(f"{value!r} is no degrees from -{limit} to {limit}; write them as 18.20 or -33.5")
        return text

    return BeforeValidator(check, json_schema_input_type=float)


def _words(value: str) -> str:
    # A tab or return at the start is kept as text (exports defuse it); other space is a slip.
    if not value or value.lstrip("\t\r") != value.strip():
        raise ValueError("is empty or has spaces around it")
    if "@" in value and EMAIL.search(value):
        raise ValueError("has an e-mail address: data names offices, never persons")
    return value


def _range(low: str | None, high: str | None) -> None:
    if low is not None and high is not None and Decimal(high) < Decimal(low):
        raise ValueError(f"`max` {high} is below `value` {low}")


Slug = Annotated[str, Field(pattern=SLUG_PATTERN, max_length=100)]
Reference = Annotated[str, Field(pattern=REFERENCE_PATTERN, max_length=240)]
Text = Annotated[str, AfterValidator(_words)]
Date = Annotated[str, BeforeValidator(_date, json_schema_input_type=str | int)]
Number = Annotated[str, BeforeValidator(money.number, json_schema_input_type=str | int)]
Slugs = Annotated[tuple[Slug, ...], BeforeValidator(_one_or_many, json_schema_input_type=Slug | list[Slug])]
References = Annotated[
    tuple[Reference, ...], BeforeValidator(_one_or_many, json_schema_input_type=Reference | list[Reference])
]
Texts = Annotated[tuple[Text, ...], BeforeValidator(_one_or_many, json_schema_input_type=Text | list[Text])]
Line = Annotated[int, Field(ge=1, le=1_000_000)]
Lines = Annotated[tuple[Line, ...], BeforeValidator(_one_or_many, json_schema_input_type=Line | list[Line])]


_PREDICATE_WORDS: dict[str, Any] = {"enum": sorted(vocab.PREDICATES)}
_ACT_WORDS: dict[str, Any] = {"anyOf": [{"enum": list(vocab.ACTS)}, {"type": "null"}]}


class Entry(BaseModel):
    """Base of all that stands in a file. YAML has no tuples, so only containers are lenient."""

    model_config = ConfigDict(strict=True, frozen=True, extra="forbid")

    @model_validator(mode="before")
    @classmethod
    def _says_something(cls, value: Any) -> Any:
        """A key without a value is a slip, and would silently mean that the key was left out."""
        if isinstance(value, dict) and None in value.values():
            empty = [key for key, each in value.items() if each is None and key in cls.model_fields]
            if empty:
                raise ValueError(f"`{empty[0]}` has no value: write one, or remove the line")
        return value


class Citation(Entry):
    """A place in a document where a person can read it."""

    document: Slug = Field(description="Id of the document.")
    section: Text = Field(description="Key of a section of that document.")
    line: Lines = Field((), strict=False, description="Line or lines of the document's text.")


class Name(Entry):
    """A name for some time, or a planned one."""

    name: Text = Field(description="The name as printed.")
    when: Date | None = Field(None, description="When it was used, in EDTF; leave out if not stated.")


class Codes(Entry):
    """Codes by which other systems know the same thing."""

    iso2: str | None = Field(None, pattern="^[A-Z]{2}$", description="ISO 3166-1 alpha-2.")
    iso3: str | None = Field(None, pattern="^[A-Z]{3}$", description="ISO 3166-1 alpha-3.")
    iso3166_2: str | None = Field(None, pattern="^[A-Z]{2}-[A-Z0-9]{1,3}$", description="ISO 3166-2 subdivision.")
    m49: str | None = Field(None, pattern="^[0-9]{3}$", description="UN M49 area code, in quotes.")
    dac: str | None = Field(None, pattern="^[0-9]{1,5}$", description="OECD DAC recipient, donor or region code.")
    crs_channel: str | None = Field(None, pattern="^[0-9]{5}$", description="OECD CRS channel code.")
    untc: str | None = Field(None, pattern="^[IVX]+-[0-9]+[a-z]?$", description="UN Treaty Collection chapter number.")


class Entity(Entry):
    """An identity: who or what there is. What documents say of it stands in statements."""

    type: ClassVar[str]

    id: Slug = Field(description="Lower-case words with hyphens, unique over all kinds, never reused.")
    name: Text = Field(description="The name it is shown by.")
    kind: Text | None = Field(None, description="Which sort within its type.")
    aliases: Texts = Field((), strict=False, description="Other names and acronyms by which it is known.")
    spellings: Texts = Field((), strict=False, description="Other spellings of the same names, as printed.")
    names: tuple[Name, ...] = Field((), strict=False, description="Names it had, or is to have, for a time.")
    part_of: Slugs = Field((), strict=False, description="What it is part of by its very nature; needs `named_in`.")
    distinct_from: Slugs = Field(
        (), strict=False, description="Things of a like name that an editor has found to be others."
    )
    life: Date | None = Field(None, description="From when to when it exists, in EDTF, if that is no news.")
    codes: Codes | None = Field(None, description="Codes of other systems.")
    named_in: tuple[Citation, ...] = Field((), strict=False, description="Where documents name it.")
    note: Text | None = Field(None, description="What an editor should know, in our own words.")


class Point(Entry):
    """Where a map puts the name: well inside the outline, not a place to go to."""

    lat: Annotated[str, _degrees(90)] = Field(description="Degrees north of the equator (WGS 84); south is negative.")
    long: Annotated[str, _degrees(180)] = Field(description="Degrees east of Greenwich (WGS 84); west is negative.")


_POINT = "Where a map puts its name; from the table of Natural Earth that docs/decisions/0007-places.md names."


class Country(Entity):
    """A state, as the UN lists it."""

    type = "country"
    point: Point | None = Field(None, description=_POINT)


class Place(Entity):
    """A province, district, township, town, port, site, border crossing, region or territory."""

    type = "place"
    kind: Literal[
        "region",
        "territory",
        "province",
        "district",
        "township",
        "town",
        "port",
        "site",
        "border-crossing",
        "area",
    ] = Field(
        description="What sort of place. A region lies in no one country, an area within one; a territory has its "
        "state in `part_of`."
    )
    point: Point | None = Field(None, description=_POINT)


class Organisation(Entity):
    """A body with an address: government, donor agency, UN office, embassy, company, fund."""

    type = "organisation"
    kind: Literal[
        "ministry",
        "commission",
        "agency",
        "department",
        "police",
        "customs",
        "court",
        "embassy",
        "un-office",
        "un-fund",
        "intergovernmental",
        "bank",
        "hospital",
        "institute",
        "cooperative",
        "company",
        "association",
        "ngo",
        "unit",
        "network",
        "parliament",
        "fund",
        "government",
        "group",
    ] = Field(description="What sort of body.")


class Mechanism(Entity):
    """A group, committee, forum or meeting series in which actors hold seats."""

    type = "mechanism"
    kind: Literal["working-group", "committee", "donor-group", "forum", "process", "network", "task-force"] = Field(
        description="What sort of mechanism."
    )


class Programme(Entity):
    """Work with a name or a purpose: programme, project, component, centre, training series."""

    type = "programme"
    kind: Literal["programme", "component", "project", "training", "facility", "survey", "support"] = Field(
        description="What sort of work; a country's part of a wider programme is a component."
    )


class Agreement(Entity):
    """A treaty, memorandum, protocol or contract between parties."""

    type = "agreement"
    kind: Literal["treaty", "convention", "memorandum", "protocol", "addendum", "amendment", "contract", "class"] = (
        Field(description="What sort of instrument; `class` where a document names a group of treaties only.")
    )


class Framework(Entity):
    """A plan, strategy, law, policy, declaration or goal."""

    type = "framework"
    kind: Literal["plan", "strategy", "law", "decree", "policy", "agenda", "declaration", "goal", "terms"] = Field(
        description="What sort of framework."
    )


class Event(Entity):
    """A meeting, training, campaign, operation or seizure."""

    type = "event"
    kind: Literal["meeting", "training", "campaign", "operation", "seizure", "dialogue", "visit", "opening"] = Field(
        description="What sort of event."
    )


class Section(Entry):
    """A part of a document that a person finds by its heading."""

    key: Text = Field(description="Short handle used by citations, as the document numbers it where it does.")
    title: Text = Field(description="What the part is about, in our words.")
    lines: Annotated[str, Field(pattern=r"^[0-9]+(-[0-9]+)?(, [0-9]+(-[0-9]+)?)*$")] | Line | None = Field(
        None, description="Lines of the text it covers, as `12-15` or `5, 60`; a citation outside them is an error."
    )

    @model_validator(mode="after")
    def _spans_in_order(self) -> Section:
        for first, last in self._spans():
            if last < first:
                raise ValueError(f"`lines` {self.lines}: {first} comes after {last}")
        return self

    def _spans(self) -> list[tuple[int, int]]:
        spans = [part.split("-") for part in str(self.lines).split(", ")] if self.lines is not None else []
        return [(int(span[0]), int(span[-1])) for span in spans]

    def covers(self, line: int) -> bool:
        """Whether the section's lines, where they are given, hold `line`."""
        return self.lines is None or any(first <= line <= last for first, last in self._spans())


class Document(Entity):
    """A source, or a publication that sources speak of. Only one with sections can be cited."""

    type = "document"
    kind: Literal["report", "brochure", "plan", "note", "study", "survey", "assessment", "paper"] = Field(
        description="What sort of document."
    )
    issuer: Slugs = Field((), strict=False, description="Who issued it.")
    issued: Date | None = Field(None, description="When, in EDTF; bounds such as [2021-01..2021-12] if undated.")
    reports: Date | None = Field(None, description="The period it reports on, in EDTF.")
    sections: tuple[Section, ...] = Field((), strict=False, description="Its parts, in order; citations name them.")

    @model_validator(mode="after")
    def _citable_is_dated(self) -> Document:
        if self.sections and self.issued is None:
            raise ValueError("a document that is cited needs `issued`: a date, or bounds such as [2021-01..2021-12]")
        if self.issued is not None and edtf.bounds(self.issued).possible_until == edtf.END:
            raise ValueError(f"`issued` {self.issued} has no end: end it with a day on which the text was in hand")
        return self


class Reading(Entry):
    """What is printed, where the value given is our reading of it."""

    printed: Text = Field(description="As printed.")
    because: Text = Field(description="Why it is read otherwise, in our words.")


class Amount(Entry):
    """Money as stated; on one hop only, never split over others."""

    value: Number | None = Field(None, description="Digits with at most one point; the lower end if `max` is given.")
    max: Number | None = Field(None, description="Upper end of a range.")
    comparator: Literal["exactly", "about", "more-than", "at-least", "less-than", "up-to"] = Field(
        "exactly", description="How the document qualifies the number."
    )
    currency: Annotated[str, AfterValidator(_currency)] = Field(description="ISO 4217 code, or `unstated`.")
    maybe: Annotated[tuple[str, ...], BeforeValidator(_one_or_many)] = Field(
        (), strict=False, description="Currencies it could be, where it is unstated."
    )
    kind: Literal[
        "unstated", "pledge", "commitment", "disbursement", "expenditure", "contribution", "cost", "requirement"
    ] = Field("unstated", description="What sort of money; a pledge is never added to anything.")
    span: Literal["total", "per-year"] = Field("total", description="Whether it is for the whole of `when` or a year.")
    than: Reference | None = Field(None, description="Figure or statement that `more-than` or `less-than` points to.")
    reading: Reading | None = Field(None, description="If the value is a reading of something else printed.")

    @model_validator(mode="after")
    def _ordered(self) -> Amount:
        if self.value is None and (self.than is None or self.max is not None):
            raise ValueError("an amount needs a `value`; only one compared by `than` may lack it")
        _range(self.value, self.max)
        if self.maybe and self.currency != money.UNSTATED:
            raise ValueError("`maybe` is for a `currency` that is unstated")
        for code in self.maybe:
            _currency(code)
        return self


class Dated(Entry):
    """What statements, items and figures share: a place in the text, a time, a doubt."""

    line: Lines = Field(strict=False, description="Line or lines of the document's text where it stands.")
    when: Date | None = Field(
        None, description="When it is true, in EDTF; left out, it is bounded by the document's own date."
    )
    basis: Literal["stated", "derived", "relative", "layout", "document"] | None = Field(
        None, description="How `when` was come by, if not stated outright."
    )
    according_to: Slugs = Field((), strict=False, description="Whom the document quotes for it.")
    reading: Reading | None = Field(None, description="If it is our reading of something else printed.")
    named_as: Texts = Field(
        (), strict=False, description="Words by which the passage names what this is about, if by no known name."
    )
    note: Text | None = Field(None, description="In our own words; never a sentence of the source.")


class Claim(Dated):
    """One thing that the document says: subject, predicate, object or value, and its qualifiers."""

    id: Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=120)] | None = Field(
        None, description="Only if something refers to it, or the same is said twice: unique within the document."
    )
    subject: Slugs = Field(strict=False, min_length=1, description="Who or what; a list makes one statement each.")
    predicate: Text = Field(description="The relation.", json_schema_extra=_PREDICATE_WORDS)
    object: Slugs = Field((), strict=False, description="To whom or what; a list makes one statement each.")
    value: Text | None = Field(None, description="For predicates that take text instead of an object.")
    status: Literal["planned", "active", "ended", "suspended", "unknown", "denied"] | None = Field(
        None, description="If it is not simply said as a fact: denied and unknown are things a document says too."
    )
    amount: Amount | None = Field(None, description="Money, on this hop.")
    act: str | None = Field(None, description="Which act under an instrument.", json_schema_extra=_ACT_WORDS)
    role: Slug | None = Field(None, description="In which role or capacity the subject does it.")
    via: Slugs = Field((), strict=False, description="Through whom the money or help goes.")
    place: Slugs = Field((), strict=False, description="Where.")
    themes: Slugs = Field((), strict=False, description="On which themes.")
    purpose: Slugs = Field((), strict=False, description="For which further thing.")
    on_behalf_of: Slugs = Field((), strict=False, description="For whom the subject acts.")
    by_turn: Text | None = Field(
        None, description="If the subjects hold a seat in turn, one at a time: how the turn goes, as `yearly`."
    )
    as_holder_of: Slug | None = Field(
        None, description="The mechanism whose chair holds this seat, where a seat goes with another seat."
    )
    and_others: bool = Field(False, description="Whether the document says that there are others, unnamed.")
    share: Number | None = Field(None, description="Percentage of the whole.")
    duration: Annotated[str, Field(pattern=r"^P[0-9]+[YMD]$")] | None = Field(
        None, description="Length without a start, as P3Y."
    )
    fulfils: References = Field((), strict=False, description="Statements of plans that this one makes true.")
    same_text: References = Field(
        (), strict=False, description="Statements elsewhere of the same origin: no independent support."
    )

    @model_validator(mode="after")
    def _fits_its_predicate(self) -> Claim:
        predicate = vocab.PREDICATES.get(self.predicate)
        if predicate is None:
            raise ValueError(f"unknown predicate {self.predicate!r}{near(self.predicate, vocab.PREDICATES)}")
        if predicate.objects and not self.object:
            raise ValueError(f"`{self.predicate}` needs an object")
        if self.object and not predicate.objects:
            raise ValueError(f"`{self.predicate}` takes no object")
        if (self.value is not None) != (predicate.value == "always"):
            raise ValueError(f"`{self.predicate}` {'needs a' if predicate.value == 'always' else 'takes no'} `value`")
        if self.predicate == "stage" and self.value not in vocab.STAGES:
            raise ValueError(f"unknown stage {self.value!r}{near(self.value or '', vocab.STAGES)}")
        if self.act is not None and self.act not in vocab.ACTS:
            raise ValueError(f"unknown act {self.act!r}{near(self.act, vocab.ACTS)}")
        if self.share is not None and Decimal(self.share) > 100:
            raise ValueError(f"`share` {self.share} is more than 100 percent")
        if self.predicate == "requires" and self.amount is None:
            raise ValueError("`requires` needs an `amount`")
        return self


class Wording(Entry):
    """What an item said at some time, where it was repeated with changes."""

    when: Date = Field(description="When it was worded so.")
    text: Text = Field(description="What it said, in our words.")


class Item(Dated):
    """Something a document asks, needs, plans, reports or answers."""

    id: Slug = Field(description="Unique over all kinds; begins with the document's id.")
    type: Literal[
        "recommendation",
        "need",
        "action",
        "outcome",
        "benchmark",
        "response",
        "priority",
        "target",
        "challenge",
    ] = Field(description="What sort of item.")
    key: Text | None = Field(None, description="The document's own number for it, in quotes if it looks like one.")
    text: Text = Field(description="What it says, in our own words.")
    by: Slugs = Field((), strict=False, description="Who asks, needs, acts or answers.")
    to: Slugs = Field((), strict=False, description="Who is asked.")
    so_that: Slugs = Field((), strict=False, description="Who is to act in the end, if another than `to`.")
    about: Slugs = Field((), strict=False, description="The programme, body or thing it is about.")
    place: Slugs = Field((), strict=False, description="Where.")
    themes: Slugs = Field((), strict=False, description="On which themes.")
    answers: Slugs = Field((), strict=False, description="Items that it answers, reports on or explains.")
    part_of: Slugs = Field((), strict=False, description="The item or plan it stands under.")
    status: Literal["planned", "active", "ended", "suspended", "unknown", "denied"] | None = Field(
        None, description="How far it has come, if the document says so."
    )
    amount: Amount | None = Field(None, description="Money that it names.")
    modality: Literal["need", "obstacle", "may-consider", "should", "must"] | None = Field(
        None, description="How it is put."
    )
    grade: Literal["done", "partly", "lacks", "off-topic", "blanket", "not-applicable"] | None = Field(
        None, description="The editor's judgement of an answer."
    )
    wordings: tuple[Wording, ...] = Field((), strict=False, description="Its wordings over time.")


class Figure(Dated):
    """An observation: what was measured, of what, where, when, how much."""

    id: Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=120)] | None = Field(
        None, description="Only if something refers to it: unique within the document."
    )
    what: Slug = Field(description="What is measured, as a slug that other documents can share.")
    of: Slug | None = Field(None, description="Whose or of which thing.")
    place: Slug | None = Field(None, description="Where.")
    value: Number | None = Field(None, description="Digits with at most one point; lower end if `max` is given.")
    max: Number | None = Field(None, description="Upper end of a range.")
    comparator: Literal["exactly", "about", "more-than", "at-least", "less-than", "up-to"] = Field(
        "exactly", description="How the document qualifies the number."
    )
    unit: Text | None = Field(None, description="Unit, as hectares, kilograms, sites, people.")
    cell: Literal["blank", "not-applicable", "not-reported", "dash", "unread", "unknown"] | None = Field(
        None, description="What stands there instead of a value."
    )
    parts: References = Field((), strict=False, description="Figures that should add up to it.")

    @model_validator(mode="after")
    def _value_or_kind_of_blank(self) -> Figure:
        if (self.value is None) == (self.cell is None):
            raise ValueError("a figure has either a `value` or a `cell` that says what stands instead")
        if self.value is not None and self.unit is None:
            raise ValueError("a value needs its `unit`")
        _range(self.value, self.max)
        return self


class Disagreement(Entry):
    """Statements that cannot all be true. None is deleted; without `prefer` all are disputed."""

    id: Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=120)] = Field(
        description="Unique within the document."
    )
    about: Text = Field(description="What they disagree on, in our words.")
    between: References = Field(strict=False, min_length=2, description="Ids; document/id for another document's.")
    prefer: Reference | None = Field(None, description="The one an editor takes to be right.")
    because: Text | None = Field(None, description="Why.")

    @model_validator(mode="after")
    def _preference_has_a_reason(self) -> Disagreement:
        if self.prefer is not None and (self.prefer not in self.between or self.because is None):
            raise ValueError("`prefer` names one of `between` and needs `because`")
        return self


class Block(Entry):
    """What one section of the document says, in document order."""

    section: Text = Field(description="Key of a section of the document.")
    items: tuple[Item, ...] = Field((), strict=False, description="Asks, needs, plans, reports, answers.")
    statements: tuple[Claim, ...] = Field((), strict=False, description="Relations.")
    figures: tuple[Figure, ...] = Field((), strict=False, description="Observations.")
    disagreements: tuple[Disagreement, ...] = Field((), strict=False, description="Contradictions kept.")


class StatementsFile(Entry):
    """A file below `data/statements/<document>/`."""

    document: Slug = Field(description="Id of the document; the folder has the same name.")
    blocks: tuple[Block, ...] = Field(strict=False, min_length=1, description="Its sections, in document order.")


ENTITY_MODELS: dict[str, type[Entity]] = {
    model.type: model
    for model in (Country, Place, Organisation, Mechanism, Programme, Agreement, Framework, Event, Document)
}


#: Id of who did it, where a document says that it was done and not by whom; never counted as a donor.
UNSTATED = "unstated"


def near(word: str, known: Any) -> str:
    """`; did you mean "x"?` for the nearest of `known`, or nothing if none is near."""
    from difflib import get_close_matches

    found = get_close_matches(word, list(known), n=1, cutoff=0.6)
    return f"; did you mean {found[0]!r}?" if found else ""


@dataclass(frozen=True, slots=True)
class Locator:
    """Where in a document a record was read."""

    document: str
    section: str
    lines: tuple[int, ...]

    def __str__(self) -> str:
        if not self.lines:
            return self.section
        label = "line" if len(self.lines) == 1 else "lines"
        return f"{self.section}, {label} {', '.join(map(str, self.lines))}"


@dataclass(frozen=True, slots=True)
class Thing:
    """An entity, item or theme as the rest of the program sees it."""

    id: str
    type: str
    label: str
    aliases: tuple[str, ...]
    entry: Entity | Item | vocab.Theme
    #: Where it is named for itself; statements about it say more.
    sources: tuple[Locator, ...] = ()

    @property
    def item(self) -> Item:
        """Its entry as an item; only for the types of `vocab.ITEM_TYPES`."""
        if not isinstance(self.entry, Item):
            raise TypeError(f"{self.id!r} is a {self.type}, not an item")
        return self.entry


@dataclass(frozen=True, slots=True)
class Statement:
    """One subject, one predicate, one object or value, from one document."""

    #: `<document>/<local id>`, stable and readable; the last part of its address.
    id: str
    locator: Locator
    subject: str
    predicate: str
    object: str | None
    value: str | None
    when: str | None
    basis: str
    status: str | None
    bounds: Bounds
    #: `statement` as written, `item` made from an item's fields, `identity` from a `part_of`.
    origin: str
    #: The entry it came from, for the qualifiers that few statements have.
    entry: Claim | Item | Entity
    #: `preferred`, `normal`, `disputed` (rivals, none preferred) or `outranked`.
    rank: str = "normal"

    @property
    def document(self) -> str:
        """Id of the document that says it."""
        return self.locator.document

    @property
    def claim(self) -> Claim | None:
        """Its entry, where it was written as a statement."""
        return self.entry if isinstance(self.entry, Claim) else None

    @property
    def amount(self) -> Amount | None:
        """Money on this hop, if the document names any."""
        if isinstance(self.entry, Claim):
            return self.entry.amount
        # Of the links made from an item, the one from its actor carries the money, and no other.
        if isinstance(self.entry, Item) and self.object == self.entry.id:
            return self.entry.amount
        return None

    @property
    def is_plain(self) -> bool:
        """Whether a reader may take it as a fact: not denied, unknown, planned, disputed or held by turn."""
        if isinstance(self.entry, Claim) and self.entry.by_turn is not None:
            return False
        return self.status not in vocab.UNREAL and self.rank in ("preferred", "normal")


@dataclass(frozen=True, slots=True)
class Observation:
    """A figure with its place in a document."""

    id: str
    locator: Locator
    entry: Figure
    bounds: Bounds
    rank: str = "normal"


@dataclass(frozen=True, slots=True)
class Conflict:
    """A disagreement with full statement ids."""

    id: str
    document: str
    about: str
    between: tuple[str, ...]
    prefer: str | None
    because: str | None
    #: Which of them are figures; the others are statements.
    figures: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Records:
    """Everything that was read, in a fixed order: things by id, statements by id."""

    things: Mapping[str, Thing]
    statements: tuple[Statement, ...]
    figures: tuple[Observation, ...]
    conflicts: tuple[Conflict, ...] = ()
    #: Warnings: what a person should look at though nothing is refused.
    warnings: tuple[Any, ...] = field(default=())

    def document(self, document: str) -> Document:
        """The document entity of that id; a document that was cited is always there."""
        entry = self.things[document].entry
        if not isinstance(entry, Document):
            raise TypeError(f"{document!r} is no document")
        return entry


def slug_of(text: str) -> str:
    """Lower-case words with hyphens, for ids made from values.

    >>> slug_of("In effect, 2013")
    'in-effect-2013'
    """
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")
