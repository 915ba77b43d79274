"""The mistakes that newcomers make most, each alone in a copy of the real records: exactly one finding, with its words.

Each finding has to be enough to mend the mistake, and none may bring a second one.
"""

import functools
import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from conftest import VALID
from factpack import package
from factpack.dataset import load
from factpack.evidence import verification
from factpack.models.schemas import Schema
from factpack.yaml import reader

ROOT = Path(__file__).parent.parent
VIASNA = "facts/counts/2025-02-viasna-prisoners-held.yaml"
SINCE = "facts/counts/2025-11-released-since-july-2024.yaml"
BROKERED = "facts/counts/2025-11-releases-brokered-by-us.yaml"
RECENT = "facts/counts/2025-02-released-in-recent-months.yaml"
PARDONS = "facts/releases/2025-01-pardons-before-election.yaml"
JANUARY = "facts/releases/2025-01-fourth-person-released.yaml"
HANDED = "facts/releases/2025-02-12-three-handed-over.yaml"
FREED = "facts/releases/2025-12-13-prisoners-freed-after-coale-talks.yaml"
TALKS = "facts/meetings/2025-12-12-coale-lukashenko-talks.yaml"
POTASH = "facts/sanctions/2025-12-13-us-announces-lifting-potash-sanctions.yaml"
NYT = "seeds/nyt-2025-12.yaml"

NINE = """\
id: 2025-12-13-nine-arrive-in-vilnius
title: Nine freed prisoners arrive in Vilnius
stage: carried_out
date: "2025-12-13"
released: 9
counted: people
legal_form: not_stated
released_by: [belarus]
evidence:
  nyt-2025-12:
    14:
      - phrase: eight others who arrived in Vilnius
        supports: [stage, date, released, counted, released_by.belarus]
        inference: Bialiatski and eight others make nine.
"""
TOTAL = """\
id: 2025-freed-since-july
title: Prisoners freed since July 2024
stage: carried_out
date: 2024-07/2025-11
date_span: throughout
released: at least 430
counted: prisoners
legal_form: not_stated
released_by: [belarus]
evidence:
  nyt-2025-12:
    28:
      - phrase: at least 430 prisoners
        supports: [stage, date, released, counted, released_by.belarus]
        inference: The sentence says who freed them, and since when.
"""


@dataclass(frozen=True)
class Mistake:
    """A mistake and the one finding that it brings; none where it is harmless.

    old: a text of the file, to the end of the file where it ends in `*`, and new what stands there instead; or `->` and
    where the file is moved to; or `=>` and where it is copied to; or `++` and what a new file holds.
    finding: `LINE:COLUMN rule: message mend`; a line with a sign counts from that of the old text; `<text>` is the line that
    has this text; a finding in another file has its path instead.
    """

    what: str
    file: str
    old: str
    new: str
    finding: str


