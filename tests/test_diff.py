"""What differs between two sets of records: laws, endings, git revisions, and the real documents."""

from __future__ import annotations

import csv
import json
import os
import random
import shutil
import subprocess
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from command import call, real_graph, run
from conftest import MINIMAL, Files, World, block, claims
from pactgraph import revision
from pactgraph.diff import Change, diff, known
from pactgraph.errors import EngineError, UsageError
from pactgraph.load import load_records
from pactgraph.model import Records
from pactgraph.revision import checked_out

FUNDS = "  - {subject: arle, predicate: funds, object: border-programme, line: 1}"
DOES = "  - {subject: harbour-customs, predicate: implements, object: border-programme, line: 2}"
#: A second document, of 2022, with its one section.
LATER = """\
- id: later
  name: Later report
  kind: report
  issued: 2022-03-01
  sections:
  - {key: A, title: News, lines: 1-20}
"""


def records(folder: Path) -> Records:
    return load_records(folder)


def between(world: World, old: Files, new: Files) -> list[Change]:
    before = records(world(old))
    return diff(before, records(world(new)))


def told(changes: Iterable[Change]) -> list[tuple[str, str, str]]:
    return [(change.kind, change.what, change.id) for change in changes]


def report(*lines: str) -> dict[str, str]:
    return {"statements/report/a.yaml": claims(*lines)}


def later(*lines: str) -> dict[str, str]:
    text = "\n".join(["document: later", "blocks:", "- section: A", "  statements:", *lines, ""])
    return {"entities/document/later.yaml": LATER, "statements/later/a.yaml": text}


# -- what is told ---------------------------------------------------------------------------------------


def test_equal_records_do_not_differ(world: World) -> None:
    one, other = records(world()), records(world())
    assert one is not other
    assert diff(one, other) == []


def test_a_statement_that_is_new_and_one_that_went(world: World) -> None:
    extra = "  - {subject: borduria, predicate: supports, object: border-programme, line: 7}"
    (change,) = between(world, {}, report(FUNDS, DOES, extra))
    assert told([change]) == [("added", "statement", "report/borduria-supports-border-programme")]
    assert change.sentence == "Borduria supports Border Programme"
    assert (change.document, change.locator) == ("report", "A, line 7")
    assert told(between(world, report(FUNDS, DOES, extra), {})) == [("withdrawn", "statement", change.id)]


def test_a_changed_statement_names_the_fields_before_and_after(world: World) -> None:
    new = FUNDS.replace("line: 1", "when: 2019, via: borduria, amount: {value: 4.5, currency: AUD}, line: 1")
    (change,) = between(world, report(FUNDS, DOES), report(new, DOES))
    assert told([change]) == [("changed", "statement", "report/arle-funds-border-programme")]
    assert change.before == {}
    assert change.after == {"when": "2019", "via": ["borduria"], "amount": {"value": "4.5", "currency": "AUD"}}
    assert "when 2019 (not said before)" in change.sentence
    (back,) = between(world, report(new, DOES), report(FUNDS, DOES))
    assert (back.before, back.after) == (change.after, {})
    assert "when no longer said (was 2019)" in back.sentence


def test_another_line_is_told_as_that_and_no_more(world: World) -> None:
    (change,) = between(world, {}, report(FUNDS.replace("line: 1", "line: 3"), DOES))
    assert change.kind == "changed"
    assert change.sentence == "Arle funds Border Programme: read at A, line 3 (was A, line 1)"
    assert (change.before, change.after) == ({"locator": "A, line 1"}, {"locator": "A, line 3"})


def test_another_id_for_the_same_is_a_change_and_two_candidates_are_none(world: World) -> None:
    renamed = FUNDS.replace("{", "{id: the-money, ")
    (change,) = between(world, {}, report(renamed, DOES))
    assert told([change]) == [("changed", "statement", "report/the-money")]
    assert change.before == {"id": "report/arle-funds-border-programme"}
    twice = [FUNDS.replace("{", f"{{id: money-{n}, ") for n in (1, 2)]
    assert sorted(each.kind for each in between(world, {}, report(*twice, DOES))) == ["added", "added", "withdrawn"]


