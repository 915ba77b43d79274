"""`factpack new`: a draft is valid, says what the text shows, and marks what is left to do."""

import shutil
import textwrap
from pathlib import Path

import pytest

from conftest import VALID, Run, cases, contents, edit
from factpack import cli
from factpack.commands import common
from factpack.dataset import load
from factpack.models import schemas
from factpack.models.records import FOLDERS

TEXTS = VALID.parent / "texts"
SCHEMAS = schemas.generate()
RELEASE = ("release", "--from", "courier-2031-05-03:3", "--id", "a-draft")
GAZETTE = """\
At least seven set free in Marovia

By Paul Penn and Rita Roe, Monday, 9 June 2031

Marovia released at least seven political prisoners on Sunday, and put them on the night train to the border before the
papers of the capital had heard of it.

All of them were pardoned, the foreign ministry of Norland said in the morning, and thanked Zoe Zander. Two are citizens
of Selmark.

On Saturday the foreign ministry of Norland said that Selmark had freed 17 detainees. The ministry did not say when.
"""

HERALD = """\
A river and its prisoners

By Otto Vane
Monday, 9 June 2031

Marovia released 40 prisoners on Sunday, a day after Ann Sample met Max Muster in Port Salt.

At a briefing in Grey Harbour on Sunday, Ms. Sample said that Marovia had promised to free at least 30 more prisoners.

Two people briefed on the call say that Marovia freed another ten or so before the talks.

\u201cWe are prepared to ease the sanctions on the river once they are home\u201d, Max Muster said.

The group Wide River lists 1,100 political prisoners in Marovia.

Twelve prisoners were freed on Saturday, and Ann Sample flew home.

Max Muster gave his word on Saturday that they will walk out.

The River Office denied it. The Office has been empty since.

Curbs on the river carrier, Wide River, were eased on Sunday, the treasury of Selmark said. Selmarkians rejoiced.

Marovia let nine sailors go on Sunday, a day after an envoy, Ann Sample, sat down with Max Muster.

Jane Doe was freed on Sunday; Ann Sample said that she was well.
"""


@pytest.fixture
def repository(repository: Path) -> Path:
    """The made-up repository with the texts of its articles."""
    shutil.copytree(TEXTS, repository / "seeds/texts")
    return repository


@pytest.fixture
def gazette(repository: Path, run: Run) -> Path:
    """The same with an article that was drafted, and nothing else from it."""
    text = repository / "seeds/texts/gazette.txt"
    text.write_text(GAZETTE, encoding="utf-8")
    assert run("new", "seed", str(text), "--publisher", "The Gazette")[0] == common.CLEAN
    return repository


@pytest.fixture
def herald(repository: Path, run: Run) -> Path:
    """The same with another article, and somebody in it who has no name."""
    (repository / "seeds/texts/herald.txt").write_text(HERALD, encoding="utf-8")
    run("new", "seed", "seeds/texts/herald.txt")
    run("new", "actor", "Two people briefed on the call", "--kind", "unnamed", "--in", "herald-2031-06-09")
    run("new", "actor", "Wide River", "--kind", "organization", "--in", "herald-2031-06-09")
    return repository


def drafted(root: Path, kind: str, record_id: str = "a-draft") -> str:
    """The lines of a draft after the first, which names the schema."""
    head, _, text = (root / FOLDERS[kind] / f"{record_id}.yaml").read_text(encoding="utf-8").partition("\n")
    assert head.endswith(f"/schemas/editor/{kind}.schema.json")
    return text


def entry_of(root: Path, register: str, record_id: str) -> str:
    text = (root / f"facts/{register}.yaml").read_text(encoding="utf-8")
    return text.partition(f"- id: {record_id}\n")[2].partition("- id: ")[0]


# --- a fact ----------------------------------------------------------------------------------------------------------


