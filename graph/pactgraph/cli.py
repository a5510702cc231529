"""The command line: the only module that prints, reads the environment or exits.

Results go to standard output, so that they can be piped; everything said to a person while it
works goes to standard error. Libraries are imported where they are used: `pactgraph --help` should
not wait for a graph.
"""

from __future__ import annotations

import contextlib
import json
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from .errors import DataError, PactError, UsageError

if TYPE_CHECKING:
    from .analysis import Finding, Scope
    from .graph import PactGraph
    from .model import Statement

_Command = TypeVar("_Command", bound=Callable[..., Any])
_EXPORT_KINDS = ("tables", "turtle", "nquads", "jsonld", "graphml", "gexf", "network", "schema")
_ENABLE_COMPLETION = 'eval "$(_PACTGRAPH_COMPLETE=bash_source pactgraph)"'


def main() -> None:
    """Run the command line; every failure ends in one clear message and the exit code of its kind."""
    as_json = "--json" in sys.argv
    try:
        cli.main(standalone_mode=False)
    except click.exceptions.Exit as stop:
        sys.exit(stop.exit_code)
    except click.ClickException as error:
        _fail(error.format_message(), 2, as_json)
    except click.Abort:
        _fail("stopped", 130, as_json)
    except DataError as error:
        if as_json:
            _say_json({"problems": [problem.as_dict() for problem in error.problems]}, err=True)
        else:
            click.echo(str(error), err=True)
        sys.exit(error.exit_code)
    except PactError as error:
        _fail(str(error), error.exit_code, as_json)
    except BrokenPipeError:
        # The reader of our pipe has seen enough. Python would complain while closing stdout.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)


def _fail(message: str, code: int, as_json: bool) -> None:
    if as_json:
        _say_json({"error": message, "exit": code}, err=True)
    else:
        click.echo(f"pactgraph: {message}", err=True)
    sys.exit(code)


def _say_json(value: Any, *, err: bool = False) -> None:
    click.echo(json.dumps(value, ensure_ascii=False, indent=1), err=err)


# -- options that commands share ------------------------------------------------------------------


def _things(context: click.Context, _parameter: click.Parameter, typed: str) -> list[str]:
    """Completion of ids: what begins with the letters typed."""
    try:
        graph = _load(context.params.get("data"), quiet=True)
    except PactError:
        return []
    return [thing for thing in graph.things if thing.startswith(typed)]


def _questions(_context: click.Context, _parameter: click.Parameter, typed: str) -> list[str]:
    from .query import questions

    return [name for name in questions() if name.startswith(typed)]


def _analyses(_context: click.Context, _parameter: click.Parameter, typed: str) -> list[str]:
    from .analysis import ANALYSES

    return [name for name in ANALYSES if name.startswith(typed)]


_data = click.option("--data", type=click.Path(path_type=Path), help="Folder with entities/ and statements/.")
_quiet = click.option("-q", "--quiet", is_flag=True, help="Say nothing while working.")
_json = click.option("--json", "as_json", is_flag=True, help="Answer, and report errors, as JSON.")
_out = click.option("-o", "--output", type=click.Path(path_type=Path), help="Write to this file instead of the screen.")
_as_of = click.option("--as-of", metavar="DATE", help="What was true then: a day, month or year.")
_known_by = click.option("--known-by", metavar="DATE", help="Use only documents issued by then.")


def _options(*options: Callable[[_Command], _Command]) -> Callable[[_Command], _Command]:
    def decorate(command: _Command) -> _Command:
        for option in reversed(options):
            command = option(command)
        return command

    return decorate


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="pactgraph", message="pactgraph %(version)s")
def cli() -> None:
    r"""Who funds, chairs, signs and implements what in drug-control cooperation, and says who.

    \b
    First questions:
      pactgraph gaps                          what nobody is known to fund, what rests on one donor
      pactgraph query who-funds               who funds what, with its source
      pactgraph show border-management-lao    all that is said of one thing

    Exit codes: 0 done, 1 the data has problems, 2 wrong usage, 3 an engine or file failed.
    """


# -- check and build ------------------------------------------------------------------------------


