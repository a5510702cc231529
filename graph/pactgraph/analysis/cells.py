"""Who pays for or supports what in which country on the day: the links that the counted forms count.

A link is one donor at one activity in one country (or in the place of the scope). A state's own money in
its own country is no donor's. A part is marked where its whole stands there with the same donor, so
that work is counted once.

Cost: activities x their countries x their donors.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from typing import NamedTuple

from ..model import UNSTATED, Statement
from .activity import Activity, around, funders, going_on, lies_in, supporters, weakest
from .finding import CERTAIN, POSSIBLE
from .flows import Kept, Piece, leaves, within
from .scene import Scene


class Link(NamedTuple):
    """One donor at one activity in one country, how surely, and by which statements."""

    donor: str
    activity: str
    country: str
    reading: str
    #: The narrowest themes of the activity there, each with its reading; wider ones are in `wide`.
    themes: Mapping[str, str]
    wide: Mapping[str, str]
    #: Whether it pays, and not merely supports.
    pays: bool
    #: Whether the whole of it stands there with the same donor.
    part: bool
    statements: tuple[Statement, ...]


def links(scene: Scene, everywhere: bool = False) -> list[Link]:
    """Every link on the theme and in the place of the scope, or in every country, of all donors, by activity.

    Who pays for a thing is not also told to support it.
    """
    country = None if everywhere else scene.scope.country
    return [link for activity in scene.activities.values() for link in _links(scene, activity, country)]


def _links(scene: Scene, activity: Activity, country: str | None) -> Iterator[Link]:
    scope, clock, things = scene.scope, scene.clock, scene.graph.things
    wanted = [country] if country else [each for each in activity.places if things[each].type == "country"]
    places = [place for place in wanted if place in activity.places]
    if not places or (scope.theme is not None and scope.theme not in activity.themes):
        return
    backed = [
        (True, funders(clock, scene.activities, activity)),
        (False, supporters(clock, scene.activities, activity)),
    ]
    paying = backed[0][1]
    work = going_on(clock, activity)
    for pays, backers in backed:
        for donor, backing in sorted(backers.items()):
            if donor == UNSTATED or (not pays and donor in paying):
                continue
            vouching = work | going_on(clock, activity, backing.statements)
            themes = {
                theme: weakest(backing.reading, lies_in(clock, statements, vouching))
                for theme, statements in activity.themes.items()
            }
            if scope.theme is not None and themes[scope.theme] is None:
                continue
            for place in places:
                if place == donor or is_home(scene, donor, place):
                    continue
                in_scope = themes[scope.theme] if scope.theme is not None else CERTAIN
                reading = weakest(backing.reading, in_scope, lies_in(clock, activity.places[place], vouching))
                if reading is None:
                    continue
                sure = {theme: weakest(reading, each) or POSSIBLE for theme, each in themes.items() if each}
                wider = {whole for theme in sure for whole in around(theme, scene.broader) if whole != theme}
                yield Link(
                    donor,
                    activity.id,
                    place,
                    reading,
                    {theme: each for theme, each in sure.items() if theme not in wider},
                    sure,
                    pays,
                    _whole_is_there(scene, activity, donor, place, pays),
                    (*backing.statements, *activity.proof(clock, scope.theme or "", place)),
                )


def is_home(scene: Scene, donor: str, place: str) -> bool:
    """Whether the place is the donor's own country, or lies in it."""
    seen = [place]
    for each in seen:
        seen += [whole for whole in scene.wholes.get(each, ()) if whole not in seen]
    return donor in seen or bool({*scene.states.get(donor, ())} & {*seen})


def _whole_is_there(scene: Scene, activity: Activity, donor: str, place: str, pays: bool) -> bool:
    seen, level = {activity.id}, [*activity.wholes]
    while level:
        whole = scene.activities[level.pop()]
        if whole.id in seen:
            continue
        seen.add(whole.id)
        theirs = whole.funders if pays else whole.supporters
        # Parts of each other are told once each: none of them is the whole.
        if donor in theirs and place in whole.places and activity.id not in whole.wholes:
            return True
        level += whole.wholes
    return False


