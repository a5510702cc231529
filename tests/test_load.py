"""A folder as a whole: every problem of every file, by file and line, with what would mend it.

The tables follow the list of hostile inputs row by row, with decoys that must be read.
"""

from __future__ import annotations

import json
import os
import re
import socket
import subprocess
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from conftest import FIXTURE_WORLD, MINIMAL, World, block, claims, only, problems, within
from pactgraph.errors import DataError, Problem
from pactgraph.load import Loader, load_records
from pactgraph.money import totals
from pactgraph.strict_yaml import MAX_BYTES

STATEMENTS = "statements/report/b.yaml"
ENTITIES = "entities/organisation/more.yaml"
#: An organisation whose `name` stands in line 2; `named_in` keeps it supported.
ORGANISATION = "- id: more\n  name: {}\n  kind: agency\n  named_in: [{{document: report, section: A, line: 3}}]\n"


def says(problem: Problem, file: str, line: int, *words: str) -> None:
    """That a problem is where it should be, and that it and its mend hold the words."""
    text = f"{problem.message}\n{problem.mend}"
    assert (problem.file, problem.line) == (file, line), str(problem)
    assert problem.column >= 1 or not line
    missing = [word for word in words if word not in text]
    assert not missing, f"{missing} not in: {text}"
    assert len(text) < 1500, "a message is read by a person"


def organisation(name: str) -> str:
    """A file with one organisation of that name, as YAML."""
    return ORGANISATION.format(name)


# -- the minimal world is sound ---------------------------------------------------------------------


def test_the_minimal_world_is_sound(world: World) -> None:
    records = load_records(world())
    assert [statement.id for statement in records.statements] == [
        "report/arle-funds-border-programme",
        "report/harbour-customs-implements-border-programme",
    ]
    assert {thing.id for thing in records.things.values() if thing.type != "theme"} == {
        "arle",
        "borduria",
        "harbour-customs",
        "border-programme",
        "report",
    }


def test_the_fixture_world_is_what_its_readme_says() -> None:
    records = load_records(FIXTURE_WORLD)
    kinds = Counter(thing.type for thing in records.things.values())
    assert [kinds[kind] for kind in ("country", "organisation", "mechanism", "programme", "need")] == [3, 6, 2, 5, 3]
    assert Counter(statement.origin for statement in records.statements) == {"statement": 30, "item": 14}
    assert (len(records.figures), len(records.conflicts), records.warnings) == (4, 1, ())
    funders = defaultdict(set)
    for statement in records.statements:
        if statement.predicate == "funds" and statement.is_plain:
            funders[statement.object].add(statement.subject)
    assert funders == {
        "border-watch": {"arle"},
        "clinic-network": {"arle-aid", "borduria-fund"},
        "farm-choice": {"arle-aid"},
        "report-2018-need-1": {"arle-aid"},
    }
    assert {s.subject for s in records.statements if s.rank == "disputed"} == {"drug-board", "river-police"}
    amounts = [s.amount for s in records.statements if s.amount]
    sums = totals((str(a.value), a.max or "", a.currency, a.kind) for a in amounts)
    assert [(s.currency, s.kind, int(s.low), int(s.high), s.parts) for s in sums] == [
        ("EUR", "commitment", 1200000, 1200000, 1),
        ("USD", "commitment", 700000, 800000, 2),
        ("USD", "disbursement", 550000, 550000, 2),
        ("unstated", "unstated", 90000, 90000, 1),
    ]
    ended = {s.id for s in records.statements if s.bounds.possible_until < date(2020, 1, 1) and s.is_plain}
    assert ended == {
        "report-2018/arle-funds-border-watch",
        "report-2018/arle-aid-funds-clinic-network",
        "report-2018/drug-board-chairs-donor-group",
    }


# -- form, as a user meets it -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "line", "word"),
    [
        ("- id: more\n  name: More\n  kind: agency\n  name: Other\n", 4, "twice"),
        ("- id: more\n  name: More\n\tkind: agency\n", 3, "spaces"),
        ("- id: more\n  name: Unit: North\n  kind: agency\n", 2, "quotes"),
        ('- id: more\n  name: "More\n  kind: agency\n', 2, "quotes"),
        ("- id: more\n  name: More\n  aliases: [M, N\n  kind: agency\n", 3, "brackets"),
        ("- id: more\n  name: *name\n  kind: agency\n", 2, "alias *name"),
        ("- id: more\n  name: &name More\n  kind: agency\n", 2, "anchor &name"),
        ("- id: more\n  name: !!python/name:os.system\n  kind: agency\n", 2, "python/name:os.system"),
        ("- id: more\n  name: !include /etc/passwd\n  kind: agency\n", 2, "!include"),
        ("- id: more\n  name: @more\n  kind: agency\n", 2, "quotes"),
        (
            "- id: more\n<<<<<<< HEAD\n  name: More\n=======\n  name: M\n>>>>>>> b\n  kind: agency\n",
            2,
            "not valid YAML",
        ),
        (
            "- id: more\n  name: More\n  kind: agency\n---\n- id: other\n  name: O\n  kind: agency\n",
            4,
            "second document",
        ),
        ('- id: more\n  name: "M\\0re"\n  kind: agency\n', 2, "U+0000"),
        ('- id: more\n  name: "M\\x01re"\n  kind: agency\n', 2, "U+0001"),
        ("- id: more\n  name: M\ufffere\n  kind: agency\n", 2, "U+FFFE"),
        ('- id: more\n  name: "M\\ud800re"\n  kind: agency\n', 2, "Unicode"),
        ("- id: more\n  name: M\x07re\n  kind: agency\n", 2, "U+0007"),
        ("[" * 100_000, 1, "40 deep"),
    ],
)
@pytest.mark.parametrize("file", [ENTITIES, STATEMENTS])
def test_form_is_refused_by_file_and_line(world: World, file: str, text: str, line: int, word: str) -> None:
    found = problems(world({file: text}))
    says(found[0], file, line, word)
    assert len(found) == 1


@pytest.mark.parametrize(
    ("data", "line", "words"),
    [
        (b"", 0, ["empty"]),
        (b"   \n\n", 0, ["empty"]),
        (b"# nothing yet\n", 0, ["empty"]),
        (b"null\n", 1, ["wrong form"]),
        (b"~", 1, ["wrong form"]),
        (b"---\n", 2, ["wrong form"]),
        (b"just a text\n", 1, ["wrong form"]),
        (b"12\n", 1, ["wrong form"]),
        (b"\x00" * 4096, 1, ["U+0000"]),
        (b"\x7fELF\x02\x01\x01\x00\xff\xfe", 1, ["UTF-8"]),
        (b"PK\x03\x04\x14\x00\x06\x00", 1, ["U+0003"]),
        (b"<!DOCTYPE html>\n<html><head><title>404</title></head>\n<body>Not found</body></html>\n", 1, ["wrong form"]),
        (b"<!DOCTYPE html>\n<html>\n<p style='color: red'>Title: x</p>\n</html>\n", 0, ["x.yaml"]),
        (b'{"error": "not found"}', 1, []),
        ("- id: more\n  name: Genève\n".encode("latin-1"), 2, ["UTF-8", "Latin-1"]),
        ("- id: more\n  name: “Genève”\n".encode("cp1252"), 2, ["UTF-8", "Windows-1252"]),
        ("- id: more\n  name: Genè".encode()[:-1], 2, ["UTF-8", "cut off"]),
        ("- id: more\n".encode("utf-16"), 1, ["UTF-8"]),
    ],
)
@pytest.mark.parametrize("file", ["entities/organisation/x.yaml", "statements/report/x.yaml"])
def test_a_file_that_is_no_data_is_named(world: World, file: str, data: bytes, line: int, words: list[str]) -> None:
    found = problems(world({file: data}))
    assert found
    assert {problem.file for problem in found} == {file}
    if words == ["x.yaml"]:
        assert found[0].line >= 1  # where HTML stops looking like text depends on its colons
        return
    says(found[0], file, line, *words)


@pytest.mark.parametrize(
    ("file", "text"),
    [
        (ENTITIES, "document: report\nblocks: []\n"),
        (STATEMENTS, "- id: more\n  name: More\n"),
        (STATEMENTS, "document: report\nblocks: []\n"),
    ],
)
def test_a_file_of_the_other_kind_is_named(world: World, file: str, text: str) -> None:
    found = problems(world({file: text}))
    assert found
    assert all(problem.file == file and problem.line >= 1 for problem in found)