@cli.command(epilog="Example: pactgraph check data --json")
@click.argument("data", required=False, type=click.Path(path_type=Path))
@_options(_json, _quiet)
def check(data: Path | None, as_json: bool, quiet: bool) -> None:
    """Name every problem in the data at once: file, line, what is wrong, how to mend it."""
    try:
        graph = _load(data, quiet=quiet)
    except DataError as error:
        if as_json:
            _say_json({"problems": [problem.as_dict() for problem in error.problems]})
        else:
            click.echo(str(error))
        sys.exit(1)
    warnings = [warning.as_dict() for warning in graph.records.warnings]
    if as_json:
        _say_json({"problems": [], "warnings": warnings, **_counts(graph)})
        return
    for warning in graph.records.warnings:
        click.echo(str(warning))
    if not quiet:
        click.echo("No problems. " + _counts_text(graph))


def _counts(graph: PactGraph) -> dict[str, int]:
    items = sum(1 for thing in graph.things.values() if hasattr(thing.entry, "text"))
    return {
        "entities": len(graph.things) - items,
        "items": items,
        "statements": len(graph.statements),
        "figures": len(graph.figures),
    }


def _counts_text(graph: PactGraph) -> str:
    return ", ".join(f"{count:,} {word}" for word, count in _counts(graph).items()) + "."


@cli.command(epilog="Example: pactgraph build data --out exports")
@click.argument("data", required=False, type=click.Path(path_type=Path))
@click.option("--out", type=click.Path(path_type=Path), default=Path("exports"), show_default=True, help="Where to.")
@_options(_quiet)
def build(data: Path | None, out: Path, quiet: bool) -> None:
    """Check the data, build the graph, run the analyses and write all exports, whole or not at all."""
    from . import analysis, export
    from .analysis import Scope
    from .view import render_network

    graph = _load(data, quiet=quiet)
    findings = analysis.run(graph, (), Scope(graph.clock()))
    made = export.tables(graph)
    focus = _busiest(graph)
    files: dict[str, Callable[[], str | bytes]] = {
        **{name: lambda text=text: text for name, text in made.items()},  # type: ignore[misc]
        "graph.ttl": lambda: export.turtle(graph),
        "graph.jsonld": lambda: export.jsonld(graph),
        "gaps.json": lambda: export.findings_json(f for f in findings if f.gap),
        "gaps.csv": lambda: export.findings_csv(f for f in findings if f.gap),
        "gaps.md": lambda: export.findings_markdown(graph, [f for f in findings if f.gap]),
        "coverage.csv": lambda: export.findings_csv(
            f for f in findings if f.analysis == "coverage" and f.state != "not known"
        ),
        "network.html": lambda: render_network(graph),
        **{
            f"network-{thing}.html": lambda thing=thing: render_network(graph, focus=thing, depth=1)  # type: ignore[misc]
            for thing in focus
        },
    }
    with _progress("Writing exports", len(files), quiet) as advance:
        export.write_folder(out, files, lambda _name: advance())
    if quiet:
        return
    click.echo(f"Read {_counts_text(graph)}")
    click.echo(f"Wrote {len(files)} files to {out}/: tables (CSV), graph.ttl, graph.jsonld, gaps, network pages.")
    click.echo("")
    click.echo(_board(graph, findings))
    click.echo("")
    pages = ", ".join(f"{out}/network-{thing}.html" for thing in focus)
    click.echo(f"Open {out}/network.html in a browser (no network needed); by subject: {pages}.")


def _busiest(graph: PactGraph, count: int = 3) -> list[str]:
    """The actors that fund, support or implement most: whose own pages are worth a file."""
    from collections import Counter

    words = ("funds", "supports", "implements")
    seen = Counter(s.subject for s in graph.statements if s.predicate in words and s.origin == "statement")
    return [thing for thing, _ in sorted(seen.items(), key=lambda pair: (-pair[1], pair[0]))[:count]]


# -- find and show --------------------------------------------------------------------------------


@cli.command("find", epilog="Example: pactgraph find huapanh")
@click.argument("text", nargs=-1, required=True)
@click.option("--limit", default=10, show_default=True, help="How many at most.")
@_options(_data, _json, _quiet)
def find_command(text: tuple[str, ...], limit: int, data: Path | None, as_json: bool, quiet: bool) -> None:
    """Find things by name: aliases, acronyms and other spellings count."""
    graph = _load(data, quiet=quiet)
    hits = graph.find(" ".join(text), limit)
    if as_json:
        _say_json([{"id": h.thing.id, "type": h.thing.type, "label": h.thing.label, "name": h.name} for h in hits])
    elif hits:
        _table(("id", "type", "name"), [(h.thing.id, h.thing.type, h.name) for h in hits])
    if not hits:
        click.echo(f"Nothing is called like {' '.join(text)!r} in these data.", err=True)
        sys.exit(1)


