"""Response matrix: what came of each recommendation, by whoever was asked or answered.

One row a recommendation, its cells by respondent. What is told to be an answer to a whole set counts
for each of its parts, and what answers a part counts for the whole. Costs one pass over the
statements, and for a set its parts times those who answered the set.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from ..model import Statement, Thing
from .activity import around
from .finding import CERTAIN, NOT_KNOWN, POSSIBLE, Analysis, Finding, unique
from .presence import asked_in, asks, donor_of
from .scene import Scene

ANSWERED = "answered"
PARTLY = "partly"
LACKS = "lacks"
BLANKET = "blanket"
OFF_TOPIC = "off-topic"
NOT_APPLICABLE = "not applicable"
PLANNED = "planned"
SILENT = "silent"
#: From the most telling to the least. An answer of one's own for an ask counts before a blanket one.
_CELLS = (ANSWERED, PARTLY, LACKS, PLANNED, BLANKET, OFF_TOPIC, NOT_APPLICABLE, SILENT)
_GRADES = {"done": ANSWERED, "not-applicable": NOT_APPLICABLE, None: ANSWERED}
#: What reports that something was done; a need or a challenge under an ask explains it.
_ANSWERS = ("action", "outcome", "response")
#: A row of these only has come to nothing that a meeting could take up.
_OPEN = frozenset({NOT_KNOWN, SILENT, OFF_TOPIC, NOT_APPLICABLE, BLANKET})
#: Stands for whoever a document leaves unnamed.
NOBODY_NAMED = "not named"


@dataclass(slots=True)
class _Row:
    """One recommendation with what is told of each respondent."""

    thing: Thing
    #: How each answered, with the statements; the best of several.
    cells: dict[str, tuple[str, list[Statement]]] = field(default_factory=dict)
    #: Who was heard: told to have replied to the set, whatever to each ask.
    heard: dict[str, list[Statement]] = field(default_factory=lambda: defaultdict(list))
    asked: list[Statement] = field(default_factory=list)
    #: Where it applies: the places it names, else those in which the group works that asked.
    places: set[str] = field(default_factory=set)

    def note(self, who: str, how: str, statements: Iterable[Statement]) -> None:
        """Keep an answer; the more telling one if there are two."""
        before = self.cells.get(who)
        if before is None or _CELLS.index(how) < _CELLS.index(before[0]):
            self.cells[who] = (how, list(statements))
        elif how == before[0]:
            before[1].extend(statements)


def run(scene: Scene) -> list[Finding]:
    """One finding for each recommendation known on the day.

    A cell is *answered* (an action, outcome or response, graded done or not graded), *partly*, *lacks* (a
    reply that says what is missing), *planned*, *blanket* (one answer to the whole set; an answer of one's own
    to an ask stands before it, as an exception does), *off-topic* or *not applicable*. *Silent* is who
    was asked by name, or is told to have replied to the set, and has no answer in the row. Whoever is
    neither was not asked, as far as told, and has no cell; who answers without having been asked is so
    listed. Bodies of a state count as the state. The row has the state of its most telling
    cell, and is *not known* if it has none: nobody is named, and no answer told. It is a gap if that
    is all, or silence, a blanket, or beside the point, and a meeting or a body that meets asked for it,
    or it asks somebody by name.
    """
    rows = _rows(scene)
    return [finding for _, row in sorted(rows.items()) if (finding := _finding(scene, rows, row)) is not None]


def _rows(scene: Scene) -> Mapping[str, _Row]:
    graph, clock = scene.graph, scene.clock
    rows = {thing.id: _Row(thing) for thing in asks(scene, ("recommendation",))}
    wholes = {each: [whole for whole in row.thing.item.part_of if whole in rows] for each, row in rows.items()}
    parts: dict[str, list[str]] = defaultdict(list)
    for each, above in wholes.items():
        for whole in above:
            parts[whole].append(each)
    by: dict[str, list[Statement]] = defaultdict(list)
    replies = []
    for s in graph.statements:
        if not clock.knows(s.document):
            continue
        if s.predicate == "responds_to" and s.object in rows and s.status != "denied":
            replies.append(s)
        elif s.predicate in ("recommends", "addressed_to") and (s.object in rows or s.subject in rows):
            rows[s.object if s.object in rows else s.subject].asked.append(s)
        elif s.origin == "item" and s.predicate in ("implements", "recommends") and s.object:
            by[s.object].append(s)
    for row in rows.values():
        row.places = {whole for place in asked_in(scene, row.thing.item) for whole in around(place, scene.wholes)}
    for s in replies:
        ask, who = rows[s.object or ""], graph.things[s.subject]
        if who.type in _ANSWERS:
            how = _how(who)
            for body in [donor_of(scene, each) for each in who.item.by] or [NOBODY_NAMED]:
                ask.note(body, how, [s, *by[who.id]])
                _spread(rows, parts, ask, body, how, [s])
                _gather_up(rows, wholes, ask, body, how, [s])
        elif who.type in ("country", "place", "organisation", "mechanism"):
            for each in (ask.thing.id, *_below(parts, ask.thing.id)):
                rows[each].heard[donor_of(scene, s.subject)].append(s)
    return rows


def _how(answer: Thing) -> str:
    item = answer.item
    if item.status == "planned":
        return PLANNED
    return _GRADES.get(item.grade, item.grade or ANSWERED)


def _below(parts: Mapping[str, list[str]], whole: str) -> list[str]:
    found = list(parts.get(whole, ()))
    for each in found:
        found += [part for part in parts.get(each, ()) if part not in found]
    return found


def _spread(
    rows: Mapping[str, _Row], parts: Mapping[str, list[str]], ask: _Row, body: str, how: str, why: list[Statement]
) -> None:
    """An answer to a set is a blanket one to each of its parts, unless it is beside the point."""
    if how not in (OFF_TOPIC, NOT_APPLICABLE):
        for part in _below(parts, ask.thing.id):
            own = rows[part].cells.get(body)
            if own is None or own[0] not in (NOT_APPLICABLE, OFF_TOPIC):
                rows[part].note(body, BLANKET, why)


def _gather_up(
    rows: Mapping[str, _Row], wholes: Mapping[str, list[str]], ask: _Row, body: str, how: str, why: list[Statement]
) -> None:
    """An answer to a part answers a part of the whole."""
    if how in (ANSWERED, PARTLY):
        for whole in around(ask.thing.id, wholes):
            if whole != ask.thing.id:
                rows[whole].note(body, PARTLY, why)


def _finding(scene: Scene, rows: Mapping[str, _Row], row: _Row) -> Finding | None:
    scope, thing = scene.scope, row.thing
    item = thing.item
    asked = {donor_of(scene, body) for body in item.to}
    cells = dict(row.cells)
    # Where an answer names nobody, whoever was asked may have given it.
    missed = set() if NOBODY_NAMED in cells else asked
    for who in sorted(missed | row.heard.keys()):
        cells.setdefault(who, (SILENT, row.heard.get(who, [])))
    if scope.theme is not None and not any(scope.theme in around(each, scene.broader) for each in item.themes):
        return None
    if scope.country is not None and scope.country not in row.places:
        cells = {who: cell for who, cell in cells.items() if who == scope.country}
        if not cells:
            return None
    if scope.donor is not None:
        cells = {who: cell for who, cell in cells.items() if who == scope.donor}
        if not cells:
            return None
    best = min((how for how, _ in cells.values()), key=_CELLS.index, default=SILENT)
    value: dict[str, object] = {"item": thing.label}
    for how in _CELLS:
        if mine := sorted(each for each, (cell, _) in cells.items() if cell == how):
            value[how] = mine
    if unasked := sorted(
        each for each in row.cells if asked and each not in asked and each in cells and each != NOBODY_NAMED
    ):
        value["not asked"] = unasked
    if not cells:
        best = NOT_KNOWN
        value["last looked"] = scene.looked
    why = ["A need or a challenge under an ask explains it, and is no answer."]
    if row.heard:
        why.append("Replies may have been cut or come late: silence is silence in the document.")
    if not item.to:
        why.append("The document names nobody who is to act.")
    if best == BLANKET:
        why.append("One answer was given to the whole set.")
    return Finding(
        "responses",
        thing.id,
        best,
        POSSIBLE if best in (BLANKET, PLANNED) else CERTAIN,
        value,
        scope.country,
        scope.theme,
        tuple(dict.fromkeys((*row.asked, *unique(s for _, by in cells.values() for s in by)))),
        tuple(why),
        f"A sourced action, outcome or response that `answers` {thing.id}.",
        gap=_is_for_the_board(scene, rows, row, best),
        locators=thing.sources,
    )


def _is_for_the_board(scene: Scene, rows: Mapping[str, _Row], row: _Row, best: str) -> bool:
    """Whether a meeting would take it up: it asks somebody by name, or was asked by one that meets.

    One answer to a whole set is talked of once, with the set.
    """
    if best not in _OPEN:
        return False
    if best == BLANKET and any(whole in rows for whole in row.thing.item.part_of):
        return False
    meets = any(scene.graph.things[body].type in ("mechanism", "event") for body in row.thing.item.by)
    return meets or bool(row.thing.item.to)


ANALYSIS = Analysis(
    "responses",
    "Which recommendation was answered by whom, how far, and by whom not?",
    "For each recommendation and respondent: answered, partly, lacks, planned, blanket, off-topic, not applicable, or "
    "silent (asked by name or heard, and without an answer). Who was not asked and does not answer has no cell.",
    "Ours; after the implementation reports of HONLAP",
    "Ask who is silent; write the answer as an item that `answers` the recommendation.",
    run,
    needs="recommendations, and items that `answers` them with `by` and `grade`.",
)