# -- texts ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "scalar",
    [
        "NO",
        "no",
        "on",
        "off",
        "yes",
        "y",
        "1.10",
        "0123",
        "012",
        "12:30:45",
        "2016-06-01",
        "2016-06",
        "1e3",
        "0x1F",
        ".inf",
        "1_500",
        "True",
    ],
)
@pytest.mark.parametrize("form", ["{}", "{} # why", "\n    {}", "'{}'"])
def test_a_label_is_the_text_as_written(world: World, scalar: str, form: str) -> None:
    records = load_records(world({ENTITIES: organisation(form.format(scalar))}))
    assert records.things["more"].label == scalar


@pytest.mark.parametrize(("scalar", "shown"), [("2016", "2016"), ("7", "7"), ("true", "True"), ("false", "False")])
def test_a_label_that_yaml_reads_as_no_text_is_refused_not_turned(world: World, scalar: str, shown: str) -> None:
    problem = only(world({ENTITIES: organisation(scalar)}))
    says(problem, ENTITIES, 2, "`name` must be text", shown, "quotes")


@pytest.mark.parametrize("scalar", ["", "~", "null", "# only a comment"])
def test_a_label_without_a_value_is_refused(world: World, scalar: str) -> None:
    says(only(world({ENTITIES: organisation(scalar)})), ENTITIES, 2, "`name` has no value")


@pytest.mark.parametrize("scalar", ["''", "' '", "' More'", "'More '", '"More\\n"', '"\\u2028"', '"\\u00a0More"'])
def test_spaces_around_a_label_are_refused(world: World, scalar: str) -> None:
    says(only(world({ENTITIES: organisation(scalar)})), ENTITIES, 2, "`name`", "spaces")


HOSTILE = {
    "right to left": "\u0645\u062c\u0644\u0633 \u05de\u05d5\u05e2\u05e6\u05d4",
    "bidi override": "Office\u202egnissecorp\u202c of \u2066x\u2069",
    "combining": "E\u0301cole Z\u0351\u036b\u0343\u036a\u0302",
    "decomposed": "Cafe\u0301",
    "emoji": "Office \U0001f9d1\u200d\U0001f91d\u200d\U0001f9d1 \U0001f1f1\U0001f1e6",
    "scripts": "\u0e01\u0e32\u0e23 \u0e9b\u0eb0\u0ec0\u0e97\u0e94 \u4e1c\u4eac \u1019\u103c\u1014\u103a\u1019\u102c",
    "markup": "</script><script>alert(1)</script><img src=x onerror=alert(1)>",
    "entities": "&lt;b&gt; &amp;amp; &#x41;",
    "template": "{{7*7}} ${7*7} #{7*7} {% raw %} %(x)s {0} %s",
    "sparql": '" } ; DROP ALL ; SELECT * { ?s ?p "',
    "turtle": '""" . <x> a <y> ; <<x>> \\u0041',
    "quotes": 'It\'s "quoted" ‘so’ “and” «so» `x`',
    "backslashes": "C:\\Users\\n\\t\\\\x\\",
    "line separator": "one\u2028two\u2029three",
    "next line": "one\u0085two",
    "inner lines": "one\ntwo\n\nthree",
    "inner tab": "one\ttwo",
    "inner return": "one\rtwo",
    "zero width": "a\u200bb\u200cc\u200dd\u2060e\ufefff",
    "private use": "\ue000\U000f0000\U00030000\U0010fffd",
    "not a character": "\ufdd0\U0001fffe",
    "replacement": "a\ufffdb",
    "long": "x" * 100_000,
    "long words": "word " * 20_000 + "end",
    "long dotted": "a.b-" * 25_000 + "@",
    "formula": '=HYPERLINK("http://x.example";"x")',
    "plus": "+1-800-FLOWERS",
    "minus": "-2+3+cmd|' /C calc'!A0",
    "at": "@SUM(1+1)",
    "equals": "=1+1",
    "at alone": "rates @ 5",
    "no address": "user@localhost, a@b, @office and x@",
    "percent": "100%25 %2e%2e/ ../../etc/passwd",
    "colon": "Unit: North #1, [x] {y}",
    "null word": "null",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_label_is_kept_to_the_character(world: World, name: str) -> None:
    text = HOSTILE[name]
    with within(3):
        records = load_records(
            world({ENTITIES: organisation(json.dumps(text, ensure_ascii=False).replace("\x7f", "\\x7f"))})
        )
    assert records.things["more"].label == text


@pytest.mark.parametrize(
    "name", [name for name, text in HOSTILE.items() if not set(text) & set("\n\r\t\ufeff") and name != "next line"]
)
def test_a_hostile_label_is_kept_without_escapes_too(world: World, name: str) -> None:
    text = HOSTILE[name]
    quoted = "'" + text.replace("'", "''") + "'"
    broken = organisation(quoted).replace("kind: agency", "kind: agencie")
    with within(3):
        records = load_records(world({ENTITIES: organisation(quoted)}))
    assert records.things["more"].label == text
    # And a problem below it is still in the right line.
    says(only(world({ENTITIES: broken})), ENTITIES, 3, "agency")


@pytest.mark.parametrize("start", ["\t", "\r", "\\t", "\\r"])
def test_a_tab_before_a_label_is_kept_or_refused_by_line(world: World, start: str) -> None:
    folder = world({ENTITIES: organisation(f'"{start}=1+1"')})
    if found := problems(folder):
        says(found[0], ENTITIES, 2, "`name`", "spaces")
    else:
        assert load_records(folder).things["more"].label.endswith("=1+1")


@pytest.mark.parametrize(
    ("text", "line", "column"),
    [
        ("name: Write to anna@police.arle.example now", 2, 18),
        ("name: x\n  note: anna.b+c@mail.arle", 3, 9),
        ("name: x # ask anna@arle.example", 2, 17),
        ("name: <anna@arle.example>", 2, 10),
        ("name: x\n  note: 'é: anna@bücher.example'", 3, 13),
        ('name: x\n  aliases: ["mailto:anna@arle.co.uk"]', 3, 21),
    ],
)
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_an_email_address_is_named_by_place(world: World, text: str, line: int, column: int, end: str) -> None:
    file = organisation("x").replace("name: x", text).replace("\n", end)
    problem = only(world({ENTITIES: file.encode()}))
    says(problem, ENTITIES, line, "e-mail address", "offices", "remove")
    assert problem.column == column
    assert "anna" not in problem.message, "a message that is printed in a log must not spread it"


def test_every_email_address_is_named(world: World) -> None:
    text = organisation("x") + "# a@b.example c@d.example\n# e@f.example\n"
    assert [problem.line for problem in problems(world({ENTITIES: text}))] == [5, 5, 6]


# -- fields, kinds, types ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("file", "text", "line", "words"),
    [
        (
            ENTITIES,
            "- id: more\n  name: More\n  kind: agency\n  alias: [M]\n",
            4,
            ["unknown field `alias`", "'aliases'"],
        ),
        (ENTITIES, "- id: more\n  nam: More\n  name: More\n  kind: agency\n", 2, ["unknown field `nam`", "'name'"]),
        (ENTITIES, "- id: more\n  name: More\n  kind: agency\n  Kind: agency\n", 4, ["unknown field `Kind`", "'kind'"]),
        (
            ENTITIES,
            "- id: more\n  name: More\n  kind: agency\n  colour: red\n",
            4,
            ["unknown field `colour`", "known here", "aliases"],
        ),
        (
            ENTITIES,
            "- id: more\n  name: More\n  kind: agency\n  codes: {iso: XX}\n",
            4,
            ["unknown field `iso`", "'iso"],
        ),
        (
            ENTITIES,
            "- id: more\n  name: M\n  kind: agency\n  named_in:\n  - document: report\n    section: A\n    lines: 3\n",
            7,
            ["unknown field `lines`", "'line'"],
        ),
        (ENTITIES, "- id: more\n  name: More\n  kind: agencie\n", 3, ["agencie", "mean 'agency'"]),
        (ENTITIES, "- id: more\n  name: More\n  kind: Agency\n", 3, ["Agency", "mean 'agency'"]),
        (ENTITIES, "- id: more\n  name: More\n  kind: un office\n", 3, ["un office", "mean 'un-office'"]),
        (ENTITIES, "- id: more\n  name: More\n  kind: 7\n", 3, ["`kind` cannot be 7", "agency"]),
        (ENTITIES, "- id: more\n  name: More\n  kind: [agency]\n", 3, ["`kind`", "agency"]),
        (ENTITIES, "- id: more\n  name: More\n", 1, ["`kind` is missing", "kind:"]),
        (ENTITIES, "- name: More\n  kind: agency\n", 1, ["`id` is missing"]),
        (ENTITIES, "- id: more\n  name: [More]\n  kind: agency\n", 2, ["`name` must be text"]),
        (ENTITIES, "- id: more\n  name: {en: More}\n  kind: agency\n", 2, ["`name` must be text"]),
        (ENTITIES, "- id: more\n  name: More\n  kind: agency\n  aliases: {M: N}\n", 4, ["`aliases`", "wrong form"]),
        (ENTITIES, "- more\n", 1, ["wrong form"]),
        (ENTITIES, "id: more\nname: More\n", 1, ["wrong form", "list"]),
        (
            "entities/place/x.yaml",
            "- id: x\n  name: X\n  kind: provinse\n",
            3,
            ["provinse", "mean 'province'"],
        ),
        (
            "entities/document/x.yaml",
            "- id: x\n  name: X\n  kind: note\n  issued: 2020\n  sections:\n  - {key: A, title: T, lines: 1 to 5}\n",
            6,
            ["`lines`"],
        ),
        (
            "entities/document/x.yaml",
            "- id: x\n  name: X\n  kind: note\n  sections:\n  - {key: A, title: T}\n",
            1,
            ["`issued`", "[2021-01..2021-12]"],
        ),
        (STATEMENTS, "document: report\nblock:\n- section: A\n", 2, ["unknown field `block`", "'blocks'"]),
        (STATEMENTS, "document: report\nblocks:\n- section: A\n  statments: []\n", 4, ["statments", "'statements'"]),
        (
            STATEMENTS,
            claims("  - {subject: arle, predicate: funds, object: border-programme}"),
            5,
            ["`line` is missing"],
        ),
        (STATEMENTS, claims("  - {subject: arle, predicate: funds, object: borduria, lin: 4}"), 5, ["lin", "'line'"]),
        (
            STATEMENTS,
            claims("  - {subject: arle, predicate: fund, object: borduria, line: 4}"),
            5,
            ["'fund'", "'funds'"],
        ),
        (
            STATEMENTS,
            claims("  - {subject: arle, predicate: Funds, object: borduria, line: 4}"),
            5,
            ["'Funds'", "'funds'"],
        ),
        (
            STATEMENTS,
            claims("  - {subject: arle, predicate: funded by, object: borduria, line: 4}"),
            5,
            ["unknown predicate"],
        ),
        (STATEMENTS, claims("  - {subject: arle, predicate: funds, line: 4}"), 5, ["`funds` needs an object"]),
        (
            STATEMENTS,
            claims("  - {subject: border-programme, predicate: not_funded, object: arle, line: 4}"),
            5,
            ["takes no object"],
        ),
        (
            STATEMENTS,
            claims("  - {subject: border-programme, predicate: stage, value: startd, line: 4}"),
            5,
            ["'startd'", "'started'"],
        ),
        (
            STATEMENTS,
            claims("  - {subject: arle, predicate: signs, object: border-programme, act: signatur, line: 4}"),
            5,
            ["'signatur'", "'signature'"],
        ),
        (
            STATEMENTS,
            claims("  - {subject: arle, predicate: funds, object: borduria, status: plannd, line: 4}"),
            5,
            ["plannd", "mean 'planned'"],
        ),
        (
            STATEMENTS,
            claims("  - {subject: arle, predicate: funds, object: borduria, line: four}"),
            5,
            ["`line`", "four"],
        ),
        (STATEMENTS, claims("  - {subject: arle, predicate: funds, object: borduria, line: 0}"), 5, ["`line`", "0"]),
        (STATEMENTS, claims("  - {subject: arle, predicate: funds, object: borduria, line: -4}"), 5, ["`line`", "-4"]),
        (
            STATEMENTS,
            claims("  - {subject: arle, predicate: funds, object: borduria, line: 4.0}"),
            5,
            ["`line`", "4.0"],
        ),
        (STATEMENTS, claims("  - {subject: arle, predicate: funds, object: borduria, line: true}"), 5, ["`line`"]),
        (
            STATEMENTS,
            claims("  - {subject: arle, predicate: funds, object: borduria, and_others: yes, line: 4}"),
            5,
            ["`and_others`", "yes"],
        ),
        (
            STATEMENTS,
            claims("  - {subject: arle, predicate: funds, object: borduria, and_others: True, line: 4}"),
            5,
            ["`and_others`"],
        ),
        (
            STATEMENTS,
            block("items", "  - id: report-x", "    type: recomendation", "    text: T", "    line: 4"),
            6,
            ["recomendation", "mean 'recommendation'"],
        ),
        (
            STATEMENTS,
            block("figures", "  - {what: posts, value: 5, line: 4}"),
            5,
            ["`unit`"],
        ),
        (
            STATEMENTS,
            block("figures", "  - {what: posts, cell: blanc, line: 4}"),
            5,
            ["blanc", "mean 'blank'"],
        ),
    ],
)
def test_a_misspelled_word_is_named_with_the_near_one(
    world: World, file: str, text: str, line: int, words: list[str]
) -> None:
    says(only(world({file: text})), file, line, *words)


