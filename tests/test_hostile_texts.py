"""Push hostile texts through every writer: nothing in any file or output is more than text.

Every text of the made-up records that a curator may word freely is replaced, once by a harmless word and once by a hostile
text, and everything is written of both. What is read back from the hostile files has the structure of the harmless ones.
"""

import csv
import io
import json
import re
import shutil
import sqlite3
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from html.parser import HTMLParser
from pathlib import Path, PurePosixPath
from typing import Any
from xml.etree import ElementTree

import duckdb
import pytest
from pybtex.database import parse_string

import marko_reading
from conftest import SCHEMAS, VALID, nodes
from factpack import citation, package
from factpack.changelog import DatasetRelease
from factpack.commands import fmt
from factpack.dataset import Dataset
from factpack.files import kind_of
from factpack.release_files import parquet, sqlite, workbook
from factpack.tables.table import FilledTable
from factpack.yaml import canonical, tree

HARMLESS = "harmless"
HOSTILE = {
    "html": "</title></script><script>alert(1)</script><img src=x onerror=alert(1)> <!-- \"q\" 'q' &lt; & ]]>",
    "markdown": "[a](https://b.example) ![c](d.png) `e` ``f *g* _h_ ~i~ ~~j~~ | k \\| l :tada: $m$ <https://n.example>",
    "addresses": "By @octocat o@p.example https://q.example/*r* www.s.example [t]: u mailto:v@w.example #1 {{ 7 }} {% x %}",
    "commands": "::error::a ##[error]b \\input{c} \\end{d} % # & $ ^ ~ {e} '; DROP TABLE facts; -- ${f} url(#g)",
    "block": "# a <b> > c",
    "number": "1. a | b",
}
_WORDED = (
    "title", "name", "authors", "description", "notes", "note", "inference", "reason", "capacity", "published_note",
)  # fmt: skip
# Facts with like titles are an error, so one has the text: the first of its stage, which the codebook has for an example.
_FACT = "2028-10-02-five-freed-at-dawn"
_URL = "https://x.example/"
_EDITION = DatasetRelease("1.2.3", None)


@dataclass(frozen=True)
class Written:
    """Everything that is written of the records with one text in them."""

    text: str
    dataset: Dataset
    tables: tuple[FilledTable, ...]
    files: dict[str, bytes]


@pytest.fixture(scope="module")
def write(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Written]:
    return cache(lambda text: _written(tmp_path_factory.mktemp("records") / "root", text))


SLOW = "addresses", "block", "number"  # in `make test-all` only


@pytest.fixture(
    params=[pytest.param(name, marks=[pytest.mark.needs_tools] if name in SLOW else []) for name in HOSTILE]
)
def hostile(request: pytest.FixtureRequest, write: Callable[[str], Written]) -> Written:
    return write(HOSTILE[request.param])


@pytest.fixture
def harmless(write: Callable[[str], Written]) -> Written:
    return write(HARMLESS)


def _written(root: Path, text: str) -> Written:
    shutil.copytree(VALID, root)
    (root / "CHANGELOG.md").write_text("## 1.2.3\n", encoding="utf-8")
    for path in sorted(root.rglob("*.yaml")):
        name = path.relative_to(root).as_posix()
        kind = kind_of(name)
        assert kind is not None
        data = canonical.read(name, path.read_bytes()).data
        path.write_text(
            canonical.form(tree.of_value(_worded(data, text)), kind, SCHEMAS[kind], "x"),
            encoding="utf-8",
        )
    checked = package.check(root, SCHEMAS)
    assert [one for one in checked.problems if one.severity == "error"] == []
    files, tables = package.render(root, checked)
    return Written(text, checked.dataset, tables, files)


def _worded(value: Any, text: str, key: str = "") -> Any:
    """A value with the text in place of each that may be worded freely."""
    match value:
        case dict():
            is_titled = "evidence" not in value or value.get("id") == _FACT
            return {
                name: part
                if name == "unused" or (name == "title" and not is_titled)
                else _worded(part, text, name)
                for name, part in value.items()
            }
        case list():
            return [_worded(part, text, key) for part in value]
        case str() if key in _WORDED:
            return text
        case "hours after":  # a phrase whose reading an inference explains
            return text[:60].strip()
        case str() if key == "url":
            return _URL + "".join(text.split())
    return value


def texts(value: Any) -> list[str]:
    """Every text in a value of JSON."""
    return [part for part in nodes(value) if isinstance(part, str)]


def test_codebook_keeps_its_outline(hostile: Written, harmless: Written) -> None:
    codebook, other = (marko_reading.read(one.files["CODEBOOK.md"].decode()) for one in (hostile, harmless))
    assert codebook.elements == other.elements
    assert f"{hostile.text} ({_FACT})" in codebook.words


