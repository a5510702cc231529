"""The documents' own forms, filled from the graph, so that next year's report begins with what is known.

Each form has the parts and columns that its document has, and nothing of its wording. A cell of which
nothing is known says so, with the day of the last look: that is what the secretariat has to ask for.
Nothing is cut off: a form may be as long as what it is about.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from .. import words
from ..analysis.activity import Activity, funders, named, supporters
from ..analysis.finding import CERTAIN
from ..analysis.presence import telling_themes
from ..chart import heat_map
from ..errors import UsageError
from ..graph import PactGraph
from ..model import Item, Observation, Statement, Thing
from . import sections
from .material import Material
from .page import Block, Bullets, Cited, Heading, Picture, Table, Text, Words

_DONE = ("action", "outcome", "response")
_PLANNED = ("outcome", "benchmark", "target", "action", "need")


@dataclass(frozen=True, slots=True)
class Form:
    """A form of a document: what it is called, whom it can be filled for, and by what."""

    title: str
    #: The type of thing it is about, what that must have, and the thing it is filled for if none is named.
    about: str
    having: str
    usual: str
    fits: Callable[[PactGraph, Thing], bool]
    fill: Callable[[Material, Thing], Iterator[Block]]


# A sector working group's yearly report.

_OFFICES = {
    "chairs": "chair",
    "co_chairs": "co-chairs",
    "secretariat_of": "secretariat",
    "focal_point_of": "focal points",
    "participates_in": "takes part",
    "member_of": "members",
}
#: What a document tells of those who help that is no money on the day.
_BESIDE_MONEY = ("funds", "supports", "implements", "cooperates_with", "coordinates", "participates_in")


def annex_2(material: Material, thing: Thing) -> Iterator[Block]:
    """A sector working group's yearly report: each output with progress and what is in the way."""
    yield Heading("Name, chairs, focal points")
    yield Table(f"{thing.label}: offices as stated", ("office", "who"), tuple(_offices(material, thing)))
    outputs = [i for i in material.items("recommendation") if i.key and _asked_by(material.graph, thing.id, i)]
    yield Heading("A. Outputs: progress and challenges")
    header = ("output", "progress", "funding and figures told beside it", "situation, challenges, way forward")
    yield Table(
        "Outputs and activities of the sector",
        header,
        tuple(_output(material, item) for item in outputs) or ((material.nothing,) * len(header),),
    )
    shown: set[str] = set()
    places = [s.object for s in material.about([thing.id]) if s.predicate == "operates_in" and s.subject == thing.id]
    if places:
        here = [a for a in material.scene.activities.values() if set(places) & a.places.keys()]
        yield from sections.backers(material, here, "Support of the partners")
        shown = {activity.id for activity in here}
    yield Heading("The other parts, as last reported")
    yield from _other_parts(material, thing, outputs, shown)


def _reports(graph: PactGraph, mechanism: str) -> set[str]:
    return {s.object for s in graph.matching(subject=mechanism, predicate="produces") if s.object}


def _asked_by(graph: PactGraph, mechanism: str, item: Item) -> bool:
    """Whether the mechanism asked it, or a document that it produces."""
    return mechanism in item.by or graph.things[item.id].sources[0].document in _reports(graph, mechanism)


def _offices(material: Material, thing: Thing) -> Iterator[tuple[Words, ...]]:
    about = [s for s in material.about([thing.id]) if s.object == thing.id]
    for predicate, office in _OFFICES.items():
        holders = material.holders(s for s in about if s.predicate == predicate)
        yield (words.capital(office), holders or material.nothing)