@pytest.mark.parametrize(
    ("field", "value", "wrong"),
    [("predicate", "fund", "'funds'"), ("act", "signatur", "'signature'"), ("value", "startd", "'started'")],
)
def test_a_misspelled_word_in_a_long_statement_is_named_in_its_own_line(
    world: World, field: str, value: str, wrong: str
) -> None:
    """The statement begins in line 5, the word stands in line 8."""
    lines = ["  - subject: border-programme", "    line: 4", "    note: Why.", f"    {field}: {value}"]
    if field != "predicate":
        lines.append(f"    predicate: {'signs' if field == 'act' else 'stage'}")
    if field != "value":
        lines.append("    object: border-programme")
    problem = only(world({STATEMENTS: claims(*lines)}))
    says(problem, STATEMENTS, 8, value, wrong)


def test_a_number_with_commas_in_a_list_of_fields_is_told_why(world: World) -> None:
    text = claims(
        "  - {subject: arle, predicate: funds, object: borduria, line: 4, amount: {value: 1,500,000, currency: USD}}"
    )
    found = problems(world({STATEMENTS: text}))
    assert found
    for problem in found:
        says(problem, STATEMENTS, 5, "without commas")


@pytest.mark.parametrize("count", [200, 60_000])
def test_thousands_of_wrong_fields_are_named_in_bounded_time(world: World, count: int) -> None:
    text = "- id: more\n  name: More\n  kind: agency\n" + "".join(f"  k{n}: x\n" for n in range(count))
    with within(4):
        found = problems(world({ENTITIES: text}))
    says(found[0], ENTITIES, 4, "unknown field `k0`")
    assert 100 <= len(found) <= 102
    assert "more" in found[-1].message


def test_a_long_wrong_word_is_cut_in_the_message(world: World) -> None:
    for text, line in [
        (organisation("x").replace("agency", "x" * 50_000), 3),
        (organisation("x").replace("kind:", "x" * 900 + ": y\n  kind:"), 3),
        (organisation("x").replace("more", "X" * 50_000), 1),
        (organisation("[" + "xxxxx, " * 9000 + "]"), 2),
    ]:
        found = problems(world({ENTITIES: text}))
        says(found[0], ENTITIES, line)


# -- dates ------------------------------------------------------------------------------------------------


def dated(when: str) -> str:
    """A statement with that `when`, in line 6."""
    return claims("  - {subject: arle, predicate: funds, object: borduria, line: 4,", f"     when: {when}}}")


@pytest.mark.parametrize(
    ("when", "kept"),
    [
        ("2016-06", "2016-06"),
        ("2016", "2016"),
        ("'2016'", "2016"),
        ('"2016-06"', "2016-06"),
        ("2016-06-01", "2016-06-01"),
        ("2014/2018", "2014/2018"),
        ("1997/..", "1997/.."),
        ("2018/", "2018/"),
        ("2016~", "2016~"),
        ("201X", "201X"),
        ("'[2015-07..2015-12]'", "[2015-07..2015-12]"),
        ("2017-40", "2017-40"),
        ("XXXX-05", "XXXX-05"),
        ("2016-06/2016", "2016-06/2016"),
        ("2016/2016-06", "2016/2016-06"),
        ("2020", "2020"),
        ("2020-06", "2020-06"),
        ("2020-06-15", "2020-06-15"),
        ("2019/2025", "2019/2025"),
    ],
)
def test_a_date_keeps_its_precision(world: World, when: str, kept: str) -> None:
    records = load_records(world({STATEMENTS: dated(when)}))
    (statement,) = (s for s in records.statements if s.id == "report/arle-funds-borduria")
    assert statement.when == kept


