"""`factpack fmt`: one form, the same values, no comment lost."""

import contextlib
import os
import re
import shutil
import textwrap
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from conftest import VALID
from factpack import cli, files
from factpack.claims import collect
from factpack.commands import common
from factpack.dataset import load
from factpack.models import schemas
from factpack.models.records import FACT_TYPES
from factpack.models.schemas import KINDS
from factpack.tables.build import build
from factpack.writers import tabular
from factpack.yaml import canonical, reader, tree, writer
from factpack.yaml.tree import Tree
from test_schema_models import altered

ROOT = Path(__file__).parent.parent
SCHEMAS = schemas.generate()
FILES = [(root, path, kind) for root in (ROOT, VALID) for kind, path in files.paths(root)]
COUNT = "facts/counts/2025-02-viasna-prisoners-held.yaml"


def form(kind: str, text: str, path: str = "") -> str:
    document = canonical.read(path, text.encode())
    assert document.problems == []
    named = f"../../schemas/editor/{kind}.schema.json"
    return canonical.form(tree.of_document(document), kind, SCHEMAS[kind], named)


def body(kind: str, text: str) -> str:
    """What becomes of a text, without the first line."""
    return form(kind, text).partition("\n")[2]


def value(text: str) -> Any:
    document = reader.read("", text.encode(), "evidence")
    assert document.problems == []
    return document.data


def comments(text: str) -> Counter[str]:
    root = tree.of_document(reader.read("", text.encode(), "evidence"))
    return Counter(one for one in tree.comments_of(root) if "yaml-language-server" not in one)


def by_id(data: Any) -> Any:
    """A register with its entries in the order of their ids; any other value as it is."""
    if isinstance(data, dict) and len(data) == 1:
        ((name, entries),) = data.items()
        if isinstance(entries, list) and all(isinstance(one, dict) and _has_id(one) for one in entries):
            return {name: sorted(entries, key=lambda one: str(one["id"]))}
    return data


def _has_id(record: dict[str, Any]) -> bool:
    return isinstance(record.get("id"), str) and record["id"] != ""


# --- the same values, the same comments, once and for all ------------------------------------------------------------


def test_there_are_files_to_look_at() -> None:
    assert len(FILES) > 80
    assert {kind for _, _, kind in FILES} == set(KINDS)


@pytest.mark.parametrize(("root", "path", "kind"), FILES, ids=[path for _, path, _ in FILES])
def test_a_file_keeps_its_values_and_comments_and_is_done_once(root: Path, path: str, kind: str) -> None:
    text = (root / path).read_text(encoding="utf-8")
    formed = form(kind, text, path)
    assert value(formed) == by_id(value(text))
    assert comments(formed) == comments(text)
    assert form(kind, formed, path) == formed


@pytest.mark.parametrize(("root", "path", "kind"), FILES, ids=[path for _, path, _ in FILES])
def test_committed_record_is_canonical(root: Path, path: str, kind: str) -> None:
    text = (root / path).read_text(encoding="utf-8")
    assert form(kind, text, path).partition("\n")[2] == text.partition("\n")[2]  # the first names the schema


@given(altered(list(KINDS)))
@settings(max_examples=50)
def test_any_record_reads_back_as_it_was(drawn: tuple[str, Any]) -> None:
    kind, data = drawn
    dumped = yaml.safe_dump(data, default_flow_style=False, allow_unicode=True)
    assume(not canonical.read("", dumped.encode()).problems)
    text = canonical.form(Tree(tree.of_value(data)), kind, SCHEMAS[kind], "x")
    assert value(text) == by_id(data)


# Whatever a text can have in it that YAML makes something of.
PIECES = st.sampled_from(
    [*"abc12-:#,[]{}&*!|>%@`'\"\\?~=.", " ", "  ", ": ", " #", "- ", ", ", "\n", "é", "\xa0", "🙂", "null", "true",
     "0x1F", "1e3", "010", "---", "...", "<<", "a" * 90, "word " * 30]
)  # fmt: skip
TEXTS = (
    st.lists(PIECES, max_size=12).map("".join).filter(lambda text: not text.startswith(("=", "+", "-", "@")))
)
KEYS = TEXTS.filter(lambda key: key != "<<" and len(key) < 200 and "\n" not in key)
VALUES = st.recursive(
    TEXTS | st.none() | st.booleans() | st.integers(-(10**13), 10**14),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=12,
)


