"""Write a made-up repository of N facts to measure.

    python benchmarks/generator.py N FOLDER

A story is one week: two articles, eight actors, two places, a deal, and 20 facts, which mix the four types about as the
real repository does. The records are the files in `templates/`, as long as the real ones. Names, dates and numbers differ
from story to story, so no two facts are alike and no two stories overlap in time. All names and events are made up. The same
N gives the same bytes.
"""

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from string import Template

import yaml

HERE = Path(__file__).resolve().parent
FACTPACK = (sys.executable, "-Pm", "factpack")
TEMPLATES = {path.stem: Template(path.read_text(encoding="utf-8")) for path in HERE.glob("templates/*.yaml")}

# The second article reports on the first two types only, so their facts come first.
STORY = ("release",) * 3 + ("count",) * 4 + ("meeting",) * 8 + ("sanctions",) * 5
FOLDERS = {"release": "releases", "count": "counts", "meeting": "meetings", "sanctions": "sanctions"}
FIRST_DAY = date(2031, 1, 13)
OUTLETS = {"courier": "The Courier", "lantern": "The Lantern"}
SYLLABLES = (
    "bel", "dor", "fen", "gal", "hov", "jar", "kel", "lum", "mir", "nol", "pra", "quo", "ros", "sel", "tav", "ul",
)  # fmt: skip
MOST_STORIES = len(SYLLABLES) ** 3 // 2  # two names each

# Values that distinguish the facts of one type in a story.
MEETINGS = ("talks", "visit", "briefing", "reception", "consultation")
SANCTIONS = (
    ("lift", "lifting", "banks"),
    ("ease", "easing", "potash"),
    ("tighten", "tightening", "wood"),
    ("impose", "imposing", "gold"),
    ("maintain", "keeping", "trade"),
)
COUNTS = (  # measure, value, in the words of the article, what is counted, whose
    ("prisoners_held", "more than {}", "more than {} political prisoners", "political prisoners", "home"),
    ("envoy_visits", "{}", "{} visits", "visits", "envoy"),
    ("share_of_supply", "about 7 %", "about 7 percent", "world potash supply", "firm"),
    ("prisoners_held", "at least {}", "at least {} political prisoners", "political prisoners", "home"),
)

# The text around a phrase, which keeps an article within the quotation limit.
BEFORE = (
    "Word of it went round the market hall before the stalls had closed, and all over the harbour by noon"
)
AFTER = "nobody on the quay could remember anything of the kind, although some of them tried until the lamps were lit"


class Story:
    """One week: its actors, facts and articles."""

    def __init__(self, number: int) -> None:
        self.number = number
        self.published = FIRST_DAY + timedelta(7 * number)
        self.seeds = {outlet: f"{outlet}-{self.published}" for outlet in OUTLETS}
        home, abroad = _name(2 * number), _name(2 * number + 1)
        # role → name, kind, parent
        self.actors = {
            "home": (home, "state", ""),
            "other": (abroad, "state", ""),
            "ruler": (f"Karol {home}ov", "person", home),
            "envoy": (f"Ida {abroad}ov", "person", abroad),
            "ministry": (f"{abroad} Treasury", "office", abroad),
            "union": (f"{home} Watch", "organization", ""),
            "aides": (f"aides from {home}ford", "unnamed", ""),
            "firm": (f"{home} Works", "organization", home),
        }
        self.places = {"capital": f"{home} City", "crossing": f"{home} Bridge"}
        self.names = {role: name for role, (name, _, _) in self.actors.items()} | self.places
        self.deal_id = f"{_slug(home)}-{_slug(abroad)}-deal"

    def facts(self) -> Iterator[tuple[str, str]]:
        """Yield path and text of each fact."""
        shared = self.names | {f"{role}_id": _slug(name) for role, name in self.names.items()} | self.seeds
        for position, kind in enumerate(STORY):
            index = position - STORY.index(kind)
            day = self.published - timedelta(6 - index % 7)
            begins = day + timedelta(30)
            number = 30 + (13 * self.number + 37 * position) % 900
            fact_id = f"{day}-{kind}-{index}-in-{shared['home_id']}"
            shared.setdefault("release_id", fact_id)  # the first fact: others link to it
            values = shared | _distinct(kind, index, number, shared)
            text = TEMPLATES[kind].substitute(
                values,
                id=fact_id,
                deal_id=self.deal_id,
                date=day,
                when=f"on {day:%B} {day.day}" if index % 2 else f"on {day:%A}",
                begins=begins,
                begins_printed=f"{begins:%B} {begins.day}, {begins.year}",
                number=number,
                fewer=number // 10 * 10 - 10,
                third=number // 3,
                rest=number - number // 3,
                first=2 + 2 * position,
                second=3 + 2 * position,
                retold=2 + position,
            )
            yield f"facts/{FOLDERS[kind]}/{fact_id}.yaml", text

    def articles(self, facts: list[str]) -> Iterator[tuple[str, str, str]]:
        """Yield id, record and text of each article.

        The text is a headline, what the facts cite, and the names.
        """
        names = {_slug(name): name for name in self.names.values()}
        paragraphs: dict[str, dict[int, str]] = {seed_id: {} for seed_id in self.seeds.values()}
        for fact in facts:
            for seed_id, cited in yaml.load(fact, yaml.CSafeLoader)["evidence"].items():
                for number, items in cited.items():
                    paragraphs[seed_id][number] = " ".join(_sentence(item, names) for item in items)
        for outlet, seed_id in self.seeds.items():
            title = f"News of the week from the harbours, {self.published}"
            cited = [paragraphs[seed_id][number] for number in range(2, len(paragraphs[seed_id]) + 2)]
            text = [title, *cited, f"Named in this issue: {', '.join(self.names.values())}."]
            record = TEMPLATES["seed"].substitute(
                id=seed_id, title=title, outlet=outlet, published=self.published, paragraphs=len(text)
            )
            yield seed_id, record, "\n\n".join(text) + "\n"

    def entries(self) -> Iterator[tuple[str, str]]:
        """Yield register and text of each register entry."""
        for name, kind, parent in self.actors.values():
            yield "actors", self._entry(name, kind=kind, parent=_slug(parent))
        for name in self.places.values():
            yield "places", self._entry(name)
        home, abroad = self.names["home"], self.names["other"]
        parties = f"    parties: [{_slug(home)}, {_slug(abroad)}]\n"
        yield (
            "deals",
            f"  - id: {self.deal_id}\n    title: Prisoners of {home} for sanctions of {abroad}\n{parties}",
        )

    def _entry(self, name: str, **fields: str) -> str:
        lines = [f"  - id: {_slug(name)}", f"    name: {name}"]
        lines += [f"    {key}: {value}" for key, value in fields.items() if value]
        lines += ["    spellings:", *(f"      {seed_id}: [{name}]" for seed_id in self.seeds.values())]
        return "\n".join(lines) + "\n"


