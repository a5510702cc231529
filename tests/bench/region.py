"""A seeded world that grows as a corpus does: more regions, not more about one region.

`python tests/bench/region.py 10000 DIR` writes 10,000 entities and items and about 40,000 statements,
of which the loader makes half from items, in the proportions of the real data (1,700 entities and
items, 7,000 statements in November 2026).

What would a real corpus of 10,000 be? Not the Mekong told six times as closely: a region has its
handful of states, some dozens of donors and 64 themes, so that its cells fill until every donor stands
in each, and then grow no more. It would be forty regions, each told by its own documents. So the
world is made of regions of 250: seven states, of which three receive and all may give, fifteen
places, 43 bodies, 28 programmes, 111 items, seven documents, one a year. One donor in five and one
seat in ten is of one of the three regions that follow it in a ring.

Every fifth region is like the first but for its names. So the world of 10,000 is that of 1,000 ten
times over, joined up: linear work grows ten times exactly, and what grows by more is the fault of
the analysis, not of chance. The donors of a cell, the work of a donor, the documents that tell of a
theme in a country and the answers to a recommendation stay as many. What it costs to know one region
ever more closely is said in docs/speed.md.

That there are then more states than the world has does no harm. The same seed gives the same bytes.
"""

from __future__ import annotations

import json
import random
import sys
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pactgraph import vocab

SIZE = 250
#: After so many regions they are told alike again; a region is joined to the others of so many.
PERIOD = 4
KINDS = {
    "country": (7, ()),
    "place": (15, ("province", "district", "town", "border-crossing")),
    "organisation": (43, ("ministry", "agency", "police", "agency", "un-office", "fund", "ngo", "commission")),
    "mechanism": (6, ("working-group", "donor-group", "committee", "forum")),
    "programme": (28, ("programme", "project", "project", "component")),
    "agreement": (5, ("convention", "memorandum")),
    "framework": (18, ("plan", "strategy", "law")),
    "event": (10, ("meeting", "training", "seizure")),
    "document": (7, ("report",)),
}
ITEMS = {
    "recommendation": 13,
    "need": 8,
    "priority": 6,
    "challenge": 18,
    "target": 5,
    "benchmark": 3,
    "action": 26,
    "response": 21,
    "outcome": 11,
}
#: Statements that a region's documents write down, beside what items and identities say.
CLAIMS = {
    "funds": 75,
    "supports": 40,
    "implements": 70,
    "operates_in": 50,
    "addresses": 45,
    "part_of": 8,
    "stage": 45,
    "participates_in": 40,
    "member_of": 30,
    "chairs": 6,
    "cooperates_with": 25,
    "coordinates_with": 8,
    "signs": 20,
    "governs": 4,
    "aligned_with": 8,
    "succeeds": 5,
    "prioritises": 8,
    "maybe_same_as": 4,
    "requires": 4,
    "not_funded": 2,
    "not_held": 2,
    "denied": 4,
}
FIGURES = 6
HOSTS = 3
#: Of the first document of a region; there is one a year.
FIRST_YEAR = 2018
THEMES = tuple(theme.id for theme in vocab.themes() if theme.broader)
SYLLABLES = "ba do ki lu me no pra sa ti vo wen xa yu zho rin kal".split()  # noqa: SIM905
WORDS = "river mountain border health justice customs harvest market police forum joint delta".split()  # noqa: SIM905


@dataclass
class Region:
    """The ids of one region, and what its documents say."""

    number: int
    ids: dict[str, list[str]] = field(default_factory=dict)
    entities: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    items: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    claims: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    figures: dict[str, list[dict[str, Any]]] = field(default_factory=dict)

    @property
    def hosts(self) -> list[str]:
        """The states that receive."""
        return self.ids["country"][:HOSTS]


