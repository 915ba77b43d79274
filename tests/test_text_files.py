"""Text files after git and editors had them: line ends, byte order marks and merge conflicts."""

from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import SCHEMAS, TEXTS, VALID, VISITS, Check, Run, cases, expect
from factpack import files, package, revisions, text_files
from factpack.commands import common
from factpack.dataset import Dataset
from factpack.evidence import lock, verification
from factpack.release_files.archive import DOCUMENTS

HOSTS = (VISITS, "seeds/courier-2031-05-03.yaml", "facts/places.yaml")
MESSAGE = "A merge conflict is unresolved here. Keep one side and delete the markers."

# How an editor or git may save a file of the same text.
SAVED: dict[str, Callable[[bytes], bytes]] = {
    "byte order mark": lambda raw: b"\xef\xbb\xbf" + raw,
    "Windows": lambda raw: raw.replace(b"\n", b"\r\n"),
    "old Mac": lambda raw: raw.replace(b"\n", b"\r"),
    "both": lambda raw: b"\xef\xbb\xbf" + raw.replace(b"\n", b"\r\n"),
}


SAVE = SAVED["both"]


# --- line ends and byte order marks ----------------------------------------------------------------------------------


@pytest.mark.parametrize("save", SAVED.values(), ids=SAVED)
def test_decode_drops_what_saving_adds(save: Callable[[bytes], bytes]) -> None:
    assert text_files.decode(save("é\n\nb\n".encode())) == "é\n\nb\n"


def test_article_saved_otherwise_is_the_same(tmp_path: Path, dataset: Dataset) -> None:
    before, _ = verification.read_articles(TEXTS, dataset)
    for path in TEXTS.iterdir():
        (tmp_path / path.name).write_bytes(SAVE(path.read_bytes()))
    assert verification.read_articles(tmp_path, dataset) == (before, [])


def test_new_seed_of_text_saved_otherwise_is_the_same(repository: Path, run: Run) -> None:
    (repository / "gazette.txt").write_bytes(SAVE(b"A headline\n\nMarovia freed seven people.\n"))
    out = expect(run, common.CLEAN, "new", "seed", "gazette.txt", "--id", "gazette")
    assert out.startswith("facts/actors.yaml: marovia\ngazette.txt: 2 paragraphs, 2 sentences; ")
    drafted = (repository / "seeds/gazette.yaml").read_text()
    assert "\ntitle: A headline\n" in drafted
    assert "\nparagraphs: 2\n" in drafted


def test_lock_saved_otherwise_is_the_same(repository: Path, run: Run) -> None:
    def read() -> tuple[object, object]:
        revision = revisions.read(repository, None, SCHEMAS)
        return package.read_lock(repository), revision.checked.dataset.lock

    assert run("verify", "--texts", str(TEXTS))[0] == common.CLEAN
    path = repository / lock.PATH
    before = read()
    path.write_bytes(SAVE(path.read_bytes()))
    assert read() == before
    assert run("validate", "--require-verified")[0] == common.CLEAN


def test_document_saved_otherwise_is_current(built: Path, run: Run) -> None:
    (built / "README.md").write_text("Heading\n=======\n", encoding="utf-8")  # no marker of a conflict
    for path, saved in (("CODEBOOK.md", SAVED["both"]), ("CITATION.cff", SAVED["old Mac"])):
        (built / path).write_bytes(saved((built / path).read_bytes()))
    expect(run, common.CLEAN, "check")


def test_fmt_repairs_a_record_however_saved(repository: Path, run: Run) -> None:
    assert run("fmt")[0] == common.CLEAN
    raw = {host: (repository / host).read_bytes() for host in HOSTS}
    for saved in SAVED.values():
        for host in HOSTS:
            (repository / host).write_bytes(saved(raw[host]))
        out = expect(run, common.PROBLEMS, "validate")
        errors = [line for line in out.splitlines() if ": error " in line]
        assert [line.partition(":")[0] for line in errors] == sorted(HOSTS)
        for line in errors:
            assert ":1:" in line
            assert "error forbidden-character: " in line
            assert "Run `factpack fmt`" in line
        assert run("fmt", *HOSTS)[0] == common.CLEAN
        assert {host: (repository / host).read_bytes() for host in HOSTS} == raw


