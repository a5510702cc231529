"""What stands in a brief about a country, a donor, a programme, a mechanism, a set of asks, or a theme."""

from __future__ import annotations

from collections.abc import Iterator

from .. import words
from ..analysis.activity import Activity, Links, named
from ..chart import heat_map
from ..model import Thing
from . import sections
from .material import Material
from .page import Block, Heading, Picture, Table, Text, Words

_ASKS = ("recommendation", "need", "target", "benchmark")


def country(material: Material, thing: Thing) -> Iterator[Block]:
    """Who works here on what, what nobody covers, what rests on one donor, what ends, what was asked."""
    here = [a for a in material.scene.activities.values() if thing.id in a.places]
    yield from _state(material, thing)
    yield from sections.backers(material, here, "Who pays for and supports what", sections.ROWS)
    cells = material.findings("coverage", country=thing.id)
    yield from sections.coverage(material, cells, f"Who is present on what: {thing.label}")
    asks = [item for item in material.items(*_ASKS) if thing.id in item.place or thing.id in item.to]
    wanted = {item.id for item in asks if item.type in ("recommendation", "need")}
    open_asks = [f for f in material.gaps("unfunded", country=thing.id) if f.subject in wanted]
    yield from sections.gaps(material, open_asks, "Asked for, and not known to be funded")
    yield from sections.gaps(material, material.gaps("dependency", country=thing.id), "What rests on one donor")
    yield from sections.ends(material, material.findings("ending", country=thing.id))
    chart = material.timeline(f"When: {thing.label}", [a.id for a in here if a.id in material.graph.things])
    if chart:
        yield Heading("Since when, until when")
        yield Picture(chart)
    recommended = [item for item in asks if item.type == "recommendation"]
    yield from sections.asks(material, recommended, "What was recommended, and what came of it")
    yield from sections.questions(material, [thing.id, *(a.id for a in here)])


def donor(material: Material, thing: Thing) -> Iterator[Block]:
    """What it pays for and supports where, what rests on it alone, what of its work ends, where it sits."""
    mine = [a for a in material.scene.activities.values() if thing.id in (*a.funders, *a.supporters)]
    yield from _state(material, thing)
    yield from sections.backers(material, mine, "Work it pays for or supports, with the others who do")
    yield from _themes_by_places(material, thing)
    alone = [f for f in material.gaps("dependency") if f.value["funder"] == thing.id]
    yield from sections.gaps(material, alone, "What rests on it alone")
    yield from sections.ends(material, material.findings("ending", donor=thing.id))
    chart = material.timeline(f"When: work of {thing.label}", [a.id for a in mine if a.id in material.graph.things])
    if chart:
        yield Heading("Since when, until when")
        yield Picture(chart)
    yield from sections.funding_chain(material, mine, f"From {thing.label} to who carries it out")
    yield from _seats(material, thing)
    named_as = [f for f in material.gaps("unfunded") if thing.id in {p.donor for p in f.prospects}]
    yield from sections.gaps(material, named_as, "What it could be asked for")
    yield from sections.questions(material, [thing.id])


def programme(material: Material, thing: Thing) -> Iterator[Block]:
    """What it is part of, who pays and who works, where and on what, what is asked about it."""
    activity = material.scene.activities.get(thing.id, Activity(thing.id))
    parts = [a for a in material.scene.activities.values() if thing.id in a.wholes]
    yield from _state(material, thing)
    yield from sections.backers(material, [activity, *parts], "Who pays for it and supports it")
    yield Heading("Who carries it out, where, on what")
    yield Table(
        "The work",
        ("what", "as stated"),
        (
            ("carried out by", _told(material, activity.implementers)),
            ("where", _told(material, activity.places)),
            ("themes", _told(material, activity.themes)),
            ("part of", _told(material, activity.wholes)),
            ("its parts", _told(material, {part.id: part.wholes[thing.id] for part in parts})),
        ),
    )
    yield from sections.funding_chain(material, [activity, *parts], "From donors to who carries it out")
    asks = [item for item in material.items(*_ASKS) if thing.id in item.about]
    yield from sections.asks(material, asks, "What is asked about it, and what came of it")
    yield from sections.ends(material, [f for f in material.findings("ending") if f.subject == thing.id])
    chart = material.timeline("When", [thing.id, *(part.id for part in parts)])
    if chart:
        yield Heading("Since when, until when")
        yield Picture(chart)
    yield from sections.questions(material, [thing.id])


