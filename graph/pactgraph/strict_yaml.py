"""One YAML file to plain values, with nothing guessed.

Every unquoted scalar is text as written, except whole decimal numbers and `true`/`false`: so `NO`
stays a country code, `1.10` stays version 1.10 and `2016-06` stays a month; the models say what is a
number or a date. Refused, with line and column: a repeated key, a tag, an anchor or alias (write the
value out), a second document, nesting deeper than `MAX_DEPTH`, a file over `MAX_BYTES`, any encoding
but UTF-8, control characters.

Two readers with one meaning. `read` tries `ryaml` (Rust, about ten times faster) on files in which
the two cannot differ, and falls back to `read_carefully` (PyYAML's event stream, no recursion, a
mark for every key and value), which is also what finds the line of an error afterwards.
"""

from __future__ import annotations

import re
import stat
from pathlib import Path
from typing import Any, NamedTuple

import ryaml
import yaml

from .errors import DataError, Problem

MAX_BYTES = 1_000_000
MAX_DEPTH = 40
#: More in one file are not listed: a person mends these first.
MAX_PROBLEMS = 100

#: A place in a file: line and column, from 1.
Mark = tuple[int, int]
#: The keys and positions that lead from the top of a file to a value.
Path_ = tuple[str | int, ...]

# A byte order mark is dropped at the start of a file; at the start of a line, two files were joined.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x80-\x84\x86-\x9f\ufffe\uffff]|(?:\\A|(?<=[\r\n]))\ufeff")
_SURROGATES = re.compile("[\ud800-\udfff]")
_INTEGER = re.compile(r"0|[1-9][0-9]{0,17}")
#: Line ends to the parsers (YAML 1.1), text to everybody else (YAML 1.2).
_SEPARATORS = re.compile("[\u0085\u2028\u2029]")
#: What might make the two readers differ; each errs on the careful side. One pattern would read
#: better, but these begin with a rare byte or few, which `re` scans for eight times faster. Runs of
#: spaces are possessive: else a line of a million spaces would take a million times a million steps.
_ODD_NUMBER = rb"""(?: [+-][.0-9] | \.[0-9A-Za-z] | 0[0-9A-Za-z] | [0-9]++[.eE] | [0-9]{19}
    | True | TRUE | False | FALSE
    | : | (?: [0-9]++ | ~ | null | Null | NULL | true | false ) [ ]*+ :  # a key that is no text
)"""
_TRAPS = tuple(
    re.compile(pattern, re.VERBOSE | re.DOTALL)
    for pattern in (
        rb"[!&*%?|>@`](?<=[\s\[{,:-].) | <<",  # tags, anchors, aliases, directives, block texts, merge keys
        rb"[:-] (?: \s*+ \# | \s++" + _ODD_NUMBER + rb")",
        rb"[,\[{] \s*+ (?: \# |" + _ODD_NUMBER + rb")",
        rb"[\"'] \s*+ : \s*+" + _ODD_NUMBER,  # after a quoted key no space is needed
        rb"\n (?: --- | \.\.\. | [ -]{20} | [ -]{0,19}" + _ODD_NUMBER + rb")",  # document marks, deep blocks
        rb"\xef\xbb\xbf | \xc2\x85 | \xe2\x80[\xa8\xa9]",
    )
)
#: Bytes that a plain file has none of: controls, tabs, carriage returns, escapes.
_ODD_BYTES = bytes({*range(32), 127, ord("\\")} - {ord("\n")})
_NO_BRACKETS = bytes(set(range(256)) - set(b"[]{}"))
_NULLS = frozenset({"", "~", "null", "Null", "NULL"})
_BOOLEANS = {"true": True, "false": False}


class Marked(NamedTuple):
    """The values of a file and where each key and value stands."""

    value: Any
    marks: dict[Path_, Mark]


def read_bytes(path: Path, name: str) -> bytes:
    """The bytes of a regular file no larger than `MAX_BYTES`.

    Raises `DataError` that names the file as `name`; a pipe, device or directory is never opened.
    """
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise _error(name, "is not a regular file", "put an ordinary file there, or remove it")
        if status.st_size > MAX_BYTES:
            raise _error(
                name,
                f"is {status.st_size:,} bytes; a data file may have at most {MAX_BYTES:,}",
                "split it: a folder may hold any number of files",
            )
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise _error(name, f"cannot be read: {error.strerror}", "check the file and its permissions") from None
    if len(data) > MAX_BYTES:
        raise _error(name, f"has more than {MAX_BYTES:,} bytes", "split it: a folder may hold any number of files")
    return data