@pytest.mark.parametrize(
    ("when", "word"),
    [
        ("2016-02-30", "no such day"),
        ("2015-02-29", "no such day"),
        ("2016-13", "no month 13"),
        ("2016-6", "2014-08"),
        ("01/06/2016", "more than one"),
        ("06/2016", "2014-08"),
        ("June 2016", "2014-08"),
        ("16", "2014-08"),
        ("2016.5", "2014-08"),
        ("20:16", "2014-08"),
        ("yes", "2014-08"),
        ("0123", "not one of our time"),
        ("true", "`when`"),
        ("-2016", "2014-08"),
        ("20166", "2014-08"),
        ("[2016]", "`when`"),
        ("{year: 2016}", "`when`"),
        ("''", "2014-08"),
        ("2018/2014", "ends before it starts"),
        ("2016-06/2015", "ends before it starts"),
        ("2016-06-15/2016-05", "ends before it starts"),
        ("../..", "neither"),
        ("9" * 5000, "2014-08"),
    ],
)
def test_a_wrong_date_is_refused_in_its_line(world: World, when: str, word: str) -> None:
    problem = only(world({STATEMENTS: dated(when)}))
    says(problem, STATEMENTS, 6, "`when`", word)
    assert problem.column == 6


@pytest.mark.parametrize(
    ("file", "text", "line", "field"),
    [
        (ENTITIES, organisation("x") + "  life: 2016/2015\n", 5, "life"),
        (ENTITIES, organisation("x") + "  names:\n  - name: X\n    when: 2016-13\n", 7, "when"),
        ("entities/document/x.yaml", "- id: x\n  name: X\n  kind: note\n  issued: 2016-02-30\n", 4, "issued"),
        ("entities/document/x.yaml", "- id: x\n  name: X\n  kind: note\n  reports: 16\n", 4, "reports"),
        (
            STATEMENTS,
            block("items", "  - {id: report-x, type: need, text: T, line: 4,", "     when: 2016-6}"),
            6,
            "when",
        ),
        (
            STATEMENTS,
            block("figures", "  - {what: x, value: 5, unit: y, line: 4,", "     when: 2016-6}"),
            6,
            "when",
        ),
    ],
)
def test_every_field_of_a_date_is_checked(world: World, file: str, text: str, line: int, field: str) -> None:
    says(only(world({file: text})), file, line, f"`{field}`")


@pytest.mark.parametrize("when", ["2021", "2020-07", "2020-06-16", "2021/2025", "2030/.."])
def test_what_comes_after_the_document_is_refused_unless_planned(world: World, when: str) -> None:
    says(only(world({STATEMENTS: dated(when)})), STATEMENTS, 6, when, "2020-06-15", "status: planned")
    planned = dated(when).replace("line: 4,", "line: 4, status: planned,")
    assert problems(world({STATEMENTS: planned})) == []


def test_a_figure_of_the_future_is_refused_with_a_mend_that_a_figure_has(world: World) -> None:
    text = block("figures", "  - {what: x, value: 5, unit: y, line: 4,", "     when: 2021}")
    problem = only(world({STATEMENTS: text}))
    says(problem, STATEMENTS, 6, "2021", "2020-06-15")
    assert "status" not in problem.mend, "figures have no status"


# -- money ------------------------------------------------------------------------------------------------


def paid(value: str, currency: str = "USD", form: str = "flow") -> str:
    """A statement with that amount; value and currency stand in the lines 6 and 7."""
    if form == "flow":
        return claims(
            "  - {subject: arle, predicate: funds, object: borduria, line: 4, amount: {",
            f"     value: {value},",
            f"     currency: {currency}}}}}",
        )
    return claims(
        "  # Money",
        "  - subject: arle",
        "    predicate: funds",
        "    object: harbour-customs",
        "    line: 5",
        "    amount:",
        f"      value: {value}",
        f"      currency: {currency}",
    )


@pytest.mark.parametrize(
    "value", ["0", "5", "1500000", "4.5", "4.50", "'4.50'", "82.50", "0.5", "999999999999999999", "'5'", "5 # about"]
)
def test_an_amount_stays_as_printed(world: World, value: str) -> None:
    records = load_records(world({STATEMENTS: paid(value, form="block")}))
    (amount,) = (s.amount for s in records.statements if s.amount)
    assert amount.value == value.split("#")[0].strip(" '")


@pytest.mark.parametrize(
    "value",
    [
        "-5",
        "+5",
        ".inf",
        "-.inf",
        ".nan",
        "yes",
        "no",
        "true",
        "1e400",
        "1e3",
        "1E3",
        "5 million",
        "0150",
        "00",
        "1:30",
        "12:30:45",
        "9" * 5000,
        "1_500_000",
        "0x10",
        "0b11",
        "0o17",
        "5.",
        ".5",
        "1.2.3",
        "'1,500,000'",
        "1'500",
        "USD 5",
        "5 USD",
        "about 5",
        "'5 '",
        "9" * 19,
        "9" * 40,
        "''",
        "[5]",
        "{n: 5}",
        "٥",
        "５",
    ],
)
@pytest.mark.parametrize("form", ["flow", "block"])
def test_a_wrong_amount_is_refused_in_its_line(world: World, value: str, form: str) -> None:
    problem = only(world({STATEMENTS: paid(value, form=form)}))
    says(problem, STATEMENTS, 6 if form == "flow" else 11, "`value`", "1500000 or 4.43")


def test_commas_in_an_amount_are_refused(world: World) -> None:
    says(only(world({STATEMENTS: paid("1,500,000", form="block")})), STATEMENTS, 11, "`value`", "1,500,000", "1500000")


@pytest.mark.parametrize("value", ["~", "null", ""])
def test_an_amount_without_a_number_is_refused(world: World, value: str) -> None:
    says(only(world({STATEMENTS: paid(value, form="block")})), STATEMENTS, 11, "`value`")


@pytest.mark.parametrize("currency", ["XQZ", "US$", "none", "NO", "dollars", "USDT", "US", "$", "€", "''", "840"])
def test_a_wrong_currency_is_refused_in_its_line(world: World, currency: str) -> None:
    says(only(world({STATEMENTS: paid("5", currency)})), STATEMENTS, 7, "`currency`")


@pytest.mark.parametrize(
    ("currency", "offer"), [("usd", "USD"), ("Usd", "USD"), ("eur", "EUR"), ("USD$", "USD"), ("aud", "AUD")]
)
def test_a_near_currency_is_offered(world: World, currency: str, offer: str) -> None:
    says(only(world({STATEMENTS: paid("5", currency)})), STATEMENTS, 7, "`currency`", f"did you mean {offer}")


def test_a_currency_that_it_may_be_is_checked_too(world: World) -> None:
    text = paid("5", "unstated\n      maybe: [EUR, usd]", form="block")
    says(only(world({STATEMENTS: text})), STATEMENTS, 13, "`maybe`", "'usd'", "did you mean USD")


@pytest.mark.parametrize("currency", ["USD", "LAK", "unstated", "'EUR'"])
def test_a_known_currency_is_read(world: World, currency: str) -> None:
    assert problems(world({STATEMENTS: paid("5", currency)})) == []


def test_an_amount_needs_a_currency(world: World) -> None:
    text = claims("  - {subject: arle, predicate: funds, object: borduria, line: 4, amount: {value: 5}}")
    says(only(world({STATEMENTS: text})), STATEMENTS, 5, "`currency` is missing")


def test_a_range_that_is_upside_down_is_refused(world: World) -> None:
    text = paid("5\n      max: 4", form="block")
    found = only(world({STATEMENTS: text}))
    assert found.line in (10, 11, 12)
    says(found, STATEMENTS, found.line, "`max` 4", "5")