def _output(material: Material, item: Item) -> tuple[Words, ...]:
    graph = material.graph
    answers = [i for i in material.items(*_DONE, "need", "challenge", "target", "priority") if item.id in i.answers]
    done = [each for each in answers if each.type in _DONE]
    beside = {
        (source.document, line)
        for each in (item, *answers)
        for source in graph.things[each.id].sources
        for line in source.lines
    }

    def told(document: str, lines: Iterable[int]) -> bool:
        return any((document, line) in beside for line in lines)

    paying = [
        s
        for s in graph.statements
        if s.predicate in ("funds", "supports")
        and graph.things[s.subject].type != "programme"
        and material.scope.clock.knows(s.document)
        and told(s.document, s.locator.lines)
    ]
    figures = [
        f
        for f in graph.figures
        if material.scope.clock.knows(f.locator.document) and told(f.locator.document, f.locator.lines)
    ]
    return (
        _asked(material, item),
        tuple(_item(material, each) for each in done) or material.nothing,
        (
            *(material.cite(words.capital(material.said(s)), [s]) for s in paying),
            *(_figure(material, figure) for figure in figures),
        )
        or material.nothing,
        tuple(_item(material, each) for each in answers if each not in done) or material.nothing,
    )


def _other_parts(material: Material, thing: Thing, outputs: Sequence[Item], backed: set[str]) -> Iterator[Block]:
    """What its reports tell outside the outputs, section by section; who backs what is `backed` stands in the table."""
    clock = material.scope.clock
    reports = sorted(d for d in _reports(material.graph, thing.id) if clock.knows(d))
    shown = {item.id for item in outputs}
    shown |= {s.subject for o in outputs for s in material.graph.matching(predicate="responds_to", object=o.id)}
    empty = True
    for document in reports:
        for section in material.graph.records.document(document).sections:
            here = (document, section.key)
            items = [
                i
                for i in material.items(
                    *_DONE, "recommendation", "need", "challenge", "target", "priority", "benchmark"
                )
                if i.id not in shown and _stands(material, i) == here
            ]
            told = [
                s
                for s in material.graph.statements
                if (s.document, s.locator.section) == here
                and s.predicate in _BESIDE_MONEY
                and not (
                    s.predicate in ("funds", "supports")
                    and backed.intersection((s.id, s.object))
                    and words.state(s, clock) in ("in force", "perhaps")
                )
                and s.object not in {thing.id, document}
                and s.origin != "item"
            ]
            # Who pays or works on an output stands beside it.
            if any(_stands(material, output) == here for output in outputs):
                told = []
            if items or told:
                empty = False
                yield Heading(f"{section.key}: {section.title}", 3)
                yield Bullets(
                    (
                        *(_item(material, each, each.key != section.key) for each in items),
                        *(material.cite(words.capital(material.said(s)), [s]) for s in told),
                    )
                )
    if empty:
        yield Text(f"{words.capital(material.nothing)}.")


# A mini-Dublin Group's chapter on a country.


def country_chapter(material: Material, thing: Thing) -> Iterator[Block]:
    """A mini-Dublin chapter: situation, strategy, donors' programmes, needs, recommendations and what came of them."""
    asks = [i for i in material.items("recommendation") if thing.id in i.place or thing.id in i.to]
    yield from _meetings(material, asks)
    yield Heading("1. Situation")
    yield from _bullets(material, [i for i in material.items("challenge") if thing.id in i.place])
    yield from _figures(material, thing)
    yield from _strategy(material, thing)
    here = [a for a in material.scene.activities.values() if thing.id in a.places]
    yield from sections.backers(material, here, "3. Programmes of the donors")
    yield from _without_donor(material, here)
    yield Heading("4. Needs")
    yield from _bullets(material, [i for i in material.items("need") if thing.id in i.place or thing.id in i.by])
    yield Heading("5. Recommendations, and what came of the former ones")
    by_document: dict[str, list[Item]] = {}
    for item in asks:
        by_document.setdefault(_stands(material, item)[0], []).append(item)
    for document in sorted(by_document, key=lambda d: (material.scope.clock.seen(d), d)):
        yield Heading(f"Asked in {material.name(document)}", 3)
        yield _came_of(material, by_document[document])
    if not asks:
        yield Text(f"{words.capital(material.nothing)}.")
    yield from sections.questions(material, [thing.id, *_instruments(material, thing)], most=None)


