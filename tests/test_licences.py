"""What the project stands on: every locked package has hashes and a licence that allows its use, and no lock names a registry."""

import importlib.metadata
import re
from pathlib import Path

import pytest
from packaging.requirements import Requirement

REQUIREMENTS = Path(__file__).parent.parent / "requirements"
LOCKS = sorted(REQUIREMENTS.glob("*.txt"))

# By SPDX or as a trove classifier or an author writes it. MPL-2.0 asks for changes of its own files to be published: we
# make none.
ALLOWED = re.compile(
    r"MIT(?:-0)?(?: License)?|(?:0|2-Clause |3-Clause )?BSD(?: License)?|BSD-[23]-Clause|0BSD|ISC|ISC License(?: \(ISCL\))?|Zlib|CC0-1\.0"
    r"|Apache(?:-| | License, Version )2\.0|Apache Software License|PSF-2\.0|Python Software Foundation License|MPL(?:-| )2\.0"
    r"|Mozilla Public License 2\.0 \(MPL 2\.0\)|DFSG approved|Public Domain"
)
# Whose licence is none of these, or does not stand in its metadata: why it may be used.
EXCEPTIONS = {
    "axe-playwright-python": "MIT by its licence file, its metadata say nothing; carries axe-core, MPL-2.0; tests only",
    "pymeeus": "LGPL-3.0; comes with undate by convertdate; tests only, unchanged, not handed on",
    "text-unidecode": "Artistic License or GPL, at choice; comes with frictionless by python-slugify; unchanged, not handed on",
}
TESTS_ONLY = {"axe-playwright-python", "pymeeus"}


def entries(lock: Path) -> list[tuple[Requirement, list[str]]]:
    """The packages of a lock, each with its pin and its hashes; twice where systems differ."""
    text = re.sub(r"\\\n\s*", " ", lock.read_text(encoding="utf-8"))
    found = []
    for line in text.splitlines():
        stated, *hashes = re.split(r"\s+--hash=", line.partition(" #")[0].strip())
        if stated and not stated.startswith("#"):
            found.append((Requirement(stated), hashes))
    return found


def licences(name: str) -> list[str]:
    """What a package says of its licence, every part of it: by expression, else by classifiers, else in words."""
    metadata = importlib.metadata.metadata(name)
    if expression := metadata.get("License-Expression"):
        return [part.strip("() ") for part in re.split(r"\b(?:AND|OR)\b", expression)]
    classifiers = [
        one.rpartition(" :: ")[2]
        for one in metadata.get_all("Classifier") or []
        if one.startswith("License ::")
    ]
    return classifiers or [metadata.get("License") or ""]


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.stem)
def test_packages_are_pinned_and_hashed(lock: Path) -> None:
    text = lock.read_text(encoding="utf-8")
    assert not re.search(r"https?://|--(?:extra-)?index-url|--find-links|^-i\b", text, re.MULTILINE)
    found = entries(lock)
    assert len(found) > 5
    assert len(found) == len(re.findall(r"^[a-z].*==", text, re.MULTILINE))
    for requirement, hashes in found:
        assert re.fullmatch(r"==[^=*,]+", str(requirement.specifier)), requirement
        assert requirement.url is None
        assert hashes, requirement
        assert all(re.fullmatch(r"sha256:[0-9a-f]{64}", one) for one in hashes), requirement


def test_the_licence_of_every_package_allows_its_use() -> None:
    runtime, dev = (
        {requirement.name: requirement.marker for requirement, _ in entries(REQUIREMENTS / f"{name}.txt")}
        for name in ("runtime", "dev")
    )
    assert runtime
    assert not TESTS_ONLY & runtime.keys()
    for package, marker in {**runtime, **dev}.items():
        if marker is None or marker.evaluate():  # otherwise of another system, and not installed here
            is_allowed = all(ALLOWED.fullmatch(one) for one in licences(package))
            assert is_allowed == (package not in EXCEPTIONS), (package, licences(package))
    assert EXCEPTIONS.keys() <= {**runtime, **dev}.keys()
