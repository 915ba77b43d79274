"""Find words to replace in docs, code and records."""

import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parent.parent
TEXTS = "*.md LICENSE-DATA .github/**/*.md .github/ISSUE_TEMPLATE/*.yml .vscode/*.md scripts/**/*.md scripts/factpack/**/*.py"
RECORDS = "facts/**/*.yaml seeds/*.yaml"
QUOTED = {"phrase", "translation", "spellings"}  # the words of articles
BETTER = r"""
addends? = non-overlapping figure | safe totals? = lower-bound total | anew = again | at hand = available
astray|(leads?|points?) nowhere = unresolved | (bears?|bore|borne)( [a-z]+)? out = support | clash(es|ed|ing)? = conflict
complain(s|ed|ts?)? = report | findings? = problem | gifts?|givers? = contribution, contributor | gravest = most severe
(held|holds?)( [a-z]+){0,3} against = compared with | in the end = ultimately | independent origins? = named origins
(?<!there )(is|are|was|were) no (?!(longer|one|more|less|other|such) )[a-z]+ = is not a | mend(s|ed|ing)? = fix, correct
judge(s|d|ments?)?|judging = check | not to be concluded = do not conclude | outermost = top-level | so many = that many
rules of sense = semantic rules | says the (article|sentence|beginning|text) = the sentence says | sets? aside = unused
stands? (alone|at|further|here|in|there|under)|stands for no[a-z]*|no longer stands = is, appears | without a word = silently
(tells?|told) of = report | twins? = duplicate | who(ever|mever)|who adds up = anyone who | nothing of the kind = does not
wording changes? = editorial change
"""
ALLOWED = {  # in the file: the words around a match, and why they are right
    ("CHANGELOG.md", "`findings` is now"): "names an old key of the output",
    ("CHANGELOG.md", "`mend` is"): "names an old key of the output",
    ("CHANGELOG.md", "`outermost`"): "names an old column",
    ("tables/renames.py", ""): "lists the old columns",
    ("codelists/of_facts.py", "prisoners … stands at"): "is a phrase that articles use",
}


def texts(value: Any) -> Iterator[str]:
    """Yield the texts of a record, except quoted ones."""
    if isinstance(value, dict):
        value = [item for key, item in value.items() if key not in QUOTED]
    yield from (text for item in value for text in texts(item)) if isinstance(value, list) else [str(value)]


def main() -> int:
    """Print matches; return 1 if any, or nothing was read."""
    entries = [
        entry.strip().split(" = ") for line in BETTER.strip().splitlines() for entry in line.split(" | ")
    ]
    patterns = [(re.compile(rf"\b(?:{old})\b", re.IGNORECASE), better) for old, better in entries]
    found = {path: [path.read_text(encoding="utf-8")] for glob in TEXTS.split() for path in ROOT.glob(glob)}
    records = [path for glob in RECORDS.split() for path in ROOT.glob(glob)]
    problems = [] if found and records else ["There is nothing to check."]
    found |= {path: [*texts(yaml.safe_load(path.read_text(encoding="utf-8")))] for path in records}
    for path, text in ((path, text) for path, parts in found.items() for text in parts):
        name = path.relative_to(ROOT).as_posix()
        for match, better in (
            (match, better) for pattern, better in patterns for match in pattern.finditer(text)
        ):
            around = " ".join(text[max(match.start() - 30, 0) : match.end() + 30].split())
            if not any(file in name and words in around for file, words in ALLOWED):
                problems.append(f"{name}: {match[0]!r} in {around!r}. Write: {better}.")
    sys.stdout.writelines(f"{problem}\n" for problem in problems)
    return bool(problems)


if __name__ == "__main__":
    sys.exit(main())
