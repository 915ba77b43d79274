"""Text files after git and editors had them: line ends, byte order marks and merge conflicts."""

from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import VALID, Check, Run, cases
from factpack import files, package, revisions, text_files
from factpack.commands import common
from factpack.dataset import load
from factpack.evidence import lock, verification
from factpack.evidence.texts import Article
from factpack.models.schemas import Schema
from factpack.release_files.archive import DOCUMENTS

ROOT = Path(__file__).parent.parent
FACT = "facts/counts/2031-sample-visits-to-marovia.yaml"
HOSTS = (FACT, "seeds/courier-2031-05-03.yaml", "facts/places.yaml")
MESSAGE = "A merge conflict is unresolved here. Keep one side and delete the markers."

# How an editor or git may save a file of the same text.
SAVED: dict[str, Callable[[bytes], bytes]] = {
    "byte order mark": lambda raw: b"\xef\xbb\xbf" + raw,
    "Windows": lambda raw: raw.replace(b"\n", b"\r\n"),
    "old Mac": lambda raw: raw.replace(b"\n", b"\r"),
    "both": lambda raw: b"\xef\xbb\xbf" + raw.replace(b"\n", b"\r\n"),
}


@pytest.fixture(params=SAVED)
def saved(request: pytest.FixtureRequest) -> Callable[[bytes], bytes]:
    return SAVED[request.param]


# --- line ends and byte order marks ----------------------------------------------------------------------------------


def test_decoding_drops_what_saving_adds(saved: Callable[[bytes], bytes]) -> None:
    assert text_files.decode(saved("é\n\nb\n".encode())) == "é\n\nb\n"


def test_an_article_is_the_same_however_saved(
    saved: Callable[[bytes], bytes], tmp_path: Path, schema_set: dict[str, Schema]
) -> None:
    dataset, _ = load(VALID, schema_set)
    before, _ = verification.read_articles(VALID.parent / "texts", dataset)
    for path in (VALID.parent / "texts").iterdir():
        (tmp_path / path.name).write_bytes(saved(path.read_bytes()))
    after, problems = verification.read_articles(tmp_path, dataset)
    assert problems == []
    assert after == before
    assert {one.digest for one in after.values()} == {one.digest for one in before.values()}


def test_a_new_seed_is_the_same_however_saved(
    saved: Callable[[bytes], bytes], repository: Path, run: Run
) -> None:
    text = "A headline\n\nMarovia freed seven people.\n"
    (repository / "gazette.txt").write_bytes(saved(text.encode()))
    code, out, _ = run("new", "seed", "gazette.txt", "--id", "gazette")
    assert code == common.CLEAN
    assert out.startswith("facts/actors.yaml: marovia\ngazette.txt: 2 paragraphs, 2 sentences; ")
    drafted = (repository / "seeds/gazette.yaml").read_text()
    assert "\ntitle: A headline\n" in drafted
    assert f"\nparagraphs: {len(Article.of(text).paragraphs)}\n" in drafted


def test_a_lock_is_the_same_however_saved(
    saved: Callable[[bytes], bytes], repository: Path, schema_set: dict[str, Schema], run: Run
) -> None:
    assert run("verify", "--texts", str(VALID.parent / "texts"))[0] == common.CLEAN
    path = repository / lock.PATH
    before, compared = (
        package.read_lock(repository),
        revisions.read(repository, None, schema_set).dataset.lock,
    )
    assert len(before[0].lines) > 50
    path.write_bytes(saved(path.read_bytes()))
    assert package.read_lock(repository) == before
    assert revisions.read(repository, None, schema_set).dataset.lock == compared
    assert run("validate", "--require-verified")[0] == common.CLEAN


def test_document_saved_otherwise_is_current(built: Path, run: Run) -> None:
    (built / "README.md").write_text("Heading\n=======\n", encoding="utf-8")  # no marker of a conflict
    for path, saved in (("CODEBOOK.md", SAVED["both"]), ("CITATION.cff", SAVED["old Mac"])):
        (built / path).write_bytes(saved((built / path).read_bytes()))
    code, out, _ = run("check")
    assert code == common.CLEAN, out


def test_fmt_repairs_a_record_however_saved(repository: Path, run: Run) -> None:
    assert run("fmt")[0] == common.CLEAN
    raw = {host: (repository / host).read_bytes() for host in HOSTS}
    for saved in SAVED.values():
        for host in HOSTS:
            (repository / host).write_bytes(saved(raw[host]))
        code, out, _ = run("validate")
        assert code == common.PROBLEMS
        errors = [line for line in out.splitlines() if ": error " in line]
        assert [line.partition(":")[0] for line in errors] == sorted(HOSTS)
        for line in errors:
            assert ":1:" in line
            assert "error forbidden-character: " in line
            assert "Run `factpack fmt`" in line
        assert run("fmt", *HOSTS)[0] == common.CLEAN
        assert {host: (repository / host).read_bytes() for host in HOSTS} == raw