# --- merge conflicts -------------------------------------------------------------------------------------------------


def conflict(old: str, new: str, *, base: bool = False) -> str:
    middle = ["||||||| parent of 1a2b3c4", old] if base else []
    return "\n".join(["<<<<<<< HEAD", old, *middle, "=======", new, ">>>>>>> topic", ""])


@pytest.mark.parametrize(
    ("text", "line"),
    cases("text_files", "a_marker_in_prose_is_found_at_its_line"),
)  # fmt: skip
def test_marker_in_prose_is_found_at_its_line(text: str, line: int | None) -> None:
    found = text_files.merge_conflict("README.md", text, is_prose=True)
    assert (None if found is None else found.line) == line


@pytest.mark.parametrize(
    "row", ["=======", "=======\r", "||||||| base", ">>>>>>> topic", "<<<<<<< HEAD", "<<<<<<<\r"]
)
def test_marker_alone_in_a_record_is_found(row: str) -> None:
    found = text_files.merge_conflict("facts/a.yaml", f"id: a\n{row}\ntitle: b\n")
    assert found is not None
    assert (found.line, found.rule, f"{found.message} {found.fix}") == (2, "merge-conflict", MESSAGE)


def test_conflict_in_a_record_is_one_problem(check: Check) -> None:
    first, second, rest = (VALID / VISITS).read_text(encoding="utf-8").split("\n", 2)
    problems = check({VISITS: f"{first}\n{conflict(second, 'id: y', base=True)}{rest}".encode()})
    errors = [one for one in problems if one.severity == "error"]
    assert [(one.path, one.line, one.rule) for one in errors] == [(VISITS, 2, "merge-conflict")]


@pytest.mark.parametrize("notes", cases("text_files", "markers_within_a_text_are_no_conflict"))
def test_markers_within_a_text_are_no_conflict(notes: str, check: Check) -> None:
    text = (VALID / VISITS).read_text(encoding="utf-8")
    problems = check({VISITS: text.replace("evidence:", f"{notes}evidence:", 1).encode()})
    assert [one for one in problems if one.severity == "error"] == []


def test_fmt_leaves_a_conflict_alone(repository: Path, run: Run) -> None:
    text = conflict("id: x", "id: y") + (repository / VISITS).read_text(encoding="utf-8")
    (repository / VISITS).write_text(text, encoding="utf-8", newline="\n")
    out = expect(run, common.PROBLEMS, "fmt")
    assert f"{VISITS}:1:1: error merge-conflict: {MESSAGE}\n" in out
    assert (repository / VISITS).read_text(encoding="utf-8") == text


def test_verify_rewrites_a_lock_with_a_conflict(repository: Path, run: Run) -> None:
    texts = str(TEXTS)
    assert run("verify", "--texts", texts)[0] == common.CLEAN
    path = repository / lock.PATH
    raw = path.read_bytes()
    path.write_bytes(raw + conflict("title a " + "0" * 64, "x", base=True).encode())
    out = expect(run, common.PROBLEMS, "validate")
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


def test_documents_are_read_however_saved(tmp_path: Path) -> None:
    for path in DOCUMENTS:
        (tmp_path / path).write_bytes(SAVE(f"{path}\n\nWords – more words.\n".encode()))
    expected = {path: f"{path}\n\nWords – more words.\n" for path in DOCUMENTS}
    assert files.read_documents(tmp_path, DOCUMENTS) == (expected, [])
    (tmp_path / "README.md").write_text(conflict("a", "b"), encoding="utf-8")
    (tmp_path / "RECIPES.md").write_bytes(b"a\n\xff")
    _, problems = files.read_documents(tmp_path, DOCUMENTS)
    assert [(one.path, one.line, one.rule) for one in problems] == [
        ("README.md", 1, "merge-conflict"),
        ("RECIPES.md", 2, "not-utf-8"),
    ]
