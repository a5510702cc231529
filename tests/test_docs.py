"""What the pages say is so: their commands run, what they show is what is shown, their lists are whole."""

from __future__ import annotations

import doctest
import os
import re
import shlex
import tomllib
from collections.abc import Iterator
from pathlib import Path
from unittest import mock

import click
import pytest

from command import ROOT, Ran, call
from pactgraph.analysis import ANALYSES
from pactgraph.cli import cli
from pactgraph.query import GROUPS, questions

PAGES = (
    "README.md",
    "data/README.md",
    "ontology/README.md",
    "exports/README.md",
    "docs/questions.md",
    "docs/explorer.md",
)
CUT = "…"


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder in which the commands of the pages find what they name."""
    (tmp_path / "data").symlink_to(ROOT / "data")
    (tmp_path / "docs").symlink_to(ROOT / "docs")
    # An explorer of few days is written as one of many is, in a tenth of the time.
    monkeypatch.setattr("pactgraph.explorer.marks._MOST", 0)
    (tmp_path / "my.rq").write_text("SELECT ?s WHERE { ?s a pact:Programme }")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def blocks(page: str) -> Iterator[tuple[str, str]]:
    """Language and text of each fenced block."""
    for match in re.finditer(r"^```(\w*)\n(.*?)^```$", (ROOT / page).read_text("utf-8"), re.MULTILINE | re.DOTALL):
        yield match[1], match[2]


def shown(page: str) -> Iterator[tuple[str, list[str]]]:
    """Each command in the blocks of a page, with the lines that stand below it up to the next."""
    for language, text in blocks(page):
        if language not in ("", "console", "sh", "bash", "shell"):
            continue
        command, lines = "", []
        for line in text.splitlines():
            started = re.match(r"(?:\$ )?(pactgraph .+)", line)
            if started:
                if command:
                    yield command, lines
                command, lines = started[1].partition("  #")[0].strip(), []
            elif command:
                lines.append(line)
        if command:
            yield command, lines


def in_text(page: str) -> Iterator[str]:
    """Each command that stands in a sentence of a page, between backticks."""
    text = re.sub(r"^```.*?^```$", "", (ROOT / page).read_text("utf-8"), flags=re.MULTILINE | re.DOTALL)
    for match in re.finditer(r"`(pactgraph [^`]+)`", text):
        yield " ".join(match[1].split())


SHOWN = [(page, command, lines) for page in PAGES if (ROOT / page).is_file() for command, lines in shown(page)]
#: Run by `test_cli`.
IN_HELP = {(command.epilog or "").removeprefix("Example: ") for command in cli.commands.values()}
IN_TEXT = sorted(
    {
        (page, command)
        for page in PAGES
        if (ROOT / page).is_file()
        for command in in_text(page)
        if command not in IN_HELP
    }
)


#: They go on until somebody ends them, or need a server; their own tests start them.
STARTED_ELSEWHERE = {"serve", "mcp", "publish"}


def is_only_named(words: list[str]) -> bool:
    """Whether the page speaks of a command that needs more than is said, so that it cannot be typed like this."""
    command: click.Command = cli
    if words[0] in STARTED_ELSEWHERE:
        return True
    for word in words:
        if not isinstance(command, click.Group):
            return False
        command = command.commands[word]
    return isinstance(command, click.Group) or any(parameter.required for parameter in command.params)


@pytest.mark.parametrize(("page", "command"), IN_TEXT, ids=[" · ".join(each) for each in IN_TEXT])
def test_a_command_in_the_text_of_a_page_runs(desk: Path, page: str, command: str) -> None:
    words = shlex.split(command)[1:]
    if is_only_named(words):
        words.append("--help")
    ran = call(*words)
    assert ran.code == 0, f"{page}: {command}: {ran.err}"


def squeezed(text: str) -> list[str]:
    return [" ".join(line.split()) for line in text.splitlines()]


def agrees(expected: list[str], actual: list[str]) -> bool:
    """Whether the lines are those printed; a line may be cut with …, and … alone stands for any lines."""
    if not expected:
        return not actual
    first, *rest = expected
    if first == CUT:
        return any(agrees(rest, actual[skip:]) for skip in range(len(actual) + 1))
    if not actual:
        return False
    same = actual[0].startswith(first[:-1].rstrip()) if first.endswith(CUT) else actual[0] == first
    return same and agrees(rest, actual[1:])


def trimmed(lines: list[str]) -> list[str]:
    return [line for line in lines if line]


@pytest.mark.parametrize(("page", "command", "lines"), SHOWN, ids=[f"{page} · {command}" for page, command, _ in SHOWN])
def test_a_command_in_a_block_of_a_page_prints_what_stands_below_it(
    desk: Path, page: str, command: str, lines: list[str]
) -> None:
    words = shlex.split(command)[1:]
    piped = call(*words)
    assert piped.code == 0, f"{page}: {command}: {piped.err}"
    expected = trimmed(squeezed("\n".join(lines)))
    if not expected:
        return
    seen = [piped]
    for columns in ("80", "100", "120", "160"):
        with mock.patch.dict(os.environ, {"COLUMNS": columns, "NO_COLOR": "1", "TERM": "xterm"}):
            seen.append(call(*words, terminal=True))
    assert any(agrees(expected, trimmed(squeezed(text))) for ran in seen for text in all_of(ran)), (
        f"{page}: `{command}` no longer prints what the page shows; it prints\n{seen[3].out}"
    )


def all_of(ran: Ran) -> tuple[str, str]:
    """What is printed, with and without what is said on the other stream."""
    plain = re.sub(r"\x1b\[[0-9;]*m", "", ran.out)
    return plain, plain + ran.err


def test_the_comparison_of_outputs_can_fail() -> None:
    assert agrees(["a b…", CUT, "z"], ["a b c", "d", "e", "z"])
    assert not agrees(["a b"], ["a b c"])
    assert not agrees(["a", "z"], ["a", "b", "z"])
    assert not agrees([CUT, "x"], ["a", "b"])
    assert not agrees(["a"], [])


def test_python_in_the_readme_runs() -> None:
    found = doctest.testfile(
        str(ROOT / "README.md"), module_relative=False, optionflags=doctest.ELLIPSIS, verbose=False
    )
    assert found.attempted > 0
    assert found.failed == 0


@pytest.mark.parametrize("page", sorted(str(path.relative_to(ROOT)) for path in ROOT.glob("*.md")))
def test_links_of_the_pages_at_the_top_lead_somewhere(page: str) -> None:
    for target in re.findall(r"\]\(([^)#\s]+)", (ROOT / page).read_text("utf-8")):
        if not re.match(r"[a-z]+:", target):
            assert ((ROOT / page).parent / target).exists(), f"{page}: {target} is not there"


@pytest.mark.parametrize(
    "page",
    sorted(str(p.relative_to(ROOT)) for f in ("docs", "data", "ontology", "exports") for p in (ROOT / f).rglob("*.md")),
)
def test_links_of_the_pages_below_lead_somewhere(page: str) -> None:
    for target in re.findall(r"\]\(([^)#\s]+)", (ROOT / page).read_text("utf-8")):
        if not re.match(r"[a-z]+:", target):
            assert ((ROOT / page).parent / target).exists(), f"{page}: {target} is not there"


# -- lists ------------------------------------------------------------------------------------------


def test_the_index_of_decisions_lists_every_page_once_in_order() -> None:
    folder = ROOT / "docs" / "decisions"
    listed = re.findall(r"^\| \[(\d{4})\]\(([^)]+)\)", (folder / "README.md").read_text(), re.MULTILINE)
    pages = sorted(path.name for path in folder.glob("[0-9]*.md"))
    assert [name for _, name in listed] == pages
    assert all(name.startswith(number) for number, name in listed)
    for name in pages:
        text = (folder / name).read_text()
        assert re.match(rf"# {name[:4]} .+ \(\d{{4}}-\d{{2}}-\d{{2}}\)\n", text), (
            f"{name}: number, title and day go first"
        )
        for part in ("**Context.**", "**Decision.**", "**Consequences.**"):
            assert part in text, f"{name} has no {part}"


def test_the_page_of_analyses_is_what_the_catalogue_says() -> None:
    page = ROOT / "docs" / "analyses.md"
    made = call("gaps", "--list", "--format", "md").out
    assert page.read_text() == made, "to mend it: pactgraph gaps --list --format md -o docs/analyses.md"
    assert all(f"## {name}\n" in made for name in ANALYSES)


def test_the_page_of_questions_lists_each_as_it_is() -> None:
    page = ROOT / "docs" / "questions.md"
    rows = []
    for group in GROUPS:
        rows.append(f"## {group}")
        rows += [
            f"| `{q.name}` | {q.text} | {', '.join(f'`{p.name}`' for p in q.parameters) or '–'} | `{q.example}` |"
            for q in questions().values()
            if q.group == group
        ]
    listed = [line for line in page.read_text().splitlines() if line.startswith(("| `", "## "))]
    assert listed == rows, f"{page.relative_to(ROOT)}: its tables are to be\n" + "\n".join(rows)


def test_the_changelog_has_the_version_and_names_every_command() -> None:
    text = (ROOT / "CHANGELOG.md").read_text()
    version = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]
    newest = re.search(r"^## (\S+)", text, re.MULTILINE)
    assert newest, "the newest version goes first"
    assert newest[1] == version
    for name in cli.commands:
        assert name in text, f"the command {name} is news to the changelog"
    count = re.search(r"(\d+) named questions", text)
    assert count is None or int(count[1]) == len(questions())


def test_every_predicate_is_in_the_page_for_those_who_write_data() -> None:
    from pactgraph import vocab

    text = (ROOT / "data" / "README.md").read_text()
    for name in vocab.PREDICATES:
        assert f"`{name}`" in text, f"data/README.md does not name the predicate {name}"
    for kind in vocab.ITEM_TYPES:
        assert kind in text


def test_every_make_target_that_pages_name_is_there() -> None:
    targets = set(re.findall(r"^([a-z]+):.*##", (ROOT / "Makefile").read_text(), re.MULTILINE))
    for path in (
        ROOT / "README.md",
        ROOT / "CONTRIBUTING.md",
        *(ROOT / "docs").rglob("*.md"),
        ROOT / "exports/README.md",
    ):
        for name in re.findall(r"`make ([a-z]+)", path.read_text()):
            assert name in targets, f"{path.name}: `make {name}` is no target of the Makefile"
