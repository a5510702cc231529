"""Small worlds made in memory, without a folder: for laws that must hold in any of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from pactgraph.files import Parsed, SourceFile
from pactgraph.graph import PactGraph
from pactgraph.link import link
from pactgraph.model import ENTITY_MODELS, Records, StatementsFile

#: An entity's type, and its other fields.
Cast = Mapping[str, tuple[str, Mapping[str, Any]]]
#: What a document says: its id, and a statement or an item.
Said = Iterable[tuple[str, Mapping[str, Any]]]


class Made(PactGraph):
    """A graph of records that stand in no folder."""

    def __init__(self, records: Records) -> None:
        self.records = records
        self._where = None


def build(
    cast: Cast,
    documents: Mapping[str, str],
    claims: Said = (),
    items: Said = (),
    name: Callable[[str], str] = str,
    backwards: bool = False,
) -> Made:
    """The world as the loader would give it; `name` renames ids, `backwards` turns files and entries round.

    Entities but countries are named in the first document. Lines and ids of statements are given in order.
    """
    items = list(items)
    own = {*cast, *(item["id"] for _, item in items)}

    def called(value: Any) -> Any:
        if isinstance(value, list):
            return [called(each) for each in value]
        return name(value) if isinstance(value, str) and value in own else value

    cited = [{"document": next(iter(documents)), "section": "A"}]
    entities: dict[str, list[dict[str, Any]]] = {}
    for each, (kind, fields) in cast.items():
        entry = {
            "id": name(each),
            "name": each,
            **{key: value if key == "kind" else called(value) for key, value in fields.items()},
        }
        entities.setdefault(kind, []).append(entry if kind == "country" else {**entry, "named_in": cited})
    sections = [{"key": "A", "title": "All", "lines": "1-99"}]
    entities["document"] = [
        {"id": each, "name": each, "kind": "report", "issued": day, "sections": sections}
        for each, day in documents.items()
    ]
    blocks: dict[str, dict[str, Any]] = {each: {"section": "A", "items": [], "statements": []} for each in documents}
    for n, (document, item) in enumerate(items, 1):
        entry = {key: called(value) for key, value in item.items()}
        blocks[document]["items"].append({"text": f"Item {n}.", "line": n, **entry})
    for n, (document, claim) in enumerate(claims, 1):
        entry = {key: called(value) for key, value in claim.items()}
        blocks[document]["statements"].append({"id": f"s{n}", "line": n, **entry})
    turn: Callable[[Iterable[Any]], list[Any]] = (lambda each: list(each)[::-1]) if backwards else list
    files = [
        Parsed(
            SourceFile(Path(f"{kind}.yaml"), f"entities/{kind}/all.yaml", f"entities/{kind}"),
            [ENTITY_MODELS[kind].model_validate(entry) for entry in turn(entries)],
        )
        for kind, entries in entities.items()
    ]
    for document, block in blocks.items():
        for part in ("items", "statements"):
            block[part] = turn(block[part])
        file = StatementsFile.model_validate({"document": document, "blocks": [block]})
        files.append(Parsed(SourceFile(Path("s.yaml"), f"statements/{document}/a.yaml", "statements"), file))
    return Made(link(turn(files)).records)
