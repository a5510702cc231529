"""The command of those who print: brief."""

from __future__ import annotations

from pathlib import Path

import click

from .. import answers
from .options import at_day, data_folder, in_json, known_then, options, read, silent, things, to_file
from .screen import deliver, say, say_json

_FORMATS = ("html", "md", "docx")


@click.command(
    short_help="Make one or two pages to print about one thing.",
    epilog="Example: pactgraph brief lao-pdr --format docx -o lao-pdr.docx",
)
@click.argument("thing", metavar="[ID]", required=False, shell_complete=things)
@click.option("--format", "form", type=click.Choice(_FORMATS), help="If not given: as the file is called, else md.")
@click.option("--form", "as_form", metavar="NAME", help="Fill a form of the documents; --form list names them.")
@click.option("--as-donor", is_flag=True, help="Of a country: what it gives, not what it gets.")
@options(data_folder, at_day, known_then, to_file, in_json, silent)
def brief(
    thing: str | None,
    form: str | None,
    as_form: str | None,
    as_donor: bool,
    data: Path | None,
    as_of: str | None,
    known_by: str | None,
    output: Path | None,
    as_json: bool,
    quiet: bool,
) -> None:
    """Make a brief about a country, donor, programme, mechanism, set of recommendations or theme.

    One or two pages with tables, a coverage matrix, a timeline, open questions and numbered
    sources: HTML that prints well, Markdown, or a word processor's file.
    """
    from .. import brief as briefs
    from ..analysis import Scope
    from ..errors import UsageError

    if as_form == "list":
        for name, each in briefs.FORMS.items():
            say(f"{name}: {each.title}; for a {each.about} {each.having}; if none is named: {each.usual}")
        return
    graph = read(data, quiet=quiet)
    made = briefs.brief(graph, thing, Scope(graph.clock(as_of, known_by)), as_donor=as_donor, as_form=as_form)
    suffix = output.suffix.removeprefix(".") if output is not None else ""
    if as_json:
        say_json(answers.brief(made))
        return
    form = form or (suffix if suffix in _FORMATS else "md")
    if form == "docx" and (output is None or str(output) == "-"):
        raise UsageError("a word processor's file is not for the screen; say where to: -o brief.docx")
    if form == "docx":
        deliver(briefs.as_docx(made), output)
    else:
        deliver(briefs.as_html(made) if form == "html" else briefs.as_markdown(made), output)
