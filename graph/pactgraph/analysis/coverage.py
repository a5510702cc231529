"""Coverage matrix: theme x place x funder, each cell covered, stated to be none, or not known."""

from __future__ import annotations

from collections.abc import Mapping

from ..clock import Reading
from ..model import Statement
from .activity import Activity, funders, going_on, lies_in, named, supporters, weakest
from .finding import CERTAIN, COVERED, NOT_KNOWN, POSSIBLE, STATED_NONE, Analysis, Finding, Scope, unique
from .scene import Scene

#: An activity, with who backs it in which way, how surely, and the statements that say so.
_Backed = tuple[Activity, dict[str, tuple[str, tuple[Statement, ...]]]]
_Cell = tuple[str, str, str]


def run(scene: Scene) -> list[Finding]:
    """The cells of the matrix for the places in which any activity is known.

    A cell is of one theme, one place and one donor. Its value counts the activities on which the
    state rests, apart by funding and by support of unstated form. Asked of a country, a theme or a
    donor, every cell is given, those not known too. Asked of everything, that would be themes x
    places x donors, millions in a large world: then a theme in a place on which no donor is known
    is one cell, of the place itself.
    """
    scope, found = scene.scope, scene.activities
    denied = _denied(scene)
    themes = sorted(t.id for t in scene.graph.things.values() if t.type == "theme" and scope.theme in (None, t.id))
    places = {p for a in found.values() for p in a.places} | {place for _, place, _ in denied}
    donors = {d for a in found.values() for d in (*a.funders, *a.supporters)} | {donor for donor, _, _ in denied}
    there: dict[_Cell, list[_Backed]] = {}
    for activity in found.values():
        backed: dict[str, dict[str, tuple[str, tuple[Statement, ...]]]] = {}
        for word, backers in (("funds", funders), ("supports", supporters)):
            for donor, backing in backers(scope.clock, found, activity).items():
                backed.setdefault(donor, {})[word] = (backing.reading, backing.statements)
        # What has ended says nothing of the day, but is worth knowing where nothing else is.
        for donor in (*activity.funders, *activity.supporters):
            backed.setdefault(donor, {})
        for theme in activity.themes:
            for place in activity.places:
                for donor, ways in backed.items():
                    own = donor in activity.funders or donor in activity.supporters
                    # What a whole covers itself, its parts need not cover again.
                    if not own and _whole_is_there(found, activity, theme, place):
                        continue
                    there.setdefault((donor, place, theme), []).append((activity, ways))
    if scope.country is None and scope.theme is None and scope.donor is None:
        return _overview(scene, themes, places, set(named(donors)), there, denied)
    return [
        _cell(scene, (donor, place, theme), there.get((donor, place, theme), []), denied)
        for place in sorted(places)
        if scope.country in (None, place)
        for theme in themes
        for donor in named(donors)
        if scope.donor in (None, donor)
    ]


def _overview(
    scene: Scene,
    themes: list[str],
    places: set[str],
    donors: set[str],
    there: dict[_Cell, list[_Backed]],
    denied: dict[_Cell, Finding],
) -> list[Finding]:
    """Cells of which something is known, and one for each theme in a place of which nothing is."""
    known = [
        _cell(scene, cell, there.get(cell, []), denied)
        for cell in sorted({cell for cell in (*there, *denied) if cell[0] in donors})
    ]
    held = {(finding.theme, finding.country) for finding in known if finding.state == COVERED}
    looked = scene.looked
    nobody = [
        Finding(
            "coverage",
            place,
            NOT_KNOWN,
            CERTAIN,
            {"donors": "none known", "last looked": looked},
            place,
            theme,
            (),
            (f"No statement in the documents known by {looked}; that is not the same as none.",),
            f"A sourced statement that somebody funds or supports work on {theme} in {place}.",
            gap=False,
        )
        for place in sorted(places)
        for theme in themes
        if (theme, place) not in held
    ]
    return known + nobody


