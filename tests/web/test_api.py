"""The JSON API says what the command line says; its description lists all there is; pages stand at their addresses."""

from __future__ import annotations

import json
import random
from html.parser import HTMLParser
from typing import Any

import pytest
import rdflib
from jsonschema import Draft202012Validator
from rdflib.namespace import RDF

from command import call
from pactgraph import vocab
from pactgraph.query import questions
from pactgraph.web import api

from .conftest import Client

# rdflib warns of itself when it reads JSON-LD.
pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")
PACT = rdflib.Namespace(vocab.PACT)


def test_what_the_api_says_is_what_the_command_line_says(client: Client) -> None:
    for path, words in (
        ("/api/search?q=huapanh", ["find", "huapanh"]),
        ("/api/search?q=drug+control&limit=3", ["find", "drug", "control", "--limit", "3"]),
        ("/api/entities/lcdc", ["show", "lcdc"]),
        ("/api/entities/lcdc?as_of=2016&known_by=2018", ["show", "lcdc", "--as-of", "2016", "--known-by", "2018"]),
        ("/api/analyses", ["gaps", "--list"]),
        ("/api/analyses/unfunded?country=lao-pdr", ["gaps", "unfunded", "--country", "lao-pdr"]),
        ("/api/analyses/dependency?all=true", ["gaps", "dependency", "--all"]),
        ("/api/analyses/ending?before=2019", ["gaps", "ending", "--before", "2019"]),
        ("/api/briefs/lao-pdr?as_of=2021", ["brief", "lao-pdr", "--as-of", "2021"]),
        ("/api/briefs/japan?as_donor=true", ["brief", "japan", "--as-donor"]),
        ("/questions?format=json", ["questions"]),
        ("/questions/who-funds?funder=japan&format=json", ["query", "who-funds", "funder=japan"]),
        (
            "/questions/who-chairs?body=idswg&as_of=2021&format=json",
            ["query", "who-chairs", "body=idswg", "--as-of", "2021"],
        ),
    ):
        answer = client.get(path)
        assert answer.status_code == 200, f"{path}: {answer.text[:200]}"
        ran = call(*words, "--json")
        assert answer.json() == json.loads(ran.out), path
        assert answer.text not in ("[]", "{}")


def test_statements_are_found_by_their_ends(client: Client) -> None:
    # Read by hand in the working group's report, A.1, line 15.
    answer = client.get("/api/statements?predicate=funds&object=border-management-lao").json()
    assert answer["total"] == 2
    assert {each["subject"] for each in answer["statements"]} == {"japan", "un-peace-and-development-trust-fund"}
    assert {each["source"] for each in answer["statements"]} == {"idswg-2021: A.1, line 15"}
    # Known by then: the report had not been written.
    early = client.get("/api/statements?predicate=funds&object=border-management-lao&known_by=2018").json()
    assert early == {"total": 0, "offset": 0, "statements": []}
    whole = client.get("/api/statements?document=honlap-43&limit=10000").json()
    assert {each["document"] for each in whole["statements"]} == {"honlap-43"}
    part = client.get("/api/statements?document=honlap-43&limit=2&offset=1").json()
    assert part["statements"] == whole["statements"][1:3]
    assert part["total"] == whole["total"]


REFUSED = {
    "/api/search": (422, "`q` is missing"),
    "/api/search?q=": (422, "`q`"),
    "/api/search?q=x&limit=-1": (422, "whole number"),
    "/api/search?q=x&limit=101": (422, "whole number"),
    "/api/search?q=x&q=y": (400, "twice"),
    "/api/search?q=x&nonsense=1": (422, "taken are"),
    "/api/search?q=" + "x" * 301: (422, "300"),
    "/api/entities/nobody": (404, "/api/search"),
    "/api/entities/lcdc?as_of=yesterday": (422, "yesterday"),
    "/api/statements?predicate=loves": (422, "funds"),
    "/api/statements?subject=nobody": (422, "nobody"),
    "/api/statements?document=nobody": (422, "nobody"),
    "/api/analyses/nonsense": (404, "/api/analyses"),
    "/api/analyses/unfunded?country=japan-x": (422, "japan"),
    "/api/analyses/unfunded?all=maybe": (422, "true or false"),
    "/api/analyses/unfunded?boundary=nowhere": (422, "entry"),
    "/api/briefs/nobody": (404, "/api/search"),
    "/api/briefs/lao-pdr?format=pdf": (422, "docx"),
    "/api/nothing": (404, "begin at /"),
    "/questions/nothing": (404, "/questions"),
    "/questions/who-funds?funder=nobody": (422, "/api/search"),
    "/questions/who-funds?funder=idswg-2021": (422, "takes a country"),
    "/questions/who-funds?nonsense=x": (422, "it has: funder"),
    "/questions/who-funds?funder=japan&funder=china": (400, "twice"),
    "/questions/who-funds?format=turtle": (422, "csv"),
}


