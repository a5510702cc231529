"""Who has signed, consented to, or left which instrument, worked out from the acts alone.

Nobody is stored as a party. The kinds of consent are kept apart in the statements and count alike.
Costs one pass over the statements, and for each instrument its own acts and the groups of its actors.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from .. import edtf
from ..model import Statement, Thing
from .finding import CERTAIN, POSSIBLE, Analysis, Finding, unique
from .presence import donor_of
from .scene import Scene

SIGNATORY = "signatory"
CONSENTED = "consented"
PARTY = "party"
WITHDRAWN = "withdrawn"
#: A document says that it was signed or joined, and not by which act.
UNNAMED = "act not stated"
#: From the least to the most; who left stands apart.
_ORDER = (UNNAMED, SIGNATORY, CONSENTED, PARTY, WITHDRAWN)

_SIGNING = frozenset({"signature"})
_CONSENT = frozenset(
    {
        "definitive-signature",
        "ratification",
        "acceptance",
        "approval",
        "accession",
        "succession",
        "formal-confirmation",
    }
)
LEAVING = frozenset({"withdrawal", "denunciation"})
#: Instruments under which a signature alone is not known to bind.
_FORMAL = frozenset({"treaty", "convention", "protocol"})


@dataclass(frozen=True, slots=True)
class Standing:
    """Where one body stands under one instrument on the day: certainly, and at most."""

    party: str
    sure: str | None
    at_most: str
    #: By when it certainly signed, where that is told.
    signed: date | None
    statements: tuple[Statement, ...]


@dataclass(slots=True)
class Record:
    """What is told of one instrument."""

    acts: dict[str, list[Statement]] = field(default_factory=lambda: defaultdict(list))
    #: By these a document says that it is in force at all.
    force: list[Statement] = field(default_factory=list)
    #: Who is named as a party, the act by which it became one left open.
    named: dict[str, list[Statement]] = field(default_factory=lambda: defaultdict(list))


def run(scene: Scene) -> list[Finding]:
    """One finding for each instrument with an act: who stands where on the day.

    *Signatory*: signed, no consent told. *Consented*: bound itself by ratification, accession,
    acceptance, approval, succession, formal confirmation or definitive signature; that it is in force is not
    told. *Party*: consented, and a document says that it is in force, for it or at all. *Withdrawn*:
    left, and did not come back. Only acts dated by the day count; an act of a vague date, or whose kind is not
    stated, makes the next status possible ("perhaps"). A member of a group in which others have
    acted, of whom nothing is told, is *not told*, which is not "no party". It is a gap for a treaty,
    convention or protocol to which a member of the group has consented.
    """
    found = records(scene)
    groups = _groups(scene)
    findings = []
    for instrument, told in sorted(found.items()):
        standings = [s for party in told.acts if (s := standing(scene, told, party)) is not None]
        finding = _finding(scene, instrument, told, standings, groups)
        if finding is not None:
            findings.append(finding)
    return findings


def records(scene: Scene) -> Mapping[str, Record]:
    """The acts under each instrument that are told as facts by documents known on the day."""
    things, clock = scene.graph.things, scene.clock
    found: dict[str, Record] = defaultdict(Record)
    for s in scene.graph.statements:
        if not s.is_plain or not clock.knows(s.document):
            continue
        if s.predicate == "signs" and s.object and _is_among_bodies(things[s.object]):
            found[s.object].acts[s.subject].append(s)
        elif s.predicate == "member_of" and s.object and things[s.object].type == "agreement":
            found[s.object].named[s.subject].append(s)
        elif s.predicate == "stage" and s.value == "in-effect":
            found[s.subject].force.append(s)
    return {each: told for each, told in found.items() if told.acts}


def _is_among_bodies(thing: Thing) -> bool:
    """Whether it is an agreement or a declaration; a plan that a minister signs binds no other."""
    return thing.type == "agreement" or getattr(thing.entry, "kind", None) == "declaration"


def standing(scene: Scene, told: Record, party: str) -> Standing | None:
    """Where the body stands on the day by its own acts; None if it has done none by then."""
    clock = scene.clock
    acts = [s for s in told.acts[party] if clock.possibly(s)]
    if not acts:
        return None
    kinds = {s.id: s.claim.act if s.claim else None for s in acts}
    certain = [s for s in acts if clock.certainly(s)]

    def of(statements: Iterable[Statement], names: frozenset[str]) -> list[Statement]:
        return [s for s in statements if kinds[s.id] in names]

    in_force = [s for s in told.force if clock.certainly(s)] or of(certain, frozenset({"entry-into-force"}))
    perhaps_in_force = [s for s in told.force if clock.possibly(s)] or of(acts, frozenset({"entry-into-force"}))
    left = of(certain, LEAVING)
    sure: str | None = None
    if left and not _after(of(acts, _CONSENT), left):
        sure = WITHDRAWN
    elif of(certain, _CONSENT) and not _after(of(acts, LEAVING), of(certain, _CONSENT)):
        sure = PARTY if in_force else CONSENTED
    elif of(certain, _SIGNING | _CONSENT):
        sure = SIGNATORY
    elif [s for s in certain if kinds[s.id] is None]:
        sure = UNNAMED
    at_most = sure or UNNAMED
    if of(acts, _SIGNING) and at_most == UNNAMED:
        at_most = SIGNATORY
    if sure != WITHDRAWN and (of(acts, _CONSENT) or (of(acts, _SIGNING) and None in kinds.values())):
        at_most = max(at_most, PARTY if perhaps_in_force else CONSENTED, key=_ORDER.index)
    if of(acts, LEAVING) and not _after(of(certain, _CONSENT), of(acts, LEAVING)):
        at_most = WITHDRAWN
    signed = [s.bounds.certain_from for s in of(certain, _SIGNING) if s.when]
    proof = [*acts, *(perhaps_in_force if PARTY in (sure, at_most) else ())]
    return Standing(party, sure, at_most, min(signed, default=None), tuple(proof))


def _after(later: Iterable[Statement], earlier: Iterable[Statement]) -> bool:
    """Whether one of the acts came after all of the others."""
    last = max((s.bounds.possible_from for s in earlier), default=edtf.BEGINNING)
    return any(s.bounds.possible_from > last for s in later)


def _groups(scene: Scene) -> Mapping[str, tuple[frozenset[str], list[Statement]]]:
    """The states that are members of a group on the day, with the statements."""
    members: dict[str, dict[str, Statement]] = defaultdict(dict)
    for s in scene.graph.statements:
        is_state = scene.graph.things[s.subject].type == "country"
        if s.predicate == "member_of" and s.object and is_state and s.is_plain and scene.clock.possibly(s):
            members[s.object][s.subject] = s
    return {group: (frozenset(by), list(by.values())) for group, by in sorted(members.items())}


def _finding(
    scene: Scene,
    instrument: str,
    told: Record,
    standings: list[Standing],
    groups: Mapping[str, tuple[frozenset[str], list[Statement]]],
) -> Finding | None:
    scope = scene.scope
    silent, proof = _not_told(scene, instrument, told, standings, groups)
    kind = getattr(scene.graph.things[instrument].entry, "kind", None)
    bound = [s for s in standings if s.sure in (CONSENTED, PARTY)]
    pending = [s for s in standings if s.sure == s.at_most == SIGNATORY and bound]
    named = sorted(each for each, by in told.named.items() if any(scene.clock.possibly(s) for s in by))
    if scope.country is not None:
        standings = [s for s in standings if donor_of(scene, s.party) == scope.country]
        silent = [each for each in silent if each == scope.country]
        named = [each for each in named if each == scope.country]
        pending = [s for s in pending if s in standings]
    if scope.donor is not None:
        standings = [s for s in standings if donor_of(scene, s.party) == scope.donor]
    if not standings and not silent:
        return None
    value: dict[str, object] = {}
    for status in reversed(_ORDER):
        if sure := sorted(s.party for s in standings if s.sure == status):
            value[status] = sure
        if perhaps := sorted(s.party for s in standings if s.at_most == status != s.sure):
            value[f"perhaps {status}"] = perhaps
    if named:
        value["named as parties"] = named
    if pending:
        value["consent pending"] = sorted(s.party for s in pending)
        signed = [s.signed for s in pending if s.signed]
        if signed:
            value["months pending, at most"] = _months(min(signed), scene.clock.first)
    if silent:
        value["not told"] = silent
    surest = max((s.sure for s in standings if s.sure), key=_ORDER.index, default=None)
    highest = max((s.at_most for s in standings), key=_ORDER.index, default="not told")
    why = ["Status is worked out from acts dated by the day; the kinds of consent count alike."]
    if bound and not any(s.sure == PARTY for s in standings):
        why.append("No document says that it is in force.")
    if silent:
        why.append("Of these members of a group nothing is told, which is not that they are no parties.")
    return Finding(
        "treaties",
        instrument,
        surest or highest,
        CERTAIN if surest else POSSIBLE,
        value,
        scope.country,
        scope.theme,
        unique([*(s for each in standings for s in each.statements), *_named(told, named), *(proof if silent else ())]),
        tuple(why),
        f"The acts under {instrument}, each as a `signs` statement with its `act` and date, from its depositary.",
        gap=bool((silent and bound and kind in _FORMAL) or pending),
    )


def _named(told: Record, named: Iterable[str]) -> list[Statement]:
    return [s for each in named for s in told.named[each]]


def _not_told(
    scene: Scene,
    instrument: str,
    told: Record,
    standings: list[Standing],
    groups: Mapping[str, tuple[frozenset[str], list[Statement]]],
) -> tuple[list[str], list[Statement]]:
    """Members of groups, two of whose members at least have acted, of whom no act is told."""
    acted = {donor_of(scene, s.party) for s in standings}
    known = acted | set(told.named)
    silent: set[str] = set()
    proof: list[Statement] = []
    for group, (members, statements) in groups.items():
        if group != instrument and len(members & acted) >= 2 and members - known:
            silent |= members - known
            proof += statements
    return sorted(silent), proof


def _months(start: date, day: date) -> str:
    return str(max(0, (day.year - start.year) * 12 + day.month - start.month))


ANALYSIS = Analysis(
    "treaties",
    "Who has signed, consented to or left which treaty or agreement, and of whom is nothing told?",
    "From the acts dated by the day: signatory, consented (in force not told), party (consented and in force), "
    "withdrawn. Pending: signed and not consented, where another has consented. Not told: a member of a group, two of "
    "whose members have acted.",
    "UNTC glossary (Vienna Convention on the Law of Treaties, articles 2, 14, 15); status codes of the IEADB",
    "Take the missing acts from the depositary's list.",
    run,
    ("country", "donor"),
    needs="`signs` with `act` (signature, ratification, accession …) and `when`.",
)
