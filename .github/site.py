"""Assemble the site for GitHub Pages.

Each tagged version is at /<version>/, the current files are at /latest/.
python .github/site.py https://owner.github.io/repository FOLDER
"""

import io
import re
import shutil
import subprocess
import sys
import tarfile
from pathlib import Path
from urllib.parse import urljoin

import marko

ROOT = Path(__file__).parent.parent
PUBLISHED = ("exports", "facts", "datapackage.json", "CODEBOOK.md", "LICENSE-DATA", "CITATION.cff")
PAGE = "exports/explorer/index.html"
HEAD = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="description" content="{0} of us-belarus-facts: releases, meetings, sanctions actions and counts.">
<link rel="icon" href="data:,">
<title>us-belarus-facts: {0}</title>
"""
STYLE = """<style>
html { background: Canvas; color: CanvasText; }
body { font: 1rem/1.5 system-ui, sans-serif; max-width: 60rem; margin: auto; padding: 1rem; overflow-wrap: anywhere; }
table { display: block; overflow-x: auto; border-collapse: collapse; overflow-wrap: normal; }
th, td { text-align: left; vertical-align: top; padding: .3rem .8rem .3rem 0; border-bottom: 1px solid #8884; }
</style>
"""


def assemble(address: str, site: Path) -> None:
    """Write the whole site."""
    for path in PUBLISHED:
        target = site / "latest" / path
        target.parent.mkdir(parents=True, exist_ok=True)
        (shutil.copytree if (ROOT / path).is_dir() else shutil.copy)(ROOT / path, target)
    for tag in git("tag", "--list", "v*").decode().split():
        with tarfile.open(fileobj=io.BytesIO(git("archive", tag, *PUBLISHED))) as archive:
            archive.extractall(site / tag[1:], filter="data")
    for folder in site.iterdir():
        complete(folder, f"{address}/{folder.name}/{PAGE}")
    redirect(site, f"latest/{PAGE}")


def git(*arguments: str) -> bytes:
    """Return the output of git."""
    return subprocess.run(("git", *arguments), cwd=ROOT, stdout=subprocess.PIPE, check=True).stdout


def complete(folder: Path, address: str) -> None:
    """Add to a version what it needs on the web."""
    redirect(folder, PAGE)
    markdown = (folder / "CODEBOOK.md").read_text(encoding="utf-8")
    body = re.sub(r"<(h\d)>(.+?)</", with_id, marko.Markdown(extensions=["gfm"]).convert(markdown))
    body = body.replace("<table>", '<table tabindex="0">')  # so that the keyboard can scroll it
    back = f'<p><a href="{PAGE}">Back to the explorer</a></p>\n'
    text = f"{HEAD.format('codebook')}{STYLE}</head>\n<body>\n<main>\n{back}{body}</main>\n</body>\n</html>\n"
    (folder / "codebook.html").write_text(text, encoding="utf-8", newline="\n")
    page = (folder / PAGE).read_text(encoding="utf-8").replace("../../CODEBOOK.md", "../../codebook.html")
    # Search engines ask for absolute addresses.
    page = re.sub(r'"contentUrl": "(.+?)"', lambda url: f'"contentUrl": "{urljoin(address, url[1])}"', page)
    page = page.replace('"@type": "Dataset"', f'"@type": "Dataset",\n "url": "{address}"')
    # Lighthouse fetches robots.txt from within the page, whose policy forbids all requests
    # (https://github.com/GoogleChrome/lighthouse/issues/6275).
    policy = "default-src &#39;none&#39;"
    page = page.replace(policy, f"{policy}; connect-src {urljoin(address, '/robots.txt')}")
    (folder / PAGE).write_text(page, encoding="utf-8", newline="\n")


def redirect(folder: Path, path: str) -> None:
    """Write a page that redirects to another."""
    refresh = f'<meta http-equiv="refresh" content="0; url={path}">'
    text = f'{HEAD.format("explorer")}{refresh}</head>\n<body><p><a href="{path}">Explorer</a></p></body>\n</html>\n'
    (folder / "index.html").write_text(text, encoding="utf-8", newline="\n")


def with_id(heading: re.Match[str]) -> str:
    """Return a heading with the id that GitHub gives it."""
    words = re.sub(r"<.+?>|[^\w\- ]", "", heading[2].lower()).replace(" ", "-")
    return f'<{heading[1]} id="{words}">{heading[2]}</'


if __name__ == "__main__":
    assemble(sys.argv[1].rstrip("/"), Path(sys.argv[2]))
