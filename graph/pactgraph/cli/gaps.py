"""The command of those who prepare a meeting: gaps."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from .. import answers
from ..errors import UsageError
from ..words import cut, label_of, when
from .options import (
    analysis_names,
    at_day,
    data_folder,
    in_json,
    known_then,
    options,
    read,
    silent,
    things,
    to_file,
    where_kept,
)
from .screen import deliver, say, table
from .words import board, matrix, priority, title

if TYPE_CHECKING:
    from ..analysis import Finding, Scope
    from ..analysis.since import Shift
    from ..chart import Chart
    from ..graph import PactGraph

_FORMS = ("table", "json", "csv", "html", "md")


@click.command(
    short_help="Run the analyses: what is not known to be funded …",
    epilog="Example: pactgraph gaps unfunded --country lao-pdr --format md",
)
@click.argument("names", nargs=-1, metavar="[ANALYSIS …]", shell_complete=analysis_names)
@click.option("--list", "list_them", is_flag=True, help="The analyses, with their definitions.")
@click.option("--country", shell_complete=things, help="Only this country or place.")
@click.option("--theme", shell_complete=things, help="Only this theme.")
@click.option("--donor", shell_complete=things, help="Only this donor.")
@click.option("--before", metavar="DATE", help="For what ends: before this day (a year on, if not given).")
@click.option("--since", metavar="DATE", help="What opened and closed since that day, and why.")
@click.option(
    "--boundary",
    type=click.Choice(("first", "entry", "last")),
    default="entry",
    show_default=True,
    help="Where money is counted: at its first provider, as it enters a programme, or at the last mile.",
)
@click.option("--rates", metavar="FILE", help="Convert money by this table (from,to,rate,date,source), and say so.")
@click.option("--all", "everything", is_flag=True, help="Also what is covered, not gaps alone.")
@click.option("--format", "form", type=click.Choice(_FORMS), default="table", show_default=True)
@options(data_folder, where_kept, at_day, known_then, to_file, in_json, silent)
def gaps(
    names: tuple[str, ...],
    list_them: bool,
    country: str | None,
    theme: str | None,
    donor: str | None,
    before: str | None,
    since: str | None,
    boundary: str,
    rates: str | None,
    everything: bool,
    form: str,
    data: Path | None,
    where: str | None,
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
    from .. import analysis
    from ..analysis import Scope
    from ..analysis.rates import read_rates

    if list_them:
        deliver(_catalogue("json" if as_json else form), output)
        return
    graph = read(data, quiet=quiet, where=where)
    table_of_rates = read_rates(Path(rates)) if rates is not None else None
    scope = Scope(graph.clock(as_of, known_by), country, theme, donor, before, table_of_rates, boundary)
    if since is not None:
        _say_shifts(graph, names, scope, since, "json" if as_json else form, output)
        return
    findings = analysis.run(graph, names, scope)
    wanted = answers.wanted(findings, names, everything=everything)
    form = "json" if as_json else form
    if form != "table":
        deliver(_written(graph, wanted, form, scope), output)
    elif output is not None:
        raise UsageError("a table is for the screen; with -o choose --format json, csv, html or md")
    elif not names and not everything:
        say(board(graph, findings, scope))
    elif names == ("coverage",):
        _say_matrix(graph, wanted, scope)
    elif wanted:
        _say_findings(wanted)
    else:
        _say_what_it_needs(names)


def _say_what_it_needs(names: Sequence[str]) -> None:
    """Nothing found: what the analyses look at, and where one would write it."""
    from ..analysis import ANALYSES

    say("Nothing found in this scope, which is not the same as none. They look at, in data/statements/<document>/:")
    for name in names or ANALYSES:
        say(f"  {name}: {ANALYSES[name].needs}")


def _written(graph: PactGraph, findings: Sequence[Finding], form: str, scope: Scope) -> str:
    from .. import export

    match form:
        case "json":
            return export.findings_json(findings)
        case "csv":
            return export.findings_csv(findings)
        case "md":
            return export.findings_markdown(graph, findings)
        case _:
            return export.findings_html(graph, findings, title(scope), _charts(graph, findings, scope))


def _charts(graph: PactGraph, findings: Sequence[Finding], scope: Scope) -> list[Chart]:
    """The matrix of one place, and who answered what, if the findings hold either."""
    from ..brief import sections
    from ..brief.material import Material
    from ..brief.page import Picture

    material = Material(graph, scope)
    blocks = [*sections.responses(material, findings, "Who answered what")]
    if scope.country is not None:
        cells = [finding for finding in findings if finding.analysis == "coverage"]
        blocks += sections.coverage(material, cells, f"Who is present on what: {material.name(scope.country)}")
    return [block.chart for block in blocks if isinstance(block, Picture)]


def _say_shifts(
    graph: PactGraph, names: tuple[str, ...], scope: Scope, since: str, form: str, output: Path | None
) -> None:
    from ..analysis.since import shifts
    from ..export import shifts_csv, shifts_json

    found = shifts(graph, names, scope, since)
    if form == "json":
        deliver(shifts_json(found), output)
    elif form == "csv":
        deliver(shifts_csv(found), output)
    elif form != "table" or output is not None:
        raise UsageError("--since is shown as a table; for a file choose --format json or csv")
    else:
        closed = sum(shift.change == "closed" for shift in found)
        say(f"Since {since}: {closed} closed, {len(found) - closed} opened.")
        table(
            ("change", "why", "analysis", "subject", "now"),
            [(s.change, s.why, s.finding.analysis, _name(graph, s.finding), _now(s)) for s in found],
        )


def _name(graph: PactGraph, finding: Finding) -> str:
    """What the gap is about; of a place also the theme, for there is one on each."""
    subject = cut(label_of(graph.things, finding.subject), 60)
    if finding.theme in (None, finding.subject) or finding.subject != finding.country:
        return subject
    return f"{subject}, {label_of(graph.things, finding.theme)}"


def _now(shift: Shift) -> str:
    from ..export import value_text

    told = shift.finding if shift.change == "opened" else shift.now
    if told:
        return cut(f"{told.state}: {value_text(told.value)}", 80)
    over = dict.fromkeys(f"{when(s.when)} [{s.document}: {s.locator}]" for s in shift.over if s.when)
    return cut(f"over: {'; '.join(over)}", 120) if over else "no longer reported"


def _say_findings(findings: Sequence[Finding]) -> None:
    """Gaps first, in the order in which to talk of them; why somebody could be asked stands in the other formats."""
    from ..analysis import first
    from ..export import value_text

    header = (
        "analysis",
        "subject",
        "place, theme",
        "state",
        "reading",
        "value",
        "could be asked",
        "priority",
        "sources",
    )
    gaps = first(findings)
    table(
        header,
        [
            (
                f.analysis,
                f.subject,
                ", ".join(each for each in (f.country, f.theme) if each),
                f.state,
                f.reading,
                value_text(f.value),
                ", ".join(prospect.donor for prospect in f.prospects),
                priority(f),
                "; ".join(f.sources[:2]),
            )
            for f in (*gaps, *(f for f in findings if f.priority is None))
        ],
    )


def _say_matrix(graph: PactGraph, findings: Sequence[Finding], scope: Scope) -> None:
    made = matrix(graph, findings, scope)
    if made is None:
        say("No coverage is known in this scope.")
        return
    heading, (header, rows), notes = made
    say(heading)
    table(header, rows)
    for note in notes:
        say(note)


def _catalogue(form: str) -> str:
    """The analyses with their definitions: for a screen, as JSON, or as the page docs/analyses.md."""
    from ..analysis import ANALYSES

    if form == "json":
        return json.dumps(answers.analyses(ANALYSES), ensure_ascii=False, indent=1) + "\n"
    if form not in ("table", "md"):
        raise UsageError("the list of analyses is for the screen, or --format json or md")
    out = ["# The analyses", ""] if form == "md" else []
    if form == "md":
        out += [
            "Made by `pactgraph gaps --list --format md`; a test holds it equal to the code. Each runs as",
            "`pactgraph gaps NAME`, at two clocks (`--as-of`, `--known-by`).",
            "",
        ]
    for each in ANALYSES.values():
        options = ", ".join(f"--{name}" for name in each.parameters) or "none"
        if form == "md":
            out += [f"## {each.name}", "", f"**{each.question}** {each.definition}", ""]
            out += [f"Origin: {each.origin}. Narrowed by: {options}. What closes a gap: {each.closes}"]
            out += [f"What it looks at, in `data/statements/`: {each.needs}", ""]
        else:
            out += [f"{each.name}: {each.question}", f"  {each.definition}"]
            out += [f"  Origin: {each.origin}. Options: {options}.", f"  What closes a gap: {each.closes}"]
            out += [f"  What it looks at, in data/statements/: {each.needs}", ""]
    return "\n".join(out).rstrip() + "\n"
