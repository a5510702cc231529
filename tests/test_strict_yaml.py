"""The form of one file: what is refused, where, and that nothing is guessed.

The tables follow the list of hostile inputs row by row, with decoys: good inputs that look bad.
Whatever is asserted of `read` is asserted of `read_carefully` too, for they must have one meaning.
"""

from __future__ import annotations

import os
import re
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from conftest import within
from pactgraph.errors import DataError, Problem
from pactgraph.strict_yaml import MAX_BYTES, MAX_DEPTH, read, read_bytes, read_carefully


def _bytes(text: str | bytes) -> bytes:
    return text if isinstance(text, bytes) else text.encode()


def refusal(text: str | bytes) -> list[Problem]:
    """The problems for which both readers refuse the file; they must be the same."""
    with pytest.raises(DataError) as fast:
        read(_bytes(text), "x.yaml")
    with pytest.raises(DataError) as careful:
        read_carefully(_bytes(text), "x.yaml")
    assert fast.value.problems == careful.value.problems
    assert all(problem.file == "x.yaml" for problem in fast.value.problems)
    return list(fast.value.problems)


def refused(text: str | bytes) -> Problem:
    """The one problem of a file."""
    found = refusal(text)
    assert len(found) == 1, found
    return found[0]


def accepted(text: str | bytes) -> Any:
    """The values of a file, on which both readers agree to the type."""
    fast, careful = read(_bytes(text), "x.yaml"), read_carefully(_bytes(text), "x.yaml").value
    assert repr(fast) == repr(careful)
    return fast


# -- a key that stands twice -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "line", "column", "first"),
    [
        ("a: 1\nb: 2\na: 3\n", 3, 1, 1),
        ("a: 1\n'a': 2\n", 2, 1, 1),
        ('"a": 1\na: 2\n', 2, 1, 1),
        ('a: 1\n"\\x61": 2\n', 2, 1, 1),
        ("a:\n  b: 1\n  c: 2\n  b: 3\n", 4, 3, 2),
        ("- a: 1\n- b: 1\n  c: 2\n  b: 1\n", 4, 3, 2),
        ("- {a: 1, b: 2, a: 1}\n", 1, 16, 1),
        ("- {a: 1,\n   b: 2,\n   a: 1}\n", 3, 4, 1),
        ("a: {x: 1}\nb: {y: 1}\na: {x: 1}\n", 3, 1, 1),
        ("NO: 1\nno: 2\nNO: 3\n", 3, 1, 1),
        ("1: x\n'1': y\n", 2, 1, 1),
        ("null: x\n'null': y\n", 2, 1, 1),
        ("1.10: x\n1.1: z\n1.10: y\n", 3, 1, 1),
        ("# a comment\n\na: 1\n# another\na: 2", 5, 1, 3),
    ],
)
def test_a_key_that_stands_twice_is_refused_where_it_stands_again(
    text: str, line: int, column: int, first: int
) -> None:
    problem = refused(text)
    assert (problem.line, problem.column) == (line, column)
    assert "twice" in problem.message
    assert f"line {first}" in problem.message
    assert problem.mend


def test_every_repeated_key_is_named_at_once() -> None:
    found = refusal("a: 1\na: 2\na: 3\nb:\n  c: 1\n  c: 2\n")
    assert [problem.line for problem in found] == [2, 3, 6]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("- {a: 1}\n- {a: 1}\n", [{"a": 1}, {"a": 1}]),
        ("a: {a: {a: 1}}\n", {"a": {"a": {"a": 1}}}),
        ("a: 1\nA: 2\n", {"a": 1, "A": 2}),
        ("a: a\nb: a\n", {"a": "a", "b": "a"}),
        ("1: x\n01: y\n'1.0': z\n", {"1": "x", "01": "y", "1.0": "z"}),
        ("true: x\n'True': y\n", {"true": "x", "True": "y"}),
    ],
)
def test_keys_that_only_look_repeated_are_read(text: str, value: object) -> None:
    assert accepted(text) == value


# -- scalars as written ----------------------------------------------------------------------------


def words(text: str) -> list[str]:
    return text.split()


AS_WRITTEN = [
    *words("""
    NO no No on On off OFF yes Yes y n Y N True TRUE False FALSE tRue
    1.10 1.0 0.5 .5 5. 1. 00 01 0123 0150 08 007 +1 -1 -5 +0 -0 -1.5 1e3 1E3 1e400 1e-3
    .inf -.inf +.inf .INF .Inf .nan .NaN
    inf nan NaN Infinity 0x1F 0XFF 0o17 0b11 1_500_000 12:30 12:30:45 1:30 190:20:30 20:16
    2016-06 2016-06-01 2016-13 2016-02-30 0000-01-01 2016-06-01T12:00:00Z 2016/.. 2016~ XXXX-05
    1234567890123456789 99999999999999999999999999999999999999 nULL nil None none US$ 4,5 <<< = // ../..
    """),
    "1,500,000",
    "5 million",
    "01 02",
    "1 500 000",
    "June 2016",
    "9" * 5000,
]

