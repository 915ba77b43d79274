"""The explorer in a real browser: what its readers do, with a mouse, a keyboard, a phone, on paper and without scripts."""

import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
import yaml

from conftest import ROOT, start
from editor import language_server
from factpack.exports.explorer.page import PAGE

pytestmark = pytest.mark.needs_tools

PHONE, TABLET, DESK = (390, 844), (768, 1024), (1400, 900)

Page = Any  # Playwright's, which may be missing where this file is collected
Open = Callable[..., Page]


@pytest.fixture(scope="module")
def pages(prepared_and_built: Path) -> dict[str, Path]:
    """Where the page of the made-up records lies on the disk, and that of the real ones."""
    return {"made-up": prepared_and_built / PAGE, "real": ROOT / PAGE}


def html_faults(path: Path) -> list[str]:
    """What html-validate reports of a page."""
    command = language_server.node("node_modules/html-validate/bin/html-validate.mjs")
    options = ("--config", language_server.HERE / "html-validate.cjs", "--formatter", "text", path)
    done = start(ROOT, *command, *options)
    faults = done.stdout.splitlines()
    assert done.returncode == (1 if faults else 0), done.stderr
    return faults


@pytest.mark.parametrize("name", ["made-up", "real"])
def test_page_is_valid_html(name: str, pages: dict[str, Path]) -> None:
    assert html_faults(pages[name]) == []


def test_page_that_is_not_valid_html_is_reported(pages: dict[str, Path], tmp_path: Path) -> None:
    page = pages["made-up"].read_text(encoding="utf-8")
    wrong = page.replace("<table id=", '<table role="table" id=')
    (tmp_path / "page.html").write_text(wrong, encoding="utf-8")
    assert html_faults(tmp_path / "page.html")


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    program = shutil.which("chromium") or shutil.which("google-chrome")
    assert program, "Chromium is missing. Install it: apt-get update && apt-get install -y chromium"
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=program)
        yield started
        started.close()


@pytest.fixture
def visit(browser: Any, pages: dict[str, Path]) -> Iterator[Open]:
    """A function that opens the page. After the test: no error was told, and nothing but the page was asked for."""
    faults: list[str] = []
    requests: list[str] = []

    def open_page(
        fragment: str = "", size: tuple[int, int] = DESK, which: str = "made-up", **options: Any
    ) -> Page:
        viewport = {"width": size[0], "height": size[1]}
        page = browser.new_page(viewport=viewport, reduced_motion="reduce", **options)
        page.set_default_timeout(20_000)
        page.on("console", lambda message: faults.append(message.text) if message.type != "log" else None)
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("request", lambda request: requests.append(request.url.partition("#")[0]))
        page.goto(pages[which].as_uri() + fragment)
        return page

    yield open_page
    for context in browser.contexts:
        context.close()
    assert faults == []
    asked = {url for url in requests if not url.startswith("data:")}  # the icon, which the page has in itself
    assert asked <= {path.as_uri() for path in pages.values()}
    assert asked


def shown(page: Page, name: str = "id") -> list[str]:
    """The ids, or another attribute, of the facts in the table, in their order, those that are hidden left out."""
    script = f"bodies => bodies.filter(one => one.offsetHeight).map(one => one.{name})"
    values: list[str] = page.eval_on_selector_all("#FactTable tbody", script)
    return values


# --- search, filter, sort ------------------------------------------------------------------------------------------------


def test_search_ignores_case_and_accents(visit: Open) -> None:
    page = visit()
    everything = shown(page)
    assert page.text_content("#Status") == f"{len(everything)} of {len(everything)} facts"
    page.fill("#Query", "  TWÉLVE   bridge ")
    found = shown(page)
    assert 0 < len(found) < len(everything)
    assert "2031-05-02-twelve-freed-at-stone-bridge" in found
    assert page.text_content("#Status") == f"{len(found)} of {len(everything)} facts"
    page.fill("#Query", "no such word")
    assert shown(page) == []
    assert "No fact matches" in page.text_content("#Status")
    page.click("text=Clear")
    assert shown(page) == everything


