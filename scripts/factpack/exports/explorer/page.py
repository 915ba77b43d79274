"""Fill in the page's templates, with style and script inside.

Its Content-Security-Policy allows only the one style and the one script whose digests it names, and pictures inside the
page. It does not apply to the description for search engines, which a browser never runs
(https://html.spec.whatwg.org/multipage/scripting.html#data-block).
"""

import base64
import datetime as dt
import hashlib
import json
import posixpath
from collections.abc import Mapping, Sequence
from typing import Any

from jinja2 import Environment, FunctionLoader, StrictUndefined
from markupsafe import Markup

from factpack import citation, wording
from factpack.changelog import DatasetRelease
from factpack.exports import json_files, tabular
from factpack.exports.explorer import axis, comparisons, glyphs, pictures
from factpack.exports.explorer.content import TYPES, Content
from factpack.exports.explorer.glyphs import asset
from factpack.tables.table import FilledTable

PAGE = "exports/explorer/index.html"


def write(tables: Sequence[FilledTable], descriptor: bytes) -> dict[str, bytes]:
    """Return the page and the pictures: path → bytes."""
    content = Content(tables)
    return {PAGE: _page(content, json.loads(descriptor)).encode(), **pictures.write(content)}


def _page(content: Content, descriptor: Mapping[str, Any]) -> str:
    style, program = asset("glyphs.css") + asset("explorer.css"), asset("explorer.js")
    dates = [fact.parsed for fact in content.facts if fact.parsed]
    created = descriptor.get("created")
    released = dt.date.fromisoformat(created[:10]) if created else None
    return environment().get_template("page.html").render(
        policy=f"default-src 'none'; script-src 'sha256-{_digest(program)}'; style-src 'sha256-{_digest(style)}'; "
        "img-src data:; base-uri 'none'; form-action 'none'",
        style=Markup(style),
        program=Markup(program),
        description=_description(content, descriptor),
        definitions=glyphs.DEFINITIONS,
        dataset=descriptor,
        citation=citation.in_words(DatasetRelease(descriptor["version"], released)),
        content=content,
        types=TYPES,
        stage_meanings=[code for name in ("release_stage", "sanctions_stage", "count_stage") for code in content.codes[name]],
        time=axis.TimeAxis(dates) if dates else None,
        summary=comparisons.summary(content),
        held=comparisons.held(content),
        released=comparisons.released(content),
        deals=list(comparisons.deals(content)),
        disagreements=comparisons.disagreements(content),
        conflicting_pairs=comparisons.conflicting_pairs(content),
        downloads=[(table, tabular.csv_path(table.name), tabular.json_path(table.name)) for table in content.tables],
        nested_path=json_files.PATH,
    )  # fmt: skip


def relative(path: str) -> str:
    """Return the page's link to a path in the project."""
    return posixpath.relpath(path, posixpath.dirname(PAGE))


def _digest(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def environment() -> Environment:
    """Return the environment of the templates."""
    made = Environment(
        loader=FunctionLoader(asset),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    own = {one.__name__: one for one in (wording.code, wording.listing, wording.plural, relative)}
    made.filters |= {"percent": glyphs.number, **own}
    made.policies["json.dumps_kwargs"] = {"ensure_ascii": False, "indent": 1}
    made.globals |= {"glyphs": glyphs, "labels": axis.fitting}
    return made


def _description(content: Content, descriptor: Mapping[str, Any]) -> dict[str, Any]:
    """Return the Dataset of schema.org (https://schema.org/Dataset)."""
    starts = [fact.row["date_earliest"] for fact in content.facts if fact.row["date_earliest"]]
    ends = [fact.row["date_latest"] for fact in content.facts if fact.row["date_latest"]]
    countries = {code for fact in content.facts for code in fact.names["country"]}
    measured = {wording.code(fact.row["measure"]) for fact in content.of_type("count")}
    return {
        "@context": "https://schema.org",
        "@type": "Dataset",
        "name": descriptor["title"],
        "alternateName": descriptor["name"],
        "description": descriptor["description"],
        "version": descriptor["version"],
        "keywords": descriptor["keywords"],
        "license": descriptor["licenses"][0]["path"],
        "isAccessibleForFree": True,
        "inLanguage": "en",
        "creator": [{"@type": "Organization", "name": one["title"]} for one in descriptor["contributors"]],
        **({"temporalCoverage": f"{min(starts)}/{max(ends)}"} if starts and ends else {}),
        "spatialCoverage": [content.countries[code] for code in sorted(countries)],
        "variableMeasured": ["prisoners released", *sorted(measured)],
        "isBasedOn": [
            {"@type": "Article", "name": source["title"], **({"url": source["path"]} if "path" in source else {})}
            for source in descriptor["sources"]
        ],
        "distribution": [
            {
                "@type": "DataDownload",
                "name": resource["name"],
                "description": resource["description"],
                "encodingFormat": resource.get("mediatype", "application/octet-stream"),
                "contentUrl": relative(resource["path"]),
            }
            for resource in descriptor["resources"]
        ],
    }  # fmt: skip
