"""What a command needs to know of a record, from its options or, on a terminal, by asking."""

import argparse
import contextlib
import re
import sys
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from factpack.problems import UsageError

Schema = dict[str, Any]
# Why the value of a field will not do; None where it will.
Refuse = Callable[[str, Any], str | None]
# The value that a field would have if nothing is entered, from what is known so far; empty for none.
Propose = Callable[[str, dict[str, Any]], str]


@dataclass(frozen=True)
class Question:
    """One thing to know.

    field: of the record; help: for the command line; many: several values; option: its name on the command line, where it
    is not the field's; part: for a list of records, the field of each that is asked for.
    """

    field: str
    help: str
    many: bool = False
    option: str = ""
    part: str = ""

    @property
    def name(self) -> str:
        """What it is called, on the command line and in a question."""
        return self.option or self.field.replace("_", "-")


def add_options(parser: argparse.ArgumentParser, questions: Sequence[Question]) -> None:
    """An option for each question."""
    for one in questions:
        parser.add_argument(
            f"--{one.name}",
            dest=one.name,
            metavar=one.name.upper().replace("-", "_"),
            help=one.help.replace("%", "%%"),
            nargs="+" if one.many else None,
            action="extend" if one.many else "store",
        )


def can_ask() -> bool:
    """Whether somebody sits at a terminal."""
    return sys.stdin.isatty() and sys.stdout.isatty()


def answers(
    questions: Sequence[Question],
    options: argparse.Namespace,
    schema: Schema,
    needed: Sequence[str],
    refuse: Refuse,
    lacking: Sequence[str] = (),
    propose: Propose = lambda field, found: "",
) -> dict[str, Any]:
    """Field → value, in the shape that it has in a file. A field that is not needed may be missing.

    lacking: options that are missing besides.

    Raises UsageError for what was given on the command line and will not do, and for what is needed and missing where
    nobody can be asked.
    """
    found: dict[str, Any] = {}
    for question in questions:
        given = getattr(options, question.name)
        if given is not None:
            value = _shaped(given, question, schema)
            complaint = refuse(question.field, value)
            if complaint is not None:
                raise UsageError(f"--{question.name}: {complaint}")
        elif can_ask():
            last = [one for one in questions if one.field == question.field][-1]
            must = question == last and question.field in needed and question.field not in found
            value = _asked(question, schema, refuse, must, propose(question.field, found))
        else:
            continue
        if value is not None:
            found[question.field] = found.get(question.field, []) + value if question.many else value
    missing = [*lacking] + [
        " or ".join(f"--{one.name}" for one in questions if one.field == field)
        for field in needed
        if field not in found
    ]
    if missing:
        raise UsageError(f"{', '.join(missing)}: needed, and there is no terminal to ask on.")
    return found


def ask(prompt: str) -> str:
    """A line from the terminal.

    Raises UsageError where the person there stops.
    """
    try:
        return normal(input(prompt))
    except (EOFError, KeyboardInterrupt):
        print()
        raise UsageError("stopped; nothing was written.") from None


def _asked(question: Question, schema: Schema, refuse: Refuse, must: bool, proposal: str) -> Any:
    described = _described(question, schema)
    print(f"\n{described['description']}{' Several are separated by commas.' if question.many else ''}")
    codes = dict(zip(described.get("enum", ()), described.get("enumDescriptions", ()), strict=False))
    for code, meaning in codes.items():
        print(f"  {code:{max(map(len, codes))}}  {meaning}")
    hint = f" [{proposal}]" if proposal else "" if must else " (Enter leaves it open)"
    while True:
        text = ask(f"{question.name}{hint}: ") or proposal
        if not text and not must:
            return None
        value = _shaped(
            [part.strip() for part in text.split(",")] if question.many else text, question, schema
        )
        complaint = refuse(question.field, value) if text else "Something must stand here."
        if complaint is None:
            return value
        print(f"  {complaint}")


def _described(question: Question, schema: Schema) -> Schema:
    """The schema that tells of what is asked: of the field, of its parts, or of a field of those, codes included."""
    field = schema["properties"][question.field]
    inner = _resolved(field.get("items", {}), schema)
    if question.part:
        return _resolved(inner["properties"][question.part], schema)
    return {**{key: inner[key] for key in ("enum", "enumDescriptions") if key in inner}, **field}


def _resolved(node: Schema, schema: Schema) -> Schema:
    return schema["$defs"][node["$ref"].removeprefix("#/$defs/")] if "$ref" in node else node


def _shaped(given: str | list[str], question: Question, schema: Schema) -> Any:
    if isinstance(given, list):
        texts = [normal(one) for one in given]
        return [{question.part: text} for text in texts] if question.part else texts
    text = normal(given)
    takes_numbers = "integer" in schema["properties"][question.field].get("type", ())
    return int(text) if takes_numbers and re.fullmatch("0|[1-9][0-9]{0,8}", text, re.ASCII) else text


def normal(text: str) -> str:
    """Return a text from the command line or a terminal in NFC, without white space at its ends.

    What the locale could not decode is read as UTF-8, if it is that: a terminal may use it under `LC_ALL=C`.
    """
    with contextlib.suppress(UnicodeError):
        text = text.encode("utf-8", "surrogateescape").decode("utf-8")
    return unicodedata.normalize("NFC", text).strip()