@pytest.mark.parametrize("size", [PHONE, DESK])
def test_filters_work_alone_and_together(visit: Open, size: tuple[int, int]) -> None:
    page = visit(size=size)
    everything = shown(page)
    for name, choice in (("type", "release"), ("stage", "carried_out"), ("article", "lantern-2031-05"),
                         ("actor", "ann-sample"), ("country", "XN"), ("place", "stone-bridge")):  # fmt: skip
        page.select_option(f"#{name.capitalize()}", choice)
        assert all(choice in ids.split() for ids in shown(page, f"dataset.{name}"))
        assert 0 < len(shown(page)) < len(everything)
        assert page.evaluate("location.hash") == f"#{name}={choice}"
        page.click("text=Clear")
    page.check("#Contested")
    contested = shown(page)
    assert set(shown(page, "dataset.contested")) == {"yes"}
    page.select_option("#Type", "count")
    assert set(shown(page)) < set(contested)
    page.click("text=Clear")
    assert shown(page) == everything
    assert not page.is_checked("#Contested")


def test_error_report_on_github_pages_is_filled_in(browser: Any, pages: dict[str, Path]) -> None:
    page = browser.new_page()
    body = pages["made-up"].read_text(encoding="utf-8")
    page.route("**/*", lambda route: route.fulfill(body=body, content_type="text/html"))
    page.goto("https://owner.github.io/repository/latest/")
    link = urlsplit(page.eval_on_selector(f"[id='{FACT}'] [data-github]", "one => one.href"))
    assert f"{link.scheme}://{link.netloc}{link.path}" == "https://github.com/owner/repository/issues/new"
    filled = dict(parse_qsl(link.query))
    page.close()
    assert filled == {"template": "error.yml", "title": f"Error: {FACT}", "fact": FACT, "version": "0.1.0"}
    form = yaml.safe_load((ROOT / ".github/ISSUE_TEMPLATE/error.yml").read_text(encoding="utf-8"))
    assert {"fact", "version"} <= {field.get("id") for field in form["body"]}


def test_sorts_by_each_column_both_ways_and_tells_so(visit: Open) -> None:
    page = visit()
    by_date = shown(page)
    assert page.locator("th[aria-sort]").all_inner_texts()[0].startswith("Date")
    page.click("thead >> text=Date")
    assert shown(page) == by_date[::-1]
    assert page.get_attribute("th[data-sort=date]", "aria-sort") == "descending"
    page.click("thead >> text=Figure")
    sizes = [int(size) if size else -1 for size in shown(page, "dataset.size")]
    assert sizes == sorted(sizes, reverse=True)
    assert sizes[0] > sizes[-1]
    assert page.get_attribute("th[data-sort=size]", "aria-sort") == "descending"
    assert page.get_attribute("th[data-sort=date]", "aria-sort") is None
    assert page.input_value("#Order") == "size descending"
    page.select_option("#Order", "title ascending")
    titles = shown(page, "dataset.title")
    assert titles == sorted(titles, key=str.lower)
    assert page.get_attribute("th[data-sort=title]", "aria-sort") == "ascending"
    page.click("thead >> text=Fact")
    assert shown(page, "dataset.title") == titles[::-1]


# --- addresses -----------------------------------------------------------------------------------------------------------

FACT = "2031-05-02-twelve-freed-at-stone-bridge"
OTHER = "2031-05-01-sample-muster-talks"


def is_open(page: Page, fact_id: str) -> bool:
    opened: bool = page.eval_on_selector(f"[id='{fact_id}'] details", "one => one.open")
    return opened


def in_view(page: Page, fact_id: str) -> bool:
    top: float = page.eval_on_selector(
        f"[id='{fact_id}']", "one => one.getBoundingClientRect().top / innerHeight"
    )
    return 0 <= top < 0.5


