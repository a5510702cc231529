"""Data files: which there are, and each one's entries, checked as far as one file can be.

What a reference points at, and whether it may, only the whole can tell: see `link`.
"""

from __future__ import annotations

import os
import re
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

from pydantic import BaseModel, TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from .errors import DataError, PactError, Problem
from .model import EMAIL, ENTITY_MODELS, Entity, StatementsFile, near, slug_of
from .strict_yaml import MAX_PROBLEMS, Marked, Path_, place_of, read, read_carefully


def _list_of(model: type[Entity]) -> TypeAdapter[Any]:
    return TypeAdapter(list[model])  # type: ignore[valid-type]  # the model is only known as a value


_ENTITY_LISTS = {kind: _list_of(model) for kind, model in ENTITY_MODELS.items()}
_LEFTOVER = re.compile(r"^(\..*|#.*#|.*~|.*\.sw[a-p]|.*\.bak|.*\.orig)$")


class SourceFile(NamedTuple):
    """A data file: its place, and how it is named in messages."""

    path: Path
    name: str
    #: `entities/<kind>` or `statements`.
    kind: str


class ShapeError(PactError):
    """A file whose form is sound and whose entries are not; explained when the other files are known."""

    def __init__(self, source: SourceFile, marked: Marked, details: list[ErrorDetails]) -> None:
        self.source = source
        self.marked = marked
        self.details = details

    def problems(self, nearest: Callable[[str], str]) -> list[Problem]:
        """Its problems; `nearest` says which id a misspelt one, or a name, was meant for."""
        found: dict[tuple[Path_, str], Problem] = {}
        for detail in self.details:
            place = tuple(detail["loc"])
            while place not in self.marked.marks:
                place = place[:-1]
            if len(found) == MAX_PROBLEMS:
                mark = self.marked.marks[place]
                found[(), ""] = Problem(self.source.name, *mark, "more problems from here on", "mend the others first")
                break
            # One of several forms has an error for each form; the first is enough.
            field = str(detail["loc"][-1]) if detail["type"] == "missing" else ""
            if (place, field) not in found:
                found[place, field] = _explain(detail, self.source, self.marked, place, nearest)
        return list(found.values())


class Parsed(NamedTuple):
    """One file's entries, before anything is known of the others."""

    source: SourceFile
    entries: list[Entity] | StatementsFile


def find_files(folder: Path) -> tuple[list[SourceFile], list[Problem]]:
    """The data files below `folder` in path order, and what is wrong with the tree itself."""
    problems: list[Problem] = []
    if not folder.is_dir():
        return [], [Problem(str(folder), 0, 0, "no such folder", "give the folder with entities/ and statements/")]
    sources: list[SourceFile] = []
    root = folder.resolve()
    for path in sorted(folder.iterdir()):
        if path.name not in ("entities", "statements") and not _LEFTOVER.match(path.name) and _holds_data(path):
            mend = (
                near(path.name, ("entities", "statements"))[2:].capitalize() or "put it into entities/ or statements/"
            )
            problems.append(Problem(_name(path, folder), 0, 0, "is in no folder that is read", mend))
    for top in ("entities", "statements"):
        if (folder / top).is_symlink():
            problems.append(Problem(top, 0, 0, "is a link to a folder", "put the files here instead"))
            continue
        for here, folders, files in os.walk(folder / top, onerror=lambda e: problems.append(_unreadable(e, folder))):
            folders[:] = sorted(f for f in folders if not _LEFTOVER.match(f))
            for linked in [f for f in folders if Path(here, f).is_symlink()]:
                folders.remove(linked)
                name = _name(Path(here, linked), folder)
                problems.append(Problem(name, 0, 0, "is a link to a folder", "put the files here instead"))
            for file in sorted(files):
                path = Path(here, file)
                if _LEFTOVER.match(file) or path.suffix.lower() not in (".yaml", ".yml"):
                    continue
                name = _name(path, folder)
                if path.is_symlink() and not _stays_inside(path, root):
                    problems.append(Problem(name, 0, 0, "is a link out of the data, or to nothing", "put a file there"))
                    continue
                kind, mend = _kind_of(name)
                if kind is None:
                    problems.append(Problem(name, 0, 0, "is in no folder that is read", mend))
                else:
                    sources.append(SourceFile(path, name, kind))
    # By name, not by folder walk: the same files are the same order on every system.
    sources.sort(key=lambda source: source.name)
    if not sources and not problems:
        problems.append(Problem(str(folder), 0, 0, "has no data files", "add entities/<kind>/*.yaml"))
    return sources, problems


