"""Check that articles say what became of each person."""

from collections.abc import Iterator

from factpack.evidence import reading
from factpack.evidence.outcomes import outcomes
from factpack.models.records import stage_of
from factpack.problems import Problem
from factpack.rules.case import Case

SAID = ("freed", "not_freed")  # outcomes that are never inferred


def freed_not_said(case: Case) -> Iterator[Problem]:
    """A person marked `freed` or `not_freed` by an item whose sentence does not say so.

    Neither is ever inferred. The item's phrase, or another one for this person from the same sentence, must have the name, and
    any phrase of the record from that sentence must have words such as freed, released or still in prison. If neither a text
    nor the lock shows the sentences, one phrase must have both. What an article only implies is `implied_free`. For a person with a label
    instead of a name, the phrase counts as the name.

    Passes:
        facts/releases/2031-05-02-twelve-freed-at-stone-bridge.yaml:
          evidence:
            leaflet-2031:
              2:
                - phrase: Jane Doe was freed
                  supports: [persons.jane-doe]
    Fails:
        facts/releases/2031-03-pardons.yaml:
          persons: [{label: a baker, outcome: freed}]
          evidence:
            lantern-2031-05:
              4:
                - phrase: a baker
                  supports: [persons.a-baker]
    """
    quote = "Quote the words that do. If the article only implies it, use `implied_free` with an `inference`."
    for claim, read in case.readings:
        is_unfreed = claim.value == "freed" and any(freed_by_no_act(case))  # which reports it
        is_said = claim.field == "persons" and claim.value in SAID and read.verdict != reading.CONTRADICTS
        if is_unfreed or not is_said:
            continue
        spellings = case.spellings.printed("actors", claim.seed_id).get(claim.element, [])
        # An inference on the whole item may be about its other values.
        is_of_field = isinstance(claim.item.inference, dict)
        is_of_persons = all(path.startswith("persons.") for path in claim.item.supports)
        around = [one.item for one in case.same_sentence(claim)]
        of_person = [one.phrase for one in around if claim.path in one.supports]
        is_named = not spellings or any(reading.names(phrase, spellings) for phrase in of_person)
        # A phrase of the paragraph that changed may be of the same sentence.
        paragraph = [pointer for pointer, _ in case.items if pointer[:3] == claim.pointer[:3]]
        is_said = read.verdict == reading.STATES or any(claim.value in outcomes(one.phrase) for one in around)
        if not is_named or not is_said:
            what = f"no word in {claim.phrase!r} says so, and no text or lock shows its sentence"
            if not is_named:
                what = f"{claim.phrase!r} does not name the person"
            elif all((case.fact.id, *pointer[1:]) in case.dataset.spans for pointer in paragraph):
                what = f"no word in the sentence of {claim.phrase!r} says so"
            message = f"{claim.path!r} is {claim.value}, but {what}."
            is_done = stage_of(case.fact) in ("carried_out", "claimed", "implied")
            fix = (
                quote
                if is_done
                else "Delete the person: `persons` says what became of people, not what is promised."
            )
            yield case.problem((*claim.pointer, "phrase"), message, fix)
        elif claim.item.reason(claim.path) and (is_of_field or is_of_persons):
            step = (claim.path,) if is_of_field else ()
            message = f"{claim.path!r} is {claim.value} by inference, but {claim.value} must be stated."
            fix = "Delete the inference, or mark the person `implied_free`."
            yield case.problem((*claim.pointer, "inference", *step), message, fix)


def freed_by_no_act(case: Case) -> Iterator[Problem]:
    """A person marked `freed` or `implied_free` in a release that no article says has happened.

    A release that is planned, considered or demanded frees nobody. In a release that is only implied, nobody is `freed`.

    Passes:
        facts/releases/2028-11-poet-seen-at-the-fair.yaml: {stage: implied}
    Fails:
        facts/releases/release-that-free-harbour-demands.yaml:
          persons: [{label: a baker, outcome: freed}]
          evidence:
            lantern-2031-05:
              4:
                - phrase: a baker was freed
                  supports: [persons.a-baker]
    """
    stage = getattr(case.fact, "stage", "")
    persons = getattr(case.fact, "persons", ()) if stage not in ("carried_out", "claimed") else ()
    for index, person in enumerate(persons):
        if person.outcome == "freed" or (person.outcome == "implied_free" and stage != "implied"):
            message = f"'persons.{person.key}' is {person.outcome}, but the release is only {stage}."
            fix = "Move the person to the release that freed him or her, delete the person, or correct the stage."
            yield case.problem(("persons", index, "outcome"), message, fix)
