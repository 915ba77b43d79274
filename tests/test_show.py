"""`factpack show`, run as people run it, on a copy of the made-up repository."""

import shutil
from pathlib import Path

import pytest

from conftest import TEXTS, Run, edit, expect
from factpack.commands import common

FREED = "2031-05-02-twelve-freed-at-stone-bridge"


@pytest.mark.parametrize(
    "record_id", [FREED, "ann-sample", "port-salt", "2031-05-prisoners-for-potash", "leaflet-2031"]
)
def test_facts_and_registers_are_shown_by_id(record_id: str, repository: Path, run: Run) -> None:
    out = expect(run, common.CLEAN, "show", record_id)
    assert out.splitlines()[1].split()[1] == record_id


def test_the_articles_are_quoted_where_their_texts_are(repository: Path, run: Run) -> None:
    assert "IN THE ARTICLE" not in run("show", FREED)[1]
    assert "\nIN THE ARTICLE leaflet-2031\n" in run("show", FREED, "--texts", str(TEXTS))[1]
    shutil.copytree(TEXTS, repository / "seeds/texts")
    assert "\nIN THE ARTICLE leaflet-2031\n" in run("show", FREED)[1]
    code, _, err = run("show", FREED, "--texts", "nowhere")
    assert (code, err) == (
        common.USAGE,
        "factpack: 'nowhere' is not a folder. Name the folder of the texts with --texts DIR or in $FACTPACK_TEXTS.\n",
    )


@pytest.mark.parametrize(
    ("asked", "offered"),
    [
        ("2031-05-02-twelve-freed-at-stonebridge", FREED),
        ("sample", "'ann-sample'"),
        ("Stone Bridge", "'stone-bridge'"),
        ("Ann Sample", "'ann-sample'"),
        ("Welcome for freed", "'2031-05-02-welcome-in-grey-harbour'"),
        ("facts/releases/2030-amnesty.yaml", "'2030-amnesty'"),
    ],
)
def test_an_unknown_id_is_met_with_the_nearest(asked: str, offered: str, repository: Path, run: Run) -> None:
    err = expect(run, common.USAGE, "show", asked)
    assert err.startswith(f"factpack: there is no record {asked!r}. Did you mean ")
    assert offered in err
    assert len(err.splitlines()) == 1


@pytest.mark.parametrize("asked", ["", "zzzzzzzz"])
def test_what_is_like_nothing_gets_no_offer(asked: str, repository: Path, run: Run) -> None:
    assert run("show", asked)[2] == f"factpack: there is no record {asked!r}.\n"


def test_unreadable_record_is_shown_with_its_problems(repository: Path, run: Run) -> None:
    edit(repository / f"facts/releases/{FREED}.yaml", "released: 12", "released: twelve or so")
    out = expect(run, common.PROBLEMS, "show", FREED)
    assert f"facts/releases/{FREED}.yaml:7:11: error malformed-quantity: " in out
    assert out.endswith(f"{FREED} cannot be shown until this is fixed.\n")
    assert run("show", "jane-do")[2].endswith(
        "Some files could not be read: `factpack validate` reports why.\n"
    )


def test_record_with_problems_says_how_many(repository: Path, run: Run) -> None:
    path = f"facts/releases/{FREED}.yaml"
    edit(repository / path, "received_by: [selmark]", "received_by: [selmarkia]")
    edit(repository / path, "{deal: 2031-05-prisoners-for-potash,", "{deal: 2031-05-nothing,")
    edit(repository / path, "place: stone-bridge,", "place: stone-brige,")
    edit(repository / path, "fact: 2031-05-released-since-march", "fact: 2031-05-freed")
    edit(repository / path, "attributed_to: [two-officials]", "attributed_to: [three-officials]")
    edit(repository / path, "of_key: went-to-grey-harbour", "of_key: nowhere")
    edit(repository / "facts/releases/2030-amnesty.yaml", "released_by: [marovia]", "released_by: [marova]")
    out = run("validate", "--format", "text")[1]
    found = [line for line in out.splitlines() if line.startswith("facts/")]
    mine = [line for line in found if line.startswith(path)]
    out = expect(run, common.CLEAN, "show", FREED)
    assert 4 < len(mine) < len(found)
    assert f"\nproblems    {len(mine)} in this file; `factpack validate` reports them\n" in out
    for told in ("    selmarkia\n", "    stone-brige: handover\n", "  subset of: 2031-05-freed\n", "three-officials",
                 "    2031-05-nothing: contributor ", "  Parts of a figure that the fact lacks:\n"):  # fmt: skip
        assert told in out