class _Page(HTMLParser):
    """The start tags of a page with their attributes' names, its links, and its text outside of scripts."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, tuple[str, ...]]] = []
        self.links: set[str] = set()
        self.words: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, tuple(name for name, _ in attrs)))
        self.links |= {value or "" for name, value in attrs if name in ("href", "src")}

    def handle_data(self, data: str) -> None:
        if self.tags[-1:] != [("script", ())]:
            self.words.append(data)


def test_explorer_keeps_its_tags(hostile: Written, harmless: Written) -> None:
    path = "exports/explorer/index.html"
    page, other = (_Page(written.files[path].decode()) for written in (hostile, harmless))
    assert page.tags == other.tags
    assert hostile.text in "".join(page.words)
    own = {link for link in page.links if not link.startswith(_URL)}
    assert own == {link for link in other.links if not link.startswith(_URL)}


def test_pictures_keep_their_elements(hostile: Written, harmless: Written) -> None:
    paths = [path for path in hostile.files if path.endswith(".svg")]
    assert len(paths) >= 3
    words = ""
    for path in paths:
        picture, other = (ElementTree.fromstring(written.files[path]) for written in (hostile, harmless))
        assert _kinds(picture) == _kinds(other)
        words += " ".join("".join(one.itertext()) for one in picture.iter())
    assert "".join(hostile.text.split()) in "".join(words.split())


def _kinds(picture: ElementTree.Element) -> set[tuple[str, tuple[str, ...]]]:
    return {(one.tag, tuple(one.attrib)) for one in picture.iter()}


def test_json_and_csv_hold_the_text_as_it_is(hostile: Written, harmless: Written) -> None:
    seen = set()
    for path, content in hostile.files.items():
        if path.endswith(".json"):
            value, other = json.loads(content), json.loads(harmless.files[path])
            assert len(texts(value)) == len(texts(other)), path
            seen |= set(texts(value))
            # What an editor would show as Markdown: the other texts of a schema it escapes.
            parts = [part for part in nodes(value) if isinstance(part, dict)]
            markdown = [part[key] for part in parts for key in part if key.startswith("markdown")]
            assert not any(hostile.text in text for text in markdown)
        elif path.endswith(".csv"):
            rows, others = (
                list(csv.reader(io.StringIO(one.files[path].decode(), newline="")))
                for one in (hostile, harmless)
            )
            assert list(map(len, rows)) == list(map(len, others)), path
            assert not any(cell.startswith(tuple("=+-@")) for row in rows for cell in row)
            assert not any(map(str.isspace, (cell[:1] for row in rows for cell in row)))
    assert hostile.text in seen


def test_metadata_have_no_text_of_a_record(hostile: Written, harmless: Written) -> None:
    for path in ("CITATION.cff", ".zenodo.json"):
        assert hostile.files[path] == harmless.files[path]
    metadata = [sqlite.datasette_metadata(one.tables, _EDITION) for one in (hostile, harmless)]
    assert metadata[0] == metadata[1]


def test_each_generated_file_is_of_a_tested_kind(hostile: Written) -> None:
    kinds = {PurePosixPath(path).suffix or path for path in hostile.files}
    assert kinds == {".md", ".html", ".svg", ".json", ".csv", ".cff"}


def test_database_and_parquet_hold_the_text_as_it_is(hostile: Written, tmp_path: Path) -> None:
    database = sqlite3.connect(":memory:")
    try:
        database.deserialize(sqlite.write(hostile.tables, _EDITION))
        assert database.execute("SELECT title FROM facts WHERE fact_id = ?", (_FACT,)).fetchone() == (
            hostile.text,
        )
    finally:
        database.close()
    path = tmp_path / "facts.parquet"
    written = {table.name: content for table, content in parquet.write(hostile.tables, _EDITION)}
    path.write_bytes(written["facts"])
    query = "SELECT title FROM read_parquet(?) WHERE fact_id = ?"
    with duckdb.connect() as database:  # the shared connection would keep the unfinished result
        assert database.execute(query, [str(path), _FACT]).fetchone() == (hostile.text,)


def test_workbook_has_no_formula_and_no_link(hostile: Written) -> None:
    with zipfile.ZipFile(io.BytesIO(workbook.write(hostile.tables, _EDITION))) as book:
        parts = {name: book.read(name) for name in book.namelist()}
    strings = ["".join(one.itertext()) for one in ElementTree.fromstring(parts["xl/sharedStrings.xml"])]
    assert hostile.text in strings
    sheets = [ElementTree.fromstring(part) for name, part in parts.items() if "/worksheets/sheet" in name]
    tags = {one.tag.rpartition("}")[2] for sheet in sheets for one in sheet.iter()}
    assert "v" in tags
    assert not tags & {"f", "hyperlink"}


_BIBTEX = {"textbackslash{}": "\\", "textbraceleft{}": "{", "textbraceright{}": "}", "textasciitilde{}": "~",
           "textasciicircum{}": "^"} | {sign: sign for sign in "&%$#_"}  # fmt: skip


def test_bibtex_and_csl_read_back_as_the_text(hostile: Written) -> None:
    works = citation.articles_of(hostile.dataset, [_FACT])
    entries = parse_string(citation.as_bibtex(works), "bibtex").entries
    assert list(entries) == [work["id"] for work in works]
    for entry in entries.values():
        title = entry.fields["title"].removeprefix("{").removesuffix("}")
        commands = "|".join(map(re.escape, _BIBTEX))
        assert not re.search(r"[\\{}~^&%$#_]", re.sub(rf"\\(?:{commands})", "", title))
        assert re.sub(rf"\\({commands})", lambda found: _BIBTEX[found[1]], title) == hostile.text
        assert set(entry.fields) <= {"title", "howpublished", "url", "note", "key", "year", "month", "day"}
    assert {one["title"] for one in json.loads(citation.as_csl(works))} == {hostile.text}


_COMMAND = re.compile(r"^\s*::|##\[", re.MULTILINE)


def test_difference_of_fmt_begins_no_command(hostile: Written) -> None:
    assert not _COMMAND.search(fmt._difference("a.yaml", "a: b\n", f"  {hostile.text}\r\n"))
    assert "\r" not in fmt._difference("a.yaml", "a: b\n", f"  {hostile.text}\r\n")
