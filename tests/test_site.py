"""The site that the workflow Pages publishes: its versions, and that each link of its pages leads somewhere."""

import html
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path
from urllib.parse import unquote, urldefrag, urljoin

import pytest

from conftest import ROOT

ADDRESS = "https://owner.github.io/repository"
EXPLORER = "exports/explorer/index.html"
PAGES = [
    "",
    *(f"{version}/{page}" for version in ("latest", "1.2.3") for page in ("", "codebook.html", EXPLORER)),
]
PUBLISHED = ("exports", "facts", "datapackage.json", "CODEBOOK.md", "LICENSE-DATA", "CITATION.cff", ".github")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of a repository in which version 1.2.3 is tagged."""
    root = tmp_path_factory.mktemp("repository")
    for path in PUBLISHED:
        (shutil.copytree if (ROOT / path).is_dir() else shutil.copy)(ROOT / path, root / path)
    for command in ("git init -q", "git add -A", "git commit -q -m x", "git tag v1.2.3"):
        subprocess.run(command.split(), cwd=root, check=True)
    subprocess.run([sys.executable, root / ".github/site.py", ADDRESS, root / "site"], check=True)
    return root / "site"


def read(site: Path, path: str) -> str:
    """The text of a page; a folder stands for its index.html."""
    file = site / path
    return (file / "index.html" if file.is_dir() else file).read_text(encoding="utf-8")


def test_site_has_the_version_and_the_latest_state(site: Path) -> None:
    assert {path.name for path in site.iterdir()} == {"index.html", "latest", "1.2.3"}
    for version in ("latest", "1.2.3"):
        for path in ("exports/csv/releases.csv", "exports/json/records.json", "datapackage.json"):
            assert (site / version / path).read_bytes() == (ROOT / path).read_bytes()


@pytest.mark.parametrize("path", PAGES)
def test_site_links_lead_to_files_and_anchors(site: Path, path: str) -> None:
    links = {html.unescape(link) for link in re.findall(r' href="([^"]+)"', read(site, path))}
    links |= set(re.findall(r'http-equiv="refresh" content="0; url=([^"]+)"', read(site, path)))
    targets = {urljoin(f"{ADDRESS}/{path}", link) for link in links}
    own = [urldefrag(target.removeprefix(f"{ADDRESS}/")) for target in targets if target.startswith(ADDRESS)]
    assert own
    for name, anchor in own:
        text = read(site, name)
        assert not anchor or f' id="{html.escape(unquote(anchor))}"' in text, (name, anchor)
    assert not any(link.endswith(".md") for link in links)


def test_site_has_full_addresses_for_search_engines(site: Path) -> None:
    (described,) = re.findall(
        r"<script type=.application/ld.json.>(.+?)</script>", read(site, f"1.2.3/{EXPLORER}"), re.DOTALL
    )
    dataset = json.loads(described)
    assert dataset["url"] == f"{ADDRESS}/1.2.3/{EXPLORER}"
    for file in dataset["distribution"]:
        assert (site / file["contentUrl"].removeprefix(f"{ADDRESS}/")).is_file()