@cli.command(epilog="Example: pactgraph show lcdc --as-of 2021")
@click.argument("thing", metavar="ID", shell_complete=_things)
@_options(_data, _as_of, _known_by, _json, _quiet)
def show(thing: str, data: Path | None, as_of: str | None, known_by: str | None, as_json: bool, quiet: bool) -> None:
    """Show one thing: its names, and every statement about it with its source and its state on the day."""
    graph = _load(data, quiet=quiet)
    if thing not in graph.things:
        hits = graph.find(thing, 3)
        hint = f"; did you mean {', '.join(h.thing.id for h in hits)}?" if hits else ""
        raise UsageError(f"unknown id {thing!r}{hint}")
    clock = graph.clock(as_of, known_by)
    found = [s for s in graph.statements if thing in (s.subject, s.object) and clock.knows(s.document)]
    figures = [f for f in graph.figures if thing in (f.entry.of, f.entry.place) and clock.knows(f.locator.document)]
    it = graph.things[thing]
    rows = [
        (_sentence(graph, s), s.when or "", _state(s, clock.reading(s)), f"{s.document}: {s.locator}") for s in found
    ]
    measured = [
        (f.entry.what, _measure(f.entry), f.entry.when or "", f"{f.locator.document}: {f.locator}") for f in figures
    ]
    if as_json:
        keys = ("statement", "when", "state", "source")
        _say_json(
            {
                "id": it.id,
                "type": it.type,
                "label": it.label,
                "aliases": list(it.aliases),
                "statements": [
                    {"id": s.id, **dict(zip(keys, row, strict=True))} for s, row in zip(found, rows, strict=True)
                ],
                "figures": [dict(zip(("what", "value", "when", "source"), row, strict=True)) for row in measured],
            }
        )
        return
    click.echo(f"{it.label}  ({it.type}, {it.id})")
    if it.aliases:
        click.echo(f"also: {', '.join(it.aliases)}")
    if it.sources:
        click.echo(f"read in: {', '.join(f'{s.document}: {s}' for s in it.sources)}")
    note = getattr(it.entry, "note", None)
    if note:
        click.echo(f"note: {note}")
    click.echo(f"\nOn {_period(clock)}:")
    _table(("statement", "when", "state", "source"), rows)
    if measured:
        click.echo("")
        _table(("figure", "value", "when", "source"), measured)


def _state(statement: Statement, reading: str) -> str:
    doubt = f", {statement.rank}" if statement.rank in ("disputed", "outranked") else ""
    return f"{reading}{doubt}"


def _measure(figure: Any) -> str:
    if figure.value is None:
        return f"({figure.cell})"
    words = {"exactly": "", "about": "about ", "more-than": "more than ", "at-least": "at least "}
    sign = words.get(figure.comparator, figure.comparator.replace("-", " ") + " ")
    return f"{sign}{figure.value}{f' to {figure.max}' if figure.max else ''} {figure.unit}"


def _sentence(graph: PactGraph, statement: Statement) -> str:
    """A statement as people would say it, with names for ids."""

    def name(thing: str) -> str:
        label = graph.things[thing].label
        return label if len(label) <= 70 else label[:69] + "…"

    amount = statement.amount
    money = f" ({amount.value}{f' to {amount.max}' if amount.max else ''} {amount.currency})" if amount else ""
    denial = "NOT: " if statement.status == "denied" else ""
    verb = statement.predicate.replace("_", " ")
    target = name(statement.object) if statement.object else (statement.value or "")
    return f"{denial}{name(statement.subject)} {verb} {target}{money}".rstrip()


# -- queries --------------------------------------------------------------------------------------


