"""`factpack new`: a draft is valid in form, says what is left to do, and takes nobody's place."""

import os
import select
import shutil
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest

from conftest import VALID, Run, contents
from factpack import cli
from factpack.commands import common
from factpack.commands.new import QUESTIONS
from factpack.dataset import load
from factpack.models import schemas
from factpack.models.records import FOLDERS

TEXTS = VALID.parent / "texts"
SCHEMAS = schemas.generate()
RELEASE = (
    "--title", "The Courier's twelve again", "--stage", "carried_out", "--counted-as", "prisoners",
    "--released-by", "marovia",
)  # fmt: skip
GAZETTE = """\
At least seven set free in Marovia

By Paul Penn, Monday, 9 June 2031

Marovia released at least seven political prisoners on Sunday, and put them on the night train to the border before the
papers of the capital had heard of it.
"""


@pytest.fixture
def repository(repository: Path) -> Path:
    """The made-up repository with the texts of its articles."""
    shutil.copytree(TEXTS, repository / "seeds/texts")
    return repository


def findings(root: Path, path: str, capsys: pytest.CaptureFixture[str]) -> list[str]:
    """What `factpack validate` says of one file."""
    capsys.readouterr()
    cli.main(["validate", path])
    return [line for line in capsys.readouterr().out.splitlines() if line.startswith(path)]


# --- a fact ----------------------------------------------------------------------------------------------------------


def test_a_release_is_drafted_from_a_paragraph(
    repository: Path, capsys: pytest.CaptureFixture[str], run: Run
) -> None:
    code, out, err = run("new", "release", "--from", "courier-2031-05-03:3", *RELEASE, "--date", "2031-05-02", "--released", "12",
        "--legal-form", "pardon", "--id", "2031-05-02-again",
    )  # fmt: skip
    assert (code, err) == (common.CLEAN, "")
    path = "facts/releases/2031-05-02-again.yaml"
    text = (repository / path).read_text(encoding="utf-8")
    assert text.partition("\n")[0].endswith("/schemas/editor/release.schema.json")
    assert text.partition("\n")[2] == textwrap.dedent(
        """\
        id: 2031-05-02-again
        title: The Courier's twelve again
        stage: carried_out
        date: "2031-05-02"
        released: 12
        counted_as: prisoners
        legal_form: pardon
        released_by: [marovia]
        evidence:
          courier-2031-05-03:
            3:
              - phrase: Marovia freed 12 prisoners on Friday
                supports: [stage, date, released, counted_as, released_by.marovia]
              # TODO a phrase for: legal_form
        """
    )
    # What the paragraph offers, what stands as a comment, and what validation says, line by line.
    assert "\n  figures 12 “12 prisoners”; a few “a few hours”\n  dates   2031-05-02 “Friday”\n" in out
    assert (
        "\n  actors  marovia “Marovia”; ann-sample “Ann Sample”; norland “Norland”\n  places  marovia-territory"
        in out
    )
    assert f"{path}:15: # TODO a phrase for: legal_form\n" in out
    told = [line for line in out.splitlines() if line.startswith(f"{path}:") and "# TODO" not in line]
    assert "Nothing supports 'legal_form' = 'pardon'." in "".join(told)
    assert told == findings(repository, path, capsys)


MINIMAL = {
    "release": ("--from", "courier-2031-05-03:3", *RELEASE),
    "meeting": (
        "--from", "courier-2031-05-03:9", "--title", "Talks", "--stage", "carried_out", "--kind", "talks",
        "--participant", "max-muster", "--unnamed", "two aides: both tired", "--unnamed", "the others",
    ),
    "sanctions": (
        "--from", "courier-2031-05-03:7", "--title", "Lifting", "--stage", "announced", "--measure", "lift",
        "--sector", "potash", "trade", "--target", "marovia-potash",
    ),
    "count": (
        "--from", "courier-2031-05-03:12", "--title", "Share", "--measure", "share_of_supply", "--counted-as",
        "world potash supply",
    ),
}  # fmt: skip


@pytest.mark.parametrize("kind", MINIMAL)
def test_smallest_draft_is_valid_and_canonical(kind: str, repository: Path, run: Run) -> None:
    code, out, err = run("new", kind, *MINIMAL[kind], "--id", "a-draft")
    assert (code, err) == (common.CLEAN, "")
    path = f"{FOLDERS[kind]}/a-draft.yaml"
    assert "date: not_stated # TODO in ¶" in (repository / path).read_text(encoding="utf-8")
    assert f"{path}:5: date: not_stated # TODO in ¶" in out or "date: not_stated # TODO in ¶" in out
    dataset, problems = load(repository, SCHEMAS)
    assert problems == []
    assert "a-draft" in dataset.facts
    assert cli.main(["fmt", "--check", path]) == common.CLEAN
    assert set(QUESTIONS) == {*MINIMAL, "seed"}


