import re

import jsonschema_rs
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from conftest import cases
from factpack.models import quantity
from factpack.models.quantity import QUALIFIERS, VAGUE, Quantity

SCHEMA = jsonschema_rs.validator_for(quantity.JSON_SCHEMA)
PATTERN = str(quantity.JSON_SCHEMA["pattern"])
BOUNDS = cases("quantity", "quantity_has_these_bounds")


@pytest.mark.parametrize(("written", "qualifier", "point", "low", "high"), BOUNDS)
def test_quantity_has_these_bounds(
    written: int | str, qualifier: str, point: float | None, low: float | None, high: float | None
) -> None:
    read = quantity.parse(written)
    assert (read.qualifier, read.point, read.low, read.high) == (qualifier, point, low, high)
    assert read.percent == ("%" in str(written))
    assert str(read) == read.text == str(written)


@pytest.mark.parametrize(
    ("written", "mends"),
    cases("quantity", "the_message_says_what_to_write"),
)  # fmt: skip
def test_refusal_of_a_quantity_says_what_to_write(written: str, mends: list[str]) -> None:
    message = refusal(written)
    assert repr(written) in message
    assert offers(message) == mends


@pytest.mark.parametrize(
    ("written", "fault"),
    [
        ("dosens", "did you mean 'dozens'?"), ("majorty", "did you mean 'majority'?"),
        ("Thousand", "did you mean 'thousands'?"), ("notstated", "did you mean 'not_stated'?"),
        ("-5", "a quantity is 0 or more"), (-5, "from 0 to 999999999"), (1_000_000_000, "from 0 to 999999999"),
        pytest.param(-(10**5000), "from 0 to 999999999", id="too long to print"),
        ("1234567890", "at most nine digits"),
        ("fewer than 0", "nothing is fewer than 0"),
        ("fewer than 0 %", "nothing is fewer than 0"),
        ("under 0", "nothing is fewer than 0"),
        ("12.5", "only a share has decimals"),
        ("12.3456 %", "only a share has decimals"),
        ("1.2345 thousand", "only a share has decimals"),
        ("between 350 and 300", "the smaller one"),
        ("between 300 and 300", "the smaller one"),
        ("350-300", "the smaller one"),
        ("between 20 % and 12.5 %", "the smaller one"),
        ("between 5 % and 10", "write a number"),
        ("between 5 and", "write a number"),
        ("two hundreds", "write the number in figures"),
        ("5 bn", "write the number in figures"),
        (True, "True is not a quantity"), (False, "write a whole number"), (123.0, "write a whole number"),
        (None, "write a whole number"), (["5"], "write a whole number"),
        ("twenty-five", "write a number"),
        ("70 people or more", "write a number"),
        ("70 people at most", "write a number"),
        ("9999999999-9999999999", "at most nine digits"),
        ("at least", "write a number"),
        ("lots", "undefined number"),
        ("", "write a number"),
    ],
)  # fmt: skip
def test_refusal_of_a_quantity_names_the_fault(written: object, fault: str) -> None:
    message = refusal(written)
    assert fault in message
    assert offers(message) == []


def test_codelists_say_that_vague_words_are_no_number() -> None:
    assert {quantity.parse(word) for word in VAGUE} == {Quantity(word, "vague") for word in VAGUE}
    assert set(QUALIFIERS) == {qualifier for _, qualifier, *_ in BOUNDS}
    assert all("no number" in definition for definition in VAGUE.values())
    assert all(definition.endswith(".") for definition in [*VAGUE.values(), *QUALIFIERS.values()])


def refusal(written: object) -> str:
    with pytest.raises(ValueError, match=r"\S") as caught:
        quantity.parse(written)  # type: ignore[arg-type]  # what YAML may hand over is wider than what is right
    return str(caught.value)


def offers(message: str) -> list[str]:
    offer = re.search(r"[:;] write ('[^']*'(?: or '[^']*')*)(?:, as the source has it)?$", message)
    return re.findall(r"'(.*?)'", offer[1]) if offer else []


# --- properties ---------------------------------------------------------------------------------------------

numbers = st.integers(1, quantity.MAXIMUM)
prefixes = st.sampled_from(["", "at least ", "more than ", "about ", "at most ", "fewer than "])
percents = st.sampled_from(["", " %"])
numeric = st.builds("{}{}{}".format, prefixes, numbers, percents)
ranges = st.builds(
    lambda low, more, unit: f"between {low}{unit} and {low + more}{unit}",
    st.integers(0, 900), numbers.map(lambda number: number % 900 + 1), percents,
)  # fmt: skip
shares = st.builds(
    "{}{}.{} %".format, prefixes, st.integers(0, 99), st.sampled_from(["5", "05", "125", "001"])
)
quantities = st.one_of(numeric, ranges, shares, st.sampled_from([*VAGUE, "not_stated"]))
PIECES = "at least |more than|about|fewer than |some|dozens|not_stated|or more|between | and |people|five|0|1|9|00| %|١|\xa0|K"
pieces = st.sampled_from([*PIECES.split("|"), *" %,.-+~\n"])
near_misses = st.lists(pieces, max_size=6).map("".join)


@given(quantities)
def test_quantity_text_is_canonical_with_bounds(text: str) -> None:
    read = quantity.parse(text)
    assert str(read) == text
    assert quantity.parse(str(read)) == read
    assert (read.point is not None) == (read.qualifier in ("exact", "about"))
    if read.low is not None and read.high is not None:
        assert 0 <= read.low <= read.high


@given(st.one_of(st.integers(), st.booleans(), st.text(), near_misses, quantities, st.from_regex(PATTERN)))
@example("123\n")
@example("at least 5\n")
@example("fewer than 0")
@example("fewer than 0 %")
@example("between 7 and 7")
@example("between 12.5 % and 9 %")
@example("12.50 %")
@example("at least 0")
@example("1234567890")
@example(1_000_000_000)
def test_parse_takes_what_the_schema_takes(written: int | str) -> None:
    try:
        quantity.parse(written)
        taken = True
    except ValueError as error:
        # No pattern excludes these two: only the format `quantity` of the schema does.
        taken = (
            re.search("nothing is fewer than 0$|the first number of a range is the smaller one$", str(error))
            is not None
        )
        taken = taken and bool(re.fullmatch("fewer than 0(?: %)?|between .*", str(written)))
        for offer in offers(str(error)):
            quantity.parse(offer)
    assert SCHEMA.is_valid(written) == taken
    if isinstance(written, str):
        assert bool(re.fullmatch(PATTERN, written)) == taken


def test_schema_accepts_123_0_and_parse_does_not() -> None:
    assert SCHEMA.is_valid(123.0)
    assert not SCHEMA.is_valid(12.5)
    refusal(123.0)
