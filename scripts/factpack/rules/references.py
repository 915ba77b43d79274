"""Check that everything that a record names exists."""

from collections.abc import Iterator

from factpack.dataset import Dataset, references
from factpack.files import kind_of
from factpack.problems import Pointer, Problem, did_you_mean
from factpack.rules.case import Case


def unknown_reference(dataset: Dataset) -> Iterator[Problem]:
    """An id that no record has.

    Ids join the tables of the exports: an unresolved one drops rows from every join. The schema says which fields
    name seeds, actors, places, deals or facts. `via` names an actor, or is `none`.

    Passes:
        facts/counts/2031-sample-visits-to-marovia.yaml: {subject: max-muster}
    Fails:
        facts/counts/2031-sample-visits-to-marovia.yaml: {subject: max-mustard}
    """
    if all(named <= dataset.register(name).keys() for name, named in dataset.references.items()):
        return
    for path in dataset.paths:
        yield from _unknown_in(path, dataset)


def _unknown_in(path: str, dataset: Dataset) -> Iterator[Problem]:
    """Yield a file's references to records that do not exist."""
    schema = dataset.schemas[kind_of(path) or ""]
    for register, name, pointer in references(dataset.document(path).data, schema):
        if name not in dataset.register(register) and register not in dataset.unread:
            message = f"There is no {register[:-1]} {name!r}."
            yield Problem.at(path, pointer, message, where_to_add(name, register, dataset))


def where_to_add(name: str, register: str, dataset: Dataset) -> str:
    """Offer similar ids, or say where to add the record."""
    is_file = register in ("seeds", "facts")
    add = f"write its record in {register}" if is_file else f"add it to facts/{register}.yaml"
    offer = did_you_mean(name, dataset.register(register), most=2)
    return f"{offer} If not, {add}." if offer else f"{add.capitalize()}."


def unknown_path(case: Case) -> Iterator[Problem]:
    """Evidence, or a resolution, for a field or element that the record does not have.

    `supports` and `says` name fields (`released`) and elements (`persons.jane-doe`, `breakdown.children`). A name that
    the record lacks would be evidence for nothing.

    Passes:
        facts/counts/2031-sample-visits-to-marovia.yaml:
          evidence: {lantern-2031-05: {8: [{phrase: again, supports: [subject]}]}}
    Fails:
        facts/counts/2031-sample-visits-to-marovia.yaml: {subject: null}
    """
    named: list[tuple[str, Pointer]] = [(path, ("resolutions", path)) for path in case.fact.resolutions]
    for at, item in case.items:
        named += [(path, (*at, "supports", number)) for number, path in enumerate(item.supports)]
        named += [(path, (*at, "says", path)) for path in item.says]
    wrong = [(path, pointer) for path, pointer in named if path not in case.by_path]
    if not wrong:
        return
    # If the name of an element is wrong, the evidence may have the right one.
    doubtful = {
        problem.pointer[0]
        for problem in (*_unknown_in(case.path, case.dataset), *repeated_element(case), *actor_or_label(case))
        if problem.pointer
    }
    known = [value.path for value in case.values]
    for path, pointer in wrong:
        field = path.partition(".")[0]
        if field not in doubtful:
            elements = [name for name in known if name.partition(".")[0] == field]
            fix = f"{did_you_mean(path, known)} It has: {', '.join(elements or known)}.".strip()
            yield case.problem(pointer, f"The record has no {path!r}.", fix)


def unknown_paragraph(case: Case) -> Iterator[Problem]:
    """A paragraph number beyond the end of the article.

    The seed says how many paragraphs its text has, split at blank lines and counted from 1.

    Passes:
        seeds/leaflet-2031.yaml: {paragraphs: 6}
    Fails:
        seeds/leaflet-2031.yaml: {paragraphs: 5}
    """
    for seed_id, paragraphs in case.fact.evidence.items():
        seed = case.dataset.seeds.get(seed_id)
        for paragraph in paragraphs:
            if seed is not None and int(paragraph) > seed.paragraphs:
                message = f"{seed_id} has no paragraph {paragraph}: it has {seed.paragraphs}."
                fix = "Count paragraphs from 1, separated by blank lines."
                yield case.problem(("evidence", seed_id, paragraph), message, fix)


def repeated_element(case: Case) -> Iterator[Problem]:
    """The same actor, place, topic, target or fact named twice in one list.

    Evidence names an element by its id, so it cannot distinguish two with the same id. Labels are compared by their letters
    and digits: "Two aides" and "two aides" are the same.

    Passes:
        facts/releases/2031-03-pardons.yaml: {released_by: [marovia]}
    Fails:
        facts/releases/2031-03-pardons.yaml: {released_by: [marovia, marovia]}
    """
    seen: set[str] = set()
    for value in case.values:
        if value.element and value.path in seen:
            yield case.problem(value.pointer, f"{value.path!r} is listed twice.", "Delete one of the two.")
        seen.add(value.path)


def actor_or_label(case: Case) -> Iterator[Problem]:
    """A participant, person or target with neither `actor` nor its alternative, or with both.

    Use `actor` for an entry of the register. Use `label` for people whom an article does not name: in the article's sense,
    and in Latin letters, because evidence names the entry by them. A target of sanctions is an actor or a `sector`.

    Passes:
        facts/sanctions/possible-easing-for-marovia-potash.yaml: {targets: [{actor: marovia-potash}]}
    Fails:
        facts/sanctions/possible-easing-for-marovia-potash.yaml: {targets: [{actor: marovia-potash, sector: potash}]}
    """
    for field, other in (("participants", "label"), ("persons", "label"), ("targets", "sector")):
        for index, part in enumerate(getattr(case.fact, field, ())):
            if (part.actor is None) == (getattr(part, other) is None):
                which = "neither `actor` nor" if part.actor is None else "both `actor` and"
                fix = f"Write `actor` with an id from actors.yaml, or `{other}`."
                yield case.problem((field, index), f"This entry of {field} has {which} `{other}`.", fix)
            elif not part.key:
                message = f"Evidence cannot name {part.label!r}: it has neither a Latin letter nor a digit."
                yield case.problem((field, index, other), message, "Write the label in Latin letters.")


def circular_parent(dataset: Dataset) -> Iterator[Problem]:
    """An actor, a place or a deal that is its own parent, or follows itself, directly or through others.

    Passes:
        facts/actors.yaml#ann-sample: {parent: norland}
    Fails:
        facts/actors.yaml#norland: {parent: ann-sample}
    """
    for name, field in (("actors", "parent"), ("places", "parent"), ("deals", "follows")):
        parents = {key: getattr(entry, field) for key, entry in dataset.register(name).items()}
        for entry_id in parents:
            circle = [entry_id]
            while (above := parents.get(circle[-1])) and above not in circle:
                circle.append(above)
            if above == entry_id == min(circle):  # one problem per circle
                chain = " → ".join(map(repr, [*circle, above]))
                message = f"The `{field}` entries form a circle: {chain}."
                yield dataset.problem(name, entry_id, (field,), message, f"Correct or delete one `{field}`.")
