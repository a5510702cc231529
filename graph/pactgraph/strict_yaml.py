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

#: A place in a file: line and column, from 1.
Mark = tuple[int, int]
#: The keys and positions that lead from the top of a file to a value.
Path_ = tuple[str | int, ...]

_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x80-\x84\x86-\x9f\ufffe\uffff]")
_INTEGER = re.compile(r"0|[1-9][0-9]{0,17}")
#: What might make the two readers differ: tags, anchors, aliases, directives, merge keys, tabs,
#: escapes, carriage returns, explicit keys, other number forms, document marks.
_TRAPS = re.compile(
    rb"[\t\r\\]|(?:^|[\s\[{,:-])[!&*%?|>@`](?:\S|\s)|<<|^(?:---|\.\.\.)"
    rb"|(?:[:\-]\s+|[\[,]\s*)(?:[+-]?[.0-9][0-9]*[xoeE.][0-9a-fA-F]*|[+-][.0-9]|0[0-9])|\xef\xbb\xbf",
    re.MULTILINE,
)
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
    if not _TRAPS.search(data):
        try:
            text = data.decode("utf-8")
            if not _FORBIDDEN.search(text):
                return ryaml.loads(text)
        except (UnicodeDecodeError, ryaml.InvalidYamlError):
            pass  # The careful reader says what is wrong, and where.
    return read_carefully(data, name).value


def read_carefully(data: bytes, name: str) -> Marked:
    """The values of one file and the place of each, from PyYAML's events.

    Raises `DataError` with every problem of form found in the file.
    """
    text = _decode(data, name)
    problems: list[Problem] = []
    builder = _Builder(name, problems)
    try:
        # Events, not nodes: composing recurses in C and 100,000 brackets end the process.
        for event in yaml.parse(text, Loader=yaml.CSafeLoader):
            builder.take(event)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (0, 0)
        what = " ".join(part for part in (error.context, error.problem) if part)
        problems.append(Problem(name, line, column, f"is not valid YAML: {what}", _syntax_mend(error)))
    except yaml.YAMLError as error:
        problems.append(Problem(name, 0, 0, f"is not valid YAML: {str(error).splitlines()[0]}"))
    if problems:
        raise DataError(problems)
    if not builder.documents:
        raise _error(name, "is empty", "remove the file, or write its first entry")
    return Marked(builder.root[0], builder.marks)


def _syntax_mend(error: yaml.MarkedYAMLError) -> str:
    problem = error.problem or ""
    if "'\\t'" in problem:
        return "indent with spaces; YAML has no tabs there"
    if "mapping values are not allowed" in problem:
        return "put text with ': ' in it between quotes"
    if "cannot start any token" in problem:
        return "put the text between quotes"
    return "check quotes, brackets and indentation here and in the line before"


def _error(name: str, message: str, mend: str, line: int = 0, column: int = 0) -> DataError:
    return DataError([Problem(name, line, column, message, mend)])


def _decode(data: bytes, name: str) -> str:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        column = error.start - data.rfind(b"\n", 0, error.start)
        raise _error(
            name,
            f"is not UTF-8 (byte 0x{data[error.start]:02x}); it may be Latin-1, Windows-1252 or cut off",
            "save the file with the encoding UTF-8",
            line,
            column,
        ) from None
    if found := _FORBIDDEN.search(text):
        line = text.count("\n", 0, found.start()) + 1
        column = found.start() - text.rfind("\n", 0, found.start())
        raise _error(name, f"has the control character U+{ord(found.group()):04X}", "remove it", line, column)
    return text


class _Builder:
    """Builds values from parser events with a stack of its own."""

    def __init__(self, name: str, problems: list[Problem]) -> None:
        self.name = name
        self.problems = problems
        self.documents = 0
        self.root: list[Any] = []
        self.marks: dict[Path_, Mark] = {}
        # Each open container: itself, its path, and for a mapping the key that waits for its value.
        self.stack: list[tuple[Any, Path_]] = []
        self.keys: list[str | None] = []

    def take(self, event: yaml.Event) -> None:
        mark = (event.start_mark.line + 1, event.start_mark.column + 1)
        if isinstance(event, yaml.DocumentStartEvent):
            self.documents += 1
            if self.documents > 1:
                raise DataError([*self.problems, self.problem(mark, "a second document starts here", "use two files")])
        elif isinstance(event, yaml.AliasEvent):
            self.refuse(mark, f"alias *{event.anchor}", "write the value out")
            self.add(None, mark)
        elif isinstance(event, (yaml.SequenceStartEvent, yaml.MappingStartEvent)):
            self.check_node(event, mark)
            if len(self.stack) >= MAX_DEPTH:
                raise DataError(
                    [*self.problems, self.problem(mark, f"is nested more than {MAX_DEPTH} deep", "flatten it")]
                )
            container: Any = [] if isinstance(event, yaml.SequenceStartEvent) else {}
            path = self.add(container, mark)
            self.stack.append((container, path))
            self.keys.append(None)
        elif isinstance(event, (yaml.SequenceEndEvent, yaml.MappingEndEvent)):
            self.stack.pop()
            self.keys.pop()
        elif isinstance(event, yaml.ScalarEvent):
            self.check_node(event, mark)
            self.scalar(event, mark)

    def scalar(self, event: yaml.ScalarEvent, mark: Mark) -> None:
        text: str = event.value
        if found := _FORBIDDEN.search(text) or re.search("[\ud800-\udfff]", text):
            self.problems.append(
                self.problem(mark, f"text with the control character U+{ord(found.group()):04X}", "remove it")
            )
        if self.stack and isinstance(self.stack[-1][0], dict) and self.keys[-1] is None:
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

    def key(self, text: str, mark: Mark) -> None:
        mapping, path = self.stack[-1]
        if text in mapping:
            first = self.marks[(*path, text)][0]
            self.problems.append(self.problem(mark, f"key {text!r} stands twice (first in line {first})", "keep one"))
        elif text == "<<":
            self.problems.append(self.problem(mark, "merge key <<", "write the values out"))
        self.keys[-1] = text
        self.marks[(*path, text)] = mark

    def add(self, value: Any, mark: Mark) -> Path_:
        """Put a value where it belongs and return its path."""
        if not self.stack:
            self.root.append(value)
            self.marks[()] = mark
            return ()
        container, path = self.stack[-1]
        if isinstance(container, list):
            container.append(value)
            path = (*path, len(container) - 1)
            self.marks[path] = mark
            return path
        key = self.keys[-1]
        if key is None:
            raise DataError([*self.problems, self.problem(mark, "a list or mapping as a key", "use text as the key")])
        container[key] = value
        self.keys[-1] = None
        return (*path, key)

    def check_node(self, event: yaml.NodeEvent, mark: Mark) -> None:
        tag = getattr(event, "tag", None)
        if tag is not None and tag != "!":
            self.refuse(mark, f"tag {tag}", "write plain text; nothing is run or read from here")
        if event.anchor is not None:
            self.refuse(mark, f"anchor &{event.anchor}", "write the value out where it is used")

    def refuse(self, mark: Mark, what: str, mend: str) -> None:
        self.problems.append(self.problem(mark, f"{what} is not allowed in data", mend))
        if len(self.problems) > 100:
            raise DataError(self.problems)

    def problem(self, mark: Mark, message: str, mend: str) -> Problem:
        return Problem(self.name, *mark, message, mend)
