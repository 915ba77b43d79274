"""Packs files into a zip whose bytes depend on the files alone.

Nothing is compressed (what deflate makes of a file differs between builds of zlib), every file has the same date, the
first that a zip can tell, and the same rights, and the order is that of the files given.
"""

import io
import zipfile
from collections.abc import Mapping

from factpack import citation

_FIRST_DATE = (1980, 1, 1, 0, 0, 0)
_UNIX = 3
_READABLE = 0o100644 << 16

# What of the repository goes into the archive beside the exports: paths, in the order in which a reader needs them.
DOCUMENTS = (
    "README.md",
    "datapackage.json",
    "CODEBOOK.md",
    "RECIPES.md",
    "CHANGELOG.md",
    "CITATION.cff",
    "LICENSE-DATA",
)


def stored_zip(files: Mapping[str, bytes]) -> bytes:
    """A zip of the files, name → content, uncompressed."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name, _FIRST_DATE)
            entry.create_system = _UNIX
            entry.external_attr = _READABLE
            archive.writestr(entry, content)
    return buffer.getvalue()


def data_package(
    version: str, documents: Mapping[str, bytes], generated: Mapping[str, bytes]
) -> tuple[str, bytes]:
    """Return the name and the bytes of the Data Package with its documents.

    The descriptor is at the root of the archive, where frictionless looks for it.

    documents: path → content of each of DOCUMENTS; generated: path → content of every generated file, of which those
    under exports/ are taken.
    """
    exports = {path: content for path, content in sorted(generated.items()) if path.startswith("exports/")}
    files = {path: documents[path] for path in DOCUMENTS} | exports
    return f"{citation.NAME}-{version}.zip", stored_zip(files)
