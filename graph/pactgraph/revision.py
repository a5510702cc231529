"""Data as they stood at a git revision, laid out in a folder of their own.

Blobs are read as they were committed (`ls-tree`, `cat-file`) rather than as `git archive` packs them:
an archive runs the filters that a repository's settings name, and leaves out or rewrites files where
the revision's own attributes say so (`export-ignore`, `export-subst`), so that facts could vanish
unsaid. Nothing is written into the repository, no hook, pager or filter is run, nothing is fetched.
"""

from __future__ import annotations

import os
import re
import subprocess
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from reprlib import repr as shown
from threading import Timer
from typing import NamedTuple

from .errors import EngineError, UsageError
from .model import near

#: Enough for any data folder, and little enough to be held in memory.
MAX_FILES = 100_000
MAX_BYTES = 200_000_000
#: Seconds that one call of git may take.
PATIENCE = 60.0
_LISTING = 50_000_000
#: Letters of a revision's name.
_LONGEST = 1000
_QUIET = (
    *("-c", "core.hooksPath=/dev/null"),
    *("-c", "core.fsmonitor=false"),
    *("-c", "protocol.allow=never"),
    "--no-pager",
    "--no-optional-locks",
)
_COMMIT = re.compile(rb"[0-9a-f]{40,64}\n?")


class _Blob(NamedTuple):
    path: str
    key: str
    size: int
    is_link: bool


@contextmanager
def checked_out(folder: Path, revision: str, environment: Mapping[str, str]) -> Iterator[Path]:
    """The data folder as it was at a revision of its repository, in a temporary folder, gone afterwards.

    `environment` is that of the process; what it says of other repositories (`GIT_DIR` …) is left out.
    Raises `UsageError` if the folder is in no repository or has no such revision, `EngineError` if git
    is not there, fails, takes too long, or the revision holds more than can be read.
    """
    git = _Git(folder, environment)
    top, inside = git.place()
    commit = git.commit(revision)
    with tempfile.TemporaryDirectory(prefix="pactgraph-") as made:
        out = Path(made) / "data"
        out.mkdir()
        _lay_out(git, git.blobs(top, commit, inside, revision), out)
        yield out


