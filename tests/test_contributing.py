"""CONTRIBUTING.md tells the truth: its worked example is done as it says, and what it names exists."""

import re
import shlex
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from conftest import ROOT
from factpack import cli
from factpack.commands import common
from factpack.models.records import FACT_TYPES

TEXT = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
LESSON = TEXT.partition("\n## Your first fact in ten minutes\n")[2].partition("\n### For real\n")[0]
# What the example needs of the repository; it makes a folder beside it.
NEEDED = ("tests/examples", "schemas", "CHANGELOG.md")
FACT = "2031-06-08-marovia-pardons-political-prisoners-in-june-2031"
OMITTED = "…"


def blocks(section: str) -> Iterator[tuple[str, str, str]]:
    """The blocks of a section in their order: language, the file that the text before it names, content.

    Of several blocks in a row the text before the first names the file.
    """
    path = ""
    for before, language, content in re.findall(
        r"(.*?)^```(\w+)\n(.*?)^```$", section, re.DOTALL | re.MULTILINE
    ):
        sentence = before.strip().rpartition("\n\n")[2]
        named = re.findall(r"`([\w/.-]+\.(?:py|yaml|txt))`", sentence)
        if before.strip():
            path = named[-1] if named else ""
        yield language, path, content


def patch(path: Path, difference: str) -> None:
    """Change a file as a block says: lines with - go, lines with + come, the others tell the place."""
    lines = difference.splitlines(keepends=True)
    old = "".join(line[1:] for line in lines if line[0] in " -")
    new = "".join(line[1:] for line in lines if line[0] in " +")
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1, (path.name, old)
    path.write_text(text.replace(old, new), encoding="utf-8")


def sessions(content: str) -> Iterator[tuple[list[str], list[str]]]:
    """The commands of a block of a terminal, each with the lines that it prints."""
    for part in re.split(r"^\$ ", content, flags=re.MULTILINE)[1:]:
        command, *printed = part.splitlines()
        yield shlex.split(command), printed


def as_told(printed: str, told: list[str]) -> bool:
    """Whether an output is what is told of it: a line of … stands for any lines, a … within a line for any text."""
    pattern = ""
    for line in told:
        if line == OMITTED:
            pattern += r"(?:.*\n)*"
        else:
            pattern += ".*".join(map(re.escape, line.split(OMITTED))) + r"\n"
    return re.fullmatch(pattern, printed) is not None


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    repository = tmp_path / "repository"
    for name in NEEDED:
        source, target = ROOT / name, repository / name
        target.parent.mkdir(parents=True, exist_ok=True)
        (shutil.copytree if source.is_dir() else shutil.copy)(source, target)
    monkeypatch.chdir(repository)
    return repository