def test_an_entity_its_names_and_a_new_citation(world: World) -> None:
    programme = MINIMAL["entities/programme/all.yaml"]
    new = programme.replace("Border Programme", "Border Programme II").replace("[The Long Fence]", "[Fence, Wall]")
    (change,) = between(world, {}, {"entities/programme/all.yaml": new})
    assert told([change]) == [("changed", "entity", "border-programme")]
    assert change.before == {"name": "Border Programme", "aliases": ["The Long Fence"]}
    assert change.after == {"name": "Border Programme II", "aliases": ["Fence", "Wall"]}
    assert 'aliases with Fence, Wall and without "The Long Fence"' in change.sentence
    cited = programme + "  named_in: [{document: report, section: A, line: 9}]\n"
    (change,) = between(world, {}, {"entities/programme/all.yaml": cited})
    assert change.after == {"named_in": ["report: A, line 9"]}
    assert (change.document, change.locator) == ("report", "A, line 9")


def test_items_figures_and_disagreements_are_told_once_each(world: World) -> None:
    items = block(
        "items", "  - {id: report-ask, type: recommendation, text: Mend it., by: arle, to: borduria, line: 4}"
    )
    figures = block("figures", "  - {what: posts, place: arle, value: 20, unit: posts, line: 5}")
    rivals = "\n".join(
        [
            claims("  - {id: one, subject: arle, predicate: supports, object: border-programme, line: 6}"),
            "  disagreements:\n  - {id: who, about: Who pays., between: [one, arle-funds-border-programme]}\n",
        ]
    ).replace("\n\n", "\n")
    files = {
        "statements/report/items.yaml": items,
        "statements/report/figures.yaml": figures,
        "statements/report/rivals.yaml": rivals,
    }
    changes = between(world, {}, files)
    # The links that are made from the item, and the rank of the statement that is now disputed, are not told again.
    assert told(changes) == [
        ("added", "item", "report-ask"),
        ("added", "statement", "report/one"),
        ("added", "figure", "report/posts-arle"),
        ("added", "disagreement", "report/who"),
    ]
    by = {change.what: change for change in changes}
    assert by["figure"].sentence == "posts (Arle): 20 posts"
    assert by["disagreement"].locator == "A, line 6; A, line 1"
    more = {**files, "statements/report/items.yaml": items.replace("Mend it.", "Mend it soon.")}
    (change,) = between(world, files, more)
    assert change.sentence == 'Recommendation: Mend it soon: text "Mend it soon." (was "Mend it.")'
    preferred = rivals.replace("]}", "], prefer: one, because: It is newer.}")
    (change,) = between(world, files, {**files, "statements/report/rivals.yaml": preferred})
    assert (change.what, change.after) == ("disagreement", {"prefer": "report/one", "because": "It is newer."})


def test_long_texts_are_shown_where_they_part(world: World) -> None:
    ask = '  - {{id: report-ask, type: need, text: "{}", by: arle, line: 4}}'
    start = "Posts along the whole of the northern border of Arle and along the river to the sea"
    old, new = (
        {"statements/report/i.yaml": block("items", ask.format(f"{start}, {end}."))} for end in ("by day", "by night")
    )
    (change,) = between(world, old, new)
    assert "by day" in change.sentence
    assert "by night" in change.sentence


def test_money_goes_before_themes(world: World) -> None:
    lines = (
        "  - {subject: arle, predicate: addresses, object: border-management, line: 3}",
        "  - {subject: borduria, predicate: funds, object: border-programme, line: 3}",
    )
    changes = [change for change in between(world, {}, report(FUNDS, DOES, *lines)) if change.what == "statement"]
    assert [change.id.split("-")[1] for change in changes] == ["funds", "addresses"]


# -- what ended -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new", "kind"),
    [
        ("", "when: 2018/2020", "ended"),
        ("when: 2018/", "when: 2018/2020", "ended"),
        ("when: 2018/..", "when: 2018/2020", "ended"),
        ("when: 2018/", "when: /2020", "ended"),
        ("", "status: ended", "ended"),
        ("status: active", "status: ended", "ended"),
        # Decoys.
        ("when: 2018/2020", "when: 2018/2019", "changed"),
        ("when: 2018/2020", "when: 2018/", "changed"),
        ("status: ended", "when: 2018/2020, status: ended", "changed"),
        ("when: 2018", "when: 2018/2019", "changed"),
        ("", "when: 2018", "changed"),
        ("", "when: 2018/", "changed"),
        ("", "when: 2021/2022, status: planned", "changed"),
        ("", "when: 2018/2020, status: denied", "changed"),
        ("when: 2018/2020, status: denied", "status: denied", "changed"),
    ],
)
def test_a_statement_that_got_an_end(world: World, old: str, new: str, kind: str) -> None:
    def funds(said: str) -> Files:
        return report(FUNDS.replace("line: 1", f"{said}, line: 1" if said else "line: 1"), DOES)

    (change,) = between(world, funds(old), funds(new))
    assert change.kind == kind


