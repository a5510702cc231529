"""Donor proliferation: over how many countries a donor spreads its work; concentration seen from its side."""

from __future__ import annotations

from collections import defaultdict
from fractions import Fraction
from statistics import median

from .cells import Link, hhi, links, span
from .finding import CERTAIN, POSSIBLE, Analysis, Finding, unique
from .flows import Money, Piece, rules, shown, spread, totals
from .scene import Scene


def run(scene: Scene) -> list[Finding]:
    """One finding for each donor who pays in the scope on the day: countries, works, cells, and the index.

    A link is a work in a country, a cell a narrowest theme there. The index (state *HHI over countries*)
    is given where the sums of all the donor's works are known, in one currency and each for one country;
    else works are counted (state *counted*). A gap is a donor in several countries, with one work in most.
    """
    by_donor: dict[str, list[Link]] = defaultdict(list)
    for link in links(scene):
        if link.pays and scene.scope.donor in (None, link.donor):
            by_donor[link.donor].append(link)
    pieces: dict[str, list[Piece]] = defaultdict(list)
    for piece in scene.running:
        for donor in piece.providers:
            pieces[donor].append(piece)
    return [_judge(scene, donor, here, pieces[donor]) for donor, here in sorted(by_donor.items())]


def _judge(scene: Scene, donor: str, here: list[Link], given: list[Piece]) -> Finding:
    whole = [link for link in here if not link.part]
    sure = [link for link in whole if link.reading == CERTAIN]
    works: dict[str, set[str]] = defaultdict(set)
    for link in sure:
        works[link.country].add(link.activity)
    cells = {(link.country, theme) for link in sure for theme, reading in link.themes.items() if reading == CERTAIN}
    each = [len(there) for there in works.values()]
    value: dict[str, object] = {
        "countries": span(len(works), len({link.country for link in here})),
        "works": span(len({link.activity for link in sure}), len({link.activity for link in here})),
        "link count": span(sum(each), len({(link.country, link.activity) for link in here})),
        "cell count": span(len(cells), len({(link.country, theme) for link in here for theme in link.themes})),
    }
    if each:
        value["works in a middling country"] = f"{median(each):g}"
    index = _index(scene, {link.activity for link in here}, given)
    proof = [statement for link in here for statement in link.statements]
    assumptions = ["Only who pays is counted; support of unstated form is presence, not money."]
    if isinstance(index, str):
        value["no HHI"] = index
        assumptions.append(
            "Works and cells are counted, whatever is paid for them: the sums are too sparse for an index."
        )
    else:
        value |= index
        proof += [statement for piece in given for statement in piece.statements]
        assumptions += rules(scene)
    return Finding(
        "proliferation",
        donor,
        "counted" if isinstance(index, str) else "HHI over countries",
        CERTAIN if len(sure) == len(here) else POSSIBLE,
        value,
        scene.scope.country,
        scene.scope.theme,
        unique(proof),
        tuple(assumptions),
        f"The donor's own word on how {donor} divides its work, cited.",
        gap=len(each) > 1 and median(each) <= 1,
    )


def _index(scene: Scene, works: set[str], given: list[Piece]) -> dict[str, object] | str:
    """The index over the donor's cells with the middling sum, or why there is none."""
    mine = [piece for piece in given if {*piece.flows[0].works} & works]
    if missing := works - {work for piece in mine for flow in piece.flows for work in flow.works}:
        return f"a sum is known of {len(works) - len(missing)} of {len(works)} works"
    if len({piece.currency for piece in mine}) > 1:
        return "sums are in several currencies, and no rate was given"
    if len(set[str]().union(*(piece.stages for piece in mine))) > 1:
        return "sums are of unlike kinds, as committed and disbursed"
    if any(len(piece.providers) > 1 or piece.money.low != piece.money.high for piece in mine):
        return "sums are joint, or known only within bounds"
    cells = spread(scene, mine, by_theme=False)
    by_cell = {cell: sum((piece.money.low for piece in there), Fraction()) for cell, there in cells.items()}
    if any(country is None and value for (country, _), value in by_cell.items()):
        return "a sum is for several countries and not split"
    index = hhi({country or "": value for (country, _), value in by_cell.items()})
    if index is None:
        return "no sum is known"
    total = totals(mine)[0]
    middle = Fraction(median(by_cell.values()))
    return {
        "HHI": f"{float(index):.2f}",
        "of": str(total),
        "in a middling country": shown(total.currency, Money(middle, middle)),
    }


ANALYSIS = Analysis(
    "proliferation",
    "Over how many countries and cells does each donor spread its work?",
    "For each donor the countries, works, links (a work in a country) and cells (a narrowest theme in a country) that"
    " it pays for on the day, and the works of a middling country. HHI over its countries, with the middling sum, "
    "where all its sums are known and each is for one country. A gap: several countries, with one work in most.",
    "QuODA specialisation; Frot and Santiso 2010; counted form ours",
    "Ask whether a single small work in a country could be left to, or shared with, another donor.",
    run,
    needs="`funds` statements of work with `operates_in`.",
)
