"""Escape text, with one function per output format.

Text from a record, a file name or the command line may hold Markdown, HTML, SQL, TeX, control codes of a terminal or
workflow commands of GitHub Actions. JSON, CSV, YAML and HTML are escaped by their libraries.
"""

import re


def escape_controls(text: str) -> str:
    """Escape line breaks and other characters that are not printable."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(char if char.isprintable() else _code_point(char) for char in text)


# GitHub's runner reads a line as a command if it begins with `::` after white space, or has `##[` anywhere
# (actions/runner, ActionCommand.cs). It compares by linguistic rules, which may skip characters that are not ASCII.
_COMMANDS = re.compile(r"^([^\x21-\x7e]*):|#([^\x21-\x7e]*)\[")


def escape_commands(line: str) -> str:
    """Escape a line that would be a workflow command."""
    return _COMMANDS.sub(lambda found: found[0][:-1] + _code_point(found[0][-1]), line)


def escape_line(text: str) -> str:
    """Escape a whole line of output: controls and workflow commands."""
    return escape_commands(escape_controls(text))


def escape_workflow(text: str, signs: str = "%\r\n") -> str:
    """Escape a workflow command's message, as GitHub's @actions/core does.

    signs: what to escape; in a property, also the colon and the comma.
    """
    return "".join(f"%{ord(char):02X}" if char in signs else char for char in text)


def _code_point(char: str) -> str:
    return f"\\u{ord(char):04x}" if ord(char) <= 0xFFFF else f"\\U{ord(char):08x}"


class Markdown(str):
    """Text that is already Markdown, which writers do not escape."""

    __slots__ = ()


# A word without the characters that are special in a code span, a table cell or Liquid (which GitHub Pages runs); or such
# a character, where it is special in other text.
_PIECES = re.compile(r"(?P<word>[^\s`|\\<>*~{]+)|[`\\<*~]|\{(?=[{%])")
# GitHub processes these after the Markdown, so that a backslash has no effect: web and e-mail addresses (GFM 0.29, 6.9),
# mentions, emoji and mathematics.
_READ_LATE = re.compile(r"://|(?<![^\W_])www\.|@|\$|:[\w+-]+:", re.IGNORECASE)
# The special characters in a word: brackets, `_` at its edge, `&` before an entity.
_MEANING = re.compile(r"[\[\]]|(?<![^\W_])_|_(?![^\W_])|&(?=#|\w+;)")
# The beginning of a line that is a heading, a quotation or a list.
_BLOCK = re.compile(r"^(\d{1,9}(?=[.)](?:\s|$))|(?=[>#=+-]))")


def escape_markdown(text: str) -> Markdown:
    """Escape a text for a line of Markdown (GFM).

    A word that GitHub would link or replace becomes a code span. Writers of tables escape `|` themselves. In a comment,
    where GitHub also links issue numbers, use `code_span`.
    """
    escaped = _PIECES.sub(_escape_piece, escape_controls(text))
    return Markdown(_BLOCK.sub(r"\1\\", escaped))


def _escape_piece(piece: re.Match[str]) -> str:
    word = piece["word"]
    if word is None:
        return f"\\{piece[0]}"
    return f"`{word}`" if _READ_LATE.search(word) else _MEANING.sub(r"\\\g<0>", word)


def code_span(text: str) -> Markdown:
    """Return a text as a code span (GFM 0.29, 6.3).

    Markup, addresses, mentions and issue numbers have no effect in it.
    The fence has more backticks than any run in the text. Parsers strip one space at both ends (CommonMark 0.31, 6.1); an
    empty text cannot be a code span.
    """
    text = escape_controls(text)
    if not text.strip(" "):
        return Markdown("(empty)")
    fence = _fence(text, 1)
    padding = " " if "`" in text or text[0] == text[-1] == " " else ""
    return Markdown(f"{fence}{padding}{text}{padding}{fence}")


def code_block(text: str, language: str) -> Markdown:
    """Return lines of text as a fenced code block."""
    fence = _fence(text, 3)
    return Markdown(f"{fence}{language}\n{text}{fence}\n")


def _fence(text: str, least: int) -> str:
    """Return more backticks than any run in a text has."""
    return "`" * max(least, *(1 + len(run) for run in re.findall("`+|^", text)))


# BibTeX counts escaped braces too, so a brace in the text is written as a command.
_BIBTEX = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "{": r"\textbraceleft{}",
        "}": r"\textbraceright{}",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
        **{character: f"\\{character}" for character in "&%$#_"},
    }
)
# An address is printed as it is, so that it can be opened: only what would unbalance the entry is encoded.
_BIBTEX_ADDRESS = str.maketrans({"\\": "%5C", "{": "%7B", "}": "%7D", " ": "%20"})


def escape_bibtex(text: str) -> str:
    """Escape a text for a field of a BibTeX entry."""
    return text.translate(_BIBTEX)


def escape_bibtex_address(url: str) -> str:
    """Escape the address of a BibTeX entry."""
    return url.translate(_BIBTEX_ADDRESS)


def quote_sql_text(text: str, mark: str = "'") -> str:
    """Return a text as an SQL literal."""
    return mark + text.replace(mark, 2 * mark) + mark


def quote_sql_name(name: str) -> str:
    """Return a quoted SQL name: some of ours are keywords."""
    return quote_sql_text(name, '"')