def test_draft_leaves_open_what_nobody_gave(repository: Path, run: Run) -> None:
    run(
        "new",
        "release",
        "--from",
        "courier-2031-05-03:5",
        *RELEASE,
        "--id",
        "a-draft",
        "--phrase",
        "Nine of them",
    )
    text = (repository / "facts/releases/a-draft.yaml").read_text(encoding="utf-8")
    assert "\ndate: not_stated # TODO in ¶5: 2031-05-02\n" in text
    assert "\nreleased: not_stated # TODO in ¶5: 9; about 50; 2" in text
    assert "\nlegal_form: not_stated # TODO if the article tells: amnesty, pardon, handover\n" in text
    assert "\n      - phrase: Nine of them # TODO supports: which values do these words carry?\n" in text
    assert "\n      # TODO a phrase for: stage, counted_as, released_by.marovia\n" in text


def test_draft_marks_long_dates_and_unknown_actors(repository: Path, run: Run) -> None:
    arguments = [
        *MINIMAL["count"],
        "--date",
        "2031-04/2031-05",
        "--according-to",
        "prison-watch",
        "nobody-yet",
    ]
    run("new", "count", *arguments, "--id", "a-draft")
    text = (repository / "facts/counts/a-draft.yaml").read_text(encoding="utf-8")
    assert (
        "\n# TODO date_span: how this date is meant: within, throughout, on_several_days, repeatedly\n"
        in text
    )
    assert (
        "\naccording_to: [prison-watch, nobody-yet] # TODO not in facts/actors.yaml yet: nobody-yet\n" in text
    )


def test_draft_without_the_text_needs_a_phrase(repository: Path, run: Run) -> None:
    shutil.rmtree(repository / "seeds/texts")
    arguments = ["release", "--from", "courier-2031-05-03:3", *RELEASE, "--id", "a-draft"]
    code, out, err = run("new", *arguments)
    assert code == common.USAGE
    assert (
        err
        == "factpack: --phrase: needed, a few words of courier-2031-05-03 ¶3: its text is not available.\n"
    )
    assert "not available" in out
    assert run("new", *arguments, "--phrase", "Marovia freed prisoners")[0] == common.CLEAN
    text = (repository / "facts/releases/a-draft.yaml").read_text(encoding="utf-8")
    assert (
        "- phrase: Marovia freed prisoners\n        supports: [stage, counted_as, released_by.marovia]\n"
        in text
    )
    assert "released: not_stated # TODO as the article has it\n" in text


def test_the_texts_may_lie_elsewhere(repository: Path, monkeypatch: pytest.MonkeyPatch, run: Run) -> None:
    shutil.rmtree(repository / "seeds/texts")
    arguments = ["release", "--from", "courier-2031-05-03:3", *RELEASE, "--id"]
    assert run("new", *arguments, "one", "--texts", str(TEXTS))[0] == common.CLEAN
    monkeypatch.setenv(common.TEXTS, str(TEXTS))
    assert run("new", *arguments, "two")[0] == common.CLEAN


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (["--title", "=1+1"], "--title: The text '=1+1' begins like a formula"),
        (["--title", "one\ntwo"], "--title: "),
        (["--title", "zero\u200bwidth"], "--title: The character U+200B"),
        (["--title", ""], "--title: "),
        (["--title", "x" * 121], "--title: "),
        (["--stage", "done"], "--stage: 'done' is not a code of this list."),
        (["--date", "2 May 2031"], "write '2031-05-02'"),
        (["--released", "over 7"], "write 'more than 7'"),
        (["--released-by", "Marovia"], "--released-by: "),
        (["--id", "Two_Words"], "--id: "),
        (
            ["--id", "2031-05-02-twelve-freed-at-stone-bridge"],
            "is taken: it is in facts/releases/2031-05-02-twelve",
        ),
        (["--id", "undated-phone-call"], "is taken: it is in facts/meetings/undated-phone-call.yaml"),
        (["--from", "courier:3"], "--from: there is no seed 'courier'. "),
        (["--from", "courier-2031-05-03"], "--from: name one of its 16 paragraphs"),
        (["--from", "courier-2031-05-03:17"], "--from: name one of its 16 paragraphs"),
        (
            ["--phrase", "freed 13 prisoners"],
            "--phrase: 'freed 13 prisoners' is not in courier-2031-05-03 ¶3.",
        ),
        (["--phrase", "x" * 61], "--phrase: "),
    ],
)
def test_invalid_option_is_refused_nothing_written(
    change: list[str], reason: str, repository: Path, run: Run
) -> None:
    before = contents(repository)
    arguments = ["--from", "courier-2031-05-03:3", *RELEASE, "--id", "a-draft"]
    code, _, err = run("new", "release", *arguments, *change)  # the last of two options counts
    assert code == common.USAGE
    assert reason in err
    assert err.count("\n") == 1
    assert contents(repository) == before


