"""Compare each value with what its phrase says.

A phrase may be silent on its value, but must not contradict it. The readers in `factpack.evidence.reading` err on the side
of silence: an `inference` then fills the gap, and the table `inferred_shares` counts the claims that need one.
"""

import re
from collections.abc import Iterator

from factpack import overlaps
from factpack.claims import ENGLISH, SUPPORTS, Claim, compare_intervals, top_parent
from factpack.evidence import cues, lexicon, reading
from factpack.evidence.cues import DONE, STAGES
from factpack.evidence.numbers import quantities
from factpack.evidence.reading import CONTRADICTS, SILENT, Reading
from factpack.models import quantity
from factpack.models.codelists import SANCTIONS_MEASURE
from factpack.models.edtf import MONTH_NAMES, Edtf
from factpack.models.records import PRINCIPAL_FIELD, fact_type, stage_of
from factpack.problems import Problem
from factpack.rules.case import Case
from factpack.rules.dates import misfit_weekdays
from factpack.rules.items import BEHIND
from factpack.rules.persons import SAID


def value_not_in_phrase(case: Case) -> Iterator[Problem]:
    """A value that its phrase does not state, without an inference.

    The rule reads numbers with their bounds, dates, stages, names, kinds, measures, sectors, labels, legal forms, and what
    became of a person. It reads no remarks, reasons, topics, links or deals, and no phrase of an article that is not in
    English. "freed 12 prisoners" states 12; "at least 12" states "at least 12" and not 12. A date without its year, a
    weekday and "last month" follow from the publication of the article. A name counts in a spelling that the register has
    for the article. `implied_free` is never stated, and `unknown` only by words such as "is not clear". A stage, kind
    or measure in unknown words is left to `unknown-wording`.

    Passes:
        facts/counts/2031-sample-visits-to-marovia.yaml: {value: 4}
    Fails:
        facts/counts/2031-sample-visits-to-marovia.yaml: {value: at least 4}
    """
    silent = [
        (claim, read)
        for claim, read in case.readings
        if read.verdict == SILENT
        and not (claim.field == "persons" and claim.value in SAID)  # see `freed_not_said`
        and not claim.inference
        and not misfit_weekdays(claim)  # see `weekday`
        and not case.is_unknown(claim, read)  # see `unknown_wording`
    ]
    for claim, _, message in _by_value(silent, "does not state"):
        fix = "Choose a phrase that states it, correct the value, or add an `inference` with the reason."
        if claim.value == "claimed":
            fix = "Quote who says so in the same phrase. Or correct the value, or add an `inference` with the reason."
        yield case.problem((*claim.pointer, "phrase"), f"{message}{_spellings(case, claim)}", fix)


def unknown_wording(case: Case) -> Iterator[Problem]:
    """A stage, kind or measure in words that the program does not know.

    The phrase states another value, names an actor or place of the record or has a label such as "prisoners", but no known
    word for any code. This is not an error: compare the two. A verified phrase is not reported.

    Passes:
        facts/releases/2031-03-pardons.yaml: {stage: carried_out, legal_form: pardon}
    Fails:
        facts/releases/2031-03-pardons.yaml:
          legal_form: not_stated
          evidence:
            lantern-2031-05:
              6:
                - phrase: This March Marovia put more than 20 people on the ferry to Selmark
                  supports: [date, stage, released, counted_as, released_by.marovia]
    """
    unknown = [
        (claim, read)
        for claim, read in case.readings
        if read.verdict == SILENT
        and not claim.inference
        and (case.fact.id, *claim.pointer[1:]) not in case.dataset.spans
        and case.is_unknown(claim, read)
    ]
    for claim, _, message in _by_value(unknown, "has no known word for"):
        fix = "Compare the two. If the phrase states the value, do nothing."
        yield case.problem((*claim.pointer, "phrase"), message, fix)


def _by_value(claims: list[tuple[Claim, Reading]], what: str) -> Iterator[tuple[Claim, Reading, str]]:
    """Yield each value's first claim; its message names the others."""
    by_value: dict[tuple[str, str], list[tuple[Claim, Reading]]] = {}
    for claim, read in claims:
        by_value.setdefault((claim.path, claim.value), []).append((claim, read))
    for (path, value), ((claim, read), *others) in by_value.items():
        found = ", ".join(map(repr, sorted(read.found)))
        says = f"; it says {found}" if found else ""
        places = ", ".join(f"{one.phrase!r} ({one.seed_id} ¶{one.paragraph})" for one, _ in others)
        same = f" The same holds for {places}." if others else ""
        yield claim, read, f"{claim.phrase!r} {what} {path!r} = {value!r}{says}.{same}"


