"""The documents' own forms, filled from the graph, so that next year's report begins with what is known.

Each form has the parts and columns that its document has, and nothing of its wording. A cell of which
nothing is known says so, with the day of the last look: that is what the secretariat has to ask for.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from .. import words
from ..analysis.activity import funders, named, supporters
from ..analysis.finding import CERTAIN
from ..chart import heat_map
from ..errors import UsageError
from ..model import Item, Observation, Statement, Thing
from . import sections
from .material import Material
from .page import Block, Bullets, Cited, Heading, Picture, Table, Text, Words

_DONE = ("action", "outcome", "response")


@dataclass(frozen=True, slots=True)
class Form:
    """A form of a document: what it is called, whom it can be filled for, and by what."""

    title: str
    #: Types of thing it is about, and the thing it is filled for if none is named.
    about: tuple[str, ...]
    usual: str
    fill: Callable[[Material, Thing], Iterator[Block]]


def annex_2(material: Material, thing: Thing) -> Iterator[Block]:
    """A sector working group's yearly report: each output with progress and what is in the way."""
    about = material.about([thing.id])
    head = [
        s
        for s in about
        if s.object == thing.id and s.predicate in ("chairs", "co_chairs", "focal_point_of", "member_of")
    ]
    yield Heading("Name, chairs, focal points")
    yield from sections.statements(material, head, f"{thing.label}: offices as stated")
    asks = [
        i for i in material.items("recommendation") if i.key and (thing.id in i.by or _below(material, i, thing.id))
    ]
    yield Heading("A. Outputs: progress and challenges")
    yield Table(
        "Outputs and activities of the sector",
        ("output", "situation and progress", "challenges, opportunities, way forward"),
        tuple(_output(material, item) for item in asks) or ((material.nothing,) * 3,),
    )
    country = next(
        (s.object for s in about if s.predicate == "operates_in" and s.subject == thing.id and s.object), None
    )
    if country:
        here = [a for a in material.scene.activities.values() if country in a.places]
        yield from sections.backers(material, here, "Support of the partners")
    yield Heading("B and C. Communication, partnership, crossing issues")
    others = [
        i
        for i in material.items("need", "response", "target", "challenge", "outcome")
        if not i.answers and material.graph.things[i.id].sources[0].section[:1] in "BC" and _of(material, thing.id, i)
    ]
    yield Bullets(tuple(_item(material, each) for each in others))
    if not others:
        yield Text(f"{words.capital(material.nothing)}.")


def _below(material: Material, item: Item, mechanism: str) -> bool:
    """Whether it was asked in a document that the mechanism produces."""
    document = material.graph.things[item.id].sources[0].document
    return bool(material.graph.matching(mechanism, "produces", document))


def _of(material: Material, mechanism: str, item: Item) -> bool:
    return mechanism in item.by or _below(material, item, mechanism)


def _output(material: Material, item: Item) -> tuple[Words, ...]:
    answers = [
        material.graph.things[s.subject].item
        for s in material.graph.matching(predicate="responds_to", object=item.id)
        if s.origin == "item" and material.scope.clock.knows(s.document)
    ]
    done = [each for each in answers if each.type in _DONE]
    open_ = [each for each in answers if each.type in ("need", "challenge", "target", "priority")]
    title = f"{item.key} {item.text}" if item.key else item.text
    return (
        material.notes.cite(title, material.graph.things[item.id].sources),
        tuple(_item(material, each) for each in done) or material.nothing,
        tuple(_item(material, each) for each in open_) or material.nothing,
    )


def _item(material: Material, item: Item) -> Cited:
    state = f" ({item.status})" if item.status and item.status != "active" else ""
    return material.notes.cite(f"{item.text.rstrip('.')}{state}", material.graph.things[item.id].sources)


