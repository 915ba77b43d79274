"""`factpack new`: draft a record, with TODO comments."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from factpack.commands.common import CLEAN, TEXTS_HELP, no_such_seed, texts_folder
from factpack.commands.questions import Question, add_options, answers, ask, can_ask, normal
from factpack.problems import UsageError

if TYPE_CHECKING:
    from collections.abc import Collection

    from factpack.dataset import Dataset
    from factpack.drafts import Draft, ParagraphText
    from factpack.models.schemas import Schema

_TITLE = Question("title", "what happened, in your own words")
_STAGE = Question("stage", "how far it went; a code such as carried_out")
_DATE = Question("date", "when it happened: EDTF, or not_stated")
_COUNTED = Question("counted_as", "the label of what is counted: prisoners, political prisoners, …")
_ID = Question("id", "the id: a slug, a date in front only where one is known; it never changes")

QUESTIONS: dict[str, tuple[Question, ...]] = {
    "release": (
        _TITLE,
        _STAGE,
        _DATE,
        Question("released", "how many: 7, at least 7, dozens, not_stated"),
        _COUNTED,
        Question("legal_form", "amnesty, pardon, handover or not_stated"),
        Question("released_by", "who freed them: ids of actors", many=True),
        _ID,
    ),
    "meeting": (
        _TITLE,
        _STAGE,
        Question("kind", "visit, talks, phone_call, …"),
        _DATE,
        Question("participants", "who took part: ids of actors", many=True, option="participant", part="actor"),
        Question("participants", "who took part, unnamed", many=True, option="unnamed", part="label"),
        _ID,
    ),
    "sanctions": (
        _TITLE,
        _STAGE,
        Question("measure", "impose, tighten, ease, lift, maintain or cut_transit"),
        _DATE,
        Question("actor", "who acts or demands: the id of an actor"),
        Question("targets", "what it is directed at: sectors", many=True, option="sector", part="sector"),
        Question("targets", "at whom: ids of actors", many=True, option="target", part="actor"),
        _ID,
    ),
    "count": (
        _TITLE,
        Question("measure", "prisoners_held, prisoners_released_in_period, …"),
        _DATE,
        Question("value", "the figure: 1226, more than 200, about 7 %"),
        _COUNTED,
        Question("according_to", "who is credited with it: ids of actors", many=True),
        _ID,
    ),
    "seed": (
        Question("id", "the id: a slug such as courier-2031-05"),
        Question("title", "the headline, verbatim"),
        Question("publisher", "the id of an actor"),
        Question("published", "when it was published: EDTF, or not_stated"),
        Question("url", "where it was published"),
    ),
}  # fmt: skip
_HELP = {
    "release": "one act of release of prisoners",
    "meeting": "a meeting, a visit, a call, a statement to the press",
    "sanctions": "one step of one actor on sanctions",
    "count": "one published figure",
    "seed": "an article",
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of the command."""
    types = parser.add_subparsers(title="types", required=True, metavar="TYPE", dest="type")
    for name, questions in QUESTIONS.items():
        subparser = types.add_parser(name, help=_HELP[name])
        if name == "seed":
            subparser.add_argument(
                "file", metavar="FILE", help="the article's text, which is read and not copied"
            )
        else:
            where = "the paragraph that it starts from, such as courier-2031-05:3"
            subparser.add_argument("--from", dest="origin", metavar="SEED:PARAGRAPH", help=where)
            phrase = "words of that paragraph that carry a value, at most 90 characters; may be given again"
            subparser.add_argument("--phrase", action="append", metavar="TEXT", help=phrase)
            subparser.add_argument("--texts", metavar="DIR", help=TEXTS_HELP)
        add_options(subparser, questions)