def _spellings(case: Case, claim: Claim) -> str:
    """Return a hint on the article's spellings of a name."""
    register, named = case.named(claim)
    own = case.spellings.printed(register, claim.seed_id).get(named, [])
    if named not in case.dataset.register(register) or (own and reading.names(claim.phrase, own)):
        return ""
    if not own:
        return f" The register has no spelling of {named!r} in {claim.seed_id}: add it if the phrase has one."
    calls = f" {claim.seed_id} calls {named!r} {' or '.join(map(repr, own))}"
    return f"{calls}; if the phrase has another spelling, add it to the register."


def contradicted_value(case: Case) -> Iterator[Problem]:
    """A value that its phrase contradicts, with or without an inference.

    An inference fills in what a phrase leaves open, but does not override what it says. Contradictions are read narrowly:
    "would lift" contradicts `in_force`, "remains in prison" contradicts `freed`, 13 contradicts 12 unless a word adds to it
    (12 others), visits contradict prisoners, "lifted" contradicts `impose`, a pardon contradicts an amnesty, "on April 2" a date
    outside April. Names and kinds of meetings are never contradicted. If the words are about something else, explain that under
    `misread`: this makes the problem a warning, except for what became of a person.

    Passes:
        facts/releases/2031-05-02-twelve-freed-at-stone-bridge.yaml: {released: 12, stage: carried_out}
    Fails:
        facts/releases/2031-05-02-twelve-freed-at-stone-bridge.yaml:
          evidence:
            courier-2031-05-03:
              7:
                - phrase: Marovia promised to free 13 prisoners
                  supports: [released, stage]
                  inference: The others are reported later.
    """
    contradicted = [
        (claim, read)
        for claim, read in case.readings
        if read.verdict == CONTRADICTS and (claim.field == "persons" or not claim.item.misread)
    ]
    for claim, read, message in _by_value(contradicted, "contradicts"):
        fix = "Correct the value or the phrase: an inference cannot override the phrase."
        if claim.field == "stage":
            is_figure = claim.agreement == "conflict" and "stage" not in claim.item.says
            fix = "Record the figure as another fact." if is_figure else _other_stage(case, read)
        if claim.field != "persons":
            fix += " If the words are about something else, explain that under `misread`."
        yield case.problem((*claim.pointer, "phrase"), message, fix)


def _other_stage(case: Case, read: Reading) -> str:
    """Return the fix for a phrase of something not done."""
    kind = fact_type(case.fact)
    behind, done = BEHIND.get(kind, {}), {*DONE, "claimed", "announced", "implied"}
    stages = sorted(read.found) or [code for code in STAGES[kind].codes if code not in done]
    needed = [stage for stage in stages if stage in behind]
    said = f"Write `stage: {' or '.join(stages)}`"
    fix = said if read.found else f"Write a stage for something not yet done: {', '.join(stages)}"
    if needed and not getattr(case.fact, behind[needed[0]]):
        fix += f"; add `{behind[needed[0]]}` with evidence"
        fix += f" if it is {' or '.join(needed)}" if needed != stages else ""
    return f"{fix}."


def claim_as_act(case: Case) -> Iterator[Problem]:
    """A release recorded as `carried_out` that only one party reports.

    `carried_out` needs several parties, or an article that reports the release in its own voice. An article's own voice
    includes the reports that its seed `relays`.

    Passes:
        facts/releases/claimed-release-of-fishermen.yaml: {stage: claimed, claimed_by: [max-muster]}
    Fails:
        facts/releases/2031-03-pardons.yaml:
          evidence:
            lantern-2031-05:
              6:
                - phrase: This March it pardoned more than 20 people
                  supports: [date, stage, released, counted_as, legal_form, released_by.marovia]
                  attributed_to: [marovia]
                  inference: {released_by.marovia: The sentence before names Marovia.}
    """
    is_act = (fact_type(case.fact), stage_of(case.fact)) == ("release", "carried_out")
    claims = [one for one in case.claims if one.field == "stage" and one.agreement in SUPPORTS]
    is_credited = all(one.attributed_to or one.via not in ("", *one.seed.relays) for one in claims)
    if is_act and is_credited and len({top_parent(one.origin, case.dataset) for one in claims}) == 1:
        message = f"All evidence of `carried_out` is credited to {claims[0].origin!r} or others on its side."
        fix = "Write `claimed`, and add `claimed_by`. Or add evidence from another party or in an article's own voice."
        yield case.problem(("stage",), message, fix)


