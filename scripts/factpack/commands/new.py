"""`factpack new`: draft a record from a text, with TODO comments."""

import argparse
from pathlib import Path
from typing import Any

from factpack import candidates, drafts, files, package, report, text_files
from factpack.commands.common import CLEAN, TEXTS_HELP, no_such_seed, texts_folder
from factpack.dataset import Dataset, load
from factpack.drafts import Draft, Source
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

_SHOWN = 8  # existing facts
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
        article = _article(folder, options.seed, dataset) if options.seed else None
        register = _REGISTERS[options.type]
        schema = generated[register]["$defs"][options.type.capitalize()]
        entries = [_entry(name, options, article, dataset, schema) for name in options.names]
        _register(root, register, entries, generated[register])
        path = REGISTER_FILES[register]
    else:
        draft = (
            _seed(root, options, dataset, generated)
            if options.type == "seed"
            else _fact(root, folder, options, dataset, generated)
        )
        path = f"{FOLDERS[draft.kind]}/{draft.data['id']}.yaml"
        _write(root, path, draft, generated[draft.kind])
    print(f"written: {path}")
    checked = package.check(root, generated)
    editor_schemas.refresh(root, generated, checked.dataset)
    print(report.as_text([problem for problem in checked.problems if problem.path == path]), end="")
    if options.type in FACT_TYPES and folder is not None:
        verification.attach_texts(checked.dataset, verification.read_articles(folder, checked.dataset)[0])
        budgets = quotation.budgets(checked.dataset, quotation.quotations(checked.dataset))
        print(*(f"{seed_id}: {budgets[seed_id]}." for seed_id in draft.data["evidence"]), sep="\n")
    return CLEAN


def _write(root: Path, path: str, draft: Draft, schema: Schema) -> None:
    if (root / path).exists():
        raise UsageError(f"{path} exists. Choose another --id.")
    document = tree.Tree(drafts.tree_of(draft.data, draft.todos).root)
    text = canonical.form(document, draft.kind, schema, files.schema_for_editors(root, path, draft.kind))
    problems = check(canonical.read(path, text.encode()), schema, compile_schema(schema))
    if problems:
        raise UsageError(f"{problems[0].message} {problems[0].fix}")
    files.replace(root, path, text)


def _taken(record_id: str, register: str, dataset: Dataset) -> str:
    """Return the path of the record with an id, or empty."""
    return dataset.where.get((register, record_id), ("",))[0]


# --- facts -----------------------------------------------------------------------------------------------------------


def _fact(
    root: Path,
    folder: Path | None,
    options: argparse.Namespace,
    dataset: Dataset,
    generated: dict[str, Schema],
) -> Draft:
    sources = [source for named in options.origin for source in _sources(named, folder, dataset)]
    given = {name: value for name in ("id", "title") if (value := getattr(options, name))}
    draft = drafts.fact(options.type, given, sources, dataset, generated[options.type])
    if path := _taken(draft.data["id"], "facts", dataset):
        raise UsageError(
            f"the id {draft.data['id']!r} is taken: it is in {path}. Choose another --id or --title."
        )
    for source in sources:
        published = source.seed.published
        print(f"{source.seed.id} ¶{source.number}")
        offers = {
            "figures": candidates.figures(source.text),
            "dates": candidates.days(source.text, published),
        }
        lines = {
            what: [f"{' or '.join(one.values)} “{one.phrase}”" for one in found]
            for what, found in offers.items()
        }
        names = [name for name in draft.names if name.phrase in source.text]
        lines["names"] = [f"{name.id} “{name.phrase}”" for name in names]
        lines["unknown"] = [f"“{name}”" for name in candidates.unknown_names(source.text, names)]
        for what, found in lines.items():
            print(escape_line(f"  {what:8}{'; '.join(dict.fromkeys(found)) or 'none found'}"))
        if lines["unknown"]:
            print(
                f"  Add who or what the fact needs: `factpack new actor NAME --in {source.seed.id}`, or `new place`."
            )
    for fact, same in drafts.alike(draft, sources, dataset)[:_SHOWN]:
        print(escape_line(f"  exists: {fact.id} ({', '.join(same)}): {fact.title}"))
    for register in _REGISTERS.values():
        entries = [
            {"id": name.id, "spellings": {source.seed.id: [name.phrase]}}
            for source in sources
            for name in draft.names
            if name.register == register
            and not name.is_registered
            and name.phrase in source.text
            and any(map(str.isupper, name.phrase.removeprefix("The ")))
        ]
        _register(root, register, entries, generated[register])
    return draft