def _came_of(material: Material, asks: Sequence[Item]) -> Table:
    return Table(
        "Each with what came of it",
        ("what", "by → to", "what came of it"),
        tuple(
            (
                _asked(material, i),
                f"{material.names(i.by)}{f' → {material.names(i.to)}' if i.to else ''}",
                sections.answered(material, i.id, most=None),
            )
            for i in asks
        ),
    )


def _meetings(material: Material, asks: Sequence[Item]) -> Iterator[Block]:
    """Who chairs the groups that recommend, and when and where they met."""
    bodies = {body for i in asks for body in i.by if material.graph.things[body].type == "mechanism"}
    about = material.about(bodies)
    met = {s.subject for s in about if s.predicate == "part_of" and material.graph.things[s.subject].type == "event"}
    told = [s for s in about if s.predicate in ("chairs", "co_chairs") and s.object in bodies]
    told += [
        s
        for s in material.about({*bodies, *met})
        if (s.subject in met and s.predicate in ("stage", "located_in"))
        or (s.object in met and s.predicate in ("chairs", "hosts"))
        or (s.subject in bodies and s.predicate == "participates_in")
    ]
    yield from sections.statements(material, told, "Who chairs, and when and where they met", "The group", most=None)


def _strategy(material: Material, thing: Thing) -> Iterator[Block]:
    """The country's laws and plans, their life, their price, and the bodies that coordinate."""
    yield Heading("2. Strategy and its bodies")
    frameworks = _instruments(material, thing)
    chart = material.timeline(f"Laws, plans and agreements of {thing.label}", frameworks, most=len(frameworks))
    if chart:
        yield Picture(chart)
    told = material.about(frameworks)
    own = {body for body, states in material.scene.states.items() if thing.id in states} | {thing.id}
    kinds = ("stage", "adopts", "signs", "governs", "succeeds", "amends", "requires")
    # What other states did with an agreement stands in their chapters.
    life = [s for s in told if s.predicate in kinds and s.subject in {*own, *frameworks}]
    yield from sections.statements(material, life, "Laws, plans and agreements as stated", most=None)
    seats = [
        s
        for s in material.about(own)
        if s.predicate in ("chairs", "co_chairs", "secretariat_of")
        or (s.predicate == "coordinates" and s.subject in own)
        or (s.predicate == "member_of" and s.subject in own and s.object in own)
    ]
    yield from sections.statements(material, seats, "Bodies as stated", most=None)
    if not life and not seats and not chart:
        yield Text(f"{words.capital(material.nothing)}.")


def _instruments(material: Material, thing: Thing) -> list[str]:
    """Its plans, laws and agreements: those of its state or of its agencies."""
    return [
        t.id
        for t in material.graph.things.values()
        if t.type in ("framework", "agreement") and _is_of(material, t.id, thing.id)
    ]


def _is_of(material: Material, instrument: str, country: str) -> bool:
    states = material.scene.states
    ties = ("adopts", "signs", "part_of", "governs", "located_in", "operates_in", "implements")
    for statement in material.about([instrument]):
        other = statement.object if statement.subject == instrument else statement.subject
        if statement.predicate in ties and (other == country or country in states.get(other or "", ())):
            return True
    return False


def _without_donor(material: Material, here: Sequence[Activity]) -> Iterator[Block]:
    """Programmes of which no donor is known on the day: who carries them out, who paid before."""
    scene = material.scene
    rows: list[tuple[Words, ...]] = []
    for activity in here:
        if activity.id not in scene.graph.things:
            continue
        if funders(scene.clock, scene.activities, activity) or supporters(scene.clock, scene.activities, activity):
            continue
        ties = [s for by in (activity.funders, activity.supporters) for each in by.values() for s in each]
        rows.append(
            (
                material.cite(material.name(activity.id), activity.statements),
                material.holders(s for by in activity.implementers.values() for s in by) or material.nothing,
                material.holders(ties) or material.nothing,
            )
        )
    if rows:
        header = ("programme", "carried out by", "donors told of for other days, or denied")
        yield Table("Programmes of which no donor is known on the day", header, tuple(rows))


