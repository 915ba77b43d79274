"""`factpack cite`, asked of the made-up repository, and its BibTeX read by a parser that is not ours."""

import json
from pathlib import Path
from typing import Any

import pytest
from pybtex.database import BibliographyData, parse_string

from conftest import Run, altered, cases, expect
from factpack import citation
from factpack.changelog import DatasetRelease
from factpack.commands import common
from factpack.dataset import Dataset
from factpack.models import edtf

WORK = {"id": "one", "type": "article-newspaper", "title": "T"}
DATASET = "us-belarus-facts-1.2.0"
# What CSL-JSON 1.0.2 has for the variables that are used here.
CSL = {
    "id": str, "type": str, "title": str, "author": list, "container-title": str, "issued": dict, "version": str,
    "URL": str, "language": str, "note": str,
}  # fmt: skip


@pytest.fixture
def repository(repository: Path) -> Path:
    """The made-up repository with a version that was released."""
    (repository / "CHANGELOG.md").write_text("## 1.2.0 - 2031-06-01\n", encoding="utf-8")
    return repository


def parsed(text: str) -> BibliographyData:
    return parse_string(text, "bibtex")


def test_cite_has_the_version_and_every_article(repository: Path, run: Run) -> None:
    out = expect(run, common.CLEAN, "cite")
    entries = parsed(out).entries
    assert list(entries) == [DATASET, "almanac-2029", "courier-2031-05-03", "lantern-2031-05", "leaflet-2031"]
    dataset = entries[DATASET]
    assert dict(dataset.fields) == {
        "title": f"{{{citation.TITLE}}}",
        "note": "Data set, version 1.2.0. Licence: CC-BY-4.0",
        "year": "2031",
        "month": "June",
        "day": "1",
    }
    assert [str(person) for person in dataset.persons["author"]] == [f"{{{citation.CURATORS}}}"]


def test_cite_of_facts_has_their_articles(repository: Path, run: Run) -> None:
    _, out, _ = run("cite", "2030-amnesty")
    assert list(parsed(out).entries) == [DATASET, "lantern-2031-05"]
    _, out, _ = run("cite", "2030-amnesty", "2031-05-released-since-march", "2030-amnesty")
    assert list(parsed(out).entries) == [DATASET, "courier-2031-05-03", "lantern-2031-05"]


def test_article_has_no_more_than_is_known(repository: Path, run: Run) -> None:
    entries = parsed(run("cite")[1]).entries
    signed, inferred, bare = (
        entries[key] for key in ("courier-2031-05-03", "lantern-2031-05", "leaflet-2031")
    )
    assert dict(signed.fields) == {
        "title": "{Twelve prisoners freed at Stone Bridge}",
        "howpublished": "The Courier",
        "url": "https://courier.example/2031/05/03/twelve-freed",
        "year": "2031",
        "month": "May",
        "day": "3",
    }
    assert [person.last_names for person in signed.persons["author"]] == [["Major"]]
    assert (inferred.fields["month"], inferred.fields.get("day")) == ("May", None)
    assert (
        inferred.fields["key"] == inferred.fields["howpublished"]
    )  # by which it is sorted, for want of an author
    assert not bare.persons
    assert dict(bare.fields) == {
        "title": "{[Article without a headline: leaflet-2031]}",
        "note": "Published on or after 2031-05-03 (inferred). Publisher not known",
        "key": "leaflet-2031",
    }


@pytest.mark.parametrize(
    ("published", "basis", "issued", "note"),
    cases("cite", "date_has_only_the_parts_that_are_known"),
)  # fmt: skip
def test_date_has_only_the_parts_that_are_known(
    dataset: Dataset, published: str, basis: str, issued: tuple[int, ...], note: str
) -> None:
    date_of = published if published == "not_stated" else edtf.parse(published)
    seed = altered(dataset.seeds["courier-2031-05-03"], {"published": date_of, "published_basis": basis})
    item = json.loads(citation.as_csl([citation.article_work(seed, dataset)]))[0]
    assert item.get("note", "") == note
    if issued:
        assert item["issued"]["date-parts"] == [list(issued)]
        assert item["issued"].get("circa", False) is (basis == "inferred")
    else:
        assert item["issued"].keys() == {"literal"}
        assert note.endswith(item["issued"]["literal"])


def test_csl_json_has_the_works_of_bibtex(repository: Path, run: Run) -> None:
    code, out, _ = run("cite", "--format", "csl-json")
    items: list[dict[str, Any]] = json.loads(out)
    assert code == common.CLEAN
    assert [item["id"] for item in items] == list(parsed(run("cite")[1]).entries)
    for item in items:
        assert item["type"] in ("dataset", "article-newspaper")
        for name, value in item.items():
            assert isinstance(value, CSL[name]), name
            assert value, name
        assert all(author.keys() == {"literal"} for author in item.get("author", []))


@pytest.mark.parametrize(("text", "written"), cases("cite", "text_that_bibtex_would_misread_is_escaped"))
def test_text_that_bibtex_would_misread_is_escaped(text: str, written: str) -> None:
    work = WORK | {"title": text, "container-title": text, "note": text}
    entry = parsed(citation.as_bibtex([work])).entries["one"]
    assert entry.fields["title"] == f"{{{written}}}"
    assert entry.fields["howpublished"] == entry.fields["note"] == written


def test_address_in_bibtex_still_opens() -> None:
    work = WORK | {"URL": "https://x.example/a_b?c=%20&d={e}#f"}
    entry = parsed(citation.as_bibtex([work])).entries["one"]
    assert entry.fields["url"] == "https://x.example/a_b?c=%20&d=%7Be%7D#f"


@pytest.mark.parametrize(("people", "last_names"), cases("cite", "names_in_bibtex_stay_whole"))
def test_names_in_bibtex_stay_whole(people: tuple[str, ...], last_names: list[list[str]]) -> None:
    work = WORK | {"author": [{"literal": name} for name in people]}
    persons = parsed(citation.as_bibtex([work])).entries["one"].persons["author"]
    assert [person.last_names for person in persons] == last_names


def test_the_dataset_without_a_day_has_no_year() -> None:
    release = DatasetRelease("1.0.0", None)
    (entry,) = parsed(citation.as_bibtex([citation.dataset_work(release)])).entries.values()
    assert "year" not in entry.fields
    assert citation.in_words(release).endswith("Data set, version 1.0.0.")


def test_an_unknown_id_is_told_the_nearest(repository: Path, run: Run) -> None:
    err = expect(run, common.USAGE, "cite", "2030-amnestie")
    assert err == "factpack: there is no fact '2030-amnestie'. Did you mean '2030-amnesty'?\n"
    _, _, err = run("cite", "zzz")
    assert err.count("\n") == 1
    assert "exports/csv/facts.csv" in err


def test_a_withdrawn_fact_names_what_stands_instead(repository: Path, run: Run) -> None:
    err = expect(run, common.USAGE, "cite", "2031-05-02-handover-to-selmark")
    assert "was withdrawn on 2031-06-01. Cite '2031-05-02-twelve-freed-at-stone-bridge', or" in err


def test_records_that_do_not_pass_are_not_cited(repository: Path, run: Run) -> None:
    path = repository / "facts/releases/2030-amnesty.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("stage: ", "stages: "), encoding="utf-8")
    code, out, err = run("cite")
    assert (code, out) == (common.PROBLEMS, "")
    assert err.endswith("run `factpack validate`.\n")
