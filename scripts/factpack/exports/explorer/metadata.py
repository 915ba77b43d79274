"""The dataset's description for search engines, as JSON-LD.

It is a Dataset of schema.org (https://schema.org/Dataset), taken from datapackage.json and the facts.
"""

from typing import Any

from factpack.exports.explorer.content import Content
from factpack.exports.explorer.layout import relative

Json = dict[str, Any]


def dataset(content: Content, descriptor: Json) -> Json:
    """Return the description, with links relative to the page."""
    starts = [fact.row["date_earliest"] for fact in content.facts if fact.row["date_earliest"]]
    ends = [fact.row["date_latest"] for fact in content.facts if fact.row["date_latest"]]
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
        "creator": [
            {"@type": "Organization", "name": contributor["title"]}
            for contributor in descriptor["contributors"]
        ],
        **({"temporalCoverage": f"{min(starts)}/{max(ends)}"} if starts and ends else {}),
        "isBasedOn": [_article(source) for source in descriptor["sources"]],
        "distribution": [_download(resource) for resource in descriptor["resources"]],
    }


def _article(source: Json) -> Json:
    address = {"url": source["path"]} if "path" in source else {}
    return {"@type": "Article", "name": source["title"], **address}


def _download(resource: Json) -> Json:
    return {
        "@type": "DataDownload",
        "name": resource["name"],
        "description": resource["description"],
        "encodingFormat": resource.get("mediatype", "application/octet-stream"),
        "contentUrl": relative(resource["path"]),
    }