#: Words of a measure that are no words.
_ACRONYMS = {word: word.upper() for word in ("ats", "hiv", "aids", "tb", "ngo", "npo", "usd", "pen", "sdg")}


def _figures(material: Material, thing: Thing) -> Iterator[Block]:
    """The newest value of each measure up to the day, as printed."""
    newest: dict[tuple[str, str], Observation] = {}
    clock = material.scope.clock
    for figure in material.graph.figures:
        entry = figure.entry
        if thing.id not in (entry.place, entry.of) or not clock.knows(figure.locator.document) or entry.value is None:
            continue
        if entry.when is not None and figure.bounds.possible_from > clock.last:
            continue
        key = (entry.what, entry.of or "")
        if key not in newest or figure.bounds.possible_until > newest[key].bounds.possible_until:
            newest[key] = figure
    if newest:
        rows = tuple(
            (
                material.notes.cite(_measured(material, figure, thing.id), [figure.locator]),
                words.measure(figure.entry),
                words.when(figure.entry.when) or "no date stated",
            )
            for _, figure in sorted(newest.items())
        )
        yield Table("The newest figure of each kind", ("what", "value", "when"), rows)


def _measured(material: Material, figure: Observation, known: str = "") -> str:
    """What was counted, and of what, unless that says it already or stands beside it."""
    entry = figure.entry
    what = " ".join(_ACRONYMS.get(word, word) for word in entry.what.split("-"))
    if not entry.of or entry.of == known or isinstance(material.graph.things[entry.of].entry, Item):
        return words.capital(what)
    name = material.name(entry.of)
    if set(what.casefold().split()) <= set(name.casefold().replace("-", " ").split()):
        return name
    return f"{words.capital(what)}, {name}"


def _figure(material: Material, figure: Observation) -> Cited:
    when = f", {words.when(figure.entry.when)}" if figure.entry.when else ""
    return material.notes.cite(f"{_measured(material, figure)}: {words.measure(figure.entry)}{when}", [figure.locator])


# A note on what became of a meeting's recommendations.

#: What a reply is worth, as the chart and the count have it, in the order of the columns.
_WORTH = ("answered", "partly", "lacks", "off-topic", "blanket", "not applicable")


