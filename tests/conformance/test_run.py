"""The conformance runner itself, on a small suite of our own: it must see what is wrong, whichever door it is at."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import doors
import pytest
import run
from suite import Case

MANIFEST = """\
@prefix mf: <http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#> .
@prefix qt: <http://www.w3.org/2001/sw/DataAccess/tests/test-query#> .
@prefix ut: <http://www.w3.org/2009/sparql/tests/test-update#> .
<> mf:entries (<#right> <#wrong> <#named> <#own> <#good> <#bad> <#outside> <#update>) .
<#right> a mf:QueryEvaluationTest ; mf:action [ qt:query <one.rq> ; qt:data <data.ttl> ] ; mf:result <right.srx> .
<#wrong> a mf:QueryEvaluationTest ; mf:action [ qt:query <one.rq> ; qt:data <data.ttl> ] ; mf:result <wrong.srx> .
<#named> a mf:QueryEvaluationTest ; mf:result <right.srx> ;
    mf:action [ qt:query <named.rq> ; qt:data <decoy.ttl> ; qt:graphData <data.ttl> ] .
<#own> a mf:QueryEvaluationTest ; mf:action [ qt:query <own.rq> ] ; mf:result <right.srx> .
<#good> a mf:PositiveSyntaxTest11 ; mf:action <one.rq> .
<#bad> a mf:NegativeSyntaxTest11 ; mf:action <bad.rq> .
<#outside> a mf:PositiveSyntaxTest11 ; mf:action <outside.rq> .
<#update> a mf:UpdateEvaluationTest ; mf:action [ ut:request <clear.ru> ] .
"""
PROTOCOL = """\
@prefix mf: <http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#> .
@prefix ht: <http://www.w3.org/2011/http#> .
@prefix hts: <http://www.w3.org/2011/http-statusCodes#> .
<> mf:entries (<#query_get> <#bad_query> <#update_post>) .
<#query_get> a mf:ProtocolTest ; mf:action [ ht:requests ([
    ht:methodName "GET" ; ht:absolutePath "/sparql/?query=ASK%20%7B%7D" ; ht:resp [
        mf:expectedBoolean true ; mf:expectedFormat "boolean" ; mf:expectedStatus hts:StatusCode2xx ] ]) ] .
<#bad_query> a mf:ProtocolTest ; mf:action [ ht:requests ([
    ht:methodName "GET" ; ht:absolutePath "/sparql/?query=ASK%20%7B%7D" ; ht:resp [
        mf:expectedStatus hts:StatusCode4xx ] ]) ] .
<#update_post> a mf:ProtocolTest .
"""
RESULT = """\
<sparql xmlns="http://www.w3.org/2005/sparql-results#"><head><variable name="n"/></head><results>
<result><binding name="n"><literal datatype="http://www.w3.org/2001/XMLSchema#decimal">%s</literal></binding></result>
</results></sparql>
"""
FILES = {
    "suite/manifest.ttl": MANIFEST,
    "suite/data.ttl": "<urn:a> <urn:n> 0.50 .",
    "suite/decoy.ttl": "<urn:a> <urn:n> 7.50 .",
    "suite/one.rq": "SELECT ?n WHERE { ?x <urn:n> ?n }",
    "suite/named.rq": "SELECT ?n WHERE { GRAPH ?g { ?x <urn:n> ?n } }",
    "suite/own.rq": "SELECT ?n FROM <data.ttl> WHERE { ?x <urn:n> ?n }",
    "suite/bad.rq": "SELECT ?n WHERE { ?x",
    "suite/outside.rq": "PREFIX f: <file:///etc/> SELECT * FROM f:passwd WHERE { ?x ?y ?z }",
    "suite/clear.ru": "CLEAR ALL",
    "suite/right.srx": RESULT % "0.5",
    "suite/wrong.srx": RESULT % "0.6",
    "protocol/manifest.ttl": PROTOCOL,
}
EXPECTED_TO_FAIL = {"suite/wrong": "it is made so", "protocol/bad_query": "it is made so"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, text in FILES.items():
        (tmp_path / "all" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "all" / name).write_text(text, "utf-8")
    return tmp_path / "all"


def test_the_runner_tells_right_from_wrong_and_writes_its_page(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    page = folder / "page.md"
    page.write_text(f"before\n{run.BEGIN}\nold\n{run.END}\nafter\n", "utf-8")
    monkeypatch.setattr(run, "REASONS", {})
    assert run.main(folder) == 1
    assert "fails without a reason here: suite/wrong: {'engine': 'another answer'" in capsys.readouterr().out
    monkeypatch.setattr(run, "REASONS", EXPECTED_TO_FAIL)
    assert run.main(folder, page) == 0
    text = page.read_text("utf-8")
    assert text.startswith("before\n")
    assert text.endswith(f"{run.END}\nafter\n")
    assert "old" not in text
    # Four ask for an answer, of which three get it; of three queries one cannot be read.
    assert "| all: evaluation | 4 | 3 | 3 | 3 | 3 | 3 | 3 |" in text
    assert "| all: syntax | 3 | 3 | 3 | 3 | 3 | 3 | 3 |" in text
    assert "| all: update | 1 | 1 | 1 | 1 | 1 | 1 | 1 |" in text
    assert "| all: protocol | 2 |  |  | 1 |  |  |  |" in text
    assert "| `suite/wrong` | all | it is made so |" in text
    assert "`protocol/update_post`: asks for an update" in text


def test_what_only_we_lose_and_a_reason_that_is_idle_are_errors(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run, "REASONS", {**EXPECTED_TO_FAIL, "suite/right": "it passes"})
    assert run.main(folder) == 1
    assert "has a reason and passes: suite/right" in capsys.readouterr().out
    monkeypatch.setattr(run, "REASONS", EXPECTED_TO_FAIL)
    answered = doors.Endpoint.ask

    def ask(self: doors.Endpoint, case: Case, suffix: str) -> Any:
        answer = answered(self, case, suffix)
        return replace(answer, value=[]) if suffix == ".tsv" and case.name == "suite/named" else answer

    monkeypatch.setattr(doors.Endpoint, "ask", ask)
    assert run.main(folder) == 1
    assert "lost on our way: suite/named: {'endpoint, TSV': 'another answer'}" in capsys.readouterr().out