def country_chapter(material: Material, thing: Thing) -> Iterator[Block]:
    """A mini-Dublin chapter: situation, strategy, donors' programmes, needs, recommendations and what came of them."""
    yield Heading("1. Situation")
    threats = [i for i in material.items("challenge") if thing.id in i.place]
    yield Bullets(tuple(_item(material, each) for each in threats[:12]))
    if not threats:
        yield Text(f"{words.capital(material.nothing)}.")
    yield from _figures(material, thing)
    yield Heading("2. Strategy and its bodies")
    frameworks = [
        t.id
        for t in material.graph.things.values()
        if t.type in ("framework", "agreement") and _is_of(material, t.id, thing.id)
    ]
    chart = material.timeline(f"Laws, plans and agreements of {thing.label}", frameworks)
    if chart:
        yield Picture(chart)
    told = [
        s
        for s in material.about(frameworks)
        if s.predicate in ("stage", "adopts", "signs", "governs", "succeeds", "amends")
    ]
    yield from sections.statements(material, told[:12], "Laws, plans and agreements as stated")
    yield Heading("3. Programmes of the donors")
    here = [a for a in material.scene.activities.values() if thing.id in a.places]
    yield from sections.backers(material, here, "Donors, one by one")
    yield Heading("4. Needs")
    needs = [i for i in material.items("need") if thing.id in i.place or thing.id in i.by]
    yield Bullets(tuple(_item(material, each) for each in needs[:15]))
    if not needs:
        yield Text(f"{words.capital(material.nothing)}.")
    yield Heading("5. Recommendations, and what came of the former ones")
    asks = [i for i in material.items("recommendation") if thing.id in i.place or thing.id in i.to]
    by_document: dict[str, list[Item]] = {}
    for item in asks:
        by_document.setdefault(material.graph.things[item.id].sources[0].document, []).append(item)
    for document in sorted(by_document, key=lambda d: (material.scope.clock.seen(d), d)):
        yield Heading(f"Asked in {material.name(document)}", 3)
        yield Table(
            "Each with what came of it",
            ("what", "by → to", "what came of it"),
            tuple(
                (
                    material.notes.cite(f"{i.key} {i.text}" if i.key else i.text, material.graph.things[i.id].sources),
                    f"{material.names(i.by)}{f' → {material.names(i.to)}' if i.to else ''}",
                    sections.answered(material, i.id),
                )
                for i in by_document[document]
            ),
        )
    if not asks:
        yield Text(f"{words.capital(material.nothing)}.")
    yield from sections.questions(material, [thing.id, *frameworks])


def _is_of(material: Material, instrument: str, country: str) -> bool:
    """Whether a plan, law or agreement is the country's own, by its state or its agencies."""
    states = material.scene.states
    for statement in material.about([instrument]):
        other = statement.object if statement.subject == instrument else statement.subject
        if statement.predicate not in (
            "adopts",
            "signs",
            "part_of",
            "governs",
            "located_in",
            "operates_in",
            "implements",
        ):
            continue
        if other == country or country in states.get(other or "", ()):
            return True
    return False


def _figures(material: Material, thing: Thing) -> Iterator[Block]:
    """The newest value of each measure, as printed."""
    newest: dict[tuple[str, str], Observation] = {}
    clock = material.scope.clock
    for figure in material.graph.figures:
        entry = figure.entry
        if thing.id not in (entry.place, entry.of) or not clock.knows(figure.locator.document) or entry.value is None:
            continue
        key = (entry.what, entry.of or "")
        if key not in newest or figure.bounds.possible_until > newest[key].bounds.possible_until:
            newest[key] = figure
    rows: list[tuple[Words, ...]] = []
    for (what, of), figure in sorted(newest.items()):
        entry = figure.entry
        label = words.capital(what.replace("-", " ")) + (f", {material.name(of)}" if of and of != thing.id else "")
        comparator = "" if entry.comparator == "exactly" else entry.comparator.replace("-", " ") + " "
        value = f"{comparator}{entry.value}{f' to {entry.max}' if entry.max else ''} {entry.unit or ''}".strip()
        rows.append((material.notes.cite(label, [figure.locator]), value, words.when(entry.when) or "no date stated"))
    if rows:
        yield Table("The newest figure of each kind", ("what", "value", "when"), tuple(rows[:25]))