@given(st.dictionaries(KEYS, VALUES, min_size=1, max_size=4), st.booleans())
@example(
    {"a": "at least 1,253: #x", "b": "'\"", "c": " x", "d": "long " * 40 + "end", "e": "word " * 40}, True
)
@example({"a": "b" * 130 + "  c " + "d" * 130, "e": {"f": ["a: g", None, [], {}, [[]], {"h": [{}]}]}}, False)
@settings(max_examples=50)
def test_any_text_reads_back_as_it_was(data: dict[str, Any], in_braces: bool) -> None:
    root = tree.of_value(data)
    if in_braces:
        let_braces(root)
    text = writer.write(Tree(root))
    document = reader.read("", text.encode())
    assert document.problems == [], text
    assert document.data == data


def let_braces(node: tree.Node) -> None:
    if isinstance(node, tree.Mapping | tree.Sequence):
        for entry in node.entries:
            let_braces(entry.node)
    if isinstance(node, tree.Mapping):
        node.in_braces = True


@st.composite
def commented(draw: st.DrawFn) -> tuple[str, str]:
    """A record as somebody else's program writes it, with comments put wherever they are comments."""
    kind, data = draw(altered(list(KINDS)))
    style = draw(st.sampled_from([False, False, None, True]))
    dumped = yaml.safe_dump(
        data,
        sort_keys=draw(st.booleans()),
        default_flow_style=style,
        width=draw(st.sampled_from([30, 100])),
        indent=draw(st.sampled_from([2, 4])),
        allow_unicode=True,
    )
    document = canonical.read("", dumped.encode())
    assume(not document.problems)
    lines = dumped.splitlines()
    for number in range(draw(st.integers(1, 6))):
        at = draw(st.integers(0, len(lines)))
        if draw(st.booleans()):
            tried = [*lines[:at], " " * draw(st.integers(0, 8)) + f"# own {number}", *lines[at:]]
        else:
            tried = [
                *lines[:at],
                *(f"{line} # behind {number}" for line in lines[at : at + 1]),
                *lines[at + 1 :],
            ]
        after = canonical.read("", "\n".join(tried).encode())
        if not after.problems and after.data == document.data:
            lines = tried
    return kind, "\n".join(lines)


@given(commented())
@settings(max_examples=50)
def test_no_comment_is_lost_wherever_it_stands(drawn: tuple[str, str]) -> None:
    kind, text = drawn
    formed = form(kind, text)
    assert sorted(re.findall("# (?:own|behind) [0-9]", formed)) == sorted(
        re.findall("# (?:own|behind) [0-9]", text)
    )
    assert value(formed) == by_id(value(text))
    assert form(kind, formed) == formed


# --- the form --------------------------------------------------------------------------------------------------------


def test_every_field_of_a_fact_has_its_place() -> None:
    fields = {name for model in FACT_TYPES.values() for name in model.model_fields}
    assert len(canonical.FACT_ORDER) == len(set(canonical.FACT_ORDER))
    assert set(canonical.FACT_ORDER) == fields