MISTAKES = (
    # text
    Mistake('a field indented by a space', VIASNA, 'value: 1226', ' value: 1226',
            '+0:7 yaml-syntax: The YAML reader stops here: mapping values are not allowed in this context. Fix the indentation: '
            'this line is indented deeper than the previous one, which already has a value.'),
    Mistake('a list item indented too little', VIASNA, '      - phrase: Viasna\n        supports:', '    - phrase: Viasna\n        supports:',
            '+1:17 yaml-syntax: The YAML reader stops here: mapping values are not allowed in this context. Fix the indentation: '
            'this line is indented deeper than the previous one, which already has a value.'),
    Mistake('a paragraph not indented', VIASNA, '    13:', '  13:',
            '-1:17 malformed-value: The value is missing: it must be a mapping of keys to values. Indent what '
            'belongs under it.'),
    Mistake('a tab for indentation', VIASNA, '        supports: [according_to.viasna]', '\tsupports: [according_to.viasna]',
            '+0:1 forbidden-character: The line has a tab. Write spaces: indent with two a level.'),
    Mistake('no space after a colon', VIASNA, 'value: 1226', 'value:1226',
            "+0:6 yaml-syntax: The YAML reader stops here: could not find expected ':'. Put a space after the colon."),
    Mistake('a quotation mark not closed', VIASNA, 'counted: political prisoners', "counted: 'political prisoners",
            '+0:10 yaml-syntax: The YAML reader stops here: found unexpected end of stream. Close the quotation mark.'),
    Mistake('a colon in a text', VIASNA, 'title: Political prisoners in', 'title: Political prisoners: in',
            '+0:27 yaml-syntax: The YAML reader stops here: mapping values are not allowed in this context. Put the value '
            'in quotes: it has a colon followed by a space.'),
    Mistake('a bracket not closed', HANDED, 'released_by: [belarus]', 'released_by: [belarus',
            "+0:14 yaml-syntax: The YAML reader stops here: did not find expected ',' or ']'. Close the bracket or brace, "
            'put a comma between the entries, or quote a text that has either in it.'),
    Mistake('a comma in braces', NYT, '{paragraphs: "1s2, 4", reason: byline}', '{paragraphs: 1s2, 4, reason: byline}',
            "+0:23 unknown-field: There is no field '4' here. If it belongs to the text before it, put that in "
            'quotes: in braces a comma ends an entry. Allowed: paragraphs, reason.'),
    Mistake('a key twice', VIASNA, 'counted: political prisoners\n', 'counted: political prisoners\ncounted: prisoners\n',
            "+1:1 duplicate-key: The key 'counted' is here and on line 8. Keep one of the two."),
    Mistake('two documents', VIASNA, 'evidence:', '---\nevidence:',
            '+0:1 several-documents: A second document begins here. Keep one document a file: delete the line `---`.'),
    Mistake('an empty file', VIASNA, '*', '',
            '+0:1 empty-file: The file is empty. Write a record, or delete the file.'),
    Mistake('line ends of Windows', VIASNA, '\n', '\r\n',
            '+0:71 forbidden-character: The line ends in a carriage return, as on Windows (CRLF). Run `factpack fmt`, '
            'which writes LF, or save the file with LF line ends.'),
    Mistake('a byte order mark', VIASNA, '# yaml', '\ufeff# yaml',
            '+0:1 forbidden-character: The file begins with a byte order mark. Run `factpack fmt`, which drops it, or '
            'save the file as UTF-8 without one.'),
    # values
    Mistake('`no` for a code', JANUARY, 'stage: claimed', 'stage: no',
            "+0:8 not-in-codelist: 'no' is not a code of this list. Allowed: carried_out, claimed, planned, "
            'considered, demanded.'),
    Mistake('`no` for false', PARDONS, 'complete: false', 'complete: no',
            "+0:15 malformed-value: 'no' does not fit: it must be true or false. False where the article gives "
            'the parts as examples, so that they need not add up to the total.'),
    Mistake('13.12.2025', FREED, 'date: "2025-12-13"', 'date: 13.12.2025',
            "+0:7 malformed-date: '13.12.2025' is not a valid EDTF date; write '2025-12-13'. Example:"
            ' "2031-05-02". Or write not_stated.'),
    Mistake('a date in words', FREED, 'date: "2025-12-13"', 'date: 13 December 2025',
            "+0:7 malformed-date: '13 December 2025' is not a valid EDTF date; write '2025-12-13'. "
            'Example: "2031-05-02". Or write not_stated.'),
    Mistake('approximately 70', BROKERED, 'value: about 70', 'value: approximately 70',
            "+0:8 malformed-quantity: 'approximately 70' is not a quantity: write 'about 70'. Example: 1226."),
    Mistake('a comma in a number', VIASNA, 'value: 1226', 'value: 1,226',
            "+0:8 malformed-quantity: '1,226' is not a quantity: write '1226'. Example: 1226."),
    Mistake('a zero in front', JANUARY, 'released: 1', 'released: 01',
            "+0:11 ambiguous-value: '01' without quotes is a number or a constant that not every program reads alike. "
            'Write `1`; or put it in quotes if it is text.'),
    Mistake('a negative number', JANUARY, 'released: 1', 'released: -1',
            '+0:11 malformed-quantity: the number is not a quantity: write a whole number from 0 to 999999999. '
            'Example: 7.'),
    Mistake('200+', RECENT, 'value: more than 200', 'value: 200+',
            "+0:8 malformed-quantity: '200+' is not a quantity: it leaves open whether the number itself counts; "
            "write 'at least 200' or 'more than 200', as the source has it. Example: 1226."),
    Mistake('a number word', HANDED, 'released: 3', 'released: three',
            "+0:11 malformed-quantity: 'three' is not a quantity: write '3'. Example: 7."),
    Mistake('a number in quotes', VIASNA, 'value: 1226', 'value: "1226"',
            ''),
    Mistake('a code misspelt', JANUARY, 'stage: claimed', 'stage: claim',
            "+0:8 not-in-codelist: 'claim' is not a code of this list. Did you mean 'claimed'? Allowed: "
            'carried_out, claimed, planned, considered, demanded.'),
    Mistake('a code with a space', JANUARY, 'stage: claimed', 'stage: carried out',
            "+0:8 not-in-codelist: 'carried out' is not a code of this list. Did you mean 'carried_out'? Allowed:"
            ' carried_out, claimed, planned, considered, demanded.'),
    Mistake('nothing after the colon', VIASNA, 'counted: political prisoners', 'counted:',
            '+0:9 malformed-value: The value is missing: it must be a text. The label of what is counted. Allowed:'
            ' prisoners, political prisoners, detainees, people, visits, world potash supply, Belarusian potash '
            'exports.'),
    Mistake('a list instead of a text', VIASNA, 'title: Political prisoners in Belarus, according to Viasna, February 2025', 'title: [Political prisoners]',
            "+0:1 malformed-value: ['Political prisoners'] does not fit: it must be a text. What happened, in the"
            " curator's own words. Delete the brackets, or the dash."),
    Mistake('a text instead of a list', HANDED, 'released_by: [belarus]', 'released_by: belarus',
            "+0:14 malformed-value: 'belarus' does not fit: it must be a list. Who freed them. Write `[belarus]`."),
    Mistake('a text instead of a mapping', HANDED, '  - {actor: alena-movshuk, outcome: freed}', '  - alena-movshuk',
            "+0:5 malformed-value: 'alena-movshuk' does not fit: it must be a mapping of keys to values. A person"
            ' of whom an article says whether he or she was freed. Write keys and values; the keys are actor, '
            'label, outcome, citizenship.'),
    Mistake('a name instead of an id', HANDED, 'released_by: [belarus]', 'released_by: [Belarus]',
            "+0:15 malformed-value: 'Belarus' does not fit: it does not have the required form. Write lower-case "
            "letters and digits, joined by single hyphens. Did you mean 'belarus'?"),
    Mistake('a phrase too long', VIASNA, 'phrase: Viasna', 'phrase: Viasna, which has kept a list of those who are held there for years and for longer than that',
            "+0:17 malformed-value: 'Viasna, which has kept a list of those who are held there for years and for lo… does not fit: "
            'it has 92 characters, at most 90 are allowed. The words that carry the value, verbatim and contiguous, at most 90 '
            'characters, from token to token. Example: freed 12 prisoners.'),
    Mistake('a list under says', FREED, 'says: {released: more than 100}', 'says: [more than 100]',
            "+0:9 malformed-value: ['more than 100'] does not fit: it must be a mapping of keys to values. The fields, or "
            'elements, of which the phrase carries another value, with that value; `unknown` where the article says that it '
            'is not known. Example: {released: more than 100}. Put it under a key. Write a field, or a field, a dot and its '
            'element: `released`, `persons.jane-doe`.'),
    Mistake('an address without https://', 'seeds/rferl-2025-02.yaml', 'url: https://www', 'url: www',
            "+0:6 malformed-value: 'www.rferl.org/a/belarus-trump-lukashenko-prisoners-sanctions/33316462.html' does not fit: "
            'it does not have the required form. Write the whole address, from https:// on. Where it was published; none where '
            'that is not known.'),
    Mistake('a long text where a number stands', JANUARY, 'released: 1', f"released: {'x' * 90}",
            f"+0:11 malformed-quantity: '{'x' * 78}… does not fit. Example: 7."),
    # fields
    Mistake('a field misspelt', VIASNA, 'counted: political', 'conted: political',
            "+0:1 unknown-field: There is no field 'conted' here. Did you mean 'counted'? Allowed: id, title, "
            'date, date_span, places, deal, links, breakdown, remarks, evidence, resolutions, notes, withdrawn, '
            'stage, measure, value, counted, subject, according_to.'),
    Mistake('a field of another type', VIASNA, 'measure: prisoners_held', 'measure: prisoners_held\nreleased: 3',
            "+1:1 unknown-field: There is no field 'released' here. Allowed: id, title, date, date_span, places, "
            'deal, links, breakdown, remarks, evidence, resolutions, notes, withdrawn, stage, measure, value, '
            'counted, subject, according_to.'),
    Mistake('a required field missing', HANDED, 'legal_form: handover\n', '',
            "-6:1 missing-field: The field 'legal_form' is missing. Add it: Under which form they were freed. "
            'Allowed: amnesty, pardon, handover, not_stated.'),
    Mistake('no evidence at all', VIASNA, 'evidence:*', '',
            "-15:1 missing-field: The field 'evidence' is missing. Add it: By article and paragraph: the words "
            'that carry each value. The records in tests/examples/valid show how it is written.'),
    Mistake('an article without paragraphs', VIASNA, '    13:\n', '',
            "-1:3 malformed-value: [{'attributed_to': ['viasna'], 'phrase': 'Viasna', 'supports': "
            "['according_to.v… does not fit: it must be a mapping of keys to values. Put it under a key. Write "
            'the number of a paragraph, from 1, without zeros in front.'),
    Mistake('a paragraph with its sign', VIASNA, '    13:', '    ¶13:',
            "+0:5 malformed-key: The key '¶13' does not fit: it does not have the required form. Write the number of"
            ' a paragraph, from 1, without zeros in front.'),
    # files and ids
    Mistake('a file in the wrong folder', VIASNA, '->', 'facts/releases/2025-02-viasna-prisoners-held.yaml',
            '1:1 wrong-folder: The record has the fields of a count record, and is in facts/releases. Move the '
            'file to facts/counts.'),
    Mistake('an ending that is not .yaml', VIASNA, '->', 'facts/counts/2025-02-viasna-prisoners-held.yml',
            '1:1 unexpected-file: Nothing reads facts/counts/2025-02-viasna-prisoners-held.yml. Name a record '
            '<id>.yaml and put it into seeds, facts/releases, facts/meetings, facts/sanctions, facts/counts; or '
            'delete the file.'),
    Mistake('two facts with one id', VIASNA, '=>', 'facts/counts/2025-02-another-count.yaml',
            "2:5 id-not-file-name: The id '2025-02-viasna-prisoners-held' is not the name of the file, "
            "'2025-02-another-count', and facts/counts/2025-02-viasna-prisoners-held.yaml has it already. "
            'Rename the file or correct the id. An id that was published never changes.'),
    Mistake('an id that is not the name of the file', VIASNA, 'id: 2025-02-viasna-prisoners-held', 'id: 2025-02-viasna-prisoner-held',
            "+0:5 id-not-file-name: The id '2025-02-viasna-prisoner-held' is not the name of the file, "
            "'2025-02-viasna-prisoners-held'. Rename the file or correct the id. An id that was published never "
            'changes.'),
    # what is named
    Mistake('an unknown seed', VIASNA, '  babel-2025-02:', '  babel:',
            "+0:3 unknown-reference: There is no seed 'babel'. Did you mean 'babel-2025-02'? If not, write its "
            'record in seeds.'),
    Mistake('an unknown actor', HANDED, 'released_by: [belarus]', 'released_by: [belarusia]',
            "+0:15 unknown-reference: There is no actor 'belarusia'. Did you mean 'belarus' or 'belaruskali'? If "
            'not, add it to facts/actors.yaml.'),
    Mistake('an actor who is not registered', HANDED, 'released_by: [belarus]', 'released_by: [ministry-of-interior]',
            "+0:15 unknown-reference: There is no actor 'ministry-of-interior'. Add it to facts/actors.yaml."),
    Mistake('an element misspelt in supports', VIASNA, 'supports: [according_to.viasna]', 'supports: [according_to.vesna]',
            "+0:20 unknown-path: The record has no 'according_to.vesna'. Did you mean 'according_to.viasna'? It "
            'has: according_to.viasna.'),
    Mistake('a field misspelt in supports', VIASNA, 'supports: [value, counted]', 'supports: [vaule, counted]',
            "+0:20 unknown-path: The record has no 'vaule'. Did you mean 'value'? It has: date, "
            'links.2025-02-rights-groups-prisoners-held, measure, value, counted, according_to.viasna.'),
    Mistake('a paragraph beyond the end', VIASNA, '    13:', '    31:',
            '+0:5 unknown-paragraph: babel-2025-02 has 16 paragraphs, not 31. Count the paragraphs from 1, split '
            'at blank lines.'),
    Mistake('a link to an unknown fact', POTASH, '{fact: 2025-12-12-coale-lukashenko-talks', '{fact: 2025-12-coale-lukashenko-talks',
            "+0:12 unknown-reference: There is no fact '2025-12-coale-lukashenko-talks'. Did you mean "
            "'2025-12-12-coale-lukashenko-talks'…? If not, write its record"
            ' in facts.'),
    Mistake('a resolution of an unknown field', POTASH, 'resolutions:\n  stage:', 'resolutions:\n  stages:',
            "+1:3 unknown-path: The record has no 'stages'. Did you mean 'stage'? It has: date, deal, "
            'links.2025-12-12-coale-lukashenko-talks, remarks.limited, remarks.details, remarks.series, stage, measure, '
            'actor, announced_by.john-coale, targets.potash, effective.'),
    Mistake('one person twice', HANDED, '{actor: andrey-kuznechyk, outcome', '{actor: alena-movshuk, outcome',
            "+0:5 repeated-element: 'persons.alena-movshuk' stands twice. Keep one of the two."),
    Mistake('a place by its name under says', TALKS, 'says: {places.lukashenko-palace: minsk}',
            'says: {places.lukashenko-palace: Minsk}',
            "+0:42 malformed-saying: There is no place 'Minsk'. Did you mean 'minsk'? If not, add it to facts/places.yaml."),
    # sense
    Mistake('a value without evidence', HANDED, '      - phrase: February 12\n        supports: [date]\n', '',
            "-26:7 unbacked-value: Nothing supports 'date' = '2025-02-12'. Name it in `supports` of the item "
            'whose phrase carries it, with an `inference` if the phrase alone does not say it; or take the value '
            'away.'),
    Mistake('the wrong paragraph', VIASNA, '    13:', '    12:',
            "seeds/babel-2025-02.yaml paragraph-account: 12 is cited by '2025-02-viasna-prisoners-held'"
            ' and listed under `unused`, while nothing accounts for 13. Correct the number in the fact, or delete '
            '12 here.'),
    Mistake('a link to itself', VIASNA, '  - fact: 2025-02-rights-groups-prisoners-held', '  - fact: 2025-02-viasna-prisoners-held',
            '+0:5 repeated-link: The fact links to itself. Take the link away.'),
    Mistake('date_span missing', SINCE, 'date_span: throughout\n', '',
            '-1:7 date-span: 2024-07/2025-11 is longer than a day, and nothing says how it is meant. Add '
            '`date_span`: within, throughout, on_several_days or repeatedly.'),
    Mistake('a disagreement without a resolution', HANDED, 'resolutions:\n  counted:*', '',
            "-51:25 unresolved-conflict: rferl-2025-02 has 'counted' = 'detainees', the record 'political prisoners'. Add"
            ' `resolutions: {counted: {method: …, note: …}}`, or correct the value.'),
    Mistake('a part of no total', FREED, 'belarusians:\n    of: received-by-ukraine', 'belarusians:\n    of: received-by-ukrain',
            "+1:9 breakdown-total: 'received-by-ukrain' is no total that 'belarusians' can be a part of. Write "
            'one of: released, received-by-ukraine, arrived-in-vilnius, ukrainians, '
            'jailed-for-political-activities, australian-citizens, british-citizens, lithuanian-citizens, '
            'polish-citizens, us-citizens.'),
    Mistake('a date on another weekday', FREED, 'date: "2025-12-13"', 'date: "2025-12-14"',
            '<phrase: Belarus on Saturday freed>:17 weekday: 2025-12-14 is a Sunday, and the phrase prints Saturday. Correct the date, or the field '
            'that the phrase supports.'),
    Mistake('at least dropped from the value', SINCE, 'value: at least 430', 'value: 430',
            "<phrase: at least 430>:17 value-not-in-phrase: 'at least 430 prisoners' does not state 'value' = '430'; it says"
            " 'at least 430'. Choose a phrase that states it, correct the value, or add an `inference` with the reason."),
    Mistake('at least dropped from the phrase', SINCE, 'phrase: at least 430 prisoners\n        supports: [value, counted]', 'phrase: 430 prisoners\n        supports: [value, counted]',
            "+0:17 value-not-in-phrase: '430 prisoners' does not state 'value' = 'at least 430'; it says '430'. "
            "Choose a phrase that states it, correct the value, or add an `inference` with the reason."),
    Mistake('a part recorded as a release', 'facts/releases/2025-12-13-nine-arrive-in-vilnius.yaml', '++', NINE,
            "1:1 undeclared-overlap: Nothing says whether '2025-12-13-prisoners-freed-after-coale-talks', … count some of the "
            "same people. Add a link to each here, or there to '2025-12-13-nine-arrive-in-vilnius': "
            'distinct_from, subset_of, possibly_subset_of or possibly_overlaps, with evidence or an `inference`. '
            'But what is only a part of a recorded act belongs there, under `breakdown`, and a running total is a'
            ' count.'),
    Mistake('a running total recorded as a release', 'facts/releases/2025-freed-since-july.yaml', '++', TOTAL,
            "1:1 undeclared-overlap: Nothing says whether '2024-07-first-releases-with-amnesty', … count some of the same people. Add a link to each here, or "
            "there to '2025-freed-since-july': distinct_from, subset_of, possibly_subset_of or possibly_overlaps,"
            ' with evidence or an `inference`. But what is only a part of a recorded act belongs there, under '
            '`breakdown`, and a running total is a count.'),
)  # fmt: skip


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("repository")
    for name in ("facts", "seeds"):
        shutil.copytree(ROOT / name, root / name, ignore=shutil.ignore_patterns("texts"))
    return root