# -- ids --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("identity", "words"),
    [
        ("../../x", ["is not an id", "hyphens"]),
        ("/etc/x", ["is not an id", "etc-x"]),
        ("a/b", ["is not an id", "a-b"]),
        ("a\\b", ["is not an id"]),
        ("'..'", ["is not an id"]),
        (".", ["is not an id"]),
        (".hidden", ["is not an id", "hidden"]),
        ("''", ["is not an id"]),
        ("' '", ["is not an id"]),
        ("x" * 300, ["`id`", "100"]),
        ("x" * 101, ["`id`", "100"]),
        ("x" * 5000, ["`id`", "100"]),
        ("a'b", ["is not an id"]),
        ("'a\"b'", ["is not an id"]),
        ("a<b>", ["is not an id"]),
        ("a{b}", ["is not an id"]),
        ("a%2eb", ["is not an id"]),
        ("'%2e%2e'", ["is not an id"]),
        ("a#b", ["is not an id"]),
        ("a:b", ["is not an id"]),
        ("'<script>'", ["is not an id", "script"]),
        ("'=1+1'", ["is not an id"]),
        ("-a", ["is not an id"]),
        ("a-", ["is not an id"]),
        ("a--b", ["is not an id", "a-b"]),
        ("a_b", ["is not an id", "a-b"]),
        ("a b", ["is not an id", "a-b"]),
        ("Arle", ["is not an id", "arle"]),
        ("ARLE", ["is not an id", "arle"]),
        ("1a", ["is not an id"]),
        ("'more '", ["is not an id", "more"]),
        ("' more'", ["is not an id", "more"]),
        ('"more\\n"', ["is not an id", "more"]),
        ('"more\\t"', ["is not an id", "more"]),
        ("mo\u200bre", ["is not an id"]),
        ("more\u200d", ["is not an id"]),
        ("mo\u00adre", ["is not an id"]),
        ("\u202emore", ["is not an id"]),
        ("\u0645\u0631", ["is not an id"]),
        ("m\u043ere", ["is not an id"]),
        ("caf\u00e9", ["is not an id"]),
        ("cafe\u0301", ["is not an id"]),
        ("\uff4d\uff4f", ["is not an id"]),
        ("more\u0660", ["is not an id"]),
        ("7", ["`id` must be text", "7"]),
        ("2016-06", ["is not an id"]),
        ("true", ["`id` must be text"]),
        ("~", ["`id` has no value"]),
        ("#x", ["`id` has no value"]),
        ("[more]", ["`id` must be text"]),
    ],
)
def test_an_id_that_is_none_is_refused(world: World, identity: str, words: list[str]) -> None:
    text = organisation("x").replace("id: more", f"id: {identity}")
    problem = only(world({ENTITIES: text}))
    says(problem, ENTITIES, 1, *words)
    assert problem.column == 3


def test_a_mark_that_cannot_be_seen_is_refused_by_number(world: World) -> None:
    text = organisation("x").replace("id: more", "id: \ufeffmore")
    says(only(world({ENTITIES: text})), ENTITIES, 1, "U+FEFF")


def test_the_id_that_is_offered_is_one(world: World) -> None:
    for identity in ["3rd Office", "2016", "1-a", "-9-", "٣"]:
        problem = only(world({ENTITIES: organisation("x").replace("id: more", f"id: '{identity}'")}))
        offer = problem.mend.split("such as ")[1]
        assert re.fullmatch("[a-z][a-z0-9]*(-[a-z0-9]+)*", offer), offer
        assert len(offer) <= 100


@pytest.mark.parametrize("identity", ["m", "more-2", "x" * 100, "no", "on", "y", "a1-b2-3", "'more'"])
def test_a_good_id_is_read(world: World, identity: str) -> None:
    assert problems(world({ENTITIES: organisation("x").replace("id: more", f"id: {identity}")})) == []


@pytest.mark.parametrize("field", ["subject", "object", "via", "place", "themes"])
@pytest.mark.parametrize("target", ["../../x", "a/b", "a#b", "''", "'arle '", "ar\u200ble", "x" * 300, "'%2e'"])
def test_a_reference_that_is_no_id_is_refused(world: World, field: str, target: str) -> None:
    fields = {"subject": "arle", "predicate": "funds", "object": "borduria", "line": "4", field: target}
    text = claims("  - " + "\n    ".join(f"{key}: {value}" for key, value in fields.items()))
    problem = only(world({STATEMENTS: text}))
    says(problem, STATEMENTS, 5 + list(fields).index(field), f"`{field}`")


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("entities/organisation/x.yaml", "entities/organisation/y.yaml"),
        ("entities/organisation/x.yaml", "entities/programme/x.yaml"),
        ("entities/country/x.yaml", "entities/organisation/x.yaml"),
    ],
)
def test_an_id_in_two_files_is_refused_by_both(world: World, first: str, second: str) -> None:
    one = "- id: twin\n  name: Twin\n  kind: agency\n  named_in: [{document: report, section: A}]\n"
    by_kind = {"organisation": "agency", "programme": "project", "country": "state"}
    files = {file: one.replace("agency", by_kind[file.split("/")[1]]) for file in (first, second)}
    files[second] = "# a comment\n" + files[second]
    problem = only(world(files))
    says(problem, second, 2, "'twin'", first)


def test_an_id_twice_in_one_file_an_item_or_a_theme_is_refused(world: World) -> None:
    says(only(world({ENTITIES: organisation("x") + organisation("y")})), ENTITIES, 5, "'more'", ENTITIES)
    theme = organisation("x").replace("id: more", "id: treatment")
    says(only(world({ENTITIES: theme})), ENTITIES, 1, "'treatment'", "themes.ttl")
    item = block("items", "  - id: arle", "    type: need", "    text: T", "    line: 4")
    says(only(world({STATEMENTS: item})), STATEMENTS, 5, "'arle'", "entities/country/all.yaml")


def test_ids_in_two_files_are_named_though_another_file_is_broken(world: World) -> None:
    folder = world({ENTITIES: organisation("x").replace("more", "arle"), "entities/event/x.yaml": "- id: [\n"})
    broken, twin = problems(folder)
    says(broken, "entities/event/x.yaml", broken.line, "not valid YAML")
    says(twin, ENTITIES, 1, "'arle'", "entities/country/all.yaml")


# -- references -------------------------------------------------------------------------------------------


def to(target: str, field: str = "object") -> str:
    """A statement with one reference, in line 7."""
    other = "" if field == "object" else "    object: borduria\n"
    return claims(
        "  - subject: arle", "    predicate: funds", f"    {field}: {target}", *(other.splitlines()), "    line: 4"
    )


@pytest.mark.parametrize(
    ("target", "near"),
    [
        ("border-programm", "border-programme"),
        ("border-program", "border-programme"),
        ("boarder-programme", "border-programme"),
        ("bordurai", "borduria"),
        ("border_programme", "border-programme"),
        ("Borduria", "borduria"),
        ("BORDURIA", "borduria"),
        ("Border-Programme", "border-programme"),
        ("Border Programme", "border-programme"),
        ("Border Programm", "border-programme"),
        ("border programme", "border-programme"),
        ("Kingdom of Borduria", "borduria"),
        ("kingdom-of-borduria", "borduria"),
        ("Harbour Customs of Arle", "harbour-customs"),
        ("harbour-customs-of-arle", "harbour-customs"),
        ("The Long Fence", "border-programme"),
        ("the-long-fence", "border-programme"),
        ("'border-programme '", "border-programme"),
        ("report/border-programme", "border-programme"),
    ],
)
def test_a_reference_that_misses_is_offered_the_id_it_meant(world: World, target: str, near: str) -> None:
    says(only(world({STATEMENTS: to(target)})), STATEMENTS, 7, f"'{near}'")


@pytest.mark.parametrize("target", ["quux-corge-grault", "zzz"])
def test_a_reference_to_nothing_is_refused(world: World, target: str) -> None:
    says(only(world({STATEMENTS: to(target)})), STATEMENTS, 7, f"unknown id '{target}'", "entities/")


@pytest.mark.parametrize(
    ("field", "target", "near"),
    [
        ("via", "harbour-custom", "harbour-customs"),
        ("place", "bordura", "borduria"),
        ("themes", "treatmnt", "treatment"),
        ("themes", "Treatment of drug use disorders", "treatment"),
        ("purpose", "border-programm", "border-programme"),
        ("on_behalf_of", "arl", "arle"),
        ("according_to", "repor", "report"),
    ],
)
def test_every_field_that_refers_is_checked(world: World, field: str, target: str, near: str) -> None:
    says(only(world({STATEMENTS: to(target, field)})), STATEMENTS, 7, f"'{near}'")


def test_one_wrong_member_of_a_list_is_named_where_it_stands(world: World) -> None:
    text = claims(
        "  - subject: arle",
        "    predicate: funds",
        "    object:",
        "    - borduria",
        "    - border-programm",
        "    line: 4",
    )
    says(only(world({STATEMENTS: text})), STATEMENTS, 9, "'border-programm'", "'border-programme'")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (to("treatment"), ["'treatment' is a theme", "programme"]),
        (to("arle", "themes"), ["'arle' is a country", "theme"]),
        (to("border-programme", "place"), ["'border-programme' is a programme", "country"]),
        (to("harbour-customs").replace("funds", "operates_in"), ["'harbour-customs'", "organisation", "country"]),
        (to("border-programme").replace("funds", "chairs"), ["'border-programme' is a programme", "mechanism"]),
    ],
)
def test_a_reference_to_another_kind_is_told_what_may_stand_there(world: World, text: str, words: list[str]) -> None:
    says(only(world({STATEMENTS: text})), STATEMENTS, 7, *words)