FORMS = {
    "fields in order, paragraphs by number, articles as they were": (
        "release",
        """
        evidence:
          b:
            11:
              - supports: [date]
                phrase: in May
            2:
              - phrase: in June
          a:
            1:
              - phrase: early
        title: Freed
        typo: kept, at the end
        id: x
        """,
        """
        id: x
        title: Freed
        evidence:
          b:
            2:
              - phrase: in June
            11:
              - phrase: in May
                supports: [date]
          a:
            1:
              - phrase: early
        typo: kept, at the end
        """,
    ),
    "short parts in braces, quoted where a comma asks for it; evidence in block": (
        "meeting",
        """
        participants:
        - actor: jane-doe
          side: norland
        - label: two others, "aides"
          number: 2
        - label: the one who is told of as the last to have left the hall, when the lamps were out already
        places: [{place: minsk, role: venue}]
        evidence:
          a:
            1:
              - phrase: x
                says:
                  date: 2031-05
        """,
        """
        participants:
          - {actor: jane-doe, side: norland}
          - {label: 'two others, "aides"', number: 2}
          - label: the one who is told of as the last to have left the hall, when the lamps were out already
        places:
          - {place: minsk, role: venue}
        evidence:
          a:
            1:
              - phrase: x
                says: {date: 2031-05}
        """,
    ),
    "a list of one part of one key on one line": (
        "sanctions",
        """
        targets:
          - sector: potash
        places:
          - place: minsk
            role: venue
        """,
        """
        targets: [{sector: potash}]
        places:
          - {place: minsk, role: venue}
        """,
    ),
    "no quotes but where another reader would take the text for something else": (
        "seed",
        """
        id: 'plain'
        published: 2031-05-02
        url: 'https://courier.example'
        title: "Marovia: what now?"
        authors: ["O'Neill", 'No', "7", '1e3', 'null', "a, b", '']
        notes: '"All" said ''no'''
        paragraphs: '4'
        relays:
        """,
        """
        id: plain
        title: "Marovia: what now?"
        authors: [O'Neill, "No", "7", "1e3", "null", "a, b", ""]
        published: "2031-05-02"
        url: https://courier.example
        relays:
        paragraphs: "4"
        notes: "\\"All\\" said 'no'"
        """,
    ),
    "a register by its ids": (
        "actors",
        """
        actors:
          - id: norland # a state
            kind: state
            name: Norland
          # of Norland
          - id: ann
        """,
        """
        actors:
          # of Norland
          - id: ann
          - id: norland # a state
            name: Norland
            kind: state
        """,
    ),
    "comments in a list, at its end, in an empty one, between a key and its value, and beside a list": (
        "seed",
        """
        relays: [a, b
          # at the end
          ]
        authors: [
          # nobody
          ]
        notes: # of the notes
          # more of the notes
          plain
        unused:
        - {paragraphs: 1, reason: headline}
        # of the address
        url: https://courier.example
        """,
        """
        # nobody
        authors: []
        # of the address
        url: https://courier.example
        relays:
          - a
          - b
          # at the end
        unused:
          - {paragraphs: 1, reason: headline}
        # more of the notes
        notes: plain # of the notes
        """,
    ),
    "comments go with what they stand at": (
        "release",
        """
        # about the file

        title: Freed   # of the title
        # of the id,
        # in two lines
        id: x
        places: # of the places
          # of the first place
          - {role: venue, # of the role
             place: minsk}
          # after the last place
        # of the persons
        persons: [{actor: jane-doe, outcome: freed}, # of Jane
          # of John
          {actor: john-roe, outcome: freed}] # of the persons' end
        released_by:
          - a # of a
          - b
        evidence:
          a:
            1:
              # before the item
              - # behind the dash
                supports: [date] # of supports
                # of the phrase
                phrase: x
        # at the end
        """,
        """
        # about the file
        # of the id,
        # in two lines
        id: x
        title: Freed # of the title
        released_by:
          - a # of a
          - b
        places: # of the places
          # of the first place
          - place: minsk
            role: venue # of the role
          # after the last place
        # of the persons
        persons: # of the persons' end
          - {actor: jane-doe, outcome: freed} # of Jane
          # of John
          - {actor: john-roe, outcome: freed}
        evidence:
          a:
            1:
              # before the item
              # behind the dash
              # of the phrase
              - phrase: x
                supports: [date] # of supports
        # at the end
        """,
    ),
}


@pytest.mark.parametrize(("kind", "before", "after"), FORMS.values(), ids=FORMS.keys())
def test_the_form(kind: str, before: str, after: str) -> None:
    before, after = (textwrap.dedent(text).lstrip("\n") for text in (before, after))
    assert body(kind, before) == after
    assert body(kind, after) == after


def test_a_line_has_120_columns_and_a_text_that_is_longer_is_folded() -> None:
    fits = "notes: " + " ".join(["word"] * 22) + " end"
    assert len(fits) == 120
    assert body("release", fits) == f"{fits}\n"
    long = f"{fits}s"
    folded = body("release", f"{long} # why")
    assert folded == f"notes: >- # why\n  {long.removeprefix('notes: ')}\n"
    assert body("release", "notes: " + "word " * 60 + "end").count("\n") == 4
    assert max(map(len, body("release", "notes: " + "word " * 60 + "end").split("\n"))) <= 120
    assert value(folded) == value(long)


