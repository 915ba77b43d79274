"""Who there is, and what is told of them: a made-up world of facts, by one source of chance."""

import itertools
import random
from collections.abc import Iterator
from datetime import date, timedelta

from made_up import Cast, Draft, Entry, Item, Paper

ARTICLES_OF_A_CAST = 8

# The types of a cast's facts in their order: one of each, then over and over shares as in the real repository.
OPENING = ("release", "count", "meeting", "sanctions")
CYCLE = ("meeting", "sanctions", "meeting", "count", "meeting", "sanctions", "release", "meeting", "sanctions",
         "meeting", "meeting", "count", "sanctions", "meeting", "release", "meeting", "sanctions", "count", "release")  # fmt: skip

SYLLABLES = ("bel", "dor", "fen", "gal", "hov", "jar", "kel", "lum", "mir", "nol", "pra", "quo", "ros", "sel",
             "tav", "ul")  # fmt: skip
FIRST_NAMES = ("Abel", "Berta", "Casimir", "Dora", "Emil", "Flora", "Gustav", "Hedda", "Igor", "Jelka", "Karol",
               "Ludmila")  # fmt: skip
OCCUPATIONS = ("teacher", "nurse", "printer", "student", "lawyer", "miner", "poet", "baker", "pilot", "tailor")  # fmt: skip
SECTORS = ("banks", "potash", "petroleum", "wood", "gold", "diamonds", "trade", "finance")
MEASURES = {"lift": "lifting", "ease": "easing", "tighten": "tightening", "impose": "imposing",
            "maintain": "keeping"}  # fmt: skip
STEPS = {"announced": "announced", "promised": "promised", "considered": "was considering", "offered": "offered",
         "discussed": "discussed", "demanded": "demanded"}  # fmt: skip
MEETINGS = {"talks": "the talks", "visit": "the visit", "briefing": "the briefing", "reception": "the reception",
            "consultation": "the consultations"}  # fmt: skip
TOPICS = {"prisoner_release": "the prisoners", "sanctions": "the sanctions", "relations": "the relations of the two",
          "deal": "the terms of a deal", "repression": "the arrests"}  # fmt: skip
ASIDE = ("opinion", "background", "out_of_scope", "repeats")

# What stands around a phrase: six times its length or so, for no more than a fifth of an article may be quoted.
BEFORE = (
    "Word of it went round the market hall before the stalls had closed and was soon all over the harbour",
    "The evening papers had it on their front pages in the size of type that they keep for floods and weddings",
    "Those who had stood at the gates since the early morning heard it first and told it to whoever came by",
    "A note was read out to the reporters who had been waiting in the rain on the steps of the old customs house",
    "The wireless broke off its concert in the middle of the slow movement to tell its listeners what had come in",
)
AFTER = (
    "nobody in the square could remember when anything of the kind had been heard of in the years before",
    "the bells of the lower town were rung although it was neither a feast day nor the hour for them",
    "by the time the lamps were lit the cafes along the quay had run out of chairs and nearly out of cups",
    "it took the better part of the evening until the telegraph office had sent all that it was handed",
    "the ferries left late because the crews stayed on the landing stage to hear the rest of it",
)
# Why, where a phrase alone does not say it: two sentences, folded as the canonical form folds them.
INFERENCES = (
    "The subject stands in the sentence before, which tells of the same day.",
    "The article names the two sides in its first paragraph and then goes on with pronouns; nobody else is meant.",
    "Said of the whole of it, and taken for this part as well.",
    "As the article was written.",
)