def run(root: Path, options: argparse.Namespace) -> int:
    """Write a draft, and report what is left to do."""
    from factpack.dataset import load
    from factpack.models import schemas

    generated = schemas.generate()
    dataset, _ = load(root, generated)
    if options.type == "seed":
        draft = _seed(root, options, dataset, generated["seed"])
    else:
        draft = _fact(root, options, dataset, generated[options.type])
    path = _path(draft.kind, draft.data["id"])
    _write(root, path, draft, generated[draft.kind])
    print(f"\nwritten: {path}")
    _report_todos(root, path, generated, draft.data.get("evidence", ()))
    return CLEAN


def _path(kind: str, record_id: str) -> str:
    from factpack.models.records import FOLDERS

    return f"{FOLDERS[kind]}/{record_id}.yaml"


def _write(root: Path, path: str, draft: "Draft", schema: "Schema") -> None:
    from factpack import drafts, files
    from factpack.yaml import canonical

    named = files.schema_for_editors(root, path, draft.kind)
    text = canonical.form(drafts.tree_of(draft), draft.kind, schema, named)
    files.replace(root, path, text)


def _report_todos(root: Path, path: str, generated: "dict[str, Schema]", cited: "Collection[str]") -> None:
    """Print the TODO comments, the problems and the quotation budgets."""
    from factpack import package, report, rules
    from factpack.evidence import quotation

    lines = (root / path).read_text(encoding="utf-8").split("\n")
    for number, line in enumerate(lines, 1):
        if "# TODO " in line:
            print(f"{path}:{number}: {line.strip()}")
    checked = package.check(root, generated)
    problems = checked.problems
    own = [problem for problem in problems if problem.path == path]
    print("`factpack validate` reports:" if own else "`factpack validate` reports no problem in it.")
    print(report.as_text(own), end="")
    budgets = quotation.budgets(checked.dataset, quotation.quotations(checked.dataset))
    for seed_id in sorted(budgets.keys() & cited):
        print(f"{seed_id}: {budgets[seed_id]}.")
    reference_rules = {rule.name for rule in rules.REFERENCES}
    dangling = dict.fromkeys(
        f"{problem.path}:{problem.line}" for problem in sorted(problems) if problem.rule in reference_rules
    )
    if dangling:
        print(f"More rules will check it once these references are resolved: {', '.join(dangling)}.")


# --- what a value must be --------------------------------------------------------------------------------------------


def _problem_with(name: str, value: Any, schema: "Schema") -> str | None:
    """Return why a value is invalid; None if valid."""
    from factpack import validation
    from factpack.yaml import canonical, tree, writer

    text = writer.write(tree.Tree(tree.of_value({name: value})))
    try:
        document = canonical.read("", text.encode())
    except UnicodeEncodeError:
        return f"The text {value!r} is not UTF-8. Write it in UTF-8."
    if document.problems:
        return _in_words(document.problems[0])
    part = {"properties": {name: schema["properties"][name]}, "$defs": schema.get("$defs", {})}
    problems = validation.check(document, part, validation.compile_schema(part))
    return _in_words(problems[0]) if problems else None


def _in_words(problem: Any) -> str:
    return " ".join(part for part in (problem.message, problem.fix) if part)


def _taken(root: Path, kind: str, record_id: str, dataset: "Dataset") -> str | None:
    """Return why an id is taken, or None."""
    from factpack.models.records import FACT_TYPES

    kinds = ("seed",) if kind == "seed" else tuple(FACT_TYPES)
    there = (path for name in kinds if (root / (path := _path(name, record_id))).exists())
    register = "seeds" if kind == "seed" else "facts"
    at = next(there, None) or dataset.where.get((register, record_id), (None,))[0]
    return f"The id {record_id!r} is taken: it is in {at}. Choose another id." if at else None


# --- facts -----------------------------------------------------------------------------------------------------------


