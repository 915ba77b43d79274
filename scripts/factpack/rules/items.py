"""Check that fitting evidence backs each value."""

from collections import Counter
from collections.abc import Iterator

from factpack.claims import ENGLISH, around, codes
from factpack.dataset import Dataset
from factpack.evidence.sentences import Span, meet
from factpack.evidence.verification import OF_ACT, names_act
from factpack.models import edtf, quantity
from factpack.models.codelists import RESOLUTION_METHOD, SECTOR
from factpack.models.parts import FieldValue, Located
from factpack.models.records import Fact, fact_type, stage_of
from factpack.models.types import NOT_YET, UNKNOWN
from factpack.problems import Pointer, Problem, did_you_mean
from factpack.rules.case import Case
from factpack.rules.duplicates import are_linked
from factpack.rules.references import where_to_add


def unbacked_value(case: Case) -> Iterator[Problem]:
    """A value without evidence.

    Every value of a claim field, and every classification, needs at least one item that `supports` it; `not_stated`
    needs none. A link may have an `inference` of its own instead.

    Passes:
        facts/releases/2031-03-pardons.yaml:
          credits: [{actor: norland, how: brokered}]
          evidence:
            lantern-2031-05:
              4:
                - phrase: Norland had brokered the release
                  supports: [credits.norland]
    Fails:
        facts/releases/2031-03-pardons.yaml: {credits: [{actor: norland, how: brokered}]}
    """
    backed = {path for _, item in case.items for path in item.supports}
    backed |= {f"links.{link.fact}" for link in case.fact.links if link.inference}
    for value in case.values:
        if value.path not in backed and value.is_stated:
            message = f"No evidence supports {value.path!r} = {str(value.value)!r}."
            fix = "Add it to `supports` of the item whose phrase states it, with an `inference` if the phrase alone "
            fix += "does not; or delete the value."
            fix += " Or give the link an `inference`." if value.field == "links" else ""
            yield case.problem(value.pointer, message, fix)


# Type of fact → stage → the field that says who is behind a record of that stage.
BEHIND = {
    "release": {
        "planned": "proposed_by", "considered": "proposed_by", "demanded": "proposed_by", "claimed": "claimed_by",
    },
    "sanctions": dict.fromkeys(("considered", "offered", "promised", "demanded"), "proposed_by"),
}  # fmt: skip


def missing_proposer(case: Case) -> Iterator[Problem]:
    """A record of something only proposed or claimed that does not say by whom.

    `proposed_by` names the actors who consider, offer, promise, plan or demand it, `claimed_by` those who claim a release.
    Other stages have neither, except that `discussed` may have a proposer. `released_by` and `actors` name those who would act.

    Passes:
        facts/sanctions/2031-05-free-harbour-demands-tightening.yaml: {proposed_by: [free-harbour]}
    Fails:
        facts/sanctions/2029-11-norland-sanctions-on-banks.yaml: {stage: promised}
    """
    stages, stage = BEHIND.get(fact_type(case.fact), {}), stage_of(case.fact)
    needed = stages.get(stage)
    if needed and not getattr(case.fact, needed):
        fix = f"Add `{needed}: [<actor id>]` with evidence, or correct the stage."
        yield case.problem(("stage",), f"A record with stage {stage!r} needs {needed!r}.", fix)
    for field in sorted(set(stages.values()) - {needed}):
        if getattr(case.fact, field) and stage != "discussed":
            message = f"A record with stage {stage!r} cannot have {field!r}."
            yield case.problem((field,), message, f"Delete {field!r} and its evidence, or correct the stage.")