class _Git:
    """Calls of git in the repository of a folder."""

    def __init__(self, folder: Path, environment: Mapping[str, str]) -> None:
        self.folder = folder
        kept = {name: value for name, value in environment.items() if not name.upper().startswith("GIT_")}
        # Nothing is asked of a person, nothing fetched that a partial clone lacks.
        self.environment = {**kept, "GIT_TERMINAL_PROMPT": "0", "GIT_NO_LAZY_FETCH": "1", "LC_ALL": "C"}

    def place(self) -> tuple[Path, str]:
        """The top of the repository, and the folder's path from there, empty if it is the top itself."""
        code, out, said = self.run(self.folder, "rev-parse", "--show-toplevel", "--show-prefix")
        if code:
            raise UsageError(f"{self.folder} is in no git repository that can be read: {said}")
        top, _, rest = os.fsdecode(out).partition("\n")
        return Path(top), rest.rstrip("\n").rstrip("/")

    def commit(self, revision: str) -> str:
        """The commit that a revision names. Raises `UsageError` with the nearest names for one that names none."""
        code, out = 1, b""
        # git knows no such names; asked for one, it may take it for an option.
        if revision and not revision.startswith("-") and revision.isprintable() and len(revision) <= _LONGEST:
            code, out, _ = self.run(
                self.folder, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}"
            )
        if code or not _COMMIT.fullmatch(out):
            raise UsageError(
                f"{shown(revision)} is no date, no folder and no revision of the repository{self._nearest(revision)}"
            )
        return out.decode().strip()

    def _nearest(self, revision: str) -> str:
        _, out, _ = self.run(
            self.folder,
            *("for-each-ref", "--count=2000", "--sort=-committerdate", "--format=%(refname:short)"),
            *("refs/heads", "refs/tags", "refs/remotes"),
        )
        names = out.decode("utf-8", "replace").split()
        some = f"; it has {', '.join(names[:5])}" if names else "; it has no branch and no tag"
        return near(revision[:200], names) or some

    def blobs(self, top: Path, commit: str, inside: str, revision: str) -> list[_Blob]:
        """The files of the data folder at a commit. Raises `UsageError` if it was not there."""
        code, out, said = self.run(
            top, "ls-tree", "-r", "-z", "-l", "--full-tree", f"{commit}:{inside}", limit=_LISTING
        )
        if code:
            raise UsageError(f"revision {shown(revision)} has no folder {inside or '.'!r}: {said}")
        found = []
        for line in out.split(b"\0")[:-1]:
            about, _, path = line.partition(b"\t")
            mode, kind, blob, size = about.decode("ascii").split()
            link = mode == "120000"
            # No submodule, which is another repository, and nothing that the loader would pass over.
            if kind == "blob" and (link or path.lower().endswith((b".yaml", b".yml"))):
                found.append(_Blob(os.fsdecode(path), blob, int(size), link))
        if len(found) > MAX_FILES or sum(blob.size for blob in found) > MAX_BYTES:
            raise EngineError(
                f"revision {shown(revision)} holds {len(found):,} files of {sum(blob.size for blob in found):,} bytes; "
                f"at most {MAX_FILES:,} files of {MAX_BYTES:,} bytes are read"
            )
        return found

    def contents(self, blobs: Sequence[_Blob]) -> Iterator[bytes]:
        """What the files hold, in their order."""
        asked = "".join(f"{blob.key}\n" for blob in blobs).encode()
        most = sum(blob.size + 200 for blob in blobs)
        code, out, said = self.run(self.folder, "cat-file", "--batch", given=asked, limit=most)
        at = 0
        for blob in blobs:
            head, _, _ = out[at : at + 200].partition(b"\n")
            if code or head != f"{blob.key} blob {blob.size}".encode():
                raise EngineError(f"git cannot read {blob.path!r}: {said or head.decode('utf-8', 'replace')}")
            at += len(head) + 1
            yield out[at : at + blob.size]
            at += blob.size + 1

    def run(self, at: Path, *words: str, given: bytes = b"", limit: int = 1_000_000) -> tuple[int, bytes, str]:
        """Exit code, output and the last line of what was said. Raises `EngineError` for too long or too much."""
        # A file and no pipe: two pipes could wait for each other.
        with tempfile.TemporaryFile() as asked, tempfile.TemporaryFile() as told:
            asked.write(given)
            asked.seek(0)
            try:
                git = subprocess.Popen(  # noqa: S603 - no shell, and no word that git could take for an option
                    ["git", *_QUIET, *words],  # noqa: S607 - the git that the person has
                    cwd=at,
                    env=self.environment,
                    stdin=asked,
                    stdout=subprocess.PIPE,
                    stderr=told,
                )
            except FileNotFoundError:
                if not at.is_dir():
                    raise UsageError(f"no such folder: {at}") from None
                raise EngineError("git is not installed, and a revision cannot be read without it") from None
            except OSError as error:
                raise EngineError(f"git cannot be started: {error.strerror}") from None
            out, late = _read(git, limit)
            if late:
                raise EngineError(f"git {words[0]} took longer than {PATIENCE:g} seconds")
            if len(out) > limit:
                raise EngineError(f"git {words[0]} gave more than {limit:,} bytes")
            told.seek(0)
            said = told.read(10_000).decode("utf-8", "replace").strip().splitlines()
            return git.returncode, out, said[-1].removeprefix("fatal: ") if said else ""


def _read(git: subprocess.Popen[bytes], limit: int) -> tuple[bytes, bool]:
    """What git gives, and whether it had to be stopped because it took too long."""
    late: list[bool] = []

    def stop() -> None:
        late.append(True)
        git.kill()

    timer = Timer(PATIENCE, stop)
    timer.daemon = True
    timer.start()
    try:
        with git:
            out = git.stdout.read(limit + 1) if git.stdout else b""
            if len(out) > limit:
                git.kill()
    except BaseException:
        git.kill()
        raise
    finally:
        timer.cancel()
    return out, bool(late)


def _lay_out(git: _Git, blobs: Sequence[_Blob], out: Path) -> None:
    """Write the files below `out`, and links last, so that no file is written through one."""
    ordered = sorted(blobs, key=lambda blob: blob.is_link)
    for blob, data in zip(ordered, git.contents(ordered), strict=True):
        path = PurePosixPath(blob.path)
        # A tree can be made by hand: git itself would write no such name.
        if path.is_absolute() or {"..", ".", ".git", ""} & set(blob.path.split("/")) or "\\" in blob.path:
            raise EngineError(f"the revision holds a file with a name that leads elsewhere: {blob.path!r}")
        target = out / path
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            if blob.is_link:
                # Whether it may be followed, the loader decides, as it does for a folder.
                target.symlink_to(os.fsdecode(data))
            else:
                with target.open("xb") as file:
                    file.write(data)
        except (OSError, ValueError) as error:
            raise EngineError(f"cannot lay out {blob.path!r} of the revision: {error}") from None
