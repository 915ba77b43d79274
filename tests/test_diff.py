"""`factpack diff`: what is told of records that a curator edited."""

import re
import shutil
from pathlib import Path
from typing import Any

import pytest

from diffing import (
    RELEASE,
    SHARE,
    SHARE_ID,
    VIASNA,
    WITHDRAWN,
    append,
    begin,
    changed,
    commit,
    edit,
    look,
    only,
)
from factpack.differences.record_changes import is_editorial
from factpack.models import records, schemas


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    return begin(tmp_path, monkeypatch)


def rows(document: Any) -> dict[str, tuple[int, int, int]]:
    """Rows added, gone and changed of each table that differs."""
    assert document["tables"] is not None, document["problems"]
    return {
        one["table"]: (len(one["added"]), len(one["removed"]), len(one["changed"]))
        for one in document["tables"]
    }


def sides(change: Any) -> tuple[str, str | None, str | None]:
    return change["path"], change["old"], change["new"]


def registers(document: Any) -> dict[str, Any]:
    return {one["register"]: one for one in document["registers"]}


# --- facts -----------------------------------------------------------------------------------------------------------


def test_where_nothing_differs_no_step_is_asked_for(repository: Path) -> None:
    document, text = look(repository)
    assert not any(document["facts"].values())
    assert not any(one[how] for one in document["registers"] for how in ("added", "removed", "changed"))
    assert document["tables"] == []
    assert not any(document["columns"].values())
    assert document["problems"] == []
    assert document["version"]["bump"] == "none"
    assert "Version bump: none, nothing differs\n" in text


def test_a_fact_that_is_added_has_its_title_type_stage_and_figure(repository: Path) -> None:
    (repository / SHARE).rename(repository.parent / "later.yaml")
    base = commit(repository)
    shutil.copy(repository.parent / "later.yaml", repository / SHARE)
    document, text = look(repository, base)
    assert only(document["facts"]["added"]) == {
        "id": SHARE_ID,
        "type": "count",
        "title": "Belaruskali's share of the world's potash supply",
        "stage": "reported",
        "date": "2025-12-13/2025-12-19",
        "principal_field": "value",
        "principal_value": "about 20 %",
        "claim_count": 5,
        "seeds": ["nyt-2025-12"],
    }
    assert not document["facts"]["changed"]
    assert document["version"]["bump"] == "minor"
    line = only([line for line in text.splitlines() if line.startswith(f"  {SHARE_ID} (count, reported")])
    assert "value about 20 %" in line
    assert line.endswith("Belaruskali's share of the world's potash supply")


def test_a_fact_that_is_added_adds_rows_to_the_tables(repository: Path) -> None:
    text = (repository / SHARE).read_text(encoding="utf-8")
    for old, new in (
        (f"id: {SHARE_ID}", "id: made-up-share"),
        ("title: Belaruskali's share", "title: Made-up share"),
        ("about 20", "about 30"),
        ("around 20", "around 30"),
        ("2025-12-13/2025-12-19", "2025-11"),
    ):
        assert old in text
        text = text.replace(old, new)
    (repository / "facts/counts/made-up-share.yaml").write_text(text, encoding="utf-8")
    document, _ = look(repository)
    assert document["problems"] == []
    assert {table: rows(document)[table] for table in ("counts", "facts", "claims")} == {
        "counts": (1, 0, 0),
        "facts": (1, 0, 0),
        "claims": (5, 0, 0),
    }
    assert only([one for one in document["tables"] if one["table"] == "counts"])["added"] == [
        ["made-up-share"]
    ]


def test_a_corrected_value_is_told_with_the_evidence_for_both(repository: Path) -> None:
    edit(repository / SHARE, "value: about 20 %", "value: about 25 %")
    edit(repository / SHARE, "around 20 percent", "around 25 percent", 2)
    document, text = look(repository)
    value = only([one for one in changed(document)["values"] if one["path"] == "value"])
    assert sides(value) == ("value", "about 20 %", "about 25 %")
    for side, words in (("old", "around 20 percent"), ("new", "around 25 percent")):
        evidence = only(value[f"{side}_evidence"])
        assert (evidence["seed_id"], evidence["paragraph"]) == ("nyt-2025-12", 24)
        assert evidence["phrase"].startswith(words)
    assert (document["version"]["bump"], document["version"]["required_version"]) == ("minor", "0.2.0")
    assert rows(document)["counts"] == (0, 0, 1)
    counts = only([one for one in document["tables"] if one["table"] == "counts"])
    cells = {one["column"]: (one["old"], one["new"]) for one in only(counts["changed"])["cells"]}
    assert cells["value_text"] == ("about 20 %", "about 25 %")
    assert cells["value_value"] == (20, 25)

    assert "    value: about 20 % → about 25 %\n" in text
    assert re.search(r'      evidence before: nyt-2025-12 ¶24 "around 20 percent[^"]*"\n', text)
    assert re.search(r'      evidence now: nyt-2025-12 ¶24 "around 25 percent[^"]*"\n', text)
    assert "      value_text: about 20 % → about 25 %\n" in text
    assert "claim added on value:" not in text, "told twice"
    assert "claim added on counted:" in text