@cli.command(epilog="Example: pactgraph query who-funds funder=japan --as-of 2021")
@click.argument("source", metavar="NAME|FILE|-", shell_complete=_questions)
@click.argument("values", nargs=-1, metavar="[PARAMETER=VALUE …]")
@click.option("--format", "form", default="table", show_default=True, help="table csv tsv json xml turtle ntriples …")
@_options(_data, _as_of, _known_by, _out, _json, _quiet)
def query(
    source: str,
    values: tuple[str, ...],
    form: str,
    data: Path | None,
    as_of: str | None,
    known_by: str | None,
    output: Path | None,
    as_json: bool,
    quiet: bool,
) -> None:
    """Answer a named question, or a SPARQL query from a file or from standard input (-)."""
    from . import query as sparql

    form = "json" if as_json else form
    named = source in sparql.questions()
    text = "" if named else _query_text(source)
    graph = _load(data, quiet=quiet)
    if named:
        pairs = dict(_pair(value) for value in values)
        results = sparql.ask(graph.store, sparql.question(source), graph.things, graph.clock(as_of, known_by), pairs)
    else:
        if values or as_of or known_by:
            raise UsageError("parameters and clocks belong to named questions; write them into the SPARQL instead")
        results = sparql.run(graph.store, text, name=source)
    if form != "table":
        _deliver(sparql.serialise(results, form), output)
        return
    names, rows = sparql.rows(results)
    if output is not None:
        raise UsageError("a table is for the screen; with -o choose --format csv, tsv, json or xml")
    _table(names, rows)
    if not quiet:
        click.echo(f"{len(rows)} row{'s' if len(rows) != 1 else ''}", err=True)


def _query_text(source: str) -> str:
    from .query import MAX_QUERY, question

    if source == "-":
        return sys.stdin.read(MAX_QUERY + 1)
    path = Path(source)
    if not path.is_file():
        question(source)  # not a file: say which named question is nearest
    try:
        with path.open(encoding="utf-8") as file:
            return file.read(MAX_QUERY + 1)
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"cannot read {source}: {error}") from None


def _pair(text: str) -> tuple[str, str]:
    name, mark, value = text.partition("=")
    if not mark:
        raise UsageError(f"{text!r} is not a parameter; write name=value")
    return name, value


@cli.command(epilog="Example: pactgraph questions who-funds")
@click.argument("name", required=False, shell_complete=_questions)
@_options(_json)
def questions(name: str | None, as_json: bool) -> None:
    """List the named questions, or show one with its parameters and its SPARQL."""
    from . import query as sparql

    library = sparql.questions()
    chosen = [sparql.question(name)] if name else list(library.values())
    if as_json:
        _say_json(
            [
                {
                    "name": q.name,
                    "question": q.text,
                    "parameters": [{"name": p.name, "takes": p.kind, "default": p.default} for p in q.parameters],
                    "example": q.example,
                }
                for q in chosen
            ]
        )
    elif name:
        click.echo(chosen[0].sparql.rstrip())
    else:
        _table(
            ("name", "question", "parameters"),
            [(q.name, q.text, " ".join(p.name for p in q.parameters)) for q in chosen],
        )


# -- gaps -----------------------------------------------------------------------------------------


@cli.command(epilog="Example: pactgraph gaps unfunded --country lao-pdr --format md")
@click.argument("names", nargs=-1, metavar="[ANALYSIS …]", shell_complete=_analyses)
@click.option("--list", "list_them", is_flag=True, help="The analyses, with their definitions.")
@click.option("--country", shell_complete=_things, help="Only this country or place.")
@click.option("--theme", shell_complete=_things, help="Only this theme.")
@click.option("--donor", shell_complete=_things, help="Only this donor.")
@click.option("--before", metavar="DATE", help="For what ends: before this day (a year on, if not given).")
@click.option("--all", "everything", is_flag=True, help="Also what is covered, not gaps alone.")
@click.option(
    "--format", "form", type=click.Choice(["table", "json", "csv", "html", "md"]), default="table", show_default=True
)
@_options(_data, _as_of, _known_by, _out, _json, _quiet)
def gaps(
    names: tuple[str, ...],
    list_them: bool,
    country: str | None,
    theme: str | None,
    donor: str | None,
    before: str | None,
    everything: bool,
    form: str,
    data: Path | None,
    as_of: str | None,
    known_by: str | None,
    output: Path | None,
    as_json: bool,
    quiet: bool,
) -> None:
    """Run the analyses: what is covered, what nobody is known to fund, what rests on one donor, what ends.

    Without names or options it prints the board to open a meeting with. A gap is a question for the
    coordinator: "not known" means that no statement was found, not that there is none.
    """
    from . import analysis, export
    from .analysis import Scope

    if list_them:
        _list_analyses(as_json)
        return
    form = "json" if as_json else form
    graph = _load(data, quiet=quiet)
    scope = Scope(graph.clock(as_of, known_by), country, theme, donor, before)
    findings = analysis.run(graph, names, scope)
    if form == "table" and output is None and not names and not everything:
        click.echo(_board(graph, findings))
        return
    # A matrix is asked for whole; of the others a board wants the gaps.
    wanted = [f for f in findings if everything or f.gap or names == ("coverage",)]
    match form:
        case "json":
            _deliver(export.findings_json(wanted), output)
        case "csv":
            _deliver(export.findings_csv(wanted), output)
        case "md":
            _deliver(export.findings_markdown(graph, wanted), output)
        case "html":
            _deliver(export.findings_html(graph, wanted, _title(scope)), output)
        case _ if output is not None:
            raise UsageError("a table is for the screen; with -o choose --format json, csv, html or md")
        case _ if names == ("coverage",):
            _matrix(graph, wanted, scope)
        case _:
            rows = [
                (f.analysis, f.subject, f.state, f.reading, export.value_text(f.value), "; ".join(f.sources[:2]))
                for f in wanted
            ]
            _table(("analysis", "subject", "state", "reading", "value", "sources"), rows)