#: Each shape holds one scalar, in a place where a shortcut might read it otherwise.
SHAPES = {
    "block value": ("a: {}\n", lambda v: {"a": v}),
    "list member": ("- {}\n", lambda v: [v]),
    "list in list": ("- - {}\n", lambda v: [[v]]),
    "wide": ("a:      {}   \n", lambda v: {"a": v}),
    "next line": ("a:\n  {}\n", lambda v: {"a": v}),
    "after a comment": ("a: # why\n  {}\n", lambda v: {"a": v}),
    "after comments": ("- # why\n\n  # and how\n  {}\n", lambda v: [v]),
    "before a comment": ("a: {} # why\n", lambda v: {"a": v}),
    "no line end": ("a: {}", lambda v: {"a": v}),
    "CRLF": ("a: {}\r\nb: x\r\n", lambda v: {"a": v, "b": "x"}),
    "key": ("{}: x\n", lambda v: {v: "x"}),
    "inner key": ("a:\n  b: x\n  {}: x\n", lambda v: {"a": {"b": "x", v: "x"}}),
    "key in a list": ("- {}: x\n", lambda v: [{v: "x"}]),
}
FLOW = {
    "flow value": ("a: {b: %s}\n", lambda v: {"a": {"b": v}}),
    "flow first": ("[%s, x]\n", lambda v: [v, "x"]),
    "flow tight": ("[x,%s]\n", lambda v: ["x", v]),
    "flow lines": ("[x,\n  %s\n]\n", lambda v: ["x", v]),
    "flow comment": ("[x, # why\n  %s]\n", lambda v: ["x", v]),
    "flow key": ("{x: y, %s: z}\n", lambda v: {"x": "y", v: "z"}),
    "first flow key": ("{%s: z}\n", lambda v: {v: "z"}),
    "quoted key": ('{"x":%s}\n', lambda v: {"x": v}),
}


@pytest.mark.parametrize("shape", SHAPES)
def test_a_plain_scalar_is_the_text_as_written(shape: str) -> None:
    form, holding = SHAPES[shape]
    for scalar in AS_WRITTEN:
        if "key" in shape and len(scalar) > 1000:
            continue  # a key without quotes has at most 1,024 characters in YAML
        assert accepted(form.format(scalar)) == holding(scalar), scalar


@pytest.mark.parametrize("shape", FLOW)
def test_a_plain_scalar_in_brackets_is_the_text_as_written(shape: str) -> None:
    form, holding = FLOW[shape]
    for scalar in AS_WRITTEN:
        if "," in scalar or ("key" in shape and len(scalar) > 1000):
            continue
        if shape == "quoted key" and scalar.startswith(("//", "=", "<", ".", "-", "+")):
            continue
        assert accepted(form % scalar) == holding(scalar), scalar


@pytest.mark.parametrize("number", [0, 1, 7, 12, 392, 2016, 1500000, 10**17, 10**18 - 1])
def test_whole_numbers_are_numbers_unless_quoted(number: int) -> None:
    assert accepted(f"a: {number}\nb: '{number}'\nc: [{number}, \"{number}\"]\n") == {
        "a": number,
        "b": str(number),
        "c": [number, str(number)],
    }
    # The careful reader must see numbers too: the file has a decimal, which the fast one leaves alone.
    assert accepted(f"a: {number}\nb: 1.50\n") == {"a": number, "b": "1.50"}
    assert accepted(f"a: {number}\r\n") == {"a": number}


