"""Pack files into a reproducible zip.

Nothing is compressed, because deflate's output differs between versions of zlib. Every file has the same date.
"""

import io
import zipfile
from collections.abc import Mapping

_FIRST_DATE = (1980, 1, 1, 0, 0, 0)
_UNIX = 3
_READABLE = 0o100644 << 16

# The documents in the archive of a release, in the order in which a reader needs them.
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
    """Return an uncompressed zip of the files."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name, _FIRST_DATE)
            entry.create_system = _UNIX
            entry.external_attr = _READABLE
            archive.writestr(entry, content)
    return buffer.getvalue()