def test_a_value_that_changes_under_the_same_words_is_told_as_that(repository: Path) -> None:
    edit(repository / VIASNA, "value: 1226", "value: 1227")
    document, text = look(repository)
    assert changed(document)["claims"] == [], "no article says anything else than before"
    assert only(changed(document)["values"])["path"] == "value"
    assert 'evidence before and now: babel-2025-02 ¶13 "1 226 political prisoners"' in text
    assert "evidence now" not in text


def test_a_reason_that_changes_with_its_value_is_told_too(repository: Path) -> None:
    edit(repository / VIASNA, "date: 2025-02-15/2025-02-28", "date: 2025-02-16/2025-02-28")
    edit(repository / VIASNA, "There are currently so many", "So many there are")
    text = look(repository)[1]
    assert "date: 2025-02-15/2025-02-28 → 2025-02-16/2025-02-28\n" in text
    assert "inference changed (editorial) on date: babel-2025-02 ¶13" in text


def test_parts_of_elements_are_compared_one_by_one(repository: Path) -> None:
    edit(repository / RELEASE, "number: 114,", "number: 113,")
    edit(
        repository / RELEASE,
        "actor: maksim-znak, outcome: implied_free}",
        "actor: maksim-znak, outcome: freed}",
    )
    edit(repository / RELEASE, "  - {place: lithuania-territory, role: onward}\n", "")
    edit(repository / RELEASE, "released_by: [belarus]", "released_by: [belarus, united-states]")
    document, _ = look(repository)
    values = {one["path"]: one for one in changed(document)["values"]}
    assert set(values) == {
        "breakdown.received-by-ukraine.number",
        "persons.maksim-znak.outcome",
        "places.lithuania-territory",
        "released_by.united-states",
    }
    person, place = values["persons.maksim-znak.outcome"], values["places.lithuania-territory"]
    assert sides(person)[1:] == ("implied_free", "freed")
    assert only(person["new_evidence"])["phrase"] == "Maksim Znak"
    assert values["released_by.united-states"]["new_evidence"] == [], (
        "what backs `released` backs no releaser"
    )
    assert sides(place)[1:] == ("place lithuania-territory, role onward", None)


def test_the_span_of_a_date_rests_on_the_evidence_for_the_date(repository: Path) -> None:
    edit(repository / SHARE, "date_span: within", "date_span: throughout")
    change = only(changed(look(repository)[0])["values"])
    assert sides(change) == ("date_span", "within", "throughout")
    assert only(change["new_evidence"])["path"] == "date"


def test_misread_phrase_is_shown(repository: Path) -> None:
    edit(repository / VIASNA, "value: 1226", "value: 1227")
    old = "supports: [value, counted]\n"
    edit(repository / VIASNA, old, f"{old}        misread: The row is another.\n")
    _, text = look(repository)
    assert "misread: The row is another." in text