def _holds_data(path: Path) -> bool:
    """Whether a file is, or a folder directly holds, what looks like data and would be passed over."""
    if path.is_dir() and not path.is_symlink():
        return any(inner.suffix.lower() in (".yaml", ".yml") for inner in path.iterdir())
    return path.suffix.lower() in (".yaml", ".yml")


def _name(path: Path, folder: Path) -> str:
    """A file as messages name it: what no terminal or JSON can show is escaped."""
    shown = os.fsencode(path.relative_to(folder).as_posix()).decode("utf-8", "backslashreplace")
    return re.sub("[\x00-\x1f\x7f-\x9f]", lambda found: f"\\x{ord(found.group()):02x}", shown)


def _unreadable(error: OSError, folder: Path) -> Problem:
    name = _name(Path(error.filename or folder), folder)
    if isinstance(error, FileNotFoundError):
        return Problem(name, 0, 0, "no such folder", "give the folder with entities/ and statements/")
    return Problem(name, 0, 0, f"cannot be listed: {error.strerror}", "check its permissions")


def _stays_inside(path: Path, root: Path) -> bool:
    try:
        return path.resolve(strict=True).is_relative_to(root)
    except (OSError, RuntimeError):
        return False


def _kind_of(name: str) -> tuple[str | None, str]:
    parts = name.split("/")
    if parts[0] == "statements" and len(parts) > 2:
        return "statements", ""
    if parts[0] == "statements":
        return None, "put it into statements/<document>/"
    if len(parts) > 2 and parts[1] in ENTITY_MODELS:
        return parts[1], ""
    known = ", ".join(sorted(ENTITY_MODELS))
    hint = near(parts[1], ENTITY_MODELS) if len(parts) > 2 else ""
    return None, f"put it into entities/<kind>/, where kind is one of {known}{hint}"


def read_file(source: SourceFile, data: bytes) -> Parsed:
    """One file's entries, checked as far as one file can be.

    Raises `DataError` with all its problems of form, or `ShapeError` with those of its entries.
    """
    if b"@" in data and (found := list(EMAIL.finditer(text := data.decode("utf-8-sig", "replace")))):
        what = "an e-mail address: data names offices, never persons"
        places = [place_of(text, match.start()) for match in found[:MAX_PROBLEMS]]
        raise DataError([Problem(source.name, *place, what, "remove it") for place in places])
    try:
        return Parsed(source, _validate(source, read(data, source.name)))
    except ValidationError:
        pass
    # The careful reader keeps text as written and knows lines; it decides.
    marked = read_carefully(data, source.name)
    try:
        return Parsed(source, _validate(source, marked.value))
    except ValidationError as error:
        raise ShapeError(source, marked, _telling(error.errors(include_url=False))) from None


def _telling(details: list[ErrorDetails]) -> list[ErrorDetails]:
    """The errors without those that only follow from another one."""
    paths = [tuple(detail["loc"]) for detail in details]
    within = {path[:depth] for path in paths for depth in range(len(path))}
    unknown: dict[Path_, list[str]] = defaultdict(list)
    for path, detail in zip(paths, details, strict=True):
        if detail["type"] == "extra_forbidden":
            unknown[path[:-1]].append(str(path[-1]))

    def follows(path: Path_, detail: ErrorDetails) -> bool:
        if detail["type"] == "too_short":
            # A list whose members all failed counts as empty; the members' own errors say it better.
            return path in within
        # What is missing is there, but misspelt.
        names = unknown.get(path[:-1], ())[:MAX_PROBLEMS]
        return detail["type"] == "missing" and any(near(name, [str(path[-1])]) for name in names)

    return [detail for path, detail in zip(paths, details, strict=True) if not follows(path, detail)]