def test_a_list_or_a_part_that_does_not_fit_gets_a_line_for_each() -> None:
    names = [f"participants.somebody-who-came-late-{number}" for number in range(3)]
    text = f"evidence:\n  a:\n    1:\n      - phrase: x\n        supports: [{', '.join(names)}]\n"
    assert max(map(len, text.split("\n"))) > 120
    assert (
        body("meeting", text)
        == text.partition(" [")[0] + "".join(f"\n          - {name}" for name in names) + "\n"
    )
    fits = f"places:\n  - {{place: {'x' * 68}, role: destination}}\n"
    assert max(map(len, fits.split("\n"))) == 100
    assert body("meeting", fits) == fits
    assert body("meeting", fits.replace("xx", "xxx", 1)).count("\n") == 3


MODELINE = "# yaml-language-server: $schema=../../schemas/editor/release.schema.json\n"


@pytest.mark.parametrize(
    "head",
    [
        "",
        MODELINE,
        MODELINE.replace("../../", "../"),
        "#yaml-language-server:$schema=release.schema.json\n",
        "---\n",
    ],
)
def test_the_first_line_names_the_schema(head: str) -> None:
    assert form("release", f"{head}# about it\nid: x\n") == f"{MODELINE}# about it\nid: x\n"


def test_the_schema_is_the_projects_own_or_that_of_the_project_around_it(tmp_path: Path) -> None:
    (tmp_path / "schemas/editor").mkdir(parents=True)
    name = files.schema_for_editors
    assert name(tmp_path, "facts/actors.yaml", "actors") == "../schemas/editor/actors.schema.json"
    assert name(tmp_path / "a/b", "seeds/x.yaml", "seed") == "../../../schemas/editor/seed.schema.json"
    assert name(ROOT, "facts/counts/x.yaml", "count") == "../../schemas/editor/count.schema.json"


@pytest.mark.parametrize(
    ("raw", "then"),
    [
        (b"id: x\r\ntitle: z\r\n", b"id: x\ntitle: z\n"),
        (b"notes: >-\r\n  one\r\n  two\r\n", b"notes: one two\n"),
        (b"\xef\xbb\xbfid: x", b"id: x\n"),
        ("id: x\ntitle: Cafe\u0301 # e\u0301\n".encode(), "id: x\ntitle: Caf\u00e9 # \u00e9\n".encode()),
    ],
)
def test_what_leaves_no_doubt_is_mended(raw: bytes, then: bytes) -> None:
    assert reader.read("", raw).problems
    document = canonical.read("", raw)
    text = canonical.form(tree.of_document(document), "release", SCHEMAS["release"], "x")
    assert text.encode().partition(b"\n")[2] == then


# --- the command -----------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def formed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the repository in which every record is in canonical form."""
    root = tmp_path_factory.mktemp("formed")
    for name in ("facts", "seeds", "schemas"):
        shutil.copytree(ROOT / name, root / name)
    with contextlib.chdir(root):
        assert cli.main(["fmt"]) == common.CLEAN
    return root