# --- merge conflicts -------------------------------------------------------------------------------------------------


def conflict(old: str, new: str, *, base: bool = False, end: str = "\n") -> str:
    middle = ["||||||| parent of 1a2b3c4", old] if base else []
    return end.join(["<<<<<<< HEAD", old, *middle, "=======", new, ">>>>>>> topic", ""])


@pytest.mark.parametrize(
    ("text", "line"),
    cases("text_files", "a_marker_in_prose_is_found_at_its_line"),
)  # fmt: skip
def test_a_marker_in_prose_is_found_at_its_line(text: str, line: int | None) -> None:
    found = text_files.merge_conflict("README.md", text, is_prose=True)
    assert (None if found is None else found.line) == line


@pytest.mark.parametrize(
    "row", ["=======", "=======\r", "||||||| base", ">>>>>>> topic", "<<<<<<< HEAD", "<<<<<<<\r"]
)
def test_a_marker_left_alone_in_a_record_is_found(row: str) -> None:
    found = text_files.merge_conflict("facts/a.yaml", f"id: a\n{row}\ntitle: b\n")
    assert found is not None
    assert (found.line, found.rule, f"{found.message} {found.fix}") == (2, "merge-conflict", MESSAGE)


@pytest.mark.parametrize("base", [False, True])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("host", HOSTS)
def test_a_conflict_in_a_record_is_one_problem(base: bool, end: str, host: str, check: Check) -> None:
    first, second, *rest = (VALID / host).read_text(encoding="utf-8").split("\n")
    text = end.join([first, conflict(second, "id: y", base=base, end=end) + end.join(rest)])
    problems = [one for one in check({host: text.encode()}) if one.severity == "error"]
    assert [(one.path, one.line, one.rule) for one in problems] == [(host, 2, "merge-conflict")]


@pytest.mark.parametrize(
    "notes",
    cases("text_files", "markers_within_a_text_are_no_conflict"),
)
def test_markers_within_a_text_are_no_conflict(notes: str, check: Check) -> None:
    text = (VALID / FACT).read_text(encoding="utf-8")
    problems = check({FACT: text.replace("evidence:", f"{notes}evidence:", 1).encode()})
    assert [one for one in problems if one.severity == "error"] == []


def test_fmt_leaves_a_conflict_alone(repository: Path, run: Run) -> None:
    text = conflict("id: x", "id: y") + (repository / FACT).read_text(encoding="utf-8")
    (repository / FACT).write_text(text, encoding="utf-8", newline="\n")
    code, out, _ = run("fmt")
    assert code == common.PROBLEMS
    assert f"{FACT}:1:1: error merge-conflict: {MESSAGE}\n" in out
    assert (repository / FACT).read_text(encoding="utf-8") == text


def test_verify_rewrites_a_lock_with_a_conflict(repository: Path, run: Run) -> None:
    texts = str(VALID.parent / "texts")
    assert run("verify", "--texts", texts)[0] == common.CLEAN
    path = repository / lock.PATH
    raw = path.read_bytes()
    path.write_bytes(raw + conflict("title a " + "0" * 64, "x", base=True).encode())
    code, out, _ = run("validate")
    assert code == common.PROBLEMS
    line = len(raw.split(b"\n"))
    assert f"{lock.PATH}:{line}:1: error merge-conflict: {MESSAGE}\n" in out
    assert out.count(": error ") == 1
    assert run("verify", "--texts", texts)[0] == common.CLEAN
    assert path.read_bytes() == raw


def test_commands_refuse_a_changelog_with_a_conflict(repository: Path, run: Run) -> None:
    (repository / "CHANGELOG.md").write_text(
        "# Changelog\n\n" + conflict("## 0.2.0", "## 0.1.1"), encoding="utf-8"
    )
    for command in ("build", "cite", "check"):
        assert run(command)[::2] == (common.USAGE, f"factpack: CHANGELOG.md:3: {MESSAGE}\n")


def test_a_release_takes_documents_however_saved(saved: Callable[[bytes], bytes], tmp_path: Path) -> None:
    for path in DOCUMENTS:
        (tmp_path / path).write_bytes(saved(f"{path}\n\nWords – more words.\n".encode()))
    expected = {path: f"{path}\n\nWords – more words.\n" for path in DOCUMENTS}
    assert files.read_documents(tmp_path, DOCUMENTS) == (expected, [])
    (tmp_path / "README.md").write_text(conflict("a", "b"), encoding="utf-8")
    (tmp_path / "RECIPES.md").write_bytes(b"a\n\xff")
    _, problems = files.read_documents(tmp_path, DOCUMENTS)
    assert [(one.path, one.line, one.rule) for one in problems] == [
        ("README.md", 1, "merge-conflict"),
        ("RECIPES.md", 2, "not-utf-8"),
    ]