def test_claims_that_come_go_and_change(repository: Path) -> None:
    edit(
        repository / VIASNA,
        "supports: [value, counted]\n        attributed_to: [viasna]\n",
        "supports: [value]\n",
    )
    edit(repository / VIASNA, "supports: [measure, date]", "supports: [measure, date, counted]")
    edit(repository / VIASNA, "There are currently so many", "So many there are")
    document, text = look(repository)
    assert not changed(document)["values"]
    claims = {(one["old"] or one["new"])["path"]: one for one in changed(document)["claims"]}
    assert set(claims) == {"value", "measure", "date", "counted"}
    assert claims["value"]["old"]["attributed_to"] == ["viasna"]
    assert claims["value"]["new"]["attributed_to"] == []
    assert claims["date"]["new"]["inference"].startswith("So many")
    # The words and what they support are the same; the reason is new.
    assert claims["counted"]["old"]["inference"] == ""
    assert claims["counted"]["new"]["inference"].startswith("So many")
    assert "claim changed on value: babel-2025-02 ¶13" in text
    assert "inference changed (editorial) on date: babel-2025-02 ¶13" in text
    assert "4 claims changed" in text
    assert document["version"]["bump"] == "minor"

    edit(repository / VIASNA, "supports: [measure, date, counted]", "supports: [date, counted]")
    edit(repository / VIASNA, "phrase: Viasna", "phrase: the group Viasna")
    _, text = look(repository)
    assert 'claim removed on measure: babel-2025-02 ¶13 "1 226 political prisoners"' in text
    assert 'claim removed on according_to.viasna: babel-2025-02 ¶13 "Viasna"' in text
    assert 'claim added on according_to.viasna: babel-2025-02 ¶13 "the group Viasna"' in text


def test_what_an_article_has_otherwise_is_told_as_that(repository: Path) -> None:
    edit(repository / RELEASE, "says: {released: more than 100}", "says: {released: more than 110}")
    document, text = look(repository)
    claim = only(changed(document)["claims"])
    assert (claim["old"]["value"], claim["new"]["value"]) == ("more than 100", "more than 110")
    assert claim["new"]["agreement"] == "coarser"
    assert "has more than 110 (coarser)" in text


def test_links_and_resolutions(repository: Path) -> None:
    talks = "2025-12-12-coale-lukashenko-talks"
    edit(repository / RELEASE, f"{talks}, relation: follows", f"{talks}, relation: during")
    edit(repository / RELEASE, "method: official_confirmation", "method: most_recent")
    document, text = look(repository)
    assert not changed(document)["values"]
    link, resolution = only(changed(document)["links"]), only(changed(document)["resolutions"])
    assert sides(link) == (f"links.{talks}.relation", "follows", "during")
    assert only(link["new_evidence"])["phrase"] == "after John Coale"
    assert sides(resolution) == ("resolutions.counted.method", "official_confirmation", "most_recent")
    assert document["version"]["bump"] == "minor"
    assert "1 links changed, 1 resolutions changed" in text


def test_a_fact_that_is_withdrawn_and_one_that_stands_again(repository: Path) -> None:
    append(repository / SHARE, WITHDRAWN)
    document, text = look(repository)
    withdrawn = only(document["facts"]["withdrawn"])
    assert (withdrawn["fact"]["id"], withdrawn["date"], withdrawn["reason"]) == (
        SHARE_ID,
        "2026-11-21",
        "Misread.",
    )
    assert not document["facts"]["changed"], "told once"
    assert document["problems"] == []
    assert rows(document)["withdrawn"] == (1, 0, 0)
    assert rows(document)["counts"] == (0, 1, 0)
    assert document["version"]["bump"] == "minor"
    assert f"Facts withdrawn\n  {SHARE_ID} (count), on 2026-11-21: Misread.\n" in text

    commit(repository)
    assert not any(look(repository, "HEAD")[0]["facts"].values())
    edit(repository / SHARE, WITHDRAWN, "")
    document, text = look(repository, "HEAD")
    assert only(document["facts"]["reinstated"])["id"] == SHARE_ID
    assert not document["facts"]["changed"]
    assert document["version"]["bump"] == "minor"
    assert "Facts reinstated\n" in text


# --- registers, wording, cells ---------------------------------------------------------------------------------------


def test_registers_and_seeds(repository: Path) -> None:
    actors = repository / "facts/actors.yaml"
    edit(actors, "  - id: babel\n", "  - {id: a-new-actor, name: A New Actor, kind: person}\n  - id: babel\n")
    edit(actors, "name: Belaruskali\n    kind: organization\n", "name: Belaruskali\n    kind: office\n")
    edit(repository / "facts/places.yaml", "places:\n", "places:\n  - {id: a-new-place, name: A New Place}\n")
    edit(repository / "seeds/babel-2025-02.yaml", "language: en", "language: uk")
    document, text = look(repository)
    found = registers(document)
    assert only(found["actors"]["added"])["id"] == "a-new-actor"
    assert sides(only(only(found["actors"]["changed"])["changes"])) == ("kind", "organization", "office")
    assert only(found["places"]["added"])["name"] == "A New Place"
    assert sides(only(only(found["seeds"]["changed"])["changes"])) == ("language", "en", "uk")
    assert document["version"]["bump"] == "minor"
    assert "actor added: a-new-actor, A New Actor\n" in text
    commit(repository)
    document, text = look(repository, "HEAD", "HEAD~1")
    assert only(registers(document)["actors"]["removed"])["id"] == "a-new-actor"
    assert "actor removed: a-new-actor, A New Actor\n" in text
    assert "place removed: a-new-place, A New Place\n" in text