def test_draft_overwrites_no_file(repository: Path, run: Run) -> None:
    path = repository / "facts/counts/a-draft.yaml"
    path.write_text("id: [", encoding="utf-8")
    code, _, err = run("new", "release", "--from", "courier-2031-05-03:3", *RELEASE, "--id", "a-draft")
    assert code == common.USAGE
    assert "it is in facts/counts/a-draft.yaml" in err
    assert path.read_text(encoding="utf-8") == "id: ["


@pytest.mark.parametrize(
    ("kind", "missing"),
    [
        ("release", "--from, --id, --title, --stage, --counted-as, --released-by"),
        ("meeting", "--from, --id, --title, --stage, --kind, --participant or --unnamed"),
        ("sanctions", "--from, --id, --title, --stage, --measure, --sector or --target"),
        ("count", "--from, --id, --title, --measure, --counted-as"),
    ],
)
def test_missing_options_without_a_terminal_are_listed(
    kind: str, missing: str, repository: Path, run: Run
) -> None:
    before = contents(repository)
    assert run("new", kind) == (
        common.USAGE,
        "",
        f"factpack: {missing}: needed, and there is no terminal to ask on.\n",
    )
    assert contents(repository) == before


# --- an article ------------------------------------------------------------------------------------------------------


def test_an_article_is_drafted_from_its_text(repository: Path, run: Run) -> None:
    text = repository / "gazette.txt"
    text.write_text(GAZETTE, encoding="utf-8")
    code, out, err = run("new", "seed", "gazette.txt", "--id", "gazette-2031-06")
    assert (code, err) == (common.CLEAN, "")
    assert out.startswith(
        "gazette.txt: 3 paragraphs\n   ¶1  At least seven set free in Marovia\n   ¶2  By Paul Penn"
    )
    assert "Put gazette.txt into the folder of the texts" in out
    path = repository / "seeds/gazette-2031-06.yaml"
    drafted = path.read_text(encoding="utf-8")
    assert "\npublished: not_stated # TODO as EDTF; the text prints 2031-06-09 (¶2)\n" in drafted
    assert "\noriginal_file: gazette.txt\n" in drafted
    assert "\nparagraphs: 3\n" in drafted
    assert "\n# TODO title: The headline, verbatim" in drafted
    assert GAZETTE.splitlines()[0] not in drafted
    assert load(repository, SCHEMAS)[1] == []
    assert "Neither cited by a fact nor listed under `unused`: 1, 2, 3." in out
    assert cli.main(["fmt", "--check", "seeds/gazette-2031-06.yaml"]) == common.CLEAN

    # A fact may start from it at once, once its text is where the texts are.
    shutil.move(text, repository / "seeds/texts")
    arguments = ["--title", "Seven", "--stage", "carried_out", "--counted-as", "political prisoners"]
    code, out, _ = run(
        "new",
        "release",
        "--from",
        "gazette-2031-06:3",
        *arguments,
        "--released-by",
        "marovia",
        "--id",
        "seven",
    )
    assert code == common.CLEAN
    assert "marovia “Marovia” (*)" in out
    assert "not yet among the spellings" in out


def test_details_of_an_article_are_in_its_record(repository: Path, run: Run) -> None:
    (repository / "seeds/texts/gazette.txt").write_text(GAZETTE, encoding="utf-8")
    given = {
        "title": "At least seven set free: in Marovia",
        "publisher": "courier",
        "published": "2031-06-09",
    }
    options = [part for name, value in given.items() for part in (f"--{name}", value)]
    code, out, _ = run("new", "seed", "seeds/texts/gazette.txt", "--id", "gazette-2031-06", *options)
    assert code == common.CLEAN
    assert "Put gazette.txt" not in out
    seed = load(repository, SCHEMAS)[0].seeds["gazette-2031-06"]
    assert {name: str(getattr(seed, name)) for name in given} == given


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a text.txt", b"words", "the text's file: "),
        ("gazette.md", b"words", "the text's file: "),
        ("courier.txt", b"words", "courier.txt is the text of 'courier-2031-05-03' already."),
        ("gazette.txt", b"\xff", "gazette.txt is not UTF-8."),
        ("gazette.txt", b" \n\n", "gazette.txt has no text in it."),
        ("gazette.txt", None, "No such file"),
    ],
)
def test_a_text_that_will_not_do(
    name: str, content: bytes | None, reason: str, repository: Path, run: Run
) -> None:
    if content is not None:
        (repository / name).write_bytes(content)
    before = contents(repository)
    code, _, err = run("new", "seed", name, "--id", "gazette-2031-06")
    assert code == common.USAGE
    assert reason in err
    assert contents(repository) == before