def _list_analyses(as_json: bool) -> None:
    from .analysis import ANALYSES

    if as_json:
        keys = ("name", "question", "definition", "origin", "closes")
        _say_json([{key: getattr(each, key) for key in keys} for each in ANALYSES.values()])
        return
    for each in ANALYSES.values():
        click.echo(f"{each.name}: {each.question}\n  {each.definition}\n  Origin: {each.origin}.\n")


def _period(clock: Any) -> str:
    return f"{clock.first}" if clock.first == clock.last else f"{clock.first} to {clock.last}"


def _title(scope: Scope) -> str:
    where = ", ".join(each for each in (scope.country, scope.theme, scope.donor) if each)
    return f"Gaps{f' for {where}' if where else ''}, as of {_period(scope.clock)}"


def _board(graph: PactGraph, findings: Sequence[Finding], lines: int = 3) -> str:
    """At most a screen: each analysis with its count and its first gaps, certain ones first."""
    from .analysis import ANALYSES

    documents = sum(1 for t in graph.things.values() if getattr(t.entry, "sections", ()))
    out = [
        f"Gaps as of {graph.clock().data_day} (the data's own day), from {documents} document{'s' * (documents != 1)}:"
    ]
    for name, each in ANALYSES.items():
        mine = [f for f in findings if f.analysis == name]
        open_ = sorted((f for f in mine if f.gap), key=lambda f: (f.reading != "certain", f.subject))
        if name == "coverage":
            states = {state: sum(f.state == state for f in mine) for state in ("covered", "stated none", "not known")}
            out += ["", f"{each.question}", "  cells: " + ", ".join(f"{n} {state}" for state, n in states.items())]
            continue
        out += ["", f"{each.question}  {len(open_)} open"]
        for finding in open_[:lines]:
            label = graph.things[finding.subject].label if finding.subject in graph.things else finding.subject
            label = label if len(label) <= 60 else label[:59] + "…"
            why = _why(finding)
            source = f"  [{finding.sources[0]}]" if finding.sources else ""
            out.append(f"  {finding.reading:8}  {label}{why}{source}")
    out += ["", "Deeper: pactgraph gaps unfunded · pactgraph gaps coverage --country lao-pdr · pactgraph gaps --list"]
    return "\n".join(out)


def _why(finding: Finding) -> str:
    match finding.analysis:
        case "unfunded":
            names = ", ".join(p.donor for p in finding.prospects[:3])
            return f" (could ask: {names})" if names else " (no donor known on its theme there)"
        case "dependency":
            return f": {finding.value['funder']} alone"
        case _:
            donors = f" ({', '.join(finding.value['donors'])})" if finding.value["donors"] else ""
            return f": {finding.state} {finding.value['day']}{donors}"


