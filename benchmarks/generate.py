"""Writes a made-up repository of N facts of the real kind, for measuring.

    python benchmarks/generate.py N FOLDER [--seed SEED]

What is like the real repository, per fact: about 40 lines and 1.6 KB of YAML, nine claims, one to three articles, a
link; the shares of the four types; an evidence lock that attests every item. How it grows with N:

- articles 5 at 100 facts and 500 at 100,000 (by the power 2/3), nine days apart; so the years that they span grow too;
- casts (two states, their people, bodies, places and a deal) by the square root: registers grow moderately, and an
  article tells of a few casts only, as an article does;
- acts of release that took place, and running totals, by the square root as well, 1.4 of it, as in the real one. Every
  pair of these is a row of the table `overlaps`, which therefore grows as the facts do. The other releases are demanded
  or planned. Few windows of running totals meet others; where they do, a link says that nobody is counted twice.

All names, words and events are made up. The same N and seed give the same bytes.
"""

import argparse
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

from factpack import validation
from factpack.dataset import load
from factpack.evidence import lock, verification
from factpack.evidence.texts import Article
from made_up import Entry, Paper
from world import World

ROOT = Path(__file__).resolve().parent.parent
FEWEST = 20  # a few casts, each with facts enough for all of its actors to be named
FOLDERS = {"release": "releases", "meeting": "meetings", "sanctions": "sanctions", "count": "counts"}


def seed_text(paper: Paper, outlets: list[Entry]) -> str:
    """The record of an article; every fifth relays another outlet."""
    lines = [
        "# yaml-language-server: $schema=../schemas/editor/seed.schema.json",
        f"id: {paper.id}", f"title: {paper.title}", f"publisher: {paper.outlet.id}",
        f"published: {paper.published}", "published_basis: stated", "language: en", f"original_file: {paper.id}.txt",
    ]  # fmt: skip
    lines += [f"relays: [{outlets[(paper.number + 1) % len(outlets)].id}]"] if paper.number % 5 == 4 else []
    lines += [f"paragraphs: {len(paper.paragraphs)}", "unused:"]
    lines += [f"  - {{paragraphs: {number}, reason: {reason}}}" for number, reason in paper.aside]
    return "\n".join(lines) + "\n"


def files(world: World) -> Iterator[tuple[str, str]]:
    """The records: path and text."""
    yield "CHANGELOG.md", "# Changelog\n\n## 0.1.0\n\nMade up, for measuring.\n"
    for paper in world.papers:
        yield f"seeds/{paper.id}.yaml", seed_text(paper, world.outlets)
    for draft in world.drafts:
        yield f"facts/{FOLDERS[draft.kind]}/{draft.id}.yaml", draft.text()
    registers = {
        "actors": [*world.outlets, *(actor for cast in world.casts for actor in cast.actors)],
        "places": [place for cast in world.casts for place in cast.places],
    }
    for name, entries in registers.items():
        first = f"# yaml-language-server: $schema=../schemas/editor/{name}.schema.json\n{name}:\n"
        yield (
            f"facts/{name}.yaml",
            first
            + "".join(
                f"{line}\n" for entry in sorted(entries, key=lambda one: one.id) for line in entry.lines()
            ),
        )
    deals = "".join(
        f"  - id: {cast.deal}\n    title: Prisoners of {cast.home.name} for sanctions of {cast.other.name}\n"
        f"    parties: [{cast.home.id}, {cast.other.id}]\n"
        for cast in sorted(world.casts, key=lambda one: one.deal)
    )
    yield (
        "facts/deals.yaml",
        f"# yaml-language-server: $schema=../schemas/editor/deals.schema.json\ndeals:\n{deals}",
    )


def generate(facts: int, folder: Path, seed: int = 0) -> None:
    """Write a repository of `facts` facts, with the committed schemas and a lock that attests its made-up articles.

    Raises ValueError where there are too few facts, FileExistsError where the folder is there already, and
    AssertionError where the program finds fault with what was made.
    """
    if facts < FEWEST:
        raise ValueError(f"at least {FEWEST} facts")
    folder.mkdir(parents=True)
    shutil.copytree(ROOT / "schemas", folder / "schemas")
    world = World(facts, seed)
    for name in ("seeds", *(f"facts/{name}" for name in FOLDERS.values())):
        (folder / name).mkdir(parents=True)
    for path, text in files(world):
        (folder / path).write_text(text, encoding="utf-8")
    schemas, missing = validation.read_schemas(folder)
    dataset, problems = load(folder, schemas)
    articles = {paper.id: Article(tuple(paper.paragraphs)) for paper in world.papers}
    done = verification.verify(dataset, articles) if not missing + problems else None
    if done is None or done.problems:
        raise AssertionError((missing + problems + (done.problems if done else []))[:5])
    (folder / lock.PATH).write_bytes(lock.write(frozenset(done.lines)))


def main() -> int:
    """Run the command; its exit code."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("facts", type=int, metavar="N", help=f"how many facts, at least {FEWEST}")
    parser.add_argument("folder", type=Path, metavar="FOLDER", help="where to; it must not exist")
    parser.add_argument("--seed", type=int, default=0, help="of the chance that chooses (default: 0)")
    options = parser.parse_args()
    try:
        generate(options.facts, options.folder, options.seed)
    except (ValueError, OSError) as error:
        print(f"generate: {error}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
