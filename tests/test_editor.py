"""What an editor shows: the schemas for editors, and yaml-language-server driven with them as an editor drives it."""

import fnmatch
import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest

from conftest import ROOT, SCHEMAS, lay, loaded, nodes, valid_dataset
from editor.language_server import CURSOR, LanguageServer
from factpack.dataset import Dataset, load
from factpack.exports import editor_schemas
from factpack.files import kind_of
from factpack.models import quantity
from factpack.models.parts import Item
from factpack.models.records import KINDS, Release
from factpack.models.schemas import Schema

RELEASE = "facts/releases/2025-02-12-three-handed-over.yaml"


def vs_code(name: str) -> Any:
    """A file that the repository brings for VS Code: JSON with lines of comment."""
    text = (ROOT / f".vscode/{name}.json").read_text(encoding="utf-8")
    return json.loads(re.sub(r"(?m)^\s*//.*$", "", text))


@pytest.fixture(scope="module")
def dataset() -> Dataset:
    return loaded(ROOT)


@pytest.fixture(scope="module")
def editor_set(dataset: Dataset) -> dict[str, Schema]:
    return editor_schemas.generate(SCHEMAS, dataset)


# --- the schemas -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", KINDS)
def test_pattern_has_a_message_and_ids_have_words(kind: str, editor_set: dict[str, Schema]) -> None:
    parts = [part for part in nodes(editor_set[kind]) if isinstance(part, dict)]
    patterns = [part for part in parts if isinstance(part.get("pattern"), str)]
    references = [part for part in parts if isinstance(part.get("enum"), list)]
    assert patterns
    assert references or kind == "places"
    for part in patterns:
        # Of a reference the keys have no message of their own: each id is a property.
        assert part.get("patternErrorMessage") or "x-ref" in part, part
    for part in references:
        assert len(part["enum"]) == len(part["enumDescriptions"]) > 0
    assert not [part for part in parts if isinstance(part.get("examples"), list)]


@pytest.mark.parametrize("kind", KINDS)
def test_editor_schemas_accept_every_record(kind: str) -> None:
    valid = valid_dataset()
    validator = jsonschema_rs.Draft202012Validator(editor_schemas.generate(SCHEMAS, valid)[kind])
    documents = [valid.document(path) for path in valid.paths if kind_of(path) == kind]
    assert documents
    for document in documents:
        assert not [error.message for error in validator.iter_errors(document.data)], document.path


def test_file_without_modeline_gets_its_schema(dataset: Dataset) -> None:
    chosen = vs_code("settings")["yaml.schemas"]
    assert sorted(chosen) == sorted(f"./schemas/editor/{kind}.schema.json" for kind in KINDS)
    for path in dataset.paths:
        matching = [schema for schema, pattern in chosen.items() if fnmatch.fnmatch(path, pattern)]
        assert matching == [f"./schemas/editor/{kind_of(path)}.schema.json"], path


def test_vs_code_task_reads_what_validate_prints() -> None:
    (task,) = vs_code("tasks")["tasks"]
    patterns = [matcher["pattern"]["regexp"] for matcher in task["problemMatcher"]]
    lines = (
        "facts/releases/x.yaml:6:11: error malformed-quantity: 'about ten' is not a quantity: write 'about 10'.",
        "seeds/x.yaml:5:12: notice publication-not-checkable: Not checkable: nothing tells when it was published.",
    )
    for line, pattern in zip(lines, patterns, strict=True):
        assert re.fullmatch(pattern, line)


def test_new_id_is_known_in_spite_of_errors(repository: Path) -> None:
    (repository / "facts/counts/broken.yaml").write_text("id: [", encoding="utf-8")
    schema, register = repository / "schemas/editor/release.schema.json", repository / "facts/actors.yaml"
    entries = register.read_text(encoding="utf-8")

    def known(text: str) -> list[str]:
        register.write_text(text, encoding="utf-8")
        editor_schemas.refresh(repository, SCHEMAS, load(repository, SCHEMAS)[0])
        written = json.loads(schema.read_bytes())
        assert "broken" in written["$defs"]["Link"]["properties"]["fact"]["enum"]
        return list(written["properties"]["released_by"]["items"]["enum"])

    assert "zoe-new" in known(f"{entries}  - id: zoe-new\n    name: Zoe New\n    kind: person\n")
    assert "yan-new" in known(f"{entries}  - id: yan-new\n    kind: nonsense\n")  # no name, and no such kind
    before = schema.stat().st_ino
    assert "yan-new" in known("actors: [")  # nothing can be read: the schema stays as it was
    known(f"{entries}  - id: yan-new\n    kind: nonsense\n")
    assert schema.stat().st_ino == before, "the same ids: nothing is written"
    (repository / "facts/meetings/undated-phone-call.yaml").unlink()
    known(entries)
    assert "undated-phone-call" not in schema.read_text("utf-8")


