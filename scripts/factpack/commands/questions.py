"""The fields that a command needs, from options or questions."""

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
# Returns why a field may not have a value; None if it may.
Refuse = Callable[[str, Any], str | None]
# Returns the default value of a field, from the answers so far; empty for none.
Propose = Callable[[str, dict[str, Any]], str]


@dataclass(frozen=True)
class Question:
    """A field, and how to ask for it.

    field: its name in the record; help: for the command line; many: whether it takes several values; option:
    its name on the command line, if different; part: for a list of records, the field of each that is asked
    for.
    """

    field: str
    help: str
    many: bool = False
    option: str = ""
    part: str = ""

    @property
    def name(self) -> str:
        """Its name on the command line and in questions."""
        return self.option or self.field.replace("_", "-")


def add_options(parser: argparse.ArgumentParser, questions: Sequence[Question]) -> None:
    """Add an option for each question."""
    for question in questions:
        parser.add_argument(
            f"--{question.name}",
            dest=question.name,
            metavar=question.name.upper().replace("-", "_"),
            help=question.help.replace("%", "%%"),
            nargs="+" if question.many else None,
            action="extend" if question.many else "store",
        )


def can_ask() -> bool:
    """Return whether a person can answer on a terminal."""
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
    """Return the fields in the structure of a file.

    Fields that are not needed may be missing. lacking: other options that are missing.

    Raises UsageError if a given value is not allowed, or if a needed field is missing and there is no
    terminal to ask on.
    """
    found: dict[str, Any] = {}
    for question in questions:
        given = getattr(options, question.name)
        if given is not None:
            value = _shaped(given, question, schema)
            problem = refuse(question.field, value)
            if problem is not None:
                raise UsageError(f"--{question.name}: {problem}")
        elif can_ask():
            last = [candidate for candidate in questions if candidate.field == question.field][-1]
            is_required = question == last and question.field in needed and question.field not in found
            value = _ask_for(question, schema, refuse, is_required, propose(question.field, found))
        else:
            continue
        if value is not None:
            found[question.field] = found.get(question.field, []) + value if question.many else value
    missing = [*lacking] + [
        " or ".join(f"--{question.name}" for question in questions if question.field == field)
        for field in needed
        if field not in found
    ]
    if missing:
        raise UsageError(f"{', '.join(missing)}: needed, and there is no terminal to ask on.")
    return found


def ask(prompt: str) -> str:
    """Return a line; raise UsageError if the user stops."""
    try:
        return normal(input(prompt))
    except (EOFError, KeyboardInterrupt):
        print()
        raise UsageError("stopped; nothing was written.") from None


def _ask_for(question: Question, schema: Schema, refuse: Refuse, is_required: bool, proposal: str) -> Any:
    described = _described(question, schema)
    print(f"\n{described['description']}{' Several are separated by commas.' if question.many else ''}")
    codes = dict(zip(described.get("enum", ()), described.get("enumDescriptions", ()), strict=False))
    for code, meaning in codes.items():
        print(f"  {code:{max(map(len, codes))}}  {meaning}")
    hint = f" [{proposal}]" if proposal else "" if is_required else " (optional: press Enter to skip)"
    while True:
        text = ask(f"{question.name}{hint}: ") or proposal
        if not text and not is_required:
            return None
        value = _shaped(
            [part.strip() for part in text.split(",")] if question.many else text, question, schema
        )
        problem = refuse(question.field, value) if text else "This field is required."
        if problem is None:
            return value
        print(f"  {problem}")


def _described(question: Question, schema: Schema) -> Schema:
    """Return the schema that describes a question, codes included.

    It is that of the field, of its items, or of a field of those.
    """
    field = schema["properties"][question.field]
    inner = _resolved(field.get("items", {}), schema)
    if question.part:
        return _resolved(inner["properties"][question.part], schema)
    return {**{key: inner[key] for key in ("enum", "enumDescriptions") if key in inner}, **field}


def _resolved(node: Schema, schema: Schema) -> Schema:
    return schema["$defs"][node["$ref"].removeprefix("#/$defs/")] if "$ref" in node else node


def _shaped(given: str | list[str], question: Question, schema: Schema) -> Any:
    if isinstance(given, list):
        texts = list(map(normal, given))
        return [{question.part: text} for text in texts] if question.part else texts
    text = normal(given)
    takes_numbers = "integer" in schema["properties"][question.field].get("type", ())
    return int(text) if takes_numbers and re.fullmatch("0|[1-9][0-9]{0,8}", text, re.ASCII) else text


def normal(text: str) -> str:
    """Return a text in NFC without surrounding white space.

    Bytes that the locale could not decode are decoded as UTF-8 if possible: a terminal may use it under
    `LC_ALL=C`.
    """
    with contextlib.suppress(UnicodeError):
        text = text.encode("utf-8", "surrogateescape").decode("utf-8")
    return unicodedata.normalize("NFC", text).strip()
