"""What documents themselves say is not paid for, not held, not so, or not known.

The named question `denied` finds them; here they are read at the clock. Costs that question and one
pass over the statements.
"""

from __future__ import annotations

from collections import defaultdict

from ..clock import Reading
from ..model import Item, Statement
from .activity import around
from .finding import CERTAIN, NOT_KNOWN, POSSIBLE, STATED_NONE, Analysis, Finding
from .presence import donor_of, states_of_body
from .scene import Scene

#: Of another day than the asked one, on which it says nothing.
THEN = "stated none then"
_SAID = {"denied": "denied", "unknown": "not known"}


def run(scene: Scene) -> list[Finding]:
    """One finding for each denial, those of the asked day first.

    *Stated none*: the document's word for the day, certainly, or possibly if its dates are vague or
    it was last seen so. *Stated none then*: its word for another day; of the asked one it says nothing,
    so it is no gap. *Not known*: the document says that it does not know. Of an item, as a problem that
    is not seen or a step that was not taken, the whole of its text is denied.
    """
    findings = [_finding(scene, *each) for each in _denied(scene) if _in_scope(scene, each[0])]
    order = (STATED_NONE, NOT_KNOWN, THEN)
    return sorted(findings, key=lambda f: (order.index(f.state), f.reading != CERTAIN))


def _denied(scene: Scene) -> list[tuple[Statement, str, dict[str, object], tuple[Statement, ...]]]:
    """The question's rows: a statement that is read at the clock, its status, what it denies, and the proof."""
    asked = scene.ask("denied")
    rows = {(r["source"], r["subject"], r["relation"], r["object"], r["locator"]) for r in asked}
    items = {r["subject"] for r in asked if isinstance(scene.graph.things[r["subject"]].entry, Item)}
    found: list[tuple[Statement, str, dict[str, object], tuple[Statement, ...]]] = []
    of_item: dict[str, list[Statement]] = defaultdict(list)
    for s in scene.graph.statements:
        if s.origin == "item" and s.subject in items:
            of_item[s.subject].append(s)
        elif (s.document, s.subject, s.predicate, s.object or "", str(s.locator)) in rows and (
            s.status in ("denied", "unknown") or s.predicate in ("not_funded", "not_held", "not_member")
        ):
            what = s.object or s.value
            value: dict[str, object] = {_SAID.get(s.status or "", "says"): s.predicate.replace("_", " ")}
            found.append((s, s.status or "", {**value, **({"of": what} if what else {})}, (s,)))
    by_name = {s.object for s, *_ in found}
    for each, statements in of_item.items():
        thing = scene.graph.things[each]
        status = thing.item.status or ""
        # Who is said not to do a thing is told with the statement; all that is told of an item is of its days.
        if status in _SAID and each not in by_name:
            value = {_SAID[status]: thing.type, "item": thing.label}
            found.append((statements[0], status, value, tuple(statements)))
    return found


def _finding(
    scene: Scene, statement: Statement, status: str, value: dict[str, object], proof: tuple[Statement, ...]
) -> Finding:
    clock = scene.clock
    if statement.when is not None:
        value["when"] = statement.when
    if status == "unknown":
        state, reading, why = NOT_KNOWN, CERTAIN, "The document says that it does not know."
        value["last looked"] = scene.looked
    else:
        state, reading, why = STATED_NONE, CERTAIN, "The document's own word, as far as it reaches and no further."
        told = clock.reading(statement)
        if told is Reading.ENDED or told is Reading.NOT_YET or statement.rank == "outranked":
            state, reading, why = THEN, POSSIBLE, "The document's word of another day; of this one it says nothing."
        elif told not in (Reading.YES, Reading.DENIED):
            reading, why = POSSIBLE, "The document's word; whether it is so on this very day is not said."
            if not statement.bounds.possibly(clock.first, clock.last) and statement.when is not None:
                state, why = THEN, "The document's word of another day; of this one it says nothing."
    return Finding(
        "denials",
        statement.subject,
        state,
        reading,
        value,
        scene.scope.country,
        scene.scope.theme,
        proof,
        (why,),
        f"A later document that tells otherwise of {statement.subject}.",
        gap=state != THEN,
    )


def _in_scope(scene: Scene, statement: Statement) -> bool:
    """Whether it speaks of the place, the theme and the donor that were asked for."""
    scope, things, claim = scene.scope, scene.graph.things, statement.claim
    ends = [each for each in (statement.subject, statement.object) if each is not None]
    places, themes = set(claim.place if claim else ()), set(claim.themes if claim else ())
    for end in ends:
        work = scene.activities.get(end)
        places |= {end} if things[end].type == "place" else set(work.places if work else states_of_body(scene, end))
        themes |= set(work.themes if work else ())
        if isinstance(item := things[end].entry, Item):
            places |= {*item.place}
            themes |= {*item.themes}
    return (
        (scope.country is None or any(scope.country in around(place, scene.wholes) for place in places))
        and (scope.theme is None or any(scope.theme in around(theme, scene.broader) for theme in themes))
        and (scope.donor is None or scope.donor in {donor_of(scene, end) for end in ends})
    )


ANALYSIS = Analysis(
    "denials",
    "What do documents say is not paid for, not held, not so or not known?",
    "Each sourced negative, of a statement or of an item: stated none on the day (possibly, where it was last seen "
    "so), stated none of another day, or a document's word that it does not know.",
    "Sourced negative statements, after Wikidata's no value and unknown value; use ours",
    "Find a later document, or ask whoever denied it whether it still holds.",
    run,
    needs="`status: denied` or `unknown` of a statement or an item, `not_funded`, `not_held`, `not_member`.",
)