# --- the language server ---------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory, dataset: Dataset) -> Iterator[LanguageServer]:
    folder = tmp_path_factory.mktemp("repository")
    for name in ("facts", "seeds"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("texts"))
    lay(folder, editor_schemas.write(SCHEMAS, dataset))
    with LanguageServer(folder, vs_code("settings")) as running:
        yield running


def edited(old: str, new: str, path: str = RELEASE) -> str:
    text = (ROOT / path).read_text(encoding="utf-8")
    assert old in text, (path, old)
    return text.replace(old, new, 1)


@pytest.mark.needs_tools
def test_no_real_record_has_a_squiggle(server: LanguageServer, dataset: Dataset) -> None:
    texts = [(path, dataset.document(path).text) for path in dataset.paths]
    assert len(texts) > 50
    found = server.diagnostics(texts)
    assert [(path, told) for (path, _), told in zip(texts, found, strict=True) if told] == []


MISTAKES = {
    "quantity-in-words": ("released: 3", "released: approximately 3", "Not a quantity. Write a whole number"),
    "date-in-another-order": ('date: "2025-02-12"', "date: 12.02.2025", "Not a date as EDTF writes it."),
    "date-without-hyphens": ('date: "2025-02-12"', "date: 20250212", "Not a date as EDTF writes it."),
    "said-quantity": ("says: {counted_as: detainees,", "says: {released: ca. 3,", "Not a quantity."),
    "said-code": ("says: {counted_as: detainees,", "says: {counted_as: captives,", "Value is not accepted."),
    "actor": ("[belarus]", "[belarusia]", "No actor had this id"),
    "fact": ("fact: 2025-02-12-smith-visit", "fact: 2025-02-13-smith-visit", "No fact had this id"),
    "article": ("  babel-2025-02:", "  babel-2025-03:", "No seed had this id"),
    "paragraph": ("    5:\n", "    77:\n", "babel-2025-02 has 16 paragraphs, counted from 1."),
    "field": ("supports: [breakdown.belarusian-citizens]", "supports: [datum]", "No field of a release that takes evidence."),
    "resolved-field": ("  counted_as:\n", "  count:\n", "No field of a release that takes evidence."),
    "not-a-relay": ("via: cnn", "via: marco-rubio", "No report or outlet had this id"),
    "code": ("legal_form: not_stated", "legal_form: exile", 'Value is not accepted. Valid values: "amnesty"'),
    "misspelt": ("received_by: [", "recieved_by: [", "Property recieved_by is not allowed."),
}  # fmt: skip


@pytest.mark.needs_tools
def test_mistake_gets_one_message_at_its_line(server: LanguageServer) -> None:
    texts = [(RELEASE, edited(old, new)) for old, new, _ in MISTAKES.values()]
    found = server.diagnostics(texts)
    for (mistake, (_, new, begins)), (_, text), told in zip(MISTAKES.items(), texts, found, strict=True):
        ((line, message),) = told
        assert line == text[: text.index(new)].count("\n") + 1, mistake
        assert message.startswith(begins), mistake
        assert "^(" not in message  # nobody is shown a pattern


