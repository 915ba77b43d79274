"""Records and texts that are drawn: what is valid goes all the way, and whatever comes in, nothing crashes.

tests/corpus keeps the inputs that failed once, or that are near a limit: each is read again in every run.
"""

import json
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from conftest import VALID
from factpack import package
from factpack.evidence import lock
from factpack.exports import conformance
from factpack.files import kind_of
from factpack.models import codelists, edtf, quantity, schemas
from factpack.models.records import FOLDERS
from factpack.models.schemas import KINDS
from factpack.problems import Problem
from factpack.yaml import canonical, reader, tree, writer
from test_schema_models import altered, described, model_takes, schema_takes

CORPUS = Path(__file__).parent / "corpus"
SCHEMAS = schemas.generate()
SEED = "paper-2031-05"
PARAGRAPHS = 12

# --- valid repositories ----------------------------------------------------------------------------------------------

_LETTERS = st.characters(
    codec="utf-8", categories=("Lu", "Ll", "Lo", "Nd", "Po"), exclude_characters="@\uff20\uff0b\uff0d\uff1d"
)
_words = st.text(_LETTERS, min_size=1, max_size=12).filter(
    lambda text: reader.read("x", yaml.safe_dump({"a": text}, allow_unicode=True).encode()).problems == []
)
_lines = st.lists(_words, min_size=1, max_size=4).map(" ".join)
_days = st.dates(min_value=edtf.parse("2029-01-01").earliest, max_value=edtf.parse("2031-04-30").latest)  # type: ignore[arg-type]


@st.composite
def _dates(draw: st.DrawFn) -> dict[str, Any]:
    day = draw(_days).isoformat()
    later = draw(_days).isoformat()
    return draw(
        st.sampled_from(
            [
                {"date": day},
                {"date": f"{day}~"},
                {"date": f"{day}?"},
                {"date": day[:7], "date_span": "within"},
                {"date": day[:4] if day[:4] != "2031" else "2030", "date_span": "throughout"},
                {"date": f"{day[:7]}-XX", "date_span": "within"},
                {"date": f"/{day}", "date_span": "within"},
                {"date": f"../{day}", "date_span": "within"},
                {"date": f"{min(day, later)}/{max(day, later)}", "date_span": "on_several_days"}
                if day != later
                else {"date": day},
                {"date": "not_stated"},
            ]
        )
    )


def _quantities(percent: bool = False) -> st.SearchStrategy[Any]:
    numbers = st.integers(1, 99 if percent else 999_999_999)
    unit = " %" if percent else ""
    worded = st.tuples(
        st.sampled_from(["at least", "more than", "about", "at most", "fewer than"]), numbers
    ).map(lambda pair: f"{pair[0]} {pair[1]}{unit}")
    return st.one_of(
        worded,
        numbers.map(lambda number: f"{number}{unit}") if percent else st.one_of(numbers, st.just("dozens")),
    )