def mechanism(material: Material, thing: Thing) -> Iterator[Block]:
    """Who chairs it, sits in it and serves it, when it met, what it asked and what came of it."""
    yield from _state(material, thing)
    about = material.about([thing.id])
    order = ("chairs", "co_chairs", "secretariat_of", "focal_point_of", "member_of", "observer_of", "participates_in")
    seats = [s for s in about if s.predicate in order and s.object == thing.id]
    seats.sort(key=lambda s: (order.index(s.predicate), s.rank == "outranked", s.when or "", s.subject))
    yield from sections.statements(material, seats, "Seats as stated", "Who chairs, serves and sits")
    meetings = sorted({s.subject for s in about if s.predicate == "part_of" and s.object == thing.id})
    chart = material.timeline("When it met, and what it adopted", _lasting(material, [thing.id, *meetings]))
    if chart:
        yield Heading("When it met")
        yield Picture(chart)
    bodies = {thing.id, *meetings}
    asks = [item for item in material.items(*_ASKS) if bodies & {*item.by, *item.to, *item.about}]
    yield from sections.asks(material, asks, "What it asked or was asked, and what came of it")
    other = [s for s in about if s.predicate in ("adopts", "coordinates", "governs", "succeeds", "hosts", "part_of")]
    yield from sections.statements(
        material, other, "What else is stated of it", "What it is part of, adopts and coordinates"
    )
    yield from sections.questions(material, [thing.id, *meetings])


def asked(material: Material, thing: Thing) -> Iterator[Block]:
    """A set of asks: those of a document, of a plan, or below an item, with what came of each."""
    inside = _below(material, thing)
    items = [item for item in material.items(*_ASKS, "priority", "action", "outcome") if item.id in inside]
    items = [item for item in items if item.type in _ASKS] or items
    yield Text(
        f"{words.count(len(items), 'ask')}; {sum(not material.answers(i.id) for i in items)} without any answer known."
    )
    matrix = [f for f in material.findings("unfunded") if f.subject in {item.id for item in items}]
    states = {f.subject: sections._look(f) for f in matrix}
    if states:
        rows = [
            (words.name_of(material.graph.things[i.id]), [states.get(i.id, "not known"), _came(material, i.id)])
            for i in items[: 2 * sections.ROWS]
        ]
        yield Picture(heat_map("Funded, answered", "ask", ["funded", "answered"], rows))
    yield from sections.asks(material, items, "Each ask, and what came of it")
    open_asks = [f for f in material.gaps("unfunded") if f.subject in inside]
    yield from sections.gaps(material, open_asks, "Not known to be funded, and whom one could ask")
    yield from sections.questions(material, inside)


def theme(material: Material, thing: Thing) -> Iterator[Block]:
    """Who works on it where, what is asked on it, what nobody is known to fund."""
    work = [a for a in material.scene.activities.values() if thing.id in a.themes]
    yield Text(str(getattr(thing.entry, "definition", "") or thing.label))
    yield from sections.backers(material, work, "Who pays for and supports work on it")
    cells = [f for f in material.findings("coverage", theme=thing.id) if f.state != "not known"]
    places = sorted({f.country for f in cells if f.country}, key=material.name)
    donors = sorted({f.subject for f in cells}, key=material.name)[: sections.COLUMNS]
    if places and donors:
        looks = {(f.country, f.subject): sections._look(f) for f in cells}
        rows = [(material.name(p), [looks.get((p, d), "not known") for d in donors]) for p in places]
        yield Picture(heat_map(f"Who is where: {thing.label}", "place", [material.name(d) for d in donors], rows))
    open_asks = material.gaps("unfunded", theme=thing.id)
    yield from sections.gaps(material, open_asks, "Asked for, and not known to be funded")
    asks = [i for i in material.items(*_ASKS) if thing.id in _with_broader(material, i.themes)]
    yield from sections.asks(material, asks, "What is asked on it, and what came of it")
    chart = material.timeline("When", [a.id for a in work if a.id in material.graph.things])
    if chart:
        yield Heading("Since when, until when")
        yield Picture(chart)