OFFERS = {
    "seed": ("  babel-2025-02:\n", f"  {CURSOR}\n  babel-2025-02:\n", "nyt-2025-12", "The New York Times"),
    "actor": ("released_by: [belarus]", f"released_by: [{CURSOR}]", "christopher-smith", "Christopher Smith"),
    "fact": ("fact: 2025-02-12-smith-visit-to-belarus", f"fact: {CURSOR}", "2025-02-13-smith-briefing", "2025-02-13"),
    "paragraph": ("    5:\n", f"    {CURSOR}\n    5:\n", "14", "¶14 of 16, cited by"),
    "field": ("supports: [breakdown.belarusian-citizens]", f"supports: [{CURSOR}]", "released", "How many were freed"),
    "element": ("supports: [breakdown.belarusian-citizens]", f"supports: [date, {CURSOR}]", "persons.…", "Persons of whom"),
    "said-field": ("says: {counted_as: detainees, date: 2025-02-10/2025-02-16}", f"says:\n          {CURSOR}", "legal_form", "The legal form"),
    "said-code": ("says: {counted_as: detainees,", f"says: {{counted_as: {CURSOR},", "unknown", "not known"),
    "relay": ("via: cnn", f"via: {CURSOR}", "none", "reports it itself"),
    "bound": ("released: 3", f"released: {CURSOR}", "at least …", quantity.QUALIFIERS["at_least"]),
    "vague-word": ("released: 3", f"released: {CURSOR}", "dozens", quantity.VAGUE["dozens"]),
    "code": ("legal_form: not_stated", f"legal_form: {CURSOR}", "pardon", "clemency"),
    "total": ("of_key: released", f"of_key: {CURSOR}", "released", "The fact's own figure"),
    "part": ("dimension: citizenship, number: 1", f"dimension: {CURSOR}, number: 1", "counted_as", "The label"),
    "resolved-field": ("resolutions:\n", f"resolutions:\n  {CURSOR}\n", "released", "How many were freed"),
}  # fmt: skip


@pytest.mark.needs_tools
@pytest.mark.parametrize(("old", "new", "label", "told"), OFFERS.values(), ids=OFFERS)
def test_what_fits_is_offered_with_its_words(
    old: str, new: str, label: str, told: str, server: LanguageServer
) -> None:
    offered = server.completions(RELEASE, edited(old, new))
    assert label in offered, sorted(offered)
    assert told in str(offered[label]["documentation"])


@pytest.mark.needs_tools
def test_offers_exist_and_are_filled_in(server: LanguageServer, dataset: Dataset) -> None:
    offered = server.completions(RELEASE, edited("[christopher-smith, marco-rubio]", f"[{CURSOR}]"))
    assert "us-embassy-belarus" in offered
    assert set(offered) <= set(dataset.actors)
    offered = server.completions(RELEASE, edited("    5:\n", f"    {CURSOR}\n    5:\n"))
    assert offered["14"]["insertText"] == "14:\n  - phrase: $1\n    supports: [$2]"
    assert [label for label in offered if not label.isdigit()] == []
    assert len(offered) >= 15
    offered = server.completions(RELEASE, edited('date: "2025-02-12"', f"date: {CURSOR}"))
    assert offered["YYYY-MM-DD"]["insertText"] == '"${1:YYYY-MM-DD}"'


@pytest.mark.needs_tools
def test_new_file_is_offered_fields_of_its_folder(server: LanguageServer) -> None:
    offered = server.completions("facts/counts/new.yaml", CURSOR)
    assert {"id", "title", "measure", "value", "evidence"} <= set(offered)
    assert "released" not in offered
    skeleton = next(item for label, item in offered.items() if label.startswith("count (facts/counts"))
    assert "evidence:" in skeleton["insertText"]


HOVERS = {
    "field": ("released: 3", f"rele{CURSOR}ased: 3", Release.model_fields["released"].description),
    "field-of-an-item": (
        "phrase: handed",
        f"phr{CURSOR}ase: handed",
        Item.model_fields["phrase"].description,
    ),
    "marked-up": ("via: cnn", f"v{CURSOR}ia: cnn", Item.model_fields["via"].description),
    "article": ("  babel-2025-02:\n", f"  babel{CURSOR}-2025-02:\n", "Babel, 2025-02"),
    "code": ("legal_form: not_stated", f"legal_form: not_{CURSOR}stated", "No article says under which form"),
    "id": ("[belarus]", f"[bela{CURSOR}rus]", "`belarus`: Belarus"),
}


@pytest.mark.needs_tools
@pytest.mark.parametrize(("old", "new", "told"), HOVERS.values(), ids=HOVERS)
def test_hover_explains_a_field_and_a_value(old: str, new: str, told: str, server: LanguageServer) -> None:
    assert told in server.hover(RELEASE, edited(old, new))
