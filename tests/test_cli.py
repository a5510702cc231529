"""The command line as its users meet it: exit codes, streams, help, completion, refusals."""

from __future__ import annotations

import json
import os
import pty
import re
import select
import shlex
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from unittest import mock

import click
import pytest

from command import PROGRAM, ROOT, call, heed_interrupts, run
from conftest import World, claims
from pactgraph import vocab
from pactgraph.cli import cli
from pactgraph.query import GROUPS, MAX_NESTING, MAX_QUERY, questions

PROMISED = {"check", "build", "find", "show", "query", "questions", "gaps", "export"}
#: Every command by the words that call it, those of groups too.
COMMANDS: dict[str, click.Command] = {
    " ".join(words): command
    for name, each in sorted(cli.commands.items())
    for words, command in (
        [((name, below), leaf) for below, leaf in sorted(each.commands.items())]
        if isinstance(each, click.Group)
        else [((name,), each)]
    )
}
#: Examples that cannot be run here, and why.
NOT_RUN = {
    "publish": "it needs a server: tests/test_store.py",
    "serve": "it serves until it is stopped: tests/web/test_clients.py",
    "mcp": "it speaks with an assistant: tests/test_assistant.py",
    "sources check": "the texts of the documents are not ours to keep beside the tests",
}
#: What a terminal would obey, in one text: colour, title, clear screen (one-byte CSI), right to left.
ESCAPES = "\x1b[31mred\x1b]0;title\x07\x9b2Jclear\u202eright"
OBEYED = "\x1b\x07\x9b\u202e"


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder to work in, with the real data as `data`, as in a checkout."""
    (tmp_path / "data").symlink_to(ROOT / "data")
    monkeypatch.chdir(tmp_path)
    return tmp_path


# -- which commands there are, and what help says ---------------------------------------------------


def test_the_commands_that_scripts_rely_on_are_there() -> None:
    assert set(cli.commands) >= PROMISED


@pytest.mark.parametrize("name", COMMANDS)
def test_help_says_what_a_command_does_and_gives_one_example(name: str) -> None:
    for flag in ("--help", "-h"):
        ran = call(*name.split(), flag)
        assert ran.code == 0
        assert ran.out.startswith(f"Usage: pactgraph {name}")
        assert ran.out.count("Example: pactgraph ") == 1
        assert not ran.err


@pytest.mark.parametrize("name", COMMANDS)
def test_the_example_of_help_is_of_the_command(name: str) -> None:
    assert (COMMANDS[name].epilog or "").startswith(f"Example: pactgraph {name} ")


@pytest.mark.parametrize("name", sorted(set(COMMANDS) - set(NOT_RUN)))
def test_the_example_of_help_runs(desk: Path, name: str) -> None:
    match = re.search(r"Example: pactgraph (.+)", COMMANDS[name].epilog or "")
    assert match, f"{name}: its epilog is to be `Example: pactgraph {name} ...`"
    words = shlex.split(match[1])
    ran = call(*words)
    assert ran.code == 0, ran.err
    assert ran.out or any(path.name != "data" for path in desk.iterdir()), "an example shows or writes something"


@pytest.mark.parametrize("name", COMMANDS)
def test_every_option_says_what_it_is(name: str) -> None:
    for parameter in COMMANDS[name].params:
        if isinstance(parameter, click.Option) and parameter.name != "form":
            assert parameter.help, f"{name}: {parameter.opts}"


@pytest.mark.parametrize("name", COMMANDS)
def test_options_that_commands_share_are_taken(name: str) -> None:
    taken = {option for parameter in COMMANDS[name].params for option in parameter.opts}
    assert {"--json", "-q"} <= taken
    if name != "questions":  # which is of the program, not of the data
        assert "--data" in taken
    if name in ("show", "query", "gaps", "export"):
        assert {"--as-of", "--known-by"} <= taken
    if name in ("query", "gaps"):
        assert {"-o", "--format"} <= taken


def test_help_of_the_program_names_commands_and_exit_codes_and_shows_no_markup() -> None:
    ran = call("--help")
    assert ran.code == 0
    for name in cli.commands:
        assert re.search(rf"^  {name} +\S", ran.out, re.MULTILINE)
    assert "Exit codes: 0 done, 1 the data has problems, 2 wrong usage, 3" in " ".join(ran.out.split())
    assert "\\b" not in ran.out
    assert "..." not in ran.out.partition("Commands:")[2], "a summary of a command does not fit its line"


def test_without_a_command_help_is_shown_and_that_is_wrong_usage() -> None:
    ran = call()
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("Usage: pactgraph")


def test_version_is_that_of_the_project() -> None:
    import tomllib

    version = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]
    assert call("--version").out == f"pactgraph {version}\n"


def test_python_m_pactgraph_is_pactgraph() -> None:
    ran = run("questions", "--json")
    assert ran.code == 0
    assert run("--help").out.startswith("Usage: pactgraph ")
    program = shutil.which("pactgraph", path=str(Path(sys.executable).parent))
    assert program, "the console script is not installed"
    script = subprocess.run([program, "questions", "--json"], capture_output=True, check=True)
    assert script.stdout.decode() == ran.out


def test_help_does_not_wait_for_a_graph() -> None:
    code = "import sys; sys.argv=['pactgraph', '--help']\nfrom pactgraph import cli\n"
    code += "try: cli.main()\nexcept SystemExit: pass\n"
    code += "assert not {'rdflib', 'networkx', 'rich', 'jinja2', 'pyvis'} & set(sys.modules), 'too much is imported'"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True).returncode == 0


# -- exit codes, streams, JSON ----------------------------------------------------------------------

#: Keeps the other entities of the minimal world in use.
REST = (
    "  - {subject: harbour-customs, predicate: implements, object: border-programme, line: 2}",
    "  - {subject: borduria, predicate: member_of, object: harbour-customs, line: 3}",
)
BROKEN = {
    "statements/report/a.yaml": claims("  - {subject: arle, predicate: funds, object: border-program, line: 1}", *REST)
}


def test_exit_0_and_the_result_on_stdout_the_talk_on_stderr() -> None:
    ran = call("query", "who-funds")
    assert ran.code == 0
    assert ran.lines[0].split("\t")[:2] == ["funder", "programme"]
    assert ran.err == f"{len(ran.lines) - 1} rows\n"
    quiet = call("query", "who-funds", "-q")
    assert (quiet.out, quiet.err) == (ran.out, "")


def test_exit_1_names_every_problem_with_file_line_and_mend(world: World) -> None:
    misshapen = {
        "entities/country/b.yaml": "- id: Bad Id\n  name: X\n",
        "statements/report/b.yaml": claims("  - {subject: arle, predicate: fundz, object: border-programme, line: 1}"),
    }
    ran = call("check", world(misshapen))
    assert ran.code == 1
    assert "entities/country/b.yaml:1:" in ran.out
    assert "statements/report/b.yaml:5:" in ran.out
    assert "funds" in ran.out
    assert "mend:" in ran.out
    assert not ran.err, "the problems are the result of check"
    folder = world(BROKEN)
    for words in (["find", "arle"], ["query", "who-funds"], ["show", "arle"], ["gaps"], ["export", "turtle", "-"]):
        other = call(*words, "--data", folder)
        assert (other.code, other.out) == (1, ""), words
        assert "border-program" in other.err


def test_exit_1_in_json(world: World) -> None:
    folder = world(BROKEN)
    problems = json.loads(call("check", folder, "--json").out)["problems"]
    assert {"file", "line", "column", "severity", "message", "mend"} == set(problems[0])
    assert problems[0]["line"] == 5
    ran = call("show", "arle", "--data", folder, "--json")
    assert (ran.code, ran.out) == (1, "")
    assert json.loads(ran.err)["problems"] == problems


def test_check_without_problems(world: World) -> None:
    folder = world()
    assert call("check", folder).out == "No problems. 5 entities, 0 items, 2 statements, 0 figures.\n".replace(
        "5 entities", f"{_entities(folder)} entities"
    )
    assert call("check", folder, "-q").out == ""
    assert call("check", "--data", folder).code == 0
    found = json.loads(call("check", folder, "--json").out)
    assert found["problems"] == []
    assert found["statements"] == 2


def _entities(folder: Path) -> int:
    written = sum(text.read_text().count("- id:") for text in (folder / "entities").rglob("*.yaml"))
    return written + len(vocab.themes())


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["nosuch"], "nosuch"),
        (["query"], "NAME|FILE|-"),
        (["query", "who-funds", "--nosuch"], "--nosuch"),
        (["find"], "TEXT"),
        (["find", "x", "--limit", "0"], "0"),
        (["find", "x", "--limit", "many"], "many"),
        (["show", "border-managment-lao"], "border-management-lao"),
        (["show", "Huapanh"], "houaphanh"),
        (["query", "who-fund"], "who-funds"),
        (["query", "/no/such/file.rq"], "/no/such/file.rq"),
        (["query", "."], "'.'"),
        (["query", "who-funds", "funder"], "name=value"),
        (["query", "who-funds", "fundr=japan"], "funder"),
        (["query", "who-funds", "funder=jpan"], "japan"),
        (["query", "who-funds", "funder=japan", "funder=germany"], "twice"),
        (["query", "who-funds", "funder=treatment"], "theme"),
        (["query", "who-funds", "--as-of", "yesterday"], "yesterday"),
        (["query", "who-funds", "--known-by", "2017-13"], "2017-13"),
        (["query", "who-funds", "--format", "yaml"], "csv"),
        (["query", "who-funds", "--format", "turtle"], "csv"),
        (["query", "who-funds", "-o", "rows.txt"], "--format"),
        (["questions", "who-fund"], "who-funds"),
        (["gaps", "unfundd"], "unfunded"),
        (["gaps", "--country", "lao-prd"], "lao-pdr"),
        (["gaps", "--donor", "jpan"], "japan"),
        (["gaps", "--theme", "treatmnt"], "treatment"),
        (["gaps", "--format", "yaml"], "yaml"),
        (["gaps", "ending", "--before", "soon"], "soon"),
        (["export", "tabels", "out"], "tables"),
        (["export", "turtle"], "OUT"),
        (["export", "network", "x.html", "--focus", "unodcc"], "unodc"),
        (["export", "network", "x.html", "--depth", "9"], "9"),
        (["export", "turtle", "x.ttl", "--focus", "unodc"], "--focus"),
        (["export", "turtle", "x.ttl", "--as-of", "2020"], "--as-of"),
        (["check", "data", "--data", "data"], "once"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_exit_2_wrong_usage_says_what_would_be_right(desk: Path, words: list[str], says: str) -> None:
    before = sorted(path.name for path in desk.iterdir())
    ran = call(*words)
    assert (ran.code, ran.out) == (2, ""), ran
    assert ran.err.startswith("pactgraph: ")
    assert says in ran.err
    assert ran.err.count("\n") <= 2
    assert sorted(path.name for path in desk.iterdir()) == before, "nothing is written on wrong usage"
    if {"--format", "-o"} & {*words}:
        return  # --json is a format too, so that the question would be another
    in_json = call(*words, "--json")
    assert (in_json.code, in_json.out) == (2, "")
    assert set(json.loads(in_json.err)) == {"error", "exit"}
    assert json.loads(in_json.err)["exit"] == 2


def test_exit_3_when_a_file_or_the_engine_fails(desk: Path, world: World) -> None:
    (desk / "data").unlink()
    world()
    (desk / "file").write_text("not a folder")
    for words in (
        ["export", "turtle", "file/x.ttl"],
        ["export", "turtle", "data"],
        ["export", "tables", "file"],
        ["build", "--out", "file"],
        ["query", "who-funds", "--format", "csv", "-o", "file/x.csv"],
    ):
        words += ["--data", "data"]
        ran = call(*words)
        assert (ran.code, ran.out) == (3, ""), ran
        assert "cannot write" in ran.err
        assert json.loads(call(*words, "--json").err)["exit"] == 3
    assert (desk / "file").read_text() == "not a folder"
    assert call("query", "-", stdin=b"SELECT nonsense").code == 3


def test_a_full_disk_on_stdout_is_exit_3(world: World) -> None:
    small = ["--data", str(world())]
    with open("/dev/full", "wb") as full:
        for words in (["questions"], ["query", "who-funds", "--format", "csv", *small], ["gaps", *small]):
            ended = subprocess.run([*PROGRAM, *words], stdout=full, stderr=subprocess.PIPE)
            assert ended.returncode == 3
            assert b"Traceback" not in ended.stderr
            assert b"cannot write the result" in ended.stderr


@pytest.mark.parametrize(
    "words", [["questions"], ["query", "says-who"], ["query", "asks", "--format", "csv"], ["gaps"]]
)
def test_a_reader_that_has_seen_enough_is_no_error(words: list[str]) -> None:
    # Its end of the pipe is closed before anything is written, which is the worst of `| head -1`.
    reader, writer = os.pipe()
    os.close(reader)
    ended = subprocess.run([*PROGRAM, *words], stdout=writer, stderr=subprocess.PIPE)
    os.close(writer)
    assert b"Traceback" not in ended.stderr
    assert b"Error" not in ended.stderr
    assert ended.returncode == 0


def test_piped_into_head() -> None:
    line = f"{shlex.join(PROGRAM)} query says-who subject=unodc | head -1"
    ended = subprocess.run(["bash", "-o", "pipefail", "-c", line], capture_output=True, text=True)
    assert ended.stdout.startswith("relation\tobject")
    assert "Traceback" not in ended.stderr
    assert ended.returncode == 0


@pytest.mark.parametrize(
    "words",
    [
        ["check"],
        ["find", "unodc"],
        ["show", "idswg"],
        ["query", "who-funds"],
        ["questions"],
        ["questions", "who-funds"],
        ["gaps"],
        ["gaps", "--list"],
        ["gaps", "coverage"],
    ],
    ids=" ".join,
)
def test_json_answers_are_json_and_hold_what_the_table_shows(words: list[str]) -> None:
    ran = call(*words, "--json")
    assert ran.code == 0
    assert not ran.err
    assert json.loads(ran.out)


def test_build_and_export_say_in_json_what_they_wrote(desk: Path, world: World) -> None:
    (desk / "data").unlink()
    world()
    found = json.loads(call("build", "data", "--json").out)
    assert found["folder"] == "exports"
    assert {path.name for path in (desk / "exports").iterdir()} == {*found["files"], "SHA256SUMS"}
    assert json.loads(call("export", "tables", "t", "--json", "--data", "data").out)["wrote"] == [
        f"t/{name}.csv" for name in ("entities", "relations", "items", "figures")
    ]
    assert json.loads(call("export", "turtle", "g.ttl", "--json", "--data", "data").out) == {"wrote": ["g.ttl"]}


def test_piped_output_has_no_colour_and_no_progress(tmp_path: Path, world: World) -> None:
    env = {"FORCE_COLOR": "1", "TERM": "xterm-256color"}
    build = ["build", str(world()), "--out", str(tmp_path / "exports")]
    for words in (build, ["query", "who-funds"], ["show", "lcdc"], ["gaps", "coverage"], ["find", "lao"]):
        with mock.patch.dict(os.environ, env):
            ran = call(*words)
        assert ran.code == 0
        assert "\x1b" not in ran.out + ran.err
        assert "\r" not in ran.out + ran.err


def test_no_line_of_a_table_has_more_or_fewer_cells() -> None:
    for words in (["query", "says-who"], ["questions"], ["find", "border"], ["gaps", "unfunded"]):
        ran = call(*words)
        assert len({line.count("\t") for line in ran.lines}) == 1, words


def test_an_ascii_terminal_is_no_reason_to_fail() -> None:
    ran = run("gaps", "coverage", env={"PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"})
    assert ran.code == 0
    assert run("find", "Vientiane", env={"LC_ALL": "C"}).code == 0


def test_bytes_that_are_no_text_in_arguments_are_wrong_usage() -> None:
    for words in (["show", b"\xff"], ["query", b"\xff"], ["find", b"\xff\xff\xff"]):
        ended = subprocess.run([*PROGRAM, *words], capture_output=True)
        assert b"Traceback" not in ended.stderr
        assert ended.returncode in (0, 2)


# -- show, find, questions, gaps: what they say -----------------------------------------------------


def test_find_offers_ids_and_nothing_is_no_error() -> None:
    ran = call("find", "huapanh")
    assert ran.lines[1].split("\t") == ["houaphanh", "place", "Huapanh"]
    nothing = call("find", "xyzzyqqq")
    assert (nothing.code, nothing.out) == (0, "")
    assert "xyzzyqqq" in nothing.err
    assert json.loads(call("find", "xyzzyqqq", "--json").out) == []
    assert len(call("find", "lao", "--limit", "3").lines) == 4


def test_show_says_every_statement_with_state_and_source(world: World) -> None:
    folder = world(
        {
            "statements/report/a.yaml": claims(
                "  - {subject: arle, predicate: funds, object: border-programme, when: 2019/2021, line: 5}",
                "  - {subject: borduria, predicate: funds, object: border-programme, status: denied, line: 6}",
                "  - {subject: borduria, predicate: supports, object: border-programme, status: planned, line: 7}",
                *REST,
            )
        }
    )
    ran = call("show", "border-programme", "--data", folder)
    assert ran.lines[0] == "Border Programme  (programme, border-programme)"
    assert "also: The Long Fence" in ran.lines
    assert "Arle funds Border Programme\t2019/2021\tin force\treport: A, line 5" in ran.lines
    assert "NOT: Borduria funds Border Programme\t\tdenied\treport: A, line 6" in ran.lines
    assert "Borduria supports Border Programme\t\tplanned\treport: A, line 7" in ran.lines
    later = call("show", "border-programme", "--data", folder, "--as-of", "2023")
    assert "Arle funds Border Programme\t2019/2021\tended\treport: A, line 5" in later.lines
    before = call("show", "border-programme", "--data", folder, "--known-by", "2019")
    assert "Arle" not in before.out
    found = json.loads(call("show", "border-programme", "--data", folder, "--json").out)
    assert {statement["id"] for statement in found["statements"]} == {
        "report/arle-funds-border-programme",
        "report/borduria-funds-border-programme",
        "report/borduria-supports-border-programme",
        "report/harbour-customs-implements-border-programme",
    }


def test_show_every_thing_there_is() -> None:
    import pactgraph

    graph = pactgraph.load()
    # By type, for time's sake; `test_query` asks about all.
    for kind in sorted({thing.type for thing in graph.things.values()}):
        thing = max((t for t in graph.things.values() if t.type == kind), key=lambda t: (len(t.aliases), t.id))
        ran = call("show", thing.id)
        assert ran.code == 0
        assert thing.label in ran.lines[0]


def test_questions_lists_all_and_shows_one() -> None:
    ran = call("questions")
    assert [line.split("\t")[0] for line in ran.lines[1:]] == list(questions())
    assert {line.split("\t")[3] for line in ran.lines[1:]} == set(GROUPS)
    assert call("questions", "who-funds").out.strip() == questions()["who-funds"].sparql.strip()


def test_questions_on_a_terminal_stand_under_their_headings() -> None:
    heading, seen = "", []
    for line in call("questions", terminal=True).lines:
        words = line.split()
        if line in GROUPS:
            heading = line
        elif words and words[0] in questions():
            assert questions()[words[0]].group == heading
            seen.append(words[0])
    assert sorted(seen) == list(questions())


def test_gaps_fits_a_screen_and_says_how_to_look_deeper() -> None:
    ran = call("gaps")
    assert len(ran.lines) <= 24, "the board is to fit a screen"
    assert "the data's own day" in ran.lines[0]
    assert ran.lines[-1].startswith("Deeper: pactgraph gaps ")


def test_gaps_keeps_the_promised_keys_and_forms(desk: Path) -> None:
    keys = (
        "analysis subject country theme state reading value statements sources assumptions closes_if prospects priority"
    )
    for finding in json.loads(call("gaps", "--all", "--json").out):
        assert list(finding) == keys.split()
    for form, begins in (("csv", "analysis,subject,"), ("md", "## "), ("html", "<!doctype html>")):
        ran = call("gaps", "unfunded", "--format", form)
        assert ran.out.lower().startswith(begins)
        assert call("gaps", "unfunded", "--format", form, "-o", f"gaps.{form}").code == 0
        assert (desk / f"gaps.{form}").read_text() == ran.out if form != "html" else True


def test_every_deeper_command_that_gaps_names_runs() -> None:
    for command in call("gaps").lines[-1].removeprefix("Deeper: ").split(" · "):
        ran = call(*shlex.split(command)[1:])
        assert ran.code == 0
        assert ran.out


# -- completion -------------------------------------------------------------------------------------


def complete(*words: str) -> list[str]:
    env = {"_PACTGRAPH_COMPLETE": "bash_complete", "COMP_WORDS": shlex.join(words), "COMP_CWORD": str(len(words) - 1)}
    with mock.patch.dict(os.environ, env):
        ran = call()
    assert ran.code == 0
    assert not ran.err
    return [line.partition(",")[2] for line in ran.lines if line]


def test_completion_of_commands_ids_questions_analyses() -> None:
    assert complete("pactgraph", "que") == ["query", "questions"]
    assert complete("pactgraph", "query", "who-f") == ["who-funds"]
    assert "border-management-lao" in complete("pactgraph", "show", "border-man")
    assert complete("pactgraph", "gaps", "unf") == ["unfunded"]
    assert "lao-pdr" in complete("pactgraph", "gaps", "--country", "lao-p")
    assert complete("pactgraph", "export", "turt") == ["turtle"]
    assert complete("pactgraph", "show", "zzzz") == []


def test_completion_knows_the_data_named_and_bears_broken_data(world: World) -> None:
    assert "border-programme" in complete("pactgraph", "show", "--data", str(world()), "border-")
    assert complete("pactgraph", "show", "--data", str(world(BROKEN)), "border-") == []


def test_completion_as_a_shell_asks_for_it() -> None:
    env = {"_PACTGRAPH_COMPLETE": "bash_complete", "COMP_WORDS": "pactgraph show lc", "COMP_CWORD": "2"}
    assert run(env=env).out == "plain,lcdc\n"


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_can_be_switched_on(shell: str) -> None:
    ran = run(env={"_PACTGRAPH_COMPLETE": f"{shell}_source"})
    assert ran.code == 0
    assert "_PACTGRAPH_COMPLETE" in ran.out


# -- queries ----------------------------------------------------------------------------------------

ONE = "SELECT ?label WHERE { id:lao-pdr rdfs:label ?label }"


def test_a_query_by_name_from_a_file_and_from_stdin(desk: Path) -> None:
    Path("q.rq").write_text(ONE)
    by_file, by_pipe = call("query", "q.rq"), call("query", "-", stdin=ONE.encode())
    assert by_file == by_pipe
    assert by_file.out == "label\nLao PDR\n"
    assert by_file.err == "1 row\n"
    named = call("query", "who-funds", "funder=japan")
    assert {line.split("\t")[0] for line in named.lines[1:]} == {"japan"}


def test_a_file_is_not_mistaken_for_a_question(desk: Path) -> None:
    # A question of the library goes first: what a name means does not hang on the folder one stands in.
    Path("who-funds").write_text("ASK {}")
    assert call("query", "who-funds").lines[0].startswith("funder\t")
    assert call("query", "./who-funds").out == "answer\nyes\n"


def test_parameters_and_clocks_belong_to_named_questions() -> None:
    for extra in (["a=b"], ["--as-of", "2020"], ["--known-by", "2020"]):
        ran = call("query", "-", *extra, stdin=ONE.encode())
        assert ran.code == 2
        assert "named questions" in ran.err


def test_clocks_are_given_on_the_command_line() -> None:
    assert len(call("query", "who-funds").lines) > 1
    assert len(call("query", "who-funds", "--known-by", "1999-12-31").lines) == 1
    assert call("query", "who-funds", "--as-of", "2030").out != call("query", "who-funds", "--as-of", "2021").out


def test_forms_of_graphs_and_of_answers(desk: Path) -> None:
    construct = b"CONSTRUCT { ?s rdfs:label ?o } WHERE { ?s rdfs:label ?o }"
    for form in ("turtle", "ntriples", "rdfxml", "jsonld"):
        ran = call("query", "-", "--format", form, stdin=construct)
        assert ran.code == 0
        assert "Lao PDR" in ran.out
    assert call("query", "-", stdin=construct).lines[0] == "subject\tpredicate\tobject"
    assert call("query", "-", "--format", "csv", stdin=construct).code == 2
    assert json.loads(call("query", "-", "--json", stdin=b"ASK {}").out) == {"head": {}, "boolean": True}
    assert call("query", "-", "--format", "csv", "-o", "out.csv", stdin=ONE.encode()).out == ""
    assert (desk / "out.csv").read_bytes() == b"label\r\nLao PDR\r\n"


@pytest.mark.parametrize(
    ("text", "where", "word"),
    [
        ("SELECT * WHERE {\n ?s ?p ?o\n FILTER(?x ==)\n}\n", "line 3", "FILTER"),
        ("SELECT * WHERE { ?s ?p }\n", "line 1", "?s ?p"),
        ("SELECT * WHERE {\n ?s ?p ?o .\n ?s foo ?o\n}\n", "line 3", "foo"),
        ("SELECT * WHERE {\n ?s ?p ?o .\n ?s foo:bar ?o\n}\n", "line 3", "prefix"),
        ("SELEC * {}", "line 1, column 1", "SELEC"),
        ("SELECT ?x WHERE {\n ?s ?p ?o . FILTR(?x)\n} LIMIT 3", "line 2, column 13", "FILTR"),
        ("SELECT * WHERE {\n ?s ?p ?o \n\n", "line 4", "end"),
        ("SELECT * {\n ?s <a b> ?o }", "line 2", "address"),
        ("", "line 1", "end"),
    ],
)
def test_a_syntax_error_says_line_and_column(text: str, where: str, word: str) -> None:
    ran = call("query", "-", stdin=text.encode())
    assert (ran.code, ran.out) == (3, "")
    assert where in ran.err
    assert re.search(r"line \d+, column \d+", ran.err)
    assert word in ran.err
    assert ran.err.count("\n") == 1


def test_what_is_no_text_or_too_long_is_refused(desk: Path) -> None:
    assert "not UTF-8" in call("query", "-", stdin=b"\xff\xfe").err
    Path("latin.rq").write_bytes("ASK { ?s ?p 'é' }".encode("latin-1"))
    assert "not UTF-8" in call("query", "latin.rq").err
    ran = call("query", "-", stdin=b"#" * (MAX_QUERY * 5))
    assert ran.code == 3
    assert f"{MAX_QUERY:,} characters" in ran.err


def test_what_fails_while_the_answer_is_read_is_no_traceback() -> None:
    for form in ("table", "json"):
        ran = call("query", "-", "--format", form, stdin=b"SELECT * { FILTER(<http://example.org/f>(1)) }")
        assert ran.code == 3
        assert "http://example.org/f" in ran.err


@contextmanager
def listening() -> Iterator[tuple[int, list[bytes]]]:
    """A port of this machine, and what anyone sent to it."""
    heard: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.1)
        over = threading.Event()

        def listen() -> None:
            while not over.is_set():
                try:
                    client, _ = server.accept()
                except TimeoutError:
                    continue
                heard.append(b"called")
                client.close()

        thread = threading.Thread(target=listen)
        thread.start()
        try:
            yield server.getsockname()[1], heard
        finally:
            over.set()
            thread.join()


#: Each would call out or change data if it reached the engine; several are hidden from a plain search for words.
REACHING_OUT = [
    "SELECT * { SERVICE <URL> { ?a ?b ?c } }",
    "select * { service silent <URL> { ?a ?b ?c } }",
    "SELECT * { BIND(<URL> AS ?u) SERVICE ?u { ?a ?b ?c } }",
    "SELECT * { ?s ?p ?o FILTER EXISTS { SERVICE <URL> { ?a ?b ?c } } }",
    "SELECT * { ?s ?p ?o MINUS { SERVICE <URL> { ?s ?b ?c } } }",
    "SELECT * { { SELECT * { SERVICE <URL> { ?a ?b ?c } } } }",
    "SELECT * { # comment \rSERVICE <URL> { ?a ?b ?c } }",
    "SELECT * { ?s ?p 1SERVICE <URL> { ?a ?b ?c } }",
    "SELECT * { ?s ?p trueSERVICE <URL> { ?a ?b ?c } }",
    "SELECT * { ?s ?p 'x'@enSERVICE <URL> { ?a ?b ?c } }",
    "SELECT * { ?s ?p 'x'@en_SERVICE <URL> { ?a ?b ?c } }",
    "PREFIX : <URL> SELECT * { SERVICE:x { ?a ?b ?c } }",
    "PREFIX s: <URL> SELECT * { SERVICE s:x { ?a ?b ?c } }",
    "SELECT * { BIND('a' AS ?a) FILTER(?a<'>') SERVICE <URL> { ?x ?y ?z } #'\n}",
    "SELECT * { BIND('a' AS ?a) FILTER(?a<<it's>) SERVICE <URL> { ?x ?y ?z } #'\n}",
    "SELECT * { FILTER(id:a「<'>') SERVICE <URL> { ?x ?y ?z } #'\n}",
    "SELECT * { ?s id:it\\'s ?o . SERVICE <URL> { ?x ?y ?z } #'\n}",
    "SELECT * { ?s <http://x\u00a0it's> ?o . SERVICE <URL> { ?x ?y ?z } #'\n}",
    "SELECT * { ?s <http://x\\u0041it's> ?o . SERVICE <URL> { ?x ?y ?z } #'\n}",
    'SELECT * { FILTER("a" = "\\u0022") SERVICE <URL> { ?x ?y ?z } #"\n}',
    "SELECT * { SERV\\u0049CE <URL> { ?x ?y ?z } }",
    'SELECT * { ?s ?p """a"""" . SERVICE <URL> { ?x ?y ?z } #"\n}',
    "SELECT * { ?s ?p '''it's''' . SERVICE <URL> { ?x ?y ?z } #'\n}",
    "SELECT * FROM <URL> { ?s ?p ?o }",
    "SELECT * FROM NAMED <URL> { GRAPH ?g { ?s ?p ?o } }",
    "LOAD <URL>",
    "LOAD SILENT <URL> INTO GRAPH <http://example.org/g>",
]


def test_no_query_calls_another_server() -> None:
    with listening() as (port, heard):
        for text in REACHING_OUT:
            ran = call("query", "-", stdin=text.replace("URL", f"http://127.0.0.1:{port}/").encode())
            assert (ran.code, ran.out) == (3, ""), text
            assert ran.err.count("\n") == 1, text
        assert heard == [], "a query called out"
        # The check that the listener hears: the engine itself, without our door.
        import pyoxigraph as ox

        with pytest.raises(OSError, match=r"[a-z]"):
            list(ox.Store().query(f"SELECT * {{ SERVICE <http://127.0.0.1:{port}/> {{ ?a ?b ?c }} }}"))
        time.sleep(0.2)
        assert heard


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("SELECT * { SERVICE <http://127.0.0.1/> { ?a ?b ?c } }", "SERVICE would call another server"),
        ("SELECT * FROM <file:///etc/passwd> { ?s ?p ?o }", "FROM <file:///etc/passwd> is not a graph of these data"),
        ("SELECT * FROM NAMED <file:///etc/passwd> { GRAPH ?g {?s ?p ?o} }", "FROM <file:///etc/passwd>"),
        ("PREFIX f: <file:///etc/> SELECT * FROM f:passwd { ?s ?p ?o }", "FROM f:passwd"),
        ("BASE <file:///etc/> SELECT * FROM <passwd> { ?s ?p ?o }", "FROM <passwd>"),
        ("SELECT *FROM<file:///etc/passwd>{ ?s ?p ?o }", "FROM <file:///etc/passwd>"),
        ("LOAD <file:///etc/passwd>", "LOAD would change the data"),
        ("INSERT DATA { <urn:a> <urn:b> <urn:c> }", "INSERT would change the data"),
        ("DELETE WHERE { ?s ?p ?o }", "DELETE would change the data"),
        ("CLEAR ALL", "CLEAR would change the data"),
        ("DROP ALL", "DROP would change the data"),
        ("CREATE GRAPH <urn:g>", "CREATE would change the data"),
        ("COPY DEFAULT TO <urn:g>", "COPY would change the data"),
        ("MOVE DEFAULT TO <urn:g>", "MOVE would change the data"),
        ("ADD DEFAULT TO <urn:g>", "ADD would change the data"),
        ("ASK {} ; DROP ALL", "DROP would change the data"),
    ],
)
def test_what_would_leave_or_change_the_data_is_refused_in_words(text: str, says: str) -> None:
    ran = call("query", "-", stdin=text.encode())
    assert (ran.code, ran.out) == (3, "")
    assert says in ran.err
    assert "root:" not in ran.err


def test_words_that_only_look_like_it_are_not_refused() -> None:
    for text in (
        "SELECT ?service ?from { ?service a pact:Programme BIND('SERVICE FROM <x> LOAD' AS ?from) } LIMIT 1",
        "ASK { ?s ?p id:public-service , id:from-x , id:insert }",
        "# SERVICE, LOAD, FROM\nASK {}",
        "ASK { ?s ?p '''a \"LOAD\" 'b' FROM <x>''' }",
        "SELECT * { ?s ?p ?o FILTER(?o<5&&?s>?p) } LIMIT 1",
        "SELECT * { VALUES (?a ?b) { (<http://x/it's> <http://y/a(b)>) } }",
        "SELECT * { VALUES ?x {" + " 1" * 20_000 + "} } LIMIT 1",
        "SELECT * {" + "{" * (MAX_NESTING - 1) + "}" * (MAX_NESTING - 1) + "}",
    ):
        ran = call("query", "-", stdin=text.encode())
        assert ran.code == 0, (text[:80], ran.err)


def test_from_may_name_a_graph_of_the_data() -> None:
    graph = f"<{vocab.DOCUMENT_GRAPH}idswg-2021>"
    one = call("query", "-", stdin=f"SELECT (COUNT(*) AS ?n) FROM {graph} {{ ?s ?p ?o }}".encode())
    same = call("query", "-", stdin=f"SELECT (COUNT(*) AS ?n) {{ GRAPH {graph} {{ ?s ?p ?o }} }}".encode())
    everything = call("query", "-", stdin=b"SELECT (COUNT(*) AS ?n) { ?s ?p ?o }")
    assert one.out == same.out
    assert int(one.lines[1]) < int(everything.lines[1])


def where(text: str) -> str:
    return f"SELECT * WHERE {{ {text} }}"


#: Each ends pyoxigraph 0.5.13 with a stack overflow, or keeps it busy for minutes.
OVERFLOWS = {
    "braces": "ASK" + "{" * 3000 + "}" * 3000,
    "braces with a number of spaces": "ASK " + "{ " * 30_000 + "} " * 3000,
    "parentheses": where("FILTER(" + "(" * 20_000 + "1" + ")" * 20_000 + ")"),
    "parentheses behind less-than": where("FILTER(1<" + "(" * 20_000 + "1" + ")" * 20_000 + "&&2>1)"),
    "brackets": where("?s ?p " + "[" * 20_000 + "]" * 20_000),
    "collections": where("?s ?p " + "(" * 20_000 + ")" * 20_000),
    "calls": where("FILTER(" + "IF(1,1," * 3000 + "1" + ")" * 3000 + ")"),
    "filters in filters": where("FILTER NOT EXISTS{" * 3000 + "}" * 3000),
    "subqueries": where("{SELECT * {" * 3000 + "}}" * 3000),
    "triples about triples": where("<< " * 3000 + "?s <a:b> ?o" + " >> <a:b> ?o" * 3000),
    "unions": where("{}" + "UNION{}" * 12_000),
    "optionals": where("OPTIONAL{}" * 9000),
    "minus": where("MINUS{}" * 9000),
    "sums": where("FILTER(1" + "+1" * 45_000 + ")"),
    "sums behind less-than": where("FILTER(1<1" + "+1" * 45_000 + "&&2>1)"),
    "ands": where("FILTER(1" + "&&1" * 30_000 + ")"),
    "nots": where("FILTER(" + "!" * 90_000 + "1)"),
    "paths": where("?s <a:b>" + "/<a:b>" * 15_000 + " ?o"),
    "objects": where("?s ?p ?o" + ",?o" * 30_000),
    "triples": where("?s ?p ?o ." * 9000),
    "binds": where("".join(f"BIND(1 AS ?a{n})" for n in range(5000))),
    "columns": "SELECT " + "".join(f"(1 AS ?a{n})" for n in range(5000)) + " {}",
    "hidden in an escape": "ASK" + "\\u007B" * 3000 + "}" * 3000,
    "quotes": "'''" * 30_000,
    "less-than": "<" * 99_000,
    "backslashes": "\\" * 99_000,
    "dots": where("?s " + "a." * 40_000),
}


@pytest.mark.parametrize("name", OVERFLOWS)
def test_what_would_end_the_process_is_refused(name: str) -> None:
    start = time.monotonic()
    ran = call("query", "-", stdin=OVERFLOWS[name].encode())
    assert (ran.code, ran.out) == (3, "")
    assert len(ran.err) < 400
    assert time.monotonic() - start < 8


def test_as_many_clauses_as_are_let_through_do_not_end_the_process() -> None:
    for text in (
        where("{}" + "UNION{}" * 1900),
        where("FILTER(1" + "+1" * 1900 + ")"),
        where("FILTER(" + "!" * 1900 + "1)"),
        where("{" * (MAX_NESTING - 2) + "}" * (MAX_NESTING - 2)),
        where("FILTER(" + "(" * (MAX_NESTING - 2) + "1" + ")" * (MAX_NESTING - 2) + ")"),
        "SELECT " + "".join(f"(1 AS ?a{n})" for n in range(1900)) + " {}",
    ):
        assert call("query", "-", "--format", "json", "-q", stdin=text.encode()).code == 0


@pytest.mark.parametrize(
    "value",
    [
        "'",
        '"',
        "\\",
        "} DROP ALL {",
        "> } DROP ALL #",
        "japan> } ; DROP ALL",
        'x" } #',
        "{",
        "}",
        "?s",
        "<urn:x>",
        "",
        " ",
        "\n",
    ],
)
@pytest.mark.parametrize("parameter", ["who-funds funder", "figures measure", "money currency", "asks type"])
def test_a_parameter_is_a_value_and_never_part_of_the_query(parameter: str, value: str) -> None:
    question, name = parameter.split()
    ran = call("query", question, f"{name}={value}")
    if question == "who-funds":  # which takes an id
        assert ran.code == 2
        assert "unknown id" in ran.err
    else:
        assert ran.code == 0, ran.err
        assert len(ran.lines) == 1, "a text that nothing has finds nothing"


# -- terminals --------------------------------------------------------------------------------------


def on_terminal(*words: str, env: dict[str, str] | None = None, stdin: bytes = b"") -> str:
    """What a terminal of 100 columns would be sent."""
    master, slave = pty.openpty()
    import fcntl
    import struct
    import termios

    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 100, 0, 0))
    process = subprocess.Popen(
        [*PROGRAM, *words],
        stdin=subprocess.PIPE,
        stdout=slave,
        stderr=slave,
        env={**os.environ, "TERM": "xterm-256color", **(env or {})},
    )
    os.close(slave)
    assert process.stdin
    process.stdin.write(stdin)
    process.stdin.close()
    shown = b""
    while select.select([master], [], [], 30)[0]:
        try:
            data = os.read(master, 65536)
        except OSError:  # what Linux says when the other end is closed
            break
        if not data:
            break
        shown += data
    process.wait(30)
    os.close(master)
    return shown.decode()


#: What rich sends: colours, and line ends of a terminal.
HARMLESS = re.compile(r"\x1b\[[0-9;]*m|\r")


def test_a_terminal_obeys_no_text() -> None:
    # Quietly: on a slow machine a progress bar would draw itself with the sequences looked for here.
    literal = '"' + "".join(f"\\u{ord(c):04X}" for c in ESCAPES) + '"'
    text = f"SELECT ({literal} AS ?shown) {{}}".encode()
    shown = HARMLESS.sub("", on_terminal("query", "-", "-q", stdin=text))
    assert "clear" in shown
    assert not {*OBEYED} & {*shown}
    for words in (["query", "-"], ["query", "-", "--format", "csv"], ["query", "-", "--json"]):
        ran = call(*words, "-q", stdin=text, terminal=True)
        assert "clear" in ran.out
        assert not {*OBEYED} & {*HARMLESS.sub("", ran.out + ran.err)}, words
    for words in (["show", ESCAPES], ["find", ESCAPES], ["query", ESCAPES], ["gaps", ESCAPES], ["check", ESCAPES]):
        ran = call(*words, "-q", terminal=True)
        assert not {*OBEYED} & {*HARMLESS.sub("", ran.out + ran.err)}, words


def test_a_terminal_obeys_no_label(world: World) -> None:
    # The loader refuses control characters; what turns the direction of writing it may let through.
    country = (
        '- id: cordia\n  name: "Cor\u202edia"\n  note: "a \u202enote"\n  aliases: ["\u202eKingdom"]\n'
        "  named_in: [{document: report, section: A, line: 3}]\n"
    )
    folder = world({"entities/country/b.yaml": country})
    for words in (["show", "cordia"], ["find", "kingdom"], ["query", "-"]):
        ran = call(
            *words, "--data", folder, terminal=True, stdin=b"SELECT ?o { id:cordia rdfs:label|skos:altLabel ?o }"
        )
        assert ran.code == 0
        assert "Cordia" in ran.out or "Kingdom" in ran.out
        assert "\u202e" not in ran.out


def test_a_terminal_gets_a_table_that_fits_and_a_pipe_plain_lines() -> None:
    shown = HARMLESS.sub("", on_terminal("query", "says-who", "-q"))
    assert max(map(len, shown.splitlines())) <= 100
    assert "\t" not in shown
    assert "─" in shown


def test_progress_is_shown_on_a_terminal_when_it_takes_long(monkeypatch: pytest.MonkeyPatch, world: World) -> None:
    words = ("find", "arle", "--data", world())
    monkeypatch.setattr("pactgraph.cli.screen._PATIENCE", 1000)
    assert call(*words, terminal=True).err == "", "nobody has to wait"
    monkeypatch.setattr("pactgraph.cli.screen._PATIENCE", -1)
    assert "Reading" in call(*words, terminal=True).err
    assert call(*words, "-q", terminal=True).err == ""
    assert call(*words).err == ""


@pytest.mark.parametrize("env", [{"NO_COLOR": "1"}, {"TERM": "dumb"}], ids=str)
def test_a_terminal_without_colours_is_sent_none(env: dict[str, str]) -> None:
    with mock.patch.dict(os.environ, env):
        assert not re.search(r"\x1b\[[0-9;]*3[0-9]", call("query", "who-funds", terminal=True).out)


# -- being stopped ----------------------------------------------------------------------------------


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_an_endless_query_can_be_stopped(number: int, code: int) -> None:
    process = subprocess.Popen(
        [*PROGRAM, "query", "-"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        preexec_fn=heed_interrupts,
    )
    assert process.stdin
    process.stdin.write(b"SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }")
    process.stdin.close()
    try:
        until = time.monotonic() + 30
        children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
        while not children.read_text() and time.monotonic() < until:
            time.sleep(0.02)  # until the engine works in a process of its own
        (child,) = children.read_text().split()
        time.sleep(0.3)
        assert process.poll() is None
        process.send_signal(number)
        assert process.wait(10) == code
        assert process.stdout
        assert process.stderr
        assert process.stdout.read() == b""
        assert process.stderr.read() == b"pactgraph: stopped\n"
        assert not Path(f"/proc/{child}").exists()
        process.stdout.close()
        process.stderr.close()
    finally:
        process.kill()  # a query that was not stopped would go on for ever


@pytest.mark.parametrize(("form", "kept"), [("table", "in memory"), ("csv", "in memory"), ("csv", "on disk")])
def test_a_query_that_ends_the_engine_is_an_error(form: str, kept: str, tmp_path: Path) -> None:
    # Seen with pyoxigraph 0.5.13: literals of many types have no one order, and the sort aborts.
    store = ("--store", tmp_path / "store") if kept == "on disk" else ()
    words = ("query", "-", "--format", form, *store, "-q")
    ran = run(*words, stdin="SELECT * { ?s ?p ?o } ORDER BY ?o LIMIT 3")
    if ran.code == 0:
        pytest.skip("this engine sorts them")
    assert ran.code == 3
    assert ran.out == ""
    assert ran.err.count("\n") == 1
    assert "STR(?x)" in ran.err
    # The decoy: sorted as it says, it is answered.
    assert run(*words, stdin="SELECT * { ?s ?p ?o } ORDER BY STR(?o) LIMIT 3").code == 0


def test_what_is_wrong_with_the_data_is_said_of_a_store_on_disk_as_well(world: World, tmp_path: Path) -> None:
    folder = world({"entities/country/all.yaml": "- id: arle\n  nmae: Arle\n"})
    for words in (("who-funds",), ("-",)):
        told = [
            run("query", *words, "--data", folder, *store, stdin="ASK {}")
            for store in ((), ("--store", tmp_path / "store"))
        ]
        assert told[0].code == told[1].code == 1
        assert told[0].err == told[1].err
        assert "all.yaml:2" in told[0].err


def test_what_is_refused_apart_is_refused_in_the_same_words() -> None:
    ran = run("query", "-", stdin="SELECT ?s {")
    assert ran.code == 3
    assert "line 1" in ran.err
    assert "to its end" in ran.err