@pytest.mark.parametrize("more", ["", "z: 1.50\n", "z: |\n  1.50\n", "z: x\r\n"])
def test_only_true_false_and_null_are_not_text(more: str) -> None:
    found = accepted("a: true\nb: false\nc: null\nd: ~\ne:\nf: Null\ng: NULL\nh: 'true'\ni: 'null'\nj: ''\n" + more)
    found.pop("z", None)
    assert list(found.values()) == [True, False, None, None, None, None, None, "true", "null", ""]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("a: |\n  one\n  two\n", "one\ntwo\n"),
        ("a: >-\n  one\n  two\n", "one two"),
        ("a: one\n  two\n", "one two"),
        ("a: 'it''s'\n", "it's"),
        ('a: "x\\ty\\n\\"z\\" \\u00e9"\n', 'x\ty\n"z" é'),
        ('a: "tab\there"\n', "tab\there"),
        ("a:\tx\n", "x"),
        ("a: x\t# why\n", "x"),
        ("a: x # y\n", "x"),
        ("a: x#y\n", "x#y"),
        ("a: 'x # y'\n", "x # y"),
        ("a: http://arle.example/x?y=1&z=2\n", "http://arle.example/x?y=1&z=2"),
        ("a: b:c\n", "b:c"),
        ("a: x & y * z ! %\n", "x & y * z ! %"),
        ("a: '&x'\n", "&x"),
        ('a: "*x"\n', "*x"),
        ("a: '@x %x `x !x |x >x'\n", "@x %x `x !x |x >x"),
        ("a: <<<<<<<\n", "<<<<<<<"),
        ("a: '<<'\n", "<<"),
        ("a: 'true'\n", "true"),
        ("--- # one document\na: x\n...\n", "x"),
        ("---\na: x\n", "x"),
        ("\n\n# a comment\n\na: x\n\n# the end", "x"),
    ],
)
def test_good_yaml_that_looks_bad_is_read(text: str, value: object) -> None:
    assert accepted(text) == {"a": value}


# -- YAML that is none -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "line", "word"),
    [
        ("a: x\n\tb: y\n", 2, "spaces"),
        ("a:\n\tb: y\n", 2, "spaces"),
        ("- a: x\n\tb: y\n", 2, "spaces"),
        ("- a: x\n  b: y\n \tc: z\n", 3, "spaces"),
        ("a: x\nb: y: z\n", 2, "quotes"),
        ("a: b: c\n", 1, "quotes"),
        ("- a: Title: and more\n", 1, "quotes"),
        ("a: x\nb: @y\n", 2, "quotes"),
        ("a: x\nb: %y\n", 2, "quotes"),
        ("a: x\nb: `y\n", 2, "quotes"),
        ("- x\n- @y\n", 2, "quotes"),
        ("a: [x, @y]\n", 1, "quotes"),
        ("a: [x, %y]\n", 1, "quotes"),
        ("a: x\nb: ]\n", 2, "brackets"),
        ("a: x\nb: }\n", 2, "brackets"),
        ("a: [x, y}\n", 1, "brackets"),
        ("a: x\n b: y\n", 2, ""),
        ("a:\n  b: x\n c: y\n", 3, "indentation"),
        ("- x\ny: z\n", 2, "indentation"),
        ('a: x\nb: "\\q"\n', 2, ""),
        ('a: x\nb: "y" z\n', 2, "quotes"),
        ("%FOO bar\n--- a\n", 1, "directive"),
        ("a: x\nb: |\n  y\n z\n", 4, ""),
    ],
)
def test_what_is_no_yaml_is_refused_with_the_line(text: str, line: int, word: str) -> None:
    problem = refused(text)
    assert problem.line == line, problem
    assert problem.column >= 1
    assert "not valid YAML" in problem.message
    assert word in f"{problem.message} {problem.mend}"
    assert problem.mend


@pytest.mark.parametrize(
    ("text", "began"),
    [
        ('a: x\nb: "y\nc: z\n\nd: z\n', 2),
        ("a: x\nb: 'y\nc: z\n\nd: z\n", 2),
        ('- a: x\n- b: "y\n', 2),
        ('- {a: x, b: "y}\n- {a: z}\n', 1),
        ("a: it\nb: 'twas\nc: z\n", 2),
        ("a: x\nb: [y, z\nc: z\n", 2),
        ("a: x\nb: [y, z", 2),
        ("a: x\nb: {y: z\nc: z\n", 2),
        ("- a\n- {b: c, d: e\n- f\n", 2),
        ("a: x\nb: y\nc: [[1, 2], [3\n", 3),
        ("- id: x\n<<<<<<< HEAD\n  name: y\n=======\n  name: z\n>>>>>>> other\n", 2),
        ("a: x\n<<<<<<< HEAD\nb: y\n=======\nb: z\n>>>>>>> other\n", 2),
        ("a: x\nb\nc: y\n", 2),
    ],
)
def test_what_is_left_open_is_refused_where_it_began(text: str, began: int) -> None:
    problem = refused(text)
    assert problem.line == began or f"line {began}" in problem.message, problem
    assert problem.line - began <= 1, "not at the end of the file, where nobody looks"
    assert "not valid YAML" in problem.message


