"""Writes RESULTS.md from the measurements in results.json, and computes which aims are met.

python benchmarks/report.py
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

from faults import FAULTS

MEASURED = Path(__file__).with_name("results.json")
PAGE = Path(__file__).with_name("RESULTS.md")

Results = dict[str, Any]
Samples = dict[str, dict[str, list[float]]]

NAMES = {
    "floor": "the floor: libyaml's nodes with positions, jsonschema-rs",
    "factpack-schema": "**this tool, schema layer**, with positions",
    "factpack-careful": "this tool, schema layer, if no file were written as `factpack fmt` writes",
    "factpack": "**this tool, all layers**: `factpack validate`",
    "csafe-jsonschema-rs": "CSafeLoader and jsonschema-rs",
    "csafe-jsonschema": "CSafeLoader and jsonschema",
    "yamale": "Yamale",
    "check-jsonschema": "check-jsonschema, as pip installs it",
    "check-jsonschema-c": "check-jsonschema, with ruamel's C library beside it",
    "linkml-validate": "linkml-validate",
}
# What the languages of the two cannot say: see convert.py.
LEFT_OUT = {
    "yamale": "days of dates, which it has read before it looks; duplicate keys, of which the last one counts",
    "linkml-validate": "whatever stands under keys that a record chooses: "
    "evidence, says, breakdown, remarks, spellings, resolutions; lengths; duplicate keys, of which the last one counts",
}
EXPORTS = {
    "tables": "**this tool**: reads, validates, makes the claims, all tables and the nested records, writes them as CSV and JSON",
    "build": "**this tool**: the command `build`, which writes the page, the pictures, the schemas for editors and the codebook as well",
    "polars": "Polars: reads the CSV files, writes the same tables as CSV and JSON",
    "frictionless": "frictionless: the same",
}


def seconds(samples: Samples, name: str) -> float:
    """The median of the wall times of a case."""
    return median(samples[name]["wall"])


# --- the aims -----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Aim:
    """What is aimed at. value: the measured figure, None where it was not measured; it must not be above the limit."""

    words: str
    limit: float
    value: Callable[[Results], float | None]
    form: str = "{:.2f}"


def ratio(one: str, other: str) -> Callable[[Results], float | None]:
    """How long one case of the comparison took, in terms of another."""
    return lambda results: seconds(results["comparison"], one) / seconds(results["comparison"], other)


def of_real(name: str) -> Callable[[Results], float | None]:
    """The seconds of a command on the dataset itself."""
    return lambda results: seconds(results["real"], name)


def time_growth(results: Results) -> float | None:
    """The time per fact at 100,000 facts, in terms of that at 1,000."""
    grown = results["growth"]
    if not {"validate 1000", "validate 100000"} <= grown.keys():
        return None
    return seconds(grown, "validate 100000") / seconds(grown, "validate 1000") / 100


def memory_growth(results: Results) -> float | None:
    """The KB of memory that a fact more takes, from the smallest size to the largest."""
    smallest, largest = (pick(map(int, results["sizes"])) for pick in (min, max))
    if smallest == largest:
        return None
    low, high = (median(results["growth"][f"validate {size}"]["memory"]) for size in (smallest, largest))
    return (high - low) / (largest - smallest) / 1000


AIMS = (
    Aim("schema layer, with positions, in terms of the floor", 1.2, ratio("factpack-schema", "floor")),
    Aim("all layers, in terms of the floor", 2, ratio("factpack", "floor")),
    Aim(
        "all layers, in terms of check-jsonschema, which does the schema alone",
        0.1,
        ratio("factpack", "check-jsonschema"),
    ),
    Aim(
        "the same, with ruamel's C library beside check-jsonschema",
        0.1,
        ratio("factpack", "check-jsonschema-c"),
    ),
    Aim("all layers, in terms of Yamale", 1, ratio("factpack", "yamale")),
    Aim("time per fact at 100,000 facts, in terms of that at 1,000", 1.2, time_growth),
    Aim("memory that one fact more takes, in KB", 10, memory_growth, "{:.1f}"),
    Aim(
        "validation, claims, all tables, CSV and JSON, in terms of `validate`", 4, ratio("tables", "factpack")
    ),
    Aim(
        "the command `build`, page and pictures included, in terms of `validate`",
        4,
        ratio("build", "factpack"),
    ),
    Aim("the dataset itself: seconds of `factpack --help`", 0.1, of_real("factpack --help")),
    Aim("the dataset itself: seconds of `validate`", 0.3, of_real("validate")),
    Aim("the dataset itself: seconds of `build`", 4, of_real("build")),
)


def aims(results: Results) -> list[list[str]]:
    """Each aim: its words, the limit, what was measured, whether it is met."""
    rows = []
    for aim in AIMS:
        value = aim.value(results)
        told = "–" if value is None else aim.form.format(value)
        met = "not measured" if value is None else "met" if value <= aim.limit else "**not met**"
        rows.append([aim.words, f"{aim.limit:g}", told, met])
    return rows


# --- the page -----------------------------------------------------------------------------------------


def table(head: list[str], rows: list[list[str]]) -> str:
    """A table of Markdown; all but the first column are figures, on the right."""
    lines = [head, ["---", *(["---:"] * (len(head) - 1))], *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def figures(samples: Samples, name: str, base: str) -> list[str]:
    """Of a case: seconds, ratio to another case, processor seconds, peak memory, repetitions."""
    case = samples[name]
    return [
        f"{median(case['wall']):.2f}",
        f"{seconds(samples, name) / seconds(samples, base):.2f}",
        f"{median(case['cpu']):.2f}",
        f"{median(case['memory']) / 1e6:,.0f}",
        str(len(case["wall"])),
    ]


def found(verdict: Results) -> list[str]:
    """What a tool found: how many of the planted faults, whether it told their lines, false alarms."""
    count, faults = len(verdict["found"]), len(FAULTS)
    return [f"{count} of {faults}" if count == faults else f"**{count} of {faults}**", "yes" if verdict["lines"] else "no",
            str(verdict["false_alarms"])]  # fmt: skip


def comparison(results: Results) -> str:
    """The table of the tools that check."""
    samples = results["comparison"]
    rows = [
        [words, *figures(samples, name, "floor"), *found(results["verdicts"][name])]
        for name, words in sorted(NAMES.items(), key=lambda item: seconds(samples, item[0]))
    ]
    head = [
        "tool",
        "seconds",
        "ratio to the floor",
        "processor s",
        "peak MB",
        "runs",
        "faults found",
        "lines told",
        "false alarms",
    ]
    return table(head, rows)


def exports(results: Results) -> str:
    """The table of what writes tables."""
    samples = results["comparison"]
    rows = [[words, *figures(samples, name, "factpack")] for name, words in EXPORTS.items()]
    return table(["what", "seconds", "ratio to `validate`", "processor s", "peak MB", "runs"], rows)


def growth(results: Results) -> str:
    """The table of sizes."""
    rows = []
    for command in ("validate", "build"):
        for size in map(int, results["sizes"]):
            case = results["growth"].get(f"{command} {size}")
            if case is None:
                continue  # too large to build
            wall, memory = median(case["wall"]), median(case["memory"])
            rows.append([f"`{command}`", f"{size:,}", f"{wall:.2f}", f"{wall / size * 1e6:,.0f}", f"{memory / 1e6:,.0f}",
                         f"{memory / size / 1e3:,.1f}", str(len(case["wall"]))])  # fmt: skip
    return table(["command", "facts", "seconds", "µs a fact", "peak MB", "KB a fact, all told", "runs"], rows)


def real(results: Results) -> str:
    """The table of the dataset itself."""
    samples = results["real"]
    rows = [[f"`{name}`", *figures(samples, name, "python -c pass")] for name in samples]
    return table(["process", "seconds", "ratio to a bare Python", "processor s", "peak MB", "runs"], rows)


def render(results: Results) -> str:
    """The page RESULTS.md."""
    sizes = [
        [f"{int(facts):,}", *(f"{value:,}" for value in size.values())]
        for facts, size in results["sizes"].items()
    ]
    versions = ", ".join(f"{name} {version}" for name, version in results["versions"].items())
    left_out = "\n".join(f"- {name}: {words}." for name, words in LEFT_OUT.items())
    about = ", ".join(f"{name}: {value}" for name, value in results["machine"].items())
    return f"""\
