"""Layer 4, living people: what a record says of a person, an article says."""

from collections.abc import Iterator

from factpack.evidence import reading
from factpack.models.records import Release
from factpack.problems import Problem
from factpack.rules.case import Case

_FREE = ("freed", "implied_free")
_DONE = ("carried_out", "claimed")


def freed_not_said(case: Case) -> Iterator[Problem]:
    """A person marked `freed` whom no item says to be so.

    An item says it by its phrase (freed, released, handed over, pardoned and the like), or tells in its `inference` how
    the article does, where the name stands apart from the verb. What an article only implies is `implied_free`.

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
    if not isinstance(case.fact, Release):
        return
    for index, person in enumerate(case.fact.persons):
        path = f"persons.{person.key}"
        items = [item for _, item in case.items if path in item.supports]
        said = any(
            item.inference or reading.stages(item.phrase, "release", only="carried_out") for item in items
        )
        if person.outcome == "freed" and items and not said:
            yield case.problem(
                ("persons", index, "outcome"),
                f"{path!r} is freed, but no phrase that supports it says so.",
                "Quote the words that do, or tell in an `inference` how the article says it; what it only implies is "
                "`implied_free`.",
            )


def freed_by_no_act(case: Case) -> Iterator[Problem]:
    """A person marked `freed` or `implied_free` in a release that nobody says has happened.

    Nobody is free because a release is planned, considered or demanded.

    Passes:
        facts/releases/release-that-free-harbour-demands.yaml:
          persons: [{label: a baker, outcome: not_freed}]
          evidence:
            lantern-2031-05:
              4:
                - phrase: a baker is still in prison
                  supports: [persons.a-baker]

    Fails:
        facts/releases/release-that-free-harbour-demands.yaml:
          persons: [{label: a baker, outcome: freed}]
          evidence:
            lantern-2031-05:
              4:
                - phrase: a baker was freed
                  supports: [persons.a-baker]
    """
    if not isinstance(case.fact, Release) or case.fact.stage in _DONE:
        return
    for index, person in enumerate(case.fact.persons):
        if person.outcome in _FREE:
            yield case.problem(
                ("persons", index, "outcome"),
                f"'persons.{person.key}' is {person.outcome}, and the release is only {case.fact.stage}.",
                "Move the person to the release that freed him or her, or mend the stage.",
            )