@pytest.mark.parametrize(
    ("text", "line", "column", "what"),
    [
        ("a: x\nb: *x\n", 2, 4, "*x"),
        ("- *x\n", 1, 3, "*x"),
        ("a: [y, *x]\n", 1, 8, "*x"),
        ("a: {b: *x}\n", 1, 8, "*x"),
        ("a: {y,*x}\n", 1, 7, "*x"),
        ("a: &x y\n", 1, 4, "&x"),
        ("- &x y\n- z\n", 1, 3, "&x"),
        ("a: x\nb: &y [1]\n", 2, 4, "&y"),
        ("a: x\nb: &y {c: 1}\n", 2, 4, "&y"),
        ("a: !x y\n", 1, 4, "!x"),
        ("a: x\nb: !!str 5\n", 2, 4, "str"),
        ("a: x\nb: !!int '5'\n", 2, 4, "int"),
        ("a: x\nb: !!float 5\n", 2, 4, "float"),
        ("a: !!binary aGVsbG8=\n", 1, 4, "binary"),
        ("a: !!set {x, y}\n", 1, 4, "set"),
        ("a: !!timestamp 2016-06-01\n", 1, 4, "timestamp"),
        ("a: !!null x\n", 1, 4, "null"),
        ("- !!omap [a: 1]\n", 1, 3, "omap"),
        ("a: x\n!y b: z\n", 2, 1, "!y"),
        ("a: x\n&y b: z\n", 2, 1, "&y"),
        ("%TAG ! tag:arle.example,2020:\n---\na: !x y\n", 3, 4, "arle.example"),
        ("a: {b: 1}\nc:\n  <<: {b: 2}\n", 3, 3, "<<"),
        ("a: x\n<<: y\n", 2, 1, "<<"),
        ("{a: x, <<: y}\n", 1, 8, "<<"),
    ],
)
def test_tags_anchors_aliases_and_merges_are_refused_by_name(text: str, line: int, column: int, what: str) -> None:
    problem = refusal(text)[0]
    assert (problem.line, problem.column) == (line, column), problem
    assert what in problem.message
    assert "write" in problem.mend


@pytest.mark.parametrize(
    "text", ["[a, b]: c\n", "{a: b}: c\n", "? [a]\n: b\n", "x: {[a]: b}\n", "[]: c\n", "x:\n  {}: c\n"]
)
def test_a_key_that_is_no_text_is_refused(text: str) -> None:
    problem = refused(text)
    assert problem.line == text.count("\n", 0, max(text.find("[a"), text.find("{"), text.find("[]"))) + 1
    assert "key" in problem.message
    assert "text" in problem.mend


@pytest.mark.parametrize(
    "attack",
    [
        "!!python/object/apply:os.system ['touch {}']",
        "!!python/object/apply:subprocess.check_output [[touch, '{}']]",
        "!!python/object/new:os.system ['touch {}']",
        "!!python/name:os.system ''",
        "!!python/module:os ''",
        "!!python/tuple [a, b]",
        "!!python/object:pathlib.Path {{a: '{}'}}",
        "!<tag:yaml.org,2002:python/object/apply:os.system> ['touch {}']",
        "!secret password",
        "!include /etc/passwd",
        "!include '{}'",
        "!env HOME",
        "!ENV ${{HOME}}",
    ],
)
def test_nothing_is_run_or_read(attack: str, tmp_path: Path) -> None:
    ran = tmp_path / "ran"
    text = "a: x\nb: " + attack.format(ran) + "\n"
    problem = refusal(text)[0]
    assert not ran.exists()
    assert (problem.line, problem.column) == (2, 4)
    assert "tag" in problem.message
    assert "root:" not in str(problem)
    assert os.environ["HOME"] not in problem.message


# -- documents ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("a: x\n---\nb: y\n", 2),
        ("---\na: x\n---\nb: y\n", 3),
        ("a: x\n...\n---\nb: y\n", 3),
        ("- x\n--- # the next\n- y\n", 2),
        ("a: x\r\n---\r\nb: y\r\n", 2),
        ("a: x\n---\n", 2),
        ("---\n---\na: x\n", 2),
    ],
)
def test_a_second_document_is_refused_never_lost(text: str, line: int) -> None:
    problem = refused(text)
    assert problem.line == line
    assert "second document" in problem.message
    assert "two files" in problem.mend


@pytest.mark.parametrize(
    "text", [b"", b" ", b"\n\n\n", b"   \n \n", b"# only a comment\n", b"# one\n\n# two", b"\xef\xbb\xbf", b"\r\n"]
)
def test_a_file_with_nothing_in_it_is_refused(text: bytes) -> None:
    problem = refused(text)
    assert "empty" in problem.message
    assert str(problem).startswith("x.yaml: ")