def test_what_is_done_once_does_not_end(world: World) -> None:
    agreement = {"entities/agreement/a.yaml": "- {id: pact, name: The Pact, kind: treaty}\n"}
    signs = "  - {{subject: arle, predicate: signs, object: pact, act: signature, when: {}, line: 3}}"
    old, new = ({**agreement, **report(FUNDS, DOES, signs.format(when))} for when in ("2018/", "2018/2019"))
    (change,) = between(world, old, new)
    assert change.kind == "changed"


def stage(value: str, when: str = "", status: str = "", thing: str = "border-programme") -> str:
    extra = (f", when: {when}" if when else "") + (f", status: {status}" if status else "")
    return f"  - {{subject: {thing}, predicate: stage, value: {value}{extra}, line: 3}}"


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        (stage("ended", "2021-03"), "ended"),
        (stage("completed"), "ended"),
        (stage("dropped", "2021"), "ended"),
        (stage("covers", "2018/2021"), "ended"),
        (FUNDS.replace("line: 1", "when: 2018/2021, line: 1"), "ended"),
        (FUNDS.replace("line: 1", "status: ended, line: 1"), "ended"),
        # Decoys.
        (stage("ended", "2023", "planned"), "added"),
        (stage("ended", "2021", "denied"), "added"),
        (stage("covers", "2018/"), "added"),
        (stage("started", "2018"), "added"),
        (stage("ended", "2021", thing="borduria-aid"), "added"),
        (FUNDS, "added"),
        (FUNDS.replace("line: 1", "when: 2018/2021, status: planned, line: 1"), "added"),
        # Another's money ended; that it was paid is new.
        (FUNDS.replace("arle", "borduria").replace("line: 1", "status: ended, line: 1"), "added"),
        # An end before the day on which the older report still saw it is of an earlier time.
        (FUNDS.replace("line: 1", "when: 2012/2014, line: 1"), "added"),
    ],
)
def test_a_newer_document_says_that_something_ended(world: World, line: str, kind: str) -> None:
    aid = {"entities/programme/aid.yaml": "- {id: borduria-aid, name: Aid of Borduria, kind: project}\n"}
    use = "  - {subject: borduria, predicate: supports, object: borduria-aid, line: 5}"
    graph = records(world({**aid, **later(line, use)}))
    changes = diff(known(graph, "2020-12-31"), known(graph, "2022-12-31"))
    (found,) = [change for change in changes if change.what == "statement" and change.locator != "A, line 5"]
    assert found.kind == kind, found
    assert found.document == "later"
    if kind == "ended":
        assert "before" in found.sentence


def test_work_dated_beyond_the_end_goes_on(world: World) -> None:
    for when, kind in (("2019/2023", "added"), ("2019/2020", "ended")):
        goes_on = f"  - {{subject: borduria, predicate: implements, object: border-programme, when: {when}, line: 5}}"
        graph = records(world(later(stage("ended", "2021-03"), goes_on)))
        changes = diff(known(graph, "2020-12-31"), known(graph, "2022-12-31"))
        (found,) = [each for each in changes if each.id == "later/border-programme-stage-ended"]
        assert found.kind == kind


def test_what_had_an_end_before_is_no_news(world: World) -> None:
    dated = (FUNDS.replace("line: 1", "when: 2019, line: 1"), DOES.replace("line: 2", "when: 2019, line: 2"))
    for before in (
        report(FUNDS, DOES, stage("ended", "2020-02")),
        report(*dated),
        {"entities/programme/all.yaml": MINIMAL["entities/programme/all.yaml"] + "  life: 2015/2020\n"},
    ):
        graph = records(world({**before, **later(stage("completed", "2021"))}))
        changes = diff(known(graph, "2020-12-31"), known(graph, "2022-12-31"))
        (found,) = [each for each in changes if each.what == "statement"]
        assert found.kind == "added", before
    graph = records(
        world({**report(FUNDS, DOES, stage("covers", "2018/2020")), **later(stage("extended", "2018/2022"))})
    )
    (found,) = [each for each in diff(known(graph, "2021"), known(graph, "2022")) if each.what == "statement"]
    assert found.kind == "added", "an end that is put off"


# -- two days of knowledge ------------------------------------------------------------------------------