class World:
    """All that is made up, by one source of chance."""

    def __init__(self, facts: int, seed: int) -> None:
        self.choice = random.Random(f"{facts} {seed}")
        self.drafts: list[Draft] = []
        self.told: set[str] = set()
        self.names = self._names()
        papers = max(5, round(5 * (facts / 100) ** (2 / 3)))
        self.outlets = [
            self._entry(f"{next(self.names)} Courier", "outlet") for _ in range(max(3, papers // 10))
        ]
        self.papers = [Paper(number, self.outlets[number % len(self.outlets)]) for number in range(papers)]
        for paper in self.papers:
            paper.set_aside(paper.title, "headline")
            paper.set_aside(f"From our own correspondents, {paper.published:%d %B %Y}.", "byline")
        casts = min(max(3, round(0.9 * facts**0.5)), facts // len(OPENING))
        self.casts = [self._cast(number, casts) for number in range(casts)]
        for number, cast in enumerate(self.casts):
            self._facts_of(cast, number, facts // casts + (number < facts % casts))
        self._link_figures()
        self._link_counts()
        for paper in self.papers:
            paper.set_aside(
                "Letters reach us at the old customs house, second floor, where there is a lost umbrella.",
                "boilerplate",
            )

    # --- who there is ---------------------------------------------------------------------------------

    def _names(self) -> Iterator[str]:
        """Made-up names, no two alike; four syllables when those of three are used up."""
        for length in itertools.count(3):
            names = ["".join(parts).capitalize() for parts in itertools.product(SYLLABLES, repeat=length)]
            self.choice.shuffle(names)
            yield from names

    def _entry(self, name: str, kind: str = "", within: str = "") -> Entry:
        return Entry(name.lower().replace(" ", "-"), name, kind, within)

    def _cast(self, number: int, casts: int) -> Cast:
        width = min(ARTICLES_OF_A_CAST, len(self.papers))
        first = round(number * (len(self.papers) - width) / max(1, casts - 1))
        home, other = (self._entry(next(self.names), "state") for _ in range(2))
        ruler, envoy = (
            self._entry(f"{self.choice.choice(FIRST_NAMES)} {next(self.names)}", "person", state.id)
            for state in (home, other)
        )
        return Cast(
            self.papers[first : first + width], home, other, ruler, envoy,
            ministry=self._entry(f"{other.name} Treasury", "office", other.id),
            counter=self._entry(f"Free {next(self.names)} Union", "organization"),
            source=self._entry(f"aides from {next(self.names)}", "unnamed"),
            firm=self._entry(f"{next(self.names)} Works", "organization", home.id),
            capital=self._entry(f"{next(self.names)} City"),
            crossing=self._entry(f"{next(self.names)} Bridge"),
        )  # fmt: skip

    # --- what is told ---------------------------------------------------------------------------------

    def _facts_of(self, cast: Cast, number: int, facts: int) -> None:
        made: list[Draft] = []
        for index, kind in enumerate(
            itertools.islice(itertools.chain(OPENING, itertools.cycle(CYCLE)), facts)
        ):
            at = index * len(cast.papers) // facts
            share = self.choice.random()
            papers = cast.papers[at : at + (3 if share < 0.08 else 2 if share < 0.42 else 1)]
            if kind == "release" and not made:
                draft = self._release(cast, papers)
            elif kind == "count" and len(made) == 1 and number % 5 < 3:
                draft = self._running_total(cast, papers, made[0])
            else:
                draft = {
                    "release": self._release_asked_for,
                    "meeting": self._meeting,
                    "sanctions": self._sanctions,
                    "count": self._count,
                }[kind](cast, papers)
            if index > 1:
                self._link_back(draft, made[-1] if index % 3 else self.choice.choice(made))
            made.append(draft)
        self.drafts += made

    def _link_back(self, draft: Draft, earlier: Draft) -> None:
        relation = "during" if draft.meets(earlier) else "follows" if earlier.date < draft.date else ""
        if relation:
            draft.links.append((earlier.id, relation, "The dates of the two say so."))

    def _day(self, paper: Paper) -> date:
        return paper.published - timedelta(self.choice.randrange(7))

    def _maybe(self, share: float) -> bool:
        return self.choice.random() < share

    def _new(self, slug: str) -> bool:
        """Whether nothing was told under a slug yet; from now on it was."""
        is_new = slug not in self.told
        self.told.add(slug)
        return is_new

    def _tell(self, draft: Draft, paper: Paper, *items: Item) -> None:
        """Add a paragraph with the items to an article, and them to the fact; now and then one that nobody cites."""
        if self._maybe(0.15):
            self.choice.shuffle(order := [*BEFORE, *AFTER])
            paper.set_aside(
                ". ".join(text[0].upper() + text[1:] for text in order[:3]) + ".", self.choice.choice(ASIDE)
            )
        sentences = []
        for item in items:
            item.inference = item.inference or (self.choice.choice(INFERENCES) if self._maybe(0.6) else "")
            credit = f"; so {item.by.named_in(paper)} said" if item.by else ""
            sentences.append(
                f"{self.choice.choice(BEFORE)}: {item.phrase}{credit}; {self.choice.choice(AFTER)}."
            )
        paper.paragraphs.append(" ".join(sentences))
        draft.evidence.setdefault(paper.id, {})[len(paper.paragraphs)] = list(items)

    def _release(self, cast: Cast, papers: list[Paper]) -> Draft:
        paper, home, other = papers[0], cast.home, cast.other
        day, number = self._day(paper), self.choice.randrange(30, 400)
        self._new(f"{day} {home.id} {number}")
        part = self.choice.randrange(5, number - 5)
        jobs = self.choice.sample(OCCUPATIONS, 3)
        draft = Draft("release", f"{day}-{home.id}-frees-{number}", (day, day), [
            f"title: {home.name} frees {number} prisoners at {cast.crossing.name}",
            "stage: carried_out", f"date: {day}", f"released: {number}", "counted: prisoners", "legal_form: not_stated",
            f"released_by: [{home.id}]", f"received_by: [{other.id}]", f"brokered_by: [{cast.envoy.id}]",
            "places:", f"  - {{place: {cast.crossing.id}, role: handover}}",
            "persons:", *(f"  - {{label: a {job}, outcome: freed}}" for job in jobs),
            "breakdown:",
            f"  citizens-of-{home.id}: {{of: released, by: citizenship, number: {part}, citizenship: {home.id}}}",
            f"  citizens-of-{other.id}: {{of: released, by: citizenship, number: {number - part}, citizenship: {other.id}}}",
            f"deal: {cast.deal}",
        ], is_figure=True)  # fmt: skip
        self._tell(
            draft, paper,
            Item(f"{home.named_in(paper)} freed {number} prisoners {paper.tells(day, self.choice)}",
                 ("stage", "date", "released", "counted", f"released_by.{home.id}")),
            Item(f"handed to {other.named_in(paper)} at {cast.crossing.named_in(paper)}",
                 (f"received_by.{other.id}", f"places.{cast.crossing.id}")),
            Item(f"brokered by {cast.envoy.named_in(paper)}", (f"brokered_by.{cast.envoy.id}",)),
            Item("the deal", ("deal",), inference="The sentence before tells of both sides of it."),
        )  # fmt: skip
        self._tell(
            draft, paper,
            Item(f"{part} citizens of {home.named_in(paper)}", (f"breakdown.citizens-of-{home.id}",), by=cast.source),
            Item(f"{number - part} citizens of {other.named_in(paper)}", (f"breakdown.citizens-of-{other.id}",), by=cast.source),
            *(Item(f"a {job} was freed", (f"persons.a-{job}",)) for job in jobs),
        )  # fmt: skip
        for paper in papers[1:]:
            fewer = number // 10 * 10 - 10
            self._tell(
                draft, paper,
                Item(f"freed more than {fewer} political prisoners", ("stage",), f"released: more than {fewer}, counted: political prisoners"),
                Item(f"{home.named_in(paper)} let them go", (f"released_by.{home.id}",)),
            )  # fmt: skip
            draft.resolutions = ["  counted:", "    method: own_reporting",
                                 "    note: The article that reports on its own has the wider label, and is followed."]  # fmt: skip
        return draft

    def _running_total(self, cast: Cast, papers: list[Paper], release: Draft) -> Draft:
        last = release.date[1]
        first = last - timedelta(2)
        total = self.choice.randrange(400, 900)
        draft = self._figure(
            cast,
            papers,
            "prisoners_released_in_period",
            f"at least {total}",
            "prisoners",
            cast.home,
            (first, last),
        )
        draft.is_figure = True
        release.links.append((draft.id, "subset_of", "The total counts all who were freed in these days."))
        return draft

    def _count(self, cast: Cast, papers: list[Paper]) -> Draft:
        while True:
            day, sort = self._day(papers[0]), self.choice.random()
            if sort < 0.6:
                bound = self.choice.choice(("at least ", "more than ", "at least ", "more than ", ""))
                measure, value, counted, subject = (
                    "prisoners_held",
                    f"{bound}{self.choice.randrange(100, 1000)}",
                    "political prisoners",
                    cast.home,
                )
            elif sort < 0.8:
                measure, value, counted, subject = (
                    "envoy_visits",
                    f"{self.choice.randrange(2, 100)}",
                    "visits",
                    cast.envoy,
                )
            else:
                measure, value, counted, subject = (
                    "share_of_supply",
                    f"about {self.choice.randrange(2, 60)} %",
                    "world potash supply",
                    cast.firm,
                )
            if self._new(f"{cast.home.id} {day} {measure} {value}"):
                return self._figure(cast, papers, measure, value, counted, subject, (day, day))

    def _figure(self, cast: Cast, papers: list[Paper], measure: str, value: str, counted: str, subject: Entry,
                days: tuple[date, date]) -> Draft:  # fmt: skip
        first, last = days
        slug = f"{last}-{subject.id}-{measure}-{value.removesuffix(' %')}".replace("_", "-").replace(" ", "-")
        told = {
            "prisoners_held": "held in",
            "prisoners_released_in_period": "freed by",
            "envoy_visits": "made by",
            "share_of_supply": "from",
        }
        draft = Draft("count", slug, days, [
            f"title: {measure.replace('_', ' ').capitalize()} of {subject.name}, {value}, {last}",
            f"date: {last}" if first == last else f"date: {first}/{last}\ndate_span: throughout",
            f"measure: {measure}", f"value: {value}", f"counted: {counted}", f"subject: {subject.id}", f"according_to: [{cast.counter.id}]",
        ])  # fmt: skip
        for paper in papers:
            spoken = value.replace(" %", " percent") if value.endswith("%") else f"{value} {counted}"
            window = "" if first == last else "The days from the first to the last that the sentence names."
            self._tell(
                draft, paper,
                Item(spoken, ("value", "counted", "measure"), by=cast.counter),
                Item(f"{told[measure]} {subject.named_in(paper)}", ("subject",), by=cast.counter),
                Item(f"{cast.counter.named_in(paper)} said so {paper.tells(last, self.choice)}",
                     (f"according_to.{cast.counter.id}", "date"), inference=window),
            )  # fmt: skip
        if self._maybe(0.4):
            draft.remarks = [
                "  doubt: The union calls its own figure provisional, as it has no list of names yet."
            ]
            self._tell(draft, papers[0], Item("still incomplete", ("remarks.doubt",), by=cast.counter))
        return draft

    def _release_asked_for(self, cast: Cast, papers: list[Paper]) -> Draft:
        paper, home = papers[0], cast.home
        while True:
            demanded, number = self.choice.random() < 0.6, self.choice.randrange(20, 1000)
            day = self._day(paper) if demanded else paper.published + timedelta(self.choice.randrange(2, 30))
            if self._new(f"{day} {home.id} {number}"):
                break
        bound = self.choice.choice(("", "at least ", "more than ", "about "))
        draft = Draft("release", f"{day}-{home.id}-{'asked-to' if demanded else 'to'}-free-{number}", (day, day), [
            f"title: {home.name} {'is asked to' if demanded else 'is to'} free {bound}{number} prisoners, {day}",
            f"stage: {'demanded' if demanded else 'planned'}", f"date: {day}", f"released: {bound}{number}",
            "counted: political prisoners", "legal_form: not_stated", f"released_by: [{home.id}]",
        ])  # fmt: skip
        for paper in papers:
            when = (
                f"demanded {paper.tells(day, self.choice)}"
                if demanded
                else f"will free them on {day:%B} {day.day}, {day.year}"
            )
            self._tell(
                draft, paper,
                Item(when, ("stage", "date"), by=cast.source),
                Item(f"{bound}{number} political prisoners", ("released", "counted"), by=cast.source),
                Item(f"the prisons of {home.named_in(paper)}", (f"released_by.{home.id}",)),
            )  # fmt: skip
        if self._maybe(0.5):
            draft.remarks = ["  list: A list of names was handed over, and was not made public."]
            self._tell(draft, papers[0], Item("a list of names", ("remarks.list",), by=cast.source))
        return draft

    def _meeting(self, cast: Cast, papers: list[Paper]) -> Draft:
        paper, envoy, ruler = papers[0], cast.envoy, cast.ruler
        while True:
            day, kind, size = self._day(paper), self.choice.choice([*MEETINGS]), self.choice.randrange(2, 60)
            slug = f"{day}-{envoy.id}-{kind}-with-{ruler.id}-for-{size}"
            if self._new(slug):
                break
        topics = self.choice.sample([*TOPICS], self.choice.randrange(1, 3))
        has_size, praise = self._maybe(0.4), self._maybe(0.4)
        draft = Draft("meeting", slug, (day, day), [
            f"title: {envoy.name} and {ruler.name}, {kind} in front of {size} journalists, {day}",
            "stage: carried_out", f"kind: {kind}", f"date: {day}",
            "participants:",
            f"  - {{actor: {envoy.id}, side: {cast.other.id}, capacity: special envoy}}",
            f"  - {{actor: {ruler.id}, side: {cast.home.id}}}",
            f"  - {{label: {size} journalists, number: {size}}}",
            *([f"delegation_size: {size}"] if has_size else []),
            "places:", f"  - {{place: {cast.capital.id}, role: venue}}",
            f"topics: [{', '.join(topics)}]",
        ])  # fmt: skip
        draft.remarks = (
            [f"  praise: {envoy.name} called it productive, and better than what had been before."]
            if praise
            else []
        )
        self._tell(
            draft, paper,
            Item(f"{envoy.named_in(paper)} met {ruler.named_in(paper)} {paper.tells(day, self.choice)}",
                 ("stage", "date", f"participants.{envoy.id}", f"participants.{ruler.id}")),
            Item(f"{MEETINGS[kind]} in {cast.capital.named_in(paper)}", ("kind", f"places.{cast.capital.id}")),
            *([Item(f"a delegation of {size}", ("delegation_size",), by=envoy)] if has_size else []),
            Item(f"{size} journalists", (f"participants.{size}-journalists",)),
        )  # fmt: skip
        self._tell(
            draft, paper,
            *(Item(TOPICS[topic], (f"topics.{topic}",), by=envoy) for topic in topics),
            *([Item("very productive", ("remarks.praise",), by=envoy)] if praise else []),
        )  # fmt: skip
        for paper in papers[1:]:
            conflict = self.choice.random() < 0.1
            said = "kind: phone_call" if conflict else ""
            self._tell(
                draft, paper,
                Item(f"{paper.tells(day, self.choice)}", ("date",)),
                Item(f"spoke with {ruler.named_in(paper)}", ("stage", f"participants.{ruler.id}"), said),
            )  # fmt: skip
            if conflict:
                draft.resolutions = [
                    "  kind: {method: most_precise, note: Only one of the articles tells of a room and of those in it.}"
                ]
        return draft

    def _sanctions(self, cast: Cast, papers: list[Paper]) -> Draft:
        paper, ministry = papers[0], cast.ministry
        while True:
            day, stage = self._day(paper), self.choice.choice([*STEPS])
            measure, sector = self.choice.choice([*MEASURES]), self.choice.choice(SECTORS)
            slug = f"{day}-{ministry.id}-{stage}-{measure}-{sector}"
            if self._new(slug):
                break
        begins = day + timedelta(self.choice.randrange(3, 90))
        has_day, has_reason = stage in ("announced", "promised"), self._maybe(0.5)
        draft = Draft("sanctions", slug, (day, day), [
            f"title: {ministry.name}, {STEPS[stage]}, {MEASURES[measure]} of sanctions on {sector}, {day}",
            f"stage: {stage}", f"date: {day}", f"measure: {measure}", f"actor: {ministry.id}", f"addressee: {cast.home.id}",
            f"announced_by: [{cast.envoy.id}]", "targets:", f"  - {{sector: {sector}}}", f"  - {{actor: {cast.firm.id}}}",
            *(["reason: In return for prisoners who are to be freed."] if has_reason else []),
            *([f"effective: {begins}", f"deal: {cast.deal}"] if has_day else []),
        ])  # fmt: skip
        self._tell(
            draft, paper,
            Item(f"{ministry.named_in(paper)} {STEPS[stage]} it {paper.tells(day, self.choice)}", ("stage", "date", "actor")),
            Item(f"{MEASURES[measure]} of sanctions on {sector}", ("measure", f"targets.{sector}"), by=cast.envoy),
            Item(f"{cast.envoy.named_in(paper)} told {cast.home.named_in(paper)}", (f"announced_by.{cast.envoy.id}", "addressee")),
        )  # fmt: skip
        self._tell(
            draft, paper,
            Item(f"the {cast.firm.named_in(paper)} above all", (f"targets.{cast.firm.id}",), by=cast.source),
            *([Item("in return for prisoners", ("reason",), by=cast.source)] if has_reason else []),
            *([Item(f"takes effect on {begins:%B} {begins.day}, {begins.year}", ("effective",)),
               Item("the deal", ("deal",), inference="The sentence before tells of both sides of it.")] if has_day else []),
        )  # fmt: skip
        for paper in papers[1:]:
            self._tell(
                draft, paper,
                Item(f"{ministry.named_in(paper)} {STEPS[stage]} it", ("stage", "actor")),
                Item(f"sanctions on {sector}", (f"targets.{sector}", "measure"), by=cast.envoy),
            )  # fmt: skip
        return draft

    # --- what is between facts ------------------------------------------------------------------------

    def _link_figures(self) -> None:
        """Say of each running total, and each figure that it meets, that nobody is counted in both."""
        figures = [draft for draft in self.drafts if draft.is_figure]
        for one, other in itertools.combinations(figures, 2):
            linked = any(fact == other.id for fact, _, _ in one.links)
            if "count" in (one.kind, other.kind) and one.meets(other) and not linked:
                total, figure = (one, other) if one.kind == "count" else (other, one)
                total.links.append((figure.id, "distinct_from", "It tells of another country."))

    def _link_counts(self) -> None:
        """Say of numbers of prisoners that cannot both be right that they conflict."""
        by_day: dict[date, list[tuple[Draft, int, bool]]] = {}
        for draft in self.drafts:
            value = next((line for line in draft.head if line.startswith("value: ")), "")
            if draft.kind == "count" and "measure: prisoners_held" in draft.head:
                number = int(value.split()[-1]) + ("more than" in value)
                by_day.setdefault(draft.date[0], []).append((draft, number, value.split()[1].isdigit()))
        for held in by_day.values():
            for (one, low, exact), (other, low_other, exact_other) in itertools.combinations(held, 2):
                if (exact and low < low_other) or (exact_other and low_other < low):
                    # One link between two facts: this one says more than that they are of one time.
                    one.links[:] = [link for link in one.links if link[0] != other.id]
                    other.links[:] = [link for link in other.links if link[0] != one.id]
                    other.links.append((one.id, "conflicts_with", "Of one day, and one is above the other."))