def _validate(source: SourceFile, value: Any) -> list[Entity] | StatementsFile:
    if source.kind == "statements":
        return StatementsFile.model_validate(value)
    entries: list[Entity] = _ENTITY_LISTS[source.kind].validate_python(value)
    return entries


def _explain(
    detail: ErrorDetails, source: SourceFile, marked: Marked, place: Path_, nearest: Callable[[str], str]
) -> Problem:
    """A pydantic error at `place` as a problem with a line and a mend."""
    path: Path_ = tuple(detail["loc"])
    if detail["type"] == "value_error":
        place = _accused(place, str(detail.get("ctx", {})["error"]), detail["input"])
    line, column = marked.marks[place]
    named = path if detail["type"] == "missing" else place
    field = next((_cut(str(part)) for part in reversed(named) if isinstance(part, str)), "file")
    kind, context, given = detail["type"], detail.get("ctx", {}), detail["input"]
    mend = ""
    match kind:
        case "missing":
            message = f"`{field}` is missing"
            mend = f"add `{field}: …`"
        case "extra_forbidden":
            message = f"unknown field `{field}`"
            known = _fields_at(source, path)
            mend = near(field, known)[2:].capitalize() or f"known here: {', '.join(known)}"
            if field.isdigit():
                mend = "write numbers without commas, as 1500000"
        case "literal_error":
            words = re.findall(r"'([^']*)'", str(context.get("expected", "")))
            message = f"`{field}` cannot be {_short(given)}"
            mend = f"{near(str(given).lower(), words)[2:].capitalize()} It is one of {', '.join(words)}".strip()
        case "string_type" if given is None:
            message, mend = f"`{field}` has no value", "write one, or remove the line"
        case "string_type":
            message, mend = (
                f"`{field}` must be text, not {_short(given)}",
                "put it between quotes if it is meant as text",
            )
        case "string_pattern_mismatch" if context.get("pattern", "").startswith("^[a-z][a-z0-9]*(-"):
            message = f"`{field}`: {_short(given)} is not an id"
            like = slug_of(str(given)).lstrip("0123456789-")[:100].strip("-") or "border-office"
            mend = f"ids are lower-case words with hyphens, such as {like}"
            if field != "id":
                mend = nearest(str(given)) or mend
        case "value_error":
            message = f"`{field}`: {context['error']}" if path else str(context["error"])
        case "list_type" | "tuple_type" | "dict_type" | "model_type":
            message = f"`{field}` has the wrong form: {detail['msg'].lower()}"
            mend = "see data/README.md for an example"
        case _:
            message = f"`{field}`: {detail['msg']}"
            mend = f"given: {_short(given)}"
    return Problem(source.name, line, column, message, mend)


def _accused(place: Path_, message: str, given: object) -> Path_:
    """The field of an entry that a message about the whole entry names, or whose value it quotes."""
    if not isinstance(given, dict):
        return place
    named = [name for name in re.findall("`([a-z_]+)`", message) if name in given]
    quoted = [
        (message.index(repr(text)), name)
        for name, value in given.items()
        for text in (value if isinstance(value, list) else [value])
        if isinstance(text, str) and repr(text) in message
    ]
    return (*place, *(named or [name for _, name in sorted(quoted)])[:1])


def _short(value: object) -> str:
    return _cut(repr(value))


def _cut(text: str) -> str:
    return text if len(text) <= 60 else text[:57] + "…"


def _fields_at(source: SourceFile, path: Path_) -> list[str]:
    """Names of the fields that may stand where `path` ends."""
    model: Any = StatementsFile if source.kind == "statements" else ENTITY_MODELS[source.kind]
    for part in path[:-1]:
        if isinstance(part, str) and part in model.model_fields:
            inner = _models_in(model.model_fields[part].annotation)
            model = inner[0] if inner else model
    return sorted(model.model_fields)


def _models_in(annotation: Any) -> list[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [model for part in getattr(annotation, "__args__", ()) for model in _models_in(part)]