def test_release_is_drafted_with_its_evidence(gazette: Path, run: Run) -> None:
    code, out, err = run("new", "release", "--from", "gazette-2031-06-09:3,4", "--title", "Marovia pardons 7")
    assert (code, err) == (common.CLEAN, "")
    assert drafted(gazette, "release", "2031-06-08-marovia-pardons-7") == textwrap.dedent(
        """\
        id: 2031-06-08-marovia-pardons-7
        title: Marovia pardons 7
        stage: carried_out
        date: "2031-06-08"
        released: at least 7
        counted_as: political prisoners
        legal_form: pardon
        released_by: [marovia]
        # TODO ¶4: not used: 2, selmark
        evidence:
          gazette-2031-06-09:
            3:
              - phrase: Marovia released at least seven political prisoners on Sunday
                supports: [date, stage, released, counted_as, released_by.marovia]
            4:
              - phrase: All of them were pardoned
                supports: [legal_form]
                attributed_to: [norland-foreign-ministry]
        """
    )
    assert "`factpack new actor 'Zoe Zander' --in gazette-2031-06-09`" in out
    assert "gazette-2031-06-09: 86 of 800 characters quoted.\n" in out
    # What validate reports of it is what is left to do; the spellings of the article are registered.
    assert [line.split(": ")[1] for line in out.splitlines() if line.startswith("facts/releases/")] == [
        "warning open-todo"
    ]
    assert "gazette-2031-06-09: [Marovia]" in entry_of(gazette, "actors", "marovia")
    ministry = entry_of(gazette, "actors", "norland-foreign-ministry")
    assert "gazette-2031-06-09: [foreign ministry of Norland]" in ministry


MAIN = {
    "count": (
        "courier-2031-05-03:11",
        "date: 2031-03/2031-05-03\ndate_span: throughout # TODO or within, on_several_days, repeatedly\n",
        "according_to: [free-harbour]\n",
        "phrase: At least 40 prisoners have been released since March\n",
    ),
    "meeting": (
        "courier-2031-05-03:9s1",
        "date: 2031-05-01/2031-05-02\ndate_span: within # TODO or throughout, on_several_days, repeatedly\n",
        "participants: # TODO check each, and whether anybody is missing\n  - {actor: max-muster, side: marovia}\n",
        "supports: [date, stage, kind]\n      - phrase: she and President Max Muster spoke\n",
    ),
    "release": (
        "courier-2031-05-03:4",
        "stage: carried_out # TODO none found\ndate: not_stated # TODO none found\nreleased: 12\n",
        "attributed_to: [norland-foreign-ministry]\n",
    ),
    "sanctions": (
        "almanac-2029:5",
        "stage: offered\ndate: 2028-03\n",
        "proposed_by: [norland]\nactors: [norland]\ntargets:\n  - {sector: gold}\n  - {sector: diamonds}\n",
        "supports: [date, stage, measure, actors.norland, proposed_by.norland, targets.gold]\n",
    ),
}


@pytest.mark.parametrize("kind", MAIN)
def test_draft_of_each_type_is_valid(kind: str, repository: Path, run: Run) -> None:
    origin, *expected = MAIN[kind]
    assert run("new", kind, "--from", origin, "--id", "a-draft")[0] == common.CLEAN
    text = drafted(repository, kind)
    assert [part for part in expected if part not in text] == []
    dataset, problems = load(repository, SCHEMAS)
    assert problems == []
    assert "a-draft" in dataset.facts
    assert cli.main(["fmt", "--check", f"{FOLDERS[kind]}/a-draft.yaml"]) == common.CLEAN


def test_every_paragraph_gives_a_valid_draft(repository: Path, run: Run) -> None:
    count = 0
    for seed in load(repository, SCHEMAS)[0].seeds.values():
        for number in range(1, seed.paragraphs + 1):
            kind = [*FOLDERS][1 + count % 4]
            origin, record_id = f"{seed.id}:{number}", f"draft-{count}"
            assert run("new", kind, "--from", origin, "--id", record_id)[0] == common.CLEAN
            count += 1
    dataset, problems = load(repository, SCHEMAS)
    assert problems == []
    assert sum(fact_id.startswith("draft-") for fact_id in dataset.facts) == count > 30