def implementation_note(material: Material, thing: Thing) -> Iterator[Block]:
    """What was done about each recommendation of a meeting: who replied, with what, and who was silent."""
    found = [i for i in material.items("recommendation") if _stands(material, i)[0] == thing.id]
    replies = {i.id: _replies(material, i.id) for i in found}
    # What a document recommends beside the set that it reports on was put to nobody yet.
    sets = {whole for i in found if replies[i.id] for whole in i.part_of}
    asks = [i for i in found if i.id not in sets and (not sets or replies[i.id] or sets.intersection(i.part_of))]
    to_all = {whole: _replies(material, whole) for whole in sorted(sets)}
    everything = [r for i in asks for r in replies[i.id]] + [r for each in to_all.values() for r in each]
    everyone = sorted({who for reply in everything for who in reply.by}, key=material.name)
    if len(everyone) < 2:
        yield Text(f"{words.count(len(asks), 'recommendation')}; of whom a reply was asked is not known.")
        if asks:
            yield _came_of(material, asks)
        return
    count = len({reply.key or reply.id for reply in everything})
    yield Text(
        f"{words.count(len(asks), 'recommendation')}; {words.count(len(everyone), 'respondent')} known by their "
        f"replies; {words.count(count, 'reply', 'replies')}. “Silent”: replied to others, but not to this one."
    )
    marks: dict[str, dict[str, str]] = {}
    for item in asks:
        wholes = [reply for whole in item.part_of for reply in to_all.get(whole, ())]
        # What is said of one recommendation counts before what is said of all.
        marks[item.id] = {who: _worth(reply) for reply in (*wholes, *replies[item.id]) for who in reply.by}
    used = [word for word in _WORTH if any(word in each.values() for each in marks.values())]
    cells = [(i.key or i.text, [marks[i.id].get(who, "silent") for who in everyone]) for i in asks]
    yield Picture(heat_map("Who replied to what", "recommendation", [material.name(w) for w in everyone], cells))
    rows: list[tuple[Words, ...]] = []
    for item in asks:
        counted = Counter(marks[item.id].values())
        silent = [who for who in everyone if who not in marks[item.id]]
        told = f"{len(silent)}: {material.names(silent)}" if silent else "0"
        rows.append((_asked(material, item), *(str(counted[word]) for word in used), told))
    yield Table("Recommendation by recommendation", ("what", *(_COLUMNS[word] for word in used), "silent"), tuple(rows))
    for whole, given in to_all.items():
        if given:
            yield Heading(f"To all at once: {material.name(whole)}", 3)
            yield Bullets(tuple(_reply(material, reply) for reply in given))
    for item in asks:
        yield Heading(words.cut(f"{item.key} {item.text}" if item.key else item.text, 90), 3)
        yield Bullets(tuple(_reply(material, reply) for reply in replies[item.id]))
        if not replies[item.id]:
            yield Text(f"{words.capital(material.nothing)}.")


_COLUMNS = {"lacks": "says what it lacks", "off-topic": "off the point", "blanket": "without any detail"}
_COLUMNS |= {word: word for word in _WORTH if word not in _COLUMNS}


def _replies(material: Material, ask: str) -> list[Item]:
    found = [each for each in material.answers(ask) if each.type == "response"]
    return sorted(found, key=lambda each: (material.graph.things[each.id].sources[0].lines, each.id))


def _worth(reply: Item) -> str:
    return "answered" if reply.grade in (None, "done") else reply.grade.replace("not-applicable", "not applicable")


def _reply(material: Material, reply: Item) -> Cited:
    key = f"{reply.key} " if reply.key else ""
    told = f"{key}{material.names(reply.by)}: {reply.text.rstrip('.')}{sections.state_of(reply)}"
    return material.notes.cite(told, material.graph.things[reply.id].sources)


# An action plan, and a work plan, with what is known beside each line.

_EVIDENCE = ("what is reported", "funded work on the same themes, perhaps another thing")


def action_plan(material: Material, thing: Thing) -> Iterator[Block]:
    """A plan's areas and outcomes, with programmes on the same themes and who pays for them beside each."""
    items = material.items(*_PLANNED)
    twins = _twins(material)
    shown: set[str] = set(twins)
    for part in [*_parts(material.graph, thing.id), thing.id]:
        inside = [i for i in _inside(items, part) if i.id not in shown]
        shown |= {i.id for i in inside}
        if not inside:
            continue
        inside.sort(key=lambda i: ("outcome", "benchmark", "target", "need", "action").index(i.type))
        yield Heading(material.name(part))
        rows: list[tuple[Words, ...]] = []
        for item in inside:
            other = next((i for i in items if twins.get(i.id) == item.id), None)
            told = [_item(material, item, keyed=False)]
            if other is not None and other.text != item.text:
                told.append(material.notes.cite(f"elsewhere: {other.text}", material.graph.things[other.id].sources))
            kind = f"{words.capital(item.type)}{f' {item.key}' if item.key else ''}"
            rows.append((kind, tuple(told), *_evidence(material, item, other)))
        yield Table(
            f"{material.name(part)}: what is planned, and what is near it", ("kind", "what", *_EVIDENCE), tuple(rows)
        )
    if shown == set(twins):
        yield Text(f"{words.capital(material.nothing)}.")


