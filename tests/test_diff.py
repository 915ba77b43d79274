"""`factpack diff`: what is told of records that a curator edited."""

import re
import shutil
from pathlib import Path
from typing import Any

import pytest

from conftest import commit, edit
from diffing import RELEASE, SHARE, SHARE_ID, WATCH, WITHDRAWN, append, changed, look, only
from factpack.differences.record_changes import is_editorial
from factpack.models import records, schemas


@pytest.fixture
def repository(versioned: Path) -> Path:
    return versioned


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


def test_added_fact_has_title_type_stage_and_figure(repository: Path) -> None:
    (repository / SHARE).rename(repository.parent / "later.yaml")
    base = commit(repository)
    shutil.copy(repository.parent / "later.yaml", repository / SHARE)
    document, text = look(repository, base)
    assert only(document["facts"]["added"]) == {
        "id": SHARE_ID,
        "type": "count",
        "title": "Marovia Potash's share of the world's supply of potash",
        "stage": "reported",
        "date": "2031-05-03",
        "principal_field": "value",
        "principal_value": "about 7 %",
        "claim_count": 5,
        "seeds": ["courier-2031-05-03"],
    }
    assert not document["facts"]["changed"]
    assert document["version"]["bump"] == "minor"
    line = only([line for line in text.splitlines() if line.startswith(f"  {SHARE_ID} (count, reported")])
    assert "value about 7 %" in line
    assert line.endswith("Marovia Potash's share of the world's supply of potash")