class Amounts(NamedTuple):
    """What each donor of a cell gives, certainly and possibly, in the one currency of all its sums."""

    currency: str
    low: Mapping[str, Fraction]
    high: Mapping[str, Fraction]
    pieces: tuple[Piece, ...]


#: The sums of a country, or of a theme in it.
Sums = Mapping[tuple[str, str | None], Kept]


def sums(scene: Scene, pieces: Iterable[Piece]) -> Sums:
    """For each country (or the place of the scope), and each theme in it, its sums and those not split."""
    things, wanted = scene.graph.things, scene.scope.country
    found: dict[tuple[str, str | None], Kept] = defaultdict(lambda: Kept([], []))
    for piece in pieces:
        if piece.money.high is not None and not piece.money.high:
            continue
        places, themes = leaves(scene, piece, "places"), leaves(scene, piece, "themes")
        around_it = {each for leaf in places for each in leaf.within}
        for country in {each for each in around_it if each == wanted or things[each].type == "country"}:
            one = within(places, country)
            for theme in (None, *sorted({each for leaf in themes for each in leaf.within})):
                other = Fraction(1) if theme is None else within(themes, theme)
                if one is None or other is None or (one < 1 and other < 1):
                    found[country, theme].unsplit.append(piece)
                elif part := one * other:
                    found[country, theme].pieces.append(piece.times(part))
    return found


def amounts(found: Sums, country: str, theme: str | None, paying: set[str]) -> Amounts | str:
    """What those who pay in a cell give there, or why no index can be made of it, in words."""
    if not paying:
        return "nobody is known to pay"
    cell = found.get((country, theme), Kept([], []))
    if cell.unsplit:
        return "a sum is for several places or themes and not split"
    if not cell.pieces:
        return "no sum is known"
    if len({piece.currency for piece in cell.pieces}) > 1:
        return "sums are in several currencies, and no rate was given"
    if len(set[str]().union(*(piece.stages for piece in cell.pieces))) > 1:
        return "sums are of unlike kinds, as committed and disbursed"
    if any(len(piece.providers) > 1 for piece in cell.pieces):
        return "a joint sum is not split among those who give it"
    if any(UNSTATED in piece.providers or piece.and_others for piece in cell.pieces):
        return "somebody pays who is not named"
    if any(piece.money.high is None for piece in cell.pieces):
        return "a sum has no upper end"
    low: dict[str, Fraction] = defaultdict(Fraction)
    high: dict[str, Fraction] = defaultdict(Fraction)
    for piece in cell.pieces:
        low[piece.providers[0]] += piece.money.low
        high[piece.providers[0]] += piece.money.high or 0
    if missing := len(paying - high.keys()):
        return f"a sum is known of {len(paying) - missing} of {len(paying)} who pay"
    return Amounts(cell.pieces[0].currency, low, high, tuple(cell.pieces))


def shares(sums: Mapping[str, Fraction]) -> dict[str, Fraction]:
    """Each one's part of the whole; none if the whole is nothing."""
    whole = sum(sums.values(), Fraction())
    return {each: value / whole for each, value in sums.items() if value} if whole else {}


def hhi(sums: Mapping[str, Fraction]) -> Fraction | None:
    """The Herfindahl-Hirschman index: the sum of squared shares, from 1/n (all alike) to 1 (one alone).

    None if there is nothing to share.

    >>> hhi({"a": Fraction(1), "b": Fraction(1)})
    Fraction(1, 2)
    """
    return sum((share * share for share in shares(sums).values()), Fraction()) or None


def span(low: int, high: int) -> str:
    """A number known within bounds.

    >>> span(1, 1), span(1, 4)
    ('1', '1 to 4')
    """
    return str(low) if low == high else f"{low} to {high}"
