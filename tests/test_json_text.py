"""JSON as the standard library writes it, by other code: byte for byte the same."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from factpack.writers import json_text

LEAVES = st.text() | st.integers() | st.booleans() | st.none()
VALUES = st.recursive(
    LEAVES, lambda parts: st.lists(parts) | st.dictionaries(st.text(), parts), max_leaves=30
)


@given(VALUES)
@settings(max_examples=30)
def test_indented(value: Any) -> None:
    assert json_text.indented(value) == json.dumps(value, indent=2, ensure_ascii=False)


@given(LEAVES)
def test_a_scalar(value: Any) -> None:
    assert json_text.scalar(value) == json.dumps(value, ensure_ascii=False)


@pytest.mark.parametrize("value", [0.5, (1, 2), {1, 2}, object()])
def test_what_is_no_json_is_a_bug(value: Any) -> None:
    with pytest.raises(TypeError, match="no JSON for"):
        json_text.indented([value])
