"""The lock: what the digests of items and records are over."""

from factpack.evidence import lock
from factpack.models import edtf, quantity
from factpack.models.parts import Part


def test_canonical_sorts_keys_and_drops_empty_fields() -> None:
    part = Part(
        of_key="released", dimension="citizenship", number=quantity.parse("at least 5"), complete=False
    )
    text = '{"complete": false, "dimension": "citizenship", "number": "at least 5", "of_key": "released"}'
    assert lock.canonical(part) == text
    assert lock.canonical([part, {"b": 7, "a": "é"}]) == f'[{text}, {{"a": "é", "b": 7}}]'
    assert lock.canonical(edtf.parse("2031-05~")) == '"2031-05~"'