# -- encodings and line ends ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "line", "column"),
    [
        ("a: x\nb: Bogotá\n".encode("latin-1"), 2, 9),
        ("a: x\nb: caf\u00e9\u2026 \u201cx\u201d\n".encode("cp1252"), 2, 7),
        ("a: x\n# Zürich\nb: y\n".encode("latin-1"), 2, 4),
        ("a: x\r\nb: y\r\nc: Genève\r\n".encode("latin-1"), 3, 7),
        ("a: x\rb: y\rc: Genève\r".encode("latin-1"), 3, 7),
        ("a: é\nb: é\n".encode()[:-2], 2, 4),
        ("a: x\nb: 東京".encode()[:-1], 2, 5),
        ("\ufeffa: x\nb: \u00e9".encode()[:-1], 2, 4),
        ("\ufeffé: ".encode() + b"\xff", 1, 4),
        ("a: x\n".encode("utf-16"), 1, 1),
        ("a: x\n".encode("utf-32"), 1, 1),
        (b"a: x\nb: \xed\xa0\x80\n", 2, 4),
        (b"a: \xc0\xaf\n", 1, 4),
        (b"\x89PNG\r\n\x1a\n\x00\x00", 1, 1),
        (b"PK\x03\x04\xff\xfe", 1, 5),
    ],
)
def test_another_encoding_is_refused_with_the_place_of_the_byte(data: bytes, line: int, column: int) -> None:
    problem = refused(data)
    assert (problem.line, problem.column) == (line, column)
    assert "UTF-8" in problem.message
    assert "UTF-8" in problem.mend
    assert "byte 0x" in problem.message


@pytest.mark.parametrize(
    ("data", "line", "column", "what"),
    [
        (b"a: x\nb: y\x00z\n", 2, 5, "U+0000"),
        (b"a: x\nb: y\x07\n", 2, 5, "U+0007"),
        (b"\x00" * 1000, 1, 1, "U+0000"),
        (b"a: \x1b[31mred\n", 1, 4, "U+001B"),
        (b"a: x\r\nb: y\x0b\r\n", 2, 5, "U+000B"),
        (b"a: x\rb: y\x0b\r", 2, 5, "U+000B"),
        (b"a: \x7f\n", 1, 4, "U+007F"),
        ("a: x\nb: é\u0080\n".encode(), 2, 5, "U+0080"),
        ("a: x\nb: \u2028\nc: \u009f\n".encode(), 3, 4, "U+009F"),
        ("a: x\nb: \ufffe\n".encode(), 2, 4, "U+FFFE"),
        ("a: x\nb: \uffff\n".encode(), 2, 4, "U+FFFF"),
        (b"# a comment \x01\na: x\n", 1, 13, "U+0001"),
        ('a: x\nb: "\\0"\n', 2, 4, "U+0000"),
        ('a: x\nb: "y\\x01"\n', 2, 4, "U+0001"),
        ('a: x\nb: "\\e[0m"\n', 2, 4, "U+001B"),
        ('a: x\nb: "\\a"\n', 2, 4, "U+0007"),
        ('a: x\nb: "\\x7f"\n', 2, 4, "U+007F"),
        ('a: x\nb: "\\x9f"\n', 2, 4, "U+009F"),
        ('a: x\nb: "\\uFFFE"\n', 2, 4, "U+FFFE"),
        ('a: x\nb: ["y", "\\uffff"]\n', 2, 10, "U+FFFF"),
        ('a: x\n"b\\0": y\n', 2, 1, "U+0000"),
    ],
)
def test_control_characters_are_refused_by_number(data: str | bytes, line: int, column: int, what: str) -> None:
    problem = refused(data)
    assert (problem.line, problem.column) == (line, column)
    assert what in problem.message


@pytest.mark.parametrize("escape", ["\\ud800", "\\udfff", "\\ud83d\\ude00", "\\U00110000", "\\uD8", "\\xZZ"])
def test_half_characters_are_refused_with_the_line(escape: str) -> None:
    problem = refused(f'a: x\nb: "{escape}"\nc: y\n')
    assert problem.line == 2
    assert re.search("escape|hexdecimal", problem.message)