def test_a_day_knows_what_documents_issued_by_then_speak_of(world: World) -> None:
    aid = {"entities/programme/aid.yaml": "- {id: borduria-aid, name: Aid of Borduria, kind: project}\n"}
    between = "arle-funds-border-programme, report/arle-funds-border-programme"
    rival = f"  disagreements:\n  - {{id: who, about: Who., between: [{between}]}}\n"
    files = later(FUNDS, "  - {subject: borduria, predicate: supports, object: borduria-aid, line: 5}")
    files["statements/later/a.yaml"] += rival
    graph = records(world({**aid, **files}))
    old = known(graph, "2020-12-31")
    assert {"border-programme", "report", "arle", "border-management"} <= old.things.keys()
    assert not {"borduria-aid", "later", "borduria"} & old.things.keys()
    changes = diff(old, known(graph, "2022-03-01"))
    assert ("added", "entity", "borduria-aid") in told(changes)
    assert ("added", "entity", "later") in told(changes)
    assert ("added", "disagreement", "later/who") in told(changes)
    again = next(change for change in changes if change.id == "later/arle-funds-border-programme")
    assert again.sentence.endswith("(said before by report)")
    assert diff(old, known(graph, "2022-02-28")) == []
    assert known(graph, "1999").statements == ()


def test_a_disagreement_is_known_when_both_sides_are(world: World) -> None:
    rival = "  disagreements:\n  - {id: who, about: Who., between: [arle-funds-border-programme, later/x]}\n"
    files = later(FUNDS.replace("{", "{id: x, "))
    files["statements/report/a.yaml"] = MINIMAL["statements/report/a.yaml"] + rival
    graph = records(world(files))
    assert known(graph, "2021").conflicts == ()
    assert len(known(graph, "2023").conflicts) == 1


# -- laws ------------------------------------------------------------------------------------------------

WHEN = st.sampled_from([None, "2018", "2018/", "2018/2020", "2018/..", "/2019"])
CLAIM = st.fixed_dictionaries(
    {
        "subject": st.sampled_from(["arle", "borduria", "harbour-customs"]),
        "predicate": st.sampled_from(["funds", "supports", "implements", "participates_in"]),
        "object": st.just("border-programme"),
        "line": st.lists(st.integers(1, 20), min_size=1, max_size=3, unique=True),
    },
    optional={
        "when": WHEN.filter(bool),
        "status": st.sampled_from(["active", "ended", "denied", "unknown"]),
        "themes": st.lists(st.sampled_from(["border-management", "law-enforcement"]), min_size=1, unique=True),
    },
)
CLAIMS = st.lists(CLAIM, max_size=6, unique_by=lambda claim: (claim["subject"], claim["predicate"]))


def written(lines: list[dict[str, object]], files: int = 1) -> dict[str, str]:
    """Statements over one or more files, beside what keeps every identity in use."""
    keep = "  - {subject: [arle, borduria, harbour-customs], predicate: operates_in, object: arle, line: 20}"
    made = {
        "statements/report/a.yaml": claims(
            keep, "  - {subject: border-programme, predicate: addresses, object: border-management, line: 19}"
        )
    }
    for n in range(files):
        if mine := lines[n::files]:
            content = {"document": "report", "blocks": [{"section": "A", "statements": mine}]}
            made[f"statements/report/b{n}.yaml"] = yaml.safe_dump(content, default_flow_style=None)
    return made


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(one=CLAIMS, other=CLAIMS, seed=st.integers(0, 1000))
def test_laws_of_the_comparison(
    world: World, one: list[dict[str, object]], other: list[dict[str, object]], seed: int
) -> None:
    a, b = records(world(written(one))), records(world(written(other)))
    # The same facts in another order, over other files, with lists turned round.
    mixed = [dict(reversed(claim.items())) for claim in one]
    random.Random(seed).shuffle(mixed)
    for claim in mixed:
        for name in ("line", "themes"):
            if name in claim:
                claim[name] = list(reversed(claim[name]))  # type: ignore[call-overload]
    assert diff(a, records(world(written(mixed, files=2)))) == []
    assert diff(a, a) == []
    there, back = diff(a, b), diff(b, a)
    come = {each.id for each in there if each.kind in ("added", "ended") and not _was(each, a)}
    assert come == {each.id for each in back if each.kind == "withdrawn"}
    assert {each.id for each in there if _was(each, a) and _was(each, b)} == {
        each.id for each in back if _was(each, a) and _was(each, b)
    }
    for change in there:
        assert change.document == "report"
        assert change.locator.startswith("A, line")
        assert change.sentence
        assert (change.before, change.after) != ({}, {}) or change.kind in ("added", "withdrawn", "ended")
    assert told(there) == told(diff(a, b)), "the order is fixed"
    assert len(there) == len(set(told(there)))


def _was(change: Change, there: Records) -> bool:
    return change.id in {statement.id for statement in there.statements}


# -- git ------------------------------------------------------------------------------------------------