def _state(material: Material, thing: Thing) -> Iterator[Block]:
    """What it is, in a line or two."""
    told = [f"{words.capital(thing.type)} {thing.label}"]
    if thing.aliases:
        told.append(f"also called {', '.join(thing.aliases[:4])}")
    within = [
        s for s in material.about([thing.id]) if s.predicate == "part_of" and s.subject == thing.id and s.is_plain
    ]
    if within:
        told.append(f"part of {material.names(s.object or '' for s in within)}")
    yield Text(material.notes.cite("; ".join(told) + ".", (s.locator for s in within)))


def _told(material: Material, links: Links) -> Words:
    return material.cite(material.names(named(links)), (s for each in links.values() for s in each))


def _themes_by_places(material: Material, thing: Thing) -> Iterator[Block]:
    cells = [
        f for f in material.findings("coverage", donor=thing.id) if f.state != "not known" and f.theme and f.country
    ]
    places = [p for p in sorted({f.country or "" for f in cells}) if material.graph.things[p].type == "country"]
    themes = sorted({f.theme or "" for f in cells if f.country in places}, key=material.name)
    if not places or not themes:
        return
    looks = {(f.theme, f.country): sections._look(f) for f in cells}
    rows = [(material.name(t), [looks.get((t, p), "not known") for p in places]) for t in themes]
    yield Picture(heat_map(f"On what, where: {thing.label}", "theme", [material.name(p) for p in places], rows))


def _seats(material: Material, thing: Thing) -> Iterator[Block]:
    order = ("chairs", "co_chairs", "secretariat_of", "member_of", "observer_of", "participates_in", "not_member")
    agencies = [body for body, states in material.scene.states.items() if thing.id in states]
    mine = {thing.id, *agencies}
    found = [s for s in material.about(mine) if s.predicate in order and s.subject in mine]
    found.sort(key=lambda s: (order.index(s.predicate), s.object or "", s.when or ""))
    yield from sections.statements(material, found[: sections.ROWS], "Its seats, as stated", "Where it sits")


def _came(material: Material, item: str) -> str:
    """In how far an ask is answered, as a word of the chart."""
    answers = material.answers(item)
    if not answers:
        return "silent"
    grades = {each.grade or each.status for each in answers}
    for word in ("blanket", "off-topic", "lacks"):
        if grades == {word}:
            return word
    if grades <= {"off-topic", "not-applicable", "lacks"}:
        return "off-topic"
    return "partly" if grades & {"partly", "lacks", "planned", "unknown"} and None not in grades else "answered"


def _below(material: Material, thing: Thing) -> set[str]:
    """The items of a document, those a body or plan asks, or those that stand below an item."""
    if thing.type == "document":
        return {t.id for t in material.graph.things.values() if t.sources and t.sources[0].document == thing.id}
    found = [thing.id]
    children: dict[str, list[str]] = {}
    for statement in material.graph.matching(predicate="part_of"):
        children.setdefault(statement.object or "", []).append(statement.subject)
    for statement in material.graph.matching(predicate="recommends", subject=thing.id):
        children.setdefault(thing.id, []).append(statement.object or "")
    for each in found:
        found += [child for child in children.get(each, ()) if child not in found]
    return set(found)


def _with_broader(material: Material, themes: tuple[str, ...]) -> set[str]:
    found = set(themes)
    for each in themes:
        while each := material.scene.broader.get(each, ""):
            found.add(each)
    return found


def _lasting(material: Material, things: list[str]) -> list[str]:
    adopted = {s.object for t in things for s in material.graph.matching(predicate="adopts", subject=t) if s.object}
    return [*things, *sorted(adopted - set(things))]