def generate(count: int, folder: Path, seed: int = 7) -> None:
    """Write a world of `count` entities and items below `folder`; `count` is a multiple of 1,000."""
    if count % (SIZE * PERIOD):
        raise ValueError(f"{count} is no multiple of {SIZE * PERIOD}")
    regions = [_peopled(number, random.Random(f"{seed} {number}")) for number in range(count // SIZE)]
    for number, region in enumerate(regions):
        random_ = random.Random(f"{seed} {number % PERIOD}")
        _itemise(region, random_)
        _say(region, [regions[(number + step) % len(regions)] for step in range(1, PERIOD)], random_)
        _write(region, folder)


def _peopled(number: int, random_: random.Random) -> Region:
    region = Region(number)
    # Names of a region have words of their own, as they do outside.
    own = ["".join(random_.choice(SYLLABLES) for _ in range(3)).title() for _ in range(12)]
    for kind, (count, sorts) in KINDS.items():
        region.ids[kind] = [f"{kind}-{number}-{n}" for n in range(count)]
        entries = []
        for n, each in enumerate(region.ids[kind]):
            name = f"{random_.choice(own)} {random_.choice(WORDS)} {random_.choice(own)} {kind} {n}"
            entry: dict[str, Any] = {"id": each, "name": name}
            if sorts:
                entry["kind"] = sorts[n % len(sorts)]
            if kind == "document":
                entry |= {"issued": f"{FIRST_YEAR + n}-{n + 3:02}-15", "sections": [{"key": "A", "title": "All"}]}
            elif kind != "country":
                entry["named_in"] = [{"document": f"document-{number}-{n % 7}", "section": "A", "line": n + 1}]
            if kind == "place":
                entry["part_of"] = region.hosts[n % HOSTS]
            if kind == "organisation" and n % 8 < 4:
                entry["part_of"] = region.ids["country"][n % 7]
            entries.append(entry)
        region.entities[kind] = entries
    return region


def _themes(random_: random.Random, most: int = 2) -> list[str]:
    return sorted(set(random_.choices(THEMES, k=random_.randint(1, most))))


def _itemise(region: Region, random_: random.Random) -> None:
    made: dict[str, list[str]] = {}
    pick, ids = random_.choice, region.ids
    line = 0
    for kind, count in ITEMS.items():
        for n in range(count):
            document = pick(ids["document"])
            line += 1
            item: dict[str, Any] = {"id": f"{document}-{kind}-{n}", "type": kind, "line": line}
            item |= {"text": f"What {kind} {n} says.", "themes": _themes(random_)}
            if random_.random() < 0.7:
                item["place"] = pick(region.hosts if n % 2 else ids["place"])
            if kind in ("recommendation", "need", "priority", "target"):
                item["by"] = pick(ids["mechanism"] + region.hosts)
            if kind == "recommendation" and n % 2:
                item["to"] = pick(region.hosts)
            if kind == "recommendation" and n % 4 == 3:
                item["part_of"] = made[kind][0]
            if kind in ("action", "response", "outcome"):
                item["by"] = pick(ids["organisation"])
                item["about"] = pick(ids["programme"])
                item["answers"] = pick(made["recommendation"] + made["need"] + made["challenge"])
                item["status"] = pick(("active", "planned", "ended"))
            if kind == "response":
                item["grade"] = pick(("done", "partly", "lacks", "blanket"))
            region.items.setdefault(document, []).append(item)
            made.setdefault(kind, []).append(item["id"])
    ids.update(made)


def _when(year: int, random_: random.Random) -> str | None:
    """A time of which a document of that year tells; of two it is not said."""
    begin = year - random_.randint(1, 10)
    end = begin + random_.randint(1, 6)
    return random_.choice(
        (None, None, f"{begin}", f"{begin}/{end}", f"{begin}-0{random_.randint(1, 9)}/", f"{begin}/{end}-06")
    )


def _say(region: Region, others: list[Region], random_: random.Random) -> None:
    documents = region.ids["document"]
    line = 200
    for predicate, count in CLAIMS.items():
        for _ in range(count):
            line += 1
            at = random_.randrange(len(documents))
            claim = {"id": f"s{line}", "line": line, **_claim(predicate, region, random_.choice(others), random_)}
            if when := _when(FIRST_YEAR + at, random_):
                claim["when"] = when
            elif predicate == "funds" and random_.random() < 0.2:
                claim |= {"status": "planned", "when": f"{FIRST_YEAR + at + 1}"}
            if predicate == "stage":
                covers = claim["value"] in ("covers", "extended")
                begin = FIRST_YEAR + at - random_.randint(1, 8)
                claim["when"] = f"{begin}/{begin + random_.randint(2, 6)}" if covers else f"{begin}"
            region.claims.setdefault(documents[at], []).append(claim)
    for n in range(FIGURES):
        line += 1
        at = random_.randrange(len(documents))
        what, unit = (("opium-poppy-area", "hectares"), ("heroin-seized", "kilograms"))[n % 2]
        figure = {"what": what, "place": random_.choice(region.ids["place"]), "value": 10 * n + 5, "unit": unit}
        figure |= {"id": f"f{line}", "line": line, "when": f"{FIRST_YEAR + at - 1}"}
        region.figures.setdefault(documents[at], []).append(figure)


def _claim(predicate: str, region: Region, elsewhere: Region, random_: random.Random) -> dict[str, Any]:
    """One statement; one donor in five and one seat in ten is of `elsewhere`."""
    pick, ids = random_.choice, region.ids
    programme, other, body = pick(ids["programme"]), pick(ids["programme"]), pick(ids["organisation"])
    home = elsewhere.ids if random_.random() < 0.2 else ids
    # Few give much: half of all money is of a third of the donors.
    donors = home["country"][HOSTS:] + home["organisation"]
    donor = pick(donors[: len(donors) // 3] if random_.random() < 0.5 else donors)
    said: dict[str, Any] = {"subject": programme, "predicate": predicate}
    if predicate in ("funds", "supports", "denied"):
        to = programme if random_.random() < 0.8 else pick(ids["organisation"] + region.hosts)
        said |= {"subject": donor, "object": to}
        if to != programme or predicate == "denied":
            said |= {"themes": _themes(random_, 1), "place": pick(region.hosts)}
        if predicate == "denied":
            return {**said, "predicate": "funds", "status": "denied"}
        if random_.random() < 0.4:
            kind = pick(("commitment", "commitment", "disbursement", "pledge"))
            said["amount"] = {"value": random_.randint(1, 90) * 10_000, "currency": pick(("USD", "EUR")), "kind": kind}
        return said
    if predicate == "implements":
        return {**said, "subject": body, "object": programme}
    if predicate in ("operates_in", "addresses") and random_.random() < 0.15:
        said["subject"] = pick(ids["mechanism"])
    if predicate == "operates_in":
        return {**said, "object": pick(region.hosts if random_.random() < 0.6 else ids["place"])}
    if predicate == "addresses":
        return {**said, "object": pick(THEMES)}
    if predicate in ("part_of", "succeeds", "maybe_same_as"):
        # Wholes come first, so that none is a part of itself.
        first, second = sorted((int(programme.split("-")[2]), int(other.split("-")[2])))
        second += first == second
        return {
            **said,
            "subject": f"programme-{region.number}-{second % 28}",
            "object": f"programme-{region.number}-{first}",
        }
    if predicate == "stage":
        thing = pick(ids["programme"] + ids["framework"] + ids["agreement"])
        return {**said, "subject": thing, "value": pick(("covers", "covers", "started", "ended", "extended"))}
    if predicate in ("participates_in", "member_of", "chairs"):
        forum = pick((elsewhere.ids if random_.random() < 0.1 else ids)["mechanism"])
        to = pick(ids["event"]) if predicate == "participates_in" else forum
        return {**said, "subject": pick(ids["country"] + ids["organisation"]), "object": to}
    if predicate in ("cooperates_with", "coordinates_with"):
        return {**said, "subject": body, "object": pick([each for each in ids["organisation"] if each != body])}
    if predicate == "signs":
        act = pick(("signature", "ratification", "accession", "reservation"))
        return {**said, "subject": pick(ids["country"]), "object": pick(ids["agreement"]), "act": act}
    if predicate == "governs":
        return {**said, "subject": pick(ids["agreement"]), "object": programme}
    if predicate == "aligned_with":
        return {**said, "object": pick(ids["framework"] + ids["agreement"])}
    if predicate == "prioritises":
        return {**said, "subject": pick(region.hosts + ids["framework"]), "object": pick(ids["priority"])}
    if predicate == "requires":
        return {**said, "amount": {"value": random_.randint(5, 50) * 100_000, "currency": "USD", "kind": "requirement"}}
    if predicate == "not_held":
        return {**said, "subject": pick(ids["event"])}
    return said


def _write(region: Region, folder: Path) -> None:
    for kind, entries in region.entities.items():
        _file(folder / "entities" / kind / f"region-{region.number:04}.yaml", _list(entries))
    for document in region.ids["document"]:
        parts = (("items", region.items), ("statements", region.claims), ("figures", region.figures))
        text = [f"document: {document}", "blocks:", "- section: A"]
        for name, said in parts:
            if entries := said.get(document):
                text += [f"  {name}:", _list(entries, "  ")]
        _file(folder / "statements" / document / "all.yaml", "\n".join(text) + "\n")


def _list(entries: Iterable[dict[str, Any]], indent: str = "") -> str:
    # JSON is YAML, and the shortest way to write it.
    return "\n".join(f"{indent}- {json.dumps(entry)}" for entry in entries)


def _file(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text.rstrip("\n") + "\n", "utf-8")


if __name__ == "__main__":
    generate(int(sys.argv[1]), Path(sys.argv[2]))
