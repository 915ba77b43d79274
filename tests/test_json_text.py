"""JSON as the standard library writes it, by other code: byte for byte the same."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from factpack import digests
from factpack.models.parts import Part
from factpack.models.quantity import parse
from factpack.writers import json_text

LEAVES = st.text() | st.integers() | st.booleans() | st.none()
VALUES = st.recursive(
    LEAVES, lambda parts: st.lists(parts) | st.dictionaries(st.text(), parts), max_leaves=30
)


@given(VALUES)
@settings(max_examples=300)
def test_indented(value: Any) -> None:
    assert json_text.indented(value) == json.dumps(value, indent=2, ensure_ascii=False)


@given(LEAVES)
def test_a_scalar(value: Any) -> None:
    assert json_text.scalar(value) == json.dumps(value, ensure_ascii=False)


@pytest.mark.parametrize("value", [0.5, (1, 2), {1, 2}, object()])
def test_what_is_no_json_is_a_bug(value: Any) -> None:
    with pytest.raises(TypeError, match="no JSON for"):
        json_text.indented([value])


TEXTS = st.recursive(
    st.text(), lambda parts: st.lists(parts) | st.dictionaries(st.text(), parts), max_leaves=20
)


@given(TEXTS)
def test_what_digests_are_over_has_its_keys_sorted(value: Any) -> None:
    assert digests.canonical(value) == json.dumps(value, sort_keys=True, ensure_ascii=False)


def test_what_digests_are_over_has_texts_for_leaves_and_leaves_out_what_is_empty() -> None:
    part = Part(of="released", by="citizenship", number=parse("at least 5"), complete=False)
    text = '{"by": "citizenship", "complete": "False", "number": "at least 5", "of": "released"}'
    assert digests.canonical(part) == text
    assert digests.canonical([part, {"b": 7, "a": []}]) == f'[{text}, {{"a": [], "b": "7"}}]'