def idle_item(case: Case) -> Iterator[Problem]:
    """An evidence item that neither supports nor says anything, or has a needless inference or translation.

    A mapping under `inference` names fields that the item supports or says; a `translation` is for an article that is not
    in English.

    Passes:
        facts/counts/2031-sample-visits-to-marovia.yaml:
          evidence:
            courier-2031-05-03:
              9:
                - phrase: She has been there four times this year
                  supports: [value, subject]
                  inference: {subject: She is Ann Sample.}
    Fails:
        facts/counts/2031-sample-visits-to-marovia.yaml:
          evidence:
            courier-2031-05-03:
              9:
                - phrase: She has been there
    """
    for pointer, item in case.items:
        named, what = {*item.supports, *item.says}, f"The item {item.phrase!r}"
        if not named:
            fix = "List the fields that it states under `supports`, or the values that differ from the record under `says`."
            yield case.problem(pointer, f"{what} supports no field.", fix)
        for path in sorted(item.inference.keys() - named) if isinstance(item.inference, dict) else ():
            fix = f"{did_you_mean(path, named)} Listed: {', '.join(sorted(named)) or 'nothing'}.".strip()
            at = (*pointer, "inference", path)
            message = f"`inference` names {path!r}, which the item {item.phrase!r} does not list under `supports` or `says`."
            yield case.problem(at, message, fix)
        seed = case.dataset.seeds.get(str(pointer[1]))
        if item.translation is not None and seed is not None and seed.language == ENGLISH:
            message = f"{what} has a translation, but {seed.id} is in English."
            yield case.problem((*pointer, "translation"), message, "Delete it.")


def malformed_saying(case: Case) -> Iterator[Problem]:
    """A value under `says` that its field cannot have, or that is the record's own.

    `says` has the values that differ from the record: a number is a quantity, a date is EDTF, an actor, a place or a deal
    is an id, a code is of the field's codelist. `unknown` means that the article says that the value is not known.

    Passes:
        facts/counts/2031-sample-visits-to-marovia.yaml:
          evidence:
            lantern-2031-05:
              8:
                - phrase: again
                  says: {value: more than 1, date: unknown, subject: norland-foreign-ministry}
    Fails:
        facts/counts/2031-sample-visits-to-marovia.yaml:
          evidence:
            lantern-2031-05:
              8:
                - phrase: again
                  says: {value: more than once}
    """
    for pointer, item in case.items:
        for path, said in item.says.items():
            value = case.by_path.get(path)
            if value and said != UNKNOWN and (fault := _fault(case.fact, value, said, case.dataset)):
                yield case.problem((*pointer, "says", path), *fault)


def _fault(fact: Fact, value: FieldValue, said: str, dataset: Dataset) -> tuple[str, str] | None:
    if said == str(value.value):
        return f"The record also has {value.path!r} = {said!r}.", "List it under `supports` instead."
    try:
        if value.kind == "number":
            quantity.parse(said)
        elif value.kind == "date" and not (value.field == "effective" and said == NOT_YET):
            edtf.parse(said)
    except ValueError as error:
        return f"{error}.", "Write the value that the article has."
    register = "deals" if value.field == "deals" else {"place": "places", "actor": "actors"}.get(value.kind)
    if value.kind == "code" and register is None and said not in (allowed := codes(value, fact, dataset)):
        return f"{said!r} is not a value of {value.field!r}.", f"Allowed: {', '.join(allowed)}."
    is_sector = value.field == "targets" and said in SECTOR.codes
    if register is None or is_sector or said in dataset.register(register) or register in dataset.unread:
        return None
    return f"There is no {register[:-1]} {said!r}.", where_to_add(said, register, dataset)


def supported_and_said(case: Case) -> Iterator[Problem]:
    """A field that one item lists under both `supports` and `says`, or twice under `supports`.

    Passes:
        facts/counts/2031-sample-visits-to-marovia.yaml:
          evidence: {lantern-2031-05: {8: [{phrase: again, supports: [subject], says: {value: more than 1}}]}}
    Fails:
        facts/counts/2031-sample-visits-to-marovia.yaml:
          evidence: {lantern-2031-05: {8: [{phrase: again, supports: [value], says: {value: more than 1}}]}}
    """
    fix = "Keep it in one place: `supports` if the article has the record's value, otherwise `says`."
    for pointer, item in case.items:
        named = Counter((*item.supports, *item.says))
        for path in sorted(path for path, count in named.items() if count > 1):
            message = f"The item {item.phrase!r} lists {path!r} twice."
            yield case.problem((*pointer, "supports"), message, fix)


