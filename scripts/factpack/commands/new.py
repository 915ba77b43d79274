"""`factpack new`: draft records, with TODO comments."""

import argparse
import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from factpack import candidates, drafts, files, package, report, text_files, validation
from factpack.commands.common import CLEAN, add_texts, require, texts_folder
from factpack.dataset import Dataset, load
from factpack.drafts import Draft, Sentence
from factpack.escaping import escape_line
from factpack.evidence import quotation, verification
from factpack.evidence.texts import Article
from factpack.exports import editor_schemas
from factpack.models import schemas
from factpack.models.codelists import ACTOR_KIND, FACT_TYPE
from factpack.models.records import FACT_TYPES, FOLDERS, REGISTER_FILES
from factpack.models.schemas import Schema
from factpack.models.types import slugify
from factpack.problems import UsageError
from factpack.yaml import canonical, tree, writer
from factpack.yaml.tree import Node

_OFFICE = re.compile(r"\b(?:Ministry|Office|Department|Treasury|Embassy|Parliament|Senate|Government)\b")
_REGISTERS = {"actor": "actors", "place": "places"}
_HELP = {"seed": "An article.", **FACT_TYPE.codes, "actor": "Actors.", "place": "Places."}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of the command."""
    types = parser.add_subparsers(title="types", required=True, metavar="TYPE", dest="type")
    for name, summary in _HELP.items():
        sub = types.add_parser(name, help=summary)
        add_texts(sub)
        sub.add_argument("--id", type=utf_8, help="the id, which never changes (default: a generated one)")
        if name == "seed":
            about = "the article's text, not copied: keep it in seeds/texts, which git ignores"
            sub.add_argument("file", metavar="FILE", help=about)
            sub.add_argument("--publisher", metavar="NAME", type=utf_8, help="an outlet's id or name")
        elif name in FACT_TYPES:
            about = "the paragraphs or sentences to start from, such as courier-2031-05:3,4s1"
            named = sub.add_argument("--from", dest="origin", required=True, nargs="+", help=about)
            named.metavar = "SEED:PARAGRAPH"
            sub.add_argument("--title", type=utf_8, help="what happened, in your own words")
        else:
            about = "a full name, an id, or another spelling for --id"
            sub.add_argument("names", metavar="NAME", nargs="+", type=utf_8, help=about)
            sub.add_argument("--in", dest="seed", metavar="SEED", help="add the spellings of this article")
        if name == "actor":
            sub.add_argument("--kind", choices=[*ACTOR_KIND.codes])


def utf_8(argument: str) -> str:
    """Decode an argument as UTF-8, and return it in NFC."""
    try:
        decoded = argument.encode("utf-8", "surrogateescape").decode("utf-8")
    except UnicodeError:
        raise argparse.ArgumentTypeError(f"{argument!r} is not UTF-8") from None
    return unicodedata.normalize("NFC", decoded).strip()


def run(root: Path, options: argparse.Namespace) -> int:
    """Write a draft, and report what is left to do."""
    generated = schemas.generate()
    dataset, _ = load(root, generated)
    folder = texts_folder(root, options.texts)
    articles = verification.read_articles(folder, dataset)[0] if folder else {}
    new = _New(root, options, articles, dataset, generated)
    path = {"seed": new.seed, "actor": new.entries, "place": new.entries}.get(options.type, new.fact)()
    print(f"written: {path}")
    checked = package.check(root, generated, texts=folder)
    editor_schemas.refresh(root, generated, checked.dataset)
    # No fact cites or names a draft yet, and a register may have older TODOs.
    expected = ("paragraph-account", "unused-entry", "open-todo" * (options.type in _REGISTERS))
    own = [one for one in checked.problems if one.path == path and one.rule not in expected]
    print(report.as_text(own), end="")
    if options.type in FACT_TYPES:
        verification.attach_texts(checked.dataset, articles)
        budgets = quotation.budgets(checked.dataset, quotation.quotations(checked.dataset))
        seeds = dict.fromkeys(named.partition(":")[0] for named in options.origin)
        print(*(f"{seed_id}: {budgets[seed_id]}." for seed_id in seeds), sep="\n")
    return CLEAN


@dataclass(frozen=True)
class _New:
    """One run of the command."""

    root: Path
    options: argparse.Namespace
    articles: dict[str, Article]
    dataset: Dataset
    schemas: dict[str, Schema]

    def fact(self) -> str:
        """Draft a fact and add spellings; return its path."""
        kind, dataset = self.options.type, self.dataset
        found = [one for named in self.options.origin for one in self._sentences(named)]
        for fact, same in drafts.alike(found, dataset)[:5]:
            print(escape_line(f"exists: {fact.id} ({', '.join(same)}): {fact.title}"))
        given = {name: value for name in ("id", "title") if (value := getattr(self.options, name))}
        path = self._write(drafts.fact(kind, given, found, dataset, self.schemas[kind]))
        unknown = {name: one for one in found for name in candidates.unknown_names(one.text, one.names)}
        for name, sentence in unknown.items():
            command = f"`factpack new actor {name!r} --in {sentence.seed.id}`"
            print(escape_line(f"not registered: {name}: {command}, or `new place`, if the fact needs it"))
        self._register_spellings(found)
        return path

    def _register_spellings(self, found: list[Sentence]) -> None:
        """Register the capitalized spellings of known names in sentences."""
        for register in _REGISTERS.values():
            known: dict[str, Any] = dict(self.dataset.register(register))
            entries = [
                Draft("", {"id": name.id, "spellings": {one.seed.id: [name.phrase]}})
                for one in found
                for name in one.names
                if name.register == register
                if name.phrase not in known[name.id].spellings.get(one.seed.id, ())
                if any(map(str.isupper, name.phrase.removeprefix("The ")))
            ]
            self._register(register, entries)

    def _sentences(self, named: str) -> list[Sentence]:
        """Return the sentences of `SEED:3,4s1`, or raise UsageError."""
        seed_id, _, parts = named.partition(":")
        article, found = self._article(seed_id), list[Sentence]()
        numbered: dict[str, list[Sentence]] = {}
        for number, text in enumerate(article.paragraphs, 1):
            every = drafts.sentences_of(self.dataset.seeds[seed_id], number, text, self.dataset)
            numbered |= {f"{number}": every, **{f"{number}s{at}": [one] for at, one in enumerate(every, 1)}}
        for part in parts.split(","):
            if (wanted := part.strip().removeprefix("¶")) not in numbered:
                there = f"the {len(article.paragraphs)} paragraphs of {seed_id}"
                raise UsageError(f"--from: {part!r} is not one of {there}, and no sentence such as 1s1.")
            found += numbered[wanted]
        return found

    def _article(self, seed_id: str) -> Article:
        """Return an article, or raise UsageError."""
        require("seed", seed_id, self.dataset.seeds)
        if seed_id not in self.articles:
            name = self.dataset.seeds[seed_id].original_file
            raise UsageError(f"{name} is not available: put it into seeds/texts as UTF-8, or use --texts.")
        return self.articles[seed_id]

    def entries(self) -> str:
        """Draft actors or places, or add spellings; return the path."""
        register = _REGISTERS[self.options.type]
        self._register(register, [self._entry(name, register) for name in self.options.names])
        return REGISTER_FILES[register]

    def _entry(self, name: str, register: str) -> Draft:
        """Return a new entry, or spellings for an existing one."""
        known: dict[str, Any] = dict(self.dataset.register(register))
        same = next((key for key, one in known.items() if name in (key, *candidates.spellings(one))), None)
        same = self.options.id if self.options.seed and self.options.id in known else same
        full, seed_id = known[name].name if same == name else name, self.options.seed
        is_place = register == "places"
        printed = candidates.spellings_of(full, self._article(seed_id), not is_place) if seed_id else []
        if seed_id and not printed:
            raise UsageError(f"{seed_id} does not print {full!r}: copy the name from it, or omit --in.")
        spellings = {"spellings": {seed_id: printed}} if printed else {}
        if same:
            return Draft("", {"id": same, **spellings})
        slug = slugify(name)
        new_id = self.options.id or slug + "-territory" * (is_place and slug in self.dataset.actors)
        self._refuse_taken(new_id, *REGISTER_FILES)
        data = {"id": new_id, "name": name, **spellings}
        if is_place:
            return Draft("entry", data)
        kind = self.options.kind or ("office" if _OFFICE.search(name) else "person")
        others = (one for one in ACTOR_KIND.codes if one != kind)
        todos = {} if self.options.kind else {"kind": f"or {', '.join(others)}"}
        if kind != "state":
            todos["parent"] = "the actor that this one belongs to or speaks for, if any"
        return Draft("entry", {"kind": kind, **data}, todos)

    def _register(self, register: str, entries: list[Draft]) -> None:
        """Add entries, or add spellings to existing ones."""
        path = REGISTER_FILES[register]
        if not entries:
            return
        if register in self.dataset.unread:
            raise UsageError(f"{path} has errors, and was left as it is: `factpack validate` reports them.")
        whole = tree.of_document(canonical.read(path, (self.root / path).read_bytes()))
        listed = whole.value.setdefault(register, Node([])).value
        for draft in entries:
            same = [one for one in listed if one.plain.get("id") == draft.data["id"]]
            listed += [] if same else [drafts.tree_of(draft)]
            for seed_id, printed in draft.data.get("spellings", {}).items() if same else ():
                spellings = same[0].value.setdefault("spellings", Node({})).value
                known = spellings.setdefault(seed_id, Node([]))
                known.value += [Node(one) for one in printed if one not in known.plain]
        files.replace(self.root, path, files.canonical_text(self.root, path, whole, self.schemas))
        added = (one.data["id"] + f" (TODO {', '.join(one.todos)})" * bool(one.todos) for one in entries)
        print(f"{path}: {', '.join(dict.fromkeys(added))}")

    def seed(self) -> str:
        """Draft the record of an article; return its path."""
        file, outlet = Path(self.options.file), self.options.publisher
        if same := [seed.id for seed in self.dataset.seeds.values() if seed.original_file == file.name]:
            raise UsageError(f"{file.name} is the text of {same[0]!r} already.")
        try:
            text = text_files.decode(file.read_bytes())
        except UnicodeDecodeError:
            raise UsageError(f"{file.name} is not UTF-8.") from None
        article = Article.of(text)
        if not article.paragraphs:
            raise UsageError(f"{file.name} has no text in it.")
        ids = {name: key for key, actor in self.dataset.actors.items() for name in (key, actor.name)}
        publisher = outlet and (ids.get(outlet) or slugify(outlet).removeprefix("the-"))
        given = {key: value for key, value in (("id", self.options.id), ("publisher", publisher)) if value}
        path = self._write(drafts.seed(given, file.name, text))
        if outlet and publisher not in self.dataset.actors:
            self._register("actors", [Draft("", {"id": publisher, "name": outlet, "kind": "outlet"})])
        seed = load(self.root, self.schemas)[0].seeds[Path(path).stem]
        numbered = enumerate(article.paragraphs, 1)
        found = [one for at, text in numbered for one in drafts.sentences_of(seed, at, text, self.dataset)]
        self._register_spellings(found)
        most = quotation.allowed(sum(map(len, article.paragraphs)))
        size = f"{len(article.paragraphs)} paragraphs, {len(found)} sentences"
        print(f"{file.name}: {size}; up to {most:,} characters may be quoted.")
        return path

    def _write(self, draft: Draft) -> str:
        """Write a valid draft, and return its path."""
        path, schema = f"{FOLDERS[draft.kind]}/{draft.data['id']}.yaml", self.schemas[draft.kind]
        whole = drafts.tree_of(draft)
        document = canonical.read(path, writer.write(whole).encode())
        problems = document.problems or validation.check(document, schema, validation.compile_schema(schema))
        if problems:
            raise UsageError(f"{problems[0].message} {problems[0].fix}")
        self._refuse_taken(draft.data["id"], "seeds" if draft.kind == "seed" else "facts")
        if (self.root / path).exists():
            raise UsageError(f"{path} exists. Choose another --id.")
        files.replace(self.root, path, files.canonical_text(self.root, path, whole, self.schemas))
        return path

    def _refuse_taken(self, record_id: str, *registers: str) -> None:
        where = [place for register in registers if (place := self.dataset.where.get((register, record_id)))]
        if where:
            raise UsageError(f"the id {record_id!r} is taken: it is in {where[0][0]}. Choose another --id.")
