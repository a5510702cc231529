"""What is installed from a package, away from the checkout: ontology, data and questions come with it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import sysconfig
import tarfile
import tomllib
import zipfile
from dataclasses import dataclass
from pathlib import Path

import pytest

from command import ROOT, real_graph
from pactgraph import export

pytestmark = pytest.mark.slow

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]


@dataclass(frozen=True)
class Installed:
    """A wheel made from a source archive, in an environment of its own."""

    archive: Path
    wheel: Path
    environment: Path
    elsewhere: Path

    def run(self, *words: str) -> subprocess.CompletedProcess[str]:
        clean = {
            key: value for key, value in os.environ.items() if not key.startswith(("PYTHON", "PACTGRAPH", "VIRTUAL"))
        }
        return subprocess.run(words, cwd=self.elsewhere, env=clean, capture_output=True, text=True, timeout=60)

    def pactgraph(self, *words: str) -> subprocess.CompletedProcess[str]:
        return self.run(str(self.environment / "bin" / "pactgraph"), *words)


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Installed:
    folder = tmp_path_factory.mktemp("wheel")
    # Both: the wheel is then made from the source archive, so that neither can lack a file.
    build = [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(folder / "dist"), str(ROOT)]
    made = subprocess.run(build, capture_output=True, text=True)
    assert made.returncode == 0, made.stdout + made.stderr
    (wheel,) = (folder / "dist").glob("*.whl")
    (archive,) = (folder / "dist").glob("*.tar.gz")
    environment = folder / "environment"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(environment)], check=True)
    # The dependencies are those at hand. What a .pth file names is searched, but its own .pth files are
    # not followed: the editable install of the checkout stays out.
    (site,) = environment.glob("lib/python*/site-packages")
    (site / "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n")
    install = [sys.executable, "-m", "pip", "--python", str(environment / "bin" / "python"), "install", "--quiet"]
    install += ["--no-deps", "--no-index", "--ignore-installed", "--disable-pip-version-check", str(wheel)]
    put = subprocess.run(install, capture_output=True, text=True)
    assert put.returncode == 0, put.stdout + put.stderr
    elsewhere = folder / "elsewhere"
    elsewhere.mkdir()
    return Installed(archive, wheel, environment, elsewhere)


def committed(*folders: str) -> set[str]:
    """Files below these folders that git knows or would take."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z", *folders],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return {name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file()}


def test_the_wheel_holds_the_package_the_ontology_and_the_data_and_nothing_else(installed: Installed) -> None:
    with zipfile.ZipFile(installed.wheel) as wheel:
        names = {name for name in wheel.namelist() if ".dist-info/" not in name}
    package = {name.removeprefix("graph/") for name in committed("graph/pactgraph")}
    bundled = {f"pactgraph/_bundled/{name}" for name in committed("ontology", "data")}
    assert names == package | bundled
    assert {"pactgraph/py.typed", "pactgraph/queries/who-funds.rq", "pactgraph/templates/network.html"} <= names


def test_the_archive_holds_what_the_wheel_is_made_of(installed: Installed) -> None:
    with tarfile.open(installed.archive) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    assert committed("graph", "ontology", "data") <= names
    assert {"README.md", "CHANGELOG.md", "LICENSE", "LICENSE-data", "pyproject.toml"} <= names


def test_the_metadata_says_what_the_project_says(installed: Installed) -> None:
    with zipfile.ZipFile(installed.wheel) as wheel:
        (metadata,) = (name for name in wheel.namelist() if name.endswith(".dist-info/METADATA"))
        text = wheel.read(metadata).decode()
        assert f"\nVersion: {PROJECT['version']}\n" in text
        assert f"\nLicense-Expression: {PROJECT['license']}\n" in text
        assert {name.rpartition("/")[2] for name in wheel.namelist() if "/licenses/" in name} == {
            "LICENSE",
            "LICENSE-data",
        }
        for dependency in PROJECT["dependencies"]:
            assert f"\nRequires-Dist: {dependency}\n" in text


def test_everything_it_reads_lies_inside_the_installed_package(installed: Installed) -> None:
    code = (
        "import json, pactgraph; from pactgraph import resources as r; "
        "places = [r.data_dir(), r.ontology_dir(), r.queries_dir(), r.templates_dir()]; "
        "print(json.dumps([pactgraph.__file__, *map(str, places)]))"
    )
    ran = installed.run(str(installed.environment / "bin" / "python"), "-W", "error", "-c", code)
    assert ran.returncode == 0, ran.stderr
    for place in json.loads(ran.stdout):
        assert Path(place).is_relative_to(installed.environment), place
        assert Path(place).exists()


def test_it_checks_asks_and_exports_from_any_folder(installed: Installed) -> None:
    version = installed.pactgraph("--version")
    assert version.stdout == f"pactgraph {PROJECT['version']}\n"
    checked = installed.pactgraph("check")
    assert (checked.returncode, checked.stderr) == (0, "")
    assert checked.stdout.splitlines()[-1].startswith("No problems. ")
    asked = installed.pactgraph("query", "who-funds", "funder=japan")
    assert asked.returncode == 0, asked.stderr
    assert "border-management-lao" in asked.stdout
    exported = installed.pactgraph("export", "turtle", "graph.ttl")
    assert exported.returncode == 0, exported.stderr
    assert (installed.elsewhere / "graph.ttl").read_bytes() == export.turtle(real_graph()), (
        "the checkout has other data"
    )


def test_it_makes_pages_from_the_templates_inside(installed: Installed) -> None:
    made = installed.pactgraph("export", "network", "page.html", "--focus", "unodc")
    assert (made.returncode, made.stdout) == (0, ""), made.stderr
    assert "<script" in (installed.elsewhere / "page.html").read_text()
