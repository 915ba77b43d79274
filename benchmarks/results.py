"""Compare pyperf's results with the aims, and write RESULTS.md."""

import os
import platform
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from statistics import median

import pyperf

PAGE = Path(__file__).with_name("RESULTS.md")
PART = " #"  # between the name of a case and the number of one of its commands

REAL, SMALL, LARGE = "real", "small", "large"  # the repositories
VERSIONS = ("check-jsonschema", "jsonschema-rs", "pydantic", "pyperf", "pyyaml", "ruamel-yaml-clib", "yamale")


@dataclass(frozen=True)
class Sample:
    """The measurements of a case.

    runs: the seconds of each run, for each of its commands; peak: the bytes at the largest peak.
    """

    runs: tuple[tuple[float, ...], ...]
    peak: int

    @property
    def seconds(self) -> float:
        """The median, added up over the commands."""
        return sum(map(median, self.runs))


@dataclass(frozen=True)
class Results:
    """All samples by case, with the sizes of the repositories.

    small, large: the numbers of facts in the generated repositories.
    """

    samples: dict[str, Sample]
    small: int
    large: int

    @classmethod
    def load(cls, path: Path, small: int, large: int) -> "Results":
        """Read a file that pyperf wrote."""
        benchmarks: dict[str, list[pyperf.Benchmark]] = {}
        for benchmark in pyperf.BenchmarkSuite.load(str(path)).get_benchmarks():
            benchmarks.setdefault(benchmark.get_name().partition(PART)[0], []).append(benchmark)
        samples = {
            name: Sample(
                tuple(part.get_values() for part in parts),
                max(run.get_metadata()["command_max_rss"] for part in parts for run in part.get_runs()),
            )
            for name, parts in benchmarks.items()
        }
        return cls(samples, small, large)

    def ratio(self, repository: str, tool: str, base: str) -> float:
        """Return a tool's seconds divided by another tool's.

        Both on the same repository.
        """
        seconds, of_base = (self.samples[f"{repository}: {name}"].seconds for name in (tool, base))
        return seconds / of_base

    def growth_of_time(self) -> float:
        """Return how the seconds per fact grow with the repository.

        1 means that large and small repositories take the same time per fact.
        """
        small, large = (self.samples[f"{name}: validate"].seconds for name in (SMALL, LARGE))
        return (large / self.large) / (small / self.small)

    def growth_of_memory(self) -> float:
        """Return how many KB each additional fact takes."""
        small, large = (self.samples[f"{name}: validate"].peak for name in (SMALL, LARGE))
        return (large - small) / (self.large - self.small) / 1000


@dataclass(frozen=True)
class Aim:
    """A figure that must not exceed a limit.

    `{large}` and `{small}` in its words stand for numbers of facts.
    """

    words: str
    limit: float
    measured: Callable[[Results], float]
    unit: str = ""


AIMS = (
    Aim(
        "real repository, whole process: `validate` (all rules) in terms of check-jsonschema (schema alone, one call per kind)",
        0.2,
        lambda results: results.ratio(REAL, "validate", "check-jsonschema"),
    ),
    Aim(
        "real repository: `build` in terms of `validate`",
        4,
        lambda results: results.ratio(REAL, "build", "validate"),
    ),
    Aim(
        "{large} generated facts: schema layer with positions in terms of libyaml nodes + jsonschema-rs",
        1.6,
        lambda results: results.ratio(LARGE, "schema layer", "libyaml"),
    ),
    Aim(
        "the same in terms of Yamale (the same work)",
        0.4,
        lambda results: results.ratio(LARGE, "schema layer", "Yamale"),
    ),
    Aim(
        "{large} generated facts: all layers in terms of Yamale (schema alone)",
        1.2,
        lambda results: results.ratio(LARGE, "validate", "Yamale"),
    ),
    Aim(
        "the same in terms of check-jsonschema with ruamel's C library (schema alone)",
        0.45,
        lambda results: results.ratio(LARGE, "validate", "check-jsonschema"),
    ),
    Aim("growth from {small} to {large} facts: time per fact", 1.1, Results.growth_of_time, " ×"),
    Aim("growth from {small} to {large} facts: memory per fact", 25, Results.growth_of_memory, " KB"),
)

# The rows of the second table, in words.
TOOLS = {
    "validate": "**`factpack validate`**: all layers",
    "build": "**`factpack build`**: all layers, and every generated file",
    "schema layer": "**schema layer**: this project's reader and JSON Schema, with positions",
    "libyaml": "libyaml nodes + jsonschema-rs, with positions",
    "Yamale": "Yamale",
    "check-jsonschema": "check-jsonschema with ruamel's C library, one call per kind",
}


def page(results: Results, is_quick: bool) -> str:
    """Return the page RESULTS.md."""
    repositories = {
        REAL: "real",
        SMALL: f"{results.small:,} facts",
        LARGE: f"{results.large:,} facts",
    }
    rows = []
    for name, sample in results.samples.items():
        repository, _, tool = name.partition(": ")
        fastest, slowest = (sum(map(pick, sample.runs)) for pick in (min, max))
        spread = f"{fastest:.2f}–{slowest:.2f}"
        rows.append((
            repositories[repository], TOOLS[tool], f"{sample.seconds:.2f}", spread,
            f"{sample.peak / 1e6:,.0f}", str(len(sample.runs[0])),
        ))  # fmt: skip
    versions = ", ".join(f"{name} {metadata.version(name)}" for name in VERSIONS)
    machine = f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"
    quick = "\n**A first look: few facts and few runs. These figures decide nothing.**\n" if is_quick else ""
    return f"""\
<!-- Written by `make bench`. Do not edit. -->
# Benchmarks
{quick}
## Aims

{_table(("aim", "at most", "measured", "met"), aims(results))}

## Measured

{_table(("repository", "what", "seconds", "fastest–slowest", "peak MB", "runs"), rows)}

pyperf measured whole processes, which took turns. Seconds are medians; where there is one call per kind, they are added up,
and the peak is that of the largest call. Compare ratios, not seconds: the machine may have had other work.

The generated facts are as long as the real ones and validate without an error (`benchmarks/generator.py`). Before measuring,
each validator had to accept a sound repository and to refuse it with one planted fault, for every kind of file in turn. Only
this project checks the calendar and the notation of quantities. Yamale keeps the last of duplicate keys.

{machine}; {versions}.
"""


def aims(results: Results) -> list[tuple[str, str, str, str]]:
    """Return a row for each aim.

    Its words, limit, measured figure, and whether it is met.
    """
    rows = []
    for aim in AIMS:
        value = aim.measured(results)
        words = aim.words.format(small=f"{results.small:,}", large=f"{results.large:,}")
        met = "met" if value <= aim.limit else "**not met**"
        rows.append((words, f"{aim.limit:g}{aim.unit}", f"{value:.2f}{aim.unit}", met))
    return rows


def _table(head: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> str:
    lines = [head, ("---",) * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
