"""`factpack diff`: what it reads, from which revision, and what it says where it cannot."""

import re
import shutil
import tempfile
from pathlib import Path

import pytest

from conftest import ODD, SHARE, WATCH, Run, commit, contents, edit, expect, git
from diffing import changes, correct, look, only, problems
from factpack import revisions
from factpack.commands.common import PROBLEMS, USAGE

# --- what does not read ----------------------------------------------------------------------------------------------


def test_unreadable_files_are_named_others_compared(versioned: Path, run: Run) -> None:
    edit(versioned / SHARE, "measure: share_of_supply", "measure: share_of_nothing")
    edit(versioned / "seeds/lantern-2031-05.yaml", "language: en", "language: English")
    edit(versioned / "facts/deals.yaml", "deals:\n", "deals: [\n")
    correct(versioned)
    document, _ = look(versioned)
    assert only(document["records"])["id"] == Path(WATCH).stem
    assert not problems(document, "vanished-id"), "they are there, though nobody can read them"
    message = only(problems(document, "not-compared"))["message"]
    files = f"{SHARE}, facts/deals.yaml, seeds/lantern-2031-05.yaml"
    assert f": 3 unreadable files ({files}); tables and totals, because of 3 errors." in message
    assert SHARE in {one["path"] for one in document["problems"] if one["severity"] == "error"}
    assert run("diff", "main")[0] == PROBLEMS


def test_base_with_other_schemas_keeps_its_ids(versioned: Path) -> None:
    (versioned / SHARE).unlink()
    head = commit(versioned)
    git(versioned, "checkout", "HEAD~1", "--", SHARE)
    files = sorted((versioned / "facts/counts").glob("*.yaml"))
    for path in files:
        path.write_text(path.read_text(encoding="utf-8").replace("measure: ", "metric: "), encoding="utf-8")
    edit(versioned / "facts/places.yaml", "places:\n", "towns:\n")
    base = commit(versioned)
    document, _ = look(versioned, base, head)
    assert document["records"] == []
    found = only([one for one in problems(document, "not-compared") if base[:12] in one["message"]])
    assert found["severity"] == "notice"
    assert f"{len(files) + 1} unreadable files (" in found["message"]
    assert " …)" in found["message"]
    assert only(problems(document, "vanished-id"))["path"] == SHARE


def test_records_with_an_error_are_compared_as_such(versioned: Path) -> None:
    edit(versioned / WATCH, "according_to: [prison-watch]", "according_to: [nobody]")
    document, _ = look(versioned)
    assert (document["tables"], document["totals"]) == (None, None)
    message = only(problems(document, "not-compared"))["message"]
    assert message == "Not compared in the working tree: tables and totals, because of 1 error."
    assert set(changes(document)) == {"according_to.nobody", "according_to.prison-watch"}


# --- columns and version ---------------------------------------------------------------------------------------------


def test_each_revision_describes_its_own_columns(versioned: Path) -> None:
    path = versioned / "datapackage.json"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace('"name": "contested_fields"', '"name": "old_column"'), encoding="utf-8")
    base = commit(versioned)
    path.write_text(text, encoding="utf-8")
    tables = ("counts", "meetings", "releases", "sanctions")
    columns = [[f"column {table}.{name}" for table in tables] for name in ("contested_fields", "old_column")]
    document, text = look(versioned, base)
    assert [sorted(names) for names in document["columns"].values()] == columns
    assert (document["version"]["bump"], document["version"]["required_version"]) == ("major", "0.2.0")
    assert "\n- column counts.old_column\n" in text
    document, _ = look(versioned, base, f"{base}~1")
    assert [sorted(names) for names in document["columns"].values()] == columns


def test_base_without_descriptor_is_compared(versioned: Path) -> None:
    (versioned / "datapackage.json").unlink()
    (versioned / "CHANGELOG.md").unlink()
    base = commit(versioned)
    git(versioned, "checkout", f"{base}~1", "--", "datapackage.json")
    correct(versioned)
    document, text = look(versioned, base)
    assert document["columns"] is None
    found = only(problems(document, "not-compared"))
    assert (found["severity"], base[:12] in found["message"]) == ("notice", True)
    assert found["message"].endswith(": columns, because no datapackage.json describes them.")
    assert (document["version"]["required_version"], document["version"]["is_sufficient"]) == (None, None)
    assert "\n  version bump: minor (values or claims were corrected)\n" in text


