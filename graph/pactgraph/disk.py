"""Oxigraph on disk: built once for given data, then opened at once, and only read.

    FOLDER/present       the name of the build that is in use
    FOLDER/<version>/    that build; `store.version` of what it was made from is its name

A build grows in a folder of its own, is flushed, and is named by the file `present` last of all: a
build that is killed leaves the one before as it was. Any number of processes may read; who reads
holds a lock on the build, and only what nobody holds is cleared away.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import re
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pyoxigraph as ox

from .errors import EngineError, UsageError
from .model import Records
from .store import Embedded, fill

_PRESENT = "present"
_OURS = re.compile(r"[0-9a-f]{32}|\.new-.*|present(\.new)?")


class DiskStore(Embedded):
    """A build on disk, read-only."""

    def __init__(self, engine: ox.Store, held: int) -> None:
        super().__init__(engine)
        #: The open folder of the build, with its lock; both go with this object.
        self._held = held

    def __del__(self) -> None:
        os.close(self._held)


def open_or_build(folder: Path, version: str, records: Callable[[], Records]) -> DiskStore:
    """The store of this version in `folder`, built from `records()` if it is not there or is torn.

    Opening takes milliseconds, whatever the size. Raises `UsageError` if the folder holds something
    else, `EngineError` if the disk fails; what was built before stays usable.
    """
    try:
        if (store := _open(folder, version)) is None:
            with _alone(folder):
                # Another process may have built it while this one waited.
                if (store := _open(folder, version)) is None:
                    _build(folder, version, records())
                    store = _open(folder, version)
    except OSError as error:
        raise EngineError(f"cannot use the store in {folder}: {error.strerror or error}") from None
    except (RuntimeError, ValueError) as error:  # the engine's own, as for a disk that is full
        raise EngineError(f"cannot build the store in {folder}: {error}") from None
    if store is None:
        raise EngineError(f"the store in {folder} was built and cannot be opened; is its disk sound?")
    return store


def _open(folder: Path, version: str) -> DiskStore | None:
    """The present build, if it is of this version and whole."""
    try:
        if (folder / _PRESENT).read_text("utf-8") != version:
            return None
        held = os.open(folder / version, os.O_RDONLY | os.O_DIRECTORY)
    except (FileNotFoundError, NotADirectoryError, UnicodeDecodeError):
        return None
    try:
        fcntl.flock(held, fcntl.LOCK_SH)
        return DiskStore(ox.Store.read_only(str(folder / version)), held)
    except (OSError, RuntimeError, ValueError):  # what the engine says to files that are torn or gone
        os.close(held)
        return None


def _build(folder: Path, version: str, records: Records) -> None:
    for leftover in folder.iterdir():
        if leftover.name.startswith(".new-") or leftover.name == version:
            shutil.rmtree(leftover)
    beside = Path(tempfile.mkdtemp(dir=folder, prefix=".new-"))
    try:
        engine = ox.Store(str(beside))
        fill(engine, records)
        engine.flush()
        del engine  # closes its files
        for file in beside.iterdir():
            _flush(file)
        beside.chmod(0o755)  # for others to read, as mkdir would make it
        _flush(beside)
        beside.rename(folder / version)
        _flush(folder)
        fresh = folder / f"{_PRESENT}.new"
        fresh.write_text(version, "utf-8")
        _flush(fresh)
        fresh.replace(folder / _PRESENT)
        _flush(folder)
    finally:
        shutil.rmtree(beside, ignore_errors=True)
    for older in folder.iterdir():
        if older.is_dir() and older.name != version:
            _remove_unread(older)


def _remove_unread(build: Path) -> None:
    held = os.open(build, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        shutil.rmtree(build, ignore_errors=True)
    except BlockingIOError:
        pass  # somebody reads it; the next build clears it away
    finally:
        os.close(held)


@contextlib.contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """The folder, made if it is not there, while no other process builds in it."""
    folder.mkdir(parents=True, exist_ok=True)
    # What is here is removed when it is old: never in a folder that holds anything else.
    if strangers := sorted(path.name for path in folder.iterdir() if not _OURS.fullmatch(path.name)):
        raise UsageError(f"{folder} is no store: it holds {strangers[0]!r}; name an empty or a new folder")
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def _flush(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
