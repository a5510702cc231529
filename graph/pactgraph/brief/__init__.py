"""Briefs to print: one or two pages about one thing, every line with its sources.

`page` says what a brief is made of, `subjects` what stands in it, `writers` how it is written.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from .. import vocab, words
from ..analysis import Scope
from ..errors import UsageError
from ..graph import PactGraph
from ..model import Thing
from . import subjects
from .forms import FORMS, form
from .material import Material
from .page import Block, Brief
from .writers import as_docx, as_html, as_markdown, html_policy

__all__ = ["FORMS", "Brief", "as_docx", "as_html", "as_markdown", "brief", "html_policy"]

_SUBJECTS: Mapping[str, Callable[[Material, Thing], Iterator[Block]]] = {
    "country": subjects.country,
    "place": subjects.country,
    "organisation": subjects.donor,
    "programme": subjects.programme,
    "mechanism": subjects.mechanism,
    "event": subjects.mechanism,
    "agreement": subjects.mechanism,
    "framework": subjects.asked,
    "document": subjects.asked,
    "theme": subjects.theme,
    **dict.fromkeys(vocab.ITEM_TYPES, subjects.asked),
}


def brief(
    graph: PactGraph,
    subject: str | None,
    scope: Scope | None = None,
    *,
    as_donor: bool = False,
    as_form: str | None = None,
) -> Brief:
    """A brief about one thing at the scope's clocks.

    `as_donor` asks what a country gives, not what it gets. `as_form` fills a form of the documents
    (one of `FORMS`), which knows what it is usually about. Raises `UsageError` for an unknown id,
    with the nearest known ones, and for a form that does not fit.
    """
    if subject is not None:
        graph.expect(subject)
    scope = scope or Scope(graph.clock())
    material = Material(graph, scope)
    if as_form is not None:
        if as_donor:
            raise UsageError("a form is filled for a thing as a whole; leave out --as-donor or --form")
        found, thing = form(as_form, graph.things.get(subject or ""), graph)
        make, title = found.fill, f"{thing.label}. {found.title}"
    elif subject is None:
        raise UsageError("say what the brief is about: an id, or --form with one of " + ", ".join(FORMS))
    else:
        thing = graph.things[subject]
        make, title = subjects.donor if as_donor else _SUBJECTS[thing.type], thing.label
    blocks = tuple(make(material, thing))
    clock = scope.clock
    day = f"{clock.first}" if clock.first == clock.last else f"{clock.first} to {clock.last}"
    documents = sum(1 for t in graph.things.values() if getattr(t.entry, "sections", ()) and clock.knows(t.id))
    about = f"As of {day}, from {words.count(documents, 'document')}, the newest of {material.scene.looked}. "
    about += "“Not known” means that no statement was found in them, not that there is none."
    return Brief(title, about, blocks, material.notes.sources())