def _parts(graph: PactGraph, plan: str) -> list[str]:
    found = (s.subject for s in graph.matching(predicate="part_of", object=plan))
    return sorted({part for part in found if graph.things[part].type == "framework"})


def _twins(material: Material) -> dict[str, str]:
    """Items that say again what a numbered one says, by the numbered one."""
    things = material.graph.things
    return {
        s.object: s.subject
        for predicate in ("same_as", "maybe_same_as")
        for s in material.graph.matching(predicate=predicate)
        if s.object
        and isinstance(things[s.object].entry, Item)
        and isinstance(things[s.subject].entry, Item)
        and things[s.subject].item.key
        and not things[s.object].item.key
        and things[s.object].type == things[s.subject].type
        and material.scope.clock.knows(s.document)
    }


def _inside(items: Sequence[Item], whole: str) -> list[Item]:
    """The items below a thing, through any number of items, in the order in which they are given."""
    below = {whole}
    while more := {i.id for i in items if below.intersection(i.part_of)} - below:
        below |= more
    return [i for i in items if i.id in below]


def work_plan(material: Material, thing: Thing) -> Iterator[Block]:
    """A work plan's actions in its own order, with evidence beside each."""
    groups: dict[str, list[Item]] = {}
    for item in material.items("outcome", "benchmark", "target", "action"):
        document, section = _stands(material, item)
        if document == thing.id:
            groups.setdefault(section, []).append(item)
    titles = {s.key: s.title for s in material.graph.records.document(thing.id).sections}
    for section, items in groups.items():
        head = items[0] if items[0].type == "outcome" else None
        yield Heading(f"{section}: {head.text.rstrip('.') if head else titles[section]}")
        yield Table(
            f"{section}: what is planned, with what is known of each",
            ("key", "what", *_EVIDENCE),
            tuple(
                (i.key or "–", _item(material, i, keyed=False), *_evidence(material, i)) for i in items if i is not head
            ),
        )
    if not groups:
        yield Text(f"{words.capital(material.nothing)}.")


def _evidence(material: Material, item: Item, other: Item | None = None) -> tuple[Words, Words]:
    """What is reported of an item itself; and funded work on all its themes, which may be another thing."""
    scene = material.scene
    narrow = [theme for theme in telling_themes(scene, item) if scene.broader.get(theme)]
    near: list[tuple[bool, str, list[Statement]]] = []
    for activity in scene.activities.values():
        # Work on a wider theme alone, or on one of several, is no evidence even of nearness.
        if activity.id not in scene.graph.things or not narrow or not set(item.themes) <= activity.themes.keys():
            continue
        paying = funders(scene.clock, scene.activities, activity)
        helping = supporters(scene.clock, scene.activities, activity)
        donors = {donor: (paying.get(donor) or helping[donor]) for donor in named({*paying, *helping})}
        if not donors:
            continue
        told = [f"{material.name(d)}{'' if by.reading == CERTAIN else ' (perhaps)'}" for d, by in donors.items()]
        proof = [s for by in donors.values() for s in by.statements]
        unsure = all(by.reading != CERTAIN for by in donors.values())
        near.append((unsure, f"{material.name(activity.id)}: {', '.join(told)}", proof))
    near.sort(key=lambda each: each[:2])
    more = [Cited(f"{len(near) - 3} more")] if len(near) > 3 else []
    answers = material.answers(item.id)
    told_of = sections.answered(material, other.id if other is not None and not answers else item.id, most=None)
    nearby: Words = (*(material.cite(text, proof) for _, text, proof in near[:3]), *more)
    if not narrow:
        nearby = "not compared: it names no theme narrower than a whole area"
    return told_of, nearby or material.nothing


# What the forms share.