@st.composite
def repositories(draw: st.DrawFn) -> dict[str, Any]:
    """A repository in which nothing is wrong: path → record. Every value is carried by an item that says why."""
    actors = ["ann", "ben", "marovia", "paper"]
    kinds = {"ann": "person", "ben": "person", "paper": "outlet", "marovia": "state"}
    files: dict[str, Any] = {
        "facts/actors.yaml": {
            "actors": [{"id": one, "name": draw(_lines), "kind": kinds[one]} for one in actors]
        },
        "facts/places.yaml": {"places": []},
        "facts/deals.yaml": {"deals": []},
    }
    chosen = draw(
        st.lists(st.sampled_from(["release", "meeting", "sanctions", "count"]), min_size=1, unique=True)
    )
    for number, kind in enumerate(chosen):
        fact_id = f"{draw(st.sampled_from(['a', 'b-c', '7x', 'z9']))}-{number}"
        files[f"{FOLDERS[kind]}/{fact_id}.yaml"] = draw(_facts(kind, fact_id, number + 1))
    files["facts/deals.yaml"]["deals"] = draw(
        st.sampled_from([[], [{"id": "a-deal", "title": "A deal", "parties": ["marovia", "ann"]}]])
    )
    if files["facts/deals.yaml"]["deals"]:
        for path, fact in files.items():
            if path.count("/") == 2:
                fact["deal"] = "a-deal"
                fact["evidence"][SEED][next(iter(fact["evidence"][SEED]))][0]["supports"].append("deal")
    rest = [str(number) for number in range(len(chosen) + 1, PARAGRAPHS + 1)]
    files[f"seeds/{SEED}.yaml"] = {
        "id": SEED, "title": draw(_lines), "publisher": "paper", "published": "2031-05-03", "published_basis": "stated",
        "language": "en", "original_file": "paper.txt", "paragraphs": PARAGRAPHS,
        "unused": [{"paragraphs": ", ".join(rest), "reason": "background"}],
    }  # fmt: skip
    # Whom no record names is not in the register.
    named = json.dumps([data for path, data in files.items() if path != "facts/actors.yaml"])
    register = files["facts/actors.yaml"]["actors"]
    files["facts/actors.yaml"] = {"actors": [one for one in register if f'"{one["id"]}"' in named]}
    return files


@st.composite
def _facts(draw: st.DrawFn, kind: str, fact_id: str, paragraph: int) -> dict[str, Any]:
    fact: dict[str, Any] = {"id": fact_id, "title": f"{paragraph} {draw(_lines)}", **draw(_dates())}
    match kind:
        case "release":
            fact |= {
                "stage": "carried_out",
                "released": draw(_quantities()),
                "counted": draw(st.sampled_from(["prisoners", "people"])),
            }
            fact |= {
                "legal_form": draw(st.sampled_from(["pardon", "not_stated"])),
                "released_by": ["marovia"],
            }
        case "meeting":
            fact |= {"stage": "carried_out", "kind": draw(st.sampled_from(["visit", "talks", "phone_call"]))}
            fact |= {"participants": [{"actor": "ann"}, {"actor": "ben"}]}
        case "sanctions":
            fact |= {
                "stage": "demanded",
                "measure": draw(st.sampled_from(list(codelists.SANCTIONS_MEASURE.codes))),
                "actor": "ann",
            }
            fact |= {"addressee": "marovia", "targets": [{"sector": "not_stated"}]}
        case "count":
            fact |= {
                "measure": "prisoners_held",
                "value": draw(_quantities()),
                "counted": "prisoners",
                "according_to": ["ann"],
            }
    remark = draw(st.none() | _lines)
    if remark is not None:
        fact["remarks"] = {"a-remark": remark}
    paths = []
    for name, value in fact.items():
        if name in ("id", "title", "date_span") or value == "not_stated":
            continue
        keys = (
            value
            if isinstance(value, dict)
            else [one if isinstance(one, str) else next(iter(one.values())) for one in value]
            if isinstance(value, list)
            else [None]
        )
        paths += [name if key is None else f"{name}.{str(key).replace('_', '-')}" for key in keys]
    paths = [path for path in paths if path != "targets.not-stated"]
    items = [{"phrase": draw(_lines)[:60].strip(), "supports": paths, "inference": draw(_lines)}]
    return {**fact, "evidence": {SEED: {str(paragraph): items}}}


def lay(root: Path, files: dict[str, Any]) -> None:
    for path, data in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        text = writer.write(tree.Tree(tree.of_value(data)))
        (root / path).write_text(text, encoding="utf-8")
    (root / "CHANGELOG.md").write_text("# Changelog\n\n## 0.1.0\n", encoding="utf-8")


