"""What can go wrong, in one place.

    PactError                 base of all; `exit_code` is what the command line exits with
    ├── DataError             the data has problems; carries every one of them        (1)
    ├── UsageError            an unknown id, question, analysis or parameter           (2)
    └── EngineError           a query engine, a file or a disk failed                  (3)
        └── QueryError        a query that the engine refuses, with its place if known (3)

Imports nothing of ours, so that every module may raise what is here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing wrong in the data: where, what, and how to mend it.

    `line` and `column` count from 1; 0 means that the whole file is meant.
    """

    file: str
    line: int
    column: int
    message: str
    mend: str = ""
    severity: str = "error"

    def __str__(self) -> str:
        where = self.file if not self.line else f"{self.file}:{self.line}:{self.column}"
        mend = f"\n    mend: {self.mend}" if self.mend else ""
        return f"{where}: {self.severity}: {self.message}{mend}"

    def as_dict(self) -> dict[str, str | int]:
        """The problem as plain values, for `--json`."""
        return {
            "file": self.file,
            "line": self.line,
            "column": self.column,
            "severity": self.severity,
            "message": self.message,
            "mend": self.mend,
        }


class PactError(Exception):
    """Base of everything PactGraph raises on purpose."""

    exit_code = 3


class DataError(PactError):
    """The data cannot be used; `problems` has every reason found, in file order."""

    exit_code = 1

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(sorted(problems))
        count = len(self.problems)
        head = f"{count} problem{'s' if count != 1 else ''} in the data"
        super().__init__("\n".join([head, *map(str, self.problems)]))

    def __reduce__(self) -> tuple[type[DataError], tuple[tuple[Problem, ...]]]:
        """As an error of a process apart arrives in this one: by its problems, not by its text."""
        return type(self), (self.problems,)


class UsageError(PactError):
    """Something was asked for that is not there, or in a form that means nothing."""

    exit_code = 2


class EngineError(PactError):
    """An engine, a file or a disk failed; nothing half-done was left behind."""

    exit_code = 3


class QueryError(EngineError):
    """A SPARQL query that was refused before or by the engine."""