@pytest.mark.parametrize(
    ("file", "text", "line", "words"),
    [
        (ENTITIES, organisation("x").replace("document: report", "document: repor"), 4, ["'repor'", "'report'"]),
        (ENTITIES, organisation("x").replace("section: A", "section: C"), 4, ["no section 'C'", "A, B"]),
        (ENTITIES, organisation("x").replace("line: 3", "line: 21"), 4, ["line 21", "'A'", "1-20"]),
        (ENTITIES, organisation("x") + "  part_of: arl\n", 5, ["'arl'", "'arle'"]),
        (
            ENTITIES,
            organisation("x")
            .replace("named_in", "part_of")
            .replace("[{document: report, section: A, line: 3}]", "arle"),
            4,
            ["named_in"],
        ),
        (
            "entities/document/x.yaml",
            "- id: x\n  name: X\n  kind: note\n  issuer: arl\n  named_in: [{document: report, section: A}]\n",
            4,
            ["'arle'"],
        ),
        (
            "statements/repor/a.yaml",
            claims("  - {subject: arle, predicate: funds, object: borduria, line: 4}"),
            1,
            ["'report'", "'repor'"],
        ),
        (
            "statements/repor/a.yaml",
            claims("  - {subject: arle, predicate: funds, object: borduria, line: 4}").replace("report", "repor"),
            1,
            ["'repor'", "'report'"],
        ),
        (ENTITIES, "- id: more\n  name: More\n  kind: agency\n", 1, ["'more'", "named_in"]),
    ],
)
def test_what_an_identity_or_a_file_refers_to_is_checked(
    world: World, file: str, text: str, line: int, words: list[str]
) -> None:
    says(only(world({file: text})), file, line, *words)


@pytest.mark.parametrize(
    ("section", "words"), [("C", ["'C'", "A, B"]), ("a", ["'a'", "A"]), ("A.1", ["'A.1'", "A"]), ("The border", ["A"])]
)
def test_an_unknown_section_is_refused(world: World, section: str, words: list[str]) -> None:
    text = claims("  - {subject: arle, predicate: funds, object: borduria, line: 4}", section=section)
    says(only(world({STATEMENTS: text})), STATEMENTS, 3, "no section", *words)


@pytest.mark.parametrize("line", ["21", "40", "999999", "[4, 21]", "[21]"])
def test_a_line_outside_its_section_is_refused(world: World, line: str) -> None:
    text = claims("  - subject: arle", "    predicate: funds", "    object: borduria", f"    line: {line}")
    number = line.strip("[]").split(", ")[-1]
    says(only(world({STATEMENTS: text})), STATEMENTS, 8, f"line {number} ", "'A'", "1-20")


@pytest.mark.parametrize("line", ["1", "20", "[1, 20]", "[4, 4]"])
def test_a_line_at_the_edge_of_its_section_is_read(world: World, line: str) -> None:
    text = claims(f"  - {{subject: arle, predicate: funds, object: borduria, line: {line}}}")
    assert problems(world({STATEMENTS: text})) == []


def test_a_statement_given_twice_is_refused(world: World) -> None:
    again = "  - {subject: arle, predicate: funds, object: border-programme, line: 4}"
    says(
        only(world({STATEMENTS: claims("  # the same as in a.yaml", again)})),
        STATEMENTS,
        6,
        "'report/arle-funds-border-programme'",
        "statements/report/a.yaml",
        "`id`",
    )
    twice = claims(
        "  - {subject: arle, predicate: funds, object: borduria, line: 4}",
        "  - {subject: arle, predicate: funds, object: borduria, line: 5}",
    )
    says(only(world({STATEMENTS: twice})), STATEMENTS, 6, "'report/arle-funds-borduria'", STATEMENTS)


def test_a_statement_given_twice_of_two_times_has_its_own_id(world: World) -> None:
    text = claims(
        "  - {subject: arle, predicate: funds, object: borduria, when: 2018, line: 4}",
        "  - {id: arle-funds-borduria-again, subject: arle, predicate: funds, object: borduria, when: 2019, line: 5}",
        "  - {subject: borduria, predicate: funds, object: arle, line: [4, 5]}",
    )
    assert problems(world({STATEMENTS: text})) == []


@pytest.mark.parametrize("field", ["fulfils", "same_text"])
def test_a_reference_to_a_statement_that_is_none_is_refused(world: World, field: str) -> None:
    text = claims(
        "  - {subject: arle, predicate: funds, object: borduria, line: 4,", f"     {field}: arle-funds-border-program}}"
    )
    problem = only(world({STATEMENTS: text}))
    says(problem, STATEMENTS, problem.line, "arle-funds-border-program'", "'report/arle-funds-border-programme'")
    assert problem.line in (5, 6)


def test_a_disagreement_between_statements_that_are_none_is_refused(world: World) -> None:
    between = "    between: [arle-funds-border-programme, arle-fund-borduria]"
    text = block("disagreements", "  - id: who", "    about: Who funds.", between)
    says(
        only(world({STATEMENTS: text})),
        STATEMENTS,
        7,
        "'report/arle-fund-borduria'",
        "report/arle-funds-border-programme",
    )


def test_thousands_of_dangling_references_are_named_in_bounded_time(world: World) -> None:
    organisations = "".join(
        f"- {{id: office-{n}, name: Office {n}, kind: agency, named_in: [{{document: report, section: A}}]}}\n"
        for n in range(2000)
    )
    lines = [f"  - {{subject: arle, predicate: funds, object: ofice-number-{n}, line: 4}}" for n in range(1000)]
    with within(10):
        found = problems(world({ENTITIES: organisations, STATEMENTS: claims(*lines)}))
    assert len(found) == 1000
    says(found[0], STATEMENTS, 5, "'ofice-number-0'", "Did you mean")


# -- circles ----------------------------------------------------------------------------------------------


def parts(pairs: list[tuple[str, str]]) -> dict[str, str]:
    """Organisations, each part of the next by statement."""
    names = dict.fromkeys(name for pair in pairs for name in pair)
    entities = "".join(f"- {{id: {name}, name: {name}, kind: unit}}\n" for name in names)
    return {
        ENTITIES: entities,
        STATEMENTS: claims(*(f"  - {{subject: {a}, predicate: part_of, object: {b}, line: 4}}" for a, b in pairs)),
    }


@pytest.mark.parametrize(
    "pairs",
    [
        [("aa", "aa")],
        [("aa", "bb"), ("bb", "aa")],
        [("aa", "bb"), ("bb", "cc"), ("cc", "aa")],
        [("xx", "aa"), ("aa", "bb"), ("bb", "aa")],
    ],
)
def test_a_circle_of_parts_is_refused_by_its_members(world: World, pairs: list[tuple[str, str]]) -> None:
    problem = only(world(parts(pairs)))
    members = {name for pair in pairs for name in pair} - {"xx"}
    says(problem, ENTITIES, problem.line, "circle", *members)
    assert problem.line >= 1
    assert "xx" not in problem.message


def test_a_circle_through_identities_and_items_is_refused(world: World) -> None:
    identity = "- {{id: {}, name: X, kind: unit, part_of: {}, named_in: [{{document: report, section: A}}]}}\n"
    text = identity.format("aa", "bb") + identity.format("bb", "aa")
    says(only(world({ENTITIES: text})), ENTITIES, 1, "aa -> bb -> aa")
    items = "document: report\nblocks:\n- section: A\n  items:\n"
    for a, b in [("one", "two"), ("two", "three"), ("three", "one")]:
        items += f"  - {{id: report-{a}, type: need, text: T, part_of: report-{b}, line: 4}}\n"
    problem = only(world({STATEMENTS: items}))
    says(problem, STATEMENTS, problem.line, "report-one", "report-two", "report-three", "circle")


def test_a_long_chain_and_a_lattice_of_parts_are_read(world: World) -> None:
    chain = [(f"n{i}", f"n{i + 1}") for i in range(3000)]
    with within(8):
        assert problems(world(parts(chain))) == []
    lattice = [("aa", "bb"), ("aa", "cc"), ("bb", "dd"), ("cc", "dd"), ("bb", "cc")]
    assert problems(world(parts(lattice))) == []