def test_a_fact_that_is_added_adds_rows_to_the_tables(repository: Path) -> None:
    text = (repository / SHARE).read_text(encoding="utf-8")
    for old, new in (
        (f"id: {SHARE_ID}", "id: made-up-share"),
        ("title: Marovia Potash's share", "title: Another share"),
        ("about 7", "about 9"),
        ('"2031-05-03"', '"2031-05-02"'),
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


def test_corrected_value_has_evidence_of_both(repository: Path) -> None:
    edit(repository / SHARE, "about 7 %", "about 9 %", 3)
    document, text = look(repository)
    value = only([one for one in changed(document)["values"] if one["path"] == "value"])
    assert sides(value) == ("value", "about 7 %", "about 9 %")
    for side, words in (("old", "about 7 %"), ("new", "about 9 %")):
        evidence = only(value[f"{side}_evidence"])
        assert (evidence["seed_id"], evidence["paragraph"]) == ("courier-2031-05-03", 12)
        assert words in evidence["phrase"]
    assert (document["version"]["bump"], document["version"]["required_version"]) == ("minor", "0.2.0")
    assert rows(document)["counts"] == (0, 0, 1)
    counts = only([one for one in document["tables"] if one["table"] == "counts"])
    cells = {one["column"]: (one["old"], one["new"]) for one in only(counts["changed"])["cells"]}
    assert cells["value_text"] == ("about 7 %", "about 9 %")
    assert cells["value_point"] == (7, 9)

    assert "    value: about 7 % → about 9 %\n" in text
    assert re.search(r'      evidence before: courier-2031-05-03 ¶12 "[^"]*about 7 %[^"]*"\n', text)
    assert re.search(r'      evidence now: courier-2031-05-03 ¶12 "[^"]*about 9 %[^"]*"\n', text)
    assert "      value_text: about 7 % → about 9 %\n" in text
    assert "claim added on value:" not in text, "told twice"
    assert "claim added on counted_as:" in text


def test_value_changed_under_the_same_words_says_so(repository: Path) -> None:
    edit(repository / WATCH, "value: at most 250", "value: at most 260")
    document, text = look(repository)
    assert changed(document)["claims"] == [], "no article says anything else than before"
    assert only(changed(document)["values"])["path"] == "value"
    assert 'evidence before and now: courier-2031-05-03 ¶10 "counts at most 250"' in text
    assert "evidence now" not in text


def test_inference_changed_with_its_value_is_reported(repository: Path) -> None:
    edit(repository / WATCH, 'date: "2031-05-03"', 'date: "2031-05-02"')
    edit(repository / WATCH, "Of the political prisoners of Marovia, of whom", "Those of Marovia, of whom")
    text = look(repository)[1]
    assert "date: 2031-05-03 → 2031-05-02\n" in text
    assert "inference changed (editorial) on date: courier-2031-05-03 ¶10" in text


def test_parts_of_elements_are_compared_one_by_one(repository: Path) -> None:
    edit(repository / RELEASE, "number: 9,", "number: 8,")
    edit(repository / RELEASE, "actor: john-roe, outcome: implied_free}", "actor: john-roe, outcome: freed}")
    edit(repository / RELEASE, "  - {place: norland-territory, role: onward}\n", "")
    edit(repository / RELEASE, "released_by: [marovia]", "released_by: [marovia, norland]")
    document, _ = look(repository)
    values = {one["path"]: one for one in changed(document)["values"]}
    assert set(values) == {
        "breakdown.went-to-grey-harbour.number",
        "persons.john-roe.outcome",
        "places.norland-territory",
        "released_by.norland",
    }
    person, place = values["persons.john-roe.outcome"], values["places.norland-territory"]
    assert sides(person)[1:] == ("implied_free", "freed")
    assert only(person["new_evidence"])["phrase"] == "shows John Roe, a printer, embracing her"
    assert values["released_by.norland"]["new_evidence"] == [], "what backs `released` backs no releaser"
    assert sides(place)[1:] == ("place norland-territory, role onward", None)


def test_date_span_rests_on_evidence_for_the_date(repository: Path) -> None:
    edit(
        repository / "facts/counts/2031-05-released-since-march.yaml",
        "date_span: throughout",
        "date_span: within",
    )
    change = only(changed(look(repository)[0])["values"])
    assert sides(change) == ("date_span", "throughout", "within")
    assert only(change["new_evidence"])["path"] == "date"


def test_misread_phrase_is_shown(repository: Path) -> None:
    edit(repository / WATCH, "value: at most 250", "value: at most 260")
    old = "supports: [value]\n"
    edit(repository / WATCH, old, f"{old}        misread: The row is another.\n")
    _, text = look(repository)
    assert "misread: The row is another." in text


def test_claims_that_come_go_and_change(repository: Path) -> None:
    path, inferred = repository / WATCH, "Of the political prisoners of Marovia, of whom"
    edit(path, "supports: [value]\n", "supports: [value, measure]\n")
    edit(path, "[date, measure, counted_as, subject]", "[date, counted_as, subject]")
    base = commit(repository)
    edit(path, "supports: [value, measure]\n        attributed_to: [prison-watch]\n", "supports: [value]\n")
    edit(path, "[date, counted_as, subject]", "[date, counted_as, subject, measure]")
    edit(path, inferred, "Those of Marovia, of whom")
    document, text = look(repository, base)
    assert not changed(document)["values"]
    claims = {(one["old"] or one["new"])["path"]: one for one in changed(document)["claims"]}
    assert set(claims) == {"value", "measure", "date", "counted_as", "subject"}
    assert claims["value"]["old"]["attributed_to"] == ["prison-watch"]
    assert claims["value"]["new"]["attributed_to"] == []
    assert claims["date"]["new"]["inference"].startswith("Those of")
    # The words and what they support are the same; the reason is new.
    assert claims["measure"]["old"]["inference"] == ""
    assert claims["measure"]["new"]["inference"].startswith("Those of")
    assert "claim changed on value: courier-2031-05-03 ¶10" in text
    assert "inference changed (editorial) on date: courier-2031-05-03 ¶10" in text
    assert "5 claims changed" in text
    assert document["version"]["bump"] == "minor"

    edit(
        repository / WATCH,
        "supports: [date, counted_as, subject, measure]",
        "supports: [date, counted_as, subject]",
    )
    edit(repository / WATCH, "phrase: Prison Watch", "phrase: the group Prison Watch")
    _, text = look(repository, base)
    assert 'claim removed on measure: courier-2031-05-03 ¶10 "counts at most 250"' in text
    assert 'claim removed on according_to.prison-watch: courier-2031-05-03 ¶10 "Prison Watch"' in text
    assert 'claim added on according_to.prison-watch: courier-2031-05-03 ¶10 "the group Prison Watch"' in text


def test_what_an_article_has_otherwise_is_told_as_that(repository: Path) -> None:
    edit(repository / RELEASE, "says: {released: more than 10, ", "says: {released: more than 11, ")
    document, text = look(repository)
    claim = only(changed(document)["claims"])
    assert (claim["old"]["value"], claim["new"]["value"]) == ("more than 10", "more than 11")
    assert claim["new"]["agreement"] == "coarser"
    assert "has more than 11 (coarser)" in text


def test_links_and_resolutions(repository: Path) -> None:
    talks = "2031-05-01-sample-muster-talks"
    edit(repository / RELEASE, f"{talks}, relation: follows", f"{talks}, relation: during")
    edit(repository / RELEASE, "method: own_reporting", "method: most_recent")
    document, text = look(repository)
    assert not changed(document)["values"]
    link, resolution = only(changed(document)["links"]), only(changed(document)["resolutions"])
    assert sides(link) == (f"links.{talks}.relation", "follows", "during")
    assert only(link["new_evidence"])["phrase"] == "hours after"
    assert sides(resolution) == ("resolutions.counted_as.method", "own_reporting", "most_recent")
    assert document["version"]["bump"] == "minor"
    assert "1 links changed, 1 resolutions changed" in text


def test_withdrawn_fact_may_be_reinstated(repository: Path) -> None:
    seed, unused = repository / "seeds/courier-2031-05-03.yaml", "  - {paragraphs: 14, reason: opinion}\n"
    edit(seed, unused, unused + unused.replace("14", "12"))
    append(repository / SHARE, WITHDRAWN)
    document, text = look(repository)
    withdrawn = only(document["facts"]["withdrawn"])
    assert (withdrawn["fact"]["id"], withdrawn["date"], withdrawn["reason"]) == (
        SHARE_ID,
        "2032-11-21",
        "Misread.",
    )
    assert not document["facts"]["changed"], "told once"
    assert document["problems"] == []
    assert rows(document)["withdrawn"] == (1, 0, 0)
    assert rows(document)["counts"] == (0, 1, 0)
    assert document["version"]["bump"] == "minor"
    assert f"Facts withdrawn\n  {SHARE_ID} (count), on 2032-11-21: Misread.\n" in text

    commit(repository)
    assert not any(look(repository, "HEAD")[0]["facts"].values())
    edit(repository / SHARE, WITHDRAWN, "")
    edit(seed, unused.replace("14", "12"), "")
    document, text = look(repository, "HEAD")
    assert only(document["facts"]["reinstated"])["id"] == SHARE_ID
    assert not document["facts"]["changed"]
    assert document["version"]["bump"] == "minor"
    assert "Facts reinstated\n" in text


# --- registers, wording, cells ---------------------------------------------------------------------------------------


def test_registers_and_seeds(repository: Path) -> None:
    actors = repository / "facts/actors.yaml"
    edit(
        actors,
        "  - id: almanac\n",
        "  - {id: a-new-actor, name: A New Actor, kind: person}\n  - id: almanac\n",
    )
    edit(actors, "name: Free Harbour\n    kind: organization\n", "name: Free Harbour\n    kind: office\n")
    edit(repository / "facts/places.yaml", "places:\n", "places:\n  - {id: a-new-place, name: A New Place}\n")
    edit(repository / "seeds/lantern-2031-05.yaml", "language: en", "language: uk")
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
        (SHARE, "title: Marovia Potash's share", "title: The share of Marovia Potash", "title"),
        (SHARE, "inference: As of the day", "inference: On the day", None),
        (SHARE, "evidence:\n", "notes: A share of something.\nevidence:\n", "notes"),
        (
            "facts/releases/2031-03-pardons.yaml",
            "The count begins in March;",
            "It begins in March;",
            ".inference",
        ),
        (RELEASE, "The Courier, which reports on its own,", "The Courier", "resolutions.counted_as.note"),
        (
            RELEASE,
            "Nine and two are 11; where",
            "Nine and two are eleven; where",
            "breakdown.flown-on-to-norland.note",
        ),
        ("facts/actors.yaml", "An envoy of Norland.", "An envoy.", "description"),
        ("facts/deals.yaml", "title: Release of twelve", "title: Freeing of twelve", "title"),
    ]
    for path, old, new, _ in edits:
        edit(repository / path, old, new)
    document, text = look(repository)
    assert (document["version"]["bump"], document["version"]["required_version"]) == ("patch", "0.1.1")
    assert "6 editorial changes, 2 claims changed" not in text
    for *_, field in edits:
        assert field is None or re.search(rf"{re.escape(field)}( added)? \(editorial\): ", text), field
    assert "inference changed (editorial) on date: courier-2031-05-03 ¶12" in text