def _sources(named: str, folder: Path | None, dataset: Dataset) -> list[Source]:
    """Return the paragraphs or sentences that are named.

    Raises UsageError if there is no such text.
    """
    seed_id, _, parts = named.partition(":")
    article = _article(folder, seed_id, dataset)
    found = []
    for part in parts.split(","):
        number, _, sentence = part.removeprefix("¶").partition("s")
        spans: list[tuple[int, int]] = []
        if number.isdecimal() and 1 <= int(number) <= len(article.paragraphs):
            text = article.paragraphs[int(number) - 1]
            every = sentences.split(text)
            spans = (
                [(0, len(text))]
                if not sentence
                else every[int(sentence) - 1 : int(sentence)]
                if sentence.isdecimal()
                else []
            )
        if not spans:
            raise UsageError(
                f"--from: name a paragraph or a sentence of {seed_id}, as {seed_id}:1 to :{len(article.paragraphs)}, or :1s1."
            )
        found.append(Source(dataset.seeds[seed_id], int(number), text[slice(*spans[0])]))
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
            f"the text {name} is not available: put it into seeds/texts, or name its folder with --texts."
        )
    return Article.of(_read(folder / name))


# --- registers -------------------------------------------------------------------------------------------------------


def _entry(
    name: str, options: argparse.Namespace, article: Article | None, dataset: Dataset, schema: Schema
) -> dict[str, Any]:
    """Return a new entry, or the spellings to add to the existing one."""
    register = _REGISTERS[options.type]
    known: dict[str, Any] = dict(dataset.register(register))
    same = next((key for key, one in known.items() if name in (key, *candidates.spellings(one))), None)
    full = known[same].name if same == name else name
    printed = drafts.spellings_of(full, article) if article else []
    if article and not printed:
        raise UsageError(f"{options.seed} does not print {full!r}.")
    spellings = {options.seed: printed} if printed else {}
    if same:
        return {"id": same, "spellings": spellings}
    entry = drafts.entry(
        name, schema, {"id": options.id, "kind": getattr(options, "kind", None), "spellings": spellings}
    )
    if taken := next(
        (path for register in _REGISTERS.values() if (path := _taken(entry["id"], register, dataset))), ""
    ):
        raise UsageError(f"the id {entry['id']!r} is taken: it is in {taken}. Choose another --id.")
    return entry


def _register(root: Path, register: str, entries: list[dict[str, Any]], schema: Schema) -> None:
    """Add entries, or the spellings of existing ones, to a register."""
    path = REGISTER_FILES[register]
    content = files.read(root, path) if entries else b""
    document = canonical.read(path, content if isinstance(content, bytes) else b"")
    if not entries or document.problems:
        return
    whole = tree.of_document(document)
    listed = tree.child(whole.root, register, tree.Sequence())
    for entry in entries:
        same = next((one for one in listed.entries if tree.value_of(one.node).get("id") == entry["id"]), None)
        if same is None:
            listed.entries.append(tree.Entry(None, drafts.tree_of(entry, {}).root))
            continue
        for seed_id, printed in entry["spellings"].items():
            spellings = tree.child(same.node, "spellings", tree.Mapping())
            known = tree.child(spellings, seed_id, tree.Sequence())
            old = tree.value_of(known)
            known.entries += [tree.Entry(None, one) for one in printed if one not in old]
    files.replace(
        root, path, canonical.form(whole, register, schema, files.schema_for_editors(root, path, register))
    )
    names = ", ".join(dict.fromkeys(entry["id"] for entry in entries))
    print(f"{path}: {names}")


# --- articles --------------------------------------------------------------------------------------------------------


def _seed(root: Path, options: argparse.Namespace, dataset: Dataset, generated: dict[str, Schema]) -> Draft:
    file = Path(options.file)
    if same := [seed.id for seed in dataset.seeds.values() if seed.original_file == file.name]:
        raise UsageError(f"{file.name} is the text of {same[0]!r} already.")
    article = Article.of(_read(file))
    if not article.paragraphs:
        raise UsageError(f"{file.name} has no text in it.")
    given = {"id": options.id} if options.id else {}
    if options.publisher:
        names = {name: key for key, actor in dataset.actors.items() for name in (key, actor.name)}
        given["publisher"] = names.get(options.publisher) or slugify(options.publisher)
    draft = drafts.seed(given, file.name, article, dataset)
    if path := _taken(draft.data["id"], "seeds", dataset):
        raise UsageError(f"the id {draft.data['id']!r} is taken: it is in {path}. Choose another --id.")
    if given.get("publisher", "") not in ("", *dataset.actors):
        entry = {"id": given["publisher"], "name": options.publisher, "kind": "outlet"}
        _register(root, "actors", [entry], generated["actors"])
    count = sum(len(sentences.split(text)) for text in article.paragraphs)
    most = quotation.allowed(sum(map(len, article.paragraphs)))
    print(
        f"{file.name}: {len(article.paragraphs)} paragraphs, {count} sentences; up to {most:,} characters may be quoted"
    )
    if not (root / "seeds/texts" / file.name).is_file() and not options.texts:
        print(f"Put {file.name} into seeds/texts, which git ignores, or name its folder with --texts.")
    return draft


def _read(file: Path) -> str:
    try:
        return text_files.decode(file.read_bytes())
    except UnicodeDecodeError:
        raise UsageError(f"{file.name} is not UTF-8.") from None
