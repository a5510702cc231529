"""Fragmentation, possible overlap, and what may be the same work twice: nested, never called duplication.

The documents tell neither activity types nor target groups; the narrowest themes of a piece of work
stand for both, unweighted, because no percentages are told. Cells are looked at one by one. In each
the work is put together by its themes first, so that sets of themes are compared two and two, not
pieces of work: the cost is linear but for the different sets of themes within one cell.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

from ..model import UNSTATED
from .activity import around, holds
from .finding import CERTAIN, POSSIBLE, Analysis, Finding, unique
from .presence import Present, donor_of, in_scope, proof, purposes, speaks_of
from .scene import Scene

#: From this share of common themes on, two pieces of work are similar (Jaccard; the half is ours).
SIMILAR = 0.5
FRAGMENTED = "fragmented"
OVERLAP = "possible overlap"
CANDIDATE = "duplication candidate"
_LEVELS = (CANDIDATE, OVERLAP, FRAGMENTED)

#: The pieces at each level, and those among them that are certainly there and reach it by themselves.
_Levels = Mapping[str, tuple[set[str], set[str]]]


@dataclass(frozen=True, slots=True)
class _Piece:
    """A piece of work in a cell: where it is told, whose it is, what it is about, what else it hangs together with."""

    present: Present
    told: str
    hands: frozenset[str]
    themes: frozenset[str]
    joints: frozenset[str]

    @property
    def id(self) -> str:
        return self.present.activity


def run(scene: Scene) -> list[Finding]:
    """One finding for each cell in which there is work in more than one pair of hands.

    A cell is a theme and a place, narrowest of some work in it; work told only for a wider place is
    there perhaps. Each level lies within the one before:

    - *fragmented*: pieces in different hands (who pays, supports or carries out, an agency counted
      as its state);
    - *possible overlap*: pieces in different hands share at least half of their themes;
    - *duplication candidate*: they have the same themes, and nothing joins them: no hand in both, no
      whole, no purpose, nothing said to be the same, no word that those who do them coordinate or cooperate,
      directly or through a third such piece.

    What perhaps joins, joins. Certain if the level is reached by what is certainly there.
    """
    findings = []
    for (theme, place), pieces in sorted(_cells(scene).items()):
        if in_scope(scene, theme, place):
            levels = _levels(scene, theme, place, pieces)
            if levels[FRAGMENTED][0] and (finding := _finding(scene, theme, place, pieces, levels)):
                findings.append(finding)
    return sorted(findings, key=lambda f: (_LEVELS.index(f.state), f.reading != CERTAIN))


def _cells(scene: Scene) -> dict[tuple[str, str], list[_Piece]]:
    """The pieces of work in each cell that is narrowest for any of them."""
    made: dict[str, tuple[frozenset[str], frozenset[str]]] = {}
    own: dict[tuple[str, str], list[_Piece]] = defaultdict(list)
    for (theme, place), there in scene.work.items():
        for present in there:
            themes, places = scene.narrow[present.activity]
            if theme not in themes or place not in places:
                continue
            if present.activity not in made:
                hands = _hands(scene, present.activity)
                made[present.activity] = hands, hands | _kin(scene, present.activity)
            hands, joints = made[present.activity]
            if hands:
                own[theme, place].append(_Piece(present, place, hands, themes, joints))
    cells = {cell: list(pieces) for cell, pieces in own.items()}
    for (theme, place), pieces in cells.items():
        for whole in around(place, scene.wholes):
            if whole != place:
                wider = own.get((theme, whole), ())
                pieces += [replace(each, present=each.present._replace(reading=POSSIBLE)) for each in wider]
    return cells


def _hands(scene: Scene, activity: str) -> frozenset[str]:
    """Who pays for it, supports it or carries it out on the day."""
    told, found = scene.activities[activity], set()
    for links in (told.funders, told.supporters, told.implementers):
        for body, statements in links.items():
            is_body = body != UNSTATED and scene.graph.things[body].type != "programme"
            if is_body and holds(scene.clock, statements) is not None:
                found.add(donor_of(scene, body))
    return frozenset(found)


def _kin(scene: Scene, activity: str) -> frozenset[str]:
    """Itself, what it is part of or given for, and what is, or perhaps is, the same."""
    told = scene.activities[activity]
    given_for = (each for each, by in purposes(told).items() if holds(scene.clock, by) is not None)
    return frozenset((activity, *told.wholes, *given_for, *scene.kin.get(activity, ())))


def _levels(scene: Scene, theme: str, place: str, pieces: list[_Piece]) -> _Levels:
    alike: dict[frozenset[str], list[_Piece]] = defaultdict(list)
    for piece in pieces:
        alike[piece.themes].append(piece)

    def joined(joint: str) -> list[str]:
        said = scene.talks.get(joint, {}).items()
        return [other for other, statements in said if any(speaks_of(scene, s, theme, place) for s in statements)]

    islands = [_islands(group, joined) for group in alike.values() if len(group) > 1]
    sure = _sure(pieces)
    return {
        CANDIDATE: (_apart(islands), _apart([_sure(island) for island in group] for group in islands)),
        OVERLAP: (_similar(pieces), _similar(sure)),
        FRAGMENTED: (_in_other_hands(pieces, pieces), _in_other_hands(sure, sure)),
    }


def _sure(pieces: Iterable[_Piece]) -> list[_Piece]:
    return [piece for piece in pieces if piece.present.reading == CERTAIN]


def _apart(groups: Iterable[list[list[_Piece]]]) -> set[str]:
    """The pieces of those groups that fall into two islands or more."""
    parted = ([island for island in islands if island] for islands in groups)
    return {piece.id for islands in parted if len(islands) > 1 for island in islands for piece in island}


def _in_other_hands(pieces: Iterable[_Piece], others: Iterable[_Piece]) -> set[str]:
    """The pieces of which one of the others is not in the same hands."""
    hands = {piece.hands for piece in others}
    return {piece.id for piece in pieces if hands - {piece.hands}}


def _similar(pieces: Iterable[_Piece]) -> set[str]:
    """The pieces that share enough themes with one in other hands."""
    alike: dict[frozenset[str], list[_Piece]] = defaultdict(list)
    for piece in pieces:
        alike[piece.themes].append(piece)
    found: set[str] = set()
    groups = list(alike.items())
    for n, (themes, mine) in enumerate(groups):
        for others, theirs in groups[n:]:
            if len(themes & others) / len(themes | others) >= SIMILAR:
                found |= _in_other_hands(mine, theirs) | _in_other_hands(theirs, mine)
    return found


def _islands(group: list[_Piece], joined: Callable[[str], list[str]]) -> list[list[_Piece]]:
    """The pieces put together that anything joins. Costs their joints, and what is said of these."""
    by_joint: dict[str, list[_Piece]] = defaultdict(list)
    for piece in group:
        for joint in piece.joints:
            by_joint[joint].append(piece)
    left, islands = {piece.id: piece for piece in group}, []
    while left:
        first = next(iter(left))
        island = [left.pop(first)]
        for piece in island:
            for joint in piece.joints:
                for near in (joint, *joined(joint)):
                    # Once walked, a joint has nothing more to give.
                    island += [left.pop(other.id) for other in by_joint.pop(near, ()) if other.id in left]
        islands.append(island)
    return islands


def _finding(
    scene: Scene,
    theme: str,
    place: str,
    pieces: list[_Piece],
    levels: _Levels,
) -> Finding | None:
    state = next(level for level in _LEVELS if levels[level][0])
    shown = [piece for piece in pieces if piece.id in levels[state][0]]
    hands = {hand for piece in shown for hand in piece.hands}
    if scene.scope.donor is not None and scene.scope.donor not in hands:
        return None
    by_piece = [proof(scene, [piece.present], theme, piece.told) for piece in shown]
    words = {CANDIDATE: "may be the same", OVERLAP: "similar", FRAGMENTED: "work"}
    told = {words[level]: sorted(levels[level][0]) for level in _LEVELS if levels[level][0]}
    return Finding(
        "overlap",
        place,
        state,
        CERTAIN if levels[state][1] else POSSIBLE,
        {"theme": theme, "hands": sorted(hands), **told},
        place,
        theme,
        unique(s for statements in by_piece for s in statements),
        (
            "Themes stand for activity types and target groups, which the documents do not tell.",
            "Only those who know the work can say whether it is the same: this is a question to them.",
            *(("No statement was found that joins them; that is not the same as none.",) if state == CANDIDATE else ()),
        ),
        "A sourced statement that they coordinate, belong to one whole, or differ in what they do.",
        gap=state != FRAGMENTED,
        # With the second piece it came about.
        since=sorted(min(scene.clock.seen(s.document) for s in statements) for statements in by_piece)[1],
    )


ANALYSIS = Analysis(
    "overlap",
    "Where do several do similar work, so that they should talk to each other?",
    "Within a theme and a place, each level in the one before. Fragmented: work in different hands. Possible overlap: "
    f"such work, by its narrowest themes, shares {SIMILAR:.0%} of its themes or more. Duplication candidate: the same "
    "themes, and no hand, whole, purpose, identity or word of coordination that joins it.",
    "US GAO, Fragmentation, overlap, and duplication (GAO-15-49SP), three nested definitions",
    "Ask those named whether they know of each other's work, and write down what joins it.",
    run,
    needs="work with `implements` or `funds`, `addresses` and `operates_in`.",
)