def test_timeline_leads_to_the_fact_and_back(visit: Open) -> None:
    page = visit()
    assert not is_open(page, FACT)
    page.click(f"#Timeline a[href='#{FACT}']")
    assert page.evaluate("location.hash") == f"#{FACT}"
    page.wait_for_function("id => document.getElementById(id).querySelector('details').open", arg=FACT)
    assert in_view(page, FACT)
    assert "at the Stone Bridge crossing" in page.inner_text(f"[id='{FACT}'] .dossier")
    page.click(f"[id='{FACT}'] .dossier a[href='#{OTHER}']")
    page.wait_for_function("id => document.getElementById(id).querySelector('details').open", arg=OTHER)
    assert in_view(page, OTHER)
    page.go_back()
    page.wait_for_function("hash => location.hash === hash", arg=f"#{FACT}")
    assert is_open(page, FACT)
    page.wait_for_function(
        "id => Math.abs(document.getElementById(id).getBoundingClientRect().top) < innerHeight", arg=FACT
    )


def test_a_deep_link_opens_its_fact(visit: Open) -> None:
    page = visit(f"#{FACT}")
    assert is_open(page, FACT)
    assert in_view(page, FACT)
    assert page.evaluate("document.activeElement.tagName") == "SUMMARY"
    assert [one for one in shown(page) if is_open(page, one)] == [FACT]


NO_FILTER = "#type=rumour&stage=&sort=size+sideways&colour=red&q="


@pytest.mark.parametrize(
    "fragment", ["#no-such-fact", "#%E0%A4%A", "#Deals", "#'\"><script>alert(1)</script>", NO_FILTER]
)
def test_any_other_address_does_no_harm(visit: Open, fragment: str) -> None:
    page = visit(fragment)
    assert shown(page) == shown(visit())
    assert page.input_value("#Order") == "date ascending"


def test_filters_are_kept_in_the_address(visit: Open) -> None:
    page = visit()
    page.select_option("#Type", "release")
    page.fill("#Query", "stone bridge")
    page.check("#Contested")
    page.click("th[data-sort='date'] button")
    address = page.evaluate("location.hash")
    assert dict(parse_qsl(address[1:])) == {
        "type": "release",
        "q": "stone bridge",
        "contested": "yes",
        "sort": "date descending",
    }
    chosen = shown(page)
    assert 0 < len(chosen) < len(shown(visit()))
    again = visit(address)
    assert shown(again) == chosen
    assert again.input_value("#Query") == "stone bridge"
    assert again.is_checked("#Contested")
    assert again.get_attribute("th[data-sort='date']", "aria-sort") == "descending"
    assert in_view(again, "Facts")
    again.click("#Clear")
    assert again.evaluate("location.hash") == "#Facts"
    assert len(shown(again)) > len(chosen)


def test_going_back_from_a_fact_restores_the_filters(visit: Open) -> None:
    page = visit("#type=count")
    chosen = shown(page)
    assert shown(page, "dataset.type") == ["count"] * len(chosen)
    page.click(f"#Timeline a[href='#{FACT}']")
    page.wait_for_function("() => document.getElementById('Type').value === ''")
    page.go_back()
    page.wait_for_function("() => document.getElementById('Type').value === 'count'")
    assert shown(page) == chosen


def test_all_can_be_opened_and_closed_at_once(visit: Open) -> None:
    page = visit()
    everything = shown(page)
    page.click("#OpenAll")
    assert all(is_open(page, one) for one in everything)
    page.wait_for_function("document.getElementById('OpenAll').textContent === 'Close all'")
    page.click("#OpenAll")
    assert not any(is_open(page, one) for one in everything)


# --- the policy ----------------------------------------------------------------------------------------------------------


def test_a_script_that_got_in_would_not_run(browser: Any, pages: dict[str, Path]) -> None:
    page = browser.new_page()
    refused: list[str] = []
    page.on("console", lambda message: refused.append(message.text))
    page.goto(pages["made-up"].as_uri())
    page.evaluate(
        """() => {
            const script = document.createElement("script");
            script.textContent = "window.ran = true";
            const picture = document.createElement("img");
            picture.setAttribute("onerror", "window.ran = true");
            picture.src = "https://example.org/picture.png";
            document.body.append(script, picture);
        }"""
    )
    page.wait_for_timeout(200)
    assert page.evaluate("window.ran") is None
    assert any("Content Security Policy" in one for one in refused)
    page.close()