def test_day_of_a_statement_is_not_the_date(gazette: Path, run: Run) -> None:
    assert run("new", "release", "--from", "gazette-2031-06-09:5", "--id", "a-draft")[0] == common.CLEAN
    text = drafted(gazette, "release")
    told = "date: not_stated # TODO none found; 2031-06-07: of this event, a statement or another event?"
    assert f"\n{told}\nreleased: 17\n" in text
    assert "\nreleased_by: [selmark]\n" in text


@pytest.mark.parametrize(
    ("kind", "paragraph", "record_id", "expected"), cases("new", "draft_guesses_no_wrong_value")
)
def test_draft_guesses_no_wrong_value(
    kind: str, paragraph: int, record_id: str, expected: list[str], herald: Path, run: Run
) -> None:
    assert run("new", kind, "--from", f"herald-2031-06-09:{paragraph}", "--id", record_id)[0] == common.CLEAN
    text = drafted(herald, kind, record_id)
    assert [part for part in expected if part not in text] == []


def test_spelling_without_a_surname_is_whole(herald: Path) -> None:
    entry = entry_of(herald, "actors", "two-people-briefed-on-the-call")
    assert "herald-2031-06-09: [Two people briefed on the call]\n" in entry
    assert "# TODO parent: the actor that this one belongs to" in entry


def test_id_that_is_cut_off_ends_with_a_word(repository: Path, run: Run) -> None:
    title = "Marovia frees all twelve of its prisoners a day after the visit of the envoy"
    run("new", "release", "--from", "courier-2031-05-03:3", "--title", title)
    assert drafted(repository, "release", "2031-05-02-marovia-frees-all-twelve-of-its-prisoners-a-day")


def test_value_without_a_candidate_is_a_todo(repository: Path, run: Run) -> None:
    code, out, _ = run("new", "meeting", "--from", "leaflet-2031:5", "--id", "a-draft")
    assert code == common.CLEAN
    text = drafted(repository, "meeting")
    assert "\ntitle: TODO meeting, in your own words\n" in text
    assert "\nparticipants: [{label: TODO who}] # TODO check each, and whether anybody is missing\n" in text
    assert "facts/meetings/a-draft.yaml:3:8: warning open-todo: TODO meeting, in your own words. " in out


def test_phrases_of_other_facts_count_for_the_limit(gazette: Path, run: Run) -> None:
    run("new", "release", "--from", "gazette-2031-06-09:3", "--id", "one")
    run("new", "meeting", "--from", "gazette-2031-06-09:3", "--id", "two")
    first, second = drafted(gazette, "release", "one"), drafted(gazette, "meeting", "two")
    phrase = "phrase: Marovia released at least seven political prisoners on Sunday\n"
    assert phrase in first
    assert phrase in second


def test_existing_facts_are_listed_first(repository: Path, run: Run) -> None:
    out = run("new", *RELEASE)[1]
    first = (
        "exists: 2031-05-02-twelve-freed-at-stone-bridge (12, 2031-05-02, ann-sample): Twelve prisoners freed"
    )
    assert out.startswith(first)
    assert "\nexists: 2031-05-01-sample-muster-talks (ann-sample): " in out
    assert out.index("\nwritten: ") > out.rindex("\nexists: ")
    assert "2028-10-02-five-freed-at-dawn" not in out


def test_known_spelling_is_not_registered_twice(repository: Path, run: Run) -> None:
    before = contents(repository / "facts")
    run("new", *RELEASE)
    assert {**contents(repository / "facts"), **before}.keys() - before.keys() == {"releases/a-draft.yaml"}
    assert (repository / "facts/actors.yaml").read_bytes() == before["actors.yaml"]


@pytest.mark.parametrize(("change", "reason"), cases("new", "invalid_option_is_refused_nothing_written"))
def test_invalid_option_is_refused_nothing_written(
    change: list[str], reason: str, repository: Path, run: Run
) -> None:
    before = contents(repository)
    code, _, err = run("new", *RELEASE, *change)  # the last of two options counts
    assert code == common.USAGE
    assert reason in err
    assert contents(repository) == before