def _fact(root: Path, options: argparse.Namespace, dataset: "Dataset", schema: "Schema") -> "Draft":
    from factpack import drafts

    kind = options.type

    def refuse(name: str, value: Any) -> str | None:
        return _problem_with(name, value, schema) or (
            _taken(root, kind, value, dataset) if name == "id" else None
        )

    at = None
    if options.origin is not None or can_ask():
        at = _paragraph(root, options, dataset)
        _show(at, dataset)
    needed = [name for name in schema["required"] if name not in ("evidence", *drafts.MAY_BE_UNKNOWN)]
    given = answers(
        QUESTIONS[kind], options, schema, needed, refuse, ["--from"] if at is None else [], _proposal
    )
    if at is None:  # `answers` has raised already, with all that is missing
        raise UsageError("--from is missing.")
    return drafts.fact(kind, given, at, _phrases(options, given, at, dataset, schema), dataset)


def _proposal(name: str, found: dict[str, Any]) -> str:
    """Propose an id from the date and the title."""
    import re

    from factpack.models.types import slugify

    if name != "id":
        return ""
    date = str(found.get("date", ""))
    parts = [date] if re.fullmatch(r"\d{4}(-\d\d){0,2}", date) else []
    for word in slugify(found["title"]).split("-"):
        if len("-".join([*parts, word])) > 60:
            break
        parts.append(word)
    return "-".join(parts)


def _paragraph(root: Path, options: argparse.Namespace, dataset: "Dataset") -> "ParagraphText":
    """Return the named paragraph, with its text if available.

    Raises UsageError if there is no such paragraph.
    """
    from factpack import drafts
    from factpack.evidence import texts

    origin = options.origin
    while True:
        named = origin if origin is not None else ask("article and paragraph, such as courier-2031-05:3: ")
        found, problem = _find(named, dataset)
        if found is not None:
            break
        if origin is not None:
            raise UsageError(f"--from: {problem}")
        print(f"  {problem}")
    seed, number = found
    folder = texts_folder(root, options.texts)
    text = None
    if folder is not None and (folder / seed.original_file).is_file():
        article = texts.Article.of(_read(folder / seed.original_file))
        if number > len(article.paragraphs):
            raise UsageError(f"{seed.original_file} has {len(article.paragraphs)} paragraphs, not {number}.")
        text = article.paragraphs[number - 1]
    return drafts.ParagraphText(seed, number, text)


def _find(named: str, dataset: "Dataset") -> tuple[Any, str]:
    """Return the seed and paragraph number, or an error message."""
    seed_id, _, number = named.partition(":")
    seed = dataset.seeds.get(seed_id.strip())
    if seed is None:
        unread = (
            " Or it could not be read: `factpack validate` reports why." if "seeds" in dataset.unread else ""
        )
        return None, f"{no_such_seed(seed_id, dataset.seeds)}{unread}"
    number = number.strip().removeprefix("¶")
    if not (number.isascii() and number.isdigit() and 1 <= int(number) <= seed.paragraphs):
        return None, f"name one of its {seed.paragraphs} paragraphs: {seed.id}:1, …"
    return (seed, int(number)), ""


def _show(at: "ParagraphText", dataset: "Dataset") -> None:
    import shutil

    from factpack import candidates
    from factpack.escaping import escape_commands, escape_controls, escape_line
    from factpack.terminal import wrap

    print(f"{at.seed.id} ¶{at.number}")
    if at.text is None:
        print("  The text is not available, so nothing can be read from it.")
        return
    if can_ask():
        width = min(shutil.get_terminal_size().columns, 100)
        for line in wrap(escape_controls(at.text), max(width, 40), "  │ ", "  │ "):
            print(escape_commands(line))
    named = candidates.named(at.text, at.seed.id, {"actors": dataset.actors, "places": dataset.places})
    lines = {
        "figures": [f"{' or '.join(offer.values)} “{offer.phrase}”" for offer in candidates.figures(at.text)],
        "dates": [
            f"{' or '.join(offer.values)} “{offer.phrase}”"
            for offer in candidates.days(at.text, at.seed.published)
        ],
        **{
            register: [
                f"{name.id} “{name.phrase}”{'' if name.is_registered else ' (*)'}"
                for name in named
                if name.register == register
            ]
            for register in ("actors", "places")
        },
    }
    for what, found in lines.items():
        listed = "; ".join(dict.fromkeys(found)) or "none found"
        print(escape_line(f"  {what:8}{listed}"))
    if not all(name.is_registered for name in named):
        print("  (*) not yet among the spellings of this article, in facts/actors.yaml or facts/places.yaml")


