"""Pack files into a reproducible zip.

Nothing is compressed, because deflate's output differs between versions of zlib. Every file has the same date.
"""

import io
import zipfile
from collections.abc import Mapping

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
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))  # the earliest that a zip can hold
            entry.create_system = 3  # Unix
            entry.external_attr = 0o100644 << 16  # a file that everybody may read
            archive.writestr(entry, content)
    return buffer.getvalue()
