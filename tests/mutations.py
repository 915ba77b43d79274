"""Single mistakes in the real records, and what finds each: the rules, the lock, or only the articles' texts."""

import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from conftest import ROOT
from factpack import package, rules
from factpack.claims import collect
from factpack.dataset import load
from factpack.evidence import verification
from factpack.models import schemas

FREED = "releases/2025-12-13-prisoners-freed-after-coale-talks"
HANDED = "releases/2025-02-12-three-handed-over"
NAMED = "releases/2025-02-movshuk-and-kuznechyk-freed"
JANUARY = "releases/2025-01-fourth-person-released"
PARDONS = "releases/2025-01-pardons-before-election"
CLAIMED = "releases/claimed-release-of-captured-belarusians"
VIASNA = "counts/2025-02-viasna-prisoners-held"
GROUPS = "counts/2025-02-rights-groups-prisoners-held"
SINCE = "counts/2025-11-released-since-july-2024"
BROKERED = "counts/2025-11-releases-brokered-by-us"
RECENT = "counts/2025-02-released-in-recent-months"
VISITS = "counts/2025-coale-visits-to-belarus"
SHARE = "counts/2025-12-belaruskali-share-of-potash-supply"
POTASH = "sanctions/2025-12-13-us-announces-lifting-potash-sanctions"
BELAVIA = "sanctions/2025-09-us-promises-to-lift-belavia-sanctions"
TRANSIT = "sanctions/lithuania-cuts-potash-transit"
EU = "sanctions/2025-12-eu-may-tighten-sanctions"
DEMAND = "sanctions/2025-02-viacorka-demands-sanctions-stay"
VISIT = "meetings/2025-02-12-smith-visit-to-belarus"
TALKS = "meetings/2025-02-12-smith-lukashenko-talks"
COALE = "meetings/2025-12-12-coale-lukashenko-talks"
CNN = "meetings/2025-02-13-smith-tells-cnn"


@dataclass(frozen=True)
class Mutation:
    """One mistake: the file under facts/ (or seeds/), a text that stands in it, and what stands there instead."""

    what: str
    file: str
    old: str
    new: str

    def __call__(self, root: Path) -> None:
        """Make the mistake in a copy of the repository."""
        path = root / f"facts/{self.file}.yaml"
        text = path.read_text(encoding="utf-8")
        assert self.old in text, self
        path.write_text(text.replace(self.old, self.new, 1), encoding="utf-8")