@pytest.fixture
def mistaken(request: pytest.FixtureRequest, repository: Path) -> Iterator[tuple[Mistake, str, int]]:
    """The repository with one mistake in it: the mistake, the file that it is in, and the line of the old text."""
    mistake: Mistake = request.param
    path, target = repository / mistake.file, repository / mistake.file
    before, line = path.read_bytes() if path.is_file() else None, 0
    if mistake.old == "++":
        path.write_text(mistake.new, encoding="utf-8")
    elif mistake.old in ("->", "=>"):
        target = repository / mistake.new
        assert before is not None
        target.write_bytes(before)
        if mistake.old == "->":
            path.unlink()
    else:
        assert before is not None
        text = before.decode()
        at = text.index(mistake.old.removesuffix("*"))
        line = text[:at].count("\n") + 1
        after = "" if mistake.old.endswith("*") else text[at + len(mistake.old) :]
        target.write_bytes((text[:at] + mistake.new + after).encode())
    yield mistake, target.relative_to(repository).as_posix(), line
    target.unlink()
    if before is not None:
        path.write_bytes(before)


@pytest.fixture(autouse=True)
def read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """What did not change is not parsed again."""
    monkeypatch.setattr(reader, "read", _read)


_read = functools.cache(reader.read)


def findings(root: Path, schemas: dict[str, Schema], file: str, line: int) -> list[str]:
    """The errors, as `Mistake` writes them. Whatever a pull request adds to the records may not be verified yet."""
    told = []
    for one in sorted(set(package.check(root, schemas).problems)):
        if one.severity == "error":
            place = f"{f'{one.line - line:+d}' if line else one.line}:{one.column}"
            told.append(f"{place if one.path == file else one.path} {one.rule}: {one.message} {one.fix}")
    return told