@pytest.mark.parametrize("path", REFUSED)
def test_what_does_not_fit_is_refused_with_what_would(client: Client, path: str) -> None:
    status, word = REFUSED[path]
    answer = client.get(path, headers={"Accept": "application/json" if "/api/briefs" not in path else "*/*, x/json"})
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/json"
    assert answer.json()["status"] == status
    assert word in answer.json()["error"]


def test_every_question_is_answered_in_every_form(client: Client) -> None:
    for name in questions():
        answer = client.get(f"/questions/{name}?format=json")
        assert answer.status_code == 200, f"{name}: {answer.text[:200]}"
        assert answer.json()["head"]["vars"]
    for form, media in (("csv", "text/csv"), ("tsv", "text/tab-separated-values"), ("html", "text/html")):
        answer = client.get(f"/questions/who-funds?funder=japan&format={form}")
        assert answer.headers["content-type"] == f"{media}; charset=utf-8"
        assert "border-management-lao" in answer.text
    assert client.get("/questions/who-funds", headers={"Accept": "application/sparql-results+xml"}).status_code == 200


def described(client: Client) -> dict[str, Any]:
    document: dict[str, Any] = client.get("/openapi.json").json()
    return document


def test_the_description_lists_every_address_and_parameter(client: Client) -> None:
    document = described(client)
    assert document["openapi"] == "3.1.0"
    assert document["servers"] == [{"url": "http://localhost"}]
    paths = document["paths"]
    for endpoint in api.ENDPOINTS:
        listed = {parameter["name"]: parameter for parameter in paths[endpoint.path]["get"]["parameters"]}
        assert set(listed) - {"format"} == {parameter.name for parameter in endpoint.parameters}
    for name, question in questions().items():
        listed = {p["name"]: p for p in paths[f"/questions/{name}"]["get"]["parameters"]}
        assert set(listed) == {p.name for p in question.parameters} | {"as_of", "known_by", "format"}
        for parameter in question.parameters:
            wanted = "integer" if parameter.kind == "number" else "string"
            assert listed[parameter.name]["schema"]["type"] == wanted
    identifiers = [method["operationId"] for path in paths.values() for method in path.values()]
    assert len(identifiers) == len(set(identifiers))
    # Every route that takes parameters is there, and nothing that is no route.
    for path in paths:
        concrete = path.replace("{id}", "lcdc").replace("{name}", "unfunded")
        answer = client.request("OPTIONS", concrete)
        assert answer.status_code == 204, path
        assert set(paths[path]) == {m.lower() for m in answer.headers["allow"].split(", ")} - {"head", "options"}


def test_the_description_is_well_formed(client: Client) -> None:
    document = described(client)
    for path, methods in document["paths"].items():
        for method in methods.values():
            for parameter in method.get("parameters", []):
                Draft202012Validator.check_schema(parameter["schema"])
                assert parameter["in"] in ("query", "path")
                assert (parameter["in"] == "path") == (f"{{{parameter['name']}}}" in path)
            assert "200" in method["responses"]
            for status, response in method["responses"].items():
                assert response["description"]
                if status != "200":
                    schema = response["content"]["application/json"]["schema"]
                    assert schema["$ref"].rpartition("/")[2] in document["components"]["schemas"]
    Draft202012Validator(document["components"]["schemas"]["Problem"]).validate({"error": "x", "status": 400})