def test_draft_overwrites_no_file(repository: Path, run: Run) -> None:
    path = repository / "facts/releases/a-draft.yaml"
    path.write_text("id: [", encoding="utf-8")
    code, _, err = run("new", *RELEASE)
    assert code == common.USAGE
    assert "facts/releases/a-draft.yaml exists. Choose another --id." in err
    assert path.read_text(encoding="utf-8") == "id: ["


def test_texts_are_read_from_another_folder(
    repository: Path, monkeypatch: pytest.MonkeyPatch, run: Run
) -> None:
    shutil.rmtree(repository / "seeds/texts")
    assert "courier.txt is not available" in run("new", *RELEASE)[2]
    assert run("new", *RELEASE, "--texts", str(TEXTS))[0] == common.CLEAN
    monkeypatch.setenv(common.TEXTS, str(TEXTS))
    assert run("new", *RELEASE, "--id", "two")[0] == common.CLEAN


# --- actors and places -----------------------------------------------------------------------------------------------


def test_actor_is_added_with_its_spellings(gazette: Path, run: Run) -> None:
    code, out, _ = run("new", "actor", "Zoe Zander", "--in", "gazette-2031-06-09")
    assert code == common.CLEAN
    entry = entry_of(gazette, "actors", "zoe-zander")
    assert "name: Zoe Zander\n    kind: person # TODO or organization, " in entry
    assert "spellings:\n      gazette-2031-06-09: [Zoe Zander]\n" in entry
    assert "facts/actors.yaml: zoe-zander (TODO kind, parent)\n" in out
    # Once more, with a kind, for one that exists: nothing is added but a spelling.
    run("new", "actor", "ann-sample", "--in", "courier-2031-05-03")
    run("new", "actor", "an envoy", "--id", "ann-sample", "--in", "courier-2031-05-03")
    assert "03: [Ann Sample, Ms. Sample, an envoy]\n" in entry_of(gazette, "actors", "ann-sample")


def test_office_has_no_surname_and_its_own_todos(herald: Path, run: Run) -> None:
    out = run("new", "actor", "River Office", "--in", "herald-2031-06-09")[1]
    assert (
        "river-office (TODO kind, parent)\nwritten: facts/actors.yaml\n" in out
    )  # not what is open of others
    office = entry_of(herald, "actors", "river-office")
    assert "herald-2031-06-09: [River Office]\n" in office
    assert "kind: office # TODO" in office
    state = run("new", "actor", "Osmark", "--kind", "state")[1]
    assert "facts/actors.yaml: osmark\n" in state  # a state has no parent


def test_only_whole_names_are_spellings(herald: Path, run: Run) -> None:
    run("new", "actor", "Treasury of Selmark", "--in", "herald-2031-06-09")
    assert "[treasury of Selmark]\n" in entry_of(herald, "actors", "treasury-of-selmark")
    run("new", "actor", "selmark", "--in", "herald-2031-06-09")
    assert "herald-2031-06-09: [Selmark]\n" in entry_of(herald, "actors", "selmark")
    assert run("new", "actor", "Selmarkian", "--in", "herald-2031-06-09")[0] == common.USAGE


def test_byline_ends_before_the_date(herald: Path) -> None:
    assert "authors: [Otto Vane]\n" in drafted(herald, "seed", "herald-2031-06-09")


def test_place_is_added_and_its_id_is_free(gazette: Path, run: Run) -> None:
    assert run("new", "place", "Nowhere", "--id", "marovia")[2] == (
        "factpack: the id 'marovia' is taken: it is in facts/actors.yaml. Choose another --id.\n"
    )
    missing = run("new", "place", "Nowhere", "--in", "gazette-2031-06-09")[2]
    assert missing.endswith(
        "gazette-2031-06-09 does not print 'Nowhere': copy the name from it, or omit --in.\n"
    )
    assert run("new", "place", "Salt Marshes", "Fen", "Free Harbour")[0] == common.CLEAN
    assert entry_of(gazette, "places", "salt-marshes").strip() == "name: Salt Marshes"
    assert entry_of(gazette, "places", "free-harbour-territory").strip() == "name: Free Harbour"