def relay_not_a_source(dataset: Dataset) -> Iterator[Problem]:
    """A `via`, or a seed's `relays`, that is neither a report nor an outlet.

    `attributed_to` names the actors that an article credits, and `via` the publication that it retells.

    Passes:
        seeds/leaflet-2031.yaml: {relays: [courier]}
    Fails:
        seeds/leaflet-2031.yaml: {relays: [max-muster]}
    """
    named: list[tuple[str, str, Pointer, str]] = [
        ("seeds", seed.id, ("relays", index), actor_id)
        for seed in dataset.seeds.values()
        for index, actor_id in enumerate(seed.relays)
    ]
    named += [("facts", fact.id, (*one.pointer, "via"), one.item.via or "") for fact, one in dataset.items()]
    for register, record_id, at, actor_id in named:
        actor = dataset.actors.get(actor_id)
        if actor is not None and actor.kind not in ("report", "outlet"):
            message = f"{actor_id!r} is of the kind {actor.kind}, neither a report nor an outlet."
            fix = "Put it into `attributed_to`, or name the report or outlet that is retold."
            yield dataset.problem(register, record_id, at, message, fix)


def relay_not_named(case: Case) -> Iterator[Problem]:
    """A `via` that the article neither names nor relays throughout.

    The register has a spelling of the report or outlet, or of its parent, for the article; or the seed's `relays` lists it.

    Passes:
        facts/counts/2031-sample-visits-to-marovia.yaml:
          evidence: {leaflet-2031: {6: [{phrase: the talks, supports: [subject], via: courier}]}}
    Fails:
        facts/counts/2031-sample-visits-to-marovia.yaml:
          evidence: {lantern-2031-05: {8: [{phrase: again, supports: [subject], via: courier}]}}
    """
    actors = case.dataset.actors
    for pointer, item in case.items:
        seed = case.dataset.seeds.get(str(pointer[1]))
        if seed is None or item.via not in actors or item.via in seed.relays:
            continue
        if not any(seed.id in actors[name].spellings for name in (item.via, *around(item.via, actors))):
            message = f"No spelling of {item.via!r} is registered for {seed.id}."
            fix = "Name the report or outlet that the article retells, or add the spelling to the register."
            yield case.problem((*pointer, "via"), message, fix)


def unresolved_conflict(case: Case) -> Iterator[Problem]:
    """Articles that disagree on a field without an entry under `resolutions`.

    A disagreement is data: the record says which value it has and why, or that it is unresolved. An article's silence is
    never a conflict, and neither is a bound or a wider date that contains the record's value.

    Passes:
        facts/counts/2031-sample-visits-to-marovia.yaml:
          evidence: {lantern-2031-05: {8: [{phrase: again, says: {value: at least 2, date: unknown}}]}}
    Fails:
        facts/releases/2028-10-02-five-freed-at-dawn.yaml: {resolutions: null}
    """
    conflicting = {claim.path: claim for claim in reversed(case.claims) if claim.agreement == "conflict"}
    methods = f"Methods: {', '.join(RESOLUTION_METHOD.codes)}."
    for path, value in case.by_path.items():
        claim = conflicting.get(path)
        if claim is not None and path not in case.fact.resolutions:
            other = f"{claim.seed_id} gives {path!r} as {claim.value!r}"
            message = f"{other}, but the record has {str(value.value)!r}."
            fix = f"Add `resolutions: {{{path}: {{method: …, note: …}}}}`, or correct the value. {methods}"
            yield case.problem((*claim.pointer, "says", path), message, fix)


def needless_resolution(case: Case) -> Iterator[Problem]:
    """A resolution where no article disagrees.

    It would report a conflict that does not exist.

    Passes:
        facts/releases/2028-10-02-five-freed-at-dawn.yaml:
          resolutions: {released: {method: unresolved, note: Free Harbour counted seven.}}
    Fails:
        facts/counts/2031-sample-visits-to-marovia.yaml:
          resolutions:
            value: {method: unresolved, note: The record has the Courier's figure.}
    """
    conflicting = {claim.path for claim in case.claims if claim.agreement == "conflict"}
    # An unreadable article or actor may have the claim that conflicts.
    paths = set() if case.dataset.unread - {"facts"} else set(case.fact.resolutions)
    for path in sorted(paths & case.by_path.keys() - conflicting):
        fix = "Delete the resolution, or add the claim that conflicts."
        yield case.problem(("resolutions", path), f"No article conflicts with {path!r}.", fix)