def _name(number: int) -> str:
    base = len(SYLLABLES)
    parts = (number // base**2, number // base, number)
    return "".join(SYLLABLES[part % base] for part in parts).capitalize()


def _slug(name: str) -> str:
    return name.lower().replace(" ", "-")


def _distinct(kind: str, index: int, number: int, names: dict[str, str]) -> dict[str, str]:
    """Return the values that only one type of fact has."""
    if kind == "meeting":
        return {"kind": MEETINGS[index % len(MEETINGS)]}
    if kind == "sanctions":
        return dict(zip(("measure", "noun", "sector"), SANCTIONS[index], strict=True))
    if kind == "count":
        measure, value, spoken, counted_as, role = COUNTS[index]
        return {
            "measure": measure,
            "value": value.format(number),
            "spoken": spoken.format(number),
            "counted_as": counted_as,
            "subject": names[role],
            "subject_id": names[f"{role}_id"],
        }
    return {}


def _sentence(item: dict[str, list[str]], names: dict[str, str]) -> str:
    credit = "".join(f"; so said {names[actor_id]}" for actor_id in item.get("attributed_to", []))
    return f"{BEFORE}: {item['phrase']}{credit}; {AFTER}."


def generate(facts: int, folder: Path) -> None:
    """Write a repository of N facts, with schemas and lock.

    `factpack verify` makes the lock.

    Raises ValueError if `facts` is not a multiple of 20 or too large, FileExistsError if the folder exists,
    and RuntimeError if a rule finds an error.
    """
    stories, left = divmod(facts, len(STORY))
    if left or not 0 < stories <= MOST_STORIES:
        raise ValueError(
            f"{facts} is not a multiple of {len(STORY)} from {len(STORY)} to {len(STORY) * MOST_STORIES}"
        )
    shutil.copytree(HERE.parent / "schemas", folder / "schemas", ignore=shutil.ignore_patterns("editor"))
    for name in ("seeds", *(f"facts/{name}" for name in FOLDERS.values())):
        (folder / name).mkdir(parents=True)
    registers: dict[str, list[str]] = {"actors": [], "places": [], "deals": []}
    registers["actors"] += [
        f"  - id: {key}\n    name: {name}\n    kind: outlet\n" for key, name in OUTLETS.items()
    ]
    with tempfile.TemporaryDirectory() as texts:  # outside: in seeds/texts, every command would read them
        for story in map(Story, range(stories)):
            written = dict(story.facts())
            for path, text in written.items():
                (folder / path).write_text(text, encoding="utf-8")
            for seed_id, record, text in story.articles([*written.values()]):
                (folder / "seeds" / f"{seed_id}.yaml").write_text(record, encoding="utf-8")
                Path(texts, f"{seed_id}.txt").write_text(text, encoding="utf-8")
            for register, entry in story.entries():
                registers[register].append(entry)
        for register, entries in registers.items():
            modeline = f"# yaml-language-server: $schema=../schemas/editor/{register}.schema.json\n"
            text = f"{modeline}{register}:\n{''.join(sorted(entries))}"
            (folder / "facts" / f"{register}.yaml").write_text(text, encoding="utf-8")
        command = (*FACTPACK, "verify", "--texts", texts)
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
        if done.returncode:
            raise RuntimeError(f"the generated repository is not sound:\n{done.stdout}{done.stderr}")


if __name__ == "__main__":
    generate(int(sys.argv[1]), Path(sys.argv[2]))