def implementation_note(material: Material, thing: Thing) -> Iterator[Block]:
    """What was done about each recommendation of a meeting: who replied, with what, and who was silent."""
    found = [i for i in material.items("recommendation") if material.graph.things[i.id].sources[0].document == thing.id]
    replies = {i.id: _replies(material, i) for i in found}
    # What a document recommends beside the set that it reports on was put to nobody yet.
    sets = {whole for i in found if replies[i.id] for whole in i.part_of}
    asks = [i for i in found if i.id not in sets and (replies[i.id] or sets.intersection(i.part_of))]
    everyone = sorted({who for each in replies.values() for reply in each for who in reply.by}, key=material.name)
    yield Text(
        f"{words.count(len(asks), 'recommendation')}; {words.count(len(everyone), 'respondent')} known by their "
        f"replies; {sum(len(each) for each in replies.values())} replies."
    )
    if not asks:
        return
    counted = []
    rows = []
    for item in asks:
        word = {who: _word(reply) for reply in replies[item.id] for who in reply.by}
        count = Counter(word.values())
        silent = [who for who in everyone if who not in word]
        counted.append((item.key or item.text, [word.get(who, "silent") for who in everyone]))
        rows.append(
            (
                material.notes.cite(f"{item.key} {item.text}", material.graph.things[item.id].sources),
                str(count["answered"]),
                str(count["partly"]),
                str(count["blanket"]),
                f"{len(silent)}: {material.names(silent)}" if silent else "0",
            )
        )
    yield Picture(heat_map("Who replied to what", "recommendation", [material.name(w) for w in everyone], counted))
    yield Table(
        "Recommendation by recommendation", ("what", "answered", "partly", "for all at once", "silent"), tuple(rows)
    )
    for item in asks:
        yield Heading(f"{item.key} {item.text}", 3)
        yield Bullets(tuple(_reply(material, reply) for reply in replies[item.id]))
        if not replies[item.id]:
            yield Text(f"{words.capital(material.nothing)}.")


def _replies(material: Material, item: Item) -> list[Item]:
    found = [each for each in material.answers(item.id) if each.type == "response"]
    return sorted(found, key=lambda each: (material.graph.things[each.id].sources[0].lines, each.id))


def _word(reply: Item) -> str:
    if reply.grade == "blanket":
        return "blanket"
    return "answered" if reply.grade in (None, "done") else "partly"


def _reply(material: Material, reply: Item) -> Cited:
    grade = f" ({reply.grade})" if reply.grade and reply.grade != "done" else ""
    key = f"{reply.key} " if reply.key else ""
    told = f"{key}{material.names(reply.by)}: {reply.text.rstrip('.')}{grade}"
    return material.notes.cite(told, material.graph.things[reply.id].sources)


def action_plan(material: Material, thing: Thing) -> Iterator[Block]:
    """A plan's areas and outcomes, with programmes on the same themes and who pays for them beside each."""
    parts = sorted(
        s.subject
        for s in material.graph.matching(predicate="part_of", object=thing.id)
        if material.graph.things[s.subject].type == "framework"
    )
    for part in [*parts, thing.id]:
        inside = _inside(material.items("outcome", "action", "need"), part)
        yield Heading(material.name(part))
        rows = tuple(
            (
                words.capital(item.type),
                material.notes.cite(item.text, material.graph.things[item.id].sources),
                *_evidence(material, item),
            )
            for item in sorted(inside, key=lambda i: ("outcome", "need", "action").index(i.type))
        )
        if rows:
            header = ("kind", "what", "what is reported", "programmes on its themes, with funders (perhaps the same)")
            yield Table(f"{material.name(part)}: what is planned, and what is near it", header, rows)
        else:
            yield Text(f"{words.capital(material.nothing)}.")


def _inside(items: Sequence[Item], whole: str) -> list[Item]:
    """The items below a thing, through any number of items."""
    found: list[Item] = []
    above = {whole}
    while more := [i for i in items if above.intersection(i.part_of) and i not in found]:
        found += more
        above = {i.id for i in more}
    return found


