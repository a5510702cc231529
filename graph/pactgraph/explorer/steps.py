"""The steps of a presentation: views of the page in order, each with a sentence, from a YAML file.

    steps:
      - view: "#/matrix?place=lao-pdr"
        say: Who pays for what in the Lao PDR.

A view is what *Copy link* gives. It is checked against the data, so that nobody finds out before an audience.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qsl, unquote

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from ..analysis import ANALYSES
from ..errors import DataError, Problem, UsageError
from ..graph import PactGraph
from ..model import near
from ..strict_yaml import Path_, read_bytes, read_carefully
from .rows import StepRow

#: The views that an address may name; a test compares them with the page's own list.
VIEWS = ("", "find", "e", "matrix", "gaps", "net", "time", "asks", "map", "compare", "q", "sources", "about")
#: What names a thing in an address, whatever the view.
_THINGS = ("place", "country", "theme", "subject")
_MOST = 100


class _Record(BaseModel):
    model_config = ConfigDict(strict=True, frozen=True, extra="forbid")


class _Step(_Record):
    view: str = Field(pattern=r"^#/", max_length=2000)
    say: str = Field(min_length=1, max_length=300)


class _Steps(_Record):
    # YAML has no tuples, so the container alone is lenient; its members stay strict.
    steps: tuple[_Step, ...] = Field(min_length=1, max_length=_MOST, strict=False)


def read_steps(path: Path, graph: PactGraph) -> tuple[StepRow, ...]:
    """The steps of a file. Raises `DataError` with every problem, by file and line."""
    name = path.name
    marked = read_carefully(read_bytes(path, name), name)

    def problem(place: Path_, message: str, mend: str) -> Problem:
        while place not in marked.marks:
            place = place[:-1]
        return Problem(name, *marked.marks[place], message, mend)

    try:
        steps = _Steps.model_validate(marked.value).steps
    except ValidationError as error:
        raise DataError([problem(each["loc"], *_explain(each)) for each in error.errors()]) from None
    problems = [
        problem(("steps", place, "view"), *fault)
        for place, step in enumerate(steps)
        for fault in _faults(step.view, graph)
    ]
    if problems:
        raise DataError(problems)
    return tuple(StepRow(step.view, step.say) for step in steps)


def _explain(detail: object) -> tuple[str, str]:
    kind, field = detail["type"], str(detail["loc"][-1]) if detail["loc"] else "the file"  # type: ignore[index]
    mend = "write `steps:` and below it a list, each with `view` and `say`"
    if kind == "missing":
        return f"{field!r} is missing", mend
    if kind == "extra_forbidden":
        return f"unknown field {field!r}{near(field, ('steps', 'view', 'say'))}", mend
    if kind == "string_pattern_mismatch":
        return "a view begins with #/", "copy it from the page with Copy link, and put it between quotes"
    return f"{field}: {detail['msg'][:1].lower()}{detail['msg'][1:]}", mend  # type: ignore[index]


def _faults(view: str, graph: PactGraph) -> Iterator[tuple[str, str]]:
    """What is wrong with an address, and how to mend it."""
    path, _, query = view.removeprefix("#/").partition("?")
    parts = [unquote(part) for part in path.split("/") if part]
    name = parts[0] if parts else ""
    if name not in VIEWS:
        yield f"there is no view {name!r}{near(name, VIEWS)}", f"there are {', '.join(filter(None, VIEWS))}"
        return
    given = dict(parse_qsl(query))
    ids = [given[key] for key in _THINGS if key in given]
    if name in ("e", "sources"):
        ids += parts[1:2]
    for each in ids:
        if each not in graph.things:
            yield f"these data have no {each!r}{near(each, graph.things)}", "`pactgraph find` looks names up"
    if name == "gaps" and parts[1:] and parts[1] not in ANALYSES:
        yield f"there is no analysis {parts[1]!r}{near(parts[1], ANALYSES)}", "`pactgraph gaps --list` has them all"
    for key in ("asof", "known"):
        try:
            graph.clock(given.get(key))
        except UsageError as error:
            yield f"{key}: {error}", "write a day, month or year, as 2017-10-26, 2017-10 or 2017"