class Repository:
    """A real repository in a temporary folder, with the data below `work/data`."""

    def __init__(self, top: Path) -> None:
        self.top = top
        self.data = top / "work" / "data"
        top.mkdir()
        self.git("init", "-q", "-b", "main")

    def git(self, *words: str, given: bytes = b"") -> str:
        names = (
            "-c",
            "user.name=editor",
            "-c",
            "user.email=editor" + "@" + "example.org",
            "-c",
            "commit.gpgsign=false",
        )
        ended = subprocess.run(["git", *names, *words], cwd=self.top, input=given, capture_output=True, check=True)
        return ended.stdout.decode().strip()

    def commit(self, files: Mapping[str, str | bytes | None], tag: str) -> str:
        shutil.rmtree(self.data, ignore_errors=True)
        for name, text in files.items():
            if text is not None:
                path = self.data / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(text if isinstance(text, bytes) else text.encode())
        self.git("add", "-A")
        self.git("commit", "-q", "-m", tag, "--no-verify", "--allow-empty")
        self.git("tag", tag)
        return self.git("rev-parse", "HEAD")


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    made = Repository(tmp_path / "repository")
    made.commit(MINIMAL, "first")
    return made


ENDED = {**MINIMAL, **report(FUNDS.replace("line: 1", "when: 2018/2020, line: 1"), DOES)}


def snapshot(top: Path) -> dict[str, bytes]:
    return {str(p.relative_to(top)): p.read_bytes() for p in sorted(top.rglob("*")) if p.is_file()}


def test_two_revisions_and_a_revision_with_the_folder_as_it_is(repository: Repository) -> None:
    second = repository.commit(ENDED, "second")
    before = snapshot(repository.top)
    data = ("--data", repository.data)
    for words in (
        ("first", "second"),
        ("first", second[:10]),
        ("main~1", "HEAD"),
        ("first",),
        ("first", repository.data),
    ):
        ran = call("diff", *words, *data)
        assert ran.code == 0, ran.err
        assert ran.lines[1] == "  Ended, or given an end: 1 statement", words
        assert "Arle funds Border Programme: when 2018 to 2020 (not said before)  [report: A, line 1]" in ran.out
    ran = call("diff", "second", *data)
    assert (ran.code, ran.lines) == (0, ["Nothing differs between second and the data folder."])
    assert snapshot(repository.top) == before, "nothing is written into the repository"


def test_what_attributes_filters_and_hooks_say_is_not_heeded(repository: Repository, tmp_path: Path) -> None:
    trap = tmp_path / "trap"
    repository.commit({**MINIMAL, ".gitattributes": "*.yaml export-ignore filter=evil\n"}, "attributes")
    hook = repository.top / ".git" / "hooks" / "post-checkout"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text(f"#!/bin/sh\ntouch {trap}\n")
    hook.chmod(0o755)
    for name in ("filter.evil.smudge", "core.fsmonitor", "core.pager", "tar.tar.command"):
        repository.git("config", name, f"touch {trap}; cat")
    with checked_out(repository.data, "attributes", os.environ) as folder:
        assert (folder / "statements/report/a.yaml").read_text() == MINIMAL["statements/report/a.yaml"]
    assert not trap.exists()
    assert not folder.exists(), "the temporary folder is gone"


def test_settings_of_other_repositories_in_the_environment_are_left_out(repository: Repository, tmp_path: Path) -> None:
    other = Repository(tmp_path / "other")
    environment = {**os.environ, "GIT_DIR": str(other.top / ".git"), "GIT_WORK_TREE": str(other.top)}
    with checked_out(repository.data, "first", environment) as folder:
        assert (folder / "entities").is_dir()


#: What a shell, git or a file system could take for something else; the folder itself has no such name.
NO_REVISION = (
    "--upload-pack=touch trap",
    "--output=trap",
    "--exec=touch trap",
    "-o x",
    "-",
    "^main",
    "main..main",
    "main:work/data",
    "../../no-such-folder",
    "a\nb",
    "",
    ":",
    "*",
    "@{u}",
    "'; touch trap; '",
    "x" * 200_000,
)


@pytest.mark.parametrize("name", NO_REVISION, ids=[repr(name[:30]) for name in NO_REVISION])
def test_a_name_that_is_no_revision_is_wrong_usage_and_does_nothing(repository: Repository, name: str) -> None:
    before = snapshot(repository.top)
    with pytest.raises(UsageError, match="no revision"), checked_out(repository.data, name, os.environ):
        pass
    ran = call("diff", "--data", repository.data, "--", name, "first")
    assert (ran.code, ran.out) == (2, "")
    assert "is no date, no folder and no revision" in ran.err
    assert len(ran.err) < 1000
    assert snapshot(repository.top) == before