<!-- Written by `make bench` from benchmarks/results.json: edit benchmarks/report.py, not this page. -->
# What was measured

Whole processes, start to end. The tools took turns; a figure is the median of the runs that its row counts. Seconds are of
this machine, which may have had other things to do as well: the ratios are what tells.

{about}. Versions: {versions}.

## Aims

{table(["aim", "at most", "measured", "met"], aims(results))}

## Checking {results["compared_at"]:,} facts

All tools read the same files of a generated repository and hold them against the same schemas, the committed ones. In a
small repository with planted faults (a wrong enum, a missing required field, an unknown key, a wrong type, a text that
does not match its pattern) each has to find each of them, and nothing in what is sound.

{comparison(results)}

All layers are the schema and, beyond it, ids, references, claims, dates, sums, what can be read from each phrase, and the
lock: no other tool here does that. Files that are written as `factpack fmt` writes, as these are, it reads line by line, which
is less work than the floor's parser of all of YAML does; any other file libyaml reads for it. Where there is much to
judge, it takes two processes; its processor time and memory are those of both. The other tools are called in one process
for all kinds of files. check-jsonschema reads YAML with ruamel, whose C library pip does not install along with it. All but
this tool, the floor and check-jsonschema read YAML 1.1; for CSafeLoader and linkml-validate dates are kept as text, because
their validators would refuse each. What the languages of two of them cannot say is left out:

{left_out}

## Writing the tables

{exports(results)}

## Growth

{growth(results)}

The generated repositories (see `benchmarks/generate.py`), per fact but for the articles; the real one has 39 lines,
1,630 bytes and 4.9 evidence items a fact:

{table(["facts", "articles", "lines", "bytes", "evidence items"], sizes)}

## The dataset itself

{AGAIN if results.get("real_again") else ""}{real(results)}
"""


AGAIN = "This was measured again, in a run of its own, after the rest.\n\n"


def main() -> None:
    """Write the page."""
    PAGE.write_text(render(json.loads(MEASURED.read_text(encoding="utf-8"))), encoding="utf-8")


if __name__ == "__main__":
    main()