def _matrix(graph: PactGraph, findings: Sequence[Finding], scope: Scope) -> None:
    """The coverage matrix of one place: themes down, donors across."""
    places = sorted({f.country for f in findings if f.country})
    countries = [p for p in places if graph.things[p].type == "country"]
    place = scope.country or max(
        countries or places, key=lambda p: sum(f.country == p and f.state == "covered" for f in findings), default=None
    )
    here = [f for f in findings if f.country == place]
    signs = {("covered", "certain"): "●", ("covered", "possible"): "◐", ("stated none", "certain"): "✗"}
    donors = sorted({f.subject for f in here if f.state != "not known"})
    themes = sorted({f.theme for f in here if f.theme and f.state != "not known"})
    cells = {(f.theme, f.subject): signs.get((f.state, f.reading), "·") for f in here}
    if place is None or not donors:
        click.echo("No coverage is known in this scope.")
        return
    click.echo(f"{graph.things[place].label}, {_title(scope).removeprefix('Gaps')[2:]}")
    _table(("theme", *donors), [(theme, *(cells.get((theme, donor), "·") for donor in donors)) for theme in themes])
    silent = len({f.theme for f in here}) - len(themes)
    click.echo(f"● covered  ◐ perhaps  ✗ stated none  · not known (which is not none); {silent} themes without any")
    others = [p for p in places if p != place]
    if others and scope.country is None:
        click.echo(f"Other places: {', '.join(others)} (--country)")


# -- export ---------------------------------------------------------------------------------------


@cli.command(epilog="Example: pactgraph export network unodc.html --focus unodc --depth 2")
@click.argument("kind", type=click.Choice(_EXPORT_KINDS))
@click.argument("out", type=click.Path(path_type=Path))
@click.option("--focus", shell_complete=_things, help="For network: the thing in the middle.")
@click.option("--depth", type=click.IntRange(1, 4), default=1, show_default=True, help="For network: how many steps.")
@_options(_data, _as_of, _known_by, _quiet)
def export(
    kind: str,
    out: Path,
    focus: str | None,
    depth: int,
    data: Path | None,
    as_of: str | None,
    known_by: str | None,
    quiet: bool,
) -> None:
    """Write one kind of file: tables and schema into the folder OUT, all others to the file OUT."""
    from . import export as exports

    if focus is not None and kind != "network":
        raise UsageError("--focus belongs to `export network`")
    if kind == "schema":
        made: dict[str, str] = exports.schemas()
    else:
        graph = _load(data, quiet=quiet)
        if kind == "tables":
            made = exports.tables(graph)
        elif kind == "network":
            from .view import render_network

            page = render_network(graph, focus=focus, depth=depth, as_of=as_of, known_by=known_by)
            exports.write_file(out, page)
        else:
            exports.write_file(out, getattr(exports, kind)(graph))
    if kind in ("tables", "schema"):
        for name, text in made.items():
            exports.write_file(out / name, text)
    if not quiet:
        click.echo(f"Wrote {out}", err=True)


# -- what commands share --------------------------------------------------------------------------


def _load(data: Path | None, *, quiet: bool) -> PactGraph:
    """The graph of a folder, with a progress bar on a terminal if it takes long."""
    from .graph import load

    with _progress("Reading", 0, quiet) as advance:
        return load(data, progress=lambda done, total: advance(done, total))


@contextlib.contextmanager
def _progress(what: str, total: int, quiet: bool) -> Iterator[Callable[..., None]]:
    """A progress bar on a terminal's standard error, shown only for work of many steps."""
    if quiet or not sys.stderr.isatty():
        yield lambda *_: None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bars:
        task = bars.add_task(what, total=total or None)

        def advance(done: int | None = None, total: int | None = None) -> None:
            if done is None:
                bars.advance(task)
            elif total and (done % 50 == 0 or done == total):
                bars.update(task, completed=done, total=total)

        yield advance


def _deliver(content: str | bytes, output: Path | None) -> None:
    """To the file that was named, whole or not at all, or to standard output."""
    if output is not None:
        from .export import write_file

        write_file(output, content)
        return
    data = content.encode() if isinstance(content, str) else content
    stream = sys.stdout.buffer
    stream.write(data)
    if not data.endswith(b"\n"):
        stream.write(b"\n")
    stream.flush()


def _table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """A table that fits the terminal; piped, plain columns apart by tabs, the first the most useful."""
    if not sys.stdout.isatty():
        click.echo("\t".join(header))
        for row in rows:
            click.echo("\t".join(" ".join(str(cell).split()) for cell in row))
        return
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for name in header:
        table.add_column(name, overflow="fold")
    for row in rows:
        # Text, not markup: a label may hold brackets, or a terminal's control sequence.
        table.add_row(*(Text("".join(c for c in str(cell) if c.isprintable() or c == "\n")) for cell in row))
    Console().print(table)
