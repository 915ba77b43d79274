"""Write the explorer: a page that opens from disk.

Tables and descriptor are its only input: the same tables give the same bytes.
"""

from factpack.exports.explorer.page import write

__all__ = ["write"]
