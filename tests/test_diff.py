"""`factpack diff`: what is told of records that a curator edited."""

import re
import shutil
from pathlib import Path
from typing import Any

import pytest

from conftest import FREED, SHARE, WATCH, append, commit, edit, expect
from diffing import SHARE_ID, TALKS, WITHDRAWN, changes, listed, look, only, set_aside, sides
from factpack.commands import diff
from factpack.differences.record_changes import is_prose
from factpack.models import records, schemas
from factpack.problems import Problem

# --- facts -----------------------------------------------------------------------------------------------------------


def test_diff_without_a_change_needs_no_bump(versioned: Path) -> None:
    document, text = look(versioned)
    assert (document["records"], document["tables"], document["totals"]) == ([], {}, {})
    assert not any(document["columns"].values())
    assert document["version"]["bump"] == "none"
    assert text.split("\n")[1:4] == ["  no records differ", "  version bump: none (nothing differs)", ""]


def test_added_fact_is_shown_in_full(versioned: Path) -> None:
    (versioned / SHARE).unlink()
    set_aside(versioned)
    commit(versioned)
    document, text = look(versioned, "HEAD", "HEAD~1")
    added = only(listed(document, "added"))
    assert (added["kind"], added["id"]) == ("count", SHARE_ID)
    paths = ["title", "stage", "date", "measure", "value", "counted_as", "subject"]
    assert [change["path"] for change in added["changes"]] == paths
    day = "courier-2031-05-03 ¶12 “Marovia Potash has about 7 %”. Inference: As of the day of the article."
    assert "\n  1 count added, 1 seed changed\n" in text
    assert f"supply of potash\n+ stage: reported\n+ date: 2031-05-03\n+     {day}\n+ measure: " in text
    assert document["tables"]["counts"] == {"added": [[SHARE_ID]], "removed": [], "changed": []}
    assert len(document["tables"]["claims"]["added"]) == 5
    assert document["version"]["bump"] == "minor"


def test_changed_values_have_evidence_of_both(versioned: Path) -> None:
    edit(versioned / SHARE, "about 7 %", "about 9 %", 3)
    edit(versioned / "facts/counts/2031-05-released-since-march.yaml", "span: throughout", "span: within")
    edit(versioned / FREED, "number: 9,", "number: 8,")
    edit(versioned / FREED, "number: many, complete: false}", "number: many}")
    edit(versioned / FREED, "actor: john-roe, outcome: implied_free}", "actor: john-roe, outcome: freed}")
    edit(versioned / FREED, "  - {place: norland-territory, role: onward}\n", "")
    edit(versioned / FREED, "released_by: [marovia]", "released_by: [marovia, norland]")
    edit(versioned / TALKS, "President of Marovia}", "President}")
    document, _ = look(versioned)
    found = changes(document)
    assert {path: sides(change) for path, change in found.items() if change["old"] != change["new"]} == {
        "value": ("about 7 %", "about 9 %"),
        "date": ("date_span: throughout", "date_span: within"),
        "breakdown.went-to-grey-harbour": ("number: 9", "number: 8"),
        "breakdown.jailed-for-leaflets": ("complete: false", "complete: not set"),
        "persons.john-roe": ("outcome: implied_free", "outcome: freed"),
        "places.norland-territory": ("role: onward", None),
        "released_by.norland": (None, "norland"),
        "capacity.max-muster": ("President of Marovia", "President"),
    }
    phrases = [only(found["value"][side])["phrase"] for side in ("old_evidence", "new_evidence")]
    assert phrases == [f"Marovia Potash has about {number} % of the world's supply" for number in (7, 9)]
    evidence = only(found["persons.john-roe"]["new_evidence"])
    assert evidence["phrase"] == "shows John Roe, a printer, embracing her"
    assert found["released_by.norland"]["new_evidence"] == [], "what backs `released` backs no releaser"
    assert not any(change["is_editorial"] for change in found.values())
    assert (document["version"]["bump"], document["version"]["required_version"]) == ("minor", "0.2.0")


def test_value_changed_under_the_same_words_says_so(versioned: Path) -> None:
    edit(versioned / WATCH, "value: at most 250", "value: at most 260")
    document, text = look(versioned)
    assert set(changes(document)) == {"value"}, "no article says anything else than before"
    evidence = "      courier-2031-05-03 ¶10 “counts at most 250”; credited to prison-watch\n"
    assert f"- value: at most 250\n+ value: at most 260\n{evidence}" in text