def some_addresses(client: Client) -> list[str]:
    """Addresses of every kind of record, as the data have them; always the same ones."""
    found = []
    for kind, number in (("id", 12), ("statement", 6), ("figure", 4), ("disagreement", 3), ("graph", 3)):
        start = vocab.BASE + kind + "/"
        found_in = f"{{ ?x ?p ?o }} UNION {{ GRAPH ?x {{}} }} FILTER(STRSTARTS(STR(?x), '{start}'))"
        rows = client.ask(f"SELECT DISTINCT ?x {{ {found_in} }} ORDER BY STR(?x)").json()["results"]["bindings"]
        addresses = [row["x"]["value"] for row in rows]
        assert len(addresses) >= number
        found += random.Random(number).sample(addresses, number)
    return found


class Page(HTMLParser):
    """Links and headings of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.headings = 0
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.headings += tag == "h1"
        if tag in ("a", "link"):
            self.links.append(given["href"] or "")


def test_every_kind_of_record_has_a_page_and_data_at_its_address(client: Client) -> None:
    links: set[str] = set()
    for address in some_addresses(client):
        path = address.removeprefix(vocab.BASE.rstrip("/"))
        html = client.get(path, headers={"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"})
        assert html.status_code == 200, path
        assert html.headers["content-type"] == "text/html; charset=utf-8"
        page = Page(html.text)
        assert page.headings == 1
        assert address in page.links
        links |= {link for link in page.links if link.startswith("/")}
        turtle = client.get(path, headers={"Accept": "text/turtle"})
        assert turtle.headers["content-type"] == "text/turtle; charset=utf-8"
        if "/graph/" not in address:
            data = rdflib.Graph().parse(data=turtle.text, format="turtle")
            assert (rdflib.URIRef(address), RDF.type, None) in data
            again = rdflib.Graph().parse(data=client.get(path + "?format=jsonld").text, format="json-ld")
            assert set(again) == set(data)
        # The whole path of the address is answered too.
        assert client.get("/pactgraph" + path, headers={"Accept": "text/turtle"}).text == turtle.text
    for link in random.Random(1).sample(sorted(links), 20):
        assert client.get(link).status_code == 200, link


def test_a_thing_comes_with_all_that_is_said_of_it(client: Client) -> None:
    data = rdflib.Graph().parse(data=client.get("/id/border-management-lao?format=turtle").text, format="turtle")
    it = rdflib.URIRef(vocab.ID + "border-management-lao")
    funders = {str(s).removeprefix(vocab.ID) for s in data.subjects(PACT.funds, it)}
    assert funders == {"japan", "un-peace-and-development-trust-fund"}
    page = client.get("/id/border-management-lao?format=html").text
    assert "A.1, line 15" in page
    assert "Funded by" in page


def test_numbers_keep_their_digits(client: Client) -> None:
    # 16.00 degrees stand so in the data; the engine's store would say 16.0.
    rows = client.ask("SELECT ?x { ?x wgs84:lat ?lat } ORDER BY STR(?x)").json()["results"]["bindings"]
    texts = [client.get(f"/id/{row['x']['value'].removeprefix(vocab.ID)}?format=ntriples").text for row in rows[:40]]
    latitudes = [line.split('"')[1] for text in texts for line in text.splitlines() if "wgs84_pos#lat" in line]
    assert any(latitude.endswith("0") for latitude in latitudes)


def test_pages_of_the_site(client: Client) -> None:
    for path in ("/", "/sparql", "/questions", "/search?q=huapanh", "/questions/who-funds?funder=japan"):
        answer = client.get(path, headers={"Accept": "text/html"})
        assert answer.status_code == 200, path
        assert answer.headers["content-type"] == "text/html; charset=utf-8"
        for link in Page(answer.text).links[:30]:
            assert client.get(link).status_code == 200, link
    asked = {"query": "SELECT ?s { ?s a pact:Country } LIMIT 3", "format": "html"}
    assert "3 rows" in client.get("/sparql", params=asked, headers={"Accept": "text/html"}).text
    assert client.get("/ontology").headers["content-type"] == "text/turtle; charset=utf-8"


def test_health(client: Client) -> None:
    answer = client.get("/health")
    told = answer.json()
    assert answer.status_code == 200
    assert told["status"] == "ok"
    assert told["data"]["version"] == client.workers.version
    assert answer.headers["cache-control"] == "no-store"