def _phrases(
    options: argparse.Namespace,
    given: dict[str, Any],
    at: "ParagraphText",
    dataset: "Dataset",
    schema: "Schema",
) -> list[str]:
    """Return the phrases given, found or asked for.

    Raises UsageError if a given phrase is not in the paragraph, or if none is found and there is no terminal
    to ask on.
    """
    from factpack import drafts

    if options.phrase:
        phrases = [normal(phrase) for phrase in options.phrase]
        for phrase in phrases:
            if problem := _misquoted(phrase, at, schema):
                raise UsageError(f"--phrase: {problem}")
        return phrases
    found = drafts.phrases_for(options.type, given, at, dataset)
    if found:
        return found
    why = "its text is not available" if at.text is None else "none of the given values was found there"
    if not can_ask():
        raise UsageError(f"--phrase: needed, a few words of {at.seed.id} ¶{at.number}: {why}.")
    print(f"\nA few words of ¶{at.number} that carry a value, verbatim: {why}.")
    while True:
        phrase = ask("phrase: ")
        problem = _misquoted(phrase, at, schema)
        if problem is None:
            return [phrase]
        print(f"  {problem}")


def _misquoted(phrase: str, at: "ParagraphText", schema: "Schema") -> str | None:
    from factpack.evidence import texts

    problem = _problem_with("phrase", phrase, {**schema, **schema["$defs"]["Item"]})
    if problem is None and at.text is not None and texts.find(phrase, at.text) is None:
        return f"{phrase!r} is not in {at.seed.id} ¶{at.number}. Copy the words as the article has them."
    return problem


# --- seeds -----------------------------------------------------------------------------------------------------------


def _seed(root: Path, options: argparse.Namespace, dataset: "Dataset", schema: "Schema") -> "Draft":
    from factpack import drafts
    from factpack.evidence import quotation, texts

    file = Path(options.file)
    if problem := _problem_with("original_file", file.name, schema):
        raise UsageError(f"the text's file: {problem}")
    same = next((seed.id for seed in dataset.seeds.values() if seed.original_file == file.name), None)
    if same is not None:
        raise UsageError(f"{file.name} is the text of {same!r} already.")
    article = texts.Article.of(_read(file))
    if not article.paragraphs:
        raise UsageError(f"{file.name} has no text in it.")
    _list(article, file.name)
    print(f"Up to {quotation.allowed(sum(map(len, article.paragraphs))):,} characters of it may be quoted.")

    def refuse(name: str, value: Any) -> str | None:
        return _problem_with(name, value, schema) or (
            _taken(root, "seed", value, dataset) if name == "id" else None
        )

    given = answers(QUESTIONS["seed"], options, schema, ["id"], refuse)
    folder = texts_folder(root, None)
    if folder is None or not (folder / file.name).is_file():
        print(
            f"\nPut {file.name} into the folder of the texts (seeds/texts, which git ignores), to verify phrases."
        )
    return drafts.seed(given, file.name, article)


def _list(article: Any, name: str) -> None:
    import shutil
    import textwrap

    from factpack.escaping import escape_line

    count = len(article.paragraphs)
    print(f"{name}: {count} paragraph{'s' * (count != 1)}")
    width = shutil.get_terminal_size().columns - 7
    for number, text in enumerate(article.paragraphs, 1):
        print(
            escape_line(f"{'¶' + str(number):>5}  {textwrap.shorten(text, max(width, 20), placeholder=' …')}")
        )


def _read(file: Path) -> str:
    from factpack import text_files

    try:
        return text_files.decode(file.read_bytes())
    except UnicodeDecodeError:
        raise UsageError(f"{file.name} is not UTF-8.") from None