def test_invalid_descriptor_describes_no_columns(tmp_path: Path) -> None:
    wrong = ('{"resources": 3}', '{"resources": [{"format": "csv"}]}')
    for content in ("[]", "[" * 100_000, "\xff", "{", *wrong):
        (tmp_path / "datapackage.json").write_text(content, encoding="latin-1")
        assert revisions.described_columns(tmp_path) is None


def test_the_changelog_says_whether_the_step_is_made(versioned: Path) -> None:
    correct(versioned)
    step = "from 0.1.0 to 0.2.0; CHANGELOG.md has"
    assert f"{step} 0.1.0\n" in look(versioned)[1]
    (versioned / "CHANGELOG.md").write_text("# Changelog\n\n## 0.2.0\n\n## 0.1.0\n", encoding="utf-8")
    assert f"{step} 0.2.0\n" in look(versioned)[1]
    (versioned / "CHANGELOG.md").write_text("# Changelog\n", encoding="utf-8")
    assert f"{step} no version\n" in look(versioned)[1]


# --- revisions -------------------------------------------------------------------------------------------------------


def test_two_revisions_ignore_the_work_tree(versioned: Path) -> None:
    correct(versioned)
    commit(versioned)
    (versioned / SHARE).unlink()
    (versioned / WATCH).write_text("no record", encoding="utf-8")
    before = contents(versioned)
    document, _ = look(versioned, "HEAD~1", "HEAD")
    assert changes(document)["value"]["new"] == "at most 260"
    assert document["tables"]["counts"] == {"added": [], "removed": [], "changed": [[Path(WATCH).stem]]}
    assert {one["rule"] for one in document["problems"]} == {"publication-not-checkable", "unverified-item"}
    assert contents(versioned) == before


def test_attributes_of_the_repository_do_not_matter(versioned: Path) -> None:
    attributes = "*.yaml eol=crlf\nCHANGELOG.md export-ignore\nfacts/** export-ignore\n"
    (versioned / ".gitattributes").write_text(attributes, encoding="utf-8")
    base = commit(versioned)
    document, _ = look(versioned, base, "main")
    assert (document["records"], document["version"]["base"]) == ([], "0.1.0")
    assert document["tables"] == {}


def test_a_project_in_a_folder_of_a_larger_repository(
    committed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, run: Run
) -> None:
    folder = tmp_path / "larger" / ODD
    shutil.copytree(committed, folder, ignore=shutil.ignore_patterns(".git"))
    git(tmp_path / "larger", "init", "--quiet", "--initial-branch=main")
    commit(tmp_path / "larger")
    monkeypatch.chdir(folder / "facts")
    correct(folder)
    assert "\n- value: at most 250\n+ value: at most 260\n" in expect(run, 0, "diff", "main")


def test_newer_commits_of_base_do_not_count(versioned: Path) -> None:
    (versioned / SHARE).rename(versioned.parent / "later.yaml")
    commit(versioned)
    git(versioned, "checkout", "--quiet", "-b", "mine")
    correct(versioned)
    commit(versioned)
    git(versioned, "checkout", "--quiet", "main")
    shutil.copy(versioned.parent / "later.yaml", versioned / SHARE)
    commit(versioned)
    git(versioned, "checkout", "--quiet", "mine")
    for base in ("main", "main...mine"):
        document, _ = look(versioned, base)
        assert not problems(document, "vanished-id")
        assert changes(document)["value"]["new"] == "at most 260"
    assert look(versioned, "main...HEAD~1")[0]["records"] == []


def test_shallow_clone_gets_a_hint(versioned: Path, monkeypatch: pytest.MonkeyPatch, run: Run) -> None:
    first = commit(versioned)
    correct(versioned)
    second = commit(versioned)
    clone = versioned.parent / "clone"
    git(versioned.parent, "clone", "--quiet", "--depth=1", versioned.as_uri(), str(clone))
    monkeypatch.chdir(clone)
    assert "git fetch --unshallow" in expect(run, USAGE, "diff", first)
    git(clone, "fetch", "--quiet", "--depth=1", "origin", first)
    assert changes(look(clone, first, second)[0])["value"]["new"] == "at most 260"
    assert "no common ancestor here. A shallow clone has" in expect(run, USAGE, "diff", first)