def test_an_option_that_is_not_ours_is_refused_before_git_sees_it(repository: Repository) -> None:
    ran = call("diff", "--upload-pack=touch", "first", "--data", repository.data)
    assert (ran.code, ran.out) == (2, "")
    assert "--upload-pack" in ran.err


def test_an_unknown_revision_gets_the_nearest_name(repository: Repository) -> None:
    ran = call("diff", "frist", "--data", repository.data)
    assert ran.code == 2
    assert "did you mean 'first'?" in ran.err
    ran = call("diff", "zzzzzzzz", "--data", repository.data, "--json")
    assert ran.code == 2
    assert "; it has first, main" in json.loads(ran.err)["error"].replace("main, first", "first, main")


def test_no_repository_no_git_no_data_then(
    repository: Repository, world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ran = call("diff", "main", "--data", world())
    assert ran.code == 2
    assert "is in no git repository" in ran.err
    ran = call("diff", "main", "--data", tmp_path / "nowhere")
    assert ran.code == 2
    shutil.rmtree(repository.data)
    (repository.top / "readme").write_text("no data yet")
    repository.git("add", "-A")
    repository.git("commit", "-q", "-m", "none")
    shutil.copytree(world(), repository.data)
    ran = call("diff", "main", "--data", repository.data)
    assert ran.code == 2
    assert "has no folder 'work/data'" in ran.err
    monkeypatch.setenv("PATH", str(tmp_path))
    ran = call("diff", "first", "--data", repository.data)
    assert ran.code == 3
    assert "git is not installed" in ran.err


def tree(repository: Repository, entries: Iterable[tuple[str, bytes, str]]) -> str:
    """A tree object as nobody's git would write it, with its parents, as a commit."""
    data = b"".join(mode.encode() + b" " + name + b"\0" + bytes.fromhex(key) for mode, name, key in entries)
    return repository.git("hash-object", "-t", "tree", "-w", "--stdin", "--literally", given=data)


def data_commit(repository: Repository, data: str) -> str:
    work = tree(repository, [("40000", b"data", data)])
    return repository.git("commit-tree", "-m", "made by hand", tree(repository, [("40000", b"work", work)]))


def test_a_tree_with_names_that_lead_elsewhere_is_refused(repository: Repository, tmp_path: Path) -> None:
    blob = repository.git("hash-object", "-w", "--stdin", given=b"- {id: x, name: X}\n")
    for name in (b"..", b".git", b"."):
        inner = tree(repository, [("100644", b"evil.yaml", blob)])
        commit = data_commit(repository, tree(repository, [("40000", name, inner)]))
        with pytest.raises(EngineError, match="leads elsewhere"), checked_out(repository.data, commit, os.environ):
            pass
    commit = data_commit(repository, tree(repository, [("100644", b"../../evil.yaml", blob)]))
    with pytest.raises(EngineError), checked_out(repository.data, commit, os.environ):
        pass
    assert not list(tmp_path.rglob("evil.yaml"))


def test_a_link_is_not_followed_out_and_nothing_is_written_through_one(repository: Repository, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    link = repository.git("hash-object", "-w", "--stdin", given=str(outside).encode())
    blob = repository.git("hash-object", "-w", "--stdin", given=b"- {id: x, name: X}\n")
    inner = tree(repository, [("100644", b"evil.yaml", blob)])
    # One name twice: first a link, then a folder.
    commit = data_commit(repository, tree(repository, [("120000", b"entities", link), ("40000", b"entities", inner)]))
    with pytest.raises(EngineError, match="lay out"), checked_out(repository.data, commit, os.environ):
        pass
    assert list(outside.iterdir()) == []
    (outside / "secret.yaml").write_text("- {id: secret, name: Secret}\n")
    os.symlink(outside / "secret.yaml", repository.data / "entities/country/secret.yaml")
    repository.git("add", "-A")
    repository.git("commit", "-q", "-m", "link")
    ran = call("diff", "first", "main", "--data", repository.data)
    assert (ran.code, ran.out) == (1, "")
    assert "main:entities/country/secret.yaml: error: in NEW (main): is a link out of the data" in ran.err
    assert "Secret" not in ran.err


def test_a_revision_that_holds_too_much_is_refused_before_it_is_read(
    repository: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    (repository.data / "big.txt").write_bytes(b"x" * 5000)
    repository.git("add", "-A")
    repository.git("commit", "-q", "-m", "big")
    monkeypatch.setattr(revision, "MAX_BYTES", 4000)
    with checked_out(repository.data, "main", os.environ):
        pass  # what is no data is not read
    monkeypatch.setattr(revision, "MAX_BYTES", 300)
    ran = call("diff", "main", "first", "--data", repository.data)
    assert ran.code == 3
    assert "at most" in ran.err
    monkeypatch.setattr(revision, "MAX_BYTES", 10**9)
    monkeypatch.setattr(revision, "MAX_FILES", 2)
    assert call("diff", "main", "first", "--data", repository.data).code == 3
    monkeypatch.setattr(revision, "MAX_FILES", 100)
    monkeypatch.setattr(revision, "_LISTING", 100)
    assert "gave more than" in call("diff", "main", "first", "--data", repository.data).err


def test_git_that_takes_too_long_is_stopped(
    repository: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    slow = tmp_path / "bin" / "git"
    slow.parent.mkdir()
    slow.write_text("#!/bin/sh\nexec sleep 30\n")
    slow.chmod(0o755)
    monkeypatch.setattr(revision, "PATIENCE", 0.3)
    monkeypatch.setenv("PATH", f"{slow.parent}{os.pathsep}{os.environ['PATH']}")
    ran = call("diff", "first", "--data", repository.data)
    assert ran.code == 3
    assert "took longer than" in ran.err


# -- the command ----------------------------------------------------------------------------------------


def test_problems_are_told_with_their_side_file_and_line(repository: Repository, world: World, tmp_path: Path) -> None:
    broken = {**MINIMAL, **report(FUNDS.replace("arle", "arlee"), DOES)}
    repository.commit(broken, "broken")
    other = tmp_path / "other"
    shutil.copytree(world(report(FUNDS, DOES.replace("line: 2", "line: 99"))), other)
    ran = call("diff", "broken", other, "--data", repository.data)
    assert (ran.code, ran.out) == (1, "")
    assert "2 problems in the data" in ran.err
    assert "broken:statements/report/a.yaml:5:" in ran.err
    assert "in OLD (broken): unknown id 'arlee'" in ran.err
    assert f"{other}/statements/report/a.yaml:6:" in ran.err
    assert "in NEW" in ran.err
    found = json.loads(call("diff", "broken", other, "--data", repository.data, "--json").err)["problems"]
    assert {(each["line"], each["file"]) for each in found} == {
        (5, "broken:statements/report/a.yaml"),
        (6, f"{other}/statements/report/a.yaml"),
    }
    empty = tmp_path / "empty"
    empty.mkdir()
    assert f"{empty}/entities: error: in OLD ({empty}): no such folder" in call("diff", empty, other).err


def test_a_day_goes_with_a_day_alone(world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = world()
    for words in (("2017-12-31",), ("2017-12-31", folder), (folder, "2017")):
        ran = call("diff", *words, "--data", folder)
        assert (ran.code, ran.out) == (2, "")
        assert "is a day" in ran.err
    monkeypatch.chdir(tmp_path)
    shutil.copytree(folder, tmp_path / "2021")
    assert call("diff", "./2021", "data").out == "Nothing differs between ./2021 and data.\n"
    assert call("diff", "2021", "2020", "--data", "data").code == 0
    ran = call("diff", "2017-13-45", "2020", "--data", "data")
    assert ran.code == 2


def test_forms_hold_the_same_and_a_file_is_written_whole(world: World, tmp_path: Path) -> None:
    old = tmp_path / "old"
    shutil.copytree(world(), old)
    formula = {"entities/country/b.yaml": "- {id: cordia, name: =Cordia}\n"}
    new = world({**report(FUNDS.replace("line: 1", "when: 2018/2020, line: 1"), DOES), **formula})
    said = json.loads(call("diff", old, new, "--format", "json").out)
    assert said["counts"] == {"added": {"entity": 1}, "ended": {"statement": 1}}
    assert said == json.loads(call("diff", old, new, "--json").out)
    out = tmp_path / "changes.csv"
    assert call("diff", old, new, "--format", "csv", "-o", out).out == ""
    rows = list(csv.DictReader(out.read_text().splitlines()))
    assert [(row["kind"], row["what"], row["id"]) for row in rows] == told(diff(records(old), records(new)))
    assert rows[0]["sentence"] == "'=Cordia (country)", "no cell is a formula"
    assert (rows[1]["before"], rows[1]["after"]) == ("", "when: 2018/2020")
    assert "## Ended, or given an end: 1 statement" in call("diff", old, new, "--format", "md").out
    assert call("diff", old, new, "-o", out).code == 2
    for form, nothing in (("csv", 1), ("md", 1)):
        assert len(call("diff", old, old, "--format", form).lines) == nothing
    assert json.loads(call("diff", old, old, "--json").out)["changes"] == []


def test_a_long_list_is_cut_and_says_so(world: World, tmp_path: Path) -> None:
    old = tmp_path / "old"
    shutil.copytree(world(), old)
    many = "".join(f"- {{id: land-{n}, name: Land {n}}}\n" for n in range(30))
    new = world({"entities/country/many.yaml": many})
    ran = call("diff", old, new)
    assert ran.lines[1] == "  Added: 30 entities"
    assert "  … and 20 more entities" in ran.lines
    assert call("diff", old, new, "--all").out.count("(country)") == 30


def test_as_a_process_with_a_closed_pipe(repository: Repository) -> None:
    ran = run("diff", "first", "main", "--data", repository.data)
    assert (ran.code, ran.out, ran.err) == (0, "Nothing differs between first and main.\n", "")


# -- the real documents ---------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def became_known() -> dict[str, Change]:
    """From the end of 2017 to the end of 2021, by id. Two documents were out by then; three came."""
    graph = real_graph().records
    return {change.id: change for change in diff(known(graph, "2017-12-31"), known(graph, "2021-12-31"))}


@pytest.mark.parametrize(
    ("key", "document", "line"),
    [
        # idswg-2021 line 47: two projects of three years, 2021-23, paid by Canada.
        ("idswg-2021/canada-funds-canada-synthetic-drugs-project", "idswg-2021", "47"),
        ("idswg-2021/canada-funds-canada-cybercrime-project", "idswg-2021", "47"),
        # line 41: the second phase began in January 2019.
        ("idswg-2021/luxembourg-alternative-development-houaphanh-phase-2-stage-started", "idswg-2021", "41"),
        ("canada-synthetic-drugs-project", "idswg-2021", "47"),
        # The three documents themselves: of 2019-08-22, of 2017 to 2019, of 2021.
        ("honlap-43", "", ""),
        ("mekong-mou", "", ""),
        ("idswg-2021", "", ""),
    ],
)
def test_what_became_known_between_2017_and_2021(
    became_known: dict[str, Change], key: str, document: str, line: str
) -> None:
    change = became_known[key]
    assert change.kind == "added"
    if document:
        assert change.document == document
        assert line in change.locator


def test_nothing_of_2017_is_withdrawn_or_changed_by_later_documents(became_known: dict[str, Change]) -> None:
    assert {change.kind for change in became_known.values()} == {"added"}
    # Lao PDR, Luxembourg, and its project in Houaphanh were known from dublin-group-2017, lines 18 and 115.
    for key in ("lao-pdr", "luxembourg", "luxembourg-alternative-development-houaphanh", "dublin-group-2017"):
        assert key not in became_known


def test_an_end_that_was_known_in_2017_is_not_told_as_news(became_known: dict[str, Change]) -> None:
    # Both reports say that the last project of the EU ended late in 2015 (2017: line 123; 2021: line 44), and both
    # date the opium survey to 2015 (2017: lines 47 and 97; 2021: line 24, as the last one).
    eu = became_known["idswg-2021/eu-last-alternative-development-project-stage-ended"]
    assert eu.kind == "added"
    assert eu.sentence.endswith("(said before by dublin-group-2017)")
    assert became_known["idswg-2021/opium-survey-2015-completed"].kind == "added"


def test_had_the_older_report_not_said_so_it_would_be_told_as_ended() -> None:
    graph = real_graph().records
    silent = {
        "dublin-group-2017/european-union-supports-eu-last-alternative-development-project",
        "dublin-group-2017/eu-last-alternative-development-project-stage-ended",
    }
    assert silent <= {s.id for s in graph.statements}
    without = replace(graph, statements=tuple(s for s in graph.statements if s.id not in silent))
    changes = diff(known(without, "2017-12-31"), known(without, "2021-12-31"))
    assert [change.id for change in changes if change.kind == "ended"] == [
        "idswg-2021/eu-last-alternative-development-project-stage-ended"
    ]
    (found,) = [change for change in changes if change.kind == "ended"]
    assert (found.document, found.locator) == ("idswg-2021", "A.9 European Union, line 44")
    assert found.after == {"when": "[2015-07..2015-12]"}


def test_backwards_all_that_became_known_is_withdrawn(became_known: dict[str, Change]) -> None:
    graph = real_graph().records
    back = diff(known(graph, "2021-12-31"), known(graph, "2017-12-31"))
    assert {change.id: change.kind for change in back} == dict.fromkeys(became_known, "withdrawn")
    assert diff(graph, graph) == []