def test_a_circle_that_the_document_denies_is_none(world: World) -> None:
    files = parts([("aa", "bb"), ("bb", "aa")])
    files[STATEMENTS] = files[STATEMENTS].replace("object: aa,", "object: aa, status: denied,")
    assert problems(world(files)) == []


# -- all at once ------------------------------------------------------------------------------------------


def test_ten_files_with_one_error_each_give_ten_errors(world: World) -> None:
    files: dict[str, str | bytes] = {
        "entities/organisation/01.yaml": "- id: one\n  name: One\n  kind: agencie\n",
        "entities/organisation/02.yaml": "- id: two\n  name: Two\n  name: Two\n  kind: agency\n",
        "entities/organisation/03.yaml": "- id: Three\n  name: Three\n  kind: agency\n",
        "entities/organisation/04.yaml": b"- id: four\n  name: Gen\xe8ve\n  kind: agency\n",
        "entities/organisation/05.yaml": "",
        "entities/organisation/06.yaml": "- id: six\n  name: six@arle.example\n  kind: agency\n",
        "entities/programme/07.yaml": "- id: seven\n  kind: project\n",
        "statements/report/08.yaml": claims(
            "  - {subject: arle, predicate: funds, object: borduria, when: 2016-13, line: 4}"
        ),
        "statements/report/09.yaml": claims("  - {subject: arle, predicate: fund, object: borduria, line: 4}"),
        "statements/report/10.yaml": claims(
            "  - {subject: arle, predicate: funds, object: borduria, line: 4, amount: {value: -5, currency: USD}}"
        ),
    }
    folder = world(files)
    found = problems(folder)
    assert [(problem.file, problem.line) for problem in found] == [
        ("entities/organisation/01.yaml", 3),
        ("entities/organisation/02.yaml", 3),
        ("entities/organisation/03.yaml", 1),
        ("entities/organisation/04.yaml", 2),
        ("entities/organisation/05.yaml", 0),
        ("entities/organisation/06.yaml", 2),
        ("entities/programme/07.yaml", 1),
        ("statements/report/08.yaml", 5),
        ("statements/report/09.yaml", 5),
        ("statements/report/10.yaml", 5),
    ]
    with pytest.raises(DataError) as caught:
        load_records(folder)
    assert caught.value.exit_code == 1
    assert str(caught.value).startswith("10 problems in the data\n")


def test_ten_references_that_miss_in_ten_files_give_ten_errors(world: World) -> None:
    files = {
        f"statements/report/{n:02}.yaml": claims(
            f"  - {{subject: arle, predicate: funds, object: bordurai-{n}, line: 4}}"
        )
        for n in range(10)
    }
    found = problems(world(files))
    assert [(problem.file, problem.line) for problem in found] == [(file, 5) for file in sorted(files)]


def test_several_errors_in_one_file_are_all_named(world: World) -> None:
    text = claims(
        "  - {subject: Arle, predicate: funds, object: borduria, line: 4}",
        "  - {subject: arle, predicate: fund, object: borduria, line: 4}",
        "  - {subject: arle, predicate: funds, object: borduria, line: x}",
        "  - {subject: arle, predicate: funds, object: borduria, line: 4, when: 16}",
    )
    assert [problem.line for problem in problems(world({STATEMENTS: text}))] == [5, 6, 7, 8]


def test_problems_are_in_the_order_of_files_and_lines(world: World) -> None:
    text = "- id: B\n  name: 5\n  kind: x\n- id: A\n  name: 5\n  kind: x\n"
    found = problems(world({ENTITIES: text, "entities/country/x.yaml": text}))
    assert found == sorted(found)
    assert [problem.file for problem in found] == sorted(problem.file for problem in found)


def test_a_problem_keeps_its_line_with_any_line_end(world: World) -> None:
    text = organisation("x").replace("agency", "agencie")
    for data in (
        b"\xef\xbb\xbf" + text.encode(),
        text.replace("\n", "\r\n").encode(),
        text.replace("\n", "\r").encode(),
        text.replace("\n", "\r\n", 1).encode(),
        text.rstrip("\n").encode(),
    ):
        says(only(world({ENTITIES: data})), ENTITIES, 3, "mean 'agency'")
        good = data.replace(b"agencie", b"agency")
        assert problems(world({ENTITIES: good})) == []


# -- the tree ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "target",
    ["x.yaml", "nothing.yaml", "/etc/passwd", "/dev/zero", "/dev/null", "/proc/self/environ", "../../../outside.yaml"],
)
def test_a_link_out_of_the_data_is_named_and_never_read(world: World, tmp_path: Path, target: str) -> None:
    (tmp_path / "outside.yaml").write_text(organisation("secret"))
    folder = world()
    link = folder / "entities" / "organisation" / "x.yaml"
    link.symlink_to(target)
    with within(2):
        problem = only(folder)
    says(problem, "entities/organisation/x.yaml", 0, "link")
    assert problem.mend
    assert not any(secret in str(problem) for secret in ("root:", "secret", "PATH="))


def test_a_link_to_a_file_of_the_data_is_read_as_that_file(world: World) -> None:
    folder = world({"entities/organisation/kept/more.txt": organisation("More")})
    (folder / "entities" / "organisation" / "x.yaml").symlink_to("kept/more.txt")
    assert load_records(folder).things["more"].label == "More"


def test_a_pipe_a_socket_and_a_device_are_named_without_waiting(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = world()
    here = folder / "entities" / "organisation"
    os.mkfifo(here / "pipe.yaml")
    (here / "linked.yaml").symlink_to("pipe.yaml")
    monkeypatch.chdir(here)
    with socket.socket(socket.AF_UNIX) as server, within(3):
        server.bind("socket.yaml")
        found = problems(folder)
    assert [problem.file for problem in found] == [
        f"entities/organisation/{name}.yaml" for name in ("linked", "pipe", "socket")
    ]
    assert all("not a regular file" in problem.message and problem.mend for problem in found)


def test_no_input_hangs_a_fresh_process(world: World) -> None:
    """As a user meets it: pipes, devices and loops together, in a process that may be killed."""
    folder = world()
    here = folder / "entities" / "organisation"
    os.mkfifo(here / "pipe.yaml")
    (here / "zero.yaml").symlink_to("/dev/zero")
    (here / "loop").symlink_to("..")
    program = (
        "import sys; from pathlib import Path; from pactgraph.load import load_records; load_records(Path(sys.argv[1]))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(folder)], capture_output=True, text=True, timeout=8, check=False
    )
    assert done.returncode == 1
    for name in ("pipe.yaml", "zero.yaml", "loop"):
        assert f"entities/organisation/{name}: error" in done.stderr


def test_a_loop_of_folders_is_named(world: World) -> None:
    folder = world()
    (folder / "entities" / "organisation" / "again").symlink_to(folder / "entities")
    (folder / "statements" / "here").symlink_to(".")
    with within(2):
        found = problems(folder)
    assert [problem.file for problem in found] == ["entities/organisation/again", "statements/here"]
    assert all("link to a folder" in problem.message for problem in found)


@pytest.mark.parametrize("top", ["entities", "statements"])
def test_a_whole_half_of_the_data_that_is_a_link_is_named(world: World, tmp_path: Path, top: str) -> None:
    folder = world()
    (folder / top).rename(tmp_path / "elsewhere")
    (folder / top).symlink_to(tmp_path / "elsewhere")
    says(problems(folder)[0], top, 0, "link to a folder")


def test_a_folder_with_the_name_of_a_file_is_a_folder(world: World) -> None:
    with within(2):
        folder = world(
            {
                "entities/organisation/x.yaml/inner.yaml": organisation("Inner"),
                "entities/country/empty.yaml/readme.txt": "x",
            }
        )
        assert load_records(folder).things["more"].label == "Inner"


LEFTOVERS = [
    ".more.yaml",
    ".more.yaml.swp",
    "more.yaml~",
    "#more.yaml#",
    ".#more.yaml",
    "more.yaml.bak",
    "more.yaml.orig",
    "more.yaml.swo",
    ".DS_Store",
    "more.yaml.rej",
    "more.yaml.tmp",
    ".git/more.yaml",
    ".ipynb_checkpoints/more.yaml",
    "more.txt",
    "more.json",
    "README.md",
    "more.yaml.txt",
    "yaml",
    "x.yaml~/more.yaml",
    "._more.yaml",
]


@pytest.mark.parametrize("name", LEFTOVERS)
def test_what_editors_leave_is_passed_over(world: World, name: str) -> None:
    folder = world({f"entities/organisation/{name}": "- [ not data at all\n\x00", f"statements/report/{name}": b"\xff"})
    assert problems(folder) == []


@pytest.mark.parametrize(
    "name",
    [
        "more.yml",
        "more.YAML",
        "more.YML",
        "more.Yaml",
        "MORE.yaml",
        "a b.yaml",
        "más.yaml",
        "deep/er/more.yaml",
        "more.v2.yaml",
    ],
)
def test_every_yaml_file_is_read(world: World, name: str) -> None:
    file = f"entities/organisation/{name}"
    assert "more" in load_records(world({file: organisation("x")})).things
    says(only(world({file: organisation("x").replace("agency", "agencie")})), file, 3, "agency")


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        (b"\xff.yaml", r"\xff.yaml"),
        (b"a\nb.yaml", r"a\x0ab.yaml"),
        (b"\x1b[31m.yaml", r"\x1b[31m.yaml"),
        (b"\xc3\xa9 (1).yaml", "é (1).yaml"),
        (b"'\"<b>.yaml", "'\"<b>.yaml"),
    ],
)
def test_a_file_of_any_name_can_be_named(world: World, name: bytes, shown: str) -> None:
    folder = world()
    path = Path(os.fsdecode(os.fsencode(folder / "entities" / "organisation") + b"/" + name))
    path.write_text(organisation("x"))
    assert load_records(folder).things["more"].label == "x"
    path.write_text(organisation("x").replace("agency", "agencie"))
    problem = only(folder)
    says(problem, f"entities/organisation/{shown}", 3, "agency")
    assert json.dumps(problem.as_dict(), ensure_ascii=False).encode()