def work_plan(material: Material, thing: Thing) -> Iterator[Block]:
    """A work plan's actions by their path, with evidence beside each."""
    inside = [
        i
        for i in material.items("outcome", "benchmark", "target", "action")
        if i.key and material.graph.things[i.id].sources[0].document == thing.id and i.type != "target"
    ]
    titles = {s.key: s.title for s in material.graph.records.document(thing.id).sections}
    groups: dict[str, list[Item]] = {}
    for item in inside:
        groups.setdefault(material.graph.things[item.id].sources[0].section, []).append(item)
    for section, items in groups.items():
        items.sort(key=lambda i: _path(i.key or ""))
        head = items[0] if items[0].type == "outcome" else None
        yield Heading(f"{section}: {head.text.rstrip('.')}" if head else f"{section}: {titles.get(section, '')}")
        yield Table(
            f"{section}: what is planned, with what is known of each",
            ("key", "action", "what is reported", "programmes on its themes, with funders (perhaps the same)"),
            tuple(
                (
                    item.key or "–",
                    material.notes.cite(item.text, material.graph.things[item.id].sources),
                    *_evidence(material, item),
                )
                for item in items
                if item is not head
            ),
        )


_ROMAN = {"I": 1, "II": 2, "III": 3, "IV": 4, "V": 5, "VI": 6, "VII": 7, "VIII": 8, "IX": 9, "X": 10}


def _path(key: str) -> tuple[tuple[int, str], ...]:
    """A key in the order in which people count.

    >>> sorted(["III.1.10", "I.1", "III.1.9", "II"], key=_path)
    ['I.1', 'II', 'III.1.9', 'III.1.10']
    """
    return tuple((_ROMAN.get(part) or (int(part) if part.isdecimal() else 0), part) for part in key.split("."))


def _evidence(material: Material, item: Item) -> tuple[Words, Words]:
    """What is reported of an item itself; and funded work on the same narrow themes, which may be another thing."""
    broader = material.scene.broader
    narrow = {theme for theme in item.themes if broader.get(theme)}
    near: list[Cited] = []
    for activity in material.scene.activities.values():
        if activity.id not in material.graph.things or not narrow or not narrow <= activity.themes.keys():
            continue
        scene = material.scene
        paying = funders(scene.clock, scene.activities, activity)
        helping = supporters(scene.clock, scene.activities, activity)
        if not paying and not helping:
            continue
        donors = [
            f"{material.name(donor)}{'' if (paying.get(donor) or helping[donor]).reading == CERTAIN else ' (perhaps)'}"
            for donor in named({*paying, *helping})
        ]
        proof: Iterable[Statement] = (s for by in (paying, helping) for each in by.values() for s in each.statements)
        near.append(material.cite(f"{material.name(activity.id)}: {', '.join(donors) or 'donors not named'}", proof))
    more = [Cited(f"{len(near) - 3} more")] if len(near) > 3 else []
    return sections.answered(material, item.id), (*near[:3], *more) or material.nothing


FORMS: Mapping[str, Form] = {
    "annex-2": Form("Sector working group: yearly report", ("mechanism",), "idswg", annex_2),
    "country-chapter": Form("Mini-Dublin Group: country chapter", ("country",), "lao-pdr", country_chapter),
    "implementation-note": Form("Implementation of recommendations", ("document",), "honlap-43", implementation_note),
    "action-plan": Form("Action plan: areas and outcomes", ("framework",), "sub-regional-action-plan", action_plan),
    "work-plan": Form("Work plan: actions and evidence", ("document",), "asean-work-plan-2009-2015", work_plan),
}


def form(name: str, thing: Thing | None, things: Mapping[str, Thing]) -> tuple[Form, Thing]:
    """A form and the thing it is filled for. Raises `UsageError` for an unknown form or a thing it does not fit."""
    if name not in FORMS:
        raise UsageError(f"no form {name!r}; there are {', '.join(FORMS)}")
    found = FORMS[name]
    thing = thing or things.get(found.usual)
    if thing is None or thing.type not in found.about:
        what = " or ".join(found.about)
        raise UsageError(
            f"the form {name} is about a {what}{f', not a {thing.type}' if thing else ''}: for example {found.usual}"
        )
    return found, thing
