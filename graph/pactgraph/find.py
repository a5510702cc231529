"""Search by name: aliases, acronyms, accents, spelling.

`Huapanh`, `Houaphanh` and `houaphan` find the same province, `LCDC` the commission.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from .model import Thing

#: Below this likeness (of 100) a name is not offered.
_LIKE = 78


@dataclass(frozen=True, slots=True)
class Hit:
    """A thing found, by which of its names, and how near it is (0 to 100)."""

    thing: Thing
    name: str
    score: float


@lru_cache(maxsize=1 << 16)
def fold(text: str) -> str:
    """Text without case, accents, hyphens and double spaces, for comparing names.

    >>> fold("Côte d’Ivoire"), fold("alternative-development")
    ('cote d ivoire', 'alternative development')
    """
    plain = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return re.sub(r"[\W_]+", " ", plain.casefold()).strip()


def find(things: Mapping[str, Thing], text: str, limit: int = 10) -> list[Hit]:
    """The things whose id or one of whose names is nearest to `text`, best first.

    A whole name or acronym comes first, then names that begin with the text, then names that hold
    it as words, then names that hold each of its words or begin one with it, in whatever order, then
    names spelt alike. Ties are in id order. Linear in the number of names.
    """
    wanted = fold(text)
    if not wanted:
        return []
    hits = []
    for thing in things.values():
        names = (thing.label, *thing.aliases, thing.id)  # of equals the first, which says more than an id
        best = max(((_likeness(wanted, fold(name)), name) for name in names), key=lambda pair: pair[0])
        if best[0] >= _LIKE:
            # An entity before an item that mentions it in a sentence.
            item = 0.5 if getattr(thing.entry, "text", None) else 0.0
            hits.append(Hit(thing, best[1], best[0] - item))
    return sorted(hits, key=lambda hit: (-hit.score, hit.thing.id))[:limit]


def unknown(text: str, hits: Iterable[str]) -> str:
    """What to say of an id that is not known, with the ids of what is nearest.

    >>> unknown("laos", ["lao-pdr"]), unknown("xyzzy", [])
    ("unknown id 'laos'; did you mean lao-pdr?", "unknown id 'xyzzy'; look names up with: pactgraph find")
    """
    nearest = " or ".join(hits)
    return f"unknown id {text!r}" + (
        f"; did you mean {nearest}?" if nearest else "; look names up with: pactgraph find"
    )


def _likeness(wanted: str, name: str) -> float:
    if wanted == name:
        return 100.0
    if name.startswith(wanted + " "):
        return 96.0
    if f" {wanted} " in f" {name} ":
        return 92.0
    if len(wanted) >= 3 and name.startswith(wanted):
        return 90.0
    words, parts = wanted.split(), name.split()
    if 1 < len(words) <= len(parts) and all(any(part.startswith(word) for part in parts) for word in words):
        return 86.0
    from rapidfuzz import fuzz

    if len(wanted) < 4:
        return 0.0  # Short words are alike by chance.
    # One word may be misspelt inside a longer name, as a province in the name of a programme.
    windows = [" ".join(parts[i : i + len(words)]) for i in range(max(1, len(parts) - len(words) + 1))]
    whole = fuzz.ratio(wanted, name, score_cutoff=_LIKE)
    inside = (
        max(fuzz.ratio(wanted, window, score_cutoff=_LIKE) for window in windows) if len(parts) > len(words) else 0.0
    )
    return max(whole * 0.95, inside * 0.88)
