"""The parts that briefs share: who backs what, what is open, what ends, what was asked and what came of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from .. import words
from ..analysis import Finding
from ..analysis.activity import Activity, funders, named, supporters
from ..analysis.finding import CERTAIN, COVERED, STATED_NONE
from ..chart import LOOKS, Link, chain, heat_map
from ..model import Item, Statement
from .material import Material
from .page import Block, Bullets, Cited, Heading, Picture, Table, Text, Words

#: How many gaps, rows, columns and themes a brief has room for on two sheets.
GAPS, ROWS, COLUMNS, THEMES = 4, 5, 10, 10


def backers(
    material: Material, activities: Sequence[Activity], heading: str, most: int | None = None
) -> Iterator[Block]:
    """Who pays for or supports which work on the day: a line a donor, the surest first, `most` pieces of work each."""
    yield Heading(heading)
    scene = material.scene
    rows: dict[str, dict[str, tuple[str, Sequence[Statement]]]] = {}
    for activity in activities:
        paying = funders(scene.clock, scene.activities, activity)
        helping = supporters(scene.clock, scene.activities, activity)
        for word, by in (("", paying), ("supports", {d: each for d, each in helping.items() if d not in paying})):
            for donor in named(by):
                backing = by[donor]
                own = [s for s in backing.statements if activity.id in (s.id, s.object)]
                dates = [words.when(s.when) for s in own if s.when]
                sums = [words.amount(s.amount) for s in own if s.amount is not None]
                sure = "" if backing.reading == CERTAIN else "perhaps"
                more = ", ".join(dict.fromkeys(each for each in (word, sure, *dates[:1], *sums[:1]) if each))
                name = material.name(activity.id, unnamed="")
                work = rows.setdefault(donor, {})
                # Help without a name, told of in two documents, is said once: as sure as the surer of the two.
                if name not in work or (more.count("perhaps"), work[name][0]) < (work[name][0].count("perhaps"), more):
                    work[name] = (more, backing.statements)
    if not rows:
        yield Text(f"Who pays for or supports work here: {material.nothing}.")
        return
    table: list[tuple[Words, ...]] = []
    cut = False
    for donor, work in sorted(rows.items(), key=lambda row: (-len(row[1]), row[0])):
        told = [_work(material, name, *work[name]) for name in sorted(work, key=_sure_first(work))[:most]]
        if len(work) > len(told):
            told.append(Cited(f"{len(work) - len(told)} more"))
            cut = True
        table.append((material.name(donor), tuple(told)))
    yield Table(
        "Funding on the day; “supports”: in a form that is not stated; “help to”: no programme is named; "
        "“perhaps”: not certain for the day or the part",
        ("donor", "work"),
        tuple(table),
    )
    if cut:
        yield Text("What is left out here: pactgraph brief DONOR, for a country pactgraph brief DONOR --as-donor.")


def _work(material: Material, name: str, more: str, proof: Sequence[Statement]) -> Cited:
    return material.cite(f"{name}{f' ({more})' if more else ''}", proof)


def _sure_first(work: Mapping[str, tuple[str, Sequence[Statement]]]) -> Callable[[str], tuple[bool, bool, str]]:
    return lambda name: ("perhaps" in work[name][0], "supports" in work[name][0], name.casefold())


def coverage(material: Material, findings: Sequence[Finding], title: str) -> Iterator[Block]:
    """Themes by donors, where anything is known."""
    areas = {theme for theme, above in material.scene.broader.items() if not above}
    told = [f for f in findings if f.theme not in {None, *areas} and f.state in (COVERED, STATED_NONE)]
    count: dict[str, int] = {}
    for finding in told:
        count[finding.subject] = count.get(finding.subject, 0) + 1
    donors = sorted(count, key=lambda donor: (-count[donor], donor))[:COLUMNS]
    held: dict[str, int] = {}
    for finding in told:
        if finding.subject in donors:
            held[finding.theme or ""] = held.get(finding.theme or "", 0) + 1
    themes = sorted(sorted(held, key=lambda theme: (-held[theme], theme))[:THEMES], key=material.name)
    if not themes:
        return
    cells = {(f.theme, f.subject): _look(f) for f in told}
    rows = [(material.name(theme), [cells.get((theme, donor), "not known") for donor in donors]) for theme in themes]
    yield Picture(heat_map(title, "theme", [material.name(donor) for donor in donors], rows))


def _look(finding: Finding) -> str:
    if finding.state == COVERED:
        return COVERED if finding.reading == CERTAIN else "perhaps"
    return finding.state


def responses(material: Material, findings: Sequence[Finding], title: str) -> Iterator[Block]:
    """Recommendations by respondents, a picture a document, where anybody is known to have answered."""
    of_document: dict[str, list[tuple[str, dict[str, str]]]] = {}
    for finding in findings:
        cells = {who: word for word, whom in finding.value.items() if word in LOOKS for who in whom}
        if finding.analysis == "responses" and any(word not in ("silent", "not asked") for word in cells.values()):
            thing = material.graph.things[finding.subject]
            name = f"{thing.item.key} {thing.label}" if thing.item.key else thing.label
            of_document.setdefault(thing.sources[0].document, []).append((name, cells))
    for document, told in of_document.items():
        everyone = sorted({who for _, cells in told for who in cells}, key=material.name)
        if len(everyone) < 2:
            continue  # one column is a list, which the table below is already
        rows = [(name, [cells.get(who, "not known") for who in everyone]) for name, cells in told]
        heading = f"{title}: {material.name(document)}"
        yield Picture(heat_map(heading, "recommendation", [material.name(who) for who in everyone], rows))


def gaps(material: Material, findings: Sequence[Finding], heading: str, most: int = GAPS) -> Iterator[Block]:
    """The gaps to talk of first, with whom one could ask; how many more there are."""
    yield Heading(heading)
    if not findings:
        yield Text("No gap of this kind was found in the documents; that is not the same as none.")
        return
    items: list[Words] = []
    for finding in findings[:most]:
        reasons: dict[str, list[str]] = {}
        for prospect in finding.prospects[:3]:
            reasons.setdefault(prospect.because, []).append(material.name(prospect.donor))
        ask = "; ".join(f"{', '.join(donors)} ({because})" for because, donors in reasons.items())
        sure = "" if finding.reading == CERTAIN else " (possibly)"
        state = finding.state
        if finding.analysis == "dependency":
            state = f"{material.name(finding.value['funder'])} alone"
        label = f"{material.name(finding.subject)}: {state}{sure}."
        if ask:
            label += f" Could be asked: {ask}."
        items.append(material.notes.cite(label, (*finding.locators, *(s.locator for s in finding.statements))))
    yield Bullets(tuple(items))
    if len(findings) > most:
        yield Text(f"{len(findings) - most} more: pactgraph gaps {findings[0].analysis}.")


def ends(material: Material, findings: Sequence[Finding]) -> Iterator[Block]:
    """What ends next, or has ended lately without anything known after it."""
    order = ("ends", "suspended", "ended", "last seen")
    found = sorted(
        (f for f in findings if f.gap and f.state in order and f.subject in material.graph.things),
        key=lambda f: (order.index(f.state), "".join(chr(158 - ord(c)) for c in str(f.value["day"])), f.subject),
    )
    if not found:
        return
    yield Heading("What ends, and what was last seen when")
    rows: tuple[tuple[Words, ...], ...] = tuple(
        (
            material.cite(material.name(f.subject), f.statements),
            f.state if f.reading == CERTAIN else f"{f.state}, perhaps",
            str(f.value["day"]),
            material.names(f.value["donors"]),
        )
        for f in found[:ROWS]
    )
    yield Table("Nothing is known to follow these", ("what", "state", "day", "donors"), rows)
    if len(found) > ROWS:
        yield Text(f"{len(found) - ROWS} more: pactgraph gaps ending.")


def asks(material: Material, items: Sequence[Item], heading: str) -> Iterator[Block]:
    """What was asked of whom, and what came of it."""
    if not items:
        return
    yield Heading(heading)
    rows: list[tuple[Words, ...]] = []
    for item in items[:ROWS]:
        thing = material.graph.things[item.id]
        rows.append(
            (
                material.notes.cite(f"{item.key} {item.text}" if item.key else item.text, thing.sources),
                f"{material.names(item.by)}{f' → {material.names(item.to)}' if item.to else ''}",
                answered(material, item.id),
            )
        )
    yield Table("What was asked, and what came of it", ("what", "by → to", "what came of it"), tuple(rows))
    if len(items) > ROWS:
        yield Text(f"{len(items) - ROWS} more: pactgraph query asks.")


def answered(material: Material, item: str, most: int | None = 3) -> Words:
    """What came of an ask, in one cell; how many answers more there are than `most`."""
    found = material.answers(item)
    told = [
        material.notes.cite(f"{each.text.rstrip('.')}{state_of(each)}", material.graph.things[each.id].sources)
        for each in found[:most]
    ]
    if len(found) > len(told):
        told.append(Cited(f"{len(found) - len(told)} more: pactgraph query answers ask={item}"))
    return tuple(told) or material.nothing


def state_of(item: Item) -> str:
    """How far an item got and what it is worth as an answer, in brackets; nothing where that is plain."""
    more = [word for word in (item.status, item.grade) if word and word not in ("active", "done")]
    return f" ({', '.join(more)})" if more else ""


def statements(
    material: Material, found: Sequence[Statement], caption: str, heading: str = "", most: int | None = 2 * ROWS
) -> Iterator[Block]:
    """Statements as sentences, each once with its places; of what is told twice the newest document has the word."""
    if not found:
        return
    if heading:
        yield Heading(heading)
    told: dict[tuple[object, ...], list[Statement]] = {}
    for each in found:
        told.setdefault((each.subject, each.predicate, each.object, each.value, each.when), []).append(each)
    rows: list[tuple[Words, ...]] = []
    for same in [*told.values()][:most]:
        newest = max(same, key=lambda s: material.scope.clock.seen(s.document))
        rows.append((material.cite(words.capital(material.said(newest)), same),))
    yield Table(caption, ("statement",), tuple(rows))
    if len(told) > len(rows):
        yield Text(f"{len(told) - len(rows)} more; pactgraph show lists all.")


def questions(material: Material, things: Iterable[str], most: int | None = ROWS) -> Iterator[Block]:
    """What documents contradict each other on, deny or do not know about these things."""
    wanted = set(things)
    told = {s.id: s for s in material.about(wanted)}
    items: list[Words] = []
    for conflict in material.graph.records.conflicts:
        rivals = [told[each] for each in conflict.between if each in told]
        if rivals:
            because = f" Taken here: {conflict.because}" if conflict.because else " Nobody has decided."
            items.append(material.cite(f"Documents disagree: {conflict.about}{because}", rivals))
    for statement in told.values():
        if statement.status == "unknown" or statement.predicate == "maybe_same_as":
            items.append(material.cite(f"Not certain: {material.said(statement)}.", [statement]))
        elif statement.status == "denied" or statement.predicate in ("not_funded", "not_held", "not_member"):
            items.append(material.cite(f"Stated not to be so: {material.said(statement)}.", [statement]))
    if items:
        yield Heading("Open questions")
        yield Bullets(tuple(items[:most]))
        if most is not None and len(items) > most:
            yield Text(f"{len(items) - most} more; pactgraph show lists all.")


def funding_chain(material: Material, activities: Sequence[Activity], title: str) -> Iterator[Block]:
    """From donors through programmes to who carries them out."""
    links = []
    scene = material.scene
    for activity in activities:
        if activity.id not in scene.graph.things:
            continue
        name = material.name(activity.id)
        doers = [
            (doer, all_plain)
            for doer, by in activity.implementers.items()
            if doer in scene.graph.things and (all_plain := [s for s in by if scene.clock.possibly(s)])
        ]
        paying = funders(scene.clock, scene.activities, activity)
        for donor in named(paying):
            links.append(Link(material.name(donor), name, "funds", paying[donor].reading == CERTAIN))
            links += [
                Link(name, material.name(doer), "implements", any(scene.clock.certainly(s) for s in by))
                for doer, by in doers
                if material.name(doer) != name
            ]
    if links:
        yield Picture(chain(title, ("donors", "work", "carried out by"), links[: 2 * ROWS]))