def other_figure(case: Case) -> Iterator[Problem]:
    """An item for a stage, measure or label, or for the date of a count, whose phrase gives another figure.

    The phrase may be about another group. `contradicted-value` checks the items that support the figure.

    Passes:
        facts/releases/2031-05-02-twelve-freed-at-stone-bridge.yaml:
          evidence: {courier-2031-05-03: {7: [{phrase: Marovia freed 12 prisoners on Friday, supports: [stage]}]}}
    Fails:
        facts/releases/2031-05-02-twelve-freed-at-stone-bridge.yaml:
          evidence: {courier-2031-05-03: {7: [{phrase: Marovia freed 13 prisoners on Friday, supports: [stage]}]}}
    """
    name, figure = PRINCIPAL_FIELD[fact_type(case.fact)], overlaps.figure_of(case.fact)
    fields = ("stage", "measure", "counted_as", "date" * (fact_type(case.fact) == "count"))
    for claim in case.claims if figure else ():
        is_of_figure = claim.field in fields and claim.seed.language == ENGLISH
        is_of_figure &= claim.field != "date" or not claim.inference
        if is_of_figure and name not in (*claim.item.supports, *claim.item.says):
            read = reading.number(str(figure), claim.phrase)
            # "A citizen" reads as 1, and is one of those counted.
            if read.verdict == CONTRADICTS and read.found != {"1"}:
                said = " and ".join(sorted(read.found))
                message = f"{claim.phrase!r} supports {claim.path!r}, but gives {said}, not {figure}."
                fix = "Correct the figure, or quote the words without the number."
                yield case.problem((*claim.pointer, "phrase"), message, fix)


def part_of_another(case: Case) -> Iterator[Problem]:
    """A part or a person whose phrase names a citizenship or place other than the record's.

    The register's spellings for the article count, and for citizens also words such as "Marovians" or "Marovian citizens".
    A phrase that names none, or also the record's, is accepted. `misread` explains an exception.

    Passes:
        facts/releases/2031-05-02-twelve-freed-at-stone-bridge.yaml:
          breakdown:
            marovians: {citizenship: marovia}
    Fails:
        facts/releases/2031-05-02-twelve-freed-at-stone-bridge.yaml:
          breakdown:
            marovians: {citizenship: norland}
    """
    for claim in case.claims:
        is_part = claim.field in ("breakdown", "persons") and not claim.item.misread
        part = case.fact.element(claim.field, claim.element) if is_part else None
        for name, register in (("citizenship", "actors"), ("place", "places")):
            value = getattr(part, name, None) or ""
            printed = case.spellings.printed(register, claim.seed_id) if value else {}
            if name == "citizenship":
                printed = {
                    key: own for key, own in printed.items() if case.dataset.actors[key].kind == "state"
                }
            is_named = reading.nationals if name == "citizenship" else reading.names
            person = case.spellings.printed("actors", claim.seed_id).get(claim.element, [])
            # "The Marovian John Roe" is a citizen.
            phrase = re.sub("|".join(map(re.escape, person)) or "$^", "citizen", claim.phrase)
            found = [key for key, spellings in printed.items() if is_named(phrase, spellings)]
            own = (re.escape(one[:5] if register == "actors" else one) for one in printed.get(value, []))
            if found and value not in found and not any(re.search(rf"\b{one}", claim.phrase) for one in own):
                said = " and ".join(map(repr, found))
                message = f"{claim.path!r} has {name} {value!r}, but {claim.phrase!r} names {said}."
                fix = f"Correct the {name}, or quote only the words about this part."
                yield case.problem((*claim.pointer, "phrase"), message, fix)


