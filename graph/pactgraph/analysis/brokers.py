"""Brokers: states, agencies and forums through which others hang together, and whose leaving would cut them off.

The network is made here: who pays, supports, carries out, cooperates, coordinates or sits where, on
the day, an agency counted as its state, without direction. Cut points are found by NetworkX in time
linear in the links, and what they cut off costs its own length. Betweenness walks the network once
from each actor, actors times links, and is left out above `LARGE` nodes.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import TypeAlias, cast

import networkx as nx

from ..model import UNSTATED, Statement
from .activity import around, holds
from .finding import CERTAIN, POSSIBLE, Analysis, Finding, unique
from .forums import SEATS
from .presence import donor_of
from .scene import Scene

#: From this number of nodes on, betweenness is not worked out.
LARGE = 500
_LINKS = frozenset(
    ("funds", "supports", "implements", "cooperates_with", "coordinates_with", "coordinates", "hosts", *SEATS)
)
_ACTORS = ("country", "organisation")
_BROKERS = (*_ACTORS, "mechanism", "agreement")
_NODES = (*_BROKERS, "programme", "event")

_Network: TypeAlias = "nx.Graph[str]"
#: A cut point, by its id, or a block of the network between cut points, by its number.
_Spot = str | int


def run(scene: Scene) -> list[Finding]:
    """Who, if it left, would cut others off, those who cut off most first.

    *Certain*: without it the network of all links that may hold falls apart, and so does that of the
    links that certainly hold. *Possible*: only one of the two does. Only states and organisations
    count as cut off; forums and programmes are ways between them. Betweenness: on how many of the
    shortest ways between two others it stands.
    """
    links = _links(scene)
    wide = _network(scene, links, (CERTAIN, POSSIBLE))
    sure = _network(scene, links, (CERTAIN,))
    cut = {True: _cut_points(scene, sure), False: _cut_points(scene, wide)}
    actors = [node for node in wide if _is_actor(scene, node)]
    between: dict[str, float] = {}
    if (cut[True] or cut[False]) and len(wide) <= LARGE:
        between = nx.betweenness_centrality_subset(wide, actors, actors, normalized=False)
    pairs = (len(actors) - 1) * (len(actors) - 2) / 2
    findings = []
    for broker in sorted(cut[True].keys() | cut[False].keys()):
        if scene.scope.donor not in (None, broker) or scene.graph.things[broker].type not in _BROKERS:
            continue
        robust = broker in cut[False]
        off, network = (cut[False][broker], wide) if robust else (cut[True][broker], sure)
        proof = [s for node in off for other in network[node] for s in links[min(node, other), max(node, other)]]
        value: dict[str, object] = {"cuts off": sorted(node for node in off if _is_actor(scene, node))}
        if broker in between and pairs:
            value["share of ways"] = f"{between[broker] / pairs:.0%}"
        findings.append(
            Finding(
                "brokers",
                broker,
                "cut point",
                CERTAIN if robust and broker in cut[True] else POSSIBLE,
                value,
                scene.scope.country,
                scene.scope.theme,
                unique(s for s in proof if robust or scene.clock.certainly(s)),
                (
                    "An agency stands for the state it is part of.",
                    "Only links that the documents tell are known; there may be others.",
                    *(() if robust else ("Links that only perhaps hold would keep them together.",)),
                    *(() if between else ("The network is too large for betweenness.",)),
                ),
                f"A sourced link of one of those cut off with anybody else than {broker}.",
            )
        )
    return sorted(findings, key=lambda f: (f.reading != CERTAIN, -len(f.value["cuts off"]), f.subject))


def _links(scene: Scene) -> dict[tuple[str, str], list[Statement]]:
    """The statements that link two nodes within the scope, agencies taken as their states."""
    found: dict[tuple[str, str], list[Statement]] = defaultdict(list)
    things = scene.graph.things
    for statement in scene.graph.statements:
        subject, target = statement.subject, statement.object
        if statement.predicate not in _LINKS or target is None or UNSTATED in (subject, target):
            continue
        if things[subject].type in _NODES and things[target].type in _NODES and _in_scope(scene, statement):
            one, other = sorted((donor_of(scene, subject), donor_of(scene, target)))
            if one != other:
                found[one, other].append(statement)
    return found


def _in_scope(scene: Scene, statement: Statement) -> bool:
    """Whether it is told of the place and theme that were asked for, or of work that is."""
    claim, work = statement.claim, [scene.activities.get(each or "") for each in (statement.subject, statement.object)]
    work.append(scene.activities.get(statement.id))
    for asked, up, named, of_work in (
        (scene.scope.country, scene.wholes, claim.place if claim else (), [each.places for each in work if each]),
        (scene.scope.theme, scene.broader, claim.themes if claim else (), [each.themes for each in work if each]),
    ):
        told = any(asked in around(each, up) for each in named) if asked is not None else True
        if not told and not any(asked in each for each in of_work):
            return False
    return True


def _network(scene: Scene, links: Mapping[tuple[str, str], Iterable[Statement]], readings: tuple[str, ...]) -> _Network:
    network: _Network = nx.Graph()
    network.add_edges_from(pair for pair, statements in links.items() if holds(scene.clock, statements) in readings)
    return network


def _cut_points(scene: Scene, network: _Network) -> dict[str, set[str]]:
    """The nodes whose leaving parts actors, each with all outside the largest part left of what it was in.

    Where two parts are largest, both count as cut off. Cut points and the blocks between them are a
    tree, in which the actors below each are counted once; only what is cut off is walked.
    """
    cuts = set(nx.articulation_points(network))
    own: dict[_Spot, set[str]] = {node: {node} for node in cuts}
    tree: nx.Graph[_Spot] = nx.Graph()
    # The stubs of NetworkX take a block for a list of sets.
    for number, block in enumerate(cast("Iterable[set[str]]", nx.biconnected_components(network))):
        own[number] = block - cuts
        tree.add_node(number)
        tree.add_edges_from((number, node) for node in block & cuts)
    found = {}
    for spots in nx.connected_components(tree):
        root = next(iter(spots))
        edges = list(nx.dfs_edges(tree, root))
        above = {child: parent for parent, child in edges}
        below = {spot: sum(_is_actor(scene, node) for node in own[spot]) for spot in spots}
        for parent, child in reversed(edges):
            below[parent] += below[child]
        for cut in spots & cuts:
            sides = {n: below[n] if above.get(n) == cut else below[root] - below[cut] for n in tree[cut]}
            sides = {side: size for side, size in sides.items() if size}
            most = max(sides.values(), default=0)
            largest = {side for side, size in sides.items() if size == most}
            if len(sides) > 1:
                off = [side for side in sides if side not in largest or len(largest) > 1]
                found[str(cut)] = {node for side in off for node in _behind(tree, own, side, cut)}
    return found


def _behind(tree: nx.Graph[_Spot], own: Mapping[_Spot, set[str]], start: _Spot, cut: _Spot) -> Iterator[str]:
    """The nodes on one side of a cut point."""
    side, seen = [start], {start, cut}
    for spot in side:
        yield from own[spot]
        fresh = [other for other in tree[spot] if other not in seen]
        seen.update(fresh)
        side += fresh


def _is_actor(scene: Scene, node: str) -> bool:
    return scene.graph.things[node].type in _ACTORS


ANALYSIS = Analysis(
    "brokers",
    "Through whom alone do others hang together with the rest?",
    "Cut points of the network of who pays, supports, carries out, cooperates or sits where on the day: without one of "
    "them others are cut off. Certain if so with all links that may hold and with those that certainly hold.",
    "Articulation points and betweenness (Freeman 1977) on the cooperation network; use ours",
    "Find a second tie for those who hang on one, or a hand-over for when it leaves.",
    run,
    needs="`funds`, `implements`, `cooperates_with` or seats between two actors.",
)