def test_register_with_errors_is_left_alone(gazette: Path, run: Run) -> None:
    edit(gazette / "facts/places.yaml", "places:", "place:")
    before = contents(gazette)
    code, _, err = run("new", "place", "Fen")
    assert code == common.USAGE
    assert "facts/places.yaml has errors, and was left as it is" in err
    assert contents(gazette) == before


# --- an article ------------------------------------------------------------------------------------------------------


def test_article_is_drafted_from_its_text(gazette: Path, run: Run) -> None:
    assert drafted(gazette, "seed", "gazette-2031-06-09") == textwrap.dedent(
        """\
        id: gazette-2031-06-09
        title: At least seven set free in Marovia
        publisher: gazette
        authors: [Paul Penn, Rita Roe]
        published: "2031-06-09"
        published_basis: stated
        language: en
        original_file: gazette.txt
        paragraphs: 5
        unused: # TODO the other sentences that no fact cites: `factpack coverage gazette-2031-06-09`
          - {paragraphs: 1, reason: headline}
          - {paragraphs: 2, reason: byline}
        # TODO url: Where it was published; omit it if unknown
        """
    )
    assert entry_of(gazette, "actors", "gazette").strip() == "name: The Gazette\n    kind: outlet"
    assert cli.main(["fmt", "--check", "seeds/gazette-2031-06-09.yaml"]) == common.CLEAN


def test_head_in_one_paragraph_is_read_by_lines(repository: Path, run: Run) -> None:
    (repository / "plain.txt").write_text(
        "A story\nBy Eva Rook and Al Fen for The Wire\n3 May 2031\n\nIt began."
    )
    assert run("new", "seed", "plain.txt")[0] == common.CLEAN
    text = drafted(repository, "seed", "plain-2031-05-03")
    assert 'title: A story\nauthors: [Eva Rook, Al Fen]\npublished: "2031-05-03"\n' in text
    assert "\n  - {paragraphs: 1, reason: headline}\n#" in text


def test_text_without_a_date_is_never_stated(repository: Path, run: Run) -> None:
    (repository / "plain.txt").write_text(
        "A story\n\nIt began on 3 May 2031.\nOn 4 May 2031 it ended. " + "x" * 150
    )
    code, out, _ = run("new", "seed", "plain.txt")
    assert code == common.CLEAN
    assert out.startswith("plain.txt: 2 paragraphs, 3 sentences; up to 800 characters may be quoted.\n")
    text = drafted(repository, "seed", "plain")
    printed = "2031-05-03 in ¶2, 2031-05-04 in ¶2"
    assert f"\npublished: not_stated # TODO as EDTF; the text prints {printed}\n" in text
    assert "\npublished_basis: inferred\npublished_note: TODO how you inferred the date" in text
    assert out.count("warning open-todo") == 6


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a text.txt", b"words", "'a text.txt' does not fit"),
        ("courier.txt", b"words", "courier.txt is the text of 'courier-2031-05-03' already."),
        ("gazette.txt", b"\xff", "gazette.txt is not UTF-8."),
        ("gazette.txt", b" \n\n", "gazette.txt has no text in it."),
        ("gazette.txt", None, "No such file"),
        ("leaflet-2031.txt", b"words", "is taken: it is in seeds/leaflet-2031.yaml"),
    ],
)
def test_unusable_text_is_refused(
    name: str, content: bytes | None, reason: str, repository: Path, run: Run
) -> None:
    if content is not None:
        (repository / name).write_bytes(content)
    before = contents(repository)
    code, _, err = run("new", "seed", name)
    assert code == common.USAGE
    assert reason in err
    assert contents(repository) == before


def test_editor_knows_the_draft_at_once(gazette: Path, run: Run) -> None:
    edit(gazette / "facts/deals.yaml", "deals:", "deal:")  # whatever errors there are
    run("new", *RELEASE)
    assert '"a-draft"' in (gazette / "schemas/editor/meeting.schema.json").read_text(encoding="utf-8")
