"""The dataset's description for search engines: schema.org's Dataset (https://schema.org/Dataset), as JSON-LD.

Everything in it is in datapackage.json already, or follows from the facts; nothing is said twice by hand.
"""

from typing import Any

from factpack.exports.explorer.content import Content
from factpack.exports.explorer.files import relative

Json = dict[str, Any]


def dataset(content: Content, descriptor: Json) -> Json:
    """The description. Addresses of files are told from the page."""
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
        "creator": [{"@type": "Organization", "name": one["title"]} for one in descriptor["contributors"]],
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
