"""`factpack new`: draft a record from a text, with TODO comments."""

import argparse
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from factpack import candidates, drafts, files, package, report, text_files
from factpack.commands.common import CLEAN, TEXTS_HELP, no_such_seed, texts_folder
from factpack.dataset import Dataset, load
from factpack.drafts import Draft, Sentence
from factpack.escaping import escape_line
from factpack.evidence import quotation, sentences, verification
from factpack.evidence.texts import Article
from factpack.exports import editor_schemas
from factpack.models import schemas
from factpack.models.codelists import ACTOR_KIND
from factpack.models.records import FACT_TYPES, FOLDERS, REGISTER_FILES
from factpack.models.schemas import Schema
from factpack.models.types import slugify
from factpack.problems import UsageError
from factpack.validation import check, compile_schema
from factpack.yaml import canonical, tree

_SHOWN = 5  # existing facts
_REGISTERS = {"actor": "actors", "place": "places"}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of the command."""
    types = parser.add_subparsers(title="types", required=True, metavar="TYPE", dest="type")
    for name in ("seed", *FACT_TYPES, *_REGISTERS):
        about = "an article" if name == "seed" else (FACT_TYPES[name].__doc__ if name in FACT_TYPES else name)
        sub = types.add_parser(name, help=(about or "").partition("\n")[0].replace("%", "%%"))
        sub.add_argument("--texts", metavar="DIR", help=TEXTS_HELP)
        sub.add_argument("--id", help="its id, which never changes (default: made from the rest)")
        if name == "seed":
            sub.add_argument("file", metavar="FILE", help="the article's text, which is read and not copied")
            sub.add_argument(
                "--publisher", metavar="NAME", help="the outlet: its id, or the name of a new one"
            )
        elif name in FACT_TYPES:
            where = "the paragraphs or sentences that it starts from, as courier-2031-05:3,4s1"
            sub.add_argument(
                "--from", dest="origin", metavar="SEED:PARAGRAPH", required=True, nargs="+", help=where
            )
            sub.add_argument("--title", help="what happened, in your own words")
        else:
            sub.add_argument(
                "names", metavar="NAME", nargs="+", help="the name in full, or the id of an entry"
            )
            sub.add_argument(
                "--in", dest="seed", metavar="SEED", help="the article whose spellings are added"
            )
            if name == "actor":
                sub.add_argument("--kind", choices=[*ACTOR_KIND.codes])


def run(root: Path, options: argparse.Namespace) -> int:
    """Write a draft, and report what is left to do."""
    generated = schemas.generate()
    dataset, _ = load(root, generated)
    folder = texts_folder(root, options.texts)
    if options.type in _REGISTERS:
        register = _REGISTERS[options.type]
        path = REGISTER_FILES[register]
        article = _article(folder, options.seed, dataset) if options.seed else None
        entries = [_entry(name, options, article, dataset, generated[register]) for name in options.names]
        _register(root, register, entries, generated[register])
    elif options.type == "seed":
        path = _seed(root, options, dataset, generated)
    else:
        path = _fact(root, folder, options, dataset, generated)
    print(f"written: {path}")
    checked = package.check(root, generated)
    editor_schemas.refresh(root, generated, checked.dataset)
    print(report.as_text([problem for problem in checked.problems if problem.path == path]), end="")
    if options.type in FACT_TYPES and folder is not None:
        verification.attach_texts(checked.dataset, verification.read_articles(folder, checked.dataset)[0])
        budgets = quotation.budgets(checked.dataset, quotation.quotations(checked.dataset))
        seeds = dict.fromkeys(named.partition(":")[0] for named in options.origin)
        print(*(f"{seed_id}: {budgets[seed_id]}." for seed_id in seeds), sep="\n")
    return CLEAN


def _write(root: Path, draft: Draft, dataset: Dataset, schema: Schema) -> str:
    """Write a draft, and return its path.

    Raises UsageError if its id is taken or not valid.
    """
    record_id = draft.data["id"]
    path = f"{FOLDERS[draft.kind]}/{record_id}.yaml"
    _refuse_taken(record_id, ("seeds",) if draft.kind == "seed" else ("facts",), dataset)
    text = canonical.form(
        drafts.tree_of(draft), draft.kind, schema, files.schema_for_editors(root, path, draft.kind)
    )
    if problems := check(canonical.read(path, text.encode()), schema, compile_schema(schema)):
        raise UsageError(f"{problems[0].message} {problems[0].fix}")
    if (root / path).exists():
        raise UsageError(f"{path} exists. Choose another --id.")
    files.replace(root, path, text)
    return path


def _refuse_taken(record_id: str, registers: Iterable[str], dataset: Dataset) -> None:
    for register in registers:
        if (register, record_id) in dataset.where:
            path = dataset.where[register, record_id][0]
            raise UsageError(f"the id {record_id!r} is taken: it is in {path}. Choose another --id.")


# --- facts -----------------------------------------------------------------------------------------------------------


def _fact(
    root: Path,
    folder: Path | None,
    options: argparse.Namespace,
    dataset: Dataset,
    generated: dict[str, Schema],
) -> str:
    found = [one for named in options.origin for one in _sentences(named, folder, dataset)]
    given = {name: value for name in ("id", "title") if (value := getattr(options, name))}
    for fact, same in drafts.alike(found, dataset)[:_SHOWN]:
        print(escape_line(f"exists: {fact.id} ({', '.join(same)}): {fact.title}"))
    path = _write(
        root,
        drafts.fact(options.type, given, found, dataset, generated[options.type]),
        dataset,
        generated[options.type],
    )
    unknown = {name: one.seed.id for one in found for name in candidates.unknown_names(one.text, one.names)}
    for name, seed_id in unknown.items():
        print(
            escape_line(
                f"unknown: {name}. If the fact needs it: factpack new actor {name!r} --in {seed_id}, or new place."
            )
        )
    for register in _REGISTERS.values():
        names = [(one.seed.id, name) for one in found for name in one.names if name.register == register]
        sure = {name.id for _, name in names if any(map(str.isupper, name.phrase.removeprefix("The ")))}
        entries = [
            Draft("", {"id": name.id, "spellings": {seed_id: [name.phrase]}})
            for seed_id, name in names
            if name.id in sure and not name.is_registered
        ]
        _register(root, register, entries, generated[register])
    return path


def _sentences(named: str, folder: Path | None, dataset: Dataset) -> list[Sentence]:
    """Return the sentences that `SEED:3,4s1` names.

    Raises UsageError if there is no such text.
    """
    seed_id, _, parts = named.partition(":")
    article = _article(folder, seed_id, dataset)
    found = []
    for part in parts.split(","):
        number, _, sentence = part.strip().removeprefix("¶").partition("s")
        is_number = number.isdecimal() and 1 <= int(number) <= len(article.paragraphs)
        text = article.paragraphs[int(number) - 1] if is_number else ""
        every = drafts.sentences_of(dataset.seeds[seed_id], int(number), text, dataset) if text else []
        chosen = (
            every
            if not sentence
            else every[int(sentence) - 1 : int(sentence)]
            if sentence.isdecimal()
            else []
        )
        if not chosen:
            count = len(article.paragraphs)
            raise UsageError(
                f"--from: {part!r} is none of the {count} paragraphs of {seed_id}, nor a sentence such as 1s1."
            )
        found += chosen
    return found


def _article(folder: Path | None, seed_id: str, dataset: Dataset) -> Article:
    """Return the text of an article.

    Raises UsageError if it is not available.
    """
    if seed_id not in dataset.seeds:
        unread = (
            " Or it could not be read: `factpack validate` reports why." if "seeds" in dataset.unread else ""
        )
        raise UsageError(f"{no_such_seed(seed_id, dataset.seeds)}{unread}")
    name = dataset.seeds[seed_id].original_file
    if folder is None or not (folder / name).is_file():
        raise UsageError(
            f"{name} is not available: put it into seeds/texts, or name its folder with --texts."
        )
    return _read(folder / name)


# --- registers -------------------------------------------------------------------------------------------------------


def _entry(
    name: str, options: argparse.Namespace, article: Article | None, dataset: Dataset, schema: Schema
) -> Draft:
    """Return a new entry, or the spellings to add to the existing one."""
    known: dict[str, Any] = dict(dataset.register(_REGISTERS[options.type]))
    same = next((key for key, one in known.items() if name in (key, *candidates.spellings(one))), None)
    full = known[same].name if same == name else name
    printed = drafts.spellings_of(full, article) if article else []
    if article and not printed:
        raise UsageError(f"{options.seed} does not print {full!r}.")
    spellings = {options.seed: printed} if printed else {}
    if same:
        return Draft("", {"id": same, "spellings": spellings})
    given = {"id": options.id, "kind": getattr(options, "kind", None), "spellings": spellings}
    draft = drafts.entry(name, schema["$defs"][options.type.capitalize()], given)
    _refuse_taken(draft.data["id"], REGISTER_FILES, dataset)
    return draft


def _register(root: Path, register: str, entries: list[Draft], schema: Schema) -> None:
    """Add entries, or the spellings of existing ones, to a register."""
    path = REGISTER_FILES[register]
    content = files.read(root, path) if entries else b""
    document = canonical.read(path, content if isinstance(content, bytes) else b"")
    if not entries or document.problems:
        return
    whole = tree.of_document(document)
    listed = tree.child(whole.root, register, tree.Sequence())
    for draft in entries:
        same = [one.node for one in listed.entries if tree.value_of(one.node).get("id") == draft.data["id"]]
        if not same:
            listed.entries.append(tree.Entry(None, drafts.tree_of(draft).root))
        for seed_id, printed in draft.data["spellings"].items() if same else ():
            known = tree.child(tree.child(same[0], "spellings", tree.Mapping()), seed_id, tree.Sequence())
            old = tree.value_of(known)
            known.entries += [tree.Entry(None, one) for one in printed if one not in old]
    files.replace(
        root, path, canonical.form(whole, register, schema, files.schema_for_editors(root, path, register))
    )
    print(f"{path}: {', '.join(dict.fromkeys(draft.data['id'] for draft in entries))}")


# --- articles --------------------------------------------------------------------------------------------------------


def _seed(root: Path, options: argparse.Namespace, dataset: Dataset, generated: dict[str, Schema]) -> str:
    file = Path(options.file)
    if same := [seed.id for seed in dataset.seeds.values() if seed.original_file == file.name]:
        raise UsageError(f"{file.name} is the text of {same[0]!r} already.")
    article = _read(file)
    if not article.paragraphs:
        raise UsageError(f"{file.name} has no text in it.")
    names = {name: key for key, actor in dataset.actors.items() for name in (key, actor.name)}
    outlet = options.publisher and (
        names.get(options.publisher) or slugify(options.publisher).removeprefix("the-")
    )
    given = {key: value for key, value in (("id", options.id), ("publisher", outlet)) if value}
    path = _write(root, drafts.seed(given, file.name, article, dataset), dataset, generated["seed"])
    if outlet and outlet not in dataset.actors:
        entry = {"id": outlet, "name": options.publisher, "kind": "outlet"}
        _register(root, "actors", [Draft("", entry)], generated["actors"])
    count = sum(len(sentences.split(text)) for text in article.paragraphs)
    most = quotation.allowed(sum(map(len, article.paragraphs)))
    print(
        f"{file.name}: {len(article.paragraphs)} paragraphs, {count} sentences; up to {most:,} characters may be quoted."
    )
    if not options.texts and not (root / "seeds/texts" / file.name).is_file():
        print(f"Put {file.name} into seeds/texts, which git ignores, or name its folder with --texts.")
    return path


def _read(file: Path) -> Article:
    try:
        return Article.of(text_files.decode(file.read_bytes()))
    except UnicodeDecodeError:
        raise UsageError(f"{file.name} is not UTF-8.") from None