def test_a_remark_that_comes_is_no_wording(repository: Path) -> None:
    edit(repository / SHARE, "evidence:\n", "remarks:\n  why: For some reason.\nevidence:\n")
    change = only(changed(look(repository)[0])["values"])
    assert (sides(change), change["is_editorial"]) == (("remarks.why", None, "For some reason."), False)
    commit(repository)
    edit(repository / SHARE, "For some reason.", "For another reason.")
    change = only(changed(look(repository, "HEAD")[0])["values"])
    assert (change["path"], change["is_editorial"]) == ("remarks.why", True)


def test_is_editorial_knows_every_field_of_prose() -> None:
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
    path.write_text(text.replace("[marovia, norland]", "[norland, marovia]", 1), encoding="utf-8")
    document, _ = look(repository)
    change = only(only(registers(document)["deals"]["changed"])["changes"])
    assert sides(change) == ("parties", "marovia; norland", "norland; marovia")
    assert document["version"]["bump"] == "patch"


def test_an_attestation_changes_cells_and_no_value(repository: Path) -> None:
    lock = repository / "seeds/evidence.lock"
    lines = lock.read_text(encoding="utf-8").splitlines(keepends=True)
    kept = [line for line in lines if not line.startswith((f"item {SHARE_ID} ", f"fact {SHARE_ID} "))]
    assert len(kept) < len(lines)
    lock.write_text("".join(kept), encoding="utf-8")
    document, text = look(repository)
    assert rows(document) == {"claims": (0, 0, 5), "seeds": (0, 0, 1)}
    assert document["version"]["bump"] == "patch"
    assert "same change in 5 rows: " in text
    assert text.count("verified: true → false") == 1, "once for the five claims"
