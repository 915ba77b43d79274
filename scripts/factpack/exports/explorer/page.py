"""The page: templates filled in, with style and script inside.

Its Content-Security-Policy allows only the one style and the one script whose digests it names, and pictures
inside the page. The description for search engines is data: a browser never runs it, so the policy does not
concern it (https://html.spec.whatwg.org/multipage/scripting.html#data-block).
"""

import base64
import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any

from jinja2 import Environment, FunctionLoader, StrictUndefined
from markupsafe import Markup

from factpack import wording
from factpack.escaping import embed_json
from factpack.exports import nested, tabular
from factpack.exports.explorer import (
    axis,
    charts,
    deals,
    disagreements,
    glyphs,
    metadata,
    pictures,
)
from factpack.exports.explorer.content import Content
from factpack.exports.explorer.layout import PAGE, TYPES, asset, relative
from factpack.tables.table import FilledTable


def write(tables: Sequence[FilledTable], descriptor: bytes) -> dict[str, bytes]:
    """Return the page and the pictures: path → bytes.

    tables: all tables, as `all_tables.build` returns them; descriptor: the content of datapackage.json.
    """
    content = Content(tables)
    described = json.loads(descriptor)
    return {
        PAGE: _page(content, described).encode(),
        **pictures.write(content),
    }


def _page(content: Content, descriptor: Mapping[str, Any]) -> str:
    style, program = asset("glyphs.css") + asset("explorer.css"), asset("explorer.js")
    dates = [fact.parsed for fact in content.facts if fact.parsed]
    template = _environment().get_template("page.html")
    return template.render(
        policy=_policy(style, program),
        style=Markup(style),
        program=Markup(program),
        description=embed_json(metadata.dataset(content, dict(descriptor))),
        definitions=glyphs.DEFINITIONS,
        dataset=descriptor,
        content=content,
        types=TYPES,
        stages=sorted({(fact.reached, fact.row["stage"]) for fact in content.facts}, reverse=True),
        stage_meanings=[
            code for name in ("release_stage", "sanctions_stage", "count_stage") for code in content.codes[name]
        ],
        time=axis.TimeAxis(dates) if dates else None,
        held=charts.held(content),
        released=charts.released(content),
        lower_bound_total=charts.lower_bound_total(content),
        deals=list(deals.deals(content)),
        disagreements=list(disagreements.disagreements(content)),
        conflicting_pairs=list(disagreements.conflicting_pairs(content)),
        downloads=[(table, tabular.csv_path(table.name), tabular.json_path(table.name)) for table in content.tables],
        nested_path=nested.PATH,
    )  # fmt: skip


def _policy(style: str, program: str) -> str:
    return (
        f"default-src 'none'; script-src 'sha256-{_digest(program)}'; style-src 'sha256-{_digest(style)}'; "
        "img-src data:; base-uri 'none'; form-action 'none'"
    )


def _digest(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _environment() -> Environment:
    environment = Environment(
        loader=FunctionLoader(asset),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "code": wording.code,
        "plural": wording.plural,
        "percent": glyphs.number,
        "relative": relative,
    }
    environment.globals |= {"dated": glyphs.dated, "HEIGHT": glyphs.HEIGHT, "labels": axis.fitting}
    return environment
