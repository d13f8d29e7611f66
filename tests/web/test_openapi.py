"""The description for programs is well-formed, and says of every question what the catalogue says."""

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import httpx
import pytest

from kg.graph.queries import catalogue
from kg.web.openapi import described

PEERS = Path(__file__).resolve().parents[1] / "peers"


@pytest.fixture(scope="module")
def description() -> dict[str, Any]:
    return described()


def test_the_server_gives_it(server: str, description: dict[str, Any]) -> None:
    answer = httpx.get(f"{server}/openapi.json")
    assert answer.headers["content-type"] == "application/json"
    assert answer.json() == json.loads(json.dumps(description))


def test_it_fits_the_schema_of_openapi(description: dict[str, Any], tmp_path: Path) -> None:
    node = shutil.which("node")
    if node is None:
        pytest.skip("node is not installed")
    (tmp_path / "openapi.json").write_text(json.dumps(description), encoding="utf-8")
    command = [node, str(PEERS / "check_openapi.mjs"), str(tmp_path / "openapi.json")]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
    if "ERR_MODULE_NOT_FOUND" in done.stderr:
        pytest.skip("the npm packages of tests/peers are not installed: say `make peers`")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == {"valid": True, "version": "3.1", "errors": []}


def test_every_reference_leads_somewhere(description: dict[str, Any]) -> None:
    references = [line.split('"')[3] for line in json.dumps(description, indent=0).splitlines() if line.startswith('"$ref"')]
    assert references
    for reference in references:
        place: Any = description
        for step in reference.removeprefix("#/").split("/"):
            place = place[step]


def test_every_question_is_described_with_its_parameters(description: dict[str, Any]) -> None:
    for query in catalogue():
        told = description["paths"][f"/q/{query.name}"]["get"]
        own = {each["name"]: each["required"] for each in told["parameters"] if "required" in each}
        assert own == {each.name: not each.optional for each in query.parameters}
        assert told["summary"] == query.question
        assert all(f"`{column.name}`" in told["description"] for column in query.columns)


@pytest.mark.parametrize("query", catalogue(), ids=lambda query: query.name)
def test_what_is_asked_as_described_is_answered_as_described(server: str, description: dict[str, Any], query: Any) -> None:
    told = description["paths"][f"/q/{query.name}"]["get"]
    given = {"document": "visit", "date": "2024-05", "person": "Sorn", "fact": "country/MA", "about": "justice"}
    parameters = {each.name: given[each.name] for each in query.parameters if not each.optional}
    for form in ("csv", "json"):
        answer = httpx.get(f"{server}/q/{query.name}", params={**parameters, "format": form})
        content = told["responses"][str(answer.status_code)]["content"] if answer.status_code == 200 else {}
        assert answer.headers["content-type"].partition(";")[0] in content, answer.text
    if parameters:
        refused = httpx.get(f"{server}/q/{query.name}", params={"format": "csv"})
        assert str(refused.status_code) in told["responses"]
        problem = description["components"]["schemas"]["Problem"]
        assert set(problem["required"]) <= set(refused.json()) <= set(problem["properties"])
