"""A seeded world of any size in PactGraph's own data format, for benches.

`python tests/bench/generate.py 10000 DIR` writes 10,000 entities and 40,000 statements, about fifty
entities and two hundred statements a file: dates of every precision, an amount on every third
statement, a qualifier list on some. The same seed gives the same bytes.
"""

from __future__ import annotations

import random
import sys
from pathlib import Path

PER_FILE = 50
STATEMENTS_PER_ENTITY = 4
KINDS = (("country", 2), ("organisation", 18), ("programme", 20), ("mechanism", 4), ("agreement", 3), ("event", 3))
THEMES = ("treatment", "prevention", "border-management", "precursor-control", "anti-money-laundering", "forensics")
SORTS = {
    "organisation": "agency",
    "programme": "project",
    "mechanism": "forum",
    "agreement": "memorandum",
    "event": "meeting",
}
WORDS = tuple(
    "river mountain border health justice customs harvest market police forum regional joint north delta".split()  # noqa: SIM905
)


def generate(count: int, folder: Path, seed: int = 7) -> None:
    """Write a world of `count` entities below `folder`."""
    random_ = random.Random(seed)
    ids = _entities(count, folder, random_)
    _statements(count, folder, ids, random_)


def _entities(count: int, folder: Path, random_: random.Random) -> dict[str, list[str]]:
    shares = [kind for kind, share in KINDS for _ in range(share)]
    ids: dict[str, list[str]] = {kind: [] for kind, _ in KINDS}
    entries: dict[str, list[str]] = {kind: [] for kind, _ in KINDS}
    for n in range(count):
        kind = shares[n % PER_FILE]
        slug = f"{kind}-{n}"
        ids[kind].append(slug)
        name = " ".join(random_.choice(WORDS) for _ in range(3)).title()
        lines = [f"- id: {slug}", f"  name: {name} {n}"]
        if kind in SORTS:
            lines.append(f"  kind: {SORTS[kind]}")
        lines.append(f"  aliases: [{name[:1]}{n}, {name.split()[0]} {kind} {n}]")
        lines.append("  named_in: [{document: report-0, section: S1, line: 1}]")
        entries[kind].append("\n".join(lines))
    for kind, blocks in entries.items():
        target = folder / "entities" / kind
        target.mkdir(parents=True)
        for start in range(0, len(blocks), PER_FILE):
            text = "\n".join(blocks[start : start + PER_FILE])
            (target / f"{start // PER_FILE:05}.yaml").write_text(text + "\n", "utf-8")
    return ids


def _statements(count: int, folder: Path, ids: dict[str, list[str]], random_: random.Random) -> None:
    documents = folder / "entities" / "document"
    documents.mkdir(parents=True)
    reports = []
    for number, start in enumerate(range(0, count, PER_FILE)):
        report = f"report-{number % 20}"
        if number < 20:
            reports.append(
                f"- id: {report}\n  name: Report {number}\n  kind: report\n  issued: {2005 + number}-12\n"
                "  sections:\n  - {key: S1, title: All of it}\n"
            )
        lines = [f"document: {report}", "blocks:", "- section: S1", "  statements:"]
        wanted = STATEMENTS_PER_ENTITY * min(PER_FILE, count - start)
        lines += [_statement(start, n, 2005 + number % 20, ids, random_) for n in range(wanted)]
        target = folder / "statements" / report
        target.mkdir(parents=True, exist_ok=True)
        (target / f"{number:05}.yaml").write_text("\n".join(lines) + "\n", "utf-8")
    (documents / "reports.yaml").write_text("".join(reports), "utf-8")


def _statement(start: int, n: int, year: int, ids: dict[str, list[str]], random_: random.Random) -> str:
    def pick(kind: str) -> str:
        return random_.choice(ids[kind])

    predicate, subject, target = random_.choice(
        (
            ("funds", pick("country"), pick("programme")),
            ("funds", pick("organisation"), pick("programme")),
            ("implements", pick("organisation"), pick("programme")),
            ("operates_in", pick("programme"), pick("country")),
            ("addresses", pick("programme"), random_.choice(THEMES)),
            ("member_of", pick("organisation"), pick("mechanism")),
            ("signs", pick("country"), pick("agreement")),
            ("participates_in", pick("organisation"), pick("event")),
        )
    )
    begin = year - random_.randint(0, 8)
    when = random_.choice((f"{begin}", f"{begin}/{year}", f"{begin}-0{random_.randint(1, 9)}/.."))
    lines = [
        f"  - id: s{start}-{n}",
        f"    subject: {subject}",
        f"    predicate: {predicate}",
        f"    object: {target}",
        f"    when: {when}",
        f"    line: {n + 1}",
    ]
    if predicate == "funds":
        amount = random_.randint(1, 900) * 10_000
        lines.append(
            f"    amount: {{value: {amount}, currency: {random_.choice(('USD', 'EUR', 'AUD'))}, kind: commitment}}"
        )
        lines.append(f"    themes: [{random_.choice(THEMES)}]")
    if n % 5 == 0:
        lines.append(f"    note: As told on page {n} of the report, {' '.join(random_.choices(WORDS, k=6))}.")
    return "\n".join(lines)


if __name__ == "__main__":
    generate(int(sys.argv[1]), Path(sys.argv[2]))
