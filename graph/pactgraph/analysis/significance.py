"""Significant relations between donors and countries, after the OECD; counted where sums are too sparse."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from fractions import Fraction

from .cells import Link, amounts, links, shares, sums
from .finding import CERTAIN, Analysis, Finding, unique
from .flows import percent, rules
from .scene import Scene

#: The donors who together give this much of a country's money are significant there, however small each.
_MOST = Fraction(9, 10)
_Weights = dict[str, dict[str, Fraction]]


def run(scene: Scene) -> list[Finding]:
    """One finding for each country and one for each donor: which of their relations are significant.

    Weighed by money (state *weighed*) if the sums of all who pay, in all countries, are known in one
    currency; else by links of funding (state *counted*): one work of one donor in one country each,
    a part not beside its whole. Only certain links count. A gap is a country in which at least half
    of the relations are not significant. The region is all countries of the data.
    """
    found = certain_links(scene)
    proof: dict[tuple[str, str], list[Link]] = defaultdict(list)
    for link in found:
        proof[link.country, link.donor].append(link)
    weights, why = weigh(scene, found)
    everywhere: dict[str, Fraction] = defaultdict(Fraction)
    for here in weights.values():
        for donor, weight in here.items():
            everywhere[donor] += weight
    whole = shares(everywhere)
    significant = {country: significant_in(shares(here), whole) for country, here in weights.items()}

    findings = []
    state = "counted" if why else "weighed"
    assumptions = (
        "The region is all countries in which a link is known.",
        *(
            ("Links of funding are counted, whatever is paid: the sums are too sparse.", f"Why not weighed: {why}.")
            if why
            else rules(scene)
        ),
    )
    for country, here in sorted(weights.items()):
        if scene.scope.donor not in (None, *here) or scene.scope.country not in (None, country):
            continue
        minor = sorted({*here} - significant[country])
        findings.append(
            Finding(
                "significance",
                country,
                state,
                CERTAIN,
                {
                    "significant": sorted(significant[country]),
                    **({"not significant": minor} if minor else {}),
                    "fragmentation": f"{len(minor)} of {len(here)} relations",
                    "shares": {donor: percent(share) for donor, share in sorted(shares(here).items())},
                },
                country,
                scene.scope.theme,
                unique(s for donor in here for link in proof[country, donor] for s in link.statements),
                assumptions,
                f"Fewer and larger relations in {country}, or sums that show them to be so.",
                gap=2 * len(minor) >= len(here),
            )
        )
    for donor, share in sorted(whole.items()):
        there = sorted(country for country, here in weights.items() if donor in here)
        large = [country for country in there if donor in significant[country]]
        if scene.scope.donor not in (None, donor) or scene.scope.country not in (None, *there):
            continue
        findings.append(
            Finding(
                "significance",
                donor,
                state,
                CERTAIN,
                {
                    "significant in": large,
                    "concentration": f"{len(large)} of {len(there)} relations",
                    "share of all": percent(share),
                },
                scene.scope.country,
                scene.scope.theme,
                unique(s for country in there for link in proof[country, donor] for s in link.statements),
                assumptions,
                f"Sums of {donor} in each country, cited.",
                gap=False,
            )
        )
    return findings


def significant_in(here: Mapping[str, Fraction], whole: Mapping[str, Fraction]) -> set[str]:
    """The donors whose relation with a country is significant.

    A donor is, whose share there is at least its share of the whole, and who is among the fewest
    largest donors that give nine tenths together. Those level with the last of these are among them,
    for none of them comes before another.

    >>> sorted(significant_in({"a": Fraction(95, 100), "b": Fraction(5, 100)}, {"a": Fraction(1), "b": Fraction(1, 2)}))
    ['a']
    """
    found = {donor for donor, share in here.items() if share >= whole[donor]}
    reached = Fraction()
    last: Fraction | None = None
    for donor, share in sorted(here.items(), key=lambda each: -each[1]):
        if reached >= _MOST and share != last:
            break
        found.add(donor)
        reached += share
        last = share
    return found


def certain_links(scene: Scene) -> list[Link]:
    """The links of funding that certainly hold on the day, in every country, a part not beside its whole."""
    return [link for link in links(scene, everywhere=True) if link.pays and not link.part and link.reading == CERTAIN]


def weigh(scene: Scene, found: list[Link]) -> tuple[_Weights, str]:
    """What each donor weighs in each country, and why money could not be the weight, if it could not."""
    paying: dict[str, set[str]] = defaultdict(set)
    for link in found:
        paying[link.country].add(link.donor)
    money = sums(scene, scene.running)
    weighed: _Weights = {}
    currencies: set[str] = set()
    why = "" if paying else "nobody is known to pay"
    for country, donors in sorted(paying.items()):
        given = amounts(money, country, scene.scope.theme, donors)
        if isinstance(given, str):
            why = given
            break
        currencies.add(given.currency)
        weighed[country] = {donor: given.low[donor] for donor in donors if given.low[donor]}
    if not why and len(currencies) > 1:
        why = "sums are in several currencies, and no rate was given"
    if not why and all(weighed.values()):
        return weighed, ""
    counted: _Weights = defaultdict(lambda: defaultdict(Fraction))
    for link in found:
        counted[link.country][link.donor] += 1
    return {country: dict(here) for country, here in counted.items()}, why or "sums are possible only"


ANALYSIS = Analysis(
    "significance",
    "Which relations between donor and country are significant?",
    "A donor is significant in a country if its share there is at least its share of the whole region, or if it is in"
    " the smallest set of largest donors that together give nine tenths there (with all level with the last). "
    "Fragmentation of a country: relations that are not, of all; concentration of a donor: relations that are, of "
    "all. By money if all sums are known in one currency, else by counted links of funding.",
    "OECD Division of Labour 2009, 2011: that a relation may be significant from either side stands in the abstract of "
    "2009; the two tests themselves were taken from a summary and not confirmed against the text; counted form ours",
    "Ask donors whose relation is not significant to pool it, leave it or enlarge it.",
    run,
    needs="`funds` statements of work with `operates_in`; an `amount` on each for shares.",
)