def assert_valid_goes_all_the_way(files: dict[str, Any], root: Path, with_frictionless: bool) -> None:
    lay(root, files)
    checked = package.check(root, SCHEMAS)
    assert [problem for problem in checked.problems if problem.severity == "error"] == []
    for path, data in files.items():
        kind = kind_of(path)
        assert kind is not None
        once = canonical.read(path, (root / path).read_bytes())
        assert once.data == data
        text = canonical.form(tree.of_document(once), kind, SCHEMAS[kind], "x.json")
        again = canonical.read(path, text.encode())
        assert (again.problems, again.data) == ([], data)
        assert canonical.form(tree.of_document(again), kind, SCHEMAS[kind], "x.json") == text
    built, tables = package.render(root, checked, SCHEMAS)
    nested = json.loads(built["exports/json/facts.json"])
    assert {fact["id"] for fact in nested["facts"]} == {
        data["id"] for path, data in files.items() if path.count("/") == 2
    }
    if with_frictionless:
        for path, content in built.items():
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            (root / path).write_bytes(content)
        assert conformance.check_package(root, package.origins(checked.dataset, tables)) == []


_SLOW = list(HealthCheck)


@given(repositories())
@settings(max_examples=4, suppress_health_check=_SLOW)
def test_what_is_valid_validates_round_trips_and_builds(files: dict[str, Any]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        assert_valid_goes_all_the_way(files, Path(folder), with_frictionless=False)


@pytest.mark.needs_tools
@given(repositories())
@settings(max_examples=16, suppress_health_check=_SLOW)
def test_what_is_valid_goes_all_the_way_to_frictionless(files: dict[str, Any]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        assert_valid_goes_all_the_way(files, Path(folder), with_frictionless=True)


# --- edits -----------------------------------------------------------------------------------------------------------

# By what an edit changes: the key, and what takes the place of its value. Each is valid wherever the key is.
EDITS: dict[str, st.SearchStrategy[Any]] = {
    "title": _lines,
    "notes": _lines,
    "inference": _lines,
    "phrase": _lines.map(lambda text: text[:60].strip()),
    "value": _quantities(),
    "released": _quantities(),
    "date": _days.map(str),
}


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
    return {} if errors else package.render(root, checked, SCHEMAS)[0], errors


# --- schemas and models ----------------------------------------------------------------------------------------------


@pytest.mark.needs_tools
@pytest.mark.parametrize("kind", KINDS)
def test_schemas_and_models_agree_on_10_000_instances_valid_and_not(kind: str) -> None:
    seen = {True: 0, False: 0}
    examples = 10_000 // len(KINDS) + 1

    def agree(data: Any) -> None:
        taken = schema_takes(kind, data)
        assert model_takes(kind, data) == taken, data
        seen[taken] += 1

    @given(altered([kind]))
    @settings(max_examples=examples * 2 // 3, suppress_health_check=_SLOW)
    def on_what_is_altered(drawn: tuple[str, Any]) -> None:
        agree(drawn[1])

    @given(described(SCHEMAS[kind], SCHEMAS[kind]))
    @settings(max_examples=examples // 3 + 2, suppress_health_check=_SLOW)
    def on_what_is_described(data: Any) -> None:
        agree(data)

    on_what_is_altered()
    on_what_is_described()
    assert sum(seen.values()) >= 10_000 // len(KINDS), seen
    assert min(seen.values()) > 100, seen


# --- readers ---------------------------------------------------------------------------------------------------------


def read_yaml(raw: bytes) -> None:
    """Neither reader raises, every finding lies in the text, and where the quick one gives a value both give the same."""
    document = reader.read("x.yaml", raw, "evidence")
    assert (document.data is None) == bool(document.problems) or document.data is None
    text = raw.decode("utf-8", "replace")
    for problem in document.problems:
        assert 1 <= problem.line <= text.count("\n") + 1
        assert problem.column >= 1
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
    assert figure.lower is None or figure.upper is None or figure.lower <= figure.upper


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


def test_something_is_kept_of_each() -> None:
    assert {path.parent.name for path in KEPT} == set(READERS)


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
