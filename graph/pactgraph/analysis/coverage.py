"""Coverage matrix: theme x place x funder, each cell covered, stated to be none, or not known."""

from __future__ import annotations

from ..graph import PactGraph
from ..model import UNSTATED
from .activity import Activity, activities, holds, weakest
from .finding import CERTAIN, COVERED, NOT_KNOWN, STATED_NONE, Analysis, Finding, Scope, unique


def run(graph: PactGraph, scope: Scope) -> list[Finding]:
    """Every cell of the matrix for the places in which any activity is known.

    A cell is of one theme, one place and one donor. Its value counts the activities on which the
    state rests, apart by funding and by support of unstated form. Grows with themes x places x
    donors; cells that hold are found first, so only those cost more than a look.
    """
    found = activities(graph)
    themes = sorted(t.id for t in graph.things.values() if t.type == "theme" and scope.theme in (None, t.id))
    places = sorted({p for a in found.values() for p in a.places if scope.country in (None, p)})
    donors = sorted(
        {d for a in found.values() for d in (*a.funders, *a.supporters) if scope.donor in (None, d)} - {UNSTATED}
    )
    covered: dict[tuple[str, str, str], list[Activity]] = {}
    for activity in found.values():
        for theme in activity.themes:
            for place in activity.places:
                for donor in dict.fromkeys((*activity.funders, *activity.supporters)):
                    covered.setdefault((theme, place, donor), []).append(activity)
    denied = _denied(graph, scope)
    return [
        _cell(graph, scope, theme, place, donor, covered.get((theme, place, donor), []), denied)
        for place in places
        for theme in themes
        for donor in donors
    ]


def _cell(
    graph: PactGraph,
    scope: Scope,
    theme: str,
    place: str,
    donor: str,
    there: list[Activity],
    denied: dict[tuple[str, str, str], Finding],
) -> Finding:
    clock = scope.clock
    funded: dict[str, list[str]] = {"funds": [], "supports": []}
    proof = []
    readings = []
    for activity in there:
        base = weakest(holds(clock, activity.themes[theme]), holds(clock, activity.places[place]))
        for word, donors in (("funds", activity.funders), ("supports", activity.supporters)):
            reading = weakest(base, holds(clock, donors.get(donor, ())))
            if reading is not None:
                readings.append(reading)
                funded[word].append(activity.id)
                proof += [s for s in activity.proof(theme=theme, place=place, donor=donor) if clock.possibly(s)]
    if readings:
        return Finding(
            "coverage",
            donor,
            COVERED,
            CERTAIN if CERTAIN in readings else "possible",
            funded,
            place,
            theme,
            unique(proof),
            ("An agency stands for the state it is part of.", "Support of unstated form is presence, not money."),
            gap=False,
        )
    if (donor, place, theme) in denied:
        return denied[donor, place, theme]
    looked = clock.data_day.isoformat()
    return Finding(
        "coverage",
        donor,
        NOT_KNOWN,
        CERTAIN,
        {"funds": [], "supports": [], "last looked": looked},
        place,
        theme,
        (),
        (f"No statement in the documents known by {looked}; that is not the same as none.",),
        f"A sourced statement that {donor} funds or supports work on {theme} in {place}, or that it does not.",
        gap=False,
    )


def _denied(graph: PactGraph, scope: Scope) -> dict[tuple[str, str, str], Finding]:
    """Cells of which a document says that the donor does nothing there."""
    cells = {}
    for statement in graph.statements:
        claim = statement.claim
        if statement.status != "denied" or claim is None or statement.predicate not in ("funds", "supports"):
            continue
        if scope.clock.reading(statement) != "denied":
            continue
        for place in claim.place or ((statement.object,) if statement.object else ()):
            for theme in claim.themes:
                cells[statement.subject, place, theme] = Finding(
                    "coverage",
                    statement.subject,
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
    "For each theme, place and donor: covered if an activity on the theme in the place has that donor on the day; "
    "stated none if a document says so; else not known, with the day of the last look.",
    "OCHA 3W operational presence, with a third state",
    "Find and cite a statement for the cell.",
    run,
)
