"""Runs a notebook as Jupyter would and gives what its cells show: to compare with what is stored, or to store it.

    python tests/notebook.py docs/tour.ipynb            prints the outputs, one list a code cell
    python tests/notebook.py docs/tour.ipynb --write    stores them in the notebook

IPython runs the cells, so what is displayed is what a notebook displays; no kernel, no socket. What a cell
raises stops it.
"""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path
from typing import Any

from IPython.core.displayhook import DisplayHook
from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.capture import capture_output
from traitlets.config import Config


class Shown(DisplayHook):
    """Keeps the value of a cell as it would be displayed, where a terminal prints it."""

    data: dict[str, str] | None = None

    def write_output_prompt(self) -> None: ...

    def write_format_data(self, format_dict: dict[str, str], md_dict: Any = None) -> None:
        self.data = format_dict

    def finish_displayhook(self) -> None: ...


class Shell(InteractiveShell):
    """A shell that has what pandas knows Jupyter's by, so that frames are laid out as there."""

    kernel = None
    displayhook_class = Shown


def outputs_of(notebook: dict[str, Any], folder: str) -> list[list[dict[str, Any]]]:
    """What each code cell shows, in the notebook's own format."""
    config = Config()
    config.HistoryManager.enabled = False
    shell = Shell.instance(config=config, ipython_dir=folder)
    code = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
    return [_shown(shell, "".join(cell["source"]), count) for count, cell in enumerate(code, 1)]


def _shown(shell: Shell, source: str, count: int) -> list[dict[str, Any]]:
    shell.displayhook.data = None
    with capture_output() as captured:
        result = shell.run_cell(source, store_history=True)
    result.raise_error()
    if captured.stderr or captured.outputs:
        raise RuntimeError(f"cell {count} warns, or displays beside its value: {captured.stderr}")
    found: list[dict[str, Any]] = []
    if captured.stdout:
        found.append({"name": "stdout", "output_type": "stream", "text": lines(captured.stdout)})
    if shell.displayhook.data:
        data = {kind: lines(text) for kind, text in sorted(shell.displayhook.data.items())}
        found.append({"data": data, "execution_count": count, "metadata": {}, "output_type": "execute_result"})
    return found


def lines(text: str) -> list[str]:
    """Text as notebooks store it."""
    return text.splitlines(keepends=True)


def main(path: Path, write: bool) -> None:
    notebook = json.loads(path.read_text("utf-8"))
    with tempfile.TemporaryDirectory() as folder:
        outputs = outputs_of(notebook, folder)
    if not write:
        print(json.dumps(outputs))
        return
    code = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
    for count, (cell, shown) in enumerate(zip(code, outputs, strict=True), 1):
        cell["execution_count"], cell["outputs"] = count, shown
    path.write_text(json.dumps(notebook, ensure_ascii=False, indent=1, sort_keys=True) + "\n", "utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]), "--write" in sys.argv[2:])
