"""Records and texts that are drawn: what is valid goes all the way, and whatever comes in, nothing crashes.

tests/corpus keeps the inputs that failed once, or that are near a limit: each is read again in every run.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from conftest import VALID
from factpack import package
from factpack.evidence import lock
from factpack.models import edtf, quantity, schemas
from factpack.problems import Problem
from factpack.yaml import reader, tree, writer

CORPUS = Path(__file__).parent / "corpus"
SCHEMAS = schemas.generate()

_lines = st.text("abc é.", min_size=1).map(lambda text: f"x{text}x")
_days = st.dates(min_value=edtf.parse("2029-01-01").earliest, max_value=edtf.parse("2031-04-30").latest)  # type: ignore[arg-type]
_quantities = st.integers(1, 999_999_999).flatmap(
    lambda number: st.sampled_from([number, f"about {number}", "dozens"])
)
_SLOW = list(HealthCheck)


# --- edits -----------------------------------------------------------------------------------------------------------

# By what an edit changes: the key, and what takes the place of its value. Each is valid wherever the key is.
EDITS: dict[str, st.SearchStrategy[Any]] = {
    "title": _lines, "notes": _lines, "inference": _lines, "phrase": _lines.map(lambda text: text[:60].strip()),
    "value": _quantities, "released": _quantities, "date": _days.map(str),
}  # fmt: skip


def _places(data: Any) -> Iterator[tuple[dict[str, Any], str]]:
    """Yield each mapping in a record with a key of it that an edit may change."""
    for key, part in data.items() if isinstance(data, dict) else enumerate(data):
        if key in EDITS and isinstance(part, str | int):
            yield data, key
        elif isinstance(part, dict | list):
            yield from _places(part)


@pytest.mark.needs_tools
def test_edit_of_a_record_is_reported_or_exported(tmp_path: Path) -> None:
    shutil.copytree(VALID, tmp_path, dirs_exist_ok=True)
    (tmp_path / "CHANGELOG.md").write_text("# Changelog\n\n## 0.1.0\n", encoding="utf-8")
    built, errors = _rendered(tmp_path)
    assert errors == []
    seen = {"reported": 0, "exported": 0}

    @given(st.sampled_from(sorted(tmp_path.glob("*/*/*.yaml"))), st.data())
    @settings(max_examples=150, suppress_health_check=_SLOW)
    def is_seen(path: Path, draw: st.DataObject) -> None:
        before = path.read_bytes()
        record = reader.read("", before).data
        around, key = draw.draw(st.sampled_from(list(_places(record))))
        value = draw.draw(EDITS[key])
        assume(str(value) != str(around[key]))
        around[key] = value
        try:
            path.write_text(writer.write(tree.Tree(tree.of_value(record))), encoding="utf-8")
            now, errors = _rendered(tmp_path)
        finally:
            path.write_bytes(before)
        assert errors or now != built, (path.stem, key, value)
        seen["reported" if errors else "exported"] += 1

    is_seen()
    assert min(seen.values()) > 30, seen


def _rendered(root: Path) -> tuple[dict[str, bytes], list[Problem]]:
    """Return the files that a build writes, or the errors that forbid it."""
    checked = package.check(root, SCHEMAS)
    errors = [problem for problem in checked.problems if problem.severity == "error"]
    return {} if errors else package.render(root, checked)[0], errors


# --- readers ---------------------------------------------------------------------------------------------------------


def read_yaml(raw: bytes) -> None:
    """The reader does not raise, and every problem is in the text."""
    document = reader.read("x.yaml", raw, "evidence")
    assert document.data is None or not document.problems
    lines = raw.decode("utf-8", "replace").split("\n")
    for problem in document.problems:
        assert 1 <= problem.line <= len(lines)
        assert 1 <= problem.column <= len(lines[problem.line - 1]) + 1
        assert problem.message
        assert problem.fix


def _parsed(parse: Callable[[str], Any], text: str) -> Any:
    """What a parser gives; None where it refuses the text and says why."""
    complaint = ""
    try:
        return parse(text)
    except ValueError as error:
        complaint = str(error)
    assert complaint
    assert len(complaint) < 500 + len(text)
    return None


def read_edtf(raw: bytes) -> None:
    text = raw.decode("utf-8", "replace")
    date = _parsed(edtf.parse, text)
    if date is None:
        return
    assert str(date) == text
    assert edtf.parse(str(date)) == date
    assert date.earliest is None or date.latest is None or date.earliest <= date.latest


def read_quantity(raw: bytes) -> None:
    text = raw.decode("utf-8", "replace")
    figure = _parsed(quantity.parse, text)
    if figure is None:
        return
    assert quantity.parse(figure.text) == figure
    assert figure.low is None or figure.high is None or figure.low <= figure.high


def read_lock(raw: bytes) -> None:
    attested, problems = lock.parse(raw.decode("utf-8", "replace"))
    assert len(problems) <= 1
    assert lock.parse(lock.write(attested.lines).decode()) == (attested, [])


READERS: dict[str, Callable[[bytes], None]] = {
    "yaml": read_yaml, "edtf": read_edtf, "quantity": read_quantity, "lock": read_lock,
}  # fmt: skip
KEPT = sorted(path for path in CORPUS.rglob("*") if path.is_file() and path.parent.name in READERS)

# What inputs are made from, beside what is kept.
SAMPLES = {
    "yaml": [path.read_bytes() for path in sorted(VALID.rglob("*.yaml"))[::4]],
    "edtf": [b"2031-05-02", b"2031-05-02/2031-06", b"../2031", b"203X~", b"2031-05-XX?", b"/2031-05"],
    "quantity": [b"7", b"at least 7", b"about 20 %", b"dozens", b"fewer than 10", b"not_stated"],
    "lock": [
        lock.write(
            frozenset({f"title a {'0' * 64}", f"item a b 1 2-3 {'f' * 64}", f"article a 3 {'1' * 64}"})
        )
    ],
}
DICTIONARY = [
    b"\0", b"\t", b"\r\n", b"\xef\xbb\xbf", b"\xff", b"\xe2\x80\xae", b"e\xcc\x81", b"- ", b"? ", b": ", b"[", b"{", b"]", b"}", b"&a ",
    b"*a", b"!!str ", b"<<: ", b"---\n", b"...\n", b"%YAML 1.2\n", b"|\n", b">-\n", b"'", b'"', b"\\u0000", b"#", b"=1", b"~", b"X", b"/",
    b"..", b"%", b"\xd9\xa7", b" ", b"99999999999999999999", b"-", b"item ", b"0" * 64, b"\n\n", b"@", b"`", b",",
]  # fmt: skip


@st.composite
def mangled(draw: st.DrawFn, what: str) -> bytes:
    """A sample, or what is kept, with up to four pieces cut, doubled, replaced or put in."""
    kept = [path.read_bytes() for path in KEPT if path.parent.name == what]
    raw = draw(st.sampled_from(SAMPLES[what] + kept))
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(raw)))
        to = min(len(raw), at + draw(st.integers(0, 12)))
        piece = draw(st.sampled_from([b"", raw[at:to] * 2, *DICTIONARY]) | st.binary(max_size=4))
        raw = raw[:at] + piece + raw[to:]
    return raw


@pytest.mark.parametrize("path", KEPT, ids=lambda path: f"{path.parent.name}-{path.name}")
def test_what_is_kept_is_read(path: Path) -> None:
    READERS[path.parent.name](path.read_bytes())


def _fuzz(what: str, examples: int) -> None:
    @given(mangled(what) | st.binary(max_size=200))
    @settings(max_examples=examples, suppress_health_check=_SLOW)
    def read(raw: bytes) -> None:
        READERS[what](raw)

    read()


@pytest.mark.parametrize("what", READERS)
def test_no_input_makes_a_reader_raise(what: str) -> None:
    _fuzz(what, 40)


@pytest.mark.needs_tools
@pytest.mark.parametrize("what", READERS)
def test_none_of_many_inputs_makes_a_reader_raise(what: str) -> None:
    _fuzz(what, int(os.environ.get("FUZZ_EXAMPLES", "2000")))