def test_the_records_themselves_have_no_findings(repository: Path, schema_set: dict[str, Schema]) -> None:
    assert findings(repository, schema_set, "", 0) == []


@pytest.mark.parametrize("mistaken", MISTAKES, ids=lambda mistake: mistake.what, indirect=True)
def test_a_mistake_brings_one_finding_that_says_how_to_mend_it(
    mistaken: tuple[Mistake, str, int], repository: Path, schema_set: dict[str, Schema]
) -> None:
    mistake, file, line = mistaken
    expected = [with_line(mistake.finding, repository / file, line)] if mistake.finding else []
    found = findings(repository, schema_set, file, line)
    assert [*map(is_told, found, expected)] == [True] * len(expected) == [True] * len(found), (
        found,
        expected,
    )


def is_told(found: str, expected: str) -> bool:
    """Whether a finding is as expected, where … stands for any text: other facts that there happen to be."""
    return re.fullmatch(".*".join(map(re.escape, expected.split("…"))), found) is not None


def with_line(finding: str, path: Path, line: int) -> str:
    """A finding with the number of a line where it has the text."""
    if not finding.startswith("<"):
        return finding
    text, _, rest = finding.removeprefix("<").partition(">")
    content = path.read_text(encoding="utf-8")
    assert text in content
    return f"{content[: content.index(text)].count(chr(10)) + 1 - line:+d}{rest}"