MUTATIONS = (
    # numbers and bounds
    Mutation("released + 1", FREED, "released: 123", "released: 124"),
    Mutation("value + 1", VIASNA, "value: 1226", "value: 1227"),
    Mutation("bound dropped: at least", SINCE, "value: at least 430", "value: 430"),
    Mutation("about made exact", BROKERED, "value: about 70", "value: 70"),
    Mutation("at least made more than", GROUPS, "value: at least 1253", "value: more than 1253"),
    Mutation("bound turned", VISITS, "value: at least 4", "value: at most 4"),
    Mutation("a vague word made a number", PARDONS, "released: dozens", "released: at least 24"),
    Mutation("not stated made a number", CLAIMED, "released: not_stated", "released: 2"),
    Mutation("per cent sign dropped", SHARE, "value: about 20 %", "value: about 20"),
    Mutation("part of a breakdown + 1", FREED, "number: 114", "number: 115"),
    Mutation("part of a part + 5, so that the gap closes", FREED, "number: 104", "number: 109"),
    Mutation("said number changed", FREED, "released: more than 100", "released: more than 110"),
    Mutation("delegation + 1", VISIT, "delegation_size: 3", "delegation_size: 4"),
    Mutation("group of participants + 1", VISIT, "number: 2, side", "number: 3, side"),
    Mutation("list of examples made complete", RECENT, "    complete: false\n", ""),
    Mutation("gap's note dropped", FREED, "    note: >-\n      Together with the five Ukrainians, this makes 109, five "
             "fewer than the 114 that the Ukrainian authorities say they\n      received. The article does not explain "
             "the difference, or say whether both figures count the same people.\n", ""),
    # dates
    Mutation("month shifted", BELAVIA, "date: 2025-09\n", "date: 2025-08\n"),
    Mutation("day shifted", FREED, 'date: "2025-12-13"', 'date: "2025-12-12"'),
    Mutation("year shifted", HANDED, 'date: "2025-02-12"', 'date: "2024-02-12"'),
    Mutation("month made a day", JANUARY, "date: 2025-01\ndate_span: within", 'date: "2025-01-15"'),
    Mutation("statement day for event day", HANDED, 'date: "2025-02-12"', 'date: "2025-02-13"'),
    Mutation("window cut short", SINCE, "date: 2024-07/2025-11", "date: 2024-08/2025-11"),
    Mutation("window stretched past publication", SINCE, "date: 2024-07/2025-11", "date: 2024-07/2025-12"),
    Mutation("throughout made within", SINCE, "date_span: throughout", "date_span: within"),
    Mutation("unknown date made known", VISIT, "says: {date: unknown}", 'says: {date: "2025-02-12"}'),
    Mutation("two days made one", COALE, "date: 2025-12-12/2025-12-13\ndate_span: on_several_days", 'date: "2025-12-12"'),
    Mutation("doubt about a date dropped", TRANSIT, "date: 2022?", "date: 2022"),
    # stages
    Mutation("announced made in force", POTASH, "stage: announced", "stage: in_force"),
    Mutation("promised made announced", BELAVIA, "stage: promised", "stage: announced"),
    Mutation("planned release made carried out", CLAIMED, "stage: planned", "stage: carried_out"),
    Mutation("claimed made carried out, of a fourth person", JANUARY, "stage: claimed", "stage: carried_out"),
    Mutation("demand turned: maintain made ease", DEMAND, "measure: maintain", "measure: ease"),
    Mutation("effective invented", POTASH, "announced_by:", 'effective: "2025-12-13"\nannounced_by:'),
    # labels, persons, actors, places
    Mutation("prisoners made political prisoners", FREED, "counted_as: prisoners", "counted_as: political prisoners"),
    Mutation("legal form invented", FREED, "legal_form: not_stated", "legal_form: pardon"),
    Mutation("implied made stated", FREED, "{actor: maksim-znak, outcome: implied_free}",
             "{actor: maksim-znak, outcome: freed}"),
    Mutation("freed by the name alone", NAMED,
             "phrase: Andrey Kuznechyk, a journalist for Radio Free Europe were released", "phrase: Andrey Kuznechyk"),
    Mutation("not freed made freed", FREED, "outcome: not_freed", "outcome: freed"),
    Mutation("person added", HANDED, "persons:\n", "persons:\n  - {actor: maksim-znak, outcome: freed}\n"),
    Mutation("person dropped", FREED, "  - {actor: viktor-babariko, outcome: freed}\n", ""),
    Mutation("participant added", TALKS, "participants:\n", "participants:\n  - {actor: marco-rubio}\n"),
    Mutation("place exchanged", TALKS, "{place: minsk, role: venue}", "{place: vilnius, role: venue}"),
    Mutation("role of a place changed", HANDED, "role: transit", "role: arrival"),
    Mutation("releaser exchanged", HANDED, "released_by: [belarus]", "released_by: [alexander-lukashenko]"),
    Mutation("actor exchanged", BELAVIA, "actors: [united-states]", "actors: [trump-administration]"),
    Mutation("side of a participant changed", TALKS, "{actor: alexander-lukashenko, side: belarus}",
             "{actor: alexander-lukashenko, side: united-states}"),
    Mutation("credit added to a figure", SINCE, "supports: [value, counted_as, measure, subject, date]",
             "supports: [value, counted_as, measure, subject, date]\n        attributed_to: [viasna]"),
    Mutation("counter added to a figure", SINCE, "subject: belarus", "subject: belarus\naccording_to: [viasna]"),
    Mutation("relay dropped", CNN, "        via: cnn\n", ""),
    Mutation("deal added", BELAVIA, "measure: lift", "measure: lift\ndeals: [{deal: 2025-12-prisoners-for-potash}]"),
    # evidence
    Mutation("phrase truncated: a bound lost", SINCE, "phrase: Minsk freed at least 430", "phrase: 430"),
    Mutation("phrase truncated: a modal lost", EU, "phrase: E.U. sanctions have remained, and may potentially tighten",
             "phrase: tighten"),
    Mutation("phrase truncated: a digit group lost", VIASNA,
             "phrase: Viasna, there are currently 1 226 political", "phrase: 226 political"),
    Mutation("phrase altered by a letter", POTASH, "relief announced on Saturday", "relief announced on Saterday"),
    Mutation("evidence moved by one paragraph", SINCE, "    28:\n", "    27:\n"),
    Mutation("article exchanged", VIASNA, "  babel-2025-02:\n", "  rferl-2025-02:\n"),
    Mutation("inference dropped", RECENT, "        inference:\n          date: The sentence refers to recent months, "
             "and the article was published in February 2025.\n", ""),
    # what holds facts together
    Mutation("overlap removed", RECENT, "  - fact: 2025-02-12-three-handed-over\n    relation: possibly_overlaps\n"
             "    inference: The article also reports this release; it does not say whether its figure includes the "
             "three.\n", ""),
    Mutation("overlap denied", RECENT, "  - fact: 2025-02-12-three-handed-over\n    relation: possibly_overlaps",
             "  - fact: 2025-02-12-three-handed-over\n    relation: distinct_from"),
    Mutation("order of events turned", FREED,
             "{fact: 2025-12-13-us-announces-lifting-potash-sanctions, relation: during}",
             "{fact: 2025-12-13-us-announces-lifting-potash-sanctions, relation: follows}"),
    Mutation("resolution removed", HANDED, "resolutions:\n  counted_as:\n", "resolutions:\n  released:\n"),
    Mutation("conflict of counts hidden", VIASNA, "relation: conflicts_with", "relation: follows"),
    Mutation("paragraph set aside that is cited", "../seeds/nyt-2025-12", "{paragraphs: \"1s2, 4\", reason: byline}",
             "{paragraphs: \"1s2, 4-5\", reason: byline}"),
    Mutation("paragraph forgotten", "../seeds/nyt-2025-12", "22s2, 32-34", "22s2, 32-33"),
    Mutation("sentence set aside that is cited", "../seeds/nyt-2025-12", "16, 22s2, 32-34", "16, 22s1, 22s2, 32-34"),
    Mutation("publication moved", "../seeds/kyivindependent-2025-02-15", 'published: "2025-02-15"',
             'published: "2025-02-12"'),
)  # fmt: skip


@dataclass(frozen=True)
class Found:
    """What finds a change: errors and warnings of the rules, the lock, the texts (none: not available)."""

    rules: list[str]
    warnings: list[str]
    lock: list[str]
    texts: list[str]


def find(change: Callable[[Path], None], texts: Path | None = None) -> Found:
    """Return what finds a change of a copy of the real records."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        for name in ("facts", "seeds"):
            shutil.copytree(ROOT / name, root / name)
        change(root)
        dataset, problems = load(root, schemas.generate())
        verification.attach(dataset, package.read_lock(root)[0])
        problems += rules.run(dataset, collect(dataset))
        errors = [one.rule for one in problems if one.severity == "error"]
        warnings = [one.rule for one in problems if one.severity == "warning"]
        held = [problem.rule for problem in verification.check_lock(dataset, "error")]
        articles = verification.read_articles(texts, dataset)[0] if texts else {}
        read = [problem.rule for problem in verification.verify(dataset, articles).problems]
        return Found(errors, warnings, held, read)