@pytest.mark.parametrize(
    "data",
    [
        b"\xef\xbb\xbfa: x\nb: [1, 2]\nc: z\n",
        b"a: x\r\nb: [1, 2]\r\nc: z\r\n",
        b"a: x\rb: [1, 2]\rc: z\r",
        b"a: x\nb: [1, 2]\r\nc: z\n",
        b"a: x\r\nb: [1, 2]\nc: z",
        b"a: x\rb: [1, 2]\nc: z\r\n",
        b"\xef\xbb\xbfa: x\r\nb: [1, 2]\r\nc: z",
        b"a: x\nb: [1, 2]\nc: z",
        b"a: x   \nb: [1, 2]\t\nc: z\n\n\n",
        b"a: x # \xc3\xa9\nb: [1, 2] # \xe2\x80\xa8 \xc2\x85\nc: z\n",
    ],
)
def test_any_line_end_and_a_mark_at_the_start_are_read_with_the_right_lines(data: bytes) -> None:
    assert accepted(data) == {"a": "x", "b": [1, 2], "c": "z"}
    marks = read_carefully(data, "x.yaml").marks
    assert marks[("a",)] == (1, 1)
    assert marks[("b",)] == (2, 1)
    assert marks["b", 1] == (2, 8)
    assert marks[("c",)] == (3, 1)
    wrong = data.replace(b"c: z", b"c: @z")
    assert (refused(wrong).line, refused(wrong).column) == (3, 4)
    twice = data.replace(b"c: z", b"a: z")
    assert refused(twice).line == 3


SEPARATORS = ["\u2028", "\u2029", "\u0085"]


@pytest.mark.parametrize("separator", SEPARATORS, ids=["U+2028", "U+2029", "U+0085"])
@pytest.mark.parametrize(
    "form", ["a: x{}y\nb: z\n", 'a: "x {} y"\nb: z\n', "a: 'x{} y'\nb: z\n", "a: |-\n  x{}y\nb: z\n"]
)
def test_a_line_separator_in_text_is_text_and_no_line(separator: str, form: str) -> None:
    text = form.format(separator)
    inside = form.split("x")[1].split("y")[0].format(separator)
    assert accepted(text) == {"a": f"x{inside}y", "b": "z"}
    line = text.count("\n")
    assert read_carefully(text.encode(), "x.yaml").marks[("b",)] == (line, 1)
    assert refused(text.replace("b: z", "b: @z")).line == line


def test_a_mark_in_the_middle_is_no_silent_part_of_a_key() -> None:
    """Two files put together by a tool leave a byte order mark in the middle."""
    problem = refused(b"a: x\n\xef\xbb\xbfb: y\n")
    assert problem.line == 2
    assert "U+FEFF" in problem.message


def test_hostile_but_good_texts_come_out_unchanged() -> None:
    texts = [
        "\u0645\u0631\u062d\u0628\u0627",
        "\u202eevil\u202c",
        "e\u0301",
        "\U0001f469\u200d\U0001f4bb",
        "<script>alert(1)</script>",
        "{{7*7}}",
        'it\'s "x"',
        "C:\\x",
        "\ufdd0",
        "x" * 100_000,
    ]
    for text in texts:
        assert accepted(yaml.safe_dump({"a": text}, allow_unicode=True)) == {"a": text}
        assert accepted(yaml.safe_dump({"a": text}, allow_unicode=False)) == {"a": text}
        assert accepted("a: '" + text.replace("'", "''") + "'\n") == {"a": text}


# -- bombs ----------------------------------------------------------------------------------------