def misread_phrase(case: Case) -> Iterator[Problem]:
    """A contradiction that `misread` explains, or a `misread` that explains none.

    A warning, so that a reviewer looks at it.

    Passes:
        facts/releases/2031-05-02-twelve-freed-at-stone-bridge.yaml:
          evidence: {courier-2031-05-03: {7: [{phrase: Marovia freed 12 prisoners on Friday, supports: [released]}]}}
    Fails:
        facts/releases/2031-05-02-twelve-freed-at-stone-bridge.yaml:
          evidence:
            courier-2031-05-03:
              7:
                - phrase: row 13 of the list
                  supports: [released]
                  inference: The list ends with row 12.
                  misread: The number is that of a row.
    """
    contradicted = {claim.pointer: claim for claim, read in case.readings if read.verdict == CONTRADICTS}
    for pointer, item in case.items:
        claim = contradicted.get(pointer)
        said, fix = "contradicts no value, so `misread` explains nothing", "Delete it."
        if claim is not None:
            said = f"seems to contradict {claim.path!r} = {claim.value!r}; `misread` says why it does not"
            fix = "Check the explanation against the article."
        if item.misread and (claim is None or claim.field != "persons"):
            yield case.problem((*pointer, "misread"), f"{item.phrase!r} {said}.", fix)


def phrase_too_thin(case: Case) -> Iterator[Problem]:
    """A phrase with fewer than two words that carry meaning, from which no value is read.

    A reader learns nothing from it. One name, number or other value that is read from it is enough.

    Passes:
        facts/counts/2031-sample-visits-to-marovia.yaml:
          evidence:
            courier-2031-05-03:
              9:
                - phrase: this year
                  supports: [date]
    Fails:
        facts/counts/2031-sample-visits-to-marovia.yaml:
          evidence:
            courier-2031-05-03:
              9:
                - phrase: She
                  supports: [subject]
                  inference: She is Ann Sample.
    """
    if case.dataset.unread & {"actors", "places"}:  # then names cannot be read
        return
    for pointer, item in case.items:
        seed = case.dataset.seeds.get(str(pointer[1]))
        is_thin = pointer not in case.stating and lexicon.content_words(item.phrase) < 2
        if is_thin and seed and seed.language == ENGLISH:
            message = f"{item.phrase!r} is not clear on its own."
            fix = "Quote more of the sentence, or support the value with another item and an `inference`."
            yield case.problem((*pointer, "phrase"), message, fix)


def title_differs(case: Case) -> Iterator[Problem]:
    """A title whose figures, months or measures differ from the record's, or that reports as done what is not.

    Figures are compared only for releases and counts, stages only for releases and sanctions.

    Passes:
        facts/releases/2031-05-02-twelve-freed-at-stone-bridge.yaml:
          title: Twelve prisoners freed in May 2031, two of them from Port Salt
    Fails:
        facts/releases/2031-05-02-twelve-freed-at-stone-bridge.yaml: {title: Thirteen prisoners freed at Stone Bridge}
    """
    fact = case.fact
    figure = overlaps.figure_of(fact)
    found = quantities(fact.title) - {*quantity.VAGUE, "1"}  # "an editor" is one of those freed
    is_sum = re.search(rf"(?i)\band (?:her |his |their )?(?:{lexicon.SMALL}|\d+)\b", fact.title)
    bounds = [quantity.parse(text).bounds for text in found]
    is_other = figure and all(compare_intervals(figure.bounds, one) == "conflict" for one in bounds)
    if is_other and found and not is_sum and found.isdisjoint(str(value.value) for value in case.values):
        message = f"The title gives the figure as {' and '.join(sorted(found))}, but the record has {figure}."
        yield case.problem(("title",), message, "Correct the title or the figure.")
    months = [name for name in re.findall(r"\w+", fact.title) if name in MONTH_NAMES]
    dates = (fact.date, getattr(fact, "effective", None))
    known = [month for one in dates if isinstance(one, Edtf) for month in one.months]
    if months and known and not any(MONTH_NAMES[number - 1] in months for number in known):
        message = f"The title mentions {' and '.join(months)}, but the record is dated {fact.date}."
        yield case.problem(("title",), message, "Correct the title or the date.")
    stage, about, measure = stage_of(fact), fact_type(fact), getattr(fact, "measure", "")
    measures = cues.codes(fact.title, SANCTIONS_MEASURE) if about == "sanctions" else ()
    if measures and measure not in measures:
        message = (
            f"The title says {' and '.join(map(repr, sorted(measures)))}, but the record has {measure!r}."
        )
        yield case.problem(("title",), message, "Correct the title or the measure.")
    is_done = about in ("release", "sanctions") and cues.stages(fact.title, about, measure) & DONE
    if is_done and stage not in (*DONE, "claimed", "implied", ""):
        message = f"The title reports as done what is only {stage}."
        yield case.problem(("title",), message, "Correct the title or the stage.")
