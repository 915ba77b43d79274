"""What the generator makes up, and how it stands in YAML: actors and places, articles, evidence items, facts.

The YAML is in the canonical form of `factpack fmt`, written by hand because that is many times faster.
"""

import random
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

FIRST_DAY = date(2031, 1, 14)
DAYS_BETWEEN_ARTICLES = 9
BRACES, LINE = 100, 120  # longer than that, canonical form has a mapping in block style, and folds a text


@dataclass
class Entry:
    """An actor or a place: its register entry, and what each article calls it."""

    id: str
    name: str
    kind: str = ""
    within: str = ""
    spellings: dict[str, list[str]] = field(default_factory=dict)

    def named_in(self, paper: "Paper") -> str:
        """What an article calls it; persons by their last names in every second article."""
        spelling = self.name.rpartition(" ")[2] if self.kind == "person" and paper.number % 2 else self.name
        self.spellings.setdefault(paper.id, [spelling])
        return spelling

    def lines(self) -> Iterator[str]:
        """The entry of the register in YAML."""
        yield f"  - id: {self.id}"
        yield f"    name: {self.name}"
        yield from (
            f"    {key}: {value}" for key, value in (("kind", self.kind), ("within", self.within)) if value
        )
        if self.spellings:
            yield "    spellings:"
            yield from (
                f"      {seed}: [{', '.join(names)}]" for seed, names in sorted(self.spellings.items())
            )


@dataclass
class Paper:
    """An article in the making."""

    number: int
    outlet: Entry
    paragraphs: list[str] = field(default_factory=list)
    aside: list[tuple[int, str]] = field(default_factory=list)

    @property
    def id(self) -> str:
        """The id of its seed."""
        return f"{self.outlet.id}-{self.published}"

    @property
    def published(self) -> date:
        """The day of publication."""
        return FIRST_DAY + timedelta(DAYS_BETWEEN_ARTICLES * self.number)

    @property
    def title(self) -> str:
        """The headline."""
        return f"News of the week from the harbours, number {self.number + 1}"

    def set_aside(self, text: str, reason: str) -> None:
        """Add a paragraph that no fact cites."""
        self.paragraphs.append(text)
        self.aside.append((len(self.paragraphs), reason))

    def tells(self, day: date, choice: random.Random) -> str:
        """How it prints a day: by the weekday, where it is of the week before, or without the year."""
        weekday = (self.published - day).days < 7 and choice.random() < 0.5
        return f"on {day:%A}" if weekday else f"on {day:%B} {day.day}"


@dataclass
class Item:
    """An evidence item: its phrase, what it supports and says, whom it credits, and why, if the phrase doesn't tell."""

    phrase: str
    supports: tuple[str, ...]
    says: str = ""
    by: Entry | None = None
    inference: str = ""

    def lines(self) -> Iterator[str]:
        """The item in YAML."""
        yield f"      - phrase: {self.phrase}"
        if self.supports:
            yield f"        supports: [{', '.join(self.supports)}]"
        if self.says:
            yield f"        says: {{{self.says}}}"
        if self.by:
            yield f"        attributed_to: [{self.by.id}]"
        if len(self.inference) > LINE - len("        inference: "):
            yield "        inference: >-"
            yield from textwrap.wrap(
                self.inference, LINE, initial_indent=" " * 10, subsequent_indent=" " * 10
            )
        elif self.inference:
            yield f"        inference: {self.inference}"


@dataclass
class Draft:
    """A fact in the making. date: first and last day; figure: whether it may overlap with other release figures."""

    kind: str
    id: str
    date: tuple[date, date]
    head: list[str]
    links: list[tuple[str, str, str]] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    evidence: dict[str, dict[int, list[Item]]] = field(default_factory=dict)
    resolutions: list[str] = field(default_factory=list)
    is_figure: bool = False

    def meets(self, other: "Draft") -> bool:
        """Whether the two have a day in common."""
        return self.date[0] <= other.date[1] and other.date[0] <= self.date[1]

    def text(self) -> str:
        """The record in YAML."""
        lines = [
            f"# yaml-language-server: $schema=../../schemas/editor/{self.kind}.schema.json",
            f"id: {self.id}",
            *self.head,
        ]
        if self.links:
            lines.append("links:")
        for fact, relation, inference in self.links:
            flow = f"  - {{fact: {fact}, relation: {relation}, inference: {inference}}}"
            block = [f"  - fact: {fact}", f"    relation: {relation}", f"    inference: {inference}"]
            lines += [flow] if len(flow) <= BRACES else block
        lines += ["remarks:", *self.remarks] if self.remarks else []
        lines.append("evidence:")
        for seed, paragraphs in self.evidence.items():
            lines.append(f"  {seed}:")
            for number, items in paragraphs.items():
                lines.append(f"    {number}:")
                lines += [line for item in items for line in item.lines()]
        lines += ["resolutions:", *self.resolutions] if self.resolutions else []
        return "\n".join(lines) + "\n"


@dataclass
class Cast:
    """Two states and those who act for them, in the articles of a few months."""

    papers: list[Paper]
    home: Entry
    other: Entry
    ruler: Entry
    envoy: Entry
    ministry: Entry
    counter: Entry
    source: Entry
    firm: Entry
    capital: Entry
    crossing: Entry

    @property
    def actors(self) -> list[Entry]:
        """Its actors."""
        return [
            self.home,
            self.other,
            self.ruler,
            self.envoy,
            self.ministry,
            self.counter,
            self.source,
            self.firm,
        ]

    @property
    def places(self) -> list[Entry]:
        """Its places."""
        return [self.capital, self.crossing]

    @property
    def deal(self) -> str:
        """The id of its deal."""
        return f"{self.home.id}-{self.other.id}-deal"
