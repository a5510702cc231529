"""Donor concentration: how many donors share a cell, and how unequally; counted where sums are too sparse."""

from __future__ import annotations

from collections import defaultdict
from fractions import Fraction

from ..model import UNSTATED, Statement
from .activity import funders, supporters
from .cells import Amounts, Link, amounts, hhi, is_home, links, shares, span, sums
from .finding import CERTAIN, POSSIBLE, Analysis, Finding, unique
from .flows import number, percent, rules, shown, totals
from .scene import Scene

#: Below two effective donors, one outweighs all the others together.
_HALF = Fraction(1, 2)


def run(scene: Scene) -> list[Finding]:
    """One finding for each country, and for each theme in it, on which a donor is known on the day.

    The index (state *HHI*) is given only where the sums of everyone who certainly or perhaps pays in
    the cell are known, in one currency and not pooled: an index over those whose sums happen to be
    printed would say who prints, not who pays. Else donors are counted (state *donor count*), and why
    is said. Who pays for what may be the same work under another name is there perhaps. A gap is a cell
    with a single certain donor, or fewer than two effective ones.
    """
    by_cell: dict[tuple[str, str | None], list[Link]] = defaultdict(list)
    found = links(scene)
    told = {(link.country, theme) for link in found for theme in link.themes}
    for link in found:
        by_cell[link.country, scene.scope.theme].append(link)
        if scene.scope.theme is None:
            for theme in link.wide:
                if (link.country, theme) in told:
                    by_cell[link.country, theme].append(link)
    money = sums(scene, scene.running)
    return [
        _judge(scene, country, theme, here, amounts(money, country, theme, {link.donor for link in here if link.pays}))
        for (country, theme), here in sorted(by_cell.items(), key=lambda each: (each[0][0], each[0][1] or ""))
        if scene.scope.donor is None or scene.scope.donor in {link.donor for link in here}
    ]


def _judge(scene: Scene, country: str, theme: str | None, here: list[Link], given: Amounts | str) -> Finding:
    paying = {link.donor for link in here if link.pays and _reading(link, theme) == CERTAIN}
    twins = _twins(scene, country, here)
    perhaps = {*(link.donor for link in here), *twins} - paying
    proof = [statement for link in here for statement in link.statements]
    proof += [statement for donor in twins.keys() & perhaps for statement in twins[donor]]
    assumptions = ["An agency stands for the state it is part of, a fund for itself: who fills it is not split."]
    on = {"on": theme} if theme else {}
    if isinstance(given, str):
        return Finding(
            "concentration",
            country,
            "donor count",
            POSSIBLE if perhaps else CERTAIN,
            {
                **on,
                "donor count": span(len(paying), len(paying) + len(perhaps)),
                **({"funders": sorted(paying)} if paying else {}),
                **({"perhaps": sorted(perhaps)} if perhaps else {}),
                "no HHI": given,
            },
            country,
            theme,
            unique(proof),
            (*assumptions, "Donors are counted, whatever they give: the sums are too sparse for an index."),
            f"The sums of all who pay in {country}{f' for {theme}' if theme else ''}: `amount` on each `funds`, cited.",
            gap=len(paying) == 1,
        )
    index, widest = hhi(given.low), hhi(given.high)
    value: dict[str, object] = {**on}
    if index is not None:
        value |= {"HHI": f"{float(index):.2f}", "of 10,000": number(Fraction(round(index * 10_000)))}
    if widest is not None and widest != index:
        value["HHI, possible"] = f"{float(widest):.2f}"
    most = index or widest or Fraction(1)
    part = shares(given.low if index is not None else given.high)
    top = sorted(part.items(), key=lambda each: -each[1])
    # Those level with the third are told too: none of them comes before another.
    value |= {
        "effective donors": f"{float(1 / most):.1f}",
        "donors": span(len(shares(given.low)), len(shares(given.high))),
        "top": {donor: percent(each) for donor, each in sorted(top) if each >= top[min(2, len(top) - 1)][1]},
        "of": [shown(each.currency, each.money, each.about) for each in totals(given.pieces)],
    }
    return Finding(
        "concentration",
        country,
        "HHI",
        CERTAIN if index == widest and not perhaps else POSSIBLE,
        value,
        country,
        theme,
        unique([*proof, *(s for piece in given.pieces for s in piece.statements)]),
        (*assumptions, *rules(scene), "A sum for several years counts whole: it is not cut into years."),
        f"Another donor in {country}{f' for {theme}' if theme else ''}, cited.",
        gap=most > _HALF,
    )


def _twins(scene: Scene, country: str, here: list[Link]) -> dict[str, list[Statement]]:
    """Who pays for or supports what is, or may be, the same work under another name: perhaps they do so here."""
    found: dict[str, list[Statement]] = defaultdict(list)
    for work in {link.activity for link in here}:
        for twin, tie in scene.kin.get(work, {}).items():
            for backers in (funders, supporters):
                for donor, backing in backers(scene.clock, scene.activities, scene.activities[twin]).items():
                    if donor != UNSTATED and not is_home(scene, donor, country):
                        found[donor] += [*tie.statements, *backing.statements]
    return found


def _reading(link: Link, theme: str | None) -> str:
    return link.reading if theme is None else link.wide[theme]


ANALYSIS = Analysis(
    "concentration",
    "Which work rests on few donors?",
    "HHI = the sum of squared shares of donors in a country, or on a theme there: 1/n if all give alike, 1 if one "
    "gives all; 1/HHI effective donors; also on the scale to 10,000. Where sums are not known of all who pay, the "
    "donor count: certain ones to possible ones.",
    "Knack and Rahman 2008; Cambodia Aid Effectiveness Report, annex VIII; donor count ours",
    "Find a further donor, or the sums that documents leave out.",
    run,
    needs="`funds` statements of work with `operates_in`; an `amount` on each for the index.",
)