def test_claims_that_come_go_and_change(versioned: Path) -> None:
    path, inferred = versioned / WATCH, "Of the political prisoners of Marovia, of whom"
    edit(path, "supports: [value]\n        attributed_to: [prison-watch]\n", "supports: [value]\n")
    edit(path, "[date, measure, counted_as, subject]", "[date, counted_as, subject]")
    edit(path, inferred, "Those of Marovia, of whom")
    edit(path, "phrase: Prison Watch", "phrase: the group Prison Watch")
    document, text = look(versioned)
    found = changes(document)
    assert set(found) == {"value", "measure", "date", "counted_as", "subject", "according_to.prison-watch"}
    editorial = {path for path, change in found.items() if change["is_editorial"]}
    assert editorial == {"date", "counted_as", "subject"}
    assert all(change["old"] == change["new"] for change in found.values())
    assert "\n  subject (editorial): marovia\n-     courier" in text
    credited = [only(found["value"][side])["attributed_to"] for side in ("old_evidence", "new_evidence")]
    assert credited == [["prison-watch"], []]
    assert only(found["measure"]["old_evidence"])["inference"].startswith(inferred)
    assert found["measure"]["new_evidence"] == []
    assert document["version"]["bump"] == "minor"


def test_reasons_and_other_values_are_shown(versioned: Path) -> None:
    """A phrase that is misread, a link, a resolution, and what an article has otherwise."""
    talks = Path(TALKS).stem
    edit(versioned / WATCH, "supports: [value]\n", "supports: [value]\n        misread: It is another row.\n")
    edit(versioned / FREED, "says: {released: more than 10, ", "says: {released: more than 11, ")
    edit(versioned / FREED, f"{talks}, relation: follows", f"{talks}, relation: during")
    edit(versioned / FREED, "method: own_reporting", "method: most_recent")
    document, text = look(versioned)
    found = changes(document)
    assert " Misread: It is another row.\n" in text
    assert sides(found[f"links.{talks}"]) == ("relation: follows", "relation: during")
    assert [one["phrase"] for one in found[f"links.{talks}"]["new_evidence"]] == ["hours after"]
    method = ("method: own_reporting", "method: most_recent")
    assert sides(found["resolutions.counted_as"]) == method
    claim = "lantern-2031-05 ¶2 “freed more than 10 political prisoners on Friday”"
    assert f"\n+     {claim}: more than 11 (coarser); via courier-report-2031-05-03\n" in text


def test_withdrawn_fact_may_be_reinstated(versioned: Path) -> None:
    set_aside(versioned)
    append(versioned / SHARE, WITHDRAWN)
    document, text = look(versioned)
    withdrawn = only(listed(document, "withdrawn"))
    assert sides(only(withdrawn["changes"])) == (None, "date: 2032-11-21; reason: Misread.")
    assert document["tables"]["withdrawn"]["added"] == [[SHARE_ID, "1"]]
    assert document["tables"]["counts"]["removed"] == [[SHARE_ID]]
    assert f"\ncount {SHARE_ID} withdrawn: " in text
    commit(versioned)
    assert only(listed(look(versioned, "HEAD", "HEAD~1")[0], "reinstated"))["id"] == SHARE_ID


# --- what follows from the facts -------------------------------------------------------------------------------------


def test_disagreement_is_opened_and_closed(versioned: Path) -> None:
    edit(versioned / FREED, "says: {released: more than 10, ", "says: {released: more than 20, ")
    commit(versioned)
    disagreement = f"{Path(FREED).stem}, released. Between "
    assert f"\nDisagreements\n+ opened: {disagreement}" in look(versioned, "HEAD~1")[1]
    assert f"\nDisagreements\n- closed: {disagreement}" in look(versioned, "HEAD", "HEAD~1")[1]


def test_effect_on_release_totals_is_shown(versioned: Path) -> None:
    entry = "  - {paragraphs: 1, reason: headline}\n"
    more = f"{entry}{entry.replace('1', '15')}{entry.replace('1', '16s1')}"
    edit(versioned / "seeds/almanac-2029.yaml", entry, more)
    append(versioned / "facts/releases/2028-10-02-five-freed-at-dawn.yaml", WITHDRAWN)
    document, text = look(versioned)
    assert document["totals"]["all:all, low"] == [45, 40]
    assert document["totals"]["all:2028, low_with_claimed"] == [5, None]
    assert "\n  all:2028, low: 5 → 0\n  all:2028, low_with_claimed: 5 → 0\n\nRows of" in text