def _cell(scene: Scene, cell: _Cell, there: list[_Backed], denied: dict[_Cell, Finding]) -> Finding:
    clock = scene.clock
    donor, place, theme = cell
    value: dict[str, list[str]] = {"funds": [], "supports": []}
    proof: list[Statement] = []
    readings = []
    assumptions = ["An agency stands for the state it is part of.", "Support of unstated form is presence, not money."]
    for activity, ways in there:
        at_work = going_on(clock, activity)
        for word, (how, statements) in ways.items():
            vouching = at_work | going_on(clock, activity, statements)
            on_theme = lies_in(clock, activity.themes[theme], vouching)
            reading = weakest(on_theme, lies_in(clock, activity.places[place], vouching), how)
            if reading is None:
                continue
            readings.append(reading)
            value[word].append(activity.id)
            proof += activity.proof(clock, theme, place)
            proof += statements
            if donor not in activity.funders and donor not in activity.supporters:
                assumptions.append(f"Who backs a whole may back its part {activity.id}; for which part is not said.")
    if readings:
        return Finding(
            "coverage",
            donor,
            COVERED,
            CERTAIN if CERTAIN in readings else POSSIBLE,
            value,
            place,
            theme,
            unique(proof),
            tuple(dict.fromkeys(assumptions)),
            gap=False,
        )
    if cell in denied:
        return denied[cell]
    looked = scene.looked
    over = {activity.id: _ended(scene.scope, activity, donor) for activity, _ in there}
    over = {each: statements for each, statements in over.items() if statements}
    return Finding(
        "coverage",
        donor,
        NOT_KNOWN,
        CERTAIN,
        {"last looked": looked, **({"ended": [*over]} if over else {})},
        place,
        theme,
        unique(s for statements in over.values() for s in statements),
        (
            f"No statement in the documents known by {looked}; that is not the same as none.",
            *(("Earlier work ended; whether any followed is not said.",) if over else ()),
        ),
        f"A sourced statement that {donor} funds or supports work on {theme} in {place}, or that it does not.",
        gap=False,
    )


def _whole_is_there(found: Mapping[str, Activity], activity: Activity, theme: str, place: str) -> bool:
    return any(theme in found[whole].themes and place in found[whole].places for whole in activity.wholes)


def _ended(scope: Scope, activity: Activity, donor: str) -> list[Statement]:
    """The statements by which the donor's part in it ended before the day."""
    backing = (*activity.funders.get(donor, ()), *activity.supporters.get(donor, ()))
    return [s for s in backing if s.rank != "outranked" and scope.clock.reading(s) is Reading.ENDED]


def _denied(scene: Scene) -> dict[_Cell, Finding]:
    """Cells of which a document says that the donor does nothing there.

    That one agency does nothing there says nothing of its state, which is the donor.
    """
    graph, clock, states = scene.graph, scene.clock, scene.states
    cells = {}
    for statement in graph.statements:
        claim, donor = statement.claim, statement.subject
        if statement.status != "denied" or claim is None or statement.predicate not in ("funds", "supports"):
            continue
        if clock.reading(statement) is not Reading.DENIED or statement.rank == "outranked" or donor in states:
            continue
        target = statement.object or ""
        is_place = target in graph.things and graph.things[target].type in ("country", "place")
        for place in claim.place or ((target,) if is_place else ()):
            for theme in claim.themes:
                cells[donor, place, theme] = Finding(
                    "coverage",
                    donor,
                    STATED_NONE,
                    CERTAIN,
                    {"funds": [], "supports": []},
                    place,
                    theme,
                    (statement,),
                    ("The document's own word, within the theme and place it names.",),
                    "A later document that reports such work.",
                    gap=False,
                )
    return cells


ANALYSIS = Analysis(
    "coverage",
    "Who funds or supports work on which theme in which place?",
    "For each theme, place and donor: covered if an activity on the theme in the place has that donor on the day "
    "(perhaps, if only a whole has that it is part of); stated none if a document says so; else not known, with the "
    "day of the last look.",
    "OCHA 3W operational presence, with a third state",
    "Find and cite a statement for the cell.",
    run,
    needs="`funds` or `supports` of work with `addresses` and `operates_in`.",
)