def _nine_levels_of_laughter() -> str:
    lines = ["a0: &a0 [lol, lol, lol, lol, lol, lol, lol, lol, lol]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 10)]
    return "\n".join(lines) + "\n"


BOMBS = {
    "billion laughs": (_nine_levels_of_laughter(), 1, "&a0"),
    "alias to itself": ("x: 1\na: &a [*a]\n", 2, "&a"),
    "mapping in itself": ("x: 1\na: &a {b: *a}\n", 2, "&a"),
    "quadratic aliases": ("a: &a '" + "x" * 100_000 + "'\nb:\n" + "- *a\n" * 20_000, 1, "&a"),
    "100,000 [": ("[" * 100_000, 1, f"{MAX_DEPTH} deep"),
    "100,000 {": ("x: 1\ny: " + "{a: " * 100_000, 2, f"{MAX_DEPTH} deep"),
    "100,000 [{": ("[{a: " * 100_000, 1, f"{MAX_DEPTH} deep"),
    "900,000 [": ("x: 1\ny: " + "[" * 900_000, 2, f"{MAX_DEPTH} deep"),
    "nested with small closed ones": ("{a: [], b: " * 80_000, 1, f"{MAX_DEPTH} deep"),
    "closed": ("[" * 100_000 + "]" * 100_000, 1, f"{MAX_DEPTH} deep"),
    "200,000 dashes": ("- " * 200_000 + "x", 1, f"{MAX_DEPTH} deep"),
    "levels of indentation": ("".join(" " * n + "a:\n" for n in range(1_350)), 41, f"{MAX_DEPTH} deep"),
    "just too deep in block": ("".join(" " * n + "a:\n" for n in range(41)), 41, f"{MAX_DEPTH} deep"),
    "just too deep in flow": ("[" * 41 + "]" * 41, 1, f"{MAX_DEPTH} deep"),
    "block and flow": ("- " * 25 + "[" * 25 + "]" * 25, 1, f"{MAX_DEPTH} deep"),
    "explicit keys": ("? " * 100_000, 1, ""),
}


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_is_refused_at_once(name: str) -> None:
    text, line, what = BOMBS[name]
    with within(6):
        found = refusal(text)
    assert found[0].line == line
    assert what in found[0].message
    assert len(found) <= 102
    assert len(str(found[0])) < 1000


LONG = {
    "spaces before a value": "a:" + " " * 900_000 + "b\n",
    "spaces before a colon": "a: {1" + " " * 900_000 + "x: b}\n",
    "spaces in lines": "a: b\n" + (" " * 15 + "\n") * 55_000,
    "a line of spaces": "a: b\n" + " " * 900_000 + "\nc: d\n",
    "lines without anything": "a:" + "\n" * 900_000 + "  b\n",
    "digits": "a: " + "1" * 900_000 + "\n",
    "dashes": "a: " + "-" * 900_000 + "\n",
    "dashes at the start of a line": "a: 'b\n" + "-" * 19 + " " * 10 + "'\n",
    "colons": "a: 'b" + ":" * 900_000 + "'\n",
    "colons and number signs": "a: 'b" + ":#" * 450_000 + "'\n",
    "number signs": "a: b #" + "#" * 900_000 + "\n",
    "commas": "a: [" + "b," * 100_000 + "]\n",
    "quotes": "a: '" + "''" * 400_000 + "'\n",
    "comments": "a: b\n" + "#\n" * 400_000,
    "separators": "a: '" + "\u2028" * 300_000 + "'\n",
    "flow mappings": "a: [" + "{b: c}, " * 20_000 + "]\n",
}


@pytest.mark.parametrize("name", LONG)
def test_what_is_only_long_is_read_or_refused_at_once(name: str) -> None:
    with within(8):
        outcomes = outcome(read, LONG[name]), outcome(read_carefully, LONG[name])
    assert outcomes[0] == outcomes[1]


def test_forty_levels_are_read() -> None:
    value: Any = accepted("[" * MAX_DEPTH + "]" * MAX_DEPTH)
    for _ in range(MAX_DEPTH - 1):
        (value,) = value
    assert value == []
    accepted("".join(" " * n + "a:\n" for n in range(MAX_DEPTH)))


def test_many_keys_below_the_limit_are_read() -> None:
    text = "".join(f"k{n}: {n}\n" for n in range(30_000))
    with within(4):
        assert len(accepted(text)) == 30_000


def test_brackets_in_text_are_no_levels() -> None:
    text = "".join(f'- "[[[ {{{{ {n}"\n' for n in range(200))
    assert accepted(text) == [f"[[[ {{{{ {n}" for n in range(200)]


def test_a_file_over_the_limit_is_refused_by_its_size(tmp_path: Path) -> None:
    path = tmp_path / "big.yaml"
    path.write_text("".join(f"key{n}: 1\n" for n in range(200_000)))
    with within(3), pytest.raises(DataError) as caught:
        read_bytes(path, "entities/country/big.yaml")
    (problem,) = caught.value.problems
    assert str(problem).startswith("entities/country/big.yaml: ")
    assert f"{path.stat().st_size:,}" in problem.message
    assert f"{MAX_BYTES:,}" in problem.message
    assert "split" in problem.mend


def test_five_gigabytes_of_nothing_are_not_read(tmp_path: Path) -> None:
    path = tmp_path / "sparse.yaml"
    with path.open("wb") as file:
        file.truncate(5 * 10**9)
    with within(2), pytest.raises(DataError, match=r"5,000,000,000 bytes"):
        read_bytes(path, "sparse.yaml")


def test_a_file_of_exactly_the_limit_is_read(tmp_path: Path) -> None:
    path = tmp_path / "full.yaml"
    path.write_bytes(b"a: x\n#" + b"-" * (MAX_BYTES - 6))
    assert read(read_bytes(path, "full.yaml"), "full.yaml") == {"a": "x"}


# -- one meaning, two readers ---------------------------------------------------------------------


def outcome(reader: Any, text: str) -> object:
    """What a reader makes of a text, told apart to the type."""
    try:
        found = reader(text.encode("utf-8", "surrogatepass"), "x.yaml")
    except DataError as error:
        return error.problems
    return repr(found.value if reader is read_carefully else found)


_LETTERS = st.characters(codec="utf-8", exclude_characters="\ufeff")
_SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**20), 10**20),
    st.floats(),
    st.dates(),
    st.text(_LETTERS, max_size=12),
    st.sampled_from(AS_WRITTEN[:-1]),
)
_VALUES = st.recursive(
    _SCALARS,
    lambda inner: st.one_of(
        st.lists(inner, max_size=4),
        st.dictionaries(st.text(_LETTERS, max_size=6) | st.sampled_from(AS_WRITTEN[:-1]), inner, max_size=4),
    ),
    max_leaves=12,
)


