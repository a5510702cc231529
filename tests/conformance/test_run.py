"""The conformance runner itself, on a suite of our own: it must see a wrong answer and a refused query."""

from __future__ import annotations

from pathlib import Path

import pytest
import run

MANIFEST = """\
@prefix mf: <http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#> .
@prefix qt: <http://www.w3.org/2001/sw/DataAccess/tests/test-query#> .
<#right> a mf:QueryEvaluationTest ; mf:action [ qt:query <one.rq> ; qt:data <data.ttl> ] ; mf:result <right.srx> .
<#wrong> a mf:QueryEvaluationTest ; mf:action [ qt:query <one.rq> ; qt:data <data.ttl> ] ; mf:result <wrong.srx> .
<#good> a mf:PositiveSyntaxTest11 ; mf:action <one.rq> .
<#bad> a mf:NegativeSyntaxTest11 ; mf:action <bad.rq> .
<#outside> a mf:PositiveSyntaxTest11 ; mf:action <outside.rq> .
"""
RESULT = """\
<sparql xmlns="http://www.w3.org/2005/sparql-results#"><head><variable name="n"/></head><results>
<result><binding name="n"><literal datatype="http://www.w3.org/2001/XMLSchema#decimal">%s</literal></binding></result>
</results></sparql>
"""


def test_the_runner_tells_right_from_wrong_and_what_is_refused_on_purpose(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    suite = tmp_path / "suite"
    suite.mkdir()
    files = {
        "manifest.ttl": MANIFEST,
        "data.ttl": "<urn:a> <urn:n> 0.50 .",
        "one.rq": "SELECT ?n WHERE { ?x <urn:n> ?n }",
        "bad.rq": "SELECT ?n WHERE { ?x",
        "outside.rq": "SELECT * FROM <file:///etc/passwd> WHERE { ?x ?y ?z }",
        "right.srx": RESULT % "0.5",
        "wrong.srx": RESULT % "0.6",
    }
    for name, text in files.items():
        (suite / name).write_text(text, "utf-8")
    assert run.main(tmp_path) == 0, "the engine fails the wrong one too"
    told = capsys.readouterr().out
    assert "Evaluation: ours 1, the engine alone 1 of 2. Syntax: 2 of 3." in told
    assert "suite/wrong: another answer" in told
    assert "Refused on purpose: FROM names what is no graph of the data: 1\n  suite/outside" in told


def test_a_case_that_only_we_lose_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "suite").mkdir()
    (tmp_path / "suite" / "manifest.ttl").write_text(MANIFEST.split("<#wrong>")[0], "utf-8")
    (tmp_path / "suite" / "data.ttl").write_text("<urn:a> <urn:n> 0.50 .", "utf-8")
    (tmp_path / "suite" / "one.rq").write_text("SELECT ?n WHERE { ?x <urn:n> ?n }", "utf-8")
    (tmp_path / "suite" / "right.srx").write_text(RESULT % "0.5", "utf-8")
    assert run.main(tmp_path) == 0
    monkeypatch.setattr(run, "_through_our_door", lambda _case: ("rows", []))
    assert run.main(tmp_path) == 1
