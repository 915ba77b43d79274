"""Files and texts that are drawn: whatever comes in, nothing crashes.

tests/corpus keeps the inputs that failed once, or that are near a limit: each is read again in every run.
"""

import os
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from conftest import VALID
from factpack.evidence import lock
from factpack.models import edtf, quantity
from factpack.yaml import reader

CORPUS = Path(__file__).parent / "corpus"

_SLOW = list(HealthCheck)


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


def read_value(parse: Callable[[str], Any], least: str, most: str, raw: bytes) -> None:
    """A date or figure reads back, with bounds in their order, or is refused with a reason."""
    text = raw.decode("utf-8", "replace")
    reason = None
    try:
        value = parse(text)
    except ValueError as error:
        reason = str(error)
    if reason is not None:
        assert 0 < len(reason) < 500 + len(text)
        return
    assert str(value) == text
    assert parse(str(value)) == value
    bounds = [bound for bound in (getattr(value, least), getattr(value, most)) if bound is not None]
    assert bounds == sorted(bounds)


def read_lock(raw: bytes) -> None:
    attested, problems = lock.parse(raw.decode("utf-8", "replace"))
    assert len(problems) <= 1
    assert lock.parse(lock.write(attested.lines).decode()) == (attested, [])


READERS: dict[str, Callable[[bytes], None]] = {
    "yaml": read_yaml,
    "edtf": partial(read_value, edtf.parse, "earliest", "latest"),
    "quantity": partial(read_value, quantity.parse, "low", "high"),
    "lock": read_lock,
}
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
def test_kept_input_is_read(path: Path) -> None:
    READERS[path.parent.name](path.read_bytes())


MANY = int(os.environ.get("FUZZ_EXAMPLES", "2000"))


@pytest.mark.parametrize("examples", [40, pytest.param(MANY, marks=pytest.mark.needs_tools)])
@pytest.mark.parametrize("what", READERS)
def test_reader_of_drawn_input_does_not_raise(what: str, examples: int) -> None:
    @given(mangled(what) | st.binary(max_size=200))
    @settings(max_examples=examples, suppress_health_check=_SLOW)
    def read(raw: bytes) -> None:
        READERS[what](raw)

    read()
