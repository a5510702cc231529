"""Law against work: open reservations, obligations without known work, work on a basis not consented to.

What needs data that are not there says so, once, with where they would be written. Costs one pass
over the statements and the cells of `presence`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

from ..clock import Reading
from ..model import Statement
from .activity import lies_in
from .finding import CERTAIN, COVERED, NOT_KNOWN, POSSIBLE, Analysis, Finding, unique
from .presence import donor_of, in_scope, proof, states_of_body, surest, wider
from .scene import Scene
from .treaties import CONSENTED, LEAVING, PARTY, Record, Standing, records, standing

_FORMAL = frozenset({"treaty", "convention", "protocol", "class"})
#: Acts after which a reservation no longer stands.
_ENDING = LEAVING | {"withdrawal-of-reservation"}
_WRITE = "data/statements/<document>/"


def run(scene: Scene) -> list[Finding]:
    """Findings about reservations, about what an obligation asks for, and about the basis of work.

    *Open reservation*: made, and not withdrawn by the day. *Obligation*: a state consented to an
    instrument that a document puts on a theme. It is covered if anybody is at work on the theme in that state, and *not
    known* otherwise; the theme is that of the whole instrument, since no map of articles to topics
    is in the data. *Basis*: work is told to be governed by or done for a treaty, of a state of which
    no consent is told.
    """
    if scene.looked == "never":
        return []
    found = records(scene)
    standings = {
        each: [s for party in told.acts if (s := standing(scene, told, party))] for each, told in found.items()
    }
    reservations = list(_reservations(scene, found))
    lacking = [] if reservations or scene.scope.theme else [_lacking_reservations(scene)]
    themes = _themes(scene)
    return [
        *reservations,
        *lacking,
        *([] if scene.scope.country or scene.scope.donor else [_lacking_map(scene)]),
        *_obligations(scene, standings, themes),
        *_bases(scene, standings),
    ]


def _reservations(scene: Scene, found: Mapping[str, Record]) -> Iterator[Finding]:
    """Reservations that are open on the day, by instrument: not withdrawn, nor made under what was left since."""
    for instrument, told in sorted(found.items()):
        open_by: dict[str, str] = {}
        statements: list[Statement] = []
        for party, acts in told.acts.items():
            made = [s for s in acts if s.claim and s.claim.act == "reservation" and scene.clock.possibly(s)]
            if not made or not _is_asked(scene, party):
                continue
            first = min(s.bounds.possible_from for s in made)
            over = [s for s in acts if s.claim and s.claim.act in _ENDING and scene.clock.possibly(s)]
            over = [s for s in over if s.bounds.certain_from >= first]
            ended = [s for s in over if scene.clock.certainly(s)]
            # Of several reservations it is not told which was withdrawn; who leaves has none.
            if len(ended) >= len(made) or any(s.claim and s.claim.act in LEAVING for s in ended):
                continue
            sure = any(scene.clock.certainly(s) for s in made) and not over
            open_by[party] = CERTAIN if sure else POSSIBLE
            statements += [*made, *over]
        if not open_by:
            continue
        perhaps = sorted(party for party, reading in open_by.items() if reading == POSSIBLE)
        yield Finding(
            "obligations",
            instrument,
            "open reservation",
            CERTAIN if CERTAIN in open_by.values() else POSSIBLE,
            {"by": sorted(open_by), **({"perhaps": perhaps} if perhaps else {})},
            None,
            None,
            unique(statements),
            ("Made, and not withdrawn by the day; to which article is in the statement's note, if anywhere.",),
            f"A statement of its withdrawal: `act: withdrawal-of-reservation` under {instrument}, with its date.",
            gap=False,
        )


def _lacking_reservations(scene: Scene) -> Finding:
    return Finding(
        "obligations",
        "reservations",
        NOT_KNOWN,
        CERTAIN,
        {"lacks": "reservations and objections", "last looked": scene.looked},
        scene.scope.country,
        scene.scope.theme,
        (),
        ("No document known tells of a reservation; that is not the same as none.",),
        "Statements `predicate: signs` with `act: reservation` (or `objection`, `withdrawal-of-reservation`) and "
        f"`when`, in {_WRITE}",
        gap=False,
    )


def _lacking_map(scene: Scene) -> Finding:
    return Finding(
        "obligations",
        "articles",
        NOT_KNOWN,
        CERTAIN,
        {"lacks": "a map of articles to topics", "last looked": scene.looked},
        None,
        scene.scope.theme,
        (),
        ("The topic of a whole instrument stands for its articles.",),
        "One entry of `data/entities/framework/` for each article, `part_of` its instrument, and `addresses` "
        f"statements to themes in {_WRITE}",
        gap=False,
    )


def _themes(scene: Scene) -> dict[str, dict[str, list[Statement]]]:
    """The themes on which documents put an instrument, or a part of it."""
    things = scene.graph.things
    wholes: dict[str, list[str]] = defaultdict(list)
    told: dict[str, list[Statement]] = defaultdict(list)
    for s in scene.graph.statements:
        if s.object is None or not s.is_plain or not scene.clock.knows(s.document):
            continue
        if s.predicate == "addresses" and things[s.subject].type in ("agreement", "framework"):
            told[s.subject].append(s)
        elif (
            s.predicate == "part_of" and things[s.subject].type == "framework" and things[s.object].type == "agreement"
        ):
            wholes[s.subject].append(s.object)
    found: dict[str, dict[str, list[Statement]]] = defaultdict(lambda: defaultdict(list))
    for each, statements in told.items():
        for instrument in (each, *wholes.get(each, ())):
            for s in statements:
                if s.object and lies_in(scene.clock, [s]) is not None:
                    found[instrument][s.object].append(s)
    return found


def _obligations(
    scene: Scene, standings: dict[str, list[Standing]], themes: dict[str, dict[str, list[Statement]]]
) -> Iterator[Finding]:
    """For each instrument and state that consented, the work on its themes there."""
    for instrument, there in sorted(standings.items()):
        for each in there:
            state = donor_of(scene, each.party)
            if scene.graph.things[state].type != "country" or not {each.sure, each.at_most} & {CONSENTED, PARTY}:
                continue
            for theme, statements in sorted(themes.get(instrument, {}).items()):
                if in_scope(scene, theme, state) and scene.scope.donor is None:
                    yield _obligation(scene, instrument, each, state, theme, statements)


def _obligation(
    scene: Scene, instrument: str, by: Standing, state: str, theme: str, statements: list[Statement]
) -> Finding:
    present = scene.work.get((theme, state), [])
    near = wider(scene, theme, state)
    sure = by.sure in (CONSENTED, PARTY)
    why = ["The theme is that of the whole instrument, as a document tells it."]
    law = [*by.statements, *statements]
    if present:
        reading = CERTAIN if sure and surest(present) == CERTAIN else POSSIBLE
        return Finding(
            "obligations",
            instrument,
            COVERED,
            reading,
            {"work": sorted({p.activity for p in present})},
            state,
            theme,
            unique([*law, *proof(scene, present, theme, state)]),
            tuple(why),
            gap=False,
        )
    if near:
        why.append("Work on a broader theme or in a wider place may reach it.")
    return Finding(
        "obligations",
        instrument,
        NOT_KNOWN,
        CERTAIN if sure and not near else POSSIBLE,
        {
            "obligation": theme,
            "last looked": scene.looked,
            **({"perhaps by": sorted({p.activity for p, _, _ in near})} if near else {}),
        },
        state,
        theme,
        unique([*law, *(s for p, above, whole in near for s in proof(scene, [p], above, whole))]),
        (*why, "No work is known there; that is not the same as none."),
        f"A sourced statement of work on {theme} in {state}.",
        gap=sure and not near,
    )


def _bases(scene: Scene, standings: dict[str, list[Standing]]) -> Iterator[Finding]:
    """Work for a treaty, or governed by it, of a state of which no consent is told."""
    things, clock = scene.graph.things, scene.clock
    consenting = {
        (instrument, donor_of(scene, each.party))
        for instrument, there in standings.items()
        for each in there
        if {each.sure, each.at_most} & {CONSENTED, PARTY}
    }
    open_bases: dict[tuple[str, str], list[Statement]] = defaultdict(list)
    for s in scene.graph.statements:
        if not s.is_plain or not clock.possibly(s) or clock.reading(s) is Reading.PLANNED:
            continue
        bases = [s.subject] if s.predicate == "governs" else list(s.claim.purpose if s.claim else ())
        worker = s.object if s.predicate == "governs" and s.object else s.subject
        for basis in bases:
            kind = getattr(things[basis].entry, "kind", None)
            if things[basis].type != "agreement" or kind not in _FORMAL:
                continue
            for state in states_of_body(scene, worker):
                if (basis, state) not in consenting and _is_asked(scene, state):
                    open_bases[basis, state].append(s)
    for (basis, state), statements in sorted(open_bases.items()):
        if scene.scope.theme is not None:
            continue
        yield Finding(
            "obligations",
            basis,
            NOT_KNOWN,
            CERTAIN,
            {
                "basis of work in": state,
                "work": sorted({s.object or s.subject for s in statements}),
                "last looked": scene.looked,
            },
            state,
            None,
            unique(statements),
            ("No act of consent is told; that is not the same as none.",),
            f"The act by which {state} consented to {basis}: a `signs` statement with `act` and `when`.",
            gap=False,
        )


def _is_asked(scene: Scene, body: str) -> bool:
    mine = donor_of(scene, body)
    return scene.scope.country in (None, mine) and scene.scope.donor in (None, mine)


ANALYSIS = Analysis(
    "obligations",
    "Which obligations have no known work behind them, which reservations are open, what rests on law not joined?",
    "Reservations made and not withdrawn. A state that consented to an instrument on a theme, with nobody at work on "
    "that theme there. Work done for a treaty by a state of which no consent is told. Data that are lacking are named.",
    "Ours; the acts after the UNTC glossary",
    "Write the missing acts, articles or work, or ask the state.",
    run,
    needs="`signs` with `act: reservation`, acts of consent, `governs` and `aligned_with` of programmes.",
)