def test_an_article_needs_an_id_that_is_free(repository: Path, run: Run) -> None:
    (repository / "gazette.txt").write_text(GAZETTE, encoding="utf-8")
    assert (
        run("new", "seed", "gazette.txt")[2]
        == "factpack: --id: needed, and there is no terminal to ask on.\n"
    )
    assert (
        "is taken: it is in seeds/leaflet-2031.yaml"
        in run("new", "seed", "gazette.txt", "--id", "leaflet-2031")[2]
    )


# --- on a terminal ---------------------------------------------------------------------------------------------------


def talk(repository: Path, arguments: list[str], answers: list[str]) -> str:
    """Run the command on a terminal and answer its questions; all that the terminal shows."""
    import pty

    program = (
        "import fcntl, signal, sys, termios; from factpack.cli import main; "
        # A test run in the background inherits that interrupts are ignored.
        "signal.signal(signal.SIGINT, signal.default_int_handler); "
        "fcntl.ioctl(0, termios.TIOCSCTTY, 0); sys.exit(main())"
    )
    terminal, end = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-c", program, *arguments],
        cwd=repository, stdin=end, stdout=end, stderr=end, start_new_session=True,
    )  # fmt: skip
    os.close(end)
    shown, waiting, last, until = b"", list(answers), "", time.monotonic() + 30
    try:
        while True:
            assert time.monotonic() < until, shown.decode()
            if not select.select([terminal], [], [], 0.5)[0]:
                # Between the question and the wait for an answer, an interrupt is lost: as people do, once more.
                if last == "\x03":
                    os.write(terminal, last.encode())
                continue
            try:
                part = os.read(terminal, 65536)
            except OSError:  # Linux: the other end is closed
                break
            if not part:
                break
            shown += part
            if shown.endswith(b": ") and waiting:
                last = waiting.pop(0)
                os.write(terminal, last.encode())
    finally:
        process.kill()  # it has ended, or never will
        process.wait()
        os.close(terminal)
    assert not waiting, shown.decode()
    return shown.decode().replace("\r\n", "\n")


@pytest.mark.skipif(sys.platform == "win32", reason="pseudo-terminals are POSIX")
def test_on_a_terminal_it_asks_explains_and_asks_again(repository: Path) -> None:
    shown = talk(
        repository,
        ["new", "release", "--counted-as", "prisoners"],
        ["courier-2031:3\n", "courier-2031-05-03:3\n", "\n", "The Courier's twelve again\n", "done\n", "carried_out\n", "2 May 2031\n",
         "2031-05-02\n", "12\n", "\n", "marovia, selmark\n", "undated-phone-call\n", "\n"],
    )  # fmt: skip
    assert "Did you mean" in shown
    assert "  │ Marovia freed 12 prisoners on Friday, only a few hours after" in shown
    assert "\ntitle: \n  This field is required.\ntitle: " in shown
    assert "\n  carried_out  An article reports it" in shown
    assert "'done' is not a code of this list." in shown
    assert "write '2031-05-02'" in shown
    assert "\nlegal-form (optional: press Enter to skip): \n" in shown
    assert "The id 'undated-phone-call' is taken" in shown
    assert "counted_as" not in shown.partition("written: ")[0]
    path = "facts/releases/2031-05-02-the-courier-s-twelve-again.yaml"
    assert f"written: {path}\n" in shown
    text = (repository / path).read_text(encoding="utf-8")
    assert "\nreleased_by: [marovia, selmark]\n" in text
    assert "\nlegal_form: not_stated # TODO" in text


@pytest.mark.skipif(sys.platform == "win32", reason="pseudo-terminals are POSIX")
@pytest.mark.parametrize("key", ["\x04", "\x03"], ids=["end of input", "interrupt"])
def test_who_stops_in_the_middle_has_written_nothing(key: str, repository: Path) -> None:
    before = contents(repository)
    shown = talk(repository, ["new", "seed", "seeds/texts/courier.txt"], [])
    assert "is the text of 'courier-2031-05-03' already" in shown
    shown = talk(repository, ["new", "count", "--from", "courier-2031-05-03:12"], ["Share\n", key])
    assert shown.endswith("factpack: stopped; nothing was written.\n")
    assert "Traceback" not in shown
    assert contents(repository) == before


def test_option_with_several_values_may_be_repeated(repository: Path, run: Run) -> None:
    code, _, err = run("new", "meeting", *MINIMAL["meeting"], "--participant", "norland", "--id", "a-draft")
    assert (code, err) == (common.CLEAN, "")
    text = (repository / "facts/meetings/a-draft.yaml").read_text(encoding="utf-8")
    for entry in (
        "actor: max-muster",
        "actor: norland",
        'label: "two aides: both tired"',
        "label: the others",
    ):
        assert f"  - {{{entry}}}\n" in text