@pytest.fixture
def repository(formed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    shutil.copytree(formed, tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    capsys.readouterr()
    code = cli.main(list(arguments))
    captured = capsys.readouterr()
    return code, captured.out, captured.err


def contents(root: Path) -> dict[str, bytes]:
    return {str(path.relative_to(root)): path.read_bytes() for path in root.rglob("*") if path.is_file()}


def spoil(path: Path) -> tuple[bytes, bytes]:
    """Write a file in another form; its canonical and its other content."""
    good = path.read_bytes()
    other = good.replace(b"measure: prisoners_held", b'measure:  "prisoners_held"')
    assert other != good
    path.write_bytes(other)
    return good, other


def test_fmt_writes_what_is_in_another_form_and_nothing_else(
    repository: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = contents(repository)
    good, _ = spoil(repository / COUNT)
    code, out, _ = run(capsys, "fmt")
    assert (code, out) == (
        common.CLEAN,
        f"written: {COUNT}\n{len(FILES_OF_ROOT)} files checked, 1 reformatted.\n",
    )
    assert contents(repository) == before
    assert (repository / COUNT).read_bytes() == good
    assert run(capsys, "fmt")[1] == f"{len(FILES_OF_ROOT)} files checked, 0 reformatted.\n"


FILES_OF_ROOT = [path for root, path, _ in FILES if root == ROOT]


def test_check_writes_nothing_and_names_the_line_and_the_command(
    repository: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(capsys, "fmt", "--check")[0] == common.CLEAN
    good, other = spoil(repository / COUNT)
    line = next(
        number
        for number, (one, two) in enumerate(zip(good.split(b"\n"), other.split(b"\n"), strict=True), 1)
        if one != two
    )
    code, out, _ = run(capsys, "fmt", "--check")
    assert code == common.FINDINGS
    assert out.startswith(f"{COUNT}:{line}:1: error not-canonical: ")
    assert "`factpack fmt`" in out
    assert (repository / COUNT).read_bytes() == other


def test_diff_writes_nothing_and_shows_the_lines(
    repository: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(capsys, "fmt", "--diff") == (
        common.CLEAN,
        f"{len(FILES_OF_ROOT)} files checked, 0 to reformat.\n",
        "",
    )
    _, other = spoil(repository / COUNT)
    (repository / COUNT).write_bytes(other.rstrip(b"\n"))
    code, out, _ = run(capsys, "fmt", "--diff")
    assert code == common.FINDINGS
    assert '\n-measure:  "prisoners_held"\n+measure: prisoners_held\n' in out
    assert "\n\\ No newline at end of file\n" in out
    assert (repository / COUNT).read_bytes() == other.rstrip(b"\n")


def test_a_file_that_does_not_read_is_reported_and_left_alone_and_the_others_are_written(
    repository: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    good, _ = spoil(repository / COUNT)
    broken = repository / "facts/counts/2025-12-viasna-prisoners-held.yaml"
    broken.write_bytes(broken.read_bytes().replace(b"date: ", b"date: [", 1))
    before = broken.read_bytes()
    code, out, _ = run(capsys, "fmt")
    assert code == common.FINDINGS
    assert broken.read_bytes() == before
    assert (repository / COUNT).read_bytes() == good
    told = [line for line in out.splitlines() if " error " in line]
    assert len(told) == 1
    assert "error yaml-syntax: " in told[0]
    assert told[0] in run(capsys, "validate", str(broken))[1].splitlines()


def test_fmt_takes_files_and_folders_and_knows_what_is_no_record(
    repository: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    _, other = spoil(repository / COUNT)
    assert run(capsys, "fmt", "facts/releases", "seeds")[0] == common.CLEAN
    assert (repository / COUNT).read_bytes() == other
    monkeypatch.chdir(repository / "facts/counts")
    assert run(capsys, "fmt", Path(COUNT).name)[1].startswith(f"written: {COUNT}\n1 file checked, ")
    for name, reason in (("../../schemas", "holds no record"), ("nowhere", "is not there")):
        code, _, err = run(capsys, "fmt", name)
        assert code == common.USAGE
        assert f"{name!r} {reason}" in err


def test_no_table_changes_with_the_form(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("facts", "seeds"):
        shutil.copytree(ROOT / name, tmp_path / name)
    monkeypatch.chdir(tmp_path)
    before = exports(tmp_path)
    assert cli.main(["fmt"]) == common.CLEAN
    assert exports(tmp_path) == before


def exports(root: Path) -> dict[str, bytes]:
    dataset, problems = load(root, SCHEMAS)
    assert problems == []
    return tabular.csv_files(build(dataset, collect(dataset), frozenset()))


def test_a_write_that_fails_leaves_the_file_as_it_was(
    repository: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    _, other = spoil(repository / COUNT)
    before = contents(repository)

    def refuse(handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", refuse)
    code, _, err = run(capsys, "fmt")
    assert code == common.USAGE
    assert "No space left on device" in err
    assert contents(repository) == before
    assert (repository / COUNT).read_bytes() == other


def test_a_file_is_replaced_in_one_step_and_keeps_its_mode(
    repository: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _, other = spoil(repository / COUNT)
    (repository / COUNT).chmod(0o640)
    with (repository / COUNT).open("rb") as reader:  # who has it open goes on reading the old one
        assert run(capsys, "fmt")[0] == common.CLEAN
        assert reader.read() == other
    if os.name == "posix":
        assert (repository / COUNT).stat().st_mode & 0o777 == 0o640
