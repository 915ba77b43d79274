"""Find wording in docs, code and records that plain English does without."""

import re
import sys
import tokenize
from collections.abc import Iterator
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parent.parent
DOCS = ("*.md", "LICENSE-DATA", "scripts/*.md", ".vscode/*.md", ".github/*.md", ".github/ISSUE_TEMPLATE/*.yml")
# Quoted phrases and the titles of articles are not ours to word.
QUOTED = {"phrase", "translation", "says"}
STRINGS = {tokenize.STRING, tokenize.COMMENT, getattr(tokenize, "FSTRING_MIDDLE", tokenize.STRING)}
BETTER = {
    r"mend(s|ed|ing)?": "fix, correct",
    r"(tells?|told) of": "report",
    r"stands? (in|at|under|there|here|alone|further)|no longer stands|stands for no\w*": "is, appears",
    r"(held|holds?)( \w+){0,3} against": "checked against, compared with",
    r"(bears?|bore|borne)( \w+)? out": "support",
    r"at hand": "available",
    r"sets? aside": "excluded, listed under `unused`",
    r"astray|(leads?|points?) nowhere": "unresolved",
    r"complain(s|ed|ts?)?": "error message",
    r"gravest": "most severe",
    r"anew": "again",
    r"outermost": "top-level",
    r"independent origins?": "named origins",
    r"wording changes?": "editorial change",
    r"who(ever|mever)|who (has|adds up)": "anyone with, users who",
    r"(is|are|was|were) no (?!(longer|one|more|less|other|such)\b)\w+": "is not a",
    r"so many": "that many",
    r"gifts?|givers?": "contribution, contributor",
    r"clash(es|ed|ing)?": "conflicting pair",
    r"addends?|safe totals?": "non-overlapping figure, lower-bound total",
    r"editions?": "release",
    r"twins?": "duplicate, likely rename",
    r"rules of sense": "semantic rules",
    r"judge(s|d|ments?)?|judging": "check, result",
    r"findings?": "problem",
    r"without a word|nothing of the kind": "silently; does not",
    r"says the \w+": "the sentence says",
    r"in the end": "ultimately",
}
PATTERN = re.compile("|".join(rf"(?P<p{i}>\b(?:{p})\b)" for i, p in enumerate(BETTER)), re.IGNORECASE)
# Where the wording is right: the file, what it has, and why.
ALLOWED: dict[tuple[str, str], str] = {}


def texts(path: Path) -> Iterator[tuple[int, str]]:
    """Yield the texts of a file with their lines."""
    if path.suffix == ".py":
        with tokenize.open(path) as file:
            yield from ((t.start[0], t.string) for t in tokenize.generate_tokens(file.readline) if t.type in STRINGS)
    elif path.suffix == ".yaml":
        yield from values(yaml.compose(path.read_text(encoding="utf-8")))
    else:
        yield 1, path.read_text(encoding="utf-8")


def values(node: yaml.Node | None) -> Iterator[tuple[int, str]]:
    """Yield the texts under a node of a record, except quoted ones."""
    if isinstance(node, yaml.ScalarNode):
        yield node.start_mark.line + 1, node.value
    for key, value in node.value if isinstance(node, yaml.MappingNode) else ():
        yield from () if key.value in QUOTED else values(value)
    for item in node.value if isinstance(node, yaml.SequenceNode) else ():
        yield from values(item)


def main() -> int:
    """Print each hit; return 1 if there is one or no file was read."""
    docs = [path for glob in DOCS for path in ROOT.glob(glob)]
    code = [*ROOT.glob("scripts/factpack/**/*.py"), *ROOT.glob("scripts/factpack/**/*.md")]
    records = [*ROOT.glob("facts/**/*.yaml"), *ROOT.glob("seeds/*.yaml")]
    for path in sorted({*docs, *code, *records}):
        for line, text in texts(path):
            for hit in PATTERN.finditer(text):
                i = text[:hit.start()].count("\n")
                print(f"{path.relative_to(ROOT)}:{line+i}: {hit[0]!r} :: {text[max(0,hit.start()-50):hit.end()+40]!r}")
    return 0
sys.exit(main())