@pytest.fixture
def changed(tmp_path: Path, schema_set: dict[str, Schema]) -> Callable[[str, str, str], list[str]]:
    """A function: the findings where a text of a file is replaced, lines counted from that of the text."""

    def run(file: str, old: str, new: str) -> list[str]:
        for name in ("facts", "seeds"):
            shutil.copytree(ROOT / name, tmp_path / name)
        text = (tmp_path / file).read_text(encoding="utf-8")
        assert text.count(old) == 1
        (tmp_path / file).write_text(text.replace(old, new), encoding="utf-8")
        return findings(tmp_path, schema_set, file, text[: text.index(old)].count("\n") + 1)

    return run


def test_two_mistakes_bring_two_findings(changed: Callable[[str, str, str], list[str]]) -> None:
    found = changed(VIASNA, "value: 1226\ncounted:", "value:\nconted:")
    assert [finding.partition(":")[0] for finding in found] == ["+0", "+1"]


def test_a_wrong_value_is_one_finding_however_many_phrases_have_another(
    changed: Callable[[str, str, str], list[str]],
) -> None:
    found = changed(FREED, "released: 123", "released: 132")
    (told,) = (finding for finding in found if "contradicted-value" in finding)
    assert (
        "'Belarus released 123 political prisoners' contradicts 'released' = '132'; it says '123'. "
        "The same holds for '123 prisoners' (nyt-2025-12 ¶11)." in told
    )