def test_to_word_things_otherwise_is_a_patch(repository: Path) -> None:
    edits = [
        (SHARE, "title: Belaruskali's share", "title: The share of Belaruskali", "title"),
        (SHARE, "inference: The supply is", "inference: That supply is", None),
        (SHARE, "evidence:\n", "notes: A share of something.\nevidence:\n", "notes"),
        (VIASNA, "cannot both be right of", "cannot both hold of", ".inference"),
        (RELEASE, "The embassy's figure is", "What the embassy has is", "resolutions.counted.note"),
        (
            RELEASE,
            "explain the difference, nor does it say",
            "explain it, nor say",
            "breakdown.belarusians.note",
        ),
        ("facts/actors.yaml", "A Belarusian activist.", "An activist.", "description"),
        ("facts/deals.yaml", "title: Release of prisoners as", "title: Freeing of prisoners as", "title"),
    ]
    for path, old, new, _ in edits:
        edit(repository / path, old, new)
    document, text = look(repository)
    assert (document["version"]["bump"], document["version"]["required_version"]) == ("patch", "0.1.1")
    assert "6 editorial changes, 2 claims changed" not in text
    for *_, field in edits:
        assert field is None or re.search(rf"{re.escape(field)}( added)? \(editorial\): ", text), field
    assert "inference changed (editorial) on counted: nyt-2025-12 ¶24" in text


def test_a_remark_that_comes_is_no_wording(repository: Path) -> None:
    edit(repository / SHARE, "evidence:\n", "remarks:\n  why: For some reason.\nevidence:\n")
    change = only(changed(look(repository)[0])["values"])
    assert (sides(change), change["is_editorial"]) == (("remarks.why", None, "For some reason."), False)
    commit(repository)
    edit(repository / SHARE, "For some reason.", "For another reason.")
    change = only(changed(look(repository, "HEAD")[0])["values"])
    assert (change["path"], change["is_editorial"]) == ("remarks.why", True)


def test_every_field_of_the_curators_own_words_is_known_as_wording() -> None:
    """A new field of prose must be put on the list, or a better word in it would be taken for a correction."""
    notes = set()
    for kind, schema in schemas.generate().items():
        parts = {schemas.KINDS[kind].__name__: schema, **schema.get("$defs", {})}
        for name, part in parts.items():
            for field, described in part.get("properties", {}).items():
                model = getattr(records, name)
                below = described.get("additionalProperties", described)
                is_prose = below.get("maxLength") == 600 or (field == "title" and name != "Seed")
                if name != "Item":  # of evidence, ClaimChange.is_editorial tells
                    assert is_editorial(model, field) == is_prose, (name, field)
                    notes |= {(name, field)} if is_prose else set()
    assert len(notes) > 15


def test_another_order_is_told_and_is_no_correction(repository: Path) -> None:
    path = repository / "facts/deals.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("[united-states, belarus]", "[belarus, united-states]", 1), encoding="utf-8")
    document, _ = look(repository)
    change = only(only(registers(document)["deals"]["changed"])["changes"])
    assert sides(change) == ("parties", "united-states; belarus", "belarus; united-states")
    assert document["version"]["bump"] == "patch"


def test_an_attestation_changes_cells_and_no_value(repository: Path) -> None:
    lock = repository / "seeds/evidence.lock"
    lines = lock.read_text(encoding="utf-8").splitlines(keepends=True)
    kept = [line for line in lines if not line.startswith((f"item {SHARE_ID} ", f"fact {SHARE_ID} "))]
    assert len(kept) < len(lines)
    lock.write_text("".join(kept), encoding="utf-8")
    document, text = look(repository)
    assert rows(document) == {"claims": (0, 0, 5), "counts": (0, 0, 1)}
    assert document["version"]["bump"] == "patch"
    assert "same change in 5 rows: " in text
    assert text.count("verified: true → false") == 2, "once for the five claims, once for the count"