def test_worked_example_goes_as_it_says(
    repository: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    done: list[str] = []
    for language, path, content in blocks(LESSON):
        if language == "console":
            for command, told in sessions(content):
                printed = execute(command, monkeypatch, capsys)
                assert as_told(printed, told), (command, printed)
                done.append(" ".join(command[:2]))
        elif language == "diff":
            patch(Path(path), content)
        else:
            assert path, content
            assert not Path(path).exists(), path
            Path(path).write_text(content, encoding="utf-8")
    for command in ("new", "fmt", "validate", "verify", "coverage", "build", "show", "explain"):
        assert f"factpack {command}" in done

    # Nothing is left to do, and the row is as the text says.
    assert execute(["factpack", "fmt", "--check"], monkeypatch, capsys)
    header, *rows = Path("exports/csv/releases.csv").read_text(encoding="utf-8").splitlines()
    (row,) = (line for line in rows if line.startswith(f"{FACT},"))
    columns = dict(zip(header.split(","), row.split(","), strict=True))
    assert (columns["released_low"], columns["released_high"], columns["released_point"]) == ("7", "", "")
    _, *claims = Path("exports/csv/claims.csv").read_text(encoding="utf-8").splitlines()
    verified = [line.endswith(",true") for line in claims if line.startswith(f"{FACT}:")]
    assert verified
    assert all(verified)


def execute(command: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> str:
    """Do one line of a terminal; what it prints."""
    match command:
        case ["cd", folder]:
            monkeypatch.chdir(folder)
        case ["cp", "-r", source, target]:
            shutil.copytree(source, target)
        case ["cp", source, target]:
            shutil.copy(source, target)
        case ["factpack", *arguments]:
            code = cli.main(arguments)
            captured = capsys.readouterr()
            assert captured.err == ""
            assert (code == common.CLEAN) == ("error" not in captured.out or arguments[0] == "explain"), (
                captured.out
            )
            return captured.out
        case _:
            raise AssertionError(command)
    return ""


@pytest.mark.parametrize("page", ["CONTRIBUTING.md", "scripts/README.md"])
def test_page_links_lead_to_files(page: str) -> None:
    text = re.sub(
        r"^```.*?^```$", "", (ROOT / page).read_text(encoding="utf-8"), flags=re.DOTALL | re.MULTILINE
    )
    links = re.findall(r"\]\(([^)#]+)\)", text)
    assert links
    assert [link for link in links if not (ROOT / page).parent.joinpath(link).exists()] == []


def test_anchors_of_the_page_are_its_headings() -> None:
    security = (ROOT / "SECURITY.md").read_text(encoding="utf-8")
    headings = {
        re.sub(r"[^\w -]", "", line.lstrip("# ").lower()).replace(" ", "-")
        for line in TEXT.splitlines()
        if line.startswith("##")
    }
    anchors = re.findall(r"\((?:CONTRIBUTING\.md)?#([\w-]+)\)", TEXT + security)
    assert len(anchors) > 5
    assert set(anchors) <= headings


def test_named_commands_and_rules_exist(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        cli.main(["--help"])
    known = set(re.findall(r"^ {2,4}([a-z]+) {2,}", capsys.readouterr().out, re.MULTILINE))
    named = set(re.findall(r"\bfactpack ([a-z]+)\b", TEXT))
    assert {"validate", "verify", "build"} <= named
    assert named - known <= {"new"}
    for rule in re.findall(r"rule `([a-z-]+)`", TEXT):
        assert cli.main(["explain", rule]) == common.CLEAN


def test_steps_for_real_are_commands() -> None:
    steps = re.findall(r"^    factpack ([^#\n]+)", TEXT.partition("\n### For real\n")[2], re.MULTILINE)
    names = [step.split()[0] for step in steps]
    assert names == ["new", "coverage", "new", "validate", "verify", "fmt", "show", "diff"]
    for step in steps:
        cli.parser(step.split()).parse_args(step.split())
    ignored = (ROOT / ".gitignore").read_text(encoding="utf-8").splitlines()
    assert "seeds/texts/" in ignored


def test_page_is_short_and_its_keys_exist() -> None:
    assert len(TEXT.split()) <= 1800
    section = TEXT.partition("\n## The keys\n")[2].partition("\n## ")[0]
    keys = {
        key
        for row in re.findall(r"^\| (`.*?) \|", section, re.MULTILINE)
        for key in re.findall("`(.*?)`", row)
    }
    fields = {name for model in FACT_TYPES.values() for name in model.model_fields}
    required = {
        name for model in FACT_TYPES.values() for name, one in model.model_fields.items() if one.is_required()
    }
    assert required - {"id", "legal_form", "released_by"} <= keys <= fields
    assert re.search(r"`via` .*`relays`; `none`.*`misread: \w", TEXT, re.DOTALL)


def test_list_of_unchecked_mistakes_is_short() -> None:
    section = TEXT.partition("\n## What no rule checks\n")[2].partition("\n## ")[0]
    assert 0 < len(re.findall(r"^\d+\. ", section, re.MULTILINE)) <= 12