def test_no_two_mistakes_are_alike() -> None:
    assert len({(one.file, one.old, one.new) for one in MISTAKES}) == len(MISTAKES) > 50


# --- with the texts at hand, in the made-up repository ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new", "finding"),
    [
        ("phrase: at the Stone Bridge", "phrase: at the Stone Brige",
         """+0:17 phrase-not-found: 'at the Stone Brige crossing' is not in courier-2031-05-03 ¶4. \
Did you mean 'at the Stone Bridge crossing'? Copy the words as the article has them."""),
        ("phrase: at the Stone Bridge", "phrase: the Stone Bridge", ""),
        ("phrase: at the Stone Bridge", "phrase: tone Bridge",
         """+0:17 phrase-not-found: 'tone Bridge crossing' is not in courier-2031-05-03 ¶4 from token to token: \
it cuts a word or a number. Did you mean 'Stone Bridge crossing'? Copy the words as the article has them."""),
        ("phrase: Of the nine, at least six", "phrase: six",
         """+0:17 phrase-cut-off: 'six are citizens of Marovia' leaves out 'at least', which changes what it says. \
Take it into the phrase, and correct the value if it changes."""),
        ("    5:\n      - phrase: three buses", "    6:\n      - phrase: three buses",
         """+1:17 phrase-not-found: 'three buses at the crossing' is not in lantern-2031-05 ¶6. \
It is in ¶5: move the item."""),
    ],
    ids=["a typo in a phrase", "a word dropped", "half a word", "at least dropped", "the wrong paragraph"],
)  # fmt: skip
def test_what_only_the_texts_show(
    old: str, new: str, finding: str, tmp_path: Path, schema_set: dict[str, Schema]
) -> None:
    root, file = tmp_path / "repository", "facts/releases/2031-05-02-twelve-freed-at-stone-bridge.yaml"
    shutil.copytree(VALID, root)
    text = (root / file).read_text(encoding="utf-8")
    assert text.count(old) == 1
    (root / file).write_text(text.replace(old, new), encoding="utf-8")
    line = text[: text.index(old)].count("\n") + 1
    dataset, _ = load(root, schema_set)
    articles, _ = verification.read_articles(VALID.parent / "texts", dataset)
    found = [
        f"{one.line - line:+d}:{one.column} {one.rule}: {one.message} {one.fix}"
        for one in verification.verify(dataset, articles).problems
        if one.path == file
    ]
    assert found == ([finding] if finding else [])