# --- readers -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("which", ["made-up", "real"])
@pytest.mark.parametrize("width", [320, 390, 735, 768, 927, 1056, 1400])
def test_the_page_never_scrolls_sideways(visit: Open, which: str, width: int) -> None:
    page = visit(size=(width, 900), which=which)
    page.click("#OpenAll")
    page.click(".stages summary")
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize(
    ("which", "size", "scheme"),
    [("made-up", PHONE, "light"), ("made-up", DESK, "dark"), ("real", TABLET, "light")],
)
def test_axe_finds_no_fault(visit: Open, which: str, size: tuple[int, int], scheme: str) -> None:
    from axe_playwright_python.sync_playwright import Axe

    page = visit(size=size, color_scheme=scheme, which=which)
    page.click(".stages summary")
    page.click(".legends summary")
    if which == "made-up":  # opened, the real page takes axe a minute
        page.click("#OpenAll")
    tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
    options = {"runOnly": tags, "resultTypes": ["violations", "incomplete", "passes"]}
    found = Axe().run(page, options=options).response
    assert len(found["passes"]) > 20
    assert {"color-contrast", "heading-order", "label"} <= {rule["id"] for rule in found["passes"]}
    assert found["violations"] == []
    undecided = [node["html"] for one in found["incomplete"] for node in one["nodes"]]
    # Axe does not see what is behind a text of SVG; test_explorer_marks has the contrasts of its colours.
    assert [one for one in undecided if not one.startswith("<text ")] == []


@pytest.mark.parametrize("size", [(1400, 900), (390, 844)])
def test_summary_is_on_the_first_screen(visit: Open, size: tuple[int, int]) -> None:
    page = visit(size=size, which="real")
    lines = page.locator(".summary li")
    assert lines.count() == 5
    assert lines.last.bounding_box()["y"] + lines.last.bounding_box()["height"] <= size[1]
    sections = page.eval_on_selector_all("main > section", "all => all.map(one => one.id)")
    assert sections[:5] == ["Prisoners", "Deals", "Disagreements", "Facts", "Timeline"]


def test_the_keyboard_reaches_everything(visit: Open) -> None:
    page = visit()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the content"
    assert page.eval_on_selector(".skip", "one => one.getBoundingClientRect().left >= 0")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "Main"
    page.focus("#OpenAll")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.get_attribute("th[data-sort=title]", "aria-sort") == "ascending"
    first = shown(page)[0]
    page.focus(f"[id='{first}'] summary")
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    page.keyboard.press("Enter")
    assert is_open(page, first)


def test_page_has_landmarks_table_and_status(visit: Open) -> None:
    page = visit(size=PHONE)
    for role in ("banner", "main", "contentinfo", "navigation", "search", "status", "table"):
        assert page.get_by_role(role).count() == 1, role
    # On a narrow screen the parts of the table are no boxes of a table any more. To assistive technology they still are.
    nodes = page.context.new_cdp_session(page).send("Accessibility.getFullAXTree")["nodes"]
    roles = Counter(node["role"]["value"] for node in nodes if not node["ignored"])
    facts = len(shown(page))
    assert roles["table"] == 1
    assert roles["columnheader"] == 6
    assert roles["rowheader"] == facts
    assert roles["cell"] == 6 * facts  # five in the row of a fact, one for its evidence
    assert roles["row"] == 1 + 2 * facts


def test_without_scripts_everything_is_there_and_opens(visit: Open) -> None:
    page = visit(java_script_enabled=False)
    assert not page.is_visible("#Controls")
    assert page.locator("#FactTable tbody").count() > 10
    claims = page.locator(f"[id='{FACT}'] .claims").first
    assert not claims.is_visible()
    page.click(f"[id='{FACT}'] summary")
    assert claims.is_visible()
    page.click(f"#Timeline a[href='#{OTHER}']")
    assert page.locator(f"[id='{OTHER}'] .title").is_visible()


def test_on_paper_everything_is_open(visit: Open) -> None:
    page = visit()
    page.emulate_media(media="print")
    assert not page.is_visible("#Controls")
    assert not page.is_visible("nav")
    claims = page.locator("#FactTable .claims li")
    assert claims.count() > 100
    assert all(claims.nth(place).is_visible() for place in range(0, claims.count(), 25))
