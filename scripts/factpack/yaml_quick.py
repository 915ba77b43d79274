"""Reads YAML as `factpack fmt` writes it, line by line, in a fraction of the time of a parser for all of YAML.

Taken is what can mean but one thing: one key a line, a list below its key, plain texts without a sign that YAML gives a
meaning to, brackets and braces on one line, folded texts of one paragraph. Whatever else stands in a file (a text of
several lines, an anchor, an escape, a comment behind a value, a key that stands twice) leaves all of it to
`yaml_careful`, which has libyaml's parser: this module judges nothing. Where it gives a value, that one gives the same.
"""

import re
from functools import lru_cache
from sys import intern
from typing import Any

from factpack.yaml_scalars import CONSTANTS, FORMULA_SIGNS, INTEGER, MAX_DEPTH, MAX_DIGITS

_SHORT = 25  # so long are codes and most ids, which stand in many records: each is kept once
# Around what has lines of its own: a dash and brackets add four levels at most, and what is in them one more.
_DEEPEST = MAX_DEPTH - 6

# A text without quotes. With one of YAML's indicators in front it would be something else, with a number sign it has a
# comment, with a colon before a space it is a key, and between brackets some signs end it.
_FIRST = r"""[^\s?:,\[\]{}#&*!|>'"%@`-]"""
_PLAIN = rf"{_FIRST}[^:#\n]*(?::[^\s:#][^:#\n]*)*(?<! )"
_PLAIN_INSIDE = rf"{_FIRST}[^?:,\[\]{{}}#\n]*(?<! )"
_QUOTED = r"""'[^'\n]*'|"[^"\n]*\""""
_KEY = r"\w[\w.-]{0,99}+"

_SPECIAL = r"""['"\[{].*"""  # to be taken apart
_FOLDED = r">-\n((?:\1(?(2)  )  [^ \n].*\n)+)(?! *#)"  # the lines two columns further in than the key
_LINE = re.compile(
    rf"( *+)(- )?(?:({_KEY}):(?: (?:({_PLAIN})|({_SPECIAL})|{_FOLDED}))?|({_PLAIN})|({_SPECIAL}))(?:(?<=\n)|\n| +#.*\n)"
    r"| *#.*\n"  # a comment
    r"|(.+\n?|\n)"  # anything else
)

_INSIDE = rf"(?:{_PLAIN_INSIDE}|{_QUOTED})"
_LIST = rf"\[(?:{_INSIDE}(?:, {_INSIDE})*)?\]"
_BRACES = rf"\{{(?:{_KEY}: (?:{_INSIDE}|{_LIST})(?:, {_KEY}: (?:{_INSIDE}|{_LIST}))*)?\}}"
_IS_QUOTED = re.compile(_QUOTED)
_IS_LIST = re.compile(_LIST)
_IS_BRACES = re.compile(_BRACES)
_IS_LIST_OF_BRACES = re.compile(rf"\[{_BRACES}(?:, {_BRACES})*\]")
_ENTRY_OF_LIST = re.compile(_INSIDE)
_ENTRY_OF_BRACES = re.compile(rf"({_KEY}): (?:({_INSIDE})|({_LIST}))")
_EACH_BRACES = re.compile(_BRACES)


class Unsettled(Exception):
    """There may be something wrong with the text, or something that this module leaves to the other."""


def read(text: str, block_under: str | None) -> Any:
    """The value of a text whose characters were found to be allowed. See `yaml_source.read` for `block_under`.

    Raises Unsettled.
    """
    if "\\" in text or "\t" in text:  # an escape may hide a character; a tab is for the other to find
        raise Unsettled
    root: dict[str, Any] = {}
    # The collection that is open, how far in its entries stand, those around it, and the key whose value is to come.
    within: Any = root
    margin, around, awaited = "", list[tuple[str, Any]](), None
    in_block = False
    for indent, dash, key, plain, special, folded, item, special_item, other in _LINE.findall(text):
        if other:
            raise Unsettled
        if not key and not item and not special_item:
            continue  # a comment
        if indent != margin:
            if awaited is not None and indent > margin:
                around.append((margin, within))
                within[awaited] = within = [] if dash else {}
                margin = indent
            else:
                while margin > indent:
                    margin, within = around.pop()
                if margin != indent:
                    raise Unsettled
            if len(around) > _DEEPEST:
                raise Unsettled
        awaited = None
        if dash:
            if within.__class__ is not list:
                raise Unsettled
            if not key:
                within.append(_scalar(item) if item else _special(special_item, not in_block))
                continue
            around.append((margin, within))
            within.append({})
            within, margin = within[-1], f"{margin}  "
        if within.__class__ is not dict or not key or key in within:
            raise Unsettled
        if not margin:
            in_block = key == block_under
        if plain:
            within[intern(key)] = _short(plain) if len(plain) < _SHORT else _value(plain)
        elif special:
            within[intern(key)] = _special(special, not in_block or key == "says")
        elif folded:
            step = len(margin) + 2
            within[intern(key)] = _text(folded[step:-1].replace("\n" + " " * step, " "))
        else:
            awaited = intern(key)
            within[awaited] = None
    if not root:
        raise Unsettled
    return root


def place(text: str, block_under: str | None, key: str) -> tuple[int, int] | None:
    """Line and column, from 1, of a text without quotes beside a key of the root; None for anything else."""
    try:
        read(text, block_under)
    except Unsettled:
        return None
    # All else at the beginning of a line would have been left to the other reader, but for comments and other keys.
    found = re.search(rf"^{re.escape(key)}: (?={_FIRST})", text, re.MULTILINE)
    return None if found is None else (text.count("\n", 0, found.end()) + 1, len(found[0]) + 1)


def _scalar(text: str) -> Any:
    """The value of a text without quotes."""
    return _short(text) if len(text) < _SHORT else _value(text)


def _value(text: str) -> Any:
    if text in CONSTANTS:
        return CONSTANTS[text]
    if text[0] in "0123456789" and INTEGER.fullmatch(text):
        if len(text) > MAX_DIGITS:
            raise Unsettled
        return int(text)
    return _text(text)


_short = lru_cache(maxsize=10_000)(_value)


def _text(text: str) -> str:
    if text[:1] in FORMULA_SIGNS:
        raise Unsettled
    return text


def _special(text: str, may_have_braces: bool) -> Any:
    """The value of what begins with a quotation mark, a bracket or a brace, to the end of the line."""
    if text[0] == "[" and (entries := _list(text)) is not None:
        return [*entries]
    if text[0] in "'\"":
        if _IS_QUOTED.fullmatch(text):
            return _text(text[1:-1])
    elif may_have_braces and _IS_BRACES.fullmatch(text):
        return _braces(text)
    elif may_have_braces and _IS_LIST_OF_BRACES.fullmatch(text):
        return [_braces(part) for part in _EACH_BRACES.findall(text)]
    raise Unsettled


@lru_cache(maxsize=10_000)
def _list(text: str) -> tuple[Any, ...] | None:
    """The entries of a list of scalars; None where it is none."""
    if not _IS_LIST.fullmatch(text):
        return None
    return tuple(_inside(entry) for entry in _ENTRY_OF_LIST.findall(text[1:-1]))


def _braces(text: str) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for key, inside, listed in _ENTRY_OF_BRACES.findall(text[1:-1]):
        if key in values:
            raise Unsettled
        values[intern(key)] = _inside(inside) if inside else [*(_list(listed) or ())]
    return values


def _inside(text: str) -> Any:
    return _text(text[1:-1]) if text[0] in "'\"" else _scalar(text)