def test_problems_are_those_of_validate(versioned: Path, run: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    quoted = Problem("seeds/a.yaml", 0, 0, "quoted", "Too much.", "")
    monkeypatch.setattr(diff, "with_texts", lambda _, __, problems: [*problems, quoted])
    assert "\n  seeds/a.yaml: error quoted: Too much.\n" in run("diff", "main")[1]
    edit(versioned / WATCH, "according_to: [prison-watch]", "according_to: [nobody]")
    shutil.copytree(Path(__file__).parent.parent / "schemas", versioned / "schemas")
    _, validated, _ = run("validate", "--format", "text")
    errors = {f"  {line}" for line in validated.splitlines() if ": error " in line}
    expect(run, 1, "diff", "main")
    text = look(versioned)[1]
    assert errors
    assert f"Not all rules were checked: {WATCH} has errors." in text
    assert errors <= set(text.split("\n39 facts checked: ")[1].splitlines())


# --- registers, wording, cells ---------------------------------------------------------------------------------------


def test_registers_and_seeds(versioned: Path) -> None:
    actors = versioned / "facts/actors.yaml"
    edit(actors, "actors:\n", "actors:\n  - {id: a-new-actor, name: A New Actor, kind: person}\n")
    edit(actors, "name: Free Harbour\n    kind: organization\n", "name: Free Harbour\n    kind: office\n")
    set_aside(versioned)
    document, text = look(versioned)
    assert {path: sides(change) for path, change in changes(document).items()} == {
        "kind": ("organization", "office"),
        "unused.opinion": ("paragraphs: 14", "paragraphs: 12, 14"),
    }
    assert "+ actor a-new-actor added: A New Actor\n+     kind: person\n" in text
    commit(versioned)
    assert only(listed(look(versioned, "HEAD", "HEAD~1")[0], "removed"))["id"] == "a-new-actor"


def test_to_word_things_otherwise_is_a_patch(versioned: Path) -> None:
    append(versioned / SHARE, "remarks: {why: For some reason.}\n")
    assert not changes(look(versioned)[0])["remarks.why"]["is_editorial"], "an added element"
    commit(versioned)
    edits = {
        "title": (SHARE, "title: Marovia Potash's share", "title: The share of Marovia Potash"),
        "date": (SHARE, "inference: As of the day", "inference: On the day"),
        "notes": (SHARE, "evidence:\n", "notes: A share of something.\nevidence:\n"),
        "remarks.why": (SHARE, "For some reason.", "For another reason."),
        "breakdown.flown-on-to-norland": (FREED, "Nine and two are 11; where", "Nine and two are eleven; where"),
        "description": ("facts/actors.yaml", "An envoy of Norland.", "An envoy."),
    }  # fmt: skip
    for path, old, new in edits.values():
        edit(versioned / path, old, new)
    document, _ = look(versioned, "HEAD")
    found = changes(document)
    assert found.keys() == edits.keys()
    assert all(change["is_editorial"] for change in found.values())
    assert (document["version"]["bump"], document["version"]["required_version"]) == ("patch", "0.1.1")


def test_is_prose_knows_every_field_of_prose() -> None:
    """A new field of prose must be put on the list, or a better word in it would be taken for a correction."""
    notes = set()
    for kind, schema in schemas.generate().items():
        inner = schema.get("$defs", {})
        parts = [(schemas.KINDS[kind], schema), *((getattr(records, name), inner[name]) for name in inner)]
        for model, part in parts:
            for field, described in part.get("properties", {}).items():
                name = model.__name__
                below = described.get("additionalProperties", described)
                is_text = below.get("maxLength") == 600 or (field == "title" and name != "Seed")
                # The inferences of evidence are compared with it; a reason under `unused` is part of the path.
                if name != "Item" and (name, field) != ("Unused", "reason"):
                    assert is_prose(model, field) == is_text, (name, field)
                    notes |= {(name, field)} if is_text else set()
    assert len(notes) > 15


def test_attestation_and_order_change_no_value(versioned: Path) -> None:
    lock = versioned / "seeds/evidence.lock"
    lines = lock.read_text(encoding="utf-8").splitlines(keepends=True)
    kept = [line for line in lines if not line.startswith((f"item {SHARE_ID} ", f"fact {SHARE_ID} "))]
    assert len(kept) < len(lines)
    lock.write_text("".join(kept), encoding="utf-8")
    edit(versioned / "facts/deals.yaml", "[marovia, norland]", "[norland, marovia]", 2)
    before, evidence, rest = re.split(
        "^(?:evidence|resolutions):.*\n", (versioned / FREED).read_text("utf-8"), flags=re.M
    )
    first, _, last = evidence.partition("  leaflet-2031:\n")
    other = f"{before}evidence:\n  leaflet-2031:\n{last}{first}resolutions:\n{rest}"
    (versioned / FREED).write_text(other, encoding="utf-8")
    document, _ = look(versioned)
    changed = {name: len(rows["changed"]) for name, rows in document["tables"].items()}
    assert changed == {"claims": 5, "deals": 2}
    assert (document["records"], document["version"]["bump"]) == ([], "patch")