def _stands(material: Material, item: Item) -> tuple[str, str]:
    """The document and section in which an item stands."""
    source = material.graph.things[item.id].sources[0]
    return source.document, source.section


def _asked(material: Material, item: Item) -> Cited:
    """An ask with its number."""
    return material.notes.cite(
        f"{item.key} {item.text}" if item.key else item.text, material.graph.things[item.id].sources
    )


def _item(material: Material, item: Item, keyed: bool = True) -> Cited:
    """What an item says, with its own name or number, its state and, where it has one, the date of that state."""
    key = f"{item.key}: " if keyed and item.key else ""
    state = sections.state_of(item)
    told = [words.amount(item.amount), state[2:-1], words.when(item.when) if state else ""]
    more = ", ".join(each for each in told if each)
    told_of = f"{key}{item.text.rstrip('.')}{f' ({more})' if more else ''}"
    return material.notes.cite(told_of, material.graph.things[item.id].sources)


def _bullets(material: Material, items: Sequence[Item]) -> Iterator[Block]:
    if items:
        yield Bullets(tuple(_item(material, each) for each in items))
    else:
        yield Text(f"{words.capital(material.nothing)}.")


def _items_of(graph: PactGraph, document: str, *types: str) -> bool:
    return any(t.type in types and t.sources[0].document == document for t in graph.things.values() if t.sources)


def _has_outputs(graph: PactGraph, thing: Thing) -> bool:
    asks = (t.item for t in graph.things.values() if t.type == "recommendation")
    return any(item.key and _asked_by(graph, thing.id, item) for item in asks)


def _has_work(graph: PactGraph, thing: Thing) -> bool:
    return any(s.origin != "item" for s in graph.matching(predicate="operates_in", object=thing.id))


def _has_plan(graph: PactGraph, thing: Thing) -> bool:
    wholes = {thing.id, *_parts(graph, thing.id)}
    return any(wholes.intersection(t.item.part_of) for t in graph.things.values() if t.type in _PLANNED)


FORMS: Mapping[str, Form] = {
    "annex-2": Form(
        "Yearly report (Annex 2)",
        "mechanism",
        "whose report has numbered outputs",
        "idswg",
        _has_outputs,
        annex_2,
    ),
    "country-chapter": Form(
        "Country chapter of a mini-Dublin Group",
        "country",
        "in which somebody is known to work",
        "lao-pdr",
        _has_work,
        country_chapter,
    ),
    "implementation-note": Form(
        "Recommendation by recommendation",
        "document",
        "that holds recommendations",
        "honlap-43",
        lambda graph, thing: _items_of(graph, thing.id, "recommendation"),
        implementation_note,
    ),
    "action-plan": Form(
        "Areas and outcomes, with what is near them",
        "framework",
        "that has outcomes or actions",
        "sub-regional-action-plan",
        _has_plan,
        action_plan,
    ),
    "work-plan": Form(
        "Actions, with what is known of each",
        "document",
        "that is itself a plan",
        "asean-work-plan-2009-2015",
        lambda graph, thing: any(thing.id in t.item.part_of for t in graph.things.values() if t.type in _PLANNED),
        work_plan,
    ),
}


def form(name: str, thing: Thing | None, graph: PactGraph) -> tuple[Form, Thing]:
    """A form and the thing it is filled for. Raises `UsageError` for an unknown form or a thing it does not fit."""
    if name not in FORMS:
        raise UsageError(f"no form {name!r}; there are {', '.join(FORMS)}")
    found = FORMS[name]
    chosen = thing or graph.things.get(found.usual)
    if chosen is None or chosen.type != found.about or not found.fits(graph, chosen):
        not_this = "" if thing is None else f", not {thing.id} (a {thing.type})"
        raise UsageError(
            f"the form {name} is about a {found.about} {found.having}{not_this}: for example {found.usual}"
        )
    return found, chosen