@pytest.mark.parametrize(
    ("file", "words"),
    [
        ("entities/organisations/x.yaml", ["entities/<kind>/", "organisation"]),
        ("entities/Organisation/x.yaml", ["organisation"]),
        ("entities/x.yaml", ["entities/<kind>/", "organisation"]),
        ("entities/theme/x.yaml", ["entities/<kind>/"]),
        ("statements/x.yaml", ["statements/<document>/"]),
    ],
)
def test_a_file_in_a_folder_that_is_not_read_is_named(world: World, file: str, words: list[str]) -> None:
    says(only(world({file: organisation("x")})), file, 0, "no folder that is read", *words)


def test_a_folder_without_data_is_an_error(tmp_path: Path) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    found = problems(empty)
    assert found
    assert any("entities" in f"{problem.message} {problem.mend}" for problem in found)
    (empty / "entities" / "country").mkdir(parents=True)
    (empty / "statements" / "report").mkdir(parents=True)
    problem = only(empty)
    assert "no data files" in problem.message
    (empty / "entities" / "country" / "arle.txt").write_text("- id: arle\n  name: Arle\n")
    (empty / "statements" / "report" / "a.json").write_text("{}")
    problem = only(empty)
    says(problem, str(empty), 0, "no data files", "entities/<kind>/*.yaml")


@pytest.mark.parametrize("name", ["nowhere", "a file.yaml"])
def test_no_such_folder_is_an_error(tmp_path: Path, name: str) -> None:
    (tmp_path / "a file.yaml").write_text("x")
    problem = only(tmp_path / name)
    says(problem, str(tmp_path / name), 0, "no such folder", "entities/ and statements/")


@contextmanager
def nobody() -> Iterator[Path]:
    """A folder that anyone may reach, and no rights of root within."""
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o755)
        yield Path(name)


@contextmanager
def without_rights() -> Iterator[None]:
    root = os.geteuid() == 0
    if root:
        os.seteuid(65534)
    try:
        yield
    finally:
        if root:
            os.seteuid(0)


def test_what_may_not_be_read_is_named() -> None:
    with nobody() as folder:
        for name, text in MINIMAL.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(text)
        (folder / "entities" / "organisation" / "all.yaml").chmod(0)
        (folder / "entities" / "programme").chmod(0)
        with without_rights():
            found = problems(folder)
        (folder / "entities" / "programme").chmod(0o755)
    named = {problem.file: f"{problem.message} {problem.mend}" for problem in found}
    assert set(named) == {"entities/organisation/all.yaml", "entities/programme"}
    assert all("Permission denied" in text and "permissions" in text for text in named.values())


def test_a_file_that_is_too_large_is_named_by_size(world: World) -> None:
    folder = world({ENTITIES: "x: 1\n" * (MAX_BYTES // 5 + 1)})
    with within(2):
        says(only(folder), ENTITIES, 0, f"{MAX_BYTES:,}", "split")
    sparse = folder / "entities" / "organisation" / "more.yaml"
    with sparse.open("wb") as file:
        file.truncate(5 * 10**9)
    with within(2):
        says(only(folder), ENTITIES, 0, "5,000,000,000", "split")


def test_two_hundred_thousand_keys_are_refused_in_bounded_time(world: World) -> None:
    text = "- id: more\n" + "".join(f"  k{n}: x\n" for n in range(200_000))
    with within(3):
        says(only(world({ENTITIES: text})), ENTITIES, 0, "split")


# -- reading again ----------------------------------------------------------------------------------------


def test_a_loader_reads_again_what_changed(world: World) -> None:
    folder = world()
    loader = Loader(folder)
    before = loader.load()
    file = folder / "entities" / "country" / "all.yaml"
    file.write_text(MINIMAL["entities/country/all.yaml"].replace("Arle", "Arlé"))
    assert loader.load().things["arle"].label == "Arlé"
    file.write_text("- id: [\n")
    with pytest.raises(DataError):
        loader.load()
    file.write_text(MINIMAL["entities/country/all.yaml"])
    assert loader.load().statements == before.statements


# -- noise ------------------------------------------------------------------------------------------------

_SMALL = {file: text.encode() for file, text in MINIMAL.items()}
_SMALL[STATEMENTS] = (
    claims(
        "  - {subject: [arle, borduria], predicate: funds, object: harbour-customs, line: [4, 5], when: 2014-08/2018,",
        "     amount: {value: 4.50, max: 5, currency: AUD, kind: pledge, comparator: about},",
        "     via: harbour-customs, themes: treatment}",
        "  - {subject: harbour-customs, predicate: part_of, object: arle, line: 6, status: denied, note: 'It is not.'}",
    )
    + "  items:\n  - {id: report-need, type: need, key: '1', text: \"More posts.\", by: arle, to: borduria, line: 7}\n"
    + "  figures:\n  - {what: posts, of: border-programme, value: 20, unit: posts, line: 8, when: 2019}\n"
).encode()
_NOISE = st.one_of(
    st.binary(min_size=1, max_size=4),
    st.sampled_from([bytes([byte]) for byte in b"[]{}:,-#&*!|>'\"%@`?~ \n\t\r\x00\xff0123459aAyn.+/"]),
    st.sampled_from(
        [
            b"\xe2\x80\xa8",
            b"\xef\xbb\xbf",
            b"null",
            b"~",
            b"- ",
            b": ",
            b"\n---\n",
            b"9999-12-31~",
            b"XXXX",
            b"1e400",
            b".inf",
            b"true",
            b"/..",
        ]
    ),
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=400)
@given(data=st.data())
def test_a_file_with_bytes_changed_is_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    file = data.draw(st.sampled_from(sorted(_SMALL)))
    text = _SMALL[file]
    for _ in range(data.draw(st.integers(1, 3))):
        at = data.draw(st.integers(0, len(text)))
        text = text[:at] + data.draw(_NOISE) + text[at + data.draw(st.sampled_from([0, 0, 1, 1, 5, 40])) :]
    folder = _mutants(tmp_path_factory)
    (folder / file).write_bytes(text)
    try:
        load_records(folder)
    except DataError as error:
        for problem in error.problems:
            assert problem.message
            assert problem.line <= text.count(b"\n") + text.count(b"\r") + 2 or problem.file != file
    finally:
        (folder / file).write_bytes(_SMALL[file])


_FOLDERS: dict[int, Path] = {}


def _mutants(factory: pytest.TempPathFactory) -> Path:
    """One folder for all examples: writing the whole world for each would take most of the time."""
    if id(factory) not in _FOLDERS:
        folder = factory.mktemp("mutants")
        for file, text in _SMALL.items():
            (folder / file).parent.mkdir(parents=True, exist_ok=True)
            (folder / file).write_bytes(text)
        assert problems(folder) == []
        _FOLDERS[id(factory)] = folder
    return _FOLDERS[id(factory)]