def test_wrong_revision_is_one_line(versioned: Path, run: Run) -> None:
    wrong = {
        "nowhere": "'nowhere'", "main..HEAD": "'main..HEAD'", "^main": "^main", "main:facts": "'main:facts'",
        "...main": "''", "main...HEAD HEAD": "are two heads", "main\n--all": r"'main\u000a--all'", "x" * 5000: "'xxx",
        "-- --output=written": "'--output=written'", "main -- --upload-pack=written": "'--upload-pack=written'",
    }  # fmt: skip
    before = contents(versioned)
    for arguments, told in wrong.items():
        code, out, err = run("diff", *arguments.split(" "))
        assert (code, out, err.count("\n"), len(err) < 400) == (USAGE, "", 1, True)
        assert told in err.removeprefix("factpack: there is no revision ")
    assert contents(versioned) == before


def test_diff_without_git_or_facts_is_one_line(
    versioned: Path, monkeypatch: pytest.MonkeyPatch, run: Run
) -> None:
    def assert_refused(words: str, *revisions: str) -> None:
        code, out, err = run("diff", *revisions)
        assert (code, out, err.count("\n")) == (USAGE, "", 1)
        assert words in err

    empty = git(versioned, "hash-object", "-t", "tree", "-w", "--stdin")
    assert_refused("has no facts", git(versioned, "commit-tree", empty, "-m", "Nothing"), "HEAD")
    shutil.rmtree(versioned / ".git")
    assert_refused("not a git repository", "HEAD")
    monkeypatch.setenv("PATH", str(versioned))
    assert_refused("no program `git`", "HEAD")


def test_crafted_revision_writes_nothing_outside(
    versioned: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, run: Run
) -> None:
    """A symbolic link, a folder named `..`, names of odd bytes, a submodule, a lock that is no text."""
    secret = tmp_path / "secret.yaml"
    secret.write_text("id: secret\ntitle: A hidden treasure.\n", encoding="utf-8")
    (versioned / "seeds/evidence.lock").write_bytes(b"\xff\xfe no lock\n")
    head = commit(versioned)

    def tree(*entries: str) -> str:
        return git(versioned, "mktree", given="".join(f"{one}\n" for one in entries).encode())

    link = git(versioned, "hash-object", "-w", "--stdin", given=str(secret).encode())
    blob = git(versioned, "hash-object", "-w", "--stdin", given=b"written: outside\n")
    for entry in (f"120000,{link},link", f"100644,{blob},\udcff\udcfe\x1b[2J", f"160000,{head},sub"):
        mode, known, name = entry.split(",")
        git(versioned, "update-index", "--add", "--cacheinfo", f"{mode},{known},facts/counts/{name}.yaml")
    inner = tree(f"100644 blob {blob}\tescaped.yaml")
    outside = tree(f"040000 tree {inner}\t..")
    index = git(versioned, "write-tree")
    facts = tree(git(versioned, "ls-tree", f"{index}:facts"), f"040000 tree {outside}\t..")
    whole = tree(re.sub(r"\w+\tfacts\b", f"{facts}\tfacts", git(versioned, "ls-tree", index)))
    crafted = git(versioned, "commit-tree", whole, "-m", "Crafted")
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))

    def files() -> set[Path]:
        return {path for path in tmp_path.rglob("*") if ".git" not in path.parts}

    before = files()
    for form in ("text", "json"):
        out = expect(run, PROBLEMS, "diff", "main", crafted, "--format", form)
        assert re.search(r"Not compared in [^;]*: 2\s+unreadable\s+files \([^;]*link", out)
        assert "treasure" not in out
        assert "\x1b" not in out
        out.encode("utf-8")
    assert files() == before


def test_odd_path_of_a_revision_is_not_read() -> None:
    read = "CHANGELOG.md datapackage.json seeds/evidence.lock seeds/a.yaml facts/a.yaml facts/a/b.yaml"
    passed_over = (
        r"facts/../a.yaml facts/a/../b.yaml ../facts/a.yaml facts/.a.yaml facts/a/b/c.yaml facts/c:a.yaml"
    )
    passed_over += r" facts/..\..\a.yaml facts//a.yaml /facts/a.yaml seeds/texts/a.txt facts/a.txt"
    assert all(map(revisions._READ.fullmatch, read.split()))
    assert not any(map(revisions._READ.fullmatch, (*passed_over.split(), "facts/a.yaml\n")))