# A sentence is about a fact if it is evidence for one of these fields.
_OF_EVENT = OF_ACT | {"date"}
_WHO_AND_WHERE = {
    "actors", "according_to", "announced_by", "claimed_by", "counted_as", "legal_form", "participants", "persons", "places",
    "proposed_by", "received_by", "released_by", "targets",
}  # fmt: skip


def sentence_of_another(dataset: Dataset) -> Iterator[Problem]:
    """A value whose sentence, or whose words, are only about another fact.

    The sentence is evidence for the stage, date, figure, kind or measure of the other fact but not of this one, so the value may
    belong to another event. Facts that share a deal, or have a link other than `distinct_from`, may share sentences, but not the
    words of a date, nor those of a name in a sentence that this fact cites for the link. The rule runs if a text or the lock shows
    the sentences.

    Passes:
        facts/releases/2031-03-pardons.yaml:
          credits: [{actor: ann-sample, how: brokered}]
          evidence: {courier-2031-05-03: {11: [{phrase: brokered by Ms. Sample, supports: [credits.ann-sample]}]}}
    Fails:
        facts/releases/2031-03-pardons.yaml:
          places: [{place: port-salt, role: venue}]
          evidence: {courier-2031-05-03: {3: [{phrase: talks in Port Salt, supports: [places.port-salt]}]}}
    """
    found: dict[tuple[str, str, Span], list[tuple[Fact, Located]]] = {}
    for fact, one in dataset.items():
        for sentence in dataset.lock.sentences(one.seed_id, int(one.paragraph)):
            if not fact.withdrawn and meet(dataset.span(fact, one), sentence):
                found.setdefault((one.seed_id, one.paragraph, sentence), []).append((fact, one))
    for sources in found.values():
        about = {fact.id: fact for fact, one in sources if not _OF_EVENT.isdisjoint(one.item.supports)}
        for fact, one in sources:
            deals = {part.deal for part in fact.deals}
            others = [
                other.id
                for other in about.values()
                if deals.isdisjoint(part.deal for part in other.deals)
                and not are_linked(fact, other, without="distinct_from")
            ]
            is_other = fact.id not in about and len(others) == len(about) > 0
            names = [path for path in _direct(one) if path.partition(".")[0] in _WHO_AND_WHERE]
            taken = (
                dict.fromkeys(names, others[0]) if is_other else _taken(fact, one, names, sources, dataset)
            )
            for path, other in [*taken.items()][:1]:
                what, fix = (
                    "its sentence is only about",
                    "Cite a sentence about this fact, link the two facts",
                )
                if not is_other:
                    what, fix = "its words are evidence for", "Quote words about this fact"
                message = f"{one.item.phrase!r} supports {path!r}, but {what} {other!r}."
                fix += ", or add an `inference` that says why it fits."
                yield dataset.problem("facts", fact.id, (*one.pointer, "phrase"), message, fix)


def _direct(one: Located) -> list[str]:
    """Return directly supported paths, except links and deals."""
    paths = (path for path in one.item.supports if not one.item.reason(path))
    return [path for path in paths if path.partition(".")[0] not in ("links", "deals")]


def _taken(
    fact: Fact, one: Located, names: list[str], sources: list[tuple[Fact, Located]], dataset: Dataset
) -> dict[str, str]:
    """Return values taken from the words of another fact.

    Not if the sentence is direct evidence for the act of this fact, or if the words name it.
    """
    (start, end), phrase, taken = dataset.span(fact, one) or (0, 0), one.item.phrase, dict[str, str]()
    cited = [source for by, source in sources if by is fact]
    own = {path for source in cited for path in _direct(source)}
    if own & OF_ACT or names_act(fact, phrase):
        return taken
    for other, source in sources:
        place, values = dataset.span(other, source), {path.rpartition(".")[2] for path in _direct(source)}
        if other is not fact and place and meet((start, end), place):
            shared = phrase[max(place[0] - start, 0) : place[1] - start]
            is_date = own <= {"date", "effective"} and "date" in _direct(one)
            if is_date and values - own and not names_act(fact, source.item.phrase):
                taken["date"] = other.id
            if any(f"links.{other.id}" in item.supports for *_, item in cited):
                is_of_other = shared == phrase or names_act(other, shared)
                taken |= {
                    path: other.id for path in names if is_of_other and path.partition(".")[2] in values
                }
    return taken
