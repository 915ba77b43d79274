"""README and codebook: snippets run, rows and version are those of the exports, and both are short."""

import csv
import io
import json
import re

import duckdb
import pytest

from conftest import ROOT
from factpack import changelog, citation

README, CODEBOOK = ((ROOT / name).read_text(encoding="utf-8") for name in ("README.md", "CODEBOOK.md"))


def snippets(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", README, re.DOTALL)


def test_readme_and_codebook_are_short() -> None:
    assert len(README.splitlines()) <= 150
    assert len(CODEBOOK.split()) <= 11_000


def test_codebook_uses_standard_terms() -> None:
    own = re.sub(r"Example: .*|^- `20.*", "", CODEBOOK, flags=re.MULTILINE)  # curators word the rest
    assert re.findall(r"\b(?:tells?|told|giver|outermost|borne out|stands? (?:in|at|under|for))\b", own) == []


def test_there_are_snippets_of_each_kind() -> None:
    found = {language: len(snippets(language)) for language in ("python", "sql", "r")}
    assert found == {"python": 2, "sql": 1, "r": 1}


@pytest.mark.parametrize("snippet", snippets("python"), ids=["pandas", "frictionless"])
def test_python_snippets_run_and_print(
    snippet: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(ROOT)
    exec(compile(snippet, "README.md", "exec"), {})
    assert capsys.readouterr().out.strip()


def test_the_sql_snippet_finds_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    assert duckdb.sql(snippets("sql")[0]).fetchall()


def test_the_table_of_rows_is_that_of_the_exports() -> None:
    table = re.search(r"\| fact_id \|.*?(?=\n\n)", README, re.DOTALL)
    assert table is not None
    names, _, *rows = [
        [cell.strip() for cell in line.strip("|").split("|")] for line in table.group().splitlines()
    ]
    text = (ROOT / "exports/csv/releases.csv").read_text(encoding="utf-8")
    exported = {row["fact_id"]: [row[name] for name in names] for row in csv.DictReader(io.StringIO(text))}
    assert rows == list(exported.values())


def test_every_picture_is_shown_or_linked_and_exists() -> None:
    named = set(re.findall(r"\]\((exports/plots/[^)]+)\)", README))
    assert named == {path.relative_to(ROOT).as_posix() for path in (ROOT / "exports/plots").iterdir()}


def test_the_citation_is_that_of_the_version() -> None:
    plain = " ".join(README.replace("*", "").split())
    dataset_release = changelog.dataset_release(ROOT)
    assert dataset_release.released is not None
    assert citation.in_words(dataset_release) in plain
    assert json.loads((ROOT / "datapackage.json").read_bytes())["version"] == dataset_release.version
    assert f"\nversion: {dataset_release.version}\n" in (ROOT / "CITATION.cff").read_text(encoding="utf-8")
