"""What `import pactgraph` promises: the list of names is asserted, so that it changes on purpose only."""

from __future__ import annotations

import inspect
import tomllib
from pathlib import Path
from types import ModuleType

import pactgraph
from pactgraph import errors

PROMISED = [
    "Answer",
    "Clock",
    "DataError",
    "EngineError",
    "Observation",
    "PactError",
    "PactGraph",
    "Problem",
    "QueryError",
    "Reading",
    "Records",
    "Statement",
    "Table",
    "Thing",
    "UsageError",
    "load",
    "query",
]


def test_the_names_that_stay_are_these() -> None:
    assert set(PROMISED) <= set(pactgraph.__all__), "a name that users rely on is gone"


def test_all_is_sorted_and_whole() -> None:
    assert pactgraph.__all__ == sorted(pactgraph.__all__)
    public = {
        name for name, value in vars(pactgraph).items() if name[0] != "_" and not isinstance(value, ModuleType)
    } - {"annotations"}
    assert public == set(pactgraph.__all__)


def test_every_public_thing_says_what_it_is() -> None:
    for name in pactgraph.__all__:
        thing = getattr(pactgraph, name)
        assert inspect.getdoc(thing), name
        if inspect.isclass(thing):
            for member, value in inspect.getmembers(thing, inspect.isfunction):
                if not member.startswith("_") and value.__module__.startswith("pactgraph"):
                    assert inspect.getdoc(value), f"{name}.{member}"


def test_every_exception_is_public_and_in_the_tree_of_its_module() -> None:
    tree = inspect.getdoc(errors) or ""
    for name, value in vars(errors).items():
        if inspect.isclass(value) and issubclass(value, Exception):
            assert name in pactgraph.__all__
            assert name in tree
            assert issubclass(value, pactgraph.PactError)
            assert value.exit_code in (1, 2, 3)


def test_the_version_is_that_of_the_project() -> None:
    project = tomllib.loads((Path(__file__).parent.parent / "pyproject.toml").read_text())["project"]
    assert pactgraph.__version__ == project["version"]


def test_the_package_says_that_it_is_typed() -> None:
    assert (Path(inspect.getfile(pactgraph)).parent / "py.typed").is_file()