def read(data: bytes, name: str) -> Any:
    """The plain values of one file's bytes. Raises `DataError` as `read_carefully` does."""
    if _is_plain(data):
        try:
            text = data.decode("utf-8")
            value = None if not data.isascii() and _FORBIDDEN.search(text) else ryaml.loads(text)  # type: ignore[attr-defined]
            if isinstance(value, (list, dict)):
                return value
        except ValueError:
            pass  # No UTF-8 or no YAML: the careful reader says what is wrong, and where.
    return read_carefully(data, name).value


def _is_plain(data: bytes) -> bool:
    """Whether both readers must read the same, so that the fast one may."""
    if len(data.translate(None, _ODD_BYTES)) < len(data) or _may_be_deep(data):
        return False
    lined = b"\n" + data
    return not any(trap.search(lined) for trap in _TRAPS)


def _may_be_deep(data: bytes) -> bool:
    """Whether brackets may be nested so deep that `ryaml` would take time quadratic in the depth."""
    brackets = data.translate(None, _NO_BRACKETS)
    for _ in range(MAX_DEPTH // 2):
        if not brackets:
            return False
        brackets = brackets.replace(b"[]", b"").replace(b"{}", b"")
    return bool(brackets)


def read_carefully(data: bytes, name: str) -> Marked:
    """The values of one file and the place of each, from PyYAML's events.

    Raises `DataError` with every problem of form found in the file.
    """
    text, hidden = _hide_separators(_decode(data, name))
    problems: list[Problem] = []
    builder = _Builder(name, problems, hidden)
    try:
        # Events, not nodes: composing recurses in C and 100,000 brackets end the process.
        for event in yaml.parse(text, Loader=yaml.CSafeLoader):
            builder.take(event)
    except yaml.MarkedYAMLError as error:
        problems.append(_syntax_problem(error, name, text, builder))
    except yaml.YAMLError as error:
        problems.append(Problem(name, 0, 0, f"is not valid YAML: {str(error).splitlines()[0]}"))
    if problems:
        raise DataError(problems)
    if not builder.documents:
        raise _error(name, "is empty", "remove the file, or write its first entry")
    return Marked(builder.root[0], builder.marks)


_LEFT_OPEN = re.compile("quoted scalar|simple key|flow (sequence|mapping)")


def _syntax_problem(error: yaml.MarkedYAMLError, name: str, text: str, builder: _Builder) -> Problem:
    problem, context = error.problem or "", error.context or ""
    noticed = mark = error.problem_mark or error.context_mark
    if error.context_mark and _LEFT_OPEN.search(context) and "escape" not in problem:
        # What is left open is noticed far below, where nobody looks.
        mark = error.context_mark
    what = " ".join(part for part in (context, problem) if part)
    line, column, char = 0, 0, ""
    if mark is not None and noticed is not None:
        line, column, char = mark.line + 1, mark.column + 1, text[mark.index : mark.index + 1]
        if noticed.line > mark.line:
            what += f" (noticed in line {noticed.line + 1})"
        elif 0 < (opened := builder.open_bracket()) < line:
            what += f" (a bracket is open since line {opened})"
    if "tab character" in problem or char == "\t":
        mend = "indent with spaces; YAML has no tabs there"
    elif "mapping values are not allowed" in problem:
        mend = "put text with ': ' in it between quotes"
    elif "cannot start any token" in problem:
        mend = "put the text between quotes"
    else:
        mend = "check quotes, brackets and indentation here and in the line before"
    return Problem(name, line, column, f"is not valid YAML: {what}", mend)


def place_of(text: str, index: int) -> Mark:
    """Line and column of a character, whichever of the three line ends a file uses."""
    before = text[:index]
    line = before.count("\n") + before.count("\r") - before.count("\r\n") + 1
    return line, index - max(before.rfind("\n"), before.rfind("\r"))


def _error(name: str, message: str, mend: str, line: int = 0, column: int = 0) -> DataError:
    return DataError([Problem(name, line, column, message, mend)])


def _decode(data: bytes, name: str) -> str:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = error.object[: error.start].decode("utf-8")
        raise _error(
            name,
            f"is not UTF-8 (byte 0x{error.object[error.start]:02x}); it may be Latin-1, Windows-1252 or cut off",
            "save the file with the encoding UTF-8",
            *place_of(before, len(before)),
        ) from None
    if found := _FORBIDDEN.search(text):
        what = f"has the control character U+{ord(found.group()):04X}"
        raise _error(name, what, "remove it", *place_of(text, found.start()))
    return text


def _hide_separators(text: str) -> tuple[str, dict[int, str]]:
    """The text with characters it does not use in place of `_SEPARATORS`, and how to turn them back."""
    if not _SEPARATORS.search(text):
        return text, {}
    used = set(text)
    spare = (char for char in map(chr, range(0x30000, 0x110000)) if char not in used)
    hidden = dict(zip(map(ord, "\u0085\u2028\u2029"), spare, strict=False))
    return text.translate(hidden), {ord(char): chr(separator) for separator, char in hidden.items()}


class _Builder:
    """Builds values from parser events with a stack of its own."""

    def __init__(self, name: str, problems: list[Problem], hidden: dict[int, str]) -> None:
        self.name = name
        self.problems = problems
        self.hidden = hidden
        self.documents = 0
        self.root: list[Any] = []
        self.marks: dict[Path_, Mark] = {}
        # Each open container: itself, its path, and the line of its bracket, if it has one.
        self.stack: list[tuple[Any, Path_, int]] = []
        # For each of them, if it is a mapping, the key that waits for its value.
        self.keys: list[str | None] = []

    def open_bracket(self) -> int:
        """The line of the innermost bracket that is still open, or 0."""
        return self.stack[-1][2] if self.stack else 0

    def take(self, event: yaml.Event) -> None:
        start = event.start_mark
        mark = (start.line + 1, start.column + 1) if start else (0, 0)
        if isinstance(event, yaml.DocumentStartEvent):
            self.documents += 1
            if self.documents > 1:
                self.stop(mark, "a second document starts here", "use two files")
        elif isinstance(event, yaml.AliasEvent):
            self.refuse(mark, f"alias *{event.anchor}", "write the value out")
            if self.waits_for_key():
                self.key(f"*{event.anchor}", mark)
            else:
                self.add(None, mark)
        elif isinstance(event, (yaml.SequenceStartEvent, yaml.MappingStartEvent)):
            self.check_node(event, mark)
            if len(self.stack) >= MAX_DEPTH:
                self.stop(mark, f"is nested more than {MAX_DEPTH} deep", "flatten it")
            if self.waits_for_key():
                self.stop(mark, "a list or mapping as a key", "use text as the key")
            container: Any = [] if isinstance(event, yaml.SequenceStartEvent) else {}
            self.stack.append((container, self.add(container, mark), mark[0] if event.flow_style else 0))
            self.keys.append(None)
        elif isinstance(event, (yaml.SequenceEndEvent, yaml.MappingEndEvent)):
            self.stack.pop()
            self.keys.pop()
        elif isinstance(event, yaml.ScalarEvent):
            self.check_node(event, mark)
            self.scalar(event, mark)

    def scalar(self, event: yaml.ScalarEvent, mark: Mark) -> None:
        text: str = event.value.translate(self.hidden) if self.hidden else event.value
        if found := _FORBIDDEN.search(text) or _SURROGATES.search(text):
            self.note(mark, f"text with the control character U+{ord(found.group()):04X}", "remove it")
        if self.waits_for_key():
            if text == "<<" and not event.style:
                self.note(mark, "merge key <<", "write the values out")
            self.key(text, mark)
            return
        plain = not event.style
        if plain and _INTEGER.fullmatch(text):
            self.add(int(text), mark)
        elif plain and text in _BOOLEANS:
            self.add(_BOOLEANS[text], mark)
        elif plain and text in _NULLS:
            self.add(None, mark)
        else:
            self.add(text, mark)

    def waits_for_key(self) -> bool:
        return bool(self.stack) and isinstance(self.stack[-1][0], dict) and self.keys[-1] is None

    def key(self, text: str, mark: Mark) -> None:
        mapping, path, _ = self.stack[-1]
        if text in mapping:
            first = self.marks[(*path, text)][0]
            self.note(mark, f"key {text!r} stands twice (first in line {first})", "keep one")
        self.keys[-1] = text
        self.marks[(*path, text)] = mark

    def add(self, value: Any, mark: Mark) -> Path_:
        """Put a value where it belongs and return its path."""
        if not self.stack:
            self.root.append(value)
            self.marks[()] = mark
            return ()
        container, path, _ = self.stack[-1]
        if isinstance(container, list):
            container.append(value)
            path = (*path, len(container) - 1)
            self.marks[path] = mark
            return path
        key = self.keys[-1]
        container[key] = value
        self.keys[-1] = None
        return (*path, str(key))

    def check_node(self, event: yaml.NodeEvent, mark: Mark) -> None:
        tag = getattr(event, "tag", None)
        if tag is not None and tag != "!":
            self.refuse(mark, f"tag {tag}", "write plain text; nothing is run or read from here")
        if event.anchor is not None:
            self.refuse(mark, f"anchor &{event.anchor}", "write the value out where it is used")

    def refuse(self, mark: Mark, what: str, mend: str) -> None:
        self.note(mark, f"{what} is not allowed in data", mend)

    def note(self, mark: Mark, message: str, mend: str) -> None:
        self.problems.append(Problem(self.name, *mark, message, mend))
        if len(self.problems) > MAX_PROBLEMS:
            self.stop(mark, "has more problems below", "mend these first")

    def stop(self, mark: Mark, message: str, mend: str) -> None:
        raise DataError([*self.problems, Problem(self.name, *mark, message, mend)])