@given(_VALUES, st.sampled_from([None, True, False]), st.booleans(), st.sampled_from([2, 4]))
def test_both_readers_agree_on_what_pyyaml_writes(value: object, flow: bool | None, wide: bool, indent: int) -> None:
    text = yaml.safe_dump(value, default_flow_style=flow, allow_unicode=wide, indent=indent)
    assert outcome(read, text) == outcome(read_carefully, text)


_TEXTS = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"], exclude_characters="\ufeff\ufffe\uffff\u2028\u2029"),
    max_size=20,
)
_PLAIN_DATA = st.recursive(
    st.none() | st.booleans() | st.integers(0, 10**18 - 1) | _TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(_TEXTS, inner, max_size=4),
    max_leaves=12,
)


@given(st.dictionaries(_TEXTS, _PLAIN_DATA, min_size=1, max_size=4), st.sampled_from([None, True, False]))
def test_what_is_plain_data_comes_back_as_it_was(value: dict[str, object], flow: bool | None) -> None:
    text = yaml.safe_dump(value, default_flow_style=flow, allow_unicode=True, sort_keys=False, width=10_000)
    assert accepted(text) == value


_WORDS = [word for word in AS_WRITTEN[:-1] if "," not in word] + [
    "true",
    "null",
    "~",
    "arle",
    "12",
    "2016",
    "'x'",
    '"NO"',
]
_GAPS = [" ", "  ", "\n   ", " # why\n   ", " #\n\n   # {\n   ", "\t", "\r\n   "]
_FLOWS = st.recursive(
    st.sampled_from(_WORDS),
    lambda inner: st.one_of(
        st.tuples(st.lists(inner, max_size=3), st.sampled_from(_GAPS)).map(
            lambda t: "[" + ("," + t[1]).join(t[0]) + "]"
        ),
        st.tuples(st.dictionaries(st.sampled_from(_WORDS), inner, max_size=3), st.sampled_from(_GAPS)).map(
            lambda t: "{" + ("," + t[1]).join(f"{k}:{t[1]}{v}" for k, v in t[0].items()) + "}"
        ),
    ),
    max_leaves=8,
)
_BLOCKS = st.recursive(
    st.tuples(st.sampled_from(_GAPS), _FLOWS).map(lambda t: [t[0] + t[1]]),
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=3).map(
            lambda members: ["\n" + line if i == 0 else line for m in members for i, line in enumerate(_below("-", m))]
        ),
        st.dictionaries(st.sampled_from(_WORDS), inner, min_size=1, max_size=3).map(
            lambda fields: [
                "\n" + line if i == 0 else line for k, v in fields.items() for i, line in enumerate(_below(k + ":", v))
            ]
        ),
    ),
    max_leaves=6,
)


def _below(head: str, lines: list[str]) -> list[str]:
    return [head + "".join(lines).replace("\n", "\n   ")]


@given(_BLOCKS)
def test_both_readers_agree_on_what_a_person_writes(lines: list[str]) -> None:
    text = "".join(lines).lstrip("\n") + "\n"
    assert outcome(read, text) == outcome(read_carefully, text)


_PIECES = st.sampled_from(
    [
        *"abAN01.-+:,[]{}#&*!|>'\"%@`?~=<\\/ \n\t\r",
        ": ",
        "- ",
        "\n  ",
        "\n- ",
        "\n  - ",
        "a: ",
        "b: 1",
        "---",
        "...",
        "<<",
        "null",
        "true",
        "0x",
        "1e5",
        ".inf",
        "\u2028",
        "\u0085",
        "\u00e9",
        "\ufeff",
        "\x00",
        "# ",
        " #",
        ", ",
        "{a: ",
        "[1, ",
    ]
)


@given(st.lists(_PIECES, max_size=25).map("".join))
def test_both_readers_agree_on_noise(text: str) -> None:
    assert outcome(read, text) == outcome(read_carefully, text)


@given(st.binary(max_size=60))
def test_noise_is_refused_or_read_never_anything_else(data: bytes) -> None:
    for reader in (read, read_carefully):
        with suppress(DataError):
            reader(data, "x.yaml")
