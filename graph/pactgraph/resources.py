"""Where the folders that ship with PactGraph are, in a checkout or in an installed wheel.

The only module that knows both places; everything else is given a folder.
"""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent
_BUNDLED = _PACKAGE / "_bundled"
_CHECKOUT = _PACKAGE.parent.parent


def _folder(name: str) -> Path:
    """`name` beside the sources if this is a checkout, else the copy inside the wheel.

    The checkout goes first: an editable install can leave an older copy in the package.
    """
    in_checkout = _CHECKOUT / name
    if (_CHECKOUT / "pyproject.toml").is_file() and in_checkout.is_dir():
        return in_checkout
    return _BUNDLED / name


def data_dir() -> Path:
    """The folder with `entities/` and `statements/` that comes with PactGraph."""
    return _folder("data")


def ontology_dir() -> Path:
    """The folder with `pact.ttl`, `themes.ttl`, `shapes.ttl` and `context.jsonld`."""
    return _folder("ontology")


def queries_dir() -> Path:
    """The folder with the library of named questions."""
    return _PACKAGE / "queries"


def templates_dir() -> Path:
    """The folder with the page templates."""
    return _PACKAGE / "templates"
